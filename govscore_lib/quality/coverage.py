"""Who has sent what: one row per region and source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

import polars as pl

from govscore_lib.findings import Finding
from govscore_lib.ingest.registers.periods import deciding_columns
from govscore_lib.quality.figures import Figures
from govscore_lib.records.declare import Register
from govscore_lib.rubric.model import Rubric

COVERAGE: dict[str, pl.DataType] = {
    "region_id": pl.String(),
    "region_zh": pl.String(),
    "source": pl.String(),
    "source_zh": pl.String(),
    "status": pl.String(),
    "given": pl.Int64(),
    "expected": pl.Int64(),
    "latest": pl.String(),
    "criteria": pl.String(),
}
"""``source`` is "materials" (submitted figures) or a register; ``region_id`` is empty for a register of all
regions. ``status``: given, partial (some needed figures missing, or rows left out), none. ``given`` counts
figures or records; ``expected`` is known for figures only. ``latest`` is the last day among the records,
of the columns that decide on counting; ``criteria`` are joined by spaces."""

MATERIALS, MATERIALS_ZH = "materials", "填报指标"
GIVEN, PARTIAL, NONE = "given", "partial", "none"
ALL_ZH = "全部地区"


def coverage(
    figures: Figures, registers: Mapping[str, pl.DataFrame], findings: Sequence[Finding]
) -> pl.DataFrame:
    """Return what has come in, columns :data:`COVERAGE`: figures first, then the registers by region.

    findings : a register of which rows of a region were left out is partial there.
    """
    rows = [*_figures(figures), *_registers(figures, registers, findings)]
    return pl.DataFrame(rows, schema=COVERAGE, orient="row")


def _figures(figures: Figures) -> Iterator[tuple[object, ...]]:
    criteria = " ".join(figures.criteria_of(figures.submitted))
    for row, region in enumerate(figures.ranked):
        needed = [metric for metric in figures.submitted if figures.needed(metric)[row]]
        given = sum(figures.given(region.id, metric) for metric in needed)
        status = GIVEN if given == len(needed) else PARTIAL if given else NONE
        if needed:
            yield (
                region.id, region.name_zh, MATERIALS, MATERIALS_ZH, status, given, len(needed), "", criteria,
            )  # fmt: skip


def _registers(
    figures: Figures, registers: Mapping[str, pl.DataFrame], findings: Sequence[Finding]
) -> Iterator[tuple[object, ...]]:
    rubric = figures.rubric
    left_out = {(one.table, one.region_id) for one in findings if one.severity != "note"}
    for name, register in rubric.registers.items():
        frame = registers.get(name)
        criteria = " ".join(rubric.criteria_of_register(name))
        shown = [(r.id, r.name_zh) for r in figures.ranked] if register.region else [("", ALL_ZH)]
        for region, region_zh in shown:
            rows = frame
            if frame is not None and register.region:
                rows = frame.filter(pl.col(register.region) == region)
            count = 0 if rows is None else rows.height
            status = NONE if not count else PARTIAL if (name, region) in left_out else GIVEN
            latest = "" if rows is None else _latest(rows, _days(register, rubric))
            yield (region, region_zh, name, register.name.zh, status, count, None, latest, criteria)


def _days(register: Register, rubric: Rubric) -> tuple[str, ...]:
    """Return the columns of days that decide on counting, else the first column of days."""
    days = [name for name, one in register.columns.items() if one.type in ("date", "datetime")]
    return deciding_columns(register.id, rubric.derivations) or tuple(days[:1])


def _latest(rows: pl.DataFrame, columns: Iterable[str]) -> str:
    days = [rows[column].cast(pl.Date).max() for column in columns if column in rows.columns]
    given = [day for day in days if isinstance(day, dt.date)]
    return max(given).isoformat() if given else ""
