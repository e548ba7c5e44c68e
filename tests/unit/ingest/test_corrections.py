"""Corrections in the open, guarded by what the source says."""

import pytest

VALUES = "  expect: '1'\n  value: '2'\n"
CHANGE = f"- region: '320803'\n  metric: asked\n{VALUES}"
WHO = "because: 来函更正\n  by: 王主任办公室\n  on: 2022-01-06\n"


def told(ingested, prefix):
    return [one for one in ingested.findings if one.code.startswith(prefix)]


@pytest.fixture
def asked(raw):
    """A workbook in which 淮安区 asks 25 times, and a file of corrections."""

    def write(correction):
        raw.materials("320803_淮安区.xlsx", [["asked", "", "", 25], ["answered", "", "", 24]])
        raw.write("corrections.yml", correction)
        return raw.ingest()

    return write


@pytest.mark.parametrize(
    "place",
    [
        "file: materials/320803_淮安区.xlsx\n  sheet: 指标\n  cell: D2",
        "file: materials/320803_淮安区.xlsx\n  row: 2",
        "region: '320803'\n  metric: asked",
    ],
)
def test_a_figure_is_corrected_with_a_note(asked, values, place):
    ingested = asked(f"- {place}\n  expect: '25'\n  value: '26'\n  {WHO}")

    assert "26" == values(ingested, "320803")["asked"]
    (note,) = told(ingested, "correct")
    assert ("corrected", "note", "D2", "320803", "asked") == (
        note.code, note.severity, note.place, note.region_id, note.metric_id,
    )  # fmt: skip
    assert "“25”更正为“26”：来函更正（王主任办公室，2022-01-06）" in note.zh
    assert [("corrected", "25", "26", "D2", "来函更正 (王主任办公室, 2022-01-06)")] == (
        ingested.changes.select("change", "before", "after", "place", "reason").rows()
    )


def test_once_the_source_is_right_the_correction_has_to_go(asked, values):
    ingested = asked(f"- region: '320803'\n  metric: asked\n  expect: '24'\n  value: '25'\n  {WHO}")

    (found,) = told(ingested, "correct")
    assert ("correction-obsolete", "warning") == (found.code, found.severity)
    assert "it has been corrected at the source, which says '25' now. Hint: remove it" in found.en
    assert "25" == values(ingested, "320803")["asked"]


def test_a_source_that_says_something_else_stops_the_criteria_of_the_figure(asked, values):
    ingested = asked(f"- region: '320803'\n  metric: asked\n  expect: '20'\n  value: '21'\n  {WHO}")

    (found,) = told(ingested, "correct")
    assert ("correction-stale", "critical", ("2",)) == (found.code, found.severity, found.criteria)
    assert "the source should say '20' and says '25'" in found.en
    assert values(ingested, "320803")["asked"] is None


def test_a_place_that_is_in_no_file_is_told(asked):
    ingested = asked(
        f"- file: materials/320803_淮安县.xlsx\n  cell: D2\n  expect: '25'\n  value: '26'\n  {WHO}"
    )

    (found,) = told(ingested, "correct")
    assert ("correction-not-found", "corrections.yml") == (found.code, found.file)
    assert "did you mean 'materials/320803_淮安区.xlsx'?" in found.en


def test_a_correction_that_could_mean_several_cells_is_not_applied(raw, values):
    raw.write("observations/a.csv", "地区,指标编码,填报值\n淮安区,asked,25\n")
    raw.write("observations/b.csv", "地区,指标编码,填报值\n淮安区,asked,25\n")
    raw.write(
        "corrections.yml",
        f"- region: '320803'\n  metric: asked\n  expect: '25'\n  value: '26'\n  {WHO}",
    )

    ingested = raw.ingest()

    (found,) = told(ingested, "correct")
    assert "several cells (observations/a.csv line 2, observations/b.csv line 2)" in found.en
    assert "25" == values(ingested, "320803")["asked"]


def test_a_record_is_corrected_by_row_and_column(raw):
    raw.write("registers/cases.csv", "案号,地区,审结日期,结果\nA1,淮安区,2021-02-30,维持\n")
    raw.write(
        "corrections.yml",
        f"- file: registers/cases.csv\n  row: 2\n  column: 审结日期\n  expect: 2021-02-30\n  value: 2021-02-28\n  {WHO}",
    )

    ingested = raw.ingest()

    assert ["2021-02-28"] == ingested.registers["cases"]["concluded_on"].cast(str).to_list()
    assert ["corrected"] == [one.code for one in ingested.findings]
    assert [("cases", "320803", "concluded_on", "corrected")] == (
        ingested.changes.select("table", "region_id", "name", "change").rows()
    )


def test_a_record_that_says_something_else_makes_its_region_doubtful(raw):
    raw.write("registers/cases.csv", "案号,地区,审结日期,结果\nA1,淮安区,2021-03-01,维持\n")
    raw.write(
        "corrections.yml",
        f"- file: registers/cases.csv\n  row: 2\n  column: concluded_on\n  expect: 2021-02-30\n  value: 2021-02-28\n  {WHO}",
    )

    ingested = raw.ingest()

    (found,) = told(ingested, "correct")
    assert ("correction-stale", "320803", ("1",)) == (found.code, found.region_id, found.criteria)
    assert {"320803"} == set(ingested.observations.filter(status="quarantined")["region_id"])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (CHANGE, ["'because' is missing", "'by' is missing", "'on' is missing"]),
        (f"{CHANGE}  {WHO}".replace("region", "regoin"),
         ["did you mean 'region'?", "say file and cell (or row), or region and metric"]),
        (f"- file: a.xlsx\n  cell: 7C\n{VALUES}  {WHO}", ["'cell' is such as C7, found '7C'"]),
        (f"- file: a.csv\n  row: second\n{VALUES}  {WHO}", ["'row' is a number, found 'second'"]),
        (f"{CHANGE}  {WHO}".replace("2022-01-06", "6.1."), ["'on' is a date such as 2022-01-06"]),
        ("region: x\n", ["it holds a list of corrections"]),
        ("- [a\n", ["it is no valid YAML"]),
    ],
)  # fmt: skip
def test_a_faulty_file_of_corrections_is_told_at_once_and_none_is_applied(
    asked, values, content, words
):
    ingested = asked(content)

    found = told(ingested, "bad-corrections")
    assert {"critical"} == {one.severity for one in found}
    assert [] == [word for word in words if not any(word in one.en for one in found)]
    assert "25" == values(ingested, "320803")["asked"]
