"""Registers of the Sichuan rubrics, counted on frames and once more in plain Python from the notice's words."""

import datetime as dt
from collections import Counter
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govscore_lib.records import derive
from govscore_lib.rubric import Rubric, load_rubric
from govscore_lib.tables import REGISTER_TYPES
from tests.engines import KINDS

TRACKS = {"sichuan-2021-services": "gs", "sichuan-2021-trading": "rt"}
RUBRICS = {name: load_rubric(name) for name in TRACKS}
TRADING = RUBRICS["sichuan-2021-trading"]
PUBLICITY = load_rubric("sichuan-2021-publicity")
REGIONS = ("R1", "R2")
DAYS = st.sampled_from(
    [dt.date(2020, 12, 31), dt.date(2021, 1, 1), dt.date(2021, 12, 31), dt.date(2022, 1, 1), None]
)
YEAR = range(dt.date(2021, 1, 1).toordinal(), dt.date(2021, 12, 31).toordinal() + 1)
MAYBE = st.sampled_from([True, False, None])
REGION = st.sampled_from([*REGIONS, "R9"])
TRACK = st.sampled_from(["gs", "rt"])
MATTER = st.sampled_from(["M1", "M2"])
FRAMES = st.sampled_from(["polars", "pandas"])
FEW = settings(deadline=None, max_examples=20)
"""Every example plans and runs all derivations of a rubric."""
POINTS = {
    "B1": {"city": 3, "provincial_department": 3, "province": 5, "ministry": 5, "central": 10},
    "B2": {
        "city_principal": 3, "provincial_department_principal": 3, "city_deputy": 0, "provincial_department_deputy": 0,
        "province_deputy": 5, "ministry_deputy": 5, "province_principal": 7, "ministry_principal": 7,
        "state_deputy": 10, "state_principal": 12,
    },
    "B3": {"provincial": 3, "national": 5},
    "B4": {"provincial": 5, "national": 10},
}  # fmt: skip
"""The printed level table."""
PROOF = {"B1": "formal_document", "B2": "positive", "B3": "first_author"}


def in_year(day: dt.date | None) -> bool:
    return day is not None and day.toordinal() in YEAR


