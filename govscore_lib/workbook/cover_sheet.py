"""The cover: whose form it is, and what is still missing, counted by formulas with their values."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name

from govscore_lib.ingest.figures import forms
from govscore_lib.text import Bilingual
from govscore_lib.workbook import words
from govscore_lib.workbook.book import FormBook, quoted, write_cell
from govscore_lib.workbook.figures_sheet import FiguresWritten, SectionRows
from govscore_lib.workbook.registers_sheet import RECORDS_CELL, STATE_CELL, Sent

_WIDTHS = (30, 46, 12, 12, 12)
_FIRST_ROW = 3


def write_cover(book: FormBook, figures: FiguresWritten, sent: Sequence[Sent]) -> None:
    """Write the cover, once it is known where everything stands."""
    sheet = book.cover
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    rubric, language = book.form.rubric, book.language
    sheet.write_string(0, 0, words.form_title(book.form, language), book.style("title"))
    sheet.set_row(0, 32)
    origin = f"{rubric.document}　{rubric.issuer.in_language(language)}"
    sheet.write_string(1, 0, origin, book.style("subtitle"))
    row = _identity(book, _FIRST_ROW)
    row = _missing(book, row + 1, figures)
    if sent:
        row = _registers(book, row + 1, sent)
    book.finish(sheet)
    sheet.fit_to_pages(1, 1)
    sheet.activate()


def _identity(book: FormBook, row: int) -> int:
    """Write what the form is about; return the next free row."""
    form, say, language = book.form, book.say, book.language
    sheet, style = book.cover, book.style
    lines: list[tuple[Bilingual | str, str | None, bool]] = [
        (words.ITEM, say(words.CONTENT), False)
    ]
    if form.department:
        lines.append((forms.DEPARTMENT, form.department, False))
    else:
        region = form.region
        lines.append((forms.REGION, region.name(language) if region else None, region is None))
        lines.append((forms.REGION_CODE, region.id if region else None, False))
    lines += [
        (forms.PERIOD, form.rubric.period.label, False),
        (forms.RUBRIC, form.rubric.id, False),
        (forms.OFFICE, book.filled.office or None, True),
        *((label, text, False) for label, text in book.filled.cover.items()),
    ]
    for label, text, is_open in lines:
        is_head = label is words.ITEM
        name = say(label) if isinstance(label, Bilingual) else label
        sheet.write_string(row, 0, name, style("head" if is_head else "label"))
        shown = style("head") if is_head else style("fill" if is_open else "text", "text")
        write_cell(sheet, row, 1, text, shown)
        if label is forms.REGION and is_open:
            names = tuple(one.name(language) for one in form.league.regions)
            book.offer(sheet, (row, 1), names)
        sheet.set_row(row, 20)
        row += 1
    return row


def _missing(book: FormBook, row: int, figures: FiguresWritten) -> int:
    """Write how many figures each section still lacks; return the next free row."""
    sheet, say, style = book.cover, book.say, book.style
    sheet.merge_range(row, 0, row, 4, say(words.STILL_MISSING), style("section"))
    sheet.set_row(row, 22)
    heads = (words.SECTION, None, words.ASKED, words.BLANK, words.NO_EVIDENCE)
    _head_row(book, row + 1, heads)
    first = row + 2
    for number, section in enumerate(figures.sections):
        _section_row(book, first + number, section, figures.state_column)
    row = first + len(figures.sections)
    sheet.merge_range(row, 0, row, 1, say(words.TOTAL), style("label"))
    sums = [sum(getattr(one, name) for one in figures.sections) for name in ("asked", "blank", "without_evidence")]  # fmt: skip
    for column, total in enumerate(sums, start=2):
        letter = xl_col_to_name(column)
        area = f"{letter}{first + 1}:{letter}{row}"
        sheet.write_formula(row, column, f"=SUM({area})", style("count"), total)
    return row + 1


def _section_row(book: FormBook, row: int, section: SectionRows, state_column: int) -> None:
    sheet, say, style = book.cover, book.say, book.style
    title = words.section_title(section.section.category, book.language)
    sheet.merge_range(row, 0, row, 1, title, style("label"))
    letter = xl_col_to_name(state_column)
    states = f"{quoted(say(forms.FIGURES))}!${letter}${section.first + 1}:${letter}${section.last + 1}"  # fmt: skip
    sheet.write_number(row, 2, section.asked, style("count"))
    for column, state, count in (
        (3, words.BLANK, section.blank),
        (4, words.NO_EVIDENCE, section.without_evidence),
    ):
        formula = f'=COUNTIF({states},"{say(state)}")'
        sheet.write_formula(row, column, formula, style("count"), count)


def _registers(book: FormBook, row: int, sent: Sequence[Sent]) -> int:
    """Write which registers are filled in; return the next free row."""
    sheet, say, style = book.cover, book.say, book.style
    sheet.merge_range(row, 0, row, 4, say(words.REGISTERS), style("section"))
    sheet.set_row(row, 22)
    _head_row(book, row + 1, (words.REGISTERS, None, words.RECORDS, forms.STATE, None))
    for number, cell in enumerate(sent, start=row + 2):
        place = quoted(book.sheet_names[cell.register])
        name = book.form.rubric.registers[cell.register].name.in_language(book.language)
        sheet.merge_range(number, 0, number, 1, name, style("label"))
        sheet.write_url(number, 0, f"internal:{place}!A1", style("label"), name)
        sheet.write_formula(number, 2, f"={place}!{RECORDS_CELL}", style("count"), cell.count)
        sheet.merge_range(number, 3, number, 4, "", style("middle"))
        sheet.write_formula(number, 3, f"={place}!{STATE_CELL}", style("middle"), say(cell.state))
    return row + 2 + len(sent)


def _head_row(book: FormBook, row: int, heads: Sequence[Bilingual | None]) -> None:
    """Write the heads of a small table; one without text belongs to the one before it."""
    column = 0
    while column < len(heads):
        head, span = heads[column], 1
        while column + span < len(heads) and heads[column + span] is None:
            span += 1
        text = book.say(head) if head else ""
        if span > 1:
            book.cover.merge_range(row, column, row, column + span - 1, text, book.style("head"))
        else:
            book.cover.write_string(row, column, text, book.style("head"))
        column += span
