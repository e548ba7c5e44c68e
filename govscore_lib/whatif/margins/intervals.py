"""Intervals of weights within which an order stays, for a plain table of figures: closed form, all at once.

What ``stability`` does for a rubric, exactly and with its rules, this does in floating point for a weighted sum:
no caps, no rounding, no ties. It is quick enough to follow a slider.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from govscore_lib.errors import UsageError
from govscore_lib.whatif.margins.motion import Others

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class WeightIntervals:
    """One interval per criterion: the order stays for a weight strictly between ``low`` and ``high``.

    low is 0 and high is infinite (or 1 with the others rescaled) where nothing changes up to there.
    low_pair, high_pair : rows that are level at the end, (criteria, 2); −1 where there are none.
    """

    low: Floats
    high: Floats
    low_pair: npt.NDArray[np.int64]
    high_pair: npt.NDArray[np.int64]


def weight_intervals(
    figures: Floats, weights: Floats, others: Others = "rescaled"
) -> WeightIntervals:
    """Return by how much each weight can move before the order of the weighted sums changes.

    figures : (regions, criteria), more being better. weights : (criteria,), above 0 each; with ``rescaled``
    they add up to 1, and the others give way in proportion. An order changes first between neighbours, so that
    only those are compared: regions × criteria divisions in all.
    Raises UsageError for shapes that do not fit, weights that are not above 0 and equal sums.
    """
    figures, weights = np.asarray(figures, float), np.asarray(weights, float)
    if figures.ndim != 2 or weights.shape != figures.shape[1:] or not len(figures):
        raise UsageError("give one row a region, one column a criterion, and a weight per column.")
    if not (weights > 0).all() or (others == "rescaled" and abs(weights.sum() - 1) > 1e-9):
        raise UsageError("weights must be above 0, and add up to 1 where the others are rescaled.")
    total = figures @ weights
    order = np.argsort(-total, kind="stable")
    gap = total[order[:-1]] - total[order[1:]]
    if (gap <= 0).any():
        raise UsageError("two sums are equal, so that any change may part them.")
    ahead = figures[order[:-1]] - figures[order[1:]]
    opening = ahead  # by how much each gap opens for each unit that a weight grows
    if (
        others == "rescaled"
    ):  # a sum is w x + (1 − w) rest / (1 − weight): its slope is x − rest / (1 − weight)
        rest = gap[:, None] - weights * ahead
        opening = ahead - np.divide(rest, 1 - weights, out=np.zeros_like(rest), where=weights < 1)
    with np.errstate(divide="ignore"):
        steps = gap[:, None] / np.abs(opening)
    most = np.inf if others == "held" else 1.0
    up, high = _first(np.where(opening < 0, steps, np.inf), most - weights)
    down, low = _first(np.where(opening > 0, steps, np.inf), weights)
    pairs = np.stack([order[:-1], order[1:]], axis=1)
    pairs = np.concatenate([pairs, [[-1, -1]]])  # what a row of −1 leads to
    return WeightIntervals(weights - down, weights + up, pairs[low], pairs[high])


def _first(steps: Floats, room: Floats) -> tuple[Floats, npt.NDArray[np.int64]]:
    """Return the nearest change of each column, and its row; the room and −1 where it lies beyond."""
    if not len(steps):
        return room, np.full(len(room), -1)
    rows = steps.argmin(axis=0)
    nearest = steps[rows, np.arange(steps.shape[1])]
    inside = nearest <= room
    return np.where(inside, nearest, room), np.where(inside, rows, -1)
