"""Recorded points → category scores: gains and losses held apart, weights moved, floors and caps.

All figures are units of 1e-9 points; arrays have one row a region.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from govscore_lib.algebra.columns import Truths
from govscore_lib.engine.ranking import Units
from govscore_lib.points import round_half_up, units_array
from govscore_lib.rubric.model import Category, Rubric
from govscore_lib.rules.policies import Policy


@dataclass(frozen=True)
class Points:
    """Points of all criteria, shape (regions, criteria), and facts about categories, (regions, categories).

    units : recorded points, 0 where not scored. scored : where there are points. apart : where the clause
    does not apply and its weight goes elsewhere. open : where nobody can tell yet whether that is so.
    emptied : where a fact empties the category. in_doubt : where nobody can tell yet whether one does.
    """

    units: Units
    scored: Truths
    apart: Truths
    open: Truths
    emptied: Truths
    in_doubt: Truths

    @property
    def missing(self) -> Truths:
        """Where there are no points although the clause may apply."""
        return ~self.scored & ~self.apart

    @property
    def known(self) -> Units:
        """The points, 0 where there are none."""
        return np.where(self.scored, self.units, 0)

    @property
    def unsettled(self) -> Truths:
        """Regions whose total can still move."""
        return np.asarray(np.concatenate([self.missing, self.in_doubt], axis=1).any(axis=1))


@dataclass(frozen=True)
class Gone:
    """Maxima that are left out of the base, and spread within each category, in whole numbers."""

    base: Units
    spread: tuple[Units, ...]


class Categories:
    """Adds up the points of a rubric by category."""

    def __init__(self, rubric: Rubric) -> None:
        """Prepare for one rubric, whatever the points."""
        self.rubric = rubric
        self.members = [
            [i for i, one in enumerate(rubric.criteria_list) if one.category == category.id]
            for category in rubric.categories
        ]
        self.base = [i for i, one in enumerate(rubric.categories) if one.component == "base"]

    def sums(self, points: Points) -> Units:
        """Return the recorded points of each category, before anything is held or scaled."""
        return np.stack([points.known[:, mine].sum(axis=1) for mine in self.members], axis=1)

    def scores(self, points: Points) -> Units:
        """Return the score of each category."""
        gone = self.gone(points.apart)
        held = self.held(points.known, gone)
        return self.scaled(np.where(points.emptied, 0, held), gone)

    def maxima(self, points: Points) -> Units:
        """Return what each category can come to where it has a maximum; 0 elsewhere.

        A clause that is left out takes its maximum with it, and the rest is scaled like the scores.
        """
        most = [round_half_up(one.max_points or Fraction(0)) for one in self.rubric.categories]
        left = np.tile(units_array(most), (len(points.units), 1))
        for place in self.base:
            columns = self._with_policy("leave_out", self.members[place])
            weights = [self.rubric.criteria_list[i].max_points or Fraction(0) for i in columns]
            lost = points.apart[:, columns] @ units_array([round_half_up(one) for one in weights])
            left[:, place] = np.maximum(left[:, place] - lost, 0)
        return self.scaled(left, self.gone(points.apart))

    def gone(self, left: Truths) -> Gone:
        """Return what is gone where the criteria told by ``left`` have no points of their own."""
        base = [column for place in self.base for column in self.members[place]]
        return Gone(
            self._weight(self._with_policy("leave_out", base), left),
            tuple(self._weight(self._with_policy("spread", mine), left) for mine in self.members),
        )

    @cached_property
    def whole(self) -> int:
        """The maximum of the total, in the scale of ``Gone``."""
        return self._in_scale(self.rubric.total.max_points)

    @cached_property
    def wholes(self) -> tuple[int, ...]:
        """The maximum of each category, else the sum of its criteria's, in the scale of ``Gone``."""
        return tuple(
            self._in_scale(category.max_points)
            if category.max_points is not None
            else sum(self._in_scale(self.rubric.criteria_list[i].max_points) for i in mine)
            for category, mine in zip(self.rubric.categories, self.members, strict=True)
        )

    def held(self, values: Units, gone: Gone) -> Units:
        """Return category scores before the base is scaled.

        values : points of every criterion, 0 where none.
        """
        scores = []
        for place, category in enumerate(self.rubric.categories):
            mine = values[:, self.members[place]]
            gains, losses = np.maximum(mine, 0).sum(axis=1), np.minimum(mine, 0).sum(axis=1)
            if category.max_gain is not None:
                gains = np.minimum(gains, round_half_up(category.max_gain))
            if category.max_loss is not None:
                losses = np.maximum(losses, -round_half_up(category.max_loss))
            added = _scaled(gains + losses, self.wholes[place], gone.spread[place])
            scores.append(_within(added, category))
        return np.stack(scores, axis=1)

    def scaled(self, scores: Units, gone: Gone) -> Units:
        """Return category scores with the base scaled up for what is left out of it.

        The running sums are scaled and rounded, so that the base as a whole is right to the last digit.
        """
        if not gone.base.any():
            return scores
        running = np.cumsum(scores[:, self.base].astype(object), axis=1)
        scaled = np.stack(
            [_scaled(running[:, i], self.whole, gone.base) for i in range(len(self.base))], axis=1
        )
        result = scores.astype(object)
        result[:, self.base] = np.diff(scaled.astype(object), axis=1, prepend=0)
        return units_array(result)

    def _with_policy(self, policy: Policy, columns: Sequence[int]) -> list[int]:
        found = []
        for column in columns:
            apart = self.rubric.criteria_list[column].not_applicable
            if apart is not None and apart.policy == policy:
                found.append(column)
        return found

    def _weight(self, columns: Sequence[int], left: Truths) -> Units:
        weights = [self._in_scale(self.rubric.criteria_list[i].max_points) for i in columns]
        found = np.zeros(len(left), dtype=object)
        for column, weight in zip(columns, weights, strict=True):
            found = found + np.where(left[:, column], weight, 0).astype(object)
        return found

    @cached_property
    def _scale(self) -> int:
        """How many whole numbers make a point, so that every maximum is a whole number."""
        printed = [one.max_points for one in self.rubric.criteria_list]
        printed += [one.max_points for one in self.rubric.categories]
        return math.lcm(
            *(Fraction(one or 0).denominator for one in (*printed, self.rubric.total.max_points))
        )

    def _in_scale(self, points: Fraction | None) -> int:
        return 0 if points is None else int(points * self._scale)


def _scaled(figures: Units, whole: int, gone: Units) -> Units:
    """Return figures times ``whole / (whole - gone)``, rounded half up; unchanged where nothing is left."""
    moved = ((gone > 0) & (gone < whole)).astype(bool)
    if not moved.any():
        return figures
    exactly = figures.astype(object)
    rest = np.where(moved, whole - gone, 1)
    size = (2 * abs(exactly) * whole + rest) // (2 * rest)
    return units_array(np.where(moved, np.where(exactly < 0, -size, size), exactly))


def _within(added: Units, category: Category) -> Units:
    held = np.maximum(added, round_half_up(category.min_points))
    cap = category.max_points
    return held if cap is None else np.minimum(held, round_half_up(cap))
