"""Every figure of a rubric, submitted or counted, with its place: what the checks look at."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from govscore_lib.algebra.columns import Truths
from govscore_lib.algebra.evaluate import Evaluator
from govscore_lib.findings import Finding
from govscore_lib.ingest import Ingested, count_registers
from govscore_lib.rubric.frame import build_frame, of_this_period, values_of
from govscore_lib.rubric.league import League, Region
from govscore_lib.rubric.model import Rubric

QUARANTINED, UNCOUNTED = "quarantined", "uncounted"
Key = tuple[str, str]
"""Region and metric."""


@dataclass(frozen=True)
class Place:
    """Where a figure stands; all empty for one counted from registers."""

    file: str = ""
    sheet: str = ""
    place: str = ""


@dataclass(frozen=True)
class Figures:
    """The figures in force.

    values : canonical text by region and metric; None or absent means missing.
    doubted : figures set aside, which are told already. counted : metrics that the registers yield.
    elsewhere : metrics that nobody reports: the setting of the run, totals of another rubric.
    uncounted : figures that a register does not yield in a region whose forms do not hold it.
    """

    rubric: Rubric
    league: League
    values: Mapping[Key, str | None]
    doubted: frozenset[Key]
    places: Mapping[Key, Place]
    counted: frozenset[str]
    findings: tuple[Finding, ...]
    elsewhere: frozenset[str] = frozenset()
    uncounted: frozenset[Key] = frozenset()

    @cached_property
    def region_ids(self) -> tuple[str, ...]:
        """Every region with a figure, in the order of the league, strangers last."""
        present = {region for (region, _), value in self.values.items() if value is not None}
        known = [region.id for region in self.league.regions if region.id in present]
        return (*known, *sorted(present.difference(known)))

    @cached_property
    def evaluator(self) -> Evaluator:
        """Evaluates expressions over the ranked regions, in the order of the league."""
        ids = [region.id for region in self.ranked]
        return Evaluator(build_frame(self.rubric, self.values, ids, frozenset()))

    @cached_property
    def submitted(self) -> tuple[str, ...]:
        """The metrics that offices fill in: no register yields them, or only where a record names them."""
        registers = self.rubric.registers
        always = {
            metric
            for derivation in self.rubric.derivations
            if not derivation.only_named
            for metric in derivation.metrics(registers)
        }
        others = always | self.counted | self.elsewhere
        return tuple(m for m in self.rubric.metrics if m not in others)

    @property
    def ranked(self) -> tuple[Region, ...]:
        """The regions that are scored."""
        return self.league.ranked

    def needed(self, metric_id: str) -> Truths:
        """Return in which ranked regions a metric must be given."""
        needed = self.rubric.metrics[metric_id].needed
        size = self.evaluator.frame.size
        if needed in ("optional", "evidence") or not self.rubric.criteria_of_metric(metric_id):
            return self.evaluator.frame.in_pool & False
        if needed == "always":
            return self.evaluator.frame.in_pool | True
        holds: Truths = self.evaluator.truth(needed).holds  # type: ignore[arg-type]
        return holds[:size]

    def given(self, region_id: str, metric_id: str) -> bool:
        """Whether there is a value in force."""
        return self.values.get((region_id, metric_id)) is not None

    def criteria_of(self, metric_ids: Iterable[str]) -> tuple[str, ...]:
        """Return the criteria that depend on any of the metrics, in the order of the document."""
        metrics = set(metric_ids)
        return tuple(c.id for c in self.rubric.criteria_list if metrics.intersection(c.metrics))


def _behind(rubric: Rubric, registers: Collection[str]) -> frozenset[str]:
    """Return the metrics that are totals of another rubric whose registers are all there."""
    return frozenset(
        metric
        for metric, inner in rubric.embedded.items()
        if all(name in registers for name in inner.registers)
    )


def figures_of(rubric: Rubric, ingested: Ingested, league: League) -> Figures:
    """Return the figures in force: what was submitted, then what the registers yield, less what is doubted.

    A figure of a region that has not sent the register stands as it was stated.
    """
    observations = of_this_period(rubric, ingested.observations).drop_nulls("metric_id")
    values = dict(values_of(observations))
    doubted = frozenset(
        (row["region_id"], row["metric_id"])
        for row in observations.iter_rows(named=True)
        if row["status"] == QUARANTINED
    )
    places = {
        (row["region_id"], row["metric_id"]): Place(
            row["file"] or "", row["sheet"] or "", row["place"] or ""
        )
        for row in observations.iter_rows(named=True)
    }
    derived = count_registers(rubric, ingested.registers, league, values)
    unsent = observations.filter(pl.col("status") == UNCOUNTED)
    uncounted: frozenset[Key] = frozenset(unsent.select("region_id", "metric_id").iter_rows())
    stands = doubted | uncounted
    values |= {key: value for key, value in values_of(derived.metrics).items() if key not in stands}
    return Figures(
        rubric,
        league,
        values | dict.fromkeys(doubted),
        doubted,
        places,
        frozenset(derived.metrics["metric_id"]),
        derived.findings,
        _behind(rubric, ingested.registers) | ({rubric.run_per} if rubric.run_per else set()),
        uncounted,
    )
