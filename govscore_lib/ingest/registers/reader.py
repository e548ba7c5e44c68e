"""Files of record tables → typed registers, with what is wrong in them as findings.

A row with a fault is left out; a cell that does not fit is none where the register lets it count as
empty. Where the fault touches what the counts rest on (a required column, or
one key with two contents), the finding is critical for the row's region: a count that may be wrong is not
published. A fault in an optional column, or a row that belongs to no known region, is a warning.
A file that cannot be read, or lacks a required column, makes the whole register unusable: a part of
the records would give wrong counts, not smaller ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from govscore_lib.errors import shown
from govscore_lib.findings import Finding
from govscore_lib.ingest.cells import telling
from govscore_lib.ingest.cells.changes import ChangedCell, changed_column, changes_table
from govscore_lib.ingest.cells.columns import ReadColumn, read_column, together, typed
from govscore_lib.ingest.cells.regions import region_reader, region_words
from govscore_lib.ingest.cells.spelling import Spelling, reader
from govscore_lib.ingest.files.headers import REGION_WORDS, HeaderMatch, Headers
from govscore_lib.ingest.files.pieces import TableInPieces, whole, whole_tables
from govscore_lib.ingest.files.raw import RawFile
from govscore_lib.ingest.files.tables import ROW, SURPLUS, RawTable, UnreadableFile
from govscore_lib.ingest.files.text_tables import IsHeader
from govscore_lib.ingest.names.corrections import Corrections
from govscore_lib.ingest.names.naming import NameBook
from govscore_lib.ingest.registers.findings import RegisterFindings
from govscore_lib.ingest.registers.heard import Heard, Repeats
from govscore_lib.ingest.registers.personal import Placeholders, personal_headers
from govscore_lib.records.conditions import broken_rows
from govscore_lib.records.declare import Register
from govscore_lib.records.stored import Records
from govscore_lib.rubric.league import League
from govscore_lib.tables import PROVENANCE, REGISTER_TYPES

TablesOf = Callable[[Path, IsHeader], list[TableInPieces]]

DECIMALS = 6
"""Decimals of an amount: registers are summed in whole millionths."""


@dataclass(frozen=True)
class RegisterRead:
    """One register from all its files.

    frame : typed columns and provenance, in memory or on disk; None when a file is unusable.
    doubtful : ids of the regions whose counts are not to be trusted.
    changes : cells that are read otherwise than they were written, columns of ``changes.CHANGED``.
    """

    name: str
    frame: Records | None
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
        self.usable = True
        self.headers = register_headers(register)

    def read(
        self, files: Iterable[RawFile], in_forms: Iterable[tuple[RawFile, RawTable]] = ()
    ) -> RegisterRead:
        """Return the register that the files hold together, in memory.

        in_forms : tables of the register that stand in forms, which have its header.
        """
        changes: list[pl.DataFrame] = []
        parts = list(self.parts(files, in_forms, whole_tables, changes.append))
        frame = None
        if self.usable and parts:
            every = pl.concat(parts)
            repeats = Repeats()
            kept = self.without_repeats(every, repeats)
            self.tell.repeated(repeats)
            frame = self.without_broken(kept)
        return self.result(frame, pl.concat([changes_table(), *changes]))

    def result(self, frame: Records | None, changes: pl.DataFrame) -> RegisterRead:
        """Return what was read, with everything that was found."""
        self.tell.tell_rest()
        return RegisterRead(
            self.name,
            frame,
            tuple(self.tell.findings),
            frozenset(self.tell.doubtful),
            self.rows,
            self.tell.forms,
            changes,
        )

    def parts(
        self,
        files: Iterable[RawFile],
        in_forms: Iterable[tuple[RawFile, RawTable]],
        tables_of: TablesOf,
        keep_changes: Callable[[pl.DataFrame], None],
    ) -> Iterator[pl.DataFrame]:
        """Yield the rows without fault, typed, with their provenance, as they are read.

        tables_of : how a file is read. keep_changes : takes the changed cells.
        Where a file cannot be used ``usable`` becomes false.
        """
        self._keep = keep_changes
        for file in files:
            try:
                yield from self._of_file(file, tables_of)
            except UnreadableFile as error:
                self.tell.unreadable(file.name, error)
                self.usable = False
        for file, table in in_forms:
            yield from self._of_table(file, whole(table))

    def _of_file(self, file: RawFile, tables_of: TablesOf) -> Iterator[pl.DataFrame]:
        tables = tables_of(file.path, self.headers.looks_like)
        fitting = [table for table in tables if self.headers.looks_like(table.header)]
        others = [table.sheet for table in tables if table not in fitting]
        if fitting and others:
            self.tell.sheets_not_read(file.name, others)
        before = self.rows.get(file.name, 0)
        used = fitting or tables[:1]
        for table in used:
            yield from self._of_table(file, table)
        if used and self.rows.get(file.name, 0) == before:
            self.tell.no_rows(file.name, used[0].sheet)

    def _of_table(self, file: RawFile, table: TableInPieces) -> Iterator[pl.DataFrame]:
        header = (*table.header, *file.partitions)
        match = self.headers.match(header)
        columns = self.register.columns
        absent = [
            name for name, column in columns.items() if column.required and name not in match.found
        ]
        if absent:
            for name in absent:
                self.tell.missing_column(file.name, table.sheet, name, match.extra)
            self.usable = False
            return
        heard = Heard()
        form = ""
        for piece in table.pieces:
            form = self.tell.forms[file.name] = piece.form
            heard.remark(piece.remarks)
            yield self._part(file, with_partitions(piece, file.partitions), match, heard)
        self._tell(file, table.sheet, form, match, heard)
        self.rows[file.name] = self.rows.get(file.name, 0) + heard.rows

    def _tell(self, file: RawFile, sheet: str, form: str, match: HeaderMatch, heard: Heard) -> None:
        """Add the findings about one table, all its pieces together."""
        if heard.personal:
            self.tell.personal_columns(file.name, sheet, list(heard.personal))
        unknown = [text for text in match.extra if text not in file.partitions]
        others = [text for text in unknown if shown(text) not in heard.personal]
        if others:
            self.tell.columns_not_read(file.name, sheet, others)
        self.tell.remarks(file.name, sheet, form, heard.remarks)
        for name, cells in heard.masked.items():
            self.tell.personal_numbers(file.name, sheet, name, cells)
        self.tell.changes(file.name, sheet, heard.changed(self.register.columns))
        for cells_at_fault in heard.faults():
            self.tell.fault(file.name, sheet, form, cells_at_fault)

    def _part(
        self, file: RawFile, table: RawTable, match: HeaderMatch, heard: Heard
    ) -> pl.DataFrame:
        """Return the rows of a piece without fault."""
        columns = self.register.columns
        heard.rows += table.cells.height
        used = {*match.found.values(), *(one for twins in match.twins.values() for one in twins)}
        unused = [n for n, text in enumerate(table.header) if n not in used and text.strip()]
        heard.personal |= dict.fromkeys(personal_headers(table, unused))
        table = self._without_numbers(self._corrected(file, table, match), match, heard)
        raw = {
            name: table.cells[f"c{match.found[name]}"]
            if name in match.found
            else pl.Series([None] * table.cells.height, dtype=pl.String)
            for name in columns
        }
        read = {name: self._column(name, raw[name]) for name in columns}
        for name, positions in match.twins.items():
            for position in positions:
                twin = self._column(name, table.cells[f"c{position}"])
                fault = "other-region" if name == self.register.region else "two-values"
                read[name] = together(read[name], twin, fault)
        self._meet_names(file, raw)
        heard.change(read)
        self._keep_changes(file, table, match, raw, read)
        bad = self._faults(table, raw, read, heard)
        values = pl.DataFrame([column.values.alias(name) for name, column in read.items()])
        kept = values.with_columns(
            pl.lit(file.name).alias("_file"),
            pl.lit(table.sheet).alias("_sheet"),
            table.cells[ROW].alias("_row"),
        ).filter(~bad)
        return kept.select(
            *(typed(kept[name], column.type).cast(REGISTER_TYPES[column.type]).alias(name) for name, column in columns.items()),
            *(pl.col(name).cast(dtype) for name, dtype in PROVENANCE.items()),
        )  # fmt: skip

    def _column(self, name: str, texts: pl.Series) -> ReadColumn:
        kind = "" if name == self.register.region else self.register.columns[name].type
        return read_column(texts, self._cell_reader(name), kind)

    def _without_numbers(self, table: RawTable, match: HeaderMatch, heard: Heard) -> RawTable:
        """Return the table with placeholders for the personal numbers in its texts."""
        cells = table.cells
        for name, position in match.found.items():
            if self.register.columns[name].type == "text" and name != self.register.region:
                texts, count = self.placeholders.masked_column(cells[f"c{position}"])
                if count:
                    heard.masked[name] += count
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
        self._keep(
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
                self._keep(changed_column(column, raw[name], regions, places, names))

    def _faults(
        self,
        table: RawTable,
        raw: Mapping[str, pl.Series],
        read: Mapping[str, ReadColumn],
        heard: Heard,
    ) -> pl.Series:
        """Take in the faults of a piece; return which rows have one."""
        region = self.register.region
        regions, rows = self._regions(read, table.cells.height), table.cells[ROW]
        surplus = table.cells[SURPLUS]
        bad = surplus
        for order, (name, column) in enumerate(read.items()):
            faults = column.faults
            if self._must_be_filled(name):
                empty = column.values.is_null() & faults.is_null()
                faults = pl.select(
                    pl.when(empty).then(pl.lit("empty")).otherwise(faults)
                ).to_series()
            faults = faults.set(surplus, None)  # a shifted row has one fault, not one per column
            if self.register.columns[name].otherwise != "empty":
                bad = bad | faults.is_not_null()
            heard.fault(order, name, faults, raw[name], regions, rows)
        shifted = pl.select(pl.when(surplus).then(pl.lit("shifted"))).to_series()
        first = region or next(iter(read))
        heard.fault(len(read), first, shifted, raw[first], regions, rows)
        return bad

    def _must_be_filled(self, name: str) -> bool:
        register = self.register
        names_record = name in register.key or name == register.region
        return names_record or not register.columns[name].empty_allowed

    def without_repeats(self, frame: pl.DataFrame, repeats: Repeats) -> pl.DataFrame:
        """Return the rows; a key repeated with the same contents counts once, with others not at all.

        repeats : takes in the rows that repeat another. frame : every row of the keys that it holds.
        """
        keys = list(self.register.key)
        if not keys:
            return frame
        contents = pl.struct(list(self.register.columns))
        marked = frame.with_columns(
            contents.n_unique().over(keys).alias("_contents"),
            pl.int_range(pl.len()).over(keys).alias("_nth"),
        )
        repeats.take(marked.filter((pl.col("_contents") == 1) & (pl.col("_nth") > 0)), keys[-1])
        self.tell.conflicts(marked.filter(pl.col("_contents") > 1), keys)
        kept = marked.filter((pl.col("_contents") == 1) & (pl.col("_nth") == 0))
        return kept.drop("_contents", "_nth")

    def without_broken(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the rows without those that break a condition of the register."""
        broken = broken_rows(self.register, frame)
        for one in broken:
            self.tell.broken(frame, one)
        kept = pl.Series([True] * frame.height, dtype=pl.Boolean)
        return frame.filter(kept.scatter([one.row for one in broken], False))


def with_partitions(table: RawTable, partitions: Mapping[str, str]) -> RawTable:
    """Return a table with what the folders around its file say (``region_id=320803``) as further columns."""
    width = len(table.header)
    added = {
        f"c{width + nth}": pl.lit(value or None, dtype=pl.String)
        for nth, value in enumerate(partitions.values())
    }
    header = (*table.header, *partitions)
    return replace(table, header=header, cells=table.cells.with_columns(**added))
