"""Raw files → tables of cell texts, with the row of the file that each came from.

CSV is UTF-8 (with or without a byte order mark) or else GB18030; a workbook is read cell by cell as
text; a parquet file by its own types. A file that cannot be read says why in both languages.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from govscore_lib.errors import GovscoreError
from govscore_lib.ingest.cells import canonical, plain_float

ROW = "_row"
"""Column of a raw table with the row (or line) of the file, counted from 1."""
SURPLUS = "_surplus"
"""Column of a raw table: whether the row has more filled cells than the header."""
HEADER_WITHIN = 10
"""A header stands in one of the first rows; titles may stand above it."""

_ZIP, _OLD_EXCEL, _PARQUET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"
_LONG_NUMBER = re.compile(r"-?\d+\.\d{6,}|-?\d+(\.\d+)?[eE][+-]?\d+")


class UnreadableFile(GovscoreError):
    """A file that cannot be read at all.

    code : stable key ("empty-file", "not-a-workbook", "truncated-file", "unknown-encoding", …).
    zh, en : what is wrong, without the name of the file.
    """

    def __init__(self, code: str, zh: str, en: str, hint: str = "") -> None:
        super().__init__(en)
        self.code, self.zh, self.en, self.hint = code, zh, en, hint


@dataclass(frozen=True)
class RawTable:
    """One table of cell texts.

    header : the cells of the header row as written.
    cells : one String column per header cell, named ``c0``, ``c1`` …, and the columns ``_row`` and ``_surplus``.
    form : "CSV, UTF-8", "CSV, GB18030", "xlsx", "parquet".
    """

    sheet: str
    header: tuple[str, ...]
    header_row: int
    cells: pl.DataFrame
    form: str


def read_tables(path: Path, is_header: Callable[[Sequence[str]], bool]) -> list[RawTable]:
    """Return the tables of a file: one for CSV and parquet, one per filled sheet of a workbook.

    is_header : whether a row of cells is the header; the first row is taken where none is.
    Raises UnreadableFile.
    """
    data = path.read_bytes()
    if not data.strip():
        raise UnreadableFile(
            "empty-file", "文件是空的", "the file is empty", "ask for the file again"
        )
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return [_parquet(data)]
    if suffix in (".xlsx", ".xlsm"):
        return list(_workbook(data, is_header))
    if suffix in (".csv", ".txt", ".tsv"):
        return [_text(data, "\t" if suffix == ".tsv" else ",", is_header)]
    raise UnreadableFile(
        "unknown-format", f"不支持的文件格式 {suffix}", f"files of type {suffix} are not read",
        "save it as .csv, .xlsx or .parquet",
    )  # fmt: skip


def _text(data: bytes, separator: str, is_header: Callable[[Sequence[str]], bool]) -> RawTable:
    for magic, word in ((_ZIP, ".xlsx"), (_OLD_EXCEL, ".xls"), (_PARQUET, ".parquet")):
        if data.startswith(magic):
            raise UnreadableFile(
                "not-a-text-table", f"内容是 {word} 文件，不是 CSV", f"it holds a {word} file, not CSV",
                f"give it the ending {word}",
            )  # fmt: skip
    text, encoding = _decoded(data)
    rows: list[list[str]] = []
    lines: list[int] = []
    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        line = 1
        for record in records:
            if any(cell.strip() for cell in record):
                rows.append(record)
                lines.append(line)
            line = records.line_num + 1
    except csv.Error as error:
        raise (
            _truncated(line)
            if "end of data" in str(error)
            else UnreadableFile(
                "broken-quotes",
                f"第 {line} 行的引号不配对",
                f"line {line}: the quotation marks do not match",
            )
        ) from None
    if not rows:
        raise UnreadableFile(
            "empty-file", "文件是空的", "the file is empty", "ask for the file again"
        )
    top = _header_at(rows, is_header)
    if len(rows[-1]) < len(rows[top]) and not text.endswith(("\n", "\r")):
        raise _truncated(lines[-1])
    return _table("", rows, lines, top, f"CSV, {encoding}")


def _truncated(line: int) -> UnreadableFile:
    return UnreadableFile(
        "truncated-file", f"文件不完整，在第 {line} 行中断", f"the file breaks off in line {line}",
        "ask for the whole file",
    )  # fmt: skip


def _decoded(data: bytes) -> tuple[str, str]:
    for codec, name in (("utf-8-sig", "UTF-8"), ("gb18030", "GB18030")):
        try:
            return data.decode(codec), name
        except UnicodeDecodeError as error:
            # cut in the middle of a character, or not this encoding at all?
            if error.end == len(data) and re.search("end of data|incomplete", error.reason):
                raise _truncated(data.count(b"\n") + 1) from None
    raise UnreadableFile(
        "unknown-encoding", "编码既不是 UTF-8 也不是 GB18030", "the text is neither UTF-8 nor GB18030",
        "save it as CSV UTF-8",
    )  # fmt: skip


def _workbook(data: bytes, is_header: Callable[[Sequence[str]], bool]) -> Iterator[RawTable]:
    import fastexcel

    require_workbook(data)
    try:
        book = fastexcel.read_excel(data)
        # skip_rows=0 keeps empty rows at the top: row numbers must be those of the sheet
        sheets = {
            name: book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
            for name in book.sheet_names
        }
    except fastexcel.FastExcelError:
        raise damaged_workbook() from None
    for name, frame in sheets.items():
        filled = [
            (index + 1, ["" if cell is None else _plain_cell(cell) for cell in row])
            for index, row in enumerate(frame.iter_rows())
        ]
        filled = [(index, row) for index, row in filled if any(cell.strip() for cell in row)]
        if filled:
            lines, rows = [index for index, _ in filled], [row for _, row in filled]
            yield _table(name, rows, lines, _header_at(rows, is_header), "xlsx")


def require_workbook(data: bytes) -> None:
    """Raise UnreadableFile when the bytes cannot be an .xlsx workbook."""
    if not data.strip():
        raise UnreadableFile(
            "empty-file", "文件是空的", "the file is empty", "ask for the file again"
        )
    if data.startswith(_OLD_EXCEL):
        raise UnreadableFile(
            "not-a-workbook", "是旧版 .xls 或加密的工作簿", "it is an old .xls or an encrypted workbook",
            "open it and save it as .xlsx without a password",
        )  # fmt: skip
    if not data.startswith(_ZIP):
        raise UnreadableFile(
            "not-a-workbook", "不是 Excel 工作簿", "it is no Excel workbook",
            "a CSV file must end in .csv; otherwise ask for the file again",
        )  # fmt: skip


def damaged_workbook() -> UnreadableFile:
    """Return the error for a workbook that starts well and breaks off."""
    return UnreadableFile(
        "truncated-file",
        "工作簿不完整或已损坏",
        "the workbook is damaged or incomplete",
        "ask for the whole file",
    )


def _plain_cell(cell: str) -> str:
    """Return a number as the sheet shows it: 123456789.12, not 123456789.120000005."""
    return plain_float(float(cell)) if _LONG_NUMBER.fullmatch(cell) else cell


def _parquet(data: bytes) -> RawTable:
    if not data.startswith(_PARQUET):
        raise UnreadableFile(
            "not-parquet", "不是 parquet 文件", "it is no parquet file", "ask for the file again"
        )
    try:
        frame = pl.read_parquet(io.BytesIO(data))
    except (pl.exceptions.PolarsError, OSError):
        raise UnreadableFile(
            "truncated-file", "parquet 文件不完整或已损坏", "the parquet file is damaged or incomplete",
            "ask for the whole file",
        ) from None  # fmt: skip
    cells = pl.DataFrame(
        [canonical(column).alias(f"c{index}") for index, column in enumerate(frame.iter_columns())]
    ).with_columns(
        pl.int_range(1, frame.height + 1, dtype=pl.Int64).alias(ROW),
        pl.lit(False).alias(SURPLUS),
    )
    return RawTable("", tuple(frame.columns), 0, cells, "parquet")


def _header_at(rows: Sequence[Sequence[str]], is_header: Callable[[Sequence[str]], bool]) -> int:
    return next((i for i, row in enumerate(rows[:HEADER_WITHIN]) if is_header(row)), 0)


def _table(sheet: str, rows: list[list[str]], lines: list[int], top: int, form: str) -> RawTable:
    header = list(rows[top])
    while header and not header[-1].strip():
        header.pop()
    width = len(header)
    body = rows[top + 1 :]
    columns: dict[str, pl.Series] = {
        f"c{index}": pl.Series(
            [row[index] if index < len(row) and row[index] != "" else None for row in body],
            dtype=pl.String,
        )
        for index in range(width)
    }
    columns[ROW] = pl.Series(lines[top + 1 :], dtype=pl.Int64)
    columns[SURPLUS] = pl.Series(
        [any(cell.strip() for cell in row[width:]) for row in body], dtype=pl.Boolean
    )
    return RawTable(sheet, tuple(header), lines[top], pl.DataFrame(columns), form)
