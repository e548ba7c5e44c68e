"""What stands in a workbook besides its values, and what is too large to open."""

import io
import re
import zipfile

import openpyxl
import pytest

from govscore_lib.ingest.files import containers, workbooks
from govscore_lib.ingest.files.tables import UnreadableFile, read_tables
from govscore_lib.ingest.files.workbooks import inspect_workbook


def saved(book):
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_sheet(data, edit):
    """The workbook with the text of its first sheet edited."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", 8) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edit(content) if name.endswith("sheet1.xml") else content)
    return written.getvalue()


@pytest.fixture
def book():
    book = openpyxl.Workbook()
    book.active.title = "案件"
    return book


def test_formulas_without_a_value_and_error_values_keep_their_place(book):
    sheet = book.active
    sheet["C3"], sheet["D3"] = "案号", "件数"
    sheet["C4"], sheet["D4"] = "A1", '=IF(B2<>"",1,2)'
    sheet["D5"] = "#DIV/0!"

    facts = inspect_workbook(saved(book))["案件"]

    assert {(4, 4): '=IF(B2<>"",1,2)', (5, 4): "#DIV/0!"} == facts.marks
    assert 3 == facts.left


def test_a_formula_with_its_value_is_as_good_as_a_value(book):
    book.active["A1"] = "=1+1"
    data = with_sheet(saved(book), lambda text: re.sub(rb"<v ?/>|<v></v>", b"<v>2</v>", text))

    assert {} == inspect_workbook(data)["案件"].marks


def test_marks_stand_in_the_table_where_the_cell_stood(book, tmp_path):
    sheet = book.active
    sheet["C3"], sheet["D3"], sheet["E3"] = "案号", "件数", "备注"
    sheet["C4"], sheet["D4"], sheet["E4"] = "A1", "=1+1", "#N/A"
    (tmp_path / "t.xlsx").write_bytes(saved(book))

    (table,) = read_tables(tmp_path / "t.xlsx", lambda row: "案号" in row)

    assert ("A1", "=1+1", "#N/A", 4) == table.cells.select("c0", "c1", "c2", "_row").row(0)


def test_cells_merged_over_rows_below_the_header_are_remarked(book, tmp_path):
    for row in [["某市案件表", ""], ["地区", "案号"], ["淮安区", "A1"], ["", "A2"]]:
        book.active.append(row)
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("A3:A4")
    (tmp_path / "t.xlsx").write_bytes(saved(book))

    (table,) = read_tables(tmp_path / "t.xlsx", lambda row: "案号" in row)

    assert [("merged-cells", (3,))] == [(one.code, one.rows) for one in table.remarks]


def test_a_stray_cell_far_out_is_named_instead_of_filling_the_memory(book):
    book.active["A1"], book.active["XFD1048576"] = "案号", 1

    with pytest.raises(UnreadableFile, match="cell XFD1048576, far outside"):
        inspect_workbook(saved(book))


def test_formatted_empty_cells_far_out_do_not_matter(book):
    book.active["A1"] = "案号"
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)

    assert ["案件"] == list(inspect_workbook(saved(book)))


def test_a_sheet_of_a_million_rows_is_refused(book, monkeypatch):
    monkeypatch.setattr(workbooks, "ROWS", 100)
    for number in range(101):
        book.active.append([number])

    with pytest.raises(UnreadableFile, match="sheet 案件 has more than 100 rows"):
        inspect_workbook(saved(book))


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(book, monkeypatch):
    monkeypatch.setattr(containers, "FREE", 1_000)
    data = with_sheet(saved(book), lambda text: text + b" " * 5_000_000)

    with pytest.raises(UnreadableFile, match="unpacks to too much"):
        inspect_workbook(data)


def test_an_archive_that_lies_about_its_size_is_refused(book):
    data = with_sheet(saved(book), lambda text: text + b" " * 50_000)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lying = data.replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))

    with pytest.raises(UnreadableFile, match="more than its directory announces"):
        inspect_workbook(lying)


def test_declarations_that_could_fetch_something_are_refused(book):
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved(book))) as old,
        zipfile.ZipFile(written, "w", 8) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/workbook.xml":
                content = b'<!DOCTYPE x SYSTEM "http://example.invalid/x.dtd">' + content
            new.writestr(name, content)

    with pytest.raises(UnreadableFile, match="damaged"):
        inspect_workbook(written.getvalue())


def test_a_workbook_without_a_filled_cell_is_empty(book, tmp_path):
    (tmp_path / "t.xlsx").write_bytes(saved(book))

    with pytest.raises(UnreadableFile, match="empty"):
        read_tables(tmp_path / "t.xlsx", lambda row: False)
