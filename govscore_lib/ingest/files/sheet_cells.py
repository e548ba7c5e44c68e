"""The filled cells of a workbook's sheets, as the person who filled it in sees them."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from govscore_lib.ingest.cells.columns import plain_float
from govscore_lib.ingest.figures import forms
from govscore_lib.ingest.files.tables import read_bytes
from govscore_lib.ingest.files.unreadable import damaged_workbook
from govscore_lib.ingest.files.workbooks import inspect_workbook
from govscore_lib.text import Bilingual

Cells = dict[tuple[int, int], str]
"""Text of every filled cell by row and column, both counted from 1."""


def read_sheets(path: Path) -> dict[str, Cells]:
    """Return the filled cells of every sheet, by its name.

    The size that a sheet states of itself is not looked at: programs state wrong ones.
    Raises UnreadableFile.
    """
    import openpyxl

    data = read_bytes(path)
    facts = inspect_workbook(data)
    try:
        with warnings.catch_warnings():  # drop-downs of newer versions are of no concern here
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=True)
        found = {sheet.title: _filled(sheet) for sheet in book.worksheets}
    except (
        zipfile.BadZipFile, LookupError, ValueError, TypeError, AttributeError, OSError, EOFError, RuntimeError,
        SyntaxError,
    ):  # fmt: skip
        raise damaged_workbook() from None
    return {
        name: cells | (facts[name].marks if name in facts else {}) for name, cells in found.items()
    }


def _filled(sheet: Any) -> Cells:
    """Return the filled cells of a sheet as openpyxl streams it."""
    sheet.reset_dimensions()  # what the sheet states of its size would cut it short
    return {
        (cell.row, cell.column): text
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and (text := _shown(cell.value, cell.number_format))
    }


def beside(cells: Cells, label: Bilingual) -> Iterator[tuple[int, int]]:
    """Yield the places of the cells to the right of a label that are filled."""
    for (row, column), text in sorted(cells.items()):
        if forms.says(text, label) and (row, column + 1) in cells:
            yield row, column + 1


def address(row: int, column: int) -> str:
    """Return a place as a spreadsheet calls it: ``D7``."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column)}{row}"


def _shown(value: object, number_format: str) -> str:
    """Return a cell's value as text; a number formatted as a percentage keeps its sign."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dt.datetime():
            return value.isoformat(sep=" ")
        case dt.date():
            return value.isoformat()
        case float() | int():
            if "%" in number_format:
                return plain_float(value * 100) + "%"
            return plain_float(value) if isinstance(value, float) else str(value)
    return str(value).strip()
