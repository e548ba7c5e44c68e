"""Raw files → tables of cell texts, with the row of the file that each came from.

CSV is UTF-8 (with or without a byte order mark) or else GB18030; a workbook is read cell by cell as
text; a parquet file by its own types. A file that cannot be read says why in both languages.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from govscore_lib.ingest.cells.columns import canonical, plain_float
from govscore_lib.ingest.files.containers import kind_of
from govscore_lib.ingest.files.text_tables import HEADER_WITHIN, SEPARATORS, IsHeader, text_rows
from govscore_lib.ingest.files.unreadable import (
    UnreadableFile,
    damaged_workbook,
    empty_file,
    no_access,
)
from govscore_lib.ingest.files.workbooks import Merge, SheetFacts, inspect_workbook

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["HEADER_WITHIN", "ROW", "SURPLUS", "RawTable", "Remark", "UnreadableFile", "read_tables"]

ROW = "_row"
"""Column of a raw table with the row (or line) of the file, counted from 1."""
SURPLUS = "_surplus"
"""Column of a raw table: whether the row has more filled cells than the header."""

_LONG_NUMBER = re.compile(r"-?\d+\.\d{6,}|-?\d+(\.\d+)?[eE][+-]?\d+")


@dataclass(frozen=True)
class Remark:
    """Something about a table that an office should know, though it can be read.

    code : key of the finding. rows : where, in rows or lines of the file; empty for the whole table.
    """

    code: str
    zh: str
    en: str
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class RawTable:
    """One table of cell texts.

    header : the cells of the header row as written.
    cells : one String column per header cell, named ``c0``, ``c1`` …, and the columns ``_row`` and ``_surplus``.
    form : "CSV, UTF-8", "CSV, GB18030", "xlsx", "parquet".
    remarks : what is unusual about it.
    """

    sheet: str
    header: tuple[str, ...]
    header_row: int
    cells: pl.DataFrame
    form: str
    remarks: tuple[Remark, ...] = ()


def read_tables(path: Path, is_header: IsHeader) -> list[RawTable]:
    """Return the tables of a file: one for CSV and parquet, one per filled sheet of a workbook.

    is_header : whether a row of cells is the header; the first row is taken where none is.
    Raises UnreadableFile.
    """
    data = read_bytes(path)
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        return [_parquet(data)]
    if suffix in (".xlsx", ".xlsm"):
        return list(_workbook(data, is_header))
    if suffix in (".csv", ".txt", ".tsv"):
        return [_text(data, "\t" if suffix == ".tsv" else ",", is_header)]
    zh, en = f"{suffix} 格式的文件", f"files of type {suffix or '(none)'} are"
    if kind_of(data) == "protected":
        zh, en = "设有打开密码的旧版文件", "old files with a password are"
    raise UnreadableFile(
        "unknown-format", f"不读取{zh}", f"{en} not read", "另存为 .xlsx、.csv 或 .parquet", "save it as .csv, .xlsx or .parquet",
    )  # fmt: skip


def read_bytes(path: Path) -> bytes:
    """Return the contents of a file. Raises UnreadableFile where it cannot be opened or is empty."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise no_access(error) from None
    if not data.strip():
        raise empty_file()
    return data


def _text(data: bytes, separator: str, is_header: IsHeader) -> RawTable:
    read = text_rows(lambda: io.BytesIO(data), separator, is_header)
    lines, rows = [], []
    for line, row in read.rows:
        lines.append(line)
        rows.append(row)
    remarks = separator_remarks(read.separator, separator)
    return _table("", rows, lines, header_at(rows, is_header), f"CSV, {read.encoding}", remarks)


def separator_remarks(found: str, promised: str) -> list[Remark]:
    """Return a remark where another separator stands in a text than its name promises."""
    if found == promised:
        return []
    zh, en = SEPARATORS[found]
    return [
        Remark(
            "other-separator",
            f"各列以{zh}分隔，不是逗号；已按此读取",
            f"its columns are separated by {en}, not commas; it was read so",
        )
    ]


def _workbook(data: bytes, is_header: IsHeader) -> Iterator[RawTable]:
    import fastexcel

    facts = inspect_workbook(data)
    try:
        book = fastexcel.read_excel(data)
        # skip_rows=0 keeps empty rows at the top: row numbers must be those of the sheet
        sheets = {
            name: book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_polars()
            for name in book.sheet_names
            if name in facts  # sheets that are charts have no cells
        }
    except fastexcel.FastExcelError:
        raise damaged_workbook() from None
    if all(frame.is_empty() for frame in sheets.values()) and not any(
        one.marks for one in facts.values()
    ):
        raise empty_file()
    for name, frame in sheets.items():
        grid = [
            ["" if cell is None else _plain_cell(cell) for cell in row] for row in frame.iter_rows()
        ]
        _put_marks(grid, facts[name])
        filled = [
            (index, row)
            for index, row in enumerate(grid, start=1)
            if any(cell.strip() for cell in row)
        ]
        if filled:
            lines, rows = [index for index, _ in filled], [row for _, row in filled]
            top = header_at(rows, is_header)
            merged = _merged_below(facts[name].merges, lines[top])
            yield _table(name, rows, lines, top, "xlsx", merged)


def _put_marks(grid: list[list[str]], facts: SheetFacts) -> None:
    """Put error values and formulas without a value where the reader of cells leaves them empty."""
    for (row, column), text in facts.marks.items():
        if column < facts.left:
            continue
        grid += [[] for _ in range(row - len(grid))]
        cells = grid[row - 1]
        cells += [""] * (column - facts.left + 1 - len(cells))
        cells[column - facts.left] = text


