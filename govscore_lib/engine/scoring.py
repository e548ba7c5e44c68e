"""Rubric + typed columns → points of every criterion, whole columns at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

import numpy as np
import numpy.typing as npt

from govscore_lib.algebra.columns import NumberColumn, Truths, constant, multiply, to_units
from govscore_lib.algebra.evaluate import Evaluator, Frame
from govscore_lib.algebra.expr import is_league_relative
from govscore_lib.engine.ranking import Units, rank_totals
from govscore_lib.engine.standing import Standings, standings
from govscore_lib.points import SCALE, round_half_up, units_array
from govscore_lib.rubric.model import Criterion, Rubric


@dataclass(frozen=True)
class Points:
    """Points of all criteria: arrays of shape (regions, criteria) in units of 1e-9 points.

    units : recorded points, 0 where not scored. scored : where there are points.
    """

    units: Units
    scored: Truths


@dataclass(frozen=True)
class Totals:
    """Sums by category and region, in units of 1e-9 points.

    category_sums, category_scores : shape (regions, categories), before and after the caps.
    total, lower, upper : shape (regions,). total_effect : what a floor of the total, or a fact that sets
    it, adds to the sum of the categories. rank2 : twice the rank, so that an average stays whole.
    """

    category_sums: Units
    category_scores: Units
    total: Units
    lower: Units
    upper: Units
    total_effect: Units
    rank2: npt.NDArray[np.int64]


class Scoring:
    """One run of a rubric over one frame."""

    def __init__(
        self,
        rubric: Rubric,
        frame: Frame,
        blocked: Mapping[str, Truths] | None = None,
    ) -> None:
        """Prepare a run; blocked : criterion id → rows in which a critical finding forbids scoring."""
        self.rubric = rubric
        self.standings = standings(rubric, Evaluator(frame))
        waived = self.standings.rows("waived")
        self.frame = replace(frame, in_pool=frame.in_pool & ~waived) if waived.any() else frame
        self.evaluator = Evaluator(self.frame)
        self.blocked = blocked or {}
        self._evaluators: dict[str, Evaluator] = {}

    @cached_property
    def points(self) -> Points:
        """Points of every region under every criterion."""
        columns = [self.criterion_points(criterion) for criterion in self.rubric.criteria_list]
        return Points(
            np.stack([to_units(column) for column in columns], axis=1),
            np.stack([column.known for column in columns], axis=1),
        )

    def criterion_points(self, criterion: Criterion) -> NumberColumn:
        """Return the exact points of one criterion; not known where a needed input is missing."""
        awarded = self.evaluator_of(criterion).number(criterion.lowered.points)
        known = awarded.known & ~self.without_data(criterion)
        return weighed(criterion, NumberColumn(awarded.num, awarded.den, known))

    def evaluator_of(self, criterion: Criterion) -> Evaluator:
        """Return the evaluator in whose leagues only regions with data for the criterion stand.

        A value can be settled although an input is missing (nothing owed, the amount repaid unknown);
        such a region leaves the pool all the same.
        """
        lacking = self.without_data(criterion)
        if not lacking.any() or not is_league_relative(criterion.lowered.points):
            return self.evaluator
        if criterion.id not in self._evaluators:
            frame = replace(self.frame, in_pool=self.frame.in_pool & ~lacking)
            self._evaluators[criterion.id] = Evaluator(frame)
        return self._evaluators[criterion.id]

    def without_data(self, criterion: Criterion) -> Truths:
        """Return where a needed metric has no value, a critical finding forbids scoring or a region gave up."""
        lacking = self.missing(criterion) | self.standings.rows("waived")
        if criterion.id in self.blocked:
            lacking |= self.blocked[criterion.id]
        return lacking

    def missing(self, criterion: Criterion) -> Truths:
        """Return where a metric that the criterion needs has no value."""
        absent = np.zeros(self.frame.size, dtype=bool)
        for name in criterion.metrics:
            absent |= self.metric_missing(name)
        return absent

    def metric_missing(self, name: str) -> Truths:
        """Return where one metric is needed and has no value."""
        needed = self.rubric.metrics[name].needed
        if needed in ("optional", "evidence"):
            return np.zeros(self.frame.size, dtype=bool)
        empty = ~self.frame.columns[name].known
        return empty if needed == "always" else empty & self.evaluator.truth(needed).holds  # type: ignore[arg-type]

    @cached_property
    def totals(self) -> Totals:
        """Category scores, totals with their bounds, and ranks."""
        return add_up(self.rubric, self.points, self.frame.in_pool, self.standings)


def weighed(criterion: Criterion, points: NumberColumn) -> NumberColumn:
    """Return points as they count: where a scenario gives the clause other points, times its factor.

    The rule goes on as printed, and its points are recorded before they are multiplied.
    """
    if criterion.factor == 1:
        return points
    recorded = np.where(points.known, to_units(points), 0)
    whole = NumberColumn(recorded, np.full(len(recorded), SCALE), points.known)
    return multiply(whole, constant(criterion.factor, len(recorded)))


def add_up(
    rubric: Rubric, points: Points, ranked: Truths, decided: Standings | None = None
) -> Totals:
    """Return the sums of recorded points after caps, their bounds and the ranks.

    A missing criterion adds nothing to the total; its least and most bound it.
    decided : what became of regions as a whole; none is shut out by default.
    """
    decided = decided or Standings(len(ranked))
    criteria = rubric.criteria_list
    least = _units(criteria, lambda one: one.rule.least(one.clause_context) * one.factor)
    most = _units(criteria, lambda one: one.max_points or Fraction(0))
    known = np.where(points.scored, points.units, 0)
    low = np.where(points.scored, points.units, least)
    high = np.where(points.scored, points.units, most)
    sums, scores, lowers, uppers = [], [], [], []
    for category in rubric.categories:
        columns = [i for i, one in enumerate(criteria) if one.category == category.id]
        floor = round_half_up(category.min_points)
        cap = None if category.max_points is None else round_half_up(category.max_points)
        total = known[:, columns].sum(axis=1)
        sums.append(total)
        scores.append(_held(total, floor, cap))
        lowers.append(_held(low[:, columns].sum(axis=1), floor, cap))
        uppers.append(_held(high[:, columns].sum(axis=1), floor, cap))
    added = np.sum(scores, axis=0)
    total, lower, upper = (
        _settled(rubric, figure, decided)
        for figure in (added, np.sum(lowers, axis=0), np.sum(uppers, axis=0))
    )
    category_scores = np.stack(scores, axis=1)
    return Totals(
        np.stack(sums, axis=1),
        category_scores,
        total,
        lower,
        upper,
        total - added,
        rank_totals(
            rubric.ranking,
            total,
            ranked & ~decided.unranked,
            ranked & decided.rows("disqualified"),
            deciding(rubric, points, category_scores),
        ),
    )


def _settled(rubric: Rubric, total: Units, decided: Standings) -> Units:
    """Return totals held at their floor, or set by what became of the region as a whole."""
    floor = rubric.total.min_points
    settled = total.copy() if floor is None else np.maximum(total, round_half_up(floor))
    for row, rule in decided.by_row.items():
        if rule.total is not None:
            settled[row] = round_half_up(rule.total)
    return settled


def deciding(rubric: Rubric, points: Points, category_scores: Units) -> list[Units]:
    """Return the columns that decide between equal totals, in the order of the rubric."""
    known = np.where(points.scored, points.units, 0)
    categories = [one.id for one in rubric.categories]
    return [
        category_scores[:, categories.index(name)]
        if name in categories
        else known[:, list(rubric.criteria).index(name)]
        for name in rubric.ranking.then
    ]


def _units(criteria: Sequence[Criterion], figure: Callable[[Criterion], Fraction]) -> Units:
    return units_array([round_half_up(figure(one)) for one in criteria])


def _held(total: Units, floor: int, cap: int | None) -> Units:
    held = np.maximum(total, floor)
    return held if cap is None else np.minimum(held, cap)
