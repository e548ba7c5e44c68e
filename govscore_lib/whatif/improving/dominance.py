"""Which of many choices are worth keeping: those that no other beats in everything."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Whole = npt.NDArray[np.int64]

CHUNK = 256
MOST_COMPARED = 2_000
"""A choice is compared with so many others at most; beyond that a beaten one may stay, which costs time only."""


def undominated(costs: Whole, merits: Whole) -> Whole:
    """Return the positions of choices such that no other costs as little and is as good in every merit.

    costs : shape (choices, kinds of cost), less is better. merits : shape (choices, merits), more is better.
    Of equal choices the first stays. The result is ordered by cost, then by the sum of the merits.
    """
    order = np.lexsort((-merits.sum(axis=1), *costs.T[::-1]))
    if merits.shape[1] == 1 and costs.shape[1] == 1:
        return _along_a_line(order, merits[order, 0])
    figures = np.concatenate([-costs, merits], axis=1)[order]
    _, first = np.unique(figures, axis=0, return_index=True)
    first.sort()
    order, figures = order[first], figures[first]
    kept = np.zeros(0, dtype=np.int64)
    for start in range(0, len(order), CHUNK):
        here = np.arange(start, min(start + CHUNK, len(order)))
        rivals = np.concatenate([kept[:MOST_COMPARED], here])
        beaten = _beaten(figures[here], figures[rivals], here, rivals)
        kept = np.concatenate([kept, here[~beaten]])
    return order[kept]


def _along_a_line(order: Whole, merit: Whole) -> Whole:
    """Return the choices, cheapest first, that are better than every cheaper one."""
    best = np.maximum.accumulate(merit)
    rises = np.concatenate([[True], best[1:] > best[:-1]]) if len(best) else np.zeros(0, bool)
    return order[rises]


def _beaten(mine: Whole, others: Whole, here: Whole, rivals: Whole) -> npt.NDArray[np.bool_]:
    """Return which rows are reached or passed in every column by a row that stands before them."""
    result = np.ones((len(mine), len(others)), dtype=bool)
    for column in range(mine.shape[1]):
        result &= others[None, :, column] >= mine[:, None, column]
    result &= rivals[None, :] < here[:, None]
    return np.asarray(result.any(axis=1))
