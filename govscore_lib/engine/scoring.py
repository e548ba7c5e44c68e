"""Rubric + typed columns → points of every criterion, whole columns at a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from govscore_lib.algebra.columns import (
    NumberColumn,
    TruthColumn,
    Truths,
    constant,
    multiply,
    to_units,
)
from govscore_lib.algebra.evaluate import Evaluator, Frame
from govscore_lib.algebra.expr import Expr, is_league_relative, names
from govscore_lib.engine.bounds import bounds
from govscore_lib.engine.categories import Categories, Points
from govscore_lib.engine.ranking import Units, rank_totals
from govscore_lib.engine.standing import Standings, standings
from govscore_lib.points import SCALE, round_half_up
from govscore_lib.rubric.model import Criterion, Rubric

__all__ = ["Points", "Scoring", "Totals", "add_up", "deciding", "ranks", "settled", "weighed"]


@dataclass(frozen=True)
class Totals:
    """Sums by category and region, in units of 1e-9 points.

    category_sums, category_scores : shape (regions, categories), before and after the caps.
    category_maxima : what each can come to, 0 where nothing is printed. total, lower, upper : shape
    (regions,). bounded : where there is an upper bound. total_effect : what a floor of the total, or a fact that sets
    it, adds to the sum of the categories. rank2 : twice the rank, so that an average stays whole.
    """

    category_sums: Units
    category_scores: Units
    category_maxima: Units
    total: Units
    lower: Units
    upper: Units
    bounded: Truths
    total_effect: Units
    rank2: npt.NDArray[np.int64]


class Scoring:
    """One run of a rubric over one frame."""

    def __init__(
        self,
        rubric: Rubric,
        frame: Frame,
        blocked: Mapping[str, Truths] | None = None,
        like: Scoring | None = None,
    ) -> None:
        """Prepare a run; blocked : criterion id → rows in which a critical finding forbids scoring.

        like : a run over the same frame with the same metrics, whose points of the criteria that are the same are taken over.
        """
        self.rubric = rubric
        self.given = frame
        self.standings = standings(rubric, Evaluator(frame))
        waived = self.standings.rows("waived")
        self.frame = replace(frame, in_pool=frame.in_pool & ~waived) if waived.any() else frame
        self.evaluator = Evaluator(self.frame)
        self.blocked = blocked or {}
        self._evaluators: dict[str, Evaluator] = {}
        self._lacking: dict[str, Mapping[str, Truths]] = {}
        self._like: Scoring | None = like if like is not None and self._is_as(like) else None

    def _is_as(self, other: Scoring) -> bool:
        """Whether a criterion that is the same has the same points in another run."""
        return (
            self.given is other.given
            and self.rubric.metrics == other.rubric.metrics
            and bool((self.frame.in_pool == other.frame.in_pool).all())
            and bool((self.standings.rows("waived") == other.standings.rows("waived")).all())
            and self.blocked.keys() == other.blocked.keys()
            and all((rows == other.blocked[name]).all() for name, rows in self.blocked.items())
        )

    @cached_property
    def points(self) -> Points:
        """Points of every region under every criterion, and the facts that empty a category."""
        columns = [self._column(criterion) for criterion in self.rubric.criteria_list]
        units, scored, apart, still_open = (np.stack(part, axis=1) for part in zip(*columns, strict=True))  # fmt: skip
        self._like = None  # it has served
        emptied = [self.fact(category.emptied_when) for category in self.rubric.categories]
        return Points(
            units,
            scored,
            apart,
            still_open,
            np.stack([truth.holds for truth in emptied], axis=1),
            np.stack([~truth.known for truth in emptied], axis=1),
        )

    def _column(self, criterion: Criterion) -> tuple[Units, Truths, Truths, Truths]:
        """Return units, where scored, where apart and where open of one criterion."""
        other = self._like
        if other is not None and criterion.id in other.rubric.criteria:
            same = other.rubric.criteria[criterion.id]
            if same is criterion or same == criterion:
                points, at = other.points, list(other.rubric.criteria).index(criterion.id)
                return points.units[:, at], points.scored[:, at], points.apart[:, at], points.open[:, at]  # fmt: skip
        awarded, apart = self.criterion_points(criterion), self.apart(criterion)
        return to_units(awarded), awarded.known, apart.holds, ~apart.known

    def fact(self, condition: Expr | None) -> TruthColumn:
        """Return where a condition holds, none at all nowhere; not known where a figure it needs is missing."""
        if condition is None:
            return TruthColumn(np.zeros(self.frame.size, bool), np.ones(self.frame.size, bool))
        truth = self.evaluator.truth(condition)
        known = truth.known.copy()
        for name in names(condition):
            known &= ~self.metric_missing(name)
        return TruthColumn(truth.value & known, known)

    def apart(self, criterion: Criterion) -> TruthColumn:
        """Return where a criterion does not apply and has no points; not known where nobody can tell yet."""
        rule = criterion.not_applicable
        if rule is None or rule.has_points:
            return self.fact(None)
        when = self.fact(rule.when)
        waived = self.standings.rows("waived")
        blocked = self.blocked.get(criterion.id, np.zeros(self.frame.size, dtype=bool))
        known = waived | (when.known & ~blocked)
        return TruthColumn(when.value & known & ~waived, known)

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
        if criterion.id not in self._evaluators:
            lacking, evaluator = self.without_data(criterion), self.evaluator
            if lacking.any() and is_league_relative(criterion.lowered.points):
                evaluator = Evaluator(replace(self.frame, in_pool=self.frame.in_pool & ~lacking))
            self._evaluators[criterion.id] = evaluator
        return self._evaluators[criterion.id]

    def without_data(self, criterion: Criterion) -> Truths:
        """Return where a needed metric has no value, a critical finding forbids scoring or a region gave up."""
        lacking = self.missing(criterion) | self.standings.rows("waived")
        if criterion.id in self.blocked:
            lacking |= self.blocked[criterion.id]
        return lacking

    def missing(self, criterion: Criterion) -> Truths:
        """Return where a metric that the criterion needs has no value."""
        lacking = self.lacking(criterion).values()
        return np.logical_or.reduce([np.zeros(self.frame.size, dtype=bool), *lacking])

    def lacking(self, criterion: Criterion) -> Mapping[str, Truths]:
        """Return where each metric of a criterion is needed and has no value.

        Where one of the conditions around the rule fails, the figures that come after it are not needed.
        """
        if criterion.id not in self._lacking:
            found: dict[str, Truths] = {}
            asked = np.ones(self.frame.size, dtype=bool)
            for condition in criterion.policies.conditions:
                for name in names(condition):
                    found[name] = found.get(name, False) | (asked & self.metric_missing(name))
                asked = asked & ~self._fails(condition)
            for name in criterion.own_metrics:
                found[name] = found.get(name, False) | (asked & self.metric_missing(name))
            self._lacking[criterion.id] = found
        return self._lacking[criterion.id]

    def rule_decides(self, criterion: Criterion) -> Truths:
        """Return where no condition around the rule fails, so that the rule says the points."""
        fails = [self._fails(condition) for condition in criterion.policies.conditions]
        return ~np.logical_or.reduce([np.zeros(self.frame.size, dtype=bool), *fails])

    def _fails(self, condition: Expr) -> Truths:
        truth = self.evaluator.truth(condition)
        return truth.known & ~truth.value

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
    categories = Categories(rubric)
    category_scores = categories.scores(points)
    added = category_scores.sum(axis=1)
    between = bounds(categories, points)
    total, lower, upper = (
        settled(rubric, figure, decided) for figure in (added, between.lower, between.upper)
    )
    return Totals(
        categories.sums(points),
        category_scores,
        categories.maxima(points),
        total,
        lower,
        upper,
        between.bounded | decided.sets_the_total,
        total - added,
        ranks(rubric, points, category_scores, total, ranked, decided),
    )


def ranks(
    rubric: Rubric,
    points: Points,
    category_scores: Units,
    total: Units,
    ranked: Truths,
    decided: Standings,
) -> npt.NDArray[np.int64]:
    """Return twice the rank of every region that has one, 0 elsewhere; ranked : who stands in the league."""
    return rank_totals(
        rubric.ranking,
        total,
        ranked & ~decided.unranked,
        ranked & decided.rows("disqualified"),
        deciding(rubric, points, category_scores),
    )


def settled(rubric: Rubric, total: Units, decided: Standings) -> Units:
    """Return totals held at their floor, or set by what became of the region as a whole."""
    floor = rubric.total.min_points
    held = total.copy() if floor is None else np.maximum(total, round_half_up(floor))
    for row, rule in decided.by_row.items():
        if rule.total is not None:
            held[row] = round_half_up(rule.total)
    return held


def deciding(rubric: Rubric, points: Points, category_scores: Units) -> list[Units]:
    """Return the columns that decide between equal totals, in the order of the rubric."""
    categories = [one.id for one in rubric.categories]
    criteria = list(rubric.criteria)
    base = [one.component == "base" for one in rubric.categories]

    def column(name: str) -> Units:
        if name in categories:
            return category_scores[:, categories.index(name)]
        if name in criteria:
            return points.known[:, criteria.index(name)]
        return category_scores[:, base].sum(axis=1)

    return [column(name) for name in rubric.ranking.then]
