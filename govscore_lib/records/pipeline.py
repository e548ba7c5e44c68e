"""One derivation run on a frame: elementary steps only, so that every back end can take them.

Flags are made as columns before any grouping; a group only takes sums, smallest and largest of whole
numbers. Nothing here counts distinct values: records that repeat fall together in a first grouping,
by region and matter, and are added up in a second, by region.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import narwhals as nw

from govscore_lib.algebra import names
from govscore_lib.records.columns import FIELDS, Cells, Field, Scope, cells, has, truth
from govscore_lib.records.declare import Register
from govscore_lib.records.engines import LazyFrame, collected, handed_over, home_of, lazily
from govscore_lib.records.frames import EPOCH, prepare
from govscore_lib.records.joining import matched, rows_of, table_like
from govscore_lib.records.plan import (
    Period,
    Plan,
    PlannedDeadline,
    PlannedJoin,
    PlannedYield,
    added_names,
    names_of,
)
from govscore_lib.records.stored import Reader
from govscore_lib.records.workdays import last_days, not_covered

Observed = Mapping[str, Mapping[str, str]]
"""Column of ``observe`` → region → what was observed there; every column names the same regions."""


@dataclass(frozen=True)
class Counted:
    """Figures of one derivation.

    rows : (region, code of ``for_each`` or None) → column → figure. For the yield number i:
        ``_h{i}`` records counted, ``_v{i}`` sum or largest value, ``_w{i}`` smallest value,
        ``_g{i}`` records counted whatever the choice among equally last ones,
        ``_u{i}_{register}`` records of a joined register.
    codes : codes that yield metrics; only None without ``for_each``.
    numbers, fields : number and kind of value of each key of ``yields``.
    joined : (number of a yield, register) for every ``_u`` column.
    """

    rows: dict[tuple[str, str | None], dict[str, Any]]
    codes: tuple[str | None, ...]
    numbers: dict[str, int]
    fields: dict[str, Field]
    joined: frozenset[tuple[int, str]]


def count(
    planned: Plan,
    registers: Mapping[str, Register],
    frames: Mapping[str, Any],
    period: Period,
    unrepeated: Collection[str],
    observed: Observed,
) -> Counted:
    """Return the figures of a derivation by region, from the frames of its registers."""
    return _Run(planned, registers, frames, period, unrepeated, observed).counted()


class _Run:
    def __init__(
        self,
        planned: Plan,
        registers: Mapping[str, Register],
        frames: Mapping[str, Any],
        period: Period,
        unrepeated: Collection[str],
        observed: Observed,
    ) -> None:
        self.planned = planned
        self.registers = registers
        self.frames = frames
        self.period = period
        self.unrepeated = unrepeated
        self.observed = observed
        self.fields: dict[str, Field] = {}
        counted = (planned.register.id, *(join.register.id for join in planned.joins))
        # polars is the quicker at adding up, measured in benchmarks/bench_records.py, but holds
        # in memory what it groups or joins by record; DuckDB goes on in a file
        self.reader: Reader = "polars" if self.only_adds_up else "duckdb"
        self.home = home_of(lazily(frames[name], self.reader) for name in counted if name in frames)

    @property
    def only_adds_up(self) -> bool:
        """Whether no step looks at two records together."""
        planned = self.planned
        return not (planned.joins or planned.derivation.latest or self.repeats)

    @property
    def repeats(self) -> bool:
        """Whether several rows may stand for one record."""
        once_per, register = self.planned.once_per, self.planned.register
        return bool(once_per) and not (once_per == register.key and register.id in self.unrepeated)

    def prepared(
        self, register: Register, read: Collection[str], added: Collection[str]
    ) -> LazyFrame:
        """Return the columns of a register that are read, in the engine that counts."""
        frame = lazily(self.frames[register.id], self.reader)
        return handed_over(prepare(register, frame, read, added), self.home)

    @property
    def scope(self) -> Scope:
        return Scope(self.fields, self.period.start, self.period.end)

    def counted(self) -> Counted:
        planned = self.planned
        derivation = planned.derivation
        register = planned.register
        self.fields = {name: FIELDS[column.type] for name, column in register.columns.items()}
        records = self.prepared(register, names_of(planned), added_names(planned))
        codes = self.codes(records)
        for column, by_region in self.observed.items():
            records = self.observe(records, column, by_region)
        keep_early = planned.keep is not None and set(names(planned.keep)) <= set(self.fields)
        if planned.keep is not None and keep_early:
            records = records.filter(truth(planned.keep, self.scope))
        for join in planned.joins:
            records = self.attach(records, join)
        if planned.deadline:
            records = self.limit(records, planned.deadline)
        for name, expr in planned.let.items():
            new = cells(expr, self.scope)
            records = records.with_columns(
                new.value.alias(name), new.given_or_true().alias(has(name))
            )
            self.fields[name] = new.field
        if planned.keep is not None and not keep_early:
            records = records.filter(truth(planned.keep, self.scope))
        if derivation.latest:
            for name in derivation.latest.by:
                records = self.only_largest(records, name)
        return self.added_up(records, codes)

    def codes(self, records: LazyFrame) -> tuple[str | None, ...]:
        """Return the codes that yield metrics, in the order declared."""
        derivation = self.planned.derivation
        if derivation.for_each is None:
            return (None,)
        declared = tuple(self.planned.register.columns[derivation.for_each].values)
        if not derivation.only_named:
            return declared
        one = records.select(derivation.for_each, _rows=nw.lit(1, nw.Int64))
        named = collected(one.group_by(derivation.for_each).agg(nw.col("_rows").sum()))
        found = {row[derivation.for_each] for row in named}
        return tuple(code for code in declared if code in found)

    def observe(self, records: LazyFrame, column: str, by_region: Mapping[str, str]) -> LazyFrame:
        """Return the records of the regions observed, with what was observed in each."""
        region = nw.col(self.planned.region)
        text = nw.lit("")
        for value in dict.fromkeys(by_region.values()):
            here = [name for name, one in by_region.items() if one == value]
            text = nw.when(region.is_in(here)).then(nw.lit(value)).otherwise(text)
        self.fields[column] = Field("code")
        return records.filter(region.is_in(list(by_region))).with_columns(
            text.alias(column), nw.lit(True).alias(has(column))
        )

    def attach(self, records: LazyFrame, join: PlannedJoin) -> LazyFrame:
        """Return the records with what the other register's records add up to, 0 without any."""
        register = join.register
        if join.optional and register.id not in self.frames:
            return self.unattached(records, join)
        read = {*join.on, *register.key}
        for expr in (join.keep, *(take.expr for take in join.take.values())):
            read |= set(names(expr)) if expr is not None else set()
        added = {
            name
            for take in join.take.values()
            if take.kind == "sum" and take.expr is not None
            for name in names(take.expr)
        }
        other = self.prepared(register, read, added)
        fields = {name: FIELDS[column.type] for name, column in register.columns.items()}
        scope = Scope(fields, self.period.start, self.period.end)
        for name in join.on:
            other = other.filter(nw.col(has(name)))
        if join.keep is not None:
            other = other.filter(truth(join.keep, scope))
        rows = rows_of(register.id)
        taken = {name: _amount(take, scope) for name, take in join.take.items()}
        figures = {name: cell.value.alias(f"_t_{name}") for name, cell in taken.items()}
        other = other.select(
            *join.on,
            *(k for k in register.key if k not in join.on),
            *figures.values(),
            nw.lit(1, nw.Int64).alias(rows),
        )
        columns = [*(f"_t_{name}" for name in taken), rows]
        if register.key and register.id not in self.unrepeated:
            keys = list(dict.fromkeys((*join.on, *register.key)))
            other = other.group_by(*keys).agg(*(nw.col(name).max() for name in columns))
        other = other.group_by(*join.on).agg(*(nw.col(name).sum() for name in columns))
        joined = matched(records, other, join.on, columns)
        for name, cell in taken.items():
            self.fields[name] = cell.field
            joined = joined.with_columns(
                nw.col(f"_t_{name}").alias(name), nw.lit(True).alias(has(name))
            )
        return joined

    def unattached(self, records: LazyFrame, join: PlannedJoin) -> LazyFrame:
        """Return the records with the new columns empty: the other register was not supplied."""
        fields = {name: FIELDS[column.type] for name, column in join.register.columns.items()}
        scope = Scope(fields, self.period.start, self.period.end)
        nothing = nw.lit(0, nw.Int64)
        for name, take in join.take.items():
            self.fields[name] = _amount(take, scope).field
            records = records.with_columns(nothing.alias(name), nw.lit(False).alias(has(name)))
        return records.with_columns(nothing.alias(rows_of(join.register.id)))

    def limit(self, records: LazyFrame, deadline: PlannedDeadline) -> LazyFrame:
        """Return the records with the last working day of their time limit."""
        calendar = prepare(
            self.registers[deadline.calendar],
            self.frames[deadline.calendar],
            ("date", "is_workday"),
        )
        days = {row["date"].date(): bool(row["is_workday"]) for row in collected(calendar)}
        last = last_days(days, deadline.working_days)
        moments = {
            "_day": [datetime.combine(day, time.min) for day in last],
            "_last": [datetime.combine(day, time.min) for day in last.values()],
        }
        table = table_like(records, deadline.start, moments)
        records = records.join(table, left_on=[deadline.start], right_on=["_day"], how="left")
        given = ~nw.col("_last").is_null()
        self.fields[deadline.name] = Field("day")
        return records.with_columns(
            nw.col("_last").fill_null(EPOCH).alias(deadline.name), given.alias(has(deadline.name))
        ).drop("_last")

    def only_largest(self, records: LazyFrame, name: str) -> LazyFrame:
        """Return the records whose ``name`` is the largest of their matter in their region."""
        latest = self.planned.derivation.latest
        per = list(dict.fromkeys((self.planned.region, *(latest.per if latest else ()))))
        codes = (
            list(self.planned.register.columns[name].values)
            if name in self.planned.register.columns
            else []
        )
        place: nw.Expr = nw.col(name)
        if codes:
            place = nw.lit(0, nw.Int64)
            for number, code in enumerate(codes, start=1):
                place = place + (nw.col(name) == code).cast(nw.Int64) * number
        records = records.with_columns(place.alias("_place"))
        largest = records.group_by(*per).agg(nw.col("_place").max().alias("_largest"))
        return (
            records.join(largest, on=per, how="inner")
            .filter(nw.col("_place") == nw.col("_largest"))
            .drop("_place", "_largest")
        )

    def added_up(self, records: LazyFrame, codes: tuple[str | None, ...]) -> Counted:
        planned = self.planned
        derivation = planned.derivation
        keys = [planned.region, *([derivation.for_each] if derivation.for_each else [])]
        figures: list[nw.Expr] = []
        fields: dict[str, Field] = {}
        joined: set[tuple[int, str]] = set()
        for number, (key, spec) in enumerate(planned.yields.items()):
            amount = _amount(spec, self.scope)
            fields[key] = amount.field
            is_count = spec.kind in ("count", "exists")
            counts = amount.value if is_count else amount.given_or_true().cast(nw.Int64)
            figures.append(counts.alias(f"_h{number}"))
            if not is_count:
                figures.append(amount.value.alias(f"_v{number}"))
            for join in planned.joins:
                if _reads(planned, spec, join):
                    belonging = nw.col(rows_of(join.register.id))
                    used = nw.when(counts == 1).then(belonging).otherwise(nw.lit(0, nw.Int64))
                    figures.append(used.alias(f"_u{number}_{join.register.id}"))
                    joined.add((number, join.register.id))
        if planned.deadline:
            unlimited = nw.col(has(planned.deadline.start)) & ~nw.col(has(planned.deadline.name))
            figures.append(unlimited.cast(nw.Int64).alias("_unlimited"))
        matter = [name for name in planned.once_per if name not in keys]
        flagged = records.select(*keys, *matter, *figures)
        flagged = self.once(flagged, keys, matter)
        rows = {
            (str(row[keys[0]]), str(row[keys[1]]) if len(keys) > 1 else None): row
            for row in collected(_summed(flagged, keys, planned))
        }
        if planned.deadline and any(row["_unlimited"] for row in rows.values()):
            deadline = planned.deadline
            raise not_covered(deadline.calendar, deadline.start, deadline.working_days)
        numbers = {key: number for number, key in enumerate(planned.yields)}
        return Counted(rows, codes, numbers, fields, frozenset(joined))

    def once(self, flagged: LazyFrame, keys: list[str], matter: list[str]) -> LazyFrame:
        """Return one row per region and matter: the largest of each figure, and smallest ones."""
        planned = self.planned
        smallest: list[nw.Expr] = []
        for number, spec in enumerate(planned.yields.values()):
            if spec.kind == "value":
                smallest.append(nw.col(f"_v{number}").min().alias(f"_w{number}"))
            elif spec.kind == "count" and planned.derivation.latest:
                smallest.append(nw.col(f"_h{number}").min().alias(f"_g{number}"))
        if not self.repeats:
            same = [
                nw.col(f"_v{number}").alias(f"_w{number}")
                for number, spec in enumerate(planned.yields.values())
                if spec.kind == "value"
            ]
            return flagged.with_columns(*same) if same else flagged
        figures = [
            name for name in flagged.collect_schema().names() if name not in {*keys, *matter}
        ]
        return flagged.group_by(*keys, *matter).agg(
            *(nw.col(name).max() for name in figures), *smallest
        )


