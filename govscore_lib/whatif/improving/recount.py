"""Totals and ranks of a league under other points, counted anew by the engine's own sums."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cached_property

import numpy as np

from govscore_lib.algebra.columns import Truths
from govscore_lib.engine.categories import Categories, Gone, Points
from govscore_lib.engine.ranking import Doubled, Units, rank_totals
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.engine.scores import group_labels
from govscore_lib.engine.scoring import deciding, settled
from govscore_lib.points import round_half_up
from govscore_lib.rubric.model import Category
from govscore_lib.whatif.improving.dominance import Whole

WITHOUT_CAP = 2**60
"""Stands for a category without a maximum, 1e-9 points."""


class Recount:
    """The points of a run, and what other points would come to.

    base : recorded points, shape (regions, criteria), 0 where there are none, 1e-9 points.
    """

    def __init__(self, card: Scorecard) -> None:
        """Take the points of a scorecard."""
        scoring = card.scoring
        self.card = card
        self.rubric = card.rubric
        self.points: Points = scoring.points
        self.standings = scoring.standings
        self.in_pool: Truths = scoring.frame.in_pool
        self.base: Whole = self.points.known.astype(np.int64)
        self.categories = Categories(self.rubric)
        self._gone = self.categories.gone(self.points.apart)
        self._rooms: dict[tuple[int, int], int | None] = {}
        self._stretches: dict[int, Fraction] = {}

    @property
    def size(self) -> int:
        """How many regions there are, reference rows included."""
        return len(self.base)

    @cached_property
    def _ends(self) -> tuple[Whole, Whole, Whole]:
        """Which criteria make up each category, (criteria, categories), and between what it is held."""
        inside = np.zeros((self.base.shape[1], len(self.rubric.categories)), dtype=np.int64)
        for place, columns in enumerate(self.categories.members):
            inside[columns, place] = 1
        caps = [one.max_points for one in self.rubric.categories]
        high = [WITHOUT_CAP if cap is None else round_half_up(cap) for cap in caps]
        low = [round_half_up(one.min_points) for one in self.rubric.categories]
        return inside, np.array(low), np.array(high)

    @cached_property
    def _is_simple(self) -> Truths:
        """Where every category is held between its ends and no more."""
        split = any(
            one.max_gain is not None or one.max_loss is not None for one in self.rubric.categories
        )
        return ~self.is_scaled & ~self.points.emptied.any(axis=1) & (not split)

    def held(self, values: Whole, row: int) -> Whole:
        """Return category scores of one region before the base is scaled.

        values : shape (cases, criteria), its points in several cases.
        """
        if self._is_simple[row]:
            inside, low, high = self._ends
            return np.asarray(np.minimum(np.maximum(values @ inside, low), high))
        gone = self._gone_of(np.full(len(values), row))
        held = self.categories.held(values, gone)
        return np.where(self.points.emptied[row], 0, held).astype(np.int64)

    def total(self, held: Whole, row: int) -> Whole:
        """Return the total of one region in several cases, from its held category scores."""
        added = held.sum(axis=1)
        if self.is_scaled[row]:
            gone = self._gone_of(np.full(len(held), row))
            added = self.categories.scaled(held, gone).sum(axis=1)
        floor, rule = self.rubric.total.min_points, self.standings.by_row.get(row)
        if rule is not None and rule.total is not None:
            return np.full(len(held), round_half_up(rule.total))
        return np.asarray(added if floor is None else np.maximum(added, round_half_up(floor)))

    def scores(self, values: Whole) -> tuple[Units, Units]:
        """Return category scores and totals of all regions, shape (regions, …), from their points."""
        held = self.categories.held(values, self._gone)
        scores = self.categories.scaled(np.where(self.points.emptied, 0, held), self._gone)
        return scores, settled(self.rubric, scores.sum(axis=1), self.standings)

    def rank2(self, values: Whole, scores: Units, total: Units, among: Truths) -> Doubled:
        """Return twice the rank of every region of a group, 0 for the others."""
        points = replace(self.points, units=values, scored=np.ones_like(self.points.scored))
        ranked = self.in_pool & among
        return rank_totals(
            self.rubric.ranking,
            total,
            ranked & ~self.standings.unranked,
            ranked & self.standings.rows("disqualified"),
            deciding(self.rubric, points, scores),
        )

    def last_place(self, among: Truths) -> int:
        """Return how many places a group of regions has, those that are kept empty included."""
        counted = ~self.standings.unranked
        if self.rubric.ranking.excluded == "keep_place":
            counted |= self.standings.rows("disqualified")
        return int((self.in_pool & among & counted).sum())

    def group_of(self, row: int) -> Truths:
        """Return the regions of a region's group; all where the rubric ranks within no groups."""
        labels = group_labels(self.card)
        if labels is None:
            return np.ones(self.size, dtype=bool)
        return np.array([one == labels[row] for one in labels], dtype=bool)

    def stretch(self, row: int) -> Fraction:
        """Return by how much a region's points may count more than they are, for clauses that do not apply."""
        if row not in self._stretches:
            self._stretches[row] = self._stretch(row)
        return self._stretches[row]

    def _stretch(self, row: int) -> Fraction:
        base = _factor(self.categories.whole, int(self._gone.base[row]))
        inside = (
            _factor(whole, int(gone[row]))
            for whole, gone in zip(self.categories.wholes, self._gone.spread, strict=True)
        )
        return base * max(inside, default=Fraction(1))

    def room(self, row: int, place: int) -> int | None:
        """Return how much a region's category can still grow before its cap; None without one."""
        if (row, place) not in self._rooms:
            self._rooms[row, place] = self._room(row, place)
        return self._rooms[row, place]

    def _room(self, row: int, place: int) -> int | None:
        cap = self.rubric.categories[place].max_points
        if self.points.emptied[row, place]:
            return 0
        if cap is None:
            return None
        now = int(self.held(self.base[[row]], row)[0, place])
        return max(0, round_half_up(cap) - now)

    def is_plain(self, row: int, place: int) -> bool:
        """Whether a region's category is the sum of its criteria, whatever they come to."""
        category: Category = self.rubric.categories[place]
        if category.max_gain is not None or category.max_loss is not None:
            return False
        if self.points.emptied[row, place] or self._gone.spread[place][row]:
            return False
        low = high = 0
        for column in self.categories.members[place]:
            criterion, now = self.rubric.criteria_list[column], int(self.base[row, column])
            if criterion.least is None or criterion.most is None:
                return False
            low += min(now, round_half_up(criterion.least))
            high += max(now, round_half_up(criterion.most))
        cap = category.max_points
        return low >= round_half_up(category.min_points) and (
            cap is None or high <= round_half_up(cap)
        )

    @cached_property
    def is_scaled(self) -> Truths:
        """Where clauses that do not apply move weight."""
        moved = np.array(self._gone.base != 0, dtype=bool)
        for gone in self._gone.spread:
            moved |= np.array(gone != 0, dtype=bool)
        return moved

    def _gone_of(self, rows: Whole) -> Gone:
        return Gone(self._gone.base[rows], tuple(one[rows] for one in self._gone.spread))


def _factor(whole: int, gone: int) -> Fraction:
    return Fraction(whole, whole - gone) if 0 < gone < whole else Fraction(1)