def frame(rubric: Rubric, name: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return rows as the register's typed table, numbered by its key."""
    register = rubric.registers[name]
    schema = {
        column: REGISTER_TYPES[declared.type] for column, declared in register.columns.items()
    }
    numbered = [{register.key[0]: str(number), **row} for number, row in enumerate(rows)]
    return pl.DataFrame(numbered, schema=schema)


def counted(
    rubric: Rubric, frames: dict[str, pl.DataFrame], kind: str, track: str = ""
) -> dict[tuple[str, str], int]:
    """Return region and metric → what the registers come to."""
    derived = derive(
        rubric.registers,
        rubric.derivations,
        {name: KINDS[kind](one) for name, one in frames.items()},
        period=rubric.period,
        parameters={name: one.value for name, one in rubric.parameters.items()},
        regions=REGIONS,
        metrics=rubric.metrics,
        observed={(region, "track"): track for region in REGIONS},
    )
    assert () == derived.findings
    return {(region, metric): int(value) for region, metric, value in derived.metrics.rows()}


@st.composite
def claims(draw) -> dict[str, Any]:
    kind = draw(st.sampled_from(list(POINTS)))
    return {
        "region_id": draw(REGION),
        "track": draw(TRACK),
        "kind": kind,
        "matter_id": draw(MATTER),
        "level": draw(st.sampled_from(list(POINTS[kind]))),
        "result_date": draw(DAYS),
        **{name: draw(MAYBE) for name in ("evidence", *PROOF.values(), "rejected")},
    }


@FEW
@given(
    rows=st.lists(claims(), max_size=12), name=st.sampled_from(list(TRACKS)), kind_of_frame=FRAMES
)
def test_a_matter_earns_its_highest_level_once_in_each_kind(rows, name, kind_of_frame):
    """What does not count is left out first, so that it pushes no valid claim aside."""
    rubric = RUBRICS[name]
    best: dict[tuple[str, str, str], int] = {}
    for row in rows:
        kind = row["kind"]
        proven = kind not in PROOF or row[PROOF[kind]] is True
        valid = row["evidence"] is True and row["rejected"] is not True and proven
        if row["track"] == TRACKS[name] and valid and in_year(row["result_date"]):
            matter = (row["region_id"], kind, row["matter_id"])
            best[matter] = max(best.get(matter, 0), POINTS[kind][row["level"]])

    found = counted(rubric, {"bonus_claims": frame(rubric, "bonus_claims", rows)}, kind_of_frame)
    for region in REGIONS:
        for kind in POINTS:
            levels = rubric.criteria[f"bonus.{kind}"].rule.levels
            expected = sum(best[place] for place in best if place[:2] == (region, kind))
            earned = sum(level.points * found[region, level.count.id] for level in levels)
            assert Fraction(expected) == earned, (region, kind)


EVENTS = st.fixed_dictionaries(
    {
        "region_id": REGION,
        "track": TRACK,
        "clause": st.sampled_from([f"d{number}" for number in range(1, 12)]),
        "unit_level": st.sampled_from(["city", "county", None]),
        "decision_date": DAYS,
        "confirmed": MAYBE,
    }
)


@FEW
@given(rows=st.lists(EVENTS, max_size=25), kind_of_frame=FRAMES)
def test_an_event_is_deducted_when_decided_confirmed_and_of_a_unit_that_counts(rows, kind_of_frame):
    expected = {(region, f"deduction_d{n}"): 0 for region in REGIONS for n in range(1, 12)}
    for row in rows:
        clause = row["clause"]
        if row["region_id"] not in REGIONS or row["track"] != "rt":
            continue
        if not in_year(row["decision_date"]):
            continue
        if row["unit_level"] == "county" and clause not in ("d3", "d4"):
            continue
        doubtful = clause in ("d3", "d7", "d8", "d9")
        if row["confirmed"] is True or (row["confirmed"] is None and not doubtful):
            expected[row["region_id"], f"deduction_{clause}"] += 1

    frames = {"deduction_events": frame(TRADING, "deduction_events", rows)}

    assert expected == counted(TRADING, frames, kind_of_frame)


ITEMS = st.fixed_dictionaries(
    {
        "region_id": REGION,
        "track": TRACK,
        "medium_row": st.sampled_from([1, 2, 13, 14, None]),
        "published_on": DAYS,
        "first_drafter_is_staff": MAYBE,
    }
)
INVITATIONS = st.fixed_dictionaries(
    {"region_id": REGION, "track": TRACK, "due_on": DAYS, "submitted_on": DAYS}
)
REPORTS = st.fixed_dictionaries(
    {
        "region_id": REGION,
        "track": TRACK,
        "matter_id": MATTER,
        "level": st.sampled_from(["nat", "prov"]),
        "positive": MAYBE,
        "published_on": DAYS,
    }
)


@FEW
@given(
    items=st.lists(ITEMS, max_size=10),
    invitations=st.lists(INVITATIONS, max_size=6),
    reports=st.lists(REPORTS, max_size=8),
    track=TRACK,
    kind_of_frame=FRAMES,
)
def test_annex_3_counts_what_belongs_to_the_track(
    items, invitations, reports, track, kind_of_frame
):
    expected: Counter[tuple[str, str]] = Counter()
    for row in items:
        own = row["track"] == track and row["first_drafter_is_staff"] is True
        if row["medium_row"] and own and in_year(row["published_on"]):
            expected[row["region_id"], f"info_items_{row['medium_row']}"] += 1
    for row in invitations:
        sent, own = row["submitted_on"], row["track"] == track and in_year(row["due_on"])
        if own and (sent is None or sent > row["due_on"]):
            expected[row["region_id"], "info_never_sent" if sent is None else "info_late"] += 1
    levels: dict[tuple[str, str], set[str]] = {}
    for row in reports:
        if row["track"] == track and row["positive"] is True and in_year(row["published_on"]):
            levels.setdefault((row["region_id"], row["matter_id"]), set()).add(row["level"])
    for (region, _), reached in levels.items():
        metric = "pub_national_matters" if "nat" in reached else "pub_provincial_matters"
        expected[region, metric] += 1

    frames = {
        "information_items": frame(PUBLICITY, "information_items", items),
        "invitations": frame(PUBLICITY, "invitations", invitations),
        "publicity_items": frame(PUBLICITY, "publicity_items", reports),
    }
    here = {
        (region, metric): expected[region, metric]
        for region in REGIONS
        for metric in PUBLICITY.derived_metrics
    }

    assert here == counted(PUBLICITY, frames, kind_of_frame, track)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_frame_counts_the_same_matters(kind):
    """One claim a level of one matter, in the order that helps least: the highest first."""
    rows = [
        {"region_id": "R1", "track": "rt", "kind": of, "matter_id": "M1", "level": level, "result_date": dt.date(2021, 6, 1),
         "evidence": True, "formal_document": True, "positive": True, "first_author": True, "rejected": None}
        for of, levels in POINTS.items()
        for level in reversed(levels)
    ]  # fmt: skip
    found = counted(TRADING, {"bonus_claims": frame(TRADING, "bonus_claims", rows)}, kind)

    assert {
        "bonus_b1_central", "bonus_b2_state_principal", "bonus_b3_national", "bonus_b4_national",
    } == {metric for (region, metric), count in found.items() if count and region == "R1"}  # fmt: skip
    assert {0, 1} == set(found.values())