def _summed(flagged: LazyFrame, keys: list[str], planned: Plan) -> LazyFrame:
    extremes: dict[str, nw.Expr] = {}
    for number, spec in enumerate(planned.yields.values()):
        if spec.kind == "value":
            extremes[f"_v{number}"] = nw.col(f"_v{number}").max()
            extremes[f"_w{number}"] = nw.col(f"_w{number}").min()
    figures = [name for name in flagged.collect_schema().names() if name.startswith("_")]
    return flagged.group_by(*keys).agg(
        *(extremes.get(name, nw.col(name).sum()) for name in figures)
    )


def _amount(spec: PlannedYield, scope: Scope) -> Cells:
    """Return what one record contributes: 0 or 1 for a count, a number for a sum, else its value."""
    if spec.expr is None:
        return Cells("number", nw.lit(1, nw.Int64))
    if spec.kind in ("count", "exists"):
        return Cells("number", truth(spec.expr, scope).cast(nw.Int64))
    found = cells(spec.expr, scope)
    if spec.kind == "value":
        return found
    zero = nw.lit(0, nw.Int64)
    value = (
        found.value
        if found.given is None
        else nw.when(found.given).then(found.value).otherwise(zero)
    )
    return Cells("number", value, found.given, found.scale)


def _reads(planned: Plan, spec: PlannedYield, join: PlannedJoin) -> bool:
    """Whether a metric depends on what the join brought over."""
    read = set(names(spec.expr)) if spec.expr is not None else set()
    for name in tuple(read & set(planned.let)):
        read |= set(names(planned.let[name]))
    return bool(read & set(join.take))
