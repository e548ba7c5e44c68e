"""Files as they arrive: encodings, titles above the header, damage."""

import datetime as dt
import io
import re
import zipfile

import openpyxl
import polars as pl
import pytest

from govscore_lib.ingest.files.tables import ROW, UnreadableFile, read_tables

TABLE = "案号,地区,件数\nA1,淮安区,5\n\nA2,金湖县,7\n"


def is_header(row):
    return "案号" in row


def read_one(path):
    (table,) = read_tables(path, is_header)
    return table


def rows_of(table):
    columns = [f"c{index}" for index in range(len(table.header))]
    return table.cells.select(*columns, ROW).rows()


@pytest.mark.parametrize(
    ("encoding", "form"),
    [("utf-8", "CSV, UTF-8"), ("utf-8-sig", "CSV, UTF-8"), ("gb18030", "CSV, GB18030")],
)
def test_text_tables_in_every_encoding_that_offices_use(tmp_path, encoding, form):
    path = tmp_path / "t.csv"
    path.write_bytes(TABLE.encode(encoding))

    table = read_one(path)

    assert form == table.form
    assert ("案号", "地区", "件数") == table.header
    assert [("A1", "淮安区", "5", 2), ("A2", "金湖县", "7", 4)] == rows_of(table)


def test_rare_characters_survive_gb18030(tmp_path):
    """GBK has no 𬭚 and no 㙍; GB18030 has."""
    path = tmp_path / "t.csv"
    path.write_bytes("案号,地区\nA1,㙍𬭚\n".encode("gb18030"))

    assert [("A1", "㙍𬭚", 2)] == rows_of(read_one(path))


def test_a_title_may_stand_above_the_header(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("2021年度统计表,,\n填报单位：某局,,\n" + TABLE, encoding="utf-8")

    table = read_one(path)

    assert (3, ("案号", "地区", "件数")) == (table.header_row, table.header)
    assert [4, 6] == table.cells[ROW].to_list()


def test_a_cell_over_several_lines_keeps_the_line_where_its_row_starts(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('案号,地区\nA1,"淮安\n区"\nA2,金湖县\n', encoding="utf-8")

    assert [2, 4] == read_one(path).cells[ROW].to_list()


def test_more_cells_than_the_header_are_marked(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("案号,地区\nA1,淮安区,,\nA2,金湖县,x\n", encoding="utf-8")

    assert [False, True] == read_one(path).cells["_surplus"].to_list()


@pytest.mark.parametrize(
    ("name", "content", "code", "words"),
    [
        ("t.csv", b"", "empty-file", "empty"),
        ("t.csv", b" \n\n", "empty-file", "empty"),
        ("t.xlsx", b"", "empty-file", "empty"),
        ("t.xlsx", b"a,b\n1,2\n", "not-a-workbook", "no Excel workbook"),
        ("t.xlsx", b"\xd0\xcf\x11\xe0rest", "not-a-workbook", "old .xls"),
        ("t.xlsx", b"PK\x03\x04broken", "truncated-file", "damaged"),
        ("t.csv", b"PK\x03\x04 xl/workbook.xml", "not-a-text-table", ".xlsx"),
        ("t.parquet", b"a,b\n", "not-parquet", "no parquet"),
        ("t.parquet", b"PAR1abc", "truncated-file", "damaged"),
        ("t.csv", "案号,地区,件数\nA1,淮安区".encode(), "truncated-file", "line 2"),
        ("t.csv", "案号,地区\nA1,淮安区".encode()[:-1], "truncated-file", "line 2"),
        ("t.csv", "案号,地区\nA1,淮安区".encode("gb18030")[:-1], "truncated-file", "line 2"),
        ("t.csv", b'a,b\n1,"2\n3,4\n', "unclosed-quote", "line 2"),
        ("t.csv", b"a,b\n\xff\xff\xff,1\n", "unknown-encoding", "neither"),
        ("t.pdf", b"%PDF", "unknown-format", ".pdf"),
    ],
)
def test_unreadable_files_say_why(tmp_path, name, content, code, words):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(UnreadableFile, match=re.escape(words)) as caught:
        read_tables(path, is_header)

    assert code == caught.value.code
    assert re.search(r"[\u4e00-\u9fff]", caught.value.zh)


def test_a_workbook_cut_in_the_middle_is_told(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["案号", "地区"])
    book.save(tmp_path / "t.xlsx")
    whole = (tmp_path / "t.xlsx").read_bytes()
    (tmp_path / "t.xlsx").write_bytes(whole[: len(whole) // 2])

    with pytest.raises(UnreadableFile, match="damaged or incomplete"):
        read_tables(tmp_path / "t.xlsx", is_header)


def workbook_of(rows, first_row=1):
    book = openpyxl.Workbook()
    for offset, row in enumerate(rows):
        for column, value in enumerate(row, start=1):
            book.active.cell(first_row + offset, column, value)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_workbook_is_read_as_text_with_the_rows_of_its_sheet(tmp_path):
    rows = [
        ["案号", "日期", "金额"],
        ["A1", dt.date(2021, 3, 1), 123456789.12],
        [],
        ["A2", 44256, 5],
    ]
    path = tmp_path / "t.xlsx"
    path.write_bytes(workbook_of(rows, first_row=3))

    assert [
        ("A1", "2021-03-01 00:00:00", "123456789.12", 4),
        ("A2", "44256", "5", 6),
    ] == rows_of(read_one(path))


def test_binary_noise_behind_the_fifteenth_digit_is_no_decimal(tmp_path):
    path = tmp_path / "t.xlsx"
    path.write_bytes(workbook_of([["案号", "金额"], ["A1", 0.1 + 0.2], ["A2", 1e-7]]))

    assert ["0.3", "0.0000001"] == read_one(path).cells["c1"].to_list()


def test_a_workbook_saved_by_wps_is_read_whole(tmp_path):
    """WPS writes the dimension A1:A1 whatever the sheet holds."""
    path = tmp_path / "t.xlsx"
    source = io.BytesIO(workbook_of([["案号", "地区"], ["A1", "淮安区"], ["A2", "金湖县"]]))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content, times = re.subn(
                    rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', content
                )
                assert 1 == times
            new.writestr(name, content)

    assert [("A1", "淮安区", 2), ("A2", "金湖县", 3)] == rows_of(read_one(path))


def test_parquet_keeps_its_types_as_texts(tmp_path):
    frame = pl.DataFrame(
        {
            "案号": ["A1"],
            "日期": [dt.date(2021, 3, 1)],
            "时刻": [dt.datetime(2021, 3, 1, 8, 5)],  # noqa: DTZ001 (registers know no zones)
            "有效": [True],
            "金额": [0.1 + 0.2],
        }
    )
    frame.write_parquet(tmp_path / "t.parquet")

    assert [("A1", "2021-03-01", "2021-03-01T08:05:00", "true", "0.3", 1)] == rows_of(
        read_one(tmp_path / "t.parquet")
    )