def _merged_below(merges: Sequence[Merge], header_row: int) -> list[Remark]:
    """Return a remark where cells of several rows are merged below the header."""
    rows = sorted({first for first, _, last, _ in merges if first > header_row and last > first})
    if not rows:
        return []
    return [
        Remark(
            "merged-cells",
            "有跨行合并的单元格，只有每处的第一行有值；可取消合并后逐行填写，或为该表写一份对应关系文件",
            "cells of several rows are merged, and only the first row of each has the value; unmerge and fill in "
            "each row, or write a mapping for the sheet",
            tuple(rows),
        )
    ]


def _plain_cell(cell: str) -> str:
    """Return a number as the sheet shows it: 123456789.12, not 123456789.120000005."""
    return plain_float(float(cell)) if _LONG_NUMBER.fullmatch(cell) else cell


def _parquet(data: bytes) -> RawTable:
    if kind_of(data) != "parquet":
        raise not_parquet()
    import pyarrow
    from pyarrow import parquet

    try:  # not by polars, which takes the process down with some damaged files
        table = parquet.read_table(io.BytesIO(data))
        table.validate(full=True)
        return arrow_table(table)
    except (pyarrow.ArrowException, pl.exceptions.PolarsError, OSError, ValueError, TypeError):
        raise truncated_parquet() from None


def not_parquet() -> UnreadableFile:
    """Return the error for a file that only bears the name of a parquet file."""
    return UnreadableFile(
        "not-parquet", "不是 parquet 文件", "it is no parquet file",
        "请对方重新报送", "ask for the file again",
    )  # fmt: skip


def truncated_parquet(rows: int = 0) -> UnreadableFile:
    """Return the error for a damaged parquet file. rows : how many could be read."""
    zh, en = (f"（第 {rows + 1} 行起无法读取）", f" (from row {rows + 1} on)") if rows else ("", "")
    return UnreadableFile(
        "truncated-file", f"parquet 文件不完整、已损坏或已加密{zh}",
        f"the parquet file is damaged, incomplete or encrypted{en}",
        "请对方重新报送完整的文件", "ask for the whole file",
    )  # fmt: skip


def arrow_table(table: pa.Table, before: int = 0) -> RawTable:
    """Return rows of a parquet file as texts; ``before`` of its rows stand in front of them.

    Raises UnreadableFile for columns that do not hold plain values.
    """
    plain = table.replace_schema_metadata(None).rename_columns(table.column_names)
    frame = pl.DataFrame(pl.from_arrow(plain))
    odd = [name for name, dtype in frame.schema.items() if not _is_plain(dtype)]
    if odd or not frame.columns:
        names = ", ".join(f"{name} ({frame.schema[name]})" for name in odd)
        raise UnreadableFile(
            "not-a-table",
            f"有的列不是单个的值：{names}" if odd else "parquet 文件没有列",
            f"columns that do not hold plain values: {names}" if odd else "the parquet file has no columns",
            "每列只存文本、数字、日期或是否值", "keep texts, numbers, dates or yes and no in a column",
        )  # fmt: skip
    cells = pl.DataFrame(
        [canonical(column).alias(f"c{index}") for index, column in enumerate(frame.iter_columns())]
    ).with_columns(
        pl.int_range(before + 1, before + frame.height + 1, dtype=pl.Int64).alias(ROW),
        pl.lit(False).alias(SURPLUS),
    )
    return RawTable("", tuple(frame.columns), 0, cells, "parquet")


def _is_plain(dtype: pl.DataType) -> bool:
    return not dtype.is_nested() and dtype not in (pl.Binary, pl.Duration, pl.Object)


def header_at(rows: Sequence[Sequence[str]], is_header: IsHeader) -> int:
    """Return the place of the header among the first rows; the first row where none is one."""
    return next((i for i, row in enumerate(rows[:HEADER_WITHIN]) if is_header(row)), 0)


def _table(
    sheet: str, rows: list[list[str]], lines: list[int], top: int, form: str, remarks: list[Remark]
) -> RawTable:
    header = header_of(rows[top])
    empty = RawTable(sheet, header, lines[top], pl.DataFrame(), form, tuple(remarks))
    return with_rows(empty, rows[top + 1 :], lines[top + 1 :])


def header_of(row: Sequence[str]) -> tuple[str, ...]:
    """Return the cells of a header without the empty ones behind the last."""
    header = list(row)
    while header and not header[-1].strip():
        header.pop()
    return tuple(header)


def with_rows(table: RawTable, rows: Sequence[list[str]], lines: Sequence[int]) -> RawTable:
    """Return a table with these rows below its header; a header that stands again is passed over.

    lines : where each row stands in the file.
    """
    header, width, remarks = [*table.header], len(table.header), table.remarks
    again = {
        index
        for index, row in enumerate(rows)
        if header and row[0] == header[0] and [*row[:width]] == header
    }
    if again:
        where = tuple(lines[index] for index in sorted(again))
        remarks = (
            *remarks,
            Remark("repeated-header", "表头重复出现，重复的行已跳过", "the header stands again and was passed over", where),
        )  # fmt: skip
    kept = [index for index in range(len(rows)) if index not in again]
    body = [rows[index] for index in kept]
    columns: dict[str, pl.Series] = {
        f"c{index}": pl.Series(
            [row[index] if index < len(row) and row[index] != "" else None for row in body],
            dtype=pl.String,
        )
        for index in range(width)
    }
    columns[ROW] = pl.Series([lines[index] for index in kept], dtype=pl.Int64)
    columns[SURPLUS] = pl.Series(
        [any(cell.strip() for cell in row[width:]) for row in body], dtype=pl.Boolean
    )
    return replace(table, cells=pl.DataFrame(columns), remarks=remarks)
