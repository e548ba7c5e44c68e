"""Tables → bytes of CSV, xlsx and parquet files; the same table always gives the same bytes."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from govscore_lib.records.declare import Column
from govscore_lib.tables import REGISTER_TYPES

CREATED = dt.datetime.fromisoformat("2022-01-10T09:00")
"""Creation time in every workbook: fixed, so that the bytes are."""
NOTE = "合成数据，仅供演示；synthetic data for demonstration"

Cells = Sequence[Sequence[object]]


def csv_bytes(headers: Sequence[str], rows: Cells, encoding: str) -> bytes:
    """Return a CSV with Windows line ends, as office programs write it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headers)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return text.getvalue().encode(encoding)


def parquet_bytes(columns: Mapping[str, Column], rows: Sequence[Mapping[str, object]]) -> bytes:
    """Return a parquet file with the declared type of each column."""
    frame = pl.DataFrame(
        {
            name: pl.Series(name, [row[name] for row in rows], REGISTER_TYPES[column.type])
            for name, column in columns.items()
        }
    )
    data = io.BytesIO()
    frame.write_parquet(data, compression="zstd", metadata={"note": NOTE})
    return data.getvalue()


def xlsx_bytes(sheets: Mapping[str, Cells], widths: Mapping[str, Sequence[int]]) -> bytes:
    """Return a workbook; the first row of each sheet is its header.

    widths : sheet → widths of its columns in characters; columns beyond them keep the usual width.
    """
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED, "comments": NOTE})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        bold = book.add_format({"bold": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for column, width in enumerate(widths.get(name, ())):
                sheet.set_column(column, column, width)
            for index, row in enumerate(rows):
                _write_row(sheet, index, row, day, bold if index == 0 else None)
    return data.getvalue()


def _write_row(
    sheet: Worksheet, index: int, row: Sequence[object], day: Format, plain: Format | None
) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, dt.date):
            sheet.write_datetime(index, column, cell, day)
        elif isinstance(cell, (int, Decimal)) and not isinstance(cell, bool):
            sheet.write_number(index, column, float(cell), plain)
        elif cell is not None:
            sheet.write_string(index, column, str(cell), plain)
