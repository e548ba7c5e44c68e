"""What a region could take over from another: under one clause the figures of the other, all else as it is.

The league is scored again with them, so that places taken from others and every cap are in the gain.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from govscore_lib.algebra.columns import Truths
from govscore_lib.engine.cells import cell_at
from govscore_lib.engine.explaining.worlds import Changes, Worlds
from govscore_lib.engine.ranking import Units
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.engine.scoring import Points, add_up
from govscore_lib.points import to_decimal
from govscore_lib.rubric.model import Criterion

Column = tuple[Units, Truths]
"""Points of one criterion for every region, and where there are any."""


@dataclass(frozen=True)
class Takeover:
    """What the other's figures under some clauses would bring.

    criteria : their ids. gain : points under them; total_gain : of the total, after every cap.
    total, rank : of the region afterwards; rank is None where it is not ranked.
    """

    criteria: tuple[str, ...]
    gain: Decimal
    total_gain: Decimal
    total: Decimal
    rank: float | None


@dataclass(frozen=True)
class Takeovers:
    """One takeover per clause that brings something, most for the total first, and all of them at once."""

    each: tuple[Takeover, ...] = ()
    together: Takeover | None = None


def takeovers(card: Scorecard, region: str, other: str) -> Takeovers:
    """Return what a region would gain with the figures of another, clause by clause.

    Only clauses in which both have points and the other has more. Empty where nothing can be gained, and for
    a region without a total. Raises UsageError for an unknown region or a reference row.
    """
    mine, theirs = (card.row(card.assessed(name).id) for name in (region, other))
    points = card.scoring.points
    if card.scoring.standings.unranked[mine]:
        return Takeovers()
    behind = [
        (place, criterion)
        for place, criterion in enumerate(card.rubric.criteria_list)
        if points.scored[mine, place]
        and points.scored[theirs, place]
        and points.units[theirs, place] > points.units[mine, place]
    ]
    if not behind:
        return Takeovers()
    changes = [_figures(card, criterion, theirs) for _, criterion in behind]
    worlds = Worlds(card.scoring, mine, changes).scoring.points
    size, found = card.scoring.frame.size, []
    for number, (place, criterion) in enumerate(behind):
        copy = slice(number * size, (number + 1) * size)
        column = worlds.units[copy, place], worlds.scored[copy, place]
        one = _takeover(card, mine, {place: column}, (criterion.id,))
        if one.gain > 0:
            found.append((one, place, column))
    if not found:
        return Takeovers()
    found.sort(key=lambda each: (-each[0].total_gain, -each[0].gain))
    ids = tuple(name for one, *_ in found for name in one.criteria)
    together = _takeover(card, mine, {place: column for _, place, column in found}, ids)
    return Takeovers(tuple(one for one, *_ in found), together)


def _figures(card: Scorecard, criterion: Criterion, row: int) -> Changes:
    """Return the figures that a criterion depends on, as they stand in one row."""
    columns = card.scoring.frame.columns
    return {name: cell_at(columns[name], row) for name in criterion.metrics if name in columns}


def _takeover(
    card: Scorecard, row: int, columns: Mapping[int, Column], ids: tuple[str, ...]
) -> Takeover:
    """Return what becomes of the region where some criteria have other points, in the whole league."""
    scoring, before = card.scoring, card.scoring.totals
    points = _with_columns(scoring.points, columns)
    after = add_up(card.rubric, points, scoring.frame.in_pool, scoring.standings)
    gain = sum(int(points.known[row, p] - scoring.points.known[row, p]) for p in columns)
    rank2 = int(after.rank2[row])
    return Takeover(
        criteria=ids,
        gain=to_decimal(gain),
        total_gain=to_decimal(int(after.total[row] - before.total[row])),
        total=to_decimal(int(after.total[row])),
        rank=rank2 / 2 if rank2 else None,
    )


def _with_columns(points: Points, columns: Mapping[int, Column]) -> Points:
    units, scored = points.units.copy(), points.scored.copy()
    for place, (column, known) in columns.items():
        units = units.astype(object) if column.dtype == np.object_ else units
        units[:, place], scored[:, place] = column, known
    return replace(points, units=units, scored=scored)
