"""The sheet of figures: grouped by category and clause, a row per figure (and region), each saying what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from govscore_lib.ingest.figures import forms
from govscore_lib.rubric.league import Region
from govscore_lib.text import Bilingual
from govscore_lib.workbook import words
from govscore_lib.workbook.book import FormBook, quoted, write_cell
from govscore_lib.workbook.cells import TRUTHS, allowed
from govscore_lib.workbook.filled import Figure
from govscore_lib.workbook.form import Field, Section
from govscore_lib.workbook.registers_sheet import STATE_CELL, Sent
from govscore_lib.workbook.styles import height_for

_COLUMNS: tuple[tuple[str, Bilingual, int], ...] = (
    ("metric", forms.METRIC, 20),
    ("name", forms.NAME, 22),
    ("unit", forms.UNIT, 7),
    ("definition", forms.DEFINITION, 38),
    ("cut_off", forms.CUT_OFF, 11),
    ("allowed", forms.ALLOWED, 17),
    ("region", forms.REGION_CODE, 11),
    ("region_name", forms.REGION, 13),
    ("value", forms.VALUE, 14),
    ("evidence", forms.EVIDENCE, 20),
    ("verified", forms.VERIFIED, 14),
    ("reviewer", forms.REVIEWER, 11),
    ("note", forms.NOTE, 16),
    ("state", forms.STATE, 12),
)
_SMALL_PRINT = {"metric": 1.4, "definition": 1.1, "allowed": 1.1}
"""So many times the usual text fits into a cell of these columns."""
HEADER_ROW = 2
"""Row of the headers, from 0; title and remark stand above."""


@dataclass(frozen=True)
class SectionRows:
    """Where the figures of a section stand and what is still missing of them.

    first, last : rows, from 0. asked : figures that must be given. state : column of the states.
    """

    section: Section
    first: int
    last: int
    asked: int
    blank: int
    without_evidence: int


@dataclass(frozen=True)
class FiguresWritten:
    """The sections of the sheet, and the letter of the column with the states."""

    sections: tuple[SectionRows, ...]
    state_column: int


def write_figures(book: FormBook, sent: dict[str, Sent]) -> FiguresWritten:
    """Write the sheet and return where its sections stand.

    sent : register → what its sheet says of itself.
    """
    return _FiguresSheet(book, sent).write()


class _FiguresSheet:
    def __init__(self, book: FormBook, sent: dict[str, Sent]) -> None:
        self.book, self.sent, self.sheet = book, sent, book.figures
        by_region = bool(book.form.department)
        self.columns = [c for c in _COLUMNS if by_region or not c[0].startswith("region")]
        self.at = {key: index for index, (key, _, _) in enumerate(self.columns)}
        self.width = {key: float(width) for key, _, width in self.columns}
        self.row = 0

    def write(self) -> FiguresWritten:
        book, sheet, last = self.book, self.sheet, len(self.columns) - 1
        zh = book.language == "zh"
        sheet.write_string(0, 0, words.form_title(book.form, book.language), book.style("title"))
        sheet.set_row(0, 28)
        remark = (
            "黄色格由填报单位填写，蓝色格由评审填写；其余为锁定内容。佐证材料填文件名或文号。"
            if zh
            else "Yellow cells are for the office, blue ones for the reviewer; the rest is locked. "
            "Evidence: name or number of the document."
        )
        sheet.write_string(1, 0, remark, book.style("subtitle"))
        for index, (key, header, width) in enumerate(self.columns):
            sheet.set_column(index, index, width)
            style = "must" if key in ("value",) else "head"
            sheet.write_string(HEADER_ROW, index, book.say(header), book.style(style))
        sheet.set_row(HEADER_ROW, 24)
        self.row = HEADER_ROW + 1
        sections = tuple(self._section(section) for section in book.form.sections)
        self._added_lines()
        sheet.freeze_panes(HEADER_ROW + 1, self.at["name"] + 1)
        sheet.print_area(0, 0, max(self.row - 1, HEADER_ROW), last)
        book.finish(sheet, repeat=(HEADER_ROW, HEADER_ROW))
        self._mark(self.at["state"])
        return FiguresWritten(sections, self.at["state"])

    def _added_lines(self) -> None:
        for line in self.book.filled.added:
            for key, cell in (("metric", line.code), ("name", line.name), ("value", line.value)):
                style = self.book.style("text")
                write_cell(self.sheet, self.row, self.at[key], cell, style)
            self.row += 1

    def _mark(self, column: int) -> None:
        """Let the states that ask for something stand out."""
        for state in (words.BLANK, words.NO_EVIDENCE):
            self.sheet.conditional_format(
                HEADER_ROW + 1, column, max(self.row - 1, HEADER_ROW + 1), column,
                {
                    "type": "cell", "criteria": "==", "value": f'"{self.book.say(state)}"',
                    "format": self.book.style("alert"),
                },
            )  # fmt: skip

    def _section(self, section: Section) -> SectionRows:
        book, last = self.book, len(self.columns) - 1
        title = words.section_title(section.category, book.language)
        self.sheet.merge_range(self.row, 0, self.row, last, title, book.style("section"))
        self.sheet.set_row(self.row, 22)
        self.row += 1
        first = self.row
        states = [state for field in section.loose for state in self._field(field)]
        for clause in section.clauses:
            text = words.clause_lines(book.form.rubric, clause.criterion, book.language)
            self.sheet.merge_range(self.row, 0, self.row, last, text, book.style("clause"))
            self.sheet.set_row(self.row, height_for([(text, sum(self.width.values()))]))
            self.row += 1
            states += [state for field in clause.fields for state in self._field(field)]
        quiet = (words.OPTIONAL, words.IF_APPLIES)
        return SectionRows(
            section,
            first,
            self.row - 1,
            sum(state not in quiet for state in states),
            states.count(words.BLANK),
            states.count(words.NO_EVIDENCE),
        )

    def _field(self, field: Field) -> Iterator[Bilingual]:
        """Write the rows of one figure, a row a region in a department's form; yield their states."""
        form = self.book.form
        own = form.region
        regions: tuple[Region | None, ...] = form.regions or (own,)
        first = self.row
        for region in regions:
            figure = self.book.filled.figures.get(
                (region.id if region else "", field.metric.id), Figure()
            )
            yield self._line(field, region, figure, is_first=self.row == first)
            self.row += 1
        for key in ("value", "verified"):
            at = (first, self.at[key])
            self.book.restrict(self.sheet, field.metric, at, self.row - 1)

    def _line(
        self, field: Field, region: Region | None, figure: Figure, *, is_first: bool
    ) -> Bilingual:
        book, metric, style = self.book, field.metric, self.book.style
        name = metric.name.in_language(book.language)
        unit = metric.unit.in_language(book.language) if metric.unit else ""
        told = {
            "metric": (metric.id, "id"),
            "name": (name, "text"),
            "unit": (unit, "middle"),
            "definition": (words.definition(book.form, field, book.language) if is_first else "", "fine"),
            "cut_off": (book.form.rubric.period.end.isoformat() if is_first else "", "fine"),
            "allowed": (allowed(metric, book.language) if is_first else "", "fine"),
            "region": (region.id if region else "", "middle"),
            "region_name": (region.name(book.language) if region else "", "text"),
        }  # fmt: skip
        for key, (text, purpose) in told.items():
            if key in self.at:
                write_cell(self.sheet, self.row, self.at[key], text, style(purpose))
        typed = {
            "value": (figure.value, style("value", metric.type)),
            "evidence": (figure.evidence, style("fill", "text")),
            "verified": (figure.verified, style("review", metric.type)),
            "reviewer": (figure.reviewer, style("review", "text")),
            "note": (figure.note, style("fill", "text")),
        }
        for key, (cell, shown) in typed.items():
            write_cell(self.sheet, self.row, self.at[key], cell, shown)
        texts = {key: text for key, (text, _) in told.items() if key in self.at}
        texts |= {key: str(cell or "") for key, (cell, _) in typed.items()}
        sized = [
            (text, self.width[key] * _SMALL_PRINT.get(key, 1.0)) for key, text in texts.items()
        ]
        self.sheet.set_row(self.row, height_for(sized))
        return self._state(field, figure)

    def _state(self, field: Field, figure: Figure) -> Bilingual:
        """Write whether the figure is given, as a formula with its value, and return the value."""
        value, evidence, verified = (
            xl_rowcol_to_cell(self.row, self.at[key]) for key in ("value", "evidence", "verified")
        )
        otherwise, state = self._if_blank(field)
        formula = f'IF(COUNTA({value},{verified})=0,{otherwise},"{self.book.say(words.GIVEN)}")'
        if figure.is_given:
            state = words.GIVEN
        if field.is_bonus and field.metric.needed != "evidence":
            no = TRUTHS[self.book.language][1]
            bare = (
                f'COUNTA({value},{verified})>0,{value}<>"{no}",{value}<>0,COUNTBLANK({evidence})=1'
            )
            formula = f'IF(AND({bare}),"{self.book.say(words.NO_EVIDENCE)}",{formula})'
            if figure.is_given and figure.value not in (no, 0) and not figure.evidence:
                state = words.NO_EVIDENCE
        self.sheet.write_formula(
            self.row, self.at["state"], f"={formula}", self.book.style("middle"), self.book.say(state)
        )  # fmt: skip
        return state

    def _if_blank(self, field: Field) -> tuple[str, Bilingual]:
        """Return what the state of an empty figure is: as part of a formula, and now."""
        say = self.book.say
        if field.metric.needed in ("optional", "evidence"):
            return f'"{say(words.OPTIONAL)}"', words.OPTIONAL
        blank = words.BLANK if field.metric.needed == "always" else words.IF_APPLIES
        cells = [self.sent[name] for name in field.registers]
        if not cells:
            return f'"{say(blank)}"', blank
        unsent = ",".join(
            f'{quoted(self.book.sheet_names[cell.register])}!{STATE_CELL}="{say(words.NOT_SENT)}"'
            for cell in cells
        )
        formula = f'IF(OR({unsent}),"{say(blank)}","{say(words.COUNTED)}")'
        return formula, blank if any(not cell.is_sent for cell in cells) else words.COUNTED
