"""Who has sent what: one row per region and source."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import polars as pl

from govscore_lib.findings import Finding
from govscore_lib.ingest.registers.periods import deciding_columns
from govscore_lib.quality.figures import Figures
from govscore_lib.records.declare import Register
from govscore_lib.records.stored import Records, scanned
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
regions. ``status``: given; partial (some needed figures missing, or rows left out); empty (a register that was
sent, in which the region has no records: a true zero); none (not sent). ``given`` counts figures or records;
``expected`` is known for figures only. ``latest`` is the last day among the records, of the columns that decide
on counting; ``criteria`` are joined by spaces."""

MATERIALS, MATERIALS_ZH = "materials", "填报指标"
GIVEN, PARTIAL, EMPTY, NONE = "given", "partial", "empty", "none"
ALL_ZH = "全部地区"


def coverage(
    figures: Figures,
    registers: Mapping[str, Records],
    findings: Sequence[Finding],
    filed: Collection[str],
) -> pl.DataFrame:
    """Return what has come in, columns :data:`COVERAGE`: figures first, then the registers by region.

    findings : a register of which rows of a region were left out is partial there.
    filed : the registers that have a file of their own, which is complete for every region.
    """
    rows = [*_figures(figures), *_registers(figures, registers, findings, filed)]
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
    figures: Figures,
    registers: Mapping[str, Records],
    findings: Sequence[Finding],
    filed: Collection[str],
) -> Iterator[tuple[object, ...]]:
    rubric = figures.rubric
    left_out = {(one.table, one.region_id) for one in findings if one.severity != "note"}
    for name, register in rubric.registers.items():
        frame = registers.get(name)
        received = {} if frame is None else _received(frame, register, rubric)
        criteria = " ".join(rubric.criteria_of_register(name))
        shown = [(r.id, r.name_zh) for r in figures.ranked] if register.region else [("", ALL_ZH)]
        for region, region_zh in shown:
            count, latest = received.get(region, (0, ""))
            sent = frame is not None and (name in filed or not _unsent(figures, name, region))
            status = _status(sent=sent, count=count, left_out=(name, region) in left_out)
            yield (region, region_zh, name, register.name.zh, status, count, None, latest, criteria)


def _status(*, sent: bool, count: int, left_out: bool) -> str:
    if not sent and not count:
        return NONE
    if left_out:
        return PARTIAL
    return GIVEN if count else EMPTY


def _unsent(figures: Figures, register: str, region: str) -> bool:
    """Whether figures of a register are not counted in a region because its forms do not hold it."""
    metrics = figures.rubric.metrics_of_register(register)
    return any((region, metric) in figures.uncounted for metric in metrics)


def _days(register: Register, rubric: Rubric) -> tuple[str, ...]:
    """Return the columns of days that decide on counting, else the first column of days."""
    days = [name for name, one in register.columns.items() if one.type in ("date", "datetime")]
    return deciding_columns(register.id, rubric.derivations) or tuple(days[:1])


def _received(records: Records, register: Register, rubric: Rubric) -> dict[str, tuple[int, str]]:
    """Return region → number of records and the last day among them; "" for a register of all regions."""
    rows = scanned(records)
    columns = [name for name in _days(register, rubric) if name in rows.collect_schema()]
    latest = [pl.col(column).cast(pl.Date).max().cast(pl.String) for column in columns]
    region = pl.col(register.region) if register.region else pl.lit("")
    counted = rows.group_by(region.alias("_region")).agg(pl.len(), *latest)
    return {
        where: (count, max(filter(None, days), default=""))
        for where, count, *days in counted.collect(engine="streaming").iter_rows()
    }
