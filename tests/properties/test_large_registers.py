"""A register that stays on disk gives what it gives in memory: records, metrics and findings."""

import tempfile
from pathlib import Path
from unittest import mock

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from govscore_lib.ingest import ingest
from govscore_lib.ingest.files import pieces
from govscore_lib.ingest.registers import large
from govscore_lib.records import stored
from govscore_lib.records.stored import StoredRegister, scanned
from tests.small_rubrics import document, load_document
from tests.strategies import search
from tests.unit.ingest.conftest import CRITERIA, DERIVATIONS, METRICS, REGISTERS

CASES = REGISTERS["cases"] | {"check": ["heard_on is empty or heard_on <= concluded_on"]}
HEADER = ["案号", "地区", "审结日期", "结果", "等级", "开庭日期", "联系电话"]
RUBRIC = load_document(
    document(CRITERIA, METRICS, registers={"cases": CASES}, derivations=DERIVATIONS)
)

rows = st.tuples(
    st.sampled_from(("A1", "A1", "A2", "A3", "A 4", "Ａ5", "13900001234", "")),
    st.sampled_from(("淮安区", "320804", "320804", "淮阴", "清江区")),
    st.sampled_from(("2021-03-01", "2021-03-01", "2021/3/2", "2020-12-31", "44256", "三月", "")),
    st.sampled_from(("维持", "维持", "revoked", "撤消")),
    st.sampled_from(("1", "", "９", "5.0", "6")),
    st.sampled_from(("", "", "2021-02-01", "2021-04-01")),
    st.just("13900001234"),
)
parts = st.lists(
    st.tuples(
        st.sampled_from(
            ("cases.csv", "cases__2.tsv", "cases.xlsx", "cases/month=2021-03/part-0.parquet", "cases/part-1.csv")
        ),
        st.lists(rows, max_size=8),
        st.booleans(),
    ),
    min_size=1, max_size=3, unique_by=lambda part: part[0],
)  # fmt: skip


