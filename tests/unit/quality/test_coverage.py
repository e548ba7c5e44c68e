"""Who has sent what."""

from govscore_lib.findings import Finding
from govscore_lib.quality.coverage import COVERAGE, coverage
from govscore_lib.quality.figures import figures_of
from govscore_lib.rubric import load_league

FIRST, SECOND = "320803", "320804"


def rows(office, filed=("debts", "payments")):
    ingested = office.ingested
    figures = figures_of(office.rubric, ingested, load_league(office.rubric.league))
    table = coverage(figures, ingested.registers, office.findings, filed)

    assert table.schema == COVERAGE
    return {(row["region_id"], row["source"]): row for row in table.iter_rows(named=True)}


def test_needed_figures_are_counted(office):
    office.figures[FIRST]["training"] = None
    office.figures[SECOND] = {"remarks": "1"}

    found = rows(office)

    assert ("partial", 5, 6) == tuple(
        found[FIRST, "materials"][key] for key in ("status", "given", "expected")
    )
    assert ("none", 0) == tuple(found[SECOND, "materials"][key] for key in ("status", "given"))


def test_records_are_counted_with_their_last_day(office):
    office.registers["debts"][0] |= {"region_id": SECOND, "found_on": "2021-08-09"}

    found = rows(office)

    assert "empty" == found[FIRST, "debts"]["status"]
    assert ("given", 2, "2021-08-09") == tuple(
        found[SECOND, "debts"][key] for key in ("status", "given", "latest")
    )


def test_a_register_of_all_regions_has_one_row(office):
    assert ("全部地区", "given", 1, "2021-05-01") == tuple(
        rows(office)["", "payments"][key] for key in ("region_zh", "status", "given", "latest")
    )


def test_rows_left_out_make_a_register_partial(office):
    office.findings = (Finding("bad-value-empty", "critical", "空", "empty", "debts", FIRST),)

    assert "partial" == rows(office)[FIRST, "debts"]["status"]


def test_no_records_and_not_sent_are_two_things(office):
    """Two regions without debts: the form of the one says so, the other has sent none."""
    office.registers["debts"] = office.registers["debts"][2:]
    office.uncounted = ((SECOND, "owed"), (SECOND, "repaid"))

    found = rows(office, filed=())

    assert "empty" == found[FIRST, "debts"]["status"]
    assert "none" == found[SECOND, "debts"]["status"]


def test_a_region_whose_rows_were_all_left_out_has_sent_something(office):
    office.registers["debts"] = office.registers["debts"][1:]
    office.findings = (Finding("bad-value-empty", "critical", "空", "empty", "debts", FIRST),)

    assert "partial" == rows(office)[FIRST, "debts"]["status"]


def test_an_absent_register_is_none_everywhere(office):
    del office.registers["debts"]

    assert {"none"} == {row["status"] for (_, name), row in rows(office).items() if name == "debts"}
