"""Files of record tables → typed registers, with what is wrong in them as findings.

A row with a fault is left out; a cell that does not fit is none where the register lets it count as
empty. Where the fault touches what the counts rest on (a required column, or
one key with two contents), the finding is critical for the row's region: a count that may be wrong is not
published. A fault in an optional column, or a row that belongs to no known region, is a warning.
A file that cannot be read, or lacks a required column, makes the whole register unusable: a part of
the records would give wrong counts, not smaller ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from govscore_lib.errors import shown
from govscore_lib.findings import Finding
from govscore_lib.ingest.cells import telling
from govscore_lib.ingest.cells.changes import ChangedCell, changed_column, changes_table
from govscore_lib.ingest.cells.columns import ReadColumn, read_column, together, typed
from govscore_lib.ingest.cells.regions import region_reader, region_words
from govscore_lib.ingest.cells.spelling import Spelling, reader
from govscore_lib.ingest.files.headers import REGION_WORDS, HeaderMatch, Headers
from govscore_lib.ingest.files.raw import RawFile
from govscore_lib.ingest.files.tables import ROW, SURPLUS, RawTable, UnreadableFile, read_tables
from govscore_lib.ingest.names.corrections import Corrections
from govscore_lib.ingest.names.naming import NameBook
from govscore_lib.ingest.registers.findings import RegisterFindings
from govscore_lib.ingest.registers.personal import Placeholders, personal_headers
from govscore_lib.records.conditions import broken_rows
from govscore_lib.records.declare import Register
from govscore_lib.rubric.league import League
from govscore_lib.tables import PROVENANCE, REGISTER_TYPES

DECIMALS = 6
"""Decimals of an amount: registers are summed in whole millionths."""


@dataclass(frozen=True)
class RegisterRead:
    """One register from all its files.

    frame : typed columns and provenance; None when a file is unusable.
    doubtful : ids of the regions whose counts are not to be trusted.
    changes : cells that are read otherwise than they were written, columns of ``changes.CHANGED``.
    """

    name: str
    frame: pl.DataFrame | None
    findings: tuple[Finding, ...]
    doubtful: frozenset[str] = frozenset()
    rows: Mapping[str, int] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)
    changes: pl.DataFrame = field(default_factory=changes_table)


def register_headers(register: Register) -> Headers:
    """Return the headers under which the columns of a register may stand."""
    words = {
        column: [declared.name.zh, declared.name.en]
        for column, declared in register.columns.items()
    }
    if register.region:
        words[register.region] += REGION_WORDS
    return Headers(words)


class RegisterReader:
    """Reads the files of one register and collects what is wrong in them."""

    def __init__(
        self,
        name: str,
        register: Register,
        criteria: tuple[str, ...],
        league: League,
        corrections: Corrections | None = None,
        names: NameBook | None = None,
    ) -> None:
        self.name, self.register, self.league = name, register, league
        self.corrections, self.names = corrections or Corrections(), names
        self.tell = RegisterFindings(name, register, criteria, region_words(league))
        self.placeholders = Placeholders()
        self.rows: dict[str, int] = {}
        self.changes: list[pl.DataFrame] = []
        self.headers = register_headers(register)

    def read(
        self, files: Iterable[RawFile], in_forms: Iterable[tuple[RawFile, RawTable]] = ()
    ) -> RegisterRead:
        """Return the register that the files hold together.

        in_forms : tables of the register that stand in forms, which have its header.
        """
        parts: list[pl.DataFrame] = []
        usable = True
        tables: list[tuple[RawFile, RawTable]] = []
        for file in files:
            found = self._tables(file)
            usable = usable and found is not None
            tables += [(file, table) for table in found or ()]
            if found and not any(table.cells.height for table in found):
                self.tell.no_rows(file.name, found[0].sheet)
        for file, table in (*tables, *in_forms):
            part = self._part(file, table)
            usable = usable and part is not None
            if part is not None:
                parts.append(part)
        frame = None
        if usable and parts:
            frame = self._without_broken(self._without_repeats(pl.concat(parts)))
        return RegisterRead(
            self.name,
            frame,
            tuple(self.tell.findings),
            frozenset(self.tell.doubtful),
            self.rows,
            self.tell.forms,
            pl.concat([changes_table(), *self.changes]),
        )

    def _tables(self, file: RawFile) -> list[RawTable] | None:
        """Return the tables of a file that hold the register; None when it cannot be read."""
        try:
            tables = read_tables(file.path, self.headers.looks_like)
        except UnreadableFile as error:
            self.tell.unreadable(file.name, error)
            return None
        fitting = [table for table in tables if self.headers.looks_like(table.header)]
        others = [table.sheet for table in tables if table not in fitting]
        if fitting and others:
            self.tell.sheets_not_read(file.name, others)
        return fitting or tables[:1]

    def _part(self, file: RawFile, table: RawTable) -> pl.DataFrame | None:
        """Return the rows of one table without fault, as canonical texts; None without a required column."""
        match = self.headers.match(table.header)
        columns = self.register.columns
        absent = [
            name for name, column in columns.items() if column.required and name not in match.found
        ]
        for name in absent:
            self.tell.missing_column(file.name, table.sheet, name, match.extra)
        if absent:
            return None
        self._tell_unread(file, table, match)
        self.tell.remarks(file.name, table)
        self.rows[file.name] = self.rows.get(file.name, 0) + table.cells.height
        self.tell.forms[file.name] = table.form
        table = self._without_numbers(file, self._corrected(file, table, match), match)
        raw = {
            name: table.cells[f"c{match.found[name]}"]
            if name in match.found
            else pl.Series([None] * table.cells.height, dtype=pl.String)
            for name in columns
        }
        read = {name: read_column(raw[name], self._cell_reader(name)) for name in columns}
        for name, positions in match.twins.items():
            for position in positions:
                twin = read_column(table.cells[f"c{position}"], self._cell_reader(name))
                fault = "other-region" if name == self.register.region else "two-values"
                read[name] = together(read[name], twin, fault)
        self._meet_names(file, raw)
        self.tell.changes(file.name, table.sheet, read)
        self._keep_changes(file, table, match, raw, read)
        bad = self._tell_faults(file, table, raw, read)
        return (
            pl.DataFrame([column.values.alias(name) for name, column in read.items()])
            .with_columns(
                pl.lit(file.name).alias("_file"),
                pl.lit(table.sheet).alias("_sheet"),
                table.cells[ROW].alias("_row"),
            )
            .filter(~bad)
        )

    def _tell_unread(self, file: RawFile, table: RawTable, match: HeaderMatch) -> None:
        used = {*match.found.values(), *(one for twins in match.twins.values() for one in twins)}
        unused = [n for n, text in enumerate(table.header) if n not in used and text.strip()]
        personal = personal_headers(table, unused)
        if personal:
            self.tell.personal_columns(file.name, table.sheet, personal)
        others = [text for text in match.extra if shown(text) not in personal]
        if others:
            self.tell.columns_not_read(file.name, table.sheet, others)

    def _without_numbers(self, file: RawFile, table: RawTable, match: HeaderMatch) -> RawTable:
        """Return the table with placeholders for the personal numbers in its texts."""
        cells = table.cells
        for name, position in match.found.items():
            if self.register.columns[name].type == "text" and name != self.register.region:
                texts, count = self.placeholders.masked_column(cells[f"c{position}"])
                if count:
                    self.tell.personal_numbers(file.name, table.sheet, name, count)
                    cells = cells.with_columns(texts.alias(f"c{position}"))
        return replace(table, cells=cells)

    def _cell_reader(self, name: str) -> Callable[[str], Spelling]:
        column = self.register.columns[name]
        if name == self.register.region:
            return region_reader(self.league)
        return reader(
            column.type,
            unit=column.unit or "",
            values=column.values,
            minimum=column.min,
            maximum=column.max,
            decimals=DECIMALS,
        )

    def _corrected(self, file: RawFile, table: RawTable, match: HeaderMatch) -> RawTable:
        """Return the table with its corrections put in, each kept as a change."""
        region = self.register.region
        regions: list[str | None] = [None] * table.cells.height
        if region is not None and region in match.found:
            texts = table.cells[f"c{match.found[region]}"]
            regions = read_column(texts, region_reader(self.league)).values.to_list()
        corrected, applied, doubtful = self.corrections.of_table(
            file.name, table, match.found, self.name, regions
        )
        self.tell.doubtful |= doubtful
        names = {position: name for name, position in match.found.items()}
        self.changes.append(
            changes_table(
                ChangedCell(
                    self.name, regions[row] or "", names.get(position, ""), "corrected", one.expect, one.value,
                    file.name, table.sheet, f"{telling.row_word(table.form)} {one.row}, {table.header[position].strip()}",
                    one.reason,
                )
                for one, position, row in applied
            )
        )  # fmt: skip
        return corrected

    def _meet_names(self, file: RawFile, raw: Mapping[str, pl.Series]) -> None:
        if self.names is not None and self.register.region:
            texts = raw[self.register.region].drop_nulls()
            for written, cells in texts.value_counts(sort=True).rows():
                self.names.met("region", written, file.name, cells)

    def _regions(self, read: Mapping[str, ReadColumn], height: int) -> pl.Series:
        if self.register.region:
            return read[self.register.region].values
        return pl.Series([None] * height, dtype=pl.String)

    def _keep_changes(
        self,
        file: RawFile,
        table: RawTable,
        match: HeaderMatch,
        raw: Mapping[str, pl.Series],
        read: Mapping[str, ReadColumn],
    ) -> None:
        regions = self._regions(read, table.cells.height)
        rows = table.cells[ROW].cast(pl.String)
        for name, column in read.items():
            if column.changes.null_count() < len(column.changes):
                header = table.header[match.found[name]].strip()
                places = f"{telling.row_word(table.form)} " + rows + f", {header}"
                names = (self.name, name, file.name, table.sheet)
                self.changes.append(changed_column(column, raw[name], regions, places, names))

    def _tell_faults(
        self,
        file: RawFile,
        table: RawTable,
        raw: Mapping[str, pl.Series],
        read: Mapping[str, ReadColumn],
    ) -> pl.Series:
        """Add a finding per region, column and kind of fault; return which rows have one."""
        region = self.register.region
        regions = self._regions(read, table.cells.height)
        surplus = table.cells[SURPLUS]
        bad = surplus
        seen: list[pl.DataFrame] = []
        for name, column in read.items():
            faults = column.faults
            if self._must_be_filled(name):
                empty = column.values.is_null() & faults.is_null()
                faults = pl.select(
                    pl.when(empty).then(pl.lit("empty")).otherwise(faults)
                ).to_series()
            faults = faults.set(surplus, None)  # a shifted row has one fault, not one per column
            if self.register.columns[name].otherwise != "empty":
                bad = bad | faults.is_not_null()
            seen.append(self._fault_rows(name, faults, raw[name], regions, table.cells[ROW]))
        shifted = pl.select(pl.when(surplus).then(pl.lit("shifted"))).to_series()
        first = region or next(iter(read))
        seen.append(self._fault_rows(first, shifted, raw[first], regions, table.cells[ROW]))
        faulty = pl.concat(seen)
        for (column, fault, where), group in faulty.group_by(
            "column", "fault", "region", maintain_order=True
        ):
            self.tell.fault(file.name, table, str(column), str(fault), str(where or ""), group)
        return bad

    def _must_be_filled(self, name: str) -> bool:
        register = self.register
        names_record = name in register.key or name == register.region
        return names_record or not register.columns[name].empty_allowed

    @staticmethod
    def _fault_rows(
        name: str, faults: pl.Series, texts: pl.Series, regions: pl.Series, rows: pl.Series
    ) -> pl.DataFrame:
        return pl.DataFrame(
            {
                "column": pl.Series([name] * len(faults), dtype=pl.String),
                "fault": faults.cast(pl.String),
                "region": regions,
                "text": texts,
                "row": rows,
            }
        ).filter(pl.col("fault").is_not_null())

    def _without_repeats(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the typed frame; a key repeated with the same contents counts once, with others not at all."""
        keys = list(self.register.key)
        if keys:
            contents = pl.struct(list(self.register.columns))
            frame = frame.with_columns(
                contents.n_unique().over(keys).alias("_contents"),
                pl.int_range(pl.len()).over(keys).alias("_nth"),
            )
            self.tell.repeats(frame, keys)
            frame = frame.filter((pl.col("_contents") == 1) & (pl.col("_nth") == 0))
        columns = self.register.columns
        return frame.select(
            *(typed(frame[name], column.type).cast(REGISTER_TYPES[column.type]).alias(name) for name, column in columns.items()),
            *(pl.col(name).cast(dtype) for name, dtype in PROVENANCE.items()),
        )  # fmt: skip

    def _without_broken(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the frame without the rows that break a condition of the register."""
        broken = broken_rows(self.register, frame)
        for one in broken:
            self.tell.broken(frame, one)
        kept = pl.Series([True] * frame.height, dtype=pl.Boolean)
        return frame.filter(kept.scatter([one.row for one in broken], False))
