"""Between which figures a total lies while something is missing, whatever it turns out to be."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from govscore_lib.algebra.columns import Truths
from govscore_lib.engine.categories import Categories, Gone, Points
from govscore_lib.engine.ranking import Units
from govscore_lib.points import SCALE, round_half_up, units_array
from govscore_lib.rubric.model import Criterion

FOLLOWED = 6
"""So many open conditions are followed both ways; beyond them the bounds hold and may be wider."""


@dataclass(frozen=True)
class Bounds:
    """Least and most of the sum of the categories; bounded : where there is a most, else it is 0."""

    lower: Units
    upper: Units
    bounded: Truths


def bounds(categories: Categories, points: Points) -> Bounds:
    """Return the bounds of the sum of the categories, in units of 1e-9 points.

    A missing criterion lies between its least and its most. Where nobody can tell whether it applies, or
    whether a category is emptied, both outcomes lie within the bounds.
    """
    criteria = categories.rubric.criteria_list
    least = [_recorded(one.least, one.factor) for one in criteria]
    most = [_recorded(one.most, one.factor) for one in criteria]
    beyond = _beyond(categories, points, (*least, *most)) if None in (*least, *most) else 0
    low = _filled(points, [-beyond if one is None else one for one in least])
    high = _filled(points, [beyond if one is None else one for one in most])
    lower, upper = _followed(categories, points, low, high, _conditions(criteria, points))
    bounded = (upper < beyond // 2).astype(bool) if None in most else np.ones(len(upper), bool)
    return Bounds(lower, units_array(np.where(bounded, upper, 0)), bounded)


def _recorded(points: Fraction | None, factor: Fraction) -> int | None:
    if points is None:
        return None
    return round_half_up(Fraction(round_half_up(points), SCALE) * factor)


def _beyond(categories: Categories, points: Points, figures: Sequence[int | None]) -> int:
    """Return a number that stands for no bound: far larger than all others can come to, scaled or not."""
    largest = int(np.abs(points.units).max(initial=0)) * len(figures)
    known = sum(abs(one) for one in figures if one is not None)
    floors = sum(round_half_up(abs(one.min_points)) for one in categories.rubric.categories)
    factor = max(categories.whole, *categories.wholes, 1)
    return 8 * (1 + largest + known + floors) * factor**2


def _filled(points: Points, missing: Sequence[int]) -> Units:
    """Return the points, the given ones where they are missing and 0 where the clause does not apply."""
    return np.where(points.missing, units_array(missing), points.known)


def _conditions(criteria: Sequence[Criterion], points: Points) -> list[list[int]]:
    """Return columns of criteria that share a condition which is open in some region."""
    groups: dict[Hashable, list[int]] = {}
    for column, one in enumerate(criteria):
        if one.not_applicable is not None and points.open[:, column].any():
            groups.setdefault(one.not_applicable.when, []).append(column)
    return list(groups.values())[:FOLLOWED]


def _followed(
    categories: Categories, points: Points, low: Units, high: Units, conditions: list[list[int]]
) -> tuple[Units, Units]:
    """Return bounds with each condition taken to hold, and not to hold, where it is open."""
    if not conditions:
        return _between(categories, points, low, high)
    asked = np.zeros_like(points.open)
    asked[:, conditions[0]] = points.open[:, conditions[0]]
    applies = replace(points, open=points.open & ~asked)
    apart = replace(applies, apart=points.apart | asked)
    without = np.where(asked, 0, low), np.where(asked, 0, high)
    least_in, most_in = _followed(categories, applies, low, high, conditions[1:])
    least_out, most_out = _followed(categories, apart, *without, conditions[1:])
    return np.minimum(least_in, least_out), np.maximum(most_in, most_out)


def _between(
    categories: Categories, points: Points, low: Units, high: Units
) -> tuple[Units, Units]:
    """Return bounds that hold whatever becomes of the conditions that are still open."""
    low = np.where(points.open, np.minimum(low, 0), low)
    high = np.where(points.open, np.maximum(high, 0), high)
    ends = _ends(categories, points)
    lower = np.minimum.reduce([categories.held(low, gone) for gone in ends])
    upper = np.maximum.reduce([categories.held(high, gone) for gone in ends])
    lower = np.where(points.in_doubt, np.minimum(lower, 0), np.where(points.emptied, 0, lower))
    upper = np.where(points.in_doubt, np.maximum(upper, 0), np.where(points.emptied, 0, upper))
    return (
        np.minimum.reduce([categories.scaled(lower, gone).sum(axis=1) for gone in ends]),
        np.maximum.reduce([categories.scaled(upper, gone).sum(axis=1) for gone in ends]),
    )


def _ends(categories: Categories, points: Points) -> list[Gone]:
    """Return the least and the most that may be gone; just one where nothing is open."""
    least = categories.gone(points.apart)
    if not points.open.any():
        return [least]
    most = categories.gone(points.apart | points.open)
    base = _range(categories.whole, least.base, most.base)
    spread = [
        _range(whole, *pair)
        for whole, *pair in zip(categories.wholes, least.spread, most.spread, strict=True)
    ]
    return [Gone(base[end], tuple(one[end] for one in spread)) for end in (0, 1)]


def _range(whole: int, least: Units, most: Units) -> tuple[Units, Units]:
    """Return the ends between which the factor whole ÷ (whole − gone) lies.

    Where all may be gone, the factor may be 1 (then nothing is scaled) or as large as it gets before.
    """
    all_gone = (least < whole) & (most >= whole)
    return np.where(all_gone, 0, least), np.where(all_gone, whole - 1, most)
