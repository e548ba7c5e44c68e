"""Ingest, cross-checks and expectations together: what fails, where, and that nothing is told twice."""

import json

import pytest

from govscore_lib.errors import InputError
from govscore_lib.findings import Finding
from govscore_lib.quality import check
from govscore_lib.quality.declared import suites_of
from govscore_lib.quality.expect import failures
from govscore_lib.quality.expectation import Expectation, suite_json
from govscore_lib.quality.truths import Truth

FIRST, SECOND = "320803", "320804"


@pytest.fixture
def checked(rubric, tmp_path):
    """Checks an office's data with the declared suites and the given truths."""

    def run(office, *truths):
        folder = tmp_path / rubric.id
        folder.mkdir()
        for table, suite in suites_of(rubric, truths).items():
            (folder / f"{table}.json").write_text(suite_json(table, suite, rubric.id), "utf-8")
        return check(rubric, office.ingested, tmp_path).findings

    return run


def told(finding):
    return finding.code, finding.severity, finding.table, finding.region_id, finding.place


def test_sound_data_have_no_finding(office, checked):
    assert () == checked(office)


def test_days_out_of_order_name_region_and_line(office, checked):
    office.registers["debts"][1]["closed_on"] = "2021-01-01"

    [one] = checked(office, Truth(table="debts", in_order=("found_on", "closed_on")))

    assert ("dates-out-of-order", "warning", "debts", SECOND, "line 3") == told(one)
    assert "“2021-01-01 / 2021-02-01”" in one.zh
    assert ("4",) == one.criteria


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"mark": "ugly"}, "not-listed"),
        ({"mark": None}, "empty-cell"),
        ({"amount": "-1"}, "out-of-range"),
        ({"found_on": "1021-02-01"}, "implausible-date"),
    ],
)
def test_a_row_that_breaks_its_declaration_is_told(office, checked, cells, code):
    office.registers["debts"][1] |= cells

    assert code in {
        one.code for one in checked(office) if told(one)[2:] == ("debts", SECOND, "line 3")
    }


def test_a_key_that_stands_twice_is_told(office, checked):
    office.registers["debts"].append(dict(office.registers["debts"][0], amount="11"))

    assert ("duplicate-key", "critical", "debts", FIRST, "lines 2 and 9") in map(
        told, checked(office)
    )


def test_an_empty_register_stops_the_rate_that_is_divided_by_it(office, checked):
    office.registers["debts"] = []
    office.registers["payments"] = []

    found = {told(one)[:3] for one in checked(office)}

    assert ("empty-register", "critical", "debts") in found


def test_a_figure_outside_its_range_is_told_with_its_cell(office, checked):
    office.figures[FIRST]["training"] = "2.5"

    [one] = checked(office)

    assert ("out-of-range", "critical", "observations", FIRST, "D7") == told(one)
    assert one.zh.endswith("，实为 2.5")
    assert ("3",) == one.criteria


def test_what_two_checks_see_is_told_once(office, checked):
    office.figures[FIRST]["answered"] = "21"
    office.figures[SECOND]["training"] = None
    office.figures[SECOND]["planned"] = "false"

    found = [(one.code, one.metric_id) for one in checked(office)]

    assert [
        ("condition-not-met", "answered"), ("condition-not-met", "carried_out"), ("not-given", "training"),
    ] == found  # fmt: skip


def test_a_league_that_is_incomplete_names_the_regions(office, checked):
    del office.figures[FIRST]
    office.registers = {}

    [one] = [one for one in checked(office) if one.code == "league-incomplete"]

    assert "淮安区" in one.zh


def test_findings_of_ingest_come_along_and_critical_ones_first(office, checked):
    note = Finding("repeated-row", "note", "重", "twice", "debts")
    grave = Finding("duplicate-key", "critical", "异", "differs", "debts", FIRST)
    office.findings = (note, note, grave)

    assert (grave, note, note) == checked(office)


def test_a_sum_that_does_not_close_shows_what_was_found(office, checked):
    says = {"zh": "合计为 999", "en": "the sum is 999"}
    truth = Truth(
        table="observations",
        expect="expect_column_sum_to_be_between",
        arguments={"column": "asked", "min_value": 999, "max_value": 999},
        code="sum-does-not-close",
        says=says,
    )

    [one] = checked(office, truth)

    assert "sum-does-not-close" == one.code
    assert one.zh == "应当合计为 999，实为 140"


def test_a_rubric_without_suites_is_held_to_its_declarations(office, tmp_path):
    office.figures[FIRST]["training"] = "2.5"

    [one] = check(office.rubric, office.ingested, tmp_path).findings

    assert "out-of-range" == one.code


def expectation(type, **arguments):
    return Expectation(type, arguments, "code", "warning", "中", "en")


def test_a_column_that_is_not_there_is_a_finding_not_an_error(office, checked):
    truth = Truth(
        table="debts",
        expect="expect_column_values_to_not_be_null",
        arguments={"column": "nowhere"},
        code="empty-cell",
        says={"zh": "有", "en": "is there"},
    )

    [one] = checked(office, truth)

    assert "expectation-not-run" == one.code
    assert "nowhere" in one.en


@pytest.mark.parametrize(
    ("suite", "words"),
    [
        ((expectation("expect_nothing_at_all"),), "no expectation of Great Expectations"),
        ((expectation("expect_column_to_exist", column="a"),) * 2, "stands twice"),
    ],
)
def test_a_suite_that_would_be_cut_down_silently_is_refused(suite, words):
    import pandas as pd

    with pytest.raises(InputError, match=words):
        failures({"t": suite}, {"t": pd.DataFrame({"a": [1]})})


@pytest.mark.parametrize(
    "text", ["{", "{}", json.dumps({"expectations": [{"type": "x", "kwargs": {}, "meta": {}}]})]
)
def test_a_file_that_is_no_suite_is_refused_by_name(office, tmp_path, text):
    folder = tmp_path / office.rubric.id
    folder.mkdir()
    (folder / "debts.json").write_text(text, "utf-8")

    with pytest.raises(InputError, match=r"expectations/small-2021/debts\.json: is not a suite"):
        check(office.rubric, office.ingested, tmp_path)
