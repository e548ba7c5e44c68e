"""What names a person stays outside: columns, and numbers inside texts."""

from pathlib import Path

import pytest

from govscore_lib.ingest import write_processed
from tests.unit.test_personal import IDENTITY, MOBILE

HEADER = "案号,地区,审结日期,结果"


def notes(ingested, code="personal-columns-dropped"):
    return [one for one in ingested.findings if one.code == code]


def everything_written(ingested, folder):
    write_processed(ingested, folder)
    return "".join(path.read_text("utf-8") for path in Path(folder).rglob("*.csv"))


def test_columns_about_persons_are_dropped_by_header_and_by_content(raw, tmp_path):
    raw.write(
        "registers/cases.csv",
        f"{HEADER},联系人,说明,序号\nA1,淮安区,2021-03-01,维持,张三,回访{MOBILE},1\nA2,淮安区,2021-03-01,维持,李四,{IDENTITY},2\n",
    )

    ingested = raw.ingest()

    (note,) = notes(ingested)
    assert ("note", "columns about persons were dropped, neither kept nor quoted: 联系人, 说明") == (
        note.severity, note.en,
    )  # fmt: skip
    assert ["columns not used: 序号"] == [one.en for one in notes(ingested, "column-not-read")]
    written = everything_written(ingested, tmp_path / "processed")
    assert [] == [word for word in ("张三", MOBILE, IDENTITY) if word in written]


@pytest.mark.parametrize(
    "table",
    [
        f"地区,指标编码,填报值,填报人电话\n淮安区,asked,25,{MOBILE}\n",
        f"地区,申请件数,已答复件数,备注\n淮安区,25,24,{MOBILE}\n",
    ],
)
def test_so_they_are_beside_figures(raw, tmp_path, values, table):
    raw.write("observations/a.csv", table)

    ingested = raw.ingest()

    assert 1 == len(notes(ingested))
    assert "25" == values(ingested, "320803")["asked"]
    assert MOBILE not in everything_written(ingested, tmp_path / "processed")


def test_a_number_inside_a_declared_text_gives_way_to_a_placeholder(raw, tmp_path):
    """Keys keep apart what they kept apart: the same number has the same placeholder."""
    rows = [IDENTITY, "110101199003074514", IDENTITY]
    lines = "".join(f"案{one},淮安区,2021-03-0{n},维持\n" for n, one in enumerate(rows, start=1))
    raw.write("registers/cases.csv", f"{HEADER}\n{lines}")

    ingested = raw.ingest()

    assert ["案〔身份证号 2〕"] == ingested.registers["cases"]["case_id"].to_list()
    (conflict,) = notes(ingested, "duplicate-key")
    assert "'案〔身份证号 1〕' stands 2 times" in conflict.en
    (note,) = notes(ingested, "personal-numbers-replaced")
    assert "case_id: personal numbers in 3 cells gave way to placeholders" == note.en
    assert IDENTITY not in everything_written(ingested, tmp_path / "processed")


def test_no_finding_quotes_a_number_that_stands_where_it_should_not(raw, tmp_path):
    raw.write("registers/cases.csv", f"{HEADER}\nA1,{MOBILE},2021-03-01,维持\n")
    raw.materials("320803_淮安区.xlsx", [["asked", "", "件", f"见{IDENTITY}"]])

    ingested = raw.ingest()

    told = "".join(one.zh + one.en for one in ingested.findings)
    assert "〔手机号〕" in told
    assert "见〔身份证号 1〕" in told
    written = everything_written(ingested, tmp_path / "processed")
    assert [] == [word for word in (MOBILE, IDENTITY) if word in told + written]
