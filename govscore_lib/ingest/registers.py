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
from dataclasses import dataclass, field

import polars as pl

from govscore_lib.findings import Finding
from govscore_lib.ingest import telling
from govscore_lib.ingest.cells import ReadColumn, read_column, typed
from govscore_lib.ingest.changes import CHANGED, changed_cells
from govscore_lib.ingest.files import ROW, SURPLUS, RawTable, UnreadableFile, read_tables
from govscore_lib.ingest.headers import REGION_WORDS, HeaderMatch, Headers
from govscore_lib.ingest.raw import RawFile
from govscore_lib.ingest.register_findings import RegisterFindings
from govscore_lib.ingest.regions import region_reader
from govscore_lib.ingest.spelling import Spelling, reader
from govscore_lib.records.conditions import broken_rows
from govscore_lib.records.declare import Register
from govscore_lib.rubric.league import League
from govscore_lib.tables import PROVENANCE, REGISTER_TYPES

DECIMALS = 6
"""Decimals of an amount: registers are summed in whole millionths."""
_FAULT = "_fault"


@dataclass(frozen=True)
class RegisterRead:
    """One register from all its files.

    frame : typed columns and provenance; None when a file is unusable.
    doubtful : ids of the regions whose counts are not to be trusted.
    """

    name: str
    frame: pl.DataFrame | None
    findings: tuple[Finding, ...]
    doubtful: frozenset[str] = frozenset()
    rows: Mapping[str, int] = field(default_factory=dict)
    forms: Mapping[str, str] = field(default_factory=dict)


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
        self, name: str, register: Register, criteria: tuple[str, ...], league: League
    ) -> None:
        self.name, self.register, self.criteria, self.league = name, register, criteria, league
        self.findings: list[Finding] = []
        self.doubtful: set[str] = set()
        self.rows: dict[str, int] = {}
        self.forms: dict[str, str] = {}
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
        for file, table in (*tables, *in_forms):
            part = self._part(file, table)
            usable = usable and part is not None
            if part is not None:
                parts.append(part)
        frame = None
        if usable and parts:
            frame = self._without_broken(self._without_repeats(pl.concat(parts)))
        return RegisterRead(
            self.name, frame, tuple(self.findings), frozenset(self.doubtful), self.rows, self.forms
        )

    def _find(
        self,
        code: str,
        severity: Severity,
        zh: str,
        en: str,
        *,
        file: str = "",
        sheet: str = "",
        place: str = "",
        region: str = "",
    ) -> None:
        criteria = () if severity == "note" else self.criteria
        self.findings.append(
            Finding(code, severity, zh, en, self.name, region, "", file, sheet, place, criteria)
        )

    def _tables(self, file: RawFile) -> list[RawTable] | None:
        """Return the tables of a file that hold the register; None when it cannot be read."""
        try:
            tables = read_tables(file.path, self.headers.looks_like)
        except UnreadableFile as error:
            self._find(
                error.code,
                "critical",
                f"{self.register.name.zh}：{error.zh}，该登记表不参与计分",
                f"{self.register.name.en}: {error.en}; the register is not used"
                + (f". Hint: {error.hint}" if error.hint else ""),
                file=file.name,
            )
            return None
        fitting = [table for table in tables if self.headers.looks_like(table.header)]
        for table in tables:
            if fitting and table not in fitting:
                self._find(
                    "sheet-not-read", "note",
                    "工作表没有登记表的表头，未读取", "the sheet has no header of the register and was not read",
                    file=file.name, sheet=table.sheet,
                )  # fmt: skip
        return fitting or tables[:1]

    def _part(self, file: RawFile, table: RawTable) -> pl.DataFrame | None:
        """Return the rows of one table without fault, as canonical texts; None without a required column."""
        match = self.headers.match(table.header)
        columns = self.register.columns
        absent = [
            name for name, column in columns.items() if column.required and name not in match.found
        ]
        for name in absent:
            hint = did_you_mean(name, match.extra) or did_you_mean(
                columns[name].name.zh, match.extra
            )
            self._find(
                "missing-column",
                "critical",
                f"缺少必需的列“{columns[name].name.zh}”，该登记表不参与计分。可用的列：{'、'.join(c.name.zh for c in columns.values())}",
                f"the required column '{name}' is missing; the register is not used. Allowed: {', '.join(columns)}."
                + (f" Hint: {hint}" if hint else ""),
                file=file.name,
                sheet=table.sheet,
            )
        if absent:
            return None
        if match.extra or match.twice:
            unread = (*match.extra, *match.twice)
            self._find(
                "column-not-read", "note",
                f"未使用的列：{'、'.join(unread)}", f"columns not used: {', '.join(unread)}",
                file=file.name, sheet=table.sheet,
            )  # fmt: skip
        self.rows[file.name] = self.rows.get(file.name, 0) + table.cells.height
        self.forms[file.name] = table.form
        raw = {
            name: table.cells[f"c{match.found[name]}"]
            if name in match.found
            else pl.Series([None] * table.cells.height, dtype=pl.String)
            for name in columns
        }
        read = {name: read_column(raw[name], self._cell_reader(name)) for name in columns}
        self._tell_changes(file, table, read)
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

    def _tell_changes(self, file: RawFile, table: RawTable, read: Mapping[str, ReadColumn]) -> None:
        counts: dict[str, list[tuple[str, str, int]]] = {}
        for name, column in read.items():
            for change, count in column.changes.drop_nulls().value_counts(sort=True).rows():
                if CHANGES[change].reported:
                    declared = self.register.columns[name].name
                    counts.setdefault(change, []).append((declared.zh, declared.en, count))
        for change in sorted(counts):
            zh, en = telling.changed_cells(change, counts[change])
            self._find(f"changed-{change}", "note", zh, en, file=file.name, sheet=table.sheet)

    def _tell_faults(
        self,
        file: RawFile,
        table: RawTable,
        raw: Mapping[str, pl.Series],
        read: Mapping[str, ReadColumn],
    ) -> pl.Series:
        """Add a finding per region, column and kind of fault; return which rows have one."""
        region = self.register.region
        regions = (
            read[region].values
            if region
            else pl.Series([None] * table.cells.height, dtype=pl.String)
        )
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
            self._tell_fault(file, table, str(column), str(fault), str(where or ""), group)
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

    def _tell_fault(
        self, file: RawFile, table: RawTable, name: str, fault: str, region: str, rows: pl.DataFrame
    ) -> None:
        column = self.register.columns[name]
        many = rows.height > 1
        place = telling.places(rows["row"].to_list(), table.form)
        zh, en = telling.bad_cells(
            column.name.zh,
            name,
            fault,
            rows["text"].to_list(),
            telling.allowed(fault, column.values, column.min, column.max),
        )
        if column.otherwise == "empty":
            self._find(
                "taken-as-empty", "note",
                f"{zh}，按未填处理", f"{en}; {'they count' if many else 'it counts'} as empty",
                file=file.name, sheet=table.sheet, place=place, region=region,
            )  # fmt: skip
            return
        has_no_region = name == self.register.region
        critical = column.required and not has_no_region and bool(self.criteria)
        if critical and (region or not self.register.region):
            self.doubtful.add(region)
        zh += f"，{'这些行' if many else '该行'}未采用"
        en += f"; the {'rows are' if many else 'row is'} left out"
        self._find(
            "unknown-region" if fault == "unknown-region" else f"bad-value-{fault}",
            "critical" if critical else "warning",
            zh,
            en,
            file=file.name,
            sheet=table.sheet,
            place=place,
            region=region,
        )

    def _without_repeats(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the typed frame; a key repeated with the same contents counts once, with others not at all."""
        keys = list(self.register.key)
        if keys:
            contents = pl.struct(list(self.register.columns))
            frame = frame.with_columns(
                pl.len().over(keys).alias("_times"),
                contents.n_unique().over(keys).alias("_contents"),
                pl.int_range(pl.len()).over(keys).alias("_nth"),
            )
            self._tell_repeats(frame, keys)
            frame = frame.filter((pl.col("_contents") == 1) & (pl.col("_nth") == 0))
        columns = self.register.columns
        return frame.select(
            *(typed(frame[name], column.type).cast(REGISTER_TYPES[column.type]).alias(name) for name, column in columns.items()),
            *(pl.col(name).cast(dtype) for name, dtype in PROVENANCE.items()),
        )  # fmt: skip

    def _tell_repeats(self, frame: pl.DataFrame, keys: Sequence[str]) -> None:
        repeated = frame.filter((pl.col("_contents") == 1) & (pl.col("_nth") > 0))
        for (file, sheet), group in repeated.group_by("_file", "_sheet", maintain_order=True):
            count = group.height
            zh, en = (
                f"{count} 行与其他行内容完全相同，只计一次（{telling.quoted(group[keys[-1]].cast(pl.String), 'zh')}）",
                f"{count} {'row repeats another' if count == 1 else 'rows repeat others'} word for word and "
                f"{'counts' if count == 1 else 'count'} once ({telling.quoted(group[keys[-1]].cast(pl.String), 'en')})",
            )
            self._find(
                "repeated-row", "note", zh, en,
                file=str(file), sheet=str(sheet), place=telling.places(group["_row"].to_list(), self.forms[str(file)]),
            )  # fmt: skip
        differing = frame.filter(pl.col("_contents") > 1)
        for _, group in differing.group_by(keys, maintain_order=True):
            self._tell_conflict(group, keys)

    def _tell_conflict(self, group: pl.DataFrame, keys: Sequence[str]) -> None:
        first = group.row(0, named=True)
        columns = self.register.columns
        different = [name for name in columns if group[name].n_unique() > 1][: telling.SHOWN]
        here = " and ".join(
            telling.places(rows["_row"].to_list(), self.forms[str(file)])
            + ("" if file == first["_file"] else f" of {file}")
            for (file,), rows in group.group_by("_file", maintain_order=True)
        )
        key = " ".join(str(first[name]) for name in keys)
        told_zh = "；".join(
            f"{columns[n].name.zh}：{telling.quoted(group[n], 'zh')}" for n in different
        )
        told_en = "; ".join(f"{n}: {telling.quoted(group[n], 'en')}" for n in different)
        regions = group[self.register.region].unique() if self.register.region else [""]
        for region in regions:
            self.doubtful.add(region)
            self._find(
                "duplicate-key",
                "critical",
                f"“{key}”登记了 {group.height} 次而内容不同（{told_zh}），无法判断以哪一行为准",
                f"'{key}' stands {group.height} times with different contents ({told_en}); which row holds is unknown",
                file=str(first["_file"]),
                sheet=str(first["_sheet"]),
                place=here,
                region=str(region),
            )

    def _without_broken(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the frame without the rows that break a condition of the register."""
        broken = broken_rows(self.register, frame)
        for one in broken:
            row = frame.row(one.row, named=True)
            region = str(row[self.register.region]) if self.register.region else ""
            self.doubtful.add(region)
            said = told(self.register, one)
            self._find(
                "condition-not-met",
                "critical",
                f"{said.zh}，该行未采用",
                f"{said.en}; the row is left out",
                file=row["_file"],
                sheet=row["_sheet"],
                place=telling.places([row["_row"]], self.forms[row["_file"]]),
                region=region,
            )
        kept = pl.Series([True] * frame.height, dtype=pl.Boolean)
        return frame.filter(kept.scatter([one.row for one in broken], False))
