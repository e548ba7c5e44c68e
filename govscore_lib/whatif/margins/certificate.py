"""Bounds of stability confirmed by the engine itself, run on both sides of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl

from govscore_lib.algebra.columns import NumberColumn, to_units
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.engine.scoring import add_up, deciding, weighed
from govscore_lib.points import SCALE, round_half_up, round_units
from govscore_lib.whatif.margins.crossings import Rows, dense
from govscore_lib.whatif.margins.stability import Bound, Interval, Stability
from govscore_lib.whatif.margins.targets import Watch
from govscore_lib.whatif.scenarios.reweighting import Maxima, new_maxima, reweighted

WITHIN = tuple(10**power for power in range(7))
"""Distances from a bound that are tried, in billionths of a point."""

CERTIFICATE: dict[str, Any] = {
    "id": pl.String,
    "target": pl.String,
    "side": pl.String,
    "bound": pl.Float64,
    "within": pl.Float64,
}


def certify(found: Stability) -> pl.DataFrame:
    """Return, for every bound at which something changes, how near to it the engine confirms it.

    One row per bound: the target is as it was so near on the inner side, and is not so near on the outer
    one, ``within`` being the distance in points, a billionth at best: weighted points are recorded to nine
    decimals. Null where no distance up to a thousandth shows it, because the bound is tighter than that.
    """
    rows = []
    for interval in found.intervals:
        for side, bound in (("low", interval.low), ("high", interval.high)):
            if bound.points is not None and bound.between:
                within = _within(found, interval, bound, 1 if side == "low" else -1)
                rows.append((interval.lever.id, interval.target, side, float(bound.points), within))
    return pl.DataFrame(rows, schema=CERTIFICATE, orient="row")


def _within(found: Stability, interval: Interval, bound: Bound, inner: int) -> float | None:
    baseline = Watch(found.board, interval.target).view(
        _levels(found, interval, interval.lever.points)
    )
    assert bound.points is not None  # the caller looked
    for distance in WITHIN:
        sides = []
        for sign in (inner, -inner):
            units = Fraction(bound.points * SCALE) + sign * distance
            points = Fraction(round_half_up(units, 0), SCALE)
            sides.append(_stays(found, interval, points, baseline))
        if sides == [True, False]:
            return distance / SCALE
    return None


def _stays(found: Stability, interval: Interval, points: Fraction, baseline: Any) -> bool | None:
    if points < 0:
        return None
    levels = _levels(found, interval, points)
    return bool(Watch(found.board, interval.target).view(levels) == baseline)


def _levels(found: Stability, interval: Interval, points: Fraction) -> Rows:
    """Return the order of the regions as the engine finds it with so many points."""
    board, lever = found.board, interval.lever
    criteria = {lever.id: points} if found.over == "criteria" else {}
    categories = {} if criteria else {lever.id: points}
    keep = "none" if found.others == "held" else "proportional"
    maxima = new_maxima(board.rubric, criteria, categories, keep)  # type: ignore[arg-type]
    return dense([figure[board.rows] for figure in _compared(board.card, maxima)])


def _compared(card: Scorecard, maxima: Maxima) -> Iterator[Any]:
    """Yield what ranks compare, the total first, with the points recorded so far counted anew."""
    scoring, rubric = card.scoring, reweighted(card.rubric, maxima)
    units = [
        to_units(weighed(criterion, _recorded(scoring.points.units[:, column])))
        for column, criterion in enumerate(rubric.criteria_list)
    ]
    points = replace(scoring.points, units=np.stack(units, axis=1))
    totals = add_up(rubric, points, scoring.frame.in_pool, scoring.standings)
    for figure in (totals.total, *deciding(rubric, points, totals.category_scores)):
        yield round_units(figure, rubric.ranking.decimals)


def _recorded(units: Any) -> NumberColumn:
    size = len(units)
    return NumberColumn(units, np.full(size, SCALE), np.ones(size, dtype=bool))
