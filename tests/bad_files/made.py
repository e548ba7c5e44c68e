"""The bad files that are no text: each is made by a small function, so that a reviewer can read what is in it."""

import datetime as dt
import io
import os
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import polars as pl

FIGURES = "region_id,metric_id,value\n320803,asked,25\n"
CASES = "案号,地区,审结日期,结果\nA1,淮安区,2021-03-01,维持\n"
SHEET = "xl/worksheets/sheet1.xml"
MAKERS: dict[str, Callable[[Path], object]] = {}
"""Name of a bad file → what puts it into its place."""


def made(name: str):
    """Register the function below as the maker of a file: it returns the bytes."""

    def register(make):
        content = cache(make)
        MAKERS[name] = lambda path: path.write_bytes(content())
        return make

    return register


def placed(name: str):
    """Register the function below as the maker of something that is more or less than a file."""

    def register(make):
        MAKERS[name] = make
        return make

    return register


def workbook(**sheets):
    """A workbook; each sheet is a list of rows."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book):
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_parts(data, **edits):
    """The workbook with some of its parts edited: name → what becomes of the bytes."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            edit = edits.get(name, lambda content: content)
            new.writestr(name, edit(old.read(name)))
    return written.getvalue()


def long_table(*rows):
    return workbook(数据=[["region_id", "metric_id", "value"], *rows])


def form(*figures, region="淮安区", period="2021"):
    """A materials workbook of one region."""
    return workbook(
        封面=[["项目", "内容"], ["地区", region], ["考核期", period]],
        指标=[["指标编码", "指标名称", "单位", "填报值"], *figures],
    )


def parquet(**columns):
    written = io.BytesIO()
    pl.DataFrame(columns).write_parquet(written)
    return written.getvalue()


