"""The same inputs under every other reading: what each would give every region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from govscore_lib.engine.scored import Scored
from govscore_lib.engine.scores import scores_table
from govscore_lib.errors import UsageError
from govscore_lib.rubric.load import load_rubric
from govscore_lib.rubric.readings import DEFAULT, Target
from govscore_lib.tables import POINTS

READINGS: dict[str, Any] = {
    "target": pl.String,
    "key": pl.String,
    "slug": pl.String,
    "region_id": pl.String,
    "points": POINTS,
    "total": POINTS,
    "rank": pl.Float64,
    "points_change": POINTS,
    "total_change": POINTS,
    "rank_change": pl.Float64,
}
SPREAD: dict[str, Any] = {
    "region_id": pl.String,
    "rank": pl.Float64,
    "best_rank": pl.Float64,
    "best_by": pl.String,
    "worst_rank": pl.Float64,
    "worst_by": pl.String,
    "lowest_total": POINTS,
    "highest_total": POINTS,
}


def read_otherwise(card: Scored, readings: Mapping[str, str]) -> Scored:
    """Return the scorecard of the same inputs with further readings chosen.

    readings : target → key, as for ``load_rubric``; those already in force stay.
    Raises UsageError for a target or key that does not exist, or a rubric that cannot be loaded again.
    """
    origin = card.rubric.origin
    if not origin:
        raise UsageError(
            f"{card.rubric.id} was not loaded from a file, so it cannot be read otherwise."
        )
    return card.under(load_rubric(origin, readings={**card.rubric.chosen, **readings}))


def readings_table(card: Scored) -> pl.DataFrame:
    """Return what every other reading, one at a time, would give every region.

    One row per target, key and region, the reading in force left out. Columns: target, key, slug,
    region_id; points : of the criterion that is read (null for a category or the whole rubric, and where
    it is not scored); total and rank (null for a region without); and what changes against the run.
    A rank that grows by 2 means two places lost.
    """
    rows = [row for target in every_target(card) for row in _rows(card, *target)]
    return pl.DataFrame(rows, schema=READINGS, orient="row")


def every_target(card: Scored) -> Iterator[tuple[str, Target]]:
    """Yield everything that admits several readings, by its key, embedded rubrics behind the own ones."""
    yield from card.rubric.targets.items()
    for metric, inner in card.rubric.embedded.items():
        if metric in card.embedded:
            for key, target in inner.targets.items():
                yield f"{metric}/{key}", target


def readings_of_criterion(card: Scored, criterion_id: str) -> pl.DataFrame:
    """Return what each other reading of one clause would give: key, slug, region_id, points, points_change.

    Raises UsageError when there is no such criterion.
    """
    criterion = card.criterion(criterion_id)
    target = card.rubric.targets.get(criterion.id)
    known = card.given.readings if card.given else None
    if known is None:
        rows = [] if target is None else list(_rows(card, criterion.id, target))
        known = pl.DataFrame(rows, schema=READINGS, orient="row")
    table = known.filter(pl.col("target") == criterion.id)
    return table.select("key", "slug", "region_id", "points", "points_change")


def rank_spread(card: Scored, readings: pl.DataFrame) -> pl.DataFrame:
    """Return, for every ranked region, the best and worst place over all readings and what leads there.

    readings : of ``readings_table``. best_by and worst_by : ``target=key``, empty where the place of the run
    is the best (the worst) there is.
    """
    rows = []
    for row in scores_table(card).filter(pl.col("rank").is_not_null()).iter_rows(named=True):
        others = readings.filter(
            (pl.col("region_id") == row["region_id"]) & pl.col("rank").is_not_null()
        )
        rank, total = float(row["rank"]), row["total"]
        best, best_by = _extreme(others, rank, -1)
        worst, worst_by = _extreme(others, rank, 1)
        totals = [total, *others["total"].to_list()]
        rows.append(
            (row["region_id"], rank, best, best_by, worst, worst_by, min(totals), max(totals))
        )
    return pl.DataFrame(rows, schema=SPREAD, orient="row")


def _extreme(others: pl.DataFrame, rank: float, sign: int) -> tuple[float, str]:
    """Return the furthest place in one direction and the first reading that leads there."""
    found, by = rank, ""
    for other, target, key in others.select("rank", "target", "key").iter_rows():
        if sign * other > sign * found:
            found, by = other, f"{target}={key}"
    return found, by


def _rows(card: Scored, name: str, target: Target) -> Iterator[dict[str, Any]]:
    metric, _, inner = name.rpartition("/")
    chosen = (card.rubric.embedded[metric] if metric else card.rubric).reading(inner)
    before = _standing(card)
    points_before = _points(card, target.criterion, bool(metric))
    for key in (DEFAULT, *target.options):
        if key == chosen:
            continue
        other = read_otherwise(card, {name: key})
        after, points = _standing(other), _points(other, target.criterion, bool(metric))
        slug = "default" if key == DEFAULT else target.options[key].slug
        for region in card.regions:
            total, rank = after[region.id]
            total_before, rank_before = before[region.id]
            mine = points.get(region.id)
            yield {
                "target": name,
                "key": key,
                "slug": slug,
                "region_id": region.id,
                "points": mine,
                "total": total,
                "rank": rank,
                "points_change": _difference(mine, points_before.get(region.id)),
                "total_change": _difference(total, total_before),
                "rank_change": None if rank is None or rank_before is None else rank - rank_before,
            }


def _standing(card: Scored) -> dict[str, tuple[Decimal | None, float | None]]:
    return {
        region: (total, None if rank is None else float(rank))
        for region, total, rank in scores_table(card)
        .select("region_id", "total", "rank")
        .iter_rows()
    }


def _points(card: Scored, criterion_id: str, elsewhere: bool) -> dict[str, Decimal | None]:
    if not criterion_id or elsewhere:
        return {}
    return card.points_of(criterion_id)


def _difference(after: Decimal | None, before: Decimal | None) -> Decimal | None:
    return None if after is None or before is None else after - before
