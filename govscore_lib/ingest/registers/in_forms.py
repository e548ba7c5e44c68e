"""Registers inside a form: a sheet each, with the records of the form's region or of all regions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from govscore_lib.errors import did_you_mean
from govscore_lib.ingest.figures import forms
from govscore_lib.ingest.figures.entries import EntriesRead, FormRecords
from govscore_lib.ingest.files.headers import HeaderMatch, plain_header
from govscore_lib.ingest.files.raw import RawFile
from govscore_lib.ingest.files.sheet_cells import Cells, address, beside
from govscore_lib.ingest.files.tables import HEADER_WITHIN, ROW, SURPLUS, RawTable
from govscore_lib.ingest.registers.reader import register_headers
from govscore_lib.records.declare import Register
from govscore_lib.rubric.league import Region
from govscore_lib.rubric.model import Rubric


def read_form_registers(
    file: RawFile,
    sheets: Mapping[str, Cells],
    rubric: Rubric,
    region: Region | None,
    read: EntriesRead,
) -> None:
    """Add the records of every register's sheet to what was read of a form.

    region : the form's; None for a department's, whose records name their region. An empty sheet counts as
    sent only where it says that there are no records.
    """
    for name, cells in sheets.items():
        register = _register_of(name, cells, rubric)
        if register is not None:
            _Reading(file, name, cells, register, region, rubric, read).take()


def _register_of(sheet: str, cells: Cells, rubric: Rubric) -> Register | None:
    """Return the register that a sheet is for: as it says itself, else by its name."""
    for place in beside(cells, forms.REGISTER):
        return rubric.registers.get(cells[place])
    for register in rubric.registers.values():
        if plain_header(sheet) in map(plain_header, (register.id, *forms.words(register.name))):
            return register
    return None


class _Reading:
    """One sheet of records being read."""

    def __init__(
        self,
        file: RawFile,
        sheet: str,
        cells: Cells,
        register: Register,
        region: Region | None,
        rubric: Rubric,
        read: EntriesRead,
    ) -> None:
        self.file, self.sheet, self.cells = file, sheet, cells
        self.register, self.region, self.read = register, region, read
        self.criteria = rubric.criteria_of_register(register.id)
        self.headers = register_headers(register)

    def take(self) -> None:
        """Add the records, or a finding that says why there are none."""
        top = self._header_row()
        if top is None:
            self._find(
                "missing-column", "critical", "没有登记表的表头，该表未采用", "the sheet has no header of the register; it is not used",
            )  # fmt: skip
            return
        header = self._header(top)
        match = self.headers.match(header)
        absent = [
            name
            for name, column in self.register.columns.items()
            if column.required and name not in match.found and not self._is_known(name)
        ]
        if absent:
            self._tell_absent(absent, match)
            return
        table = self._table(top, header, adds_region=self._adds_region(match))
        said = self._said()
        if table.cells.height and said == forms.NOTHING:
            self._find(
                "records-of-none", "warning",
                f"表头写“无记录”，下面却有 {table.cells.height} 行；按有记录处理",
                f"the sheet says that there are no records and holds {table.cells.height}; they are read",
            )  # fmt: skip
        if table.cells.height or said == forms.NOTHING:
            self.read.rows += table.cells.height
            place = self.region.id if self.region else ""
            self.read.records.append(FormRecords(self.register.id, place, table))

    def _said(self) -> object:
        """Return which of the offered words stands beside the question whether there are records."""
        choices = (forms.HERE, forms.NOTHING, forms.ELSEWHERE)
        for row, column in beside(self.cells, forms.SENT):
            return forms.one_of(self.cells[row, column], choices)
        return None

    def _header_row(self) -> int | None:
        """Return the row with the most headers of the register; a sheet of one column has one."""
        best, top = 0, None
        for row in range(1, HEADER_WITHIN + 1):
            texts = [text for _, text in self._row(row)]
            known = sum(self.headers.column(text) is not None for text in texts)
            if known > best and 2 * known >= len(texts):
                best, top = known, row
        return top

    def _row(self, row: int) -> Iterator[tuple[int, str]]:
        yield from sorted((column, text) for (at, column), text in self.cells.items() if at == row)

    def _header(self, top: int) -> tuple[str, ...]:
        cells = dict(self._row(top))
        return tuple(cells.get(column, "") for column in range(1, max(cells) + 1))

    def _is_known(self, name: str) -> bool:
        """Whether a column need not stand in the sheet: the region of a region's own form."""
        return name == self.register.region and self.region is not None

    def _adds_region(self, match: HeaderMatch) -> bool:
        region = self.register.region
        return region is not None and region not in match.found and self.region is not None

    def _table(self, top: int, header: tuple[str, ...], *, adds_region: bool) -> RawTable:
        """Return the rows under the header that hold anything."""
        width = len(header)
        by_row: dict[int, dict[int, str]] = {}
        for (row, column), text in self.cells.items():
            if row > top:
                by_row.setdefault(row, {})[column] = text
        lines = sorted(by_row)
        columns = {
            f"c{index}": pl.Series([by_row[row].get(index + 1) for row in lines], dtype=pl.String)
            for index in range(width)
        }
        if adds_region and self.region is not None and self.register.region is not None:
            header = (*header, self.register.region)
            columns[f"c{width}"] = pl.Series([self.region.id] * len(lines), dtype=pl.String)
        columns[ROW] = pl.Series(lines, dtype=pl.Int64)
        columns[SURPLUS] = pl.Series(
            [any(column > width for column in by_row[row]) for row in lines], dtype=pl.Boolean
        )
        return RawTable(self.sheet, header, top, pl.DataFrame(columns), "xlsx")

    def _tell_absent(self, absent: list[str], match: HeaderMatch) -> None:
        columns = self.register.columns
        for name in absent:
            hint = did_you_mean(columns[name].name.zh, match.extra)
            self._find(
                "missing-column", "critical",
                f"缺少必需的列“{columns[name].name.zh}”，该表未采用",
                f"the required column '{name}' is missing; the sheet is not used. Allowed: {', '.join(columns)}."
                + (f" Hint: {hint}" if hint else ""),
            )  # fmt: skip

    def _find(self, code: str, severity: str, zh: str, en: str) -> None:
        said = next(iter(beside(self.cells, forms.SENT)), None)
        self.read.find(
            code, severity, zh, en, self.file.name, self.sheet,  # type: ignore[arg-type]
            region_id=self.region.id if self.region else "", criteria=self.criteria,
            place=address(*said) if said and code == "records-of-none" else "",
        )  # fmt: skip
