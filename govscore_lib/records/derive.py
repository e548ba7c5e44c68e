"""Registers → metrics, the same whole numbers on every kind of frame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any

import polars as pl

from govscore_lib.findings import Finding
from govscore_lib.points import plain
from govscore_lib.records.columns import DECIMALS, MILLION, Field
from govscore_lib.records.declare import Derivation, Register
from govscore_lib.records.pipeline import Counted, count
from govscore_lib.records.plan import Measured, Period, Plan, parameter_values, plan
from govscore_lib.records.stored import StoredRegister

METRICS = {"region_id": pl.String(), "metric_id": pl.String(), "value": pl.String()}
USED = {
    "region_id": pl.String(),
    "metric_id": pl.String(),
    "register": pl.String(),
    "rows": pl.Int64(),
}


@dataclass(frozen=True)
class Derived:
    """What the registers yield.

    metrics : region_id, metric_id, value (canonical text); a count over no records is 0, a value
        without a record has no row.
    used : region_id, metric_id, register, rows: how many records were counted.
    absent : metric → registers that were not supplied, so that the metric is not derived.
    unobserved : metrics that some region lacks because it has no figure for what they observe.
    findings : what could not be settled by the records alone.
    """

    metrics: pl.DataFrame
    used: pl.DataFrame
    absent: dict[str, tuple[str, ...]]
    findings: tuple[Finding, ...]
    unobserved: frozenset[str] = frozenset()


def derive(
    registers: Mapping[str, Register],
    derivations: Iterable[Derivation],
    frames: Mapping[str, Any],
    *,
    period: Period,
    parameters: Mapping[str, str],
    regions: Sequence[str],
    unrepeated: Collection[str] = (),
    metrics: Mapping[str, Measured] = MappingProxyType({}),
    observed: Mapping[tuple[str, str], str | None] = MappingProxyType({}),
) -> Derived:
    """Return the metrics counted from the registers supplied.

    registers, derivations : as declared by the rubric.
    frames : register name → frame of polars (lazy too), pandas, Arrow, DuckDB or Dask, columns typed as
        declared, decimals as text; or a ``StoredRegister``. Those held in memory may stand beside those of
        one other engine. Rows are collected after they are counted.
    period : its first and last day count.
    parameters : names that expressions may use, as text.
    regions : the regions of the run; records of other regions are not counted here
        (``check_register`` reports them).
    unrepeated : registers known to hold no row twice, which saves looking for repetitions.
    metrics : the rubric's metrics, for derivations that observe one.
    observed : canonical text by region and metric, of the figures that derivations observe; others
        are passed over.

    Raises InputError for a declaration that does not hold together, a missing or wrongly typed
    column, a number with more than 6 decimals, a calendar that ends too early.
    """
    values = parameter_values(parameters, period)
    stored = {name for name, frame in frames.items() if isinstance(frame, StoredRegister)}
    unrepeated = stored.union(unrepeated)
    gathered = _Gathered()
    for derivation in derivations:
        lacking = tuple(name for name in derivation.registers if name not in frames)
        if lacking:
            gathered.absent |= dict.fromkeys(derivation.metrics(registers), lacking)
            continue
        planned = plan(derivation, registers, values, metrics)
        seen = _observed_by(derivation, observed, regions)
        settled = [region for region in regions if all(region in one for one in seen.values())]
        if len(settled) < len(regions):
            gathered.unobserved |= set(derivation.metrics(registers))
        counted = count(planned, registers, frames, period, unrepeated, seen)
        gathered.add(planned, counted, settled)
    return Derived(
        pl.DataFrame(gathered.metrics, schema=METRICS, orient="row"),
        pl.DataFrame(gathered.used, schema=USED, orient="row"),
        gathered.absent,
        tuple(gathered.findings),
        frozenset(gathered.unobserved),
    )


def _observed_by(
    derivation: Derivation,
    observed: Mapping[tuple[str, str], str | None],
    regions: Sequence[str],
) -> dict[str, dict[str, str]]:
    """Return column of ``observe`` → region → text, for the regions that have every figure."""
    wanted = derivation.observe
    settled = [
        region
        for region in regions
        if all(observed.get((region, metric)) for metric in wanted.values())
    ]
    return {
        column: {region: str(observed[region, metric]) for region in settled}
        for column, metric in wanted.items()
    }


@dataclass
class _Gathered:
    """Rows of the result tables as they come in."""

    metrics: list[tuple[str, str, str]] = field(default_factory=list)
    used: list[tuple[str, str, str, int]] = field(default_factory=list)
    absent: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unobserved: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)

    def add(self, planned: Plan, counted: Counted, regions: Iterable[str]) -> None:
        derivation = planned.derivation
        for code in counted.codes:
            keys = (
                {key: key for key in derivation.yields}
                if code is None
                else derivation.metrics_of_code(code)
            )
            for key, metric in keys.items():
                for region in regions:
                    cell = counted.rows.get((region, code), {})
                    self._add_cell(planned, counted, key, metric, region, cell)

    def _add_cell(
        self,
        planned: Plan,
        counted: Counted,
        key: str,
        metric: str,
        region: str,
        cell: Mapping[str, Any],
    ) -> None:
        number = counted.numbers[key]
        records = int(cell.get(f"_h{number}", 0))
        value = self._value(planned, counted, key, metric, region, cell)
        if value is not None:
            self.metrics.append((region, metric, value))
        self.used.append((region, metric, planned.register.id, records))
        for join in planned.joins:
            if (number, join.register.id) in counted.joined:
                rows = int(cell.get(f"_u{number}_{join.register.id}", 0))
                self.used.append((region, metric, join.register.id, rows))

    def _value(
        self,
        planned: Plan,
        counted: Counted,
        key: str,
        metric: str,
        region: str,
        cell: Mapping[str, Any],
    ) -> str | None:
        number = counted.numbers[key]
        kind = planned.yields[key].kind
        records = int(cell.get(f"_h{number}", 0))
        if kind == "exists":
            return "true" if records else "false"
        if kind == "value":
            if not records:
                return None
            largest, smallest = cell[f"_v{number}"], cell[f"_w{number}"]
            if largest == smallest:
                return _canonical(largest, counted.fields[key])
            self.findings.append(_undecided(planned, metric, region, "critical"))
            return None
        if records != int(cell.get(f"_g{number}", records)):
            self.findings.append(_undecided(planned, metric, region, "warning"))
        if kind == "count":
            return str(records)
        return _canonical(int(cell.get(f"_v{number}", 0)), counted.fields[key])


def _canonical(value: Any, field: Field) -> str:
    """Return a cell as the canonical text of an observation."""
    if field.kind == "number":
        return plain(Fraction(int(value), MILLION), DECIMALS) if field.scale else str(int(value))
    if field.kind == "truth":
        return "true" if value else "false"
    if field.kind == "code":
        return str(value)
    moment = value if isinstance(value, dt.datetime) else value.to_pydatetime()
    return moment.date().isoformat() if field.kind == "day" else moment.isoformat("T", "minutes")


def _undecided(planned: Plan, metric: str, region: str, severity: str) -> Finding:
    name = planned.register.name
    critical = severity == "critical"
    return Finding(
        code="several-last-records",
        severity="critical" if critical else "warning",
        zh=f"“{name.zh}”中并列为最后一条的记录内容不一致，"
        + (f"{metric} 无法取值。" if critical else f"{metric} 按其中任一条符合即计入。"),
        en=f"Records of “{name.en}” that are equally the last one differ: "
        + (
            f"{metric} has no value."
            if critical
            else f"for {metric} one that meets the condition is enough."
        ),
        table=planned.register.id,
        region_id=region,
        metric_id=metric,
        stage="check",
    )
