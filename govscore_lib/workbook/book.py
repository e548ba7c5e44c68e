"""The workbook that a form is written into: its sheets, formats and lists, and the addresses of cells."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from govscore_lib.ingest.figures import forms
from govscore_lib.records.declare import Register
from govscore_lib.text import Bilingual
from govscore_lib.workbook.cells import Cell, Declared, allowed, choices, rule_of
from govscore_lib.workbook.filled import Filled
from govscore_lib.workbook.form import Form
from govscore_lib.workbook.styles import Styles

LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
MAY_DO = {
    "format_columns": True,
    "format_rows": True,
    "insert_rows": True,
    "delete_rows": True,
    "sort": True,
    "autofilter": True,
}
"""What a person may do on a protected sheet; there is no password."""


class FormBook:
    """A form being written. Sheets stand in the order cover, figures, registers, notes, lists."""

    def __init__(self, target: io.BytesIO, form: Form, filled: Filled, language: str) -> None:
        self.form, self.filled, self.language = form, filled, language
        self.book = xlsxwriter.Workbook(target, {"in_memory": True})
        self.style = Styles(self.book, language)
        self.sheet_names = _sheet_names(form, language)
        self._lists: dict[tuple[str, ...], str] = {}
        self.cover = self._add(forms.COVER)
        self.figures = self._add(forms.FIGURES)
        self.registers: Mapping[str, Worksheet] = {
            name: self.book.add_worksheet(title) for name, title in self.sheet_names.items()
        }
        self.notes = self._add(forms.NOTES)
        self.lists = self._add(forms.LISTS)
        self.lists.hide()
        self.lists.protect()

    def say(self, text: Bilingual) -> str:
        """Return a text in the language of the form."""
        return text.in_language(self.language)

    def finish(self, sheet: Worksheet, *, repeat: tuple[int, int] | None = None) -> None:
        """Set what every sheet of a form has: protection without password, A4 landscape, page numbers.

        repeat : first and last row, from 0, that stand on every page.
        """
        sheet.protect("", MAY_DO)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        sheet.hide_gridlines(2)
        if repeat is not None:
            sheet.repeat_rows(*repeat)

    def restrict(
        self, sheet: Worksheet, declared: Declared, first: tuple[int, int], last_row: int
    ) -> None:
        """Let the cells of one column, from ``first`` to ``last_row``, take only what is declared."""
        row, column = first
        words = choices(declared, self.language)
        if words:
            rule: dict[str, object] | None = {"validate": "list", "source": self.list_of(words)}
        else:
            rule = rule_of(declared, xl_rowcol_to_cell(row, column), self.language)
        if rule is None:
            return
        zh = self.language == "zh"
        told = allowed(declared, self.language)
        rule |= {
            "error_title": "内容不符" if zh else "Not allowed",
            "error_message": (f"可填：{told}" if zh else f"Allowed: {told}")[:250],
            "ignore_blank": True,
        }
        sheet.data_validation(row, column, last_row, column, rule)

    def offer(self, sheet: Worksheet, cell: tuple[int, int], words: tuple[str, ...]) -> None:
        """Give one cell a drop-down of words."""
        source = self.list_of(words)
        sheet.data_validation(*cell, *cell, {"validate": "list", "source": source})

    def list_of(self, words: tuple[str, ...]) -> str:
        """Return the reference of a list of words, which stands once on the sheet of lists."""
        if words not in self._lists:
            column = len(self._lists)
            for row, word in enumerate(words):
                self.lists.write_string(row, column, word)
            first = xl_rowcol_to_cell(0, column, True, True)
            last = xl_rowcol_to_cell(len(words) - 1, column, True, True)
            self._lists[words] = f"={quoted(self.say(forms.LISTS))}!{first}:{last}"
        return self._lists[words]

    def _add(self, title: Bilingual) -> Worksheet:
        return self.book.add_worksheet(self.say(title))


def write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, style: object) -> None:
    """Write one cell as a person would enter it; a text stays a text, whatever it looks like."""
    if cell is None or cell == "":
        sheet.write_blank(row, column, None, style)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell, style)
    elif isinstance(cell, (int, float)) or not hasattr(cell, "isoformat"):
        sheet.write_number(row, column, float(cell), style)
    else:
        sheet.write_datetime(row, column, cell, style)


def quoted(sheet_name: str) -> str:
    """Return the name of a sheet as it stands in a formula."""
    return f"'{sheet_name}'"


def _sheet_names(form: Form, language: str) -> dict[str, str]:
    """Return the sheet of each register: its name, cut to what a sheet may be called, never one twice."""
    taken = {forms_name.in_language(language).casefold() for forms_name in forms.FIRST_SHEETS}
    names: dict[str, str] = {}
    for register in form.registers:
        names[register.id] = _free_name(register, language, taken)
        taken.add(names[register.id].casefold())
    return names


def _free_name(register: Register, language: str, taken: set[str]) -> str:
    plain = _NOT_IN_SHEET_NAMES.sub(" ", register.name.in_language(language)).strip()
    name, number = plain[:LONGEST_SHEET_NAME].strip(), 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[: LONGEST_SHEET_NAME - 3].strip()} {number}"
    return name
