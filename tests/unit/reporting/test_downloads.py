"""What a reader can take away: exact, harmless in a spreadsheet, the same bytes each time."""

import io
import lzma
import tarfile
import zipfile

import openpyxl
import polars as pl
import pytest

from govscore_lib.reporting.downloads.archive import pack_files, zip_texts
from govscore_lib.reporting.downloads.offered import (
    NAMES,
    all_downloads,
    result_downloads,
    told_size,
    write_notebooks,
    write_results,
)
from govscore_lib.reporting.downloads.results_book import results_book


@pytest.fixture
def folder(scorecard, tmp_path):
    write_results(scorecard, tmp_path)
    return tmp_path


def test_tables_open_as_utf8_and_hold_every_line(scorecard, folder):
    with zipfile.ZipFile(folder / "downloads" / "small-2021-csv.zip") as archive:
        assert [f"{name}.csv" for name in NAMES] == archive.namelist()
        raw = archive.read("ledger.csv")

    assert raw.startswith(b"\xef\xbb\xbf")
    ledger = pl.read_csv(io.BytesIO(raw), infer_schema=False)
    assert scorecard.ledger.columns == ledger.columns
    assert scorecard.ledger.height == ledger.height


def test_the_workbook_has_numbers_as_numbers_and_no_formulas(scorecard):
    book = openpyxl.load_workbook(io.BytesIO(results_book(scorecard)))

    assert ["成绩", "类目", "明细", "数据", "条款", "说明"] == book.sheetnames
    rows = list(book["成绩"].iter_rows(values_only=True))
    assert ("名次", "地区代码", "地区", "总分") == rows[0][:4]
    totals = {row[1]: row[3] for row in rows[1:]}
    assert {
        row["region_id"]: pytest.approx(float(row["total"]), abs=1e-9)
        for row in scorecard.scores.to_dicts()
    } == totals
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}


def test_the_same_results_give_the_same_files(scorecard):
    assert results_book(scorecard) == results_book(scorecard)
    assert zip_texts({"a.csv": "1"}) == zip_texts({"a.csv": "1"})


def test_names_say_whose_the_files_are_and_how_large(scorecard, folder):
    found = result_downloads(scorecard.part, folder)

    assert ["xlsx", "zip"] == [one.file.rpartition(".")[2] for one in found]
    assert all(one.file.startswith("downloads/small-2021") for one in found)
    assert all(one.size == (folder / one.file).stat().st_size for one in found)
    assert (
        f"成绩、类目、明细、数据四表（csv、zip，{told_size(found[1].size)}）" == found[1].words.zh
    )
    assert f"全部结果（xlsx，{told_size(found[0].size)}）" == found[0].words.zh


@pytest.mark.parametrize(
    ("size", "told"), [(0, "1\u00a0kB"), (1499, "1\u00a0kB"), (84_400, "84\u00a0kB"), (1_240_000, "1.2\u00a0MB")]
)  # fmt: skip
def test_sizes_are_told_in_two_figures(size, told):
    assert told == told_size(size)


def test_executed_notebooks_travel_sorted_and_without_times(scorecard, tmp_path):
    executed = tmp_path / "executed"
    executed.mkdir()
    for name in ("b.ipynb", "a.ipynb"):
        (executed / name).write_text(name, encoding="utf-8")
    write_notebooks(scorecard.part, executed, tmp_path)

    (made,) = (one for one in all_downloads(scorecard.part, tmp_path) if one.file.endswith(".xz"))

    first = (tmp_path / made.file).read_bytes()
    with tarfile.open(fileobj=io.BytesIO(lzma.decompress(first))) as archive:
        assert ["a.ipynb", "b.ipynb"] == [one.name.rpartition("/")[2] for one in archive]
        assert {(0, 0, "")} == {(one.mtime, one.uid, one.uname) for one in archive}
    assert first == pack_files(executed.glob("*.ipynb"), "small-2021-notebooks")