def container(*streams):
    """An OLE compound file of one directory sector that names the streams."""
    head = bytearray(512)
    head[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    head[24:34] = bytes.fromhex("3e000300feff09000600")
    head[44:52] = (1).to_bytes(4, "little") + (0).to_bytes(4, "little")
    directory = bytearray(512)
    for at, name in enumerate(("Root Entry", *streams)):
        text = name.encode("utf-16-le")
        directory[at * 128 : at * 128 + len(text)] = text
        directory[at * 128 + 64 : at * 128 + 67] = bytes((len(text) + 2, 0, 5 if at == 0 else 2))
    return bytes(head + directory)


# --- text of the wrong kind -----------------------------------------------------------------


@made("utf16.csv")
def _():
    return FIGURES.encode("utf-16")


@made("utf32.csv")
def _():
    return FIGURES.encode("utf-32")


@made("latin1.csv")
def _():
    return b"region_id,metric_id,value\n\xe9\xff\xff,asked,25\n"


@made("mixed_encodings.csv")
def _():
    return CASES.encode() + "A2,淮阴区,2021-03-02,维持\n".encode("gb18030")


@made("cut_in_a_character.csv")
def _():
    return CASES.encode("gb18030").rstrip()[:-1]


@made("nul_bytes.csv")
def _():
    return FIGURES.encode() + b"320804,asked,\x00\x00\n"


@made("bom_twice.csv")
def _():
    return b"\xef\xbb\xbf\xef\xbb\xbf" + FIGURES.encode()


@made("bom_gb18030.csv")
def _():
    return ("\ufeff" + FIGURES + "淮阴区,asked,7\n").encode("gb18030")


@made("bom_in_the_middle.csv")
def _():
    return (FIGURES + "\ufeff320804,asked,7\n").encode()


@made("zero_bytes.csv")
@made("zero_bytes.xlsx")
@made("zero_bytes.parquet")
def _():
    return b""


@made("workbook.csv")
def _():
    return long_table(["320803", "asked", 25])


@made("control_characters.csv")
def _():
    return (CASES + "A\x07\x1b1,淮安区,2021-03-01,维持\n").encode()


@made("very_long_cell.csv")
def _():
    return (CASES + "长" * 40_000 + ",淮安区,2021-03-01,维持\n").encode()


@made("endless_cell.csv")
def _():
    return (FIGURES + "320804,asked," + "9" * 200_000 + "\n").encode()


# --- workbooks ------------------------------------------------------------------------------


@made("text.xlsx")
def _():
    return FIGURES.encode()


@made("parquet.xlsx")
def _():
    return parquet(region_id=["320803"], metric_id=["asked"], value=[25])


@made("web_page.xlsx")
def _():
    return "<html><table><tr><td>指标编码</td></tr></table></html>".encode()


@made("archive.xlsx")
def _():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("报送/数据.csv", FIGURES)
    return written.getvalue()


@made("password.xlsx")
def _():
    return container("EncryptionInfo", "EncryptedPackage")


@made("old.xls")
@made("old.xlsx")
@made("table.et")
@made("letter.wps")
def _():
    return container("Workbook")


@made("password.xls")
def _():
    return container("EncryptionInfo", "EncryptedPackage")


@made("binary.xlsb")
def _():
    return with_parts(long_table(["320803", "asked", 25]))


@made("cut.xlsx")
def _():
    whole = long_table(["320803", "asked", 25])
    return whole[: len(whole) // 2]


@made("flipped_bytes.xlsx")
def _():
    whole = bytearray(long_table(*(["320803", "asked", n] for n in range(500))))
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        at = archive.getinfo(SHEET).header_offset + 200
    whole[at : at + 60] = bytes(255 - byte for byte in whole[at : at + 60])
    return bytes(whole)


@made("broken_xml.xlsx")
def _():
    return with_parts(
        long_table(["320803", "asked", 25]), **{SHEET: lambda text: text.replace(b"</row>", b"")}
    )


@made("cut_sheet.xlsx")
def _():
    """The archive is whole, the sheet in it is not."""
    data = long_table(*(["320803", "asked", n] for n in range(500)))
    return with_parts(data, **{SHEET: lambda text: text[: len(text) // 2]})


@made("without_its_sheets.xlsx")
def _():
    data = long_table(["320803", "asked", 25])
    return with_parts(data, **{"xl/_rels/workbook.xml.rels": lambda text: b"not xml"})


@made("other_workbook.xlsx")
def _():
    data = long_table(["320803", "asked", 25])
    return data.replace(b"xl/workbook.xml", b"xl/workbook.bin")


@made("zip_bomb.xlsx")
def _():
    """60 MB of spaces in a file of less than 100 kB."""
    return with_parts(
        long_table(["320803", "asked", 25]), **{SHEET: lambda text: text + b" " * 60_000_000}
    )


@made("lying_zip.xlsx")
def _():
    """A sheet of a megabyte that the archive announces as 1,000 bytes."""
    data = with_parts(
        long_table(["320803", "asked", 25]), **{SHEET: lambda text: text + b" " * 1_000_000}
    )
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = archive.getinfo(SHEET).file_size
    return data.replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


@made("many_parts.xlsx")
def _():
    written = io.BytesIO(long_table(["320803", "asked", 25]))
    with zipfile.ZipFile(written, "a") as archive:
        for number in range(6_000):
            archive.writestr(f"xl/media/{number}", b"")
    return written.getvalue()


@made("fetches.xlsx")
def _():
    return with_parts(
        long_table(["320803", "asked", 25]),
        **{
            "xl/workbook.xml": lambda text: text.replace(
                b"<workbook",
                b'<!DOCTYPE workbook [<!ENTITY x SYSTEM "http://example.invalid/x">]><workbook',
                1,
            )
        },
    )


@made("linked.xlsx")
def _():
    """A workbook that refers to another one on the web; its own value stands beside the formula."""
    link = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" Target="http://example.invalid/other.xlsx" TargetMode="External"/></Relationships>'  # noqa: E501
    return with_parts(
        long_table(["320803", "asked", "=[1]Sheet1!A1"]),
        **{
            "xl/_rels/workbook.xml.rels": lambda text: text.replace(b"</Relationships>", link),
            SHEET: lambda text: text.replace(b"<v />", b"<v>25</v>").replace(
                b"<v></v>", b"<v>25</v>"
            ),
        },
    )


@made("formulas.xlsx")
def _():
    return long_table(["320803", "asked", "=12+13"], ["320803", "answered", 24])


@made("formulas_of_a_region.xlsx")
def _():
    return form(["asked", "申请件数", "件", "=SUM(D9:D12)"])


@made("formulas_of_cases.xlsx")
def _():
    header = ["案号", "地区", "审结日期", "结果"]
    return workbook(案件=[header, ["A1", "淮安区", "=TODAY()", "维持"]])


@made("error_values.xlsx")
def _():
    return long_table(["320803", "asked", "#DIV/0!"], ["320804", "asked", "#N/A"])


@made("twelve_sheets.xlsx")
def _():
    others = {f"{number}月": [["说明"], ["本表无数据"]] for number in range(1, 12)}
    return workbook(**others, 汇总=[["region_id", "metric_id", "value"], ["320803", "asked", 25]])


@made("twelve_other_sheets.xlsx")
def _():
    return workbook(**{f"{number}月": [["说明"], ["本表无数据"]] for number in range(1, 13)})


@made("twelve_sheets_of_cases.xlsx")
def _():
    others = {f"{number}月": [["说明"], ["本表无数据"]] for number in range(1, 12)}
    return workbook(**others, 案件=[row.split(",") for row in CASES.splitlines()])


@made("a_million_rows.xlsx")
def _():
    """Every row of the sheet is there, as after formatting whole columns."""
    row = '<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>'
    rows = "".join(map(row.format, range(1, 1_048_577))).encode()
    return with_parts(
        long_table(["320803", "asked", 25]),
        **{
            SHEET: lambda text: (
                text.partition(b"<sheetData>")[0]
                + b"<sheetData>"
                + rows
                + b"</sheetData></worksheet>"
            )
        },
    )


@made("stray_cell.xlsx")
def _():
    book = openpyxl.load_workbook(io.BytesIO(long_table(["320803", "asked", 25])))
    book.active["XFD1048576"] = "."
    return saved(book)


@made("merged_cases.xlsx")
def _():
    rows = [["地区", "案号", "审结日期", "结果"], ["淮安区", "A1", "2021-03-01", "维持"]]
    book = openpyxl.load_workbook(
        io.BytesIO(workbook(案件=[*rows, [None, "A2", "2021-03-02", "维持"]]))
    )
    book.active.merge_cells("A2:A3")
    return saved(book)


@made("empty_workbook.xlsx")
def _():
    return workbook(数据=[])


@made("date_in_a_count.xlsx")
def _():
    return form(["asked", "申请件数", "件", dt.date(1900, 1, 25)])


@made("percentage_format.xlsx")
def _():
    book = openpyxl.load_workbook(io.BytesIO(form(["asked", "申请件数", "件", 0.96])))
    book["指标"]["D2"].number_format = "0%"
    return saved(book)


@made("of_another_region.xlsx")
def _():
    return form(["asked", "申请件数", "件", 25], region="金湖县")


@made("of_another_year.xlsx")
def _():
    return form(["asked", "申请件数", "件", 25], period="2020年度")


@made("without_figures.xlsx")
def _():
    return workbook(封面=[["地区", "淮安区"]], 总结=[["一、总体情况"]])


# --- parquet --------------------------------------------------------------------------------


@made("text.parquet")
def _():
    return FIGURES.encode()


@made("cut.parquet")
def _():
    whole = parquet(region_id=["320803"], metric_id=["asked"], value=[25])
    return whole[: len(whole) // 2]


@made("encrypted.parquet")
def _():
    return b"PARE" + zlib.compress(b"x" * 100) + b"PARE"


@made("lists.parquet")
def _():
    return parquet(region_id=["320803"], metric_id=["asked"], value=[[25, 26]])


@made("bytes.parquet")
def _():
    return parquet(region_id=["320803"], metric_id=["asked"], value=[b"\xff\x00"])


@made("not_a_number.parquet")
def _():
    return parquet(region_id=["320803"] * 2, metric_id=["arrears", "asked"], value=[float("nan"), float("inf")])  # fmt: skip


# --- what is no file ------------------------------------------------------------------------


@placed("folder.csv")
def _(path):
    path.mkdir()
    (path / "part.csv").write_text(FIGURES, encoding="utf-8")


@placed("link_in_a_circle.csv")
def _(path):
    path.symlink_to(path.name)


@placed("link_to_nowhere.csv")
def _(path):
    path.symlink_to("absent.csv")


@placed("no_permission.csv")
def _(path):
    path.write_text(FIGURES, encoding="utf-8")
    path.chmod(0)


@placed("name_of_an_old_archive.csv")
def _(path):
    """The name 汇总.csv in GB18030, as an archive of an old Windows leaves it on this disk."""
    named = os.fsencode(path.parent) + b"/" + "汇总.csv".encode("gb18030")
    Path(os.fsdecode(named)).write_bytes(FIGURES.replace("25", "若干").encode())
