"""A sheet per register: its columns with drop-downs, and whether there is anything to send."""

from __future__ import annotations

from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from govscore_lib.ingest.figures import forms
from govscore_lib.records.declare import Column, Register
from govscore_lib.text import Bilingual
from govscore_lib.workbook import words
from govscore_lib.workbook.book import FormBook, write_cell
from govscore_lib.workbook.cells import Cell, allowed
from govscore_lib.workbook.styles import display_width, height_for

LABELS_ROW, COUNT_ROW, HINT_ROW, HEADER_ROW = 1, 2, 3, 4
LAST_ROW = 19_999
"""Rows up to here have drop-downs and are counted; what stands below is read all the same."""
_EMPTY_ROWS_SHOWN = 15
RECORDS_CELL = xl_rowcol_to_cell(COUNT_ROW, 1, True, True)
STATE_CELL = xl_rowcol_to_cell(COUNT_ROW, 3, True, True)
_CHOICE_CELL = xl_rowcol_to_cell(LABELS_ROW, 3, True, True)
_LEAST_COLUMNS = 4
"""The labels above the header take so many columns."""


@dataclass(frozen=True)
class Sent:
    """What the sheet of a register says of itself, in the cells ``STATE_CELL`` and ``RECORDS_CELL``."""

    register: str
    state: Bilingual
    count: int

    @property
    def is_sent(self) -> bool:
        """Whether there are records, or word that there are none."""
        return self.state != words.NOT_SENT


def write_register(book: FormBook, register: Register) -> Sent:
    """Write the sheet of one register and return what it says of itself."""
    sheet = book.registers[register.id]
    columns = asked_columns(book, register)
    title = register.name.in_language(book.language)
    sheet.write_string(0, 0, title, book.style("title"))
    sheet.set_row(0, 26)
    for index, (name, column) in enumerate(columns.items()):
        _column(book, sheet, register, index, name, column)
    hints = [_hint(name, column, register, book.language) for name, column in columns.items()]
    widths = [_width(column, book.language) for column in columns.values()]
    for index, hint in enumerate(hints):
        sheet.write_string(HINT_ROW, index, hint, book.style("hint"))
    # small print: a fifth more fits into a cell
    sheet.set_row(HINT_ROW, height_for([(h, w * 1.2) for h, w in zip(hints, widths, strict=True)]))
    sheet.set_row(HEADER_ROW, 30)
    rows = book.filled.records.get(register.id, ())
    for number, row in enumerate(rows):
        for index, (name, column) in enumerate(columns.items()):
            cell: Cell = row.get(name)
            write_cell(sheet, HEADER_ROW + 1 + number, index, cell, book.style("record", column.type))  # fmt: skip
    _lines(book, sheet, len(columns))
    sheet.freeze_panes(HEADER_ROW + 1, 1)
    book.finish(sheet, repeat=(HEADER_ROW, HEADER_ROW))
    for index in range(len(columns), _LEAST_COLUMNS):
        sheet.set_column(index, index, 15)
    return _labels(book, sheet, register, columns, len(rows))


def asked_columns(book: FormBook, register: Register) -> dict[str, Column]:
    """Return the columns of the sheet; a region's own form does not ask for the region."""
    return {
        name: column
        for name, column in register.columns.items()
        if name != register.region or book.form.department
    }


def _column(
    book: FormBook, sheet: Worksheet, register: Register, index: int, name: str, column: Column
) -> None:
    header = column.name.in_language(book.language)
    must = name in register.key or name == register.region or not column.empty_allowed
    style = book.style("must" if must else "head")
    sheet.write_string(HEADER_ROW, index, f"*{header}" if must else header, style)
    sheet.set_column(index, index, _width(column, book.language), book.style("record", column.type))
    if name == register.region:
        names = tuple(region.name(book.language) for region in book.form.regions)
        source = book.list_of(names)
        sheet.data_validation(
            HEADER_ROW + 1, index, LAST_ROW, index, {"validate": "list", "source": source}
        )
    else:
        book.restrict(sheet, column, (HEADER_ROW + 1, index), LAST_ROW)


def _hint(name: str, column: Column, register: Register, language: str) -> str:
    if name == register.region:
        return "下拉列表" if language == "zh" else "from the list"
    told = allowed(column, language)
    if name in register.key and len(register.key) == 1:
        told += "；不重复" if language == "zh" else "; never twice"
    return told


def _width(column: Column, language: str) -> int:
    longest = max([display_width(word) for word in column.values.values()], default=0)
    least = {"datetime": 19, "date": 13, "bool": 11}.get(column.type, 15)
    name = display_width(column.name.in_language(language)) + 3
    return max(least, min(max(name, longest + 3), 36))


def _lines(book: FormBook, sheet: Worksheet, columns: int) -> None:
    """Shade and line the rows that are filled, and some empty ones below them to be filled in."""
    ready = f"ROW()<={HEADER_ROW + 1 + _EMPTY_ROWS_SHOWN}+{RECORDS_CELL}"
    sheet.conditional_format(
        HEADER_ROW + 1, 0, LAST_ROW, columns - 1,
        {"type": "formula", "criteria": f"={ready}", "format": book.style("row")},
    )  # fmt: skip


def _labels(
    book: FormBook, sheet: Worksheet, register: Register, columns: dict[str, Column], count: int
) -> Sent:
    """Write what the sheet is and what it says of itself; return what it says of itself."""
    say, style = book.say, book.style
    now = book.filled.sent.get(register.id)
    sheet.set_row(LABELS_ROW, 20)
    sheet.set_row(COUNT_ROW, 20)
    sheet.write_string(LABELS_ROW, 0, say(forms.REGISTER), style("label"))
    sheet.write_string(LABELS_ROW, 1, register.id, style("id"))
    sheet.write_string(LABELS_ROW, 2, say(forms.SENT), style("label"))
    write_cell(sheet, LABELS_ROW, 3, say(now) if now else None, style("fill"))
    choices = (forms.HERE, forms.NOTHING, forms.ELSEWHERE)
    book.offer(sheet, (LABELS_ROW, 3), tuple(say(one) for one in choices))
    counted = _counted_column(register, columns)
    area = f"{counted}{HEADER_ROW + 2}:{counted}{LAST_ROW + 1}"
    sheet.write_string(COUNT_ROW, 0, say(words.RECORDS), style("label"))
    sheet.write_formula(COUNT_ROW, 1, f"=COUNTA({area})", style("count"), count)
    sheet.write_string(COUNT_ROW, 2, say(forms.STATE), style("label"))
    state = _state(count, now)
    sheet.write_formula(
        COUNT_ROW, 3,
        f'=IF({RECORDS_CELL}>0,"{say(words.SENT)}",IF({_CHOICE_CELL}="{say(forms.NOTHING)}","{say(words.NO_RECORDS)}",'
        f'IF({_CHOICE_CELL}="{say(forms.ELSEWHERE)}","{say(words.APART)}","{say(words.NOT_SENT)}")))',
        style("middle"), say(state),
    )  # fmt: skip
    return Sent(register.id, state, count)


def _state(count: int, now: Bilingual | None) -> Bilingual:
    if count:
        return words.SENT
    by_choice = {forms.NOTHING.zh: words.NO_RECORDS, forms.ELSEWHERE.zh: words.APART}
    return by_choice.get(now.zh, words.NOT_SENT) if now else words.NOT_SENT


def _counted_column(register: Register, columns: dict[str, Column]) -> str:
    """Return the letter of the column by which records are counted: one that is always filled."""
    for index, name in enumerate(columns):
        if name in register.key or not columns[name].empty_allowed:
            return xl_col_to_name(index)
    return "A"
