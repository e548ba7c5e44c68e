"""Places and figures over the regions of a league, exact."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import numpy.typing as npt

from govscore_lib.algebra.columns import NumberColumn, Truths, number_column, order
from govscore_lib.algebra.expr import Direction, Ties


def places(
    keys: npt.NDArray[np.int64], ties: Ties, best: Direction = "lowest"
) -> npt.NDArray[np.int64]:
    """Return twice the place of each key (so that an average place stays whole); 1 is the best.

    keys : whole numbers in the order of the values, one per region of one league.
    """
    keys = -keys if best == "highest" else keys
    distinct, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
    below = np.concatenate(([0], np.cumsum(counts)[:-1])) if len(distinct) else counts
    doubled = {
        "min": 2 * (below + 1),
        "max": 2 * (below + counts),
        "average": 2 * below + counts + 1,
        "dense": 2 * (np.arange(len(distinct)) + 1),
    }[ties]
    return doubled[inverse].astype(np.int64)


def league_rank(
    value: NumberColumn,
    eligible: Truths,
    league: npt.NDArray[np.int64],
    *,
    best: Direction,
    ties: Ties,
) -> NumberColumn:
    """Return each eligible region's place within its league; others have none."""
    num = np.zeros(len(eligible), dtype=np.int64)
    den = np.ones(len(eligible), dtype=np.int64)
    doubled = _places_by_league(order(value)[eligible], league[eligible], ties, best)
    halves = doubled % 2
    num[eligible] = np.where(halves, doubled, doubled // 2)
    den[eligible] = np.where(halves, 2, 1)
    return NumberColumn(num, den, eligible.copy())


def _places_by_league(
    keys: npt.NDArray[np.int64], league: npt.NDArray[np.int64], ties: Ties, best: Direction
) -> npt.NDArray[np.int64]:
    """Return what ``places`` does, of every league by itself, all leagues sorted at once."""
    if not len(keys):
        return np.zeros(0, dtype=np.int64)
    keys = -keys if best == "highest" else keys
    by_place = np.lexsort((keys, league))
    keys, league = keys[by_place], league[by_place]
    at = np.arange(len(keys))
    new_league = np.concatenate(([True], league[1:] != league[:-1]))
    new_key = new_league | np.concatenate(([True], keys[1:] != keys[:-1]))
    start = np.maximum.accumulate(np.where(new_league, at, 0))
    run = np.cumsum(new_key) - 1
    first = at[new_key]
    counts = np.diff(np.append(first, len(keys)))
    below = (first - start[first])[run]
    counted = counts[run]
    doubled = {
        "min": 2 * (below + 1),
        "max": 2 * (below + counted),
        "average": 2 * below + counted + 1,
        "dense": 2 * (run - run[start] + 1),
    }[ties]
    found = np.empty(len(keys), dtype=np.int64)
    found[by_place] = doubled
    return found


def league_figure(
    figure: str, value: NumberColumn, eligible: Truths, league: npt.NDArray[np.int64]
) -> NumberColumn:
    """Return, for every region, the figure over the eligible regions of its league.

    A count over nobody is 0; any other figure over nobody is not known.
    """
    answers: list[Fraction | None] = [Fraction(0) if figure == "count" else None] * len(eligible)
    counted = eligible & value.known
    for label in np.unique(league):
        inside = league == label
        members = np.flatnonzero(inside & counted)
        if not len(members):
            continue
        answer = _figure_of(figure, value, members)
        for row in np.flatnonzero(inside):
            answers[row] = answer
    return number_column(answers)


def _figure_of(figure: str, value: NumberColumn, members: npt.NDArray[np.int64]) -> Fraction:
    """Return one figure over some regions that have values; nothing else is worked out, for a sum is slow."""
    if figure == "count":
        return Fraction(len(members))
    values = [Fraction(int(value.num[row]), int(value.den[row])) for row in members]
    if figure == "lowest":
        return min(values)
    if figure == "highest":
        return max(values)
    total = sum(values, Fraction(0))
    return total if figure == "sum" else total / len(values)