def write(path: Path, table: list[list[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        columns = {name: [row[n] for row in table[1:]] for n, name in enumerate(table[0])}
        pl.DataFrame(columns, schema=dict.fromkeys(table[0], pl.String)).write_parquet(path)
    elif path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        for row in table:
            book.active.append(row)
        book.save(path)
    else:
        separator = "\t" if path.suffix == ".tsv" else ","
        path.write_text("".join(f"{separator.join(row)}\n" for row in table), "utf-8")


def both_ways(folder: Path):
    """What the raw folder says with its registers in memory, and with them on disk."""
    in_memory = ingest(RUBRIC, folder)
    with (
        mock.patch.object(large, "IN_MEMORY_ROWS", -1),
        mock.patch.object(large, "PIECE", 3),
        mock.patch.object(pieces, "PIECE", 3),
        mock.patch.object(stored, "PIECE", 3),
    ):
        on_disk = ingest(RUBRIC, folder, large_dir=folder.parent / "large")
    return in_memory, on_disk


def assert_same(in_memory, on_disk):
    assert set(in_memory.registers) == set(on_disk.registers)
    for name, records in on_disk.registers.items():
        assert isinstance(records, StoredRegister)
        assert_frame_equal(in_memory.registers[name], scanned(records).collect())
    assert_frame_equal(in_memory.observations, on_disk.observations)
    assert_frame_equal(in_memory.files, on_disk.files)
    assert_frame_equal(in_memory.changes, on_disk.changes, check_row_order=False)
    assert_frame_equal(in_memory.names, on_disk.names, check_row_order=False)
    assert sorted(map(str, in_memory.findings)) == sorted(map(str, on_disk.findings))


@search(8)
@given(files=parts)
def test_on_disk_as_in_memory(files):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "raw")
        for name, lines, twice in files:
            wide = [line[:-1] for line in lines] + [line[:-1] for line in lines if twice]
            write(folder / "registers" / name, [HEADER[:-1], *map(list, wide)])

        assert_same(*both_ways(folder))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "raw"


def test_columns_about_persons_and_repeated_headers_are_told_once(folder):
    line = ["A1", "淮安区", "2021-03-01", "维持", "1", "", "13900001234"]
    lines = [[f"A{number}", *line[1:]] for number in range(8)]
    write(folder / "registers/cases.csv", [HEADER, *lines[:5], HEADER, *lines[5:]])

    in_memory, on_disk = both_ways(folder)
    assert_same(in_memory, on_disk)
    codes = [finding.code for finding in on_disk.findings]
    assert 1 == codes.count("personal-columns-dropped") == codes.count("repeated-header")


def test_a_fault_names_file_partition_and_row(folder):
    good = ["A1", "淮安区", "2021-03-01", "维持", "1", ""]
    bad = ["A9", "淮安区", "昨天", "维持", "1", ""]
    for month in ("2021-03", "2021-04"):
        lines = [[f"{month}-{number}", *good[1:]] for number in range(4)]
        write(folder / f"registers/cases/month={month}/part-0.parquet", [HEADER[:-1], *lines])
    write(folder / "registers/cases/month=2021-05/part-0.parquet", [HEADER[:-1], good, good, bad])

    _, on_disk = both_ways(folder)
    (found,) = (one for one in on_disk.findings if one.severity == "critical")
    assert ("registers/cases/month=2021-05/part-0.parquet", "row 3") == (found.file, found.place)
    assert 9 == on_disk.registers["cases"].rows


def test_a_column_may_stand_in_the_names_of_folders(folder):
    header = ["case_id", "concluded_on", "outcome"]
    for region in ("320803", "320804"):
        path = folder / f"registers/cases/region_id={region}/part-0.parquet"
        write(path, [header, [f"{region}-1", "2021-03-01", "upheld"]])

    in_memory, on_disk = both_ways(folder)
    assert_same(in_memory, on_disk)
    assert ["320803", "320804"] == in_memory.registers["cases"]["region_id"].to_list()


def test_a_damaged_part_makes_the_register_unusable_and_leaves_nothing(folder):
    good = ["A1", "淮安区", "2021-03-01", "维持", "1", ""]
    write(folder / "registers/cases/month=2021-03/part-0.parquet", [HEADER[:-1], good])
    damaged = folder / "registers/cases/month=2021-04/part-0.parquet"
    damaged.parent.mkdir()
    damaged.write_bytes(b"PAR1 and no more")

    in_memory, on_disk = both_ways(folder)
    assert_same(in_memory, on_disk)
    assert {} == on_disk.registers
    assert [] == list((folder.parent / "large").iterdir())


def test_many_conflicts_are_told_in_part_and_counted(folder, monkeypatch):
    monkeypatch.setattr("govscore_lib.ingest.registers.findings.MOST_TOLD", 2)
    twice = [
        [f"A{number}", "淮安区", f"2021-03-0{day}", "维持", "1", ""]
        for number in range(5)
        for day in (1, 2)
    ]
    write(folder / "registers/cases.csv", [HEADER[:-1], *twice])

    in_memory, on_disk = both_ways(folder)
    for found in (in_memory, on_disk):
        told = [one for one in found.findings if one.code == "duplicate-key"]
        assert 3 == len(told)
        assert "3 more of the same kind, not listed one by one" == told[-1].en
        assert 0 == scanned(found.registers["cases"]).collect().height


def test_every_change_is_kept_beside_where_the_list_has_the_first_only(folder, monkeypatch):
    monkeypatch.setattr(large, "CHANGES_LISTED", 2)
    lines = [[f"A{number}", "淮安区", "2021/3/1", "维持", "1", ""] for number in range(7)]
    write(folder / "registers/cases.csv", [HEADER[:-1], *lines])

    in_memory, on_disk = both_ways(folder)
    beside = pl.read_parquet(folder.parent / "large" / "cases.changes.parquet")
    assert (7, 2) == (in_memory.changes.height, on_disk.changes.height)
    assert_frame_equal(in_memory.changes, beside)
    assert "changes-listed-apart" in [one.code for one in on_disk.findings]
