"""What figures and registers say against each other, and what is not given yet."""

import pytest

from govscore_lib.findings import Finding
from govscore_lib.quality.crosschecks import crosschecks
from govscore_lib.quality.figures import figures_of
from govscore_lib.rubric import load_league

FIRST, SECOND = "320803", "320804"


def found(office):
    ingested = office.ingested
    figures = figures_of(office.rubric, ingested, load_league(office.rubric.league))
    forms = dict(ingested.files.select("file", "form").iter_rows())
    return list(crosschecks(figures, ingested.registers, forms, office.findings))


def test_sound_figures_give_no_finding(office):
    assert [] == found(office)


def test_a_needed_figure_that_is_missing_names_its_criteria_and_its_cell(office):
    office.figures[FIRST]["training"] = None

    [one] = found(office)

    assert ("not-given", "warning", FIRST, "training") == (
        one.code, one.severity, one.region_id, one.metric_id,
    )  # fmt: skip
    assert ("materials/320803.xlsx", "指标", "D7", ("3",)) == (
        one.file, one.sheet, one.place, one.criteria,
    )  # fmt: skip
    assert "check" == one.stage


@pytest.mark.parametrize(("kind", "codes"), [("district", []), ("county", ["not-given"])])
def test_a_figure_is_missed_only_where_it_is_needed(office, kind, codes):
    office.figures[FIRST]["kind"] = kind

    assert codes == [one.code for one in found(office)]


def test_evidence_may_be_missing(office):
    office.figures[FIRST]["remarks"] = None

    assert [] == found(office)


def test_a_doubted_figure_is_not_told_again(office):
    office.doubted = ((FIRST, "training"), (SECOND, "answered"))

    assert [] == found(office)


def test_a_silent_region_is_told_once(office):
    office.figures[FIRST] = {"remarks": None}

    [one] = found(office)

    assert ("nothing-given", FIRST) == (one.code, one.region_id)
    assert ("1", "2", "3", "5") == one.criteria


def test_a_region_whose_workbook_cannot_be_read_is_not_told_again(office):
    office.figures[FIRST] = {"remarks": None}
    office.findings = (
        Finding("damaged-workbook", "critical", "坏", "bad", "observations", FIRST),
    )  # fmt: skip

    assert [] == found(office)


def test_an_absent_register_is_told_once_for_all_regions(office):
    del office.registers["debts"]

    [one] = found(office)

    assert ("register-not-given", "debts", "", ("4",)) == (
        one.code, one.table, one.region_id, one.criteria,
    )  # fmt: skip


def test_a_register_that_cannot_be_read_is_not_told_again(office):
    del office.registers["debts"]
    office.findings = (Finding("missing-column", "critical", "缺", "gone", "debts"),)

    assert [] == found(office)


def test_a_condition_that_does_not_hold_shows_its_figures(office):
    office.figures[FIRST]["answered"] = "21"

    [one] = found(office)

    assert ("condition-not-met", "critical", FIRST, "answered", ("1",)) == (
        one.code, one.severity, one.region_id, one.metric_id, one.criteria,
    )  # fmt: skip
    assert "21" in one.zh
    assert "20" in one.en


def test_payments_of_an_unknown_debt_are_told_with_their_lines(office):
    office.registers["payments"][0]["debt"] = "D99"

    [one] = found(office)

    assert ("unmatched-record", "payments", "line 2", ("4",)) == (
        one.code, one.table, one.place, one.criteria,
    )  # fmt: skip
    assert "D99" in one.zh


def test_small_figures_are_one_note_a_metric(office):
    office.figures[FIRST] |= {"asked": "9", "answered": "9"}
    office.figures[SECOND] |= {"asked": "3", "answered": "1"}

    [one] = found(office)

    assert ("small-number", "note", "", "asked") == (
        one.code, one.severity, one.region_id, one.metric_id,
    )  # fmt: skip
    assert "淮安区 9、淮阴区 3" in one.zh


def test_nothing_owed_is_a_note(office):
    office.registers["debts"] = office.registers["debts"][1:]
    office.registers["payments"] = []

    [one] = found(office)

    assert ("nothing-to-divide-by", "note", FIRST, "owed", ("4",)) == (
        one.code, one.severity, one.region_id, one.metric_id, one.criteria,
    )  # fmt: skip
