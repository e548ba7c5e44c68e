import datetime as dt

import polars as pl
import pytest

from govscore_lib.points import exact
from govscore_lib.records import derive
from govscore_lib.records.workdays import days_of, last_days, load_calendar
from govscore_lib.rubric import load_rubric
from govscore_lib.samples import SETS
from govscore_lib.samples.counties import load_counties
from govscore_lib.samples.registers import make_registers
from govscore_lib.tables import REGISTER_TYPES

HUAIAN = "huaian-2021-integrity"
SEEDS = (0, 7)
PUBLICITY = {"information_items", "invitations", "publicity_items"}
NOT_SENT = {
    HUAIAN: {"workday_calendar"},
    "xiangxi-2021-services": {"transactions", "villages"},
    "sichuan-2021-services": PUBLICITY,
    "sichuan-2021-trading": PUBLICITY,
}
"""Registers without a file here; those of publicity stand in the folder of the rubric of publicity."""


@pytest.fixture(scope="module")
def rubric():
    return load_rubric(HUAIAN)


@pytest.fixture(scope="module", params=SEEDS)
def registers(request):
    return make_registers(SETS[HUAIAN], load_counties(HUAIAN), request.param)


@pytest.mark.parametrize("name", SETS)
def test_every_register_of_a_rubric_is_made_but_those_not_sent(name):
    assert set(load_rubric(name).registers) - NOT_SENT.get(name, set()) == set(SETS[name].makers)


@pytest.mark.parametrize("name", SETS)
def test_every_metric_of_a_rubric_is_planned(name):
    for county in load_counties(name):
        assert set(load_rubric(name).metrics) == set(county.planned)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("name", "least"),
    [
        (HUAIAN, 300),
        ("xiangxi-2021-services", 300),
        ("rudong-2021-townships", 180),
        ("sichuan-2021-services", 19 * 21),
        ("sichuan-2021-trading", 29 * 21),
        ("sichuan-2021-publicity", 18 * 21),
    ],
)
def test_counting_the_records_gives_the_planned_figures(name, least, seed):
    rubric, counties = load_rubric(name), load_counties(name)
    registers = make_registers(SETS[name], counties, seed)
    frames = {key: typed(rubric.registers[key], rows) for key, rows in registers.items()}
    derived = derive(
        rubric.registers,
        rubric.derivations,
        frames | ({"workday_calendar": load_calendar()} if name == HUAIAN else {}),
        period=rubric.period,
        parameters={key: parameter.value for key, parameter in rubric.parameters.items()},
        regions=[county.region_id for county in counties],
        metrics=rubric.metrics,
        observed={
            (county.region_id, rubric.run_per): county.planned[rubric.run_per]
            for county in counties
            if rubric.run_per
        },
    )
    planned = {county.region_id: county.planned for county in counties}

    assert derived.metrics.height >= least
    for region, metric, value in derived.metrics.iter_rows():
        expected = planned[region][metric]
        equal = value == expected or exact(value) == exact(expected)
        assert equal, f"{region} {metric}: {value}, planned {expected}"


def typed(register, rows):
    return pl.DataFrame(
        {
            name: pl.Series(
                name,
                [str(row[name]) if column.type == "decimal" else row[name] for row in rows],
                REGISTER_TYPES[column.type],
            )
            for name, column in register.columns.items()
        }
    )


def test_keys_name_one_record(rubric, registers):
    for name, rows in registers.items():
        key = rubric.registers[name].key
        if key:
            assert len(rows) == len({tuple(row[column] for column in key) for row in rows}), name


def test_some_reports_come_on_the_last_working_day_and_some_a_day_later(registers):
    last = last_days(days_of(load_calendar()), 7)
    gaps = [
        (row["reported_on"] - last[row["decision_on"]]).days
        for row in registers["sgs_records"]
        if row["reported_on"]
    ]

    assert gaps.count(0) > 100
    assert gaps.count(1) > 20


def test_a_calendar_without_holidays_would_call_reports_late(registers):
    plain = {dt.date(2021, 1, 1) + dt.timedelta(days=day): True for day in range(440)}
    weekdays = {day: day.isoweekday() < 6 for day in plain}
    true_last, naive_last = last_days(days_of(load_calendar()), 7), last_days(weekdays, 7)
    wronged = [
        row
        for row in registers["sgs_records"]
        if row["reported_on"]
        and naive_last[row["decision_on"]] < row["reported_on"] <= true_last[row["decision_on"]]
    ]

    assert len(wronged) > 10


def test_there_are_tens_of_thousands_of_records_and_tickets_lead(registers):
    sizes = {name: len(rows) for name, rows in registers.items()}

    assert sum(sizes.values()) > 30_000
    assert "hotline_tickets" == max(sizes, key=sizes.__getitem__)


def test_tickets_are_answered_after_they_come_in(registers):
    for row in registers["hotline_tickets"]:
        assert row["answered_at"] is None or row["created_at"] < row["answered_at"]


def test_ties_and_clean_branches_occur_in_the_ranked_criteria():
    counties = load_counties(HUAIAN)
    shares = {}
    for part, whole in (
        ("reconsideration_corrected", "reconsideration_concluded"),
        ("litigation_lost", "litigation_concluded"),
    ):
        shares[part] = [exact(c.planned[part]) / exact(c.planned[whole]) for c in counties]

    for share in shares.values():
        ranked = [value for value in share if value]
        assert len(ranked) < len(share), "no clean region"
        assert len(set(ranked)) < len(ranked), "no tie"


def test_one_region_has_no_adverse_event_and_one_is_alone_at_the_bottom():
    per_head = sorted(
        exact(c.planned["opinion_events"]) / exact(c.planned["population"])
        for c in load_counties(HUAIAN)
    )

    assert 0 == per_head[0]
    assert per_head[-1] > per_head[-2]


def test_ties_occur_in_what_towns_are_ranked_by():
    towns = load_counties("rudong-2021-townships")
    claimed = [
        exact(c.planned["items_claimed"]) / exact(c.planned["items_claimable"]) for c in towns
    ]
    cases = [exact(c.planned["online_transactions"]) for c in towns]

    for figures in (claimed, cases):
        assert len(set(figures)) < len(figures)
