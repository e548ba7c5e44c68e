"""Findings: what an office should look at, kept as a table."""

import polars as pl

from govscore_lib.findings import COLUMNS, Finding, findings_table, read_findings, write_findings

FINDINGS = (
    Finding(
        code="duplicate-key",
        severity="critical",
        zh="案号“2021-7”出现两次，内容不同。",
        en="case number '2021-7' stands twice, with different contents.",
        table="reconsideration_cases",
        region_id="320803",
        file="cases.csv",
        place="lines 12 and 40",
        criteria=("1.02", "1.03"),
    ),
    Finding("empty", "note", "空表。", 'an "empty", odd table', "observations", stage="check"),
)


def test_a_finding_is_a_row_of_text():
    table = findings_table(FINDINGS)

    assert list(COLUMNS) == table.columns
    assert [pl.String] == list(set(table.dtypes))
    assert ["1.02 1.03", ""] == table["criteria"].to_list()


def test_no_findings_are_a_table_too():
    assert (0, len(COLUMNS)) == findings_table([]).shape


def test_findings_come_back_as_they_were_written(tmp_path):
    path = tmp_path / "findings.csv"

    write_findings(FINDINGS, path)

    assert FINDINGS == read_findings(path)
    assert [path] == list(tmp_path.iterdir())


def test_no_findings_come_back_as_none(tmp_path):
    write_findings((), tmp_path / "findings.csv")

    assert () == read_findings(tmp_path / "findings.csv")
