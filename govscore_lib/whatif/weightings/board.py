"""A scorecard as arrays: all that totals and ranks follow from once points are recorded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt

from govscore_lib.algebra.columns import Truths
from govscore_lib.engine.ranking import Units
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.engine.scores import group_labels
from govscore_lib.errors import UsageError, did_you_mean, listed
from govscore_lib.points import added, round_half_up, units_array
from govscore_lib.rubric.league import Region
from govscore_lib.rubric.model import Category, Rubric
from govscore_lib.text import Bilingual
from govscore_lib.whatif.scenarios.reweighting import ZERO, category_points

Over = Literal["criteria", "categories"]
"""What points are varied of: single criteria, or whole categories with their criteria along."""


@dataclass(frozen=True)
class Lever:
    """Something whose points can be varied: a criterion of the base, or a category of it.

    points : what it is worth, and ``share`` what that adds to the base. columns : the criteria that go along.
    """

    id: str
    name: Bilingual
    points: Fraction
    share: Fraction
    category: int
    columns: tuple[int, ...]


class Board:
    """The regions that count in the ranking, and their recorded points.

    units : shape (regions, criteria), 1e-9 points, 0 where there are none. apart, emptied : as in the engine,
    (regions, criteria) and (regions, categories). ranked : who has a rank; the others keep a place empty.
    eligible : who can have a prize. fixed : row → total that a fact sets, whatever the points.
    """

    def __init__(self, card: Scorecard, group: str | None = None) -> None:
        """Take the arrays from a scorecard; group : only its regions, where the rubric ranks within groups.

        Raises UsageError where no region has a rank, and for an unknown group.
        """
        self.card = card
        self.rubric: Rubric = card.rubric
        scoring = card.scoring
        decided = scoring.standings
        counted = scoring.frame.in_pool & ~decided.unranked
        if self.rubric.ranking.excluded == "keep_place":
            counted = counted | (scoring.frame.in_pool & decided.rows("disqualified"))
        if group is not None:
            counted &= self._in_group(card, group)
        rows = np.flatnonzero(counted)
        self.rows = rows
        self.regions: tuple[Region, ...] = tuple(card.league.regions[int(row)] for row in rows)
        self.ranked: Truths = ~decided.unranked[rows]
        self.eligible: Truths = self.ranked & ~decided.rows("vetoed")[rows]
        if not self.ranked.any():
            raise UsageError("no region has a rank, so there is nothing to vary.")
        points = scoring.points
        self.units: Units = points.known[rows]
        self.apart: Truths = points.apart[rows]
        self.emptied: Truths = points.emptied[rows]
        self.fixed: dict[int, int] = {
            int(place): round_half_up(rule.total)
            for place, row in enumerate(rows)
            if (rule := decided.by_row.get(int(row))) is not None and rule.total is not None
        }
        self.total_units: Units = scoring.totals.total[rows]
        self.rank2: npt.NDArray[np.int64] = scoring.totals.rank2[rows]
        self.members: list[list[int]] = [
            [i for i, one in enumerate(self.rubric.criteria_list) if one.category == category.id]
            for category in self.rubric.categories
        ]
        self._plain: dict[int, bool] = {}
        self._maxed_sums: dict[int, Fraction] = {}
        self._levers: dict[Over, list[Lever]] = {}

    @staticmethod
    def _in_group(card: Scorecard, group: str) -> Truths:
        labels = group_labels(card)
        known = sorted({one for one in labels or [] if one})
        if group not in known:
            hint = did_you_mean(group, known) or f"Known: {listed(known) or 'none'}"
            raise UsageError(f"{card.rubric.id} ranks within no group '{group}'. {hint}")
        return np.array([one == group for one in labels or []], dtype=bool)

    @property
    def size(self) -> int:
        """How many regions count in the ranking."""
        return len(self.rows)

    @cached_property
    def region_ids(self) -> list[str]:
        """Ids of the regions, in the order of the rows."""
        return [region.id for region in self.regions]

    def row(self, region: str) -> int:
        """Return the row of a region given by id, name or alias. Raises UsageError where it has no rank."""
        found = self.card.region(region)
        ids = self.region_ids
        if found.id not in ids or not self.ranked[ids.index(found.id)]:
            raise UsageError(f"{found.id} {found.name_zh} has no rank.")
        return ids.index(found.id)

    @cached_property
    def base(self) -> Fraction:
        """What all levers together add to: the points of the base."""
        return added(one.share for one in self.levers("criteria"))

    def levers(self, over: Over = "criteria") -> list[Lever]:
        """Return what can be varied, in the order of the rubric: the base, bonuses left out."""
        if over not in self._levers:
            self._levers[over] = self._found(over)
        return self._levers[over]

    def _found(self, over: Over) -> list[Lever]:
        found = []
        for place, category in enumerate(self.rubric.categories):
            if category.component != "base":
                continue
            maxed = self.maxed(place)
            if over == "criteria" and maxed:
                worth = category_points(self.rubric, category) / self.maxed_sum(place)
                found += [self._criterion(place, column, worth) for column in maxed]
            elif maxed:
                points = category_points(self.rubric, category)
                columns = tuple(self.members[place])
                found.append(Lever(category.id, category.name, points, points, place, columns))
        return [one for one in found if one.points]

    def lever(self, name: str) -> Lever:
        """Return the lever of a criterion, or of a category written ``category:ID``.

        Raises UsageError where there is none of that name.
        """
        over: Over = "categories" if name.startswith("category:") else "criteria"
        levers = {one.id: one for one in self.levers(over)}
        wanted = name.removeprefix("category:")
        if wanted not in levers:
            hint = did_you_mean(wanted, levers) or f"Known: {listed(levers)}"
            raise UsageError(f"there are no points of '{name}' to vary. {hint}")
        return levers[wanted]

    def _criterion(self, place: int, column: int, worth: Fraction) -> Lever:
        criterion = self.rubric.criteria_list[column]
        assert criterion.max_points is not None  # only criteria with a maximum are asked for
        share = criterion.max_points if worth == 1 else criterion.max_points * worth
        return Lever(criterion.id, criterion.name, criterion.max_points, share, place, (column,))

    def maxed(self, place: int) -> list[int]:
        """Return the criteria of a category that have a maximum."""
        return [i for i in self.members[place] if self.rubric.criteria_list[i].max_points]

    def maxed_sum(self, place: int) -> Fraction:
        """Return the sum of the maxima of a category's criteria."""
        if place not in self._maxed_sums:
            criteria = self.rubric.criteria_list
            self._maxed_sums[place] = added(criteria[i].max_points or ZERO for i in self.maxed(place))  # fmt: skip
        return self._maxed_sums[place]

    @cached_property
    def base_columns(self) -> frozenset[int]:
        """The criteria whose points move when a lever does."""
        return frozenset(column for lever in self.levers() for column in lever.columns)

    @cached_property
    def counted_units(self) -> Units:
        """The recorded points, 0 where a fact empties the category."""
        units = self.units.copy()
        for place, columns in enumerate(self.members):
            units[:, columns] *= ~self.emptied[:, place, None]
        return units

    @cached_property
    def base_units(self) -> Units:
        """The sum of what moves, one a region."""
        found: Units = self.counted_units[:, sorted(self.base_columns)].sum(axis=1)
        return found

    @cached_property
    def is_straight(self) -> bool:
        """Whether every total is the sum of its points, whatever they are worth."""
        plain = all(self.is_plain(place) for place in range(len(self.members)))
        return plain and self.rubric.total.min_points is None and not self.scales

    def is_plain(self, place: int) -> bool:
        """Whether a category is the sum of its criteria whatever they are worth: nothing ever held or scaled.

        So it is where no points are below 0 or above their maximum, and the maxima add up to the category's.
        """
        if place not in self._plain:
            self._plain[place] = self._is_plain(place)
        return self._plain[place]

    def _is_plain(self, place: int) -> bool:
        category, columns = self.rubric.categories[place], self.members[place]
        if not columns:
            return category.min_points <= 0
        moved = self._apart(place, "spread").any() or not self._caps_at_sum(category, place)
        if moved or any(one is not None for one in (category.max_gain, category.max_loss)):
            return False
        full = [self.rubric.criteria_list[i].max_points for i in columns]
        held = [i for i, one in zip(columns, full, strict=True) if one is not None]
        if category.max_points is not None and len(held) < len(columns):
            return False
        most = units_array([round_half_up(one) for one in full if one is not None])
        return bool((self.units[:, columns] >= 0).all() and (self.units[:, held] <= most).all())

    def _caps_at_sum(self, category: Category, place: int) -> bool:
        if category.min_points > 0:
            return False
        return category.max_points is None or category.max_points >= self.maxed_sum(place)

    def _apart(self, place: int, policy: str) -> Truths:
        """Return where clauses of a category do not apply under a policy, shape (regions, its criteria)."""
        criteria = [self.rubric.criteria_list[i] for i in self.members[place]]
        here = [
            one.not_applicable is not None and one.not_applicable.policy == policy
            for one in criteria
        ]
        return self.apart[:, self.members[place]] & np.array(here, dtype=bool)

    def left_out(self, place: int) -> Truths:
        """Return where a category's clauses are left out of the base, shape (regions, its criteria)."""
        return self._apart(place, "leave_out")

    def spread(self, place: int) -> Truths:
        """Return where a category's clauses are spread over the others, shape (regions, its criteria)."""
        return self._apart(place, "spread")

    @property
    def scales(self) -> bool:
        """Whether some region's base or category is scaled up for clauses that do not apply to it."""
        base = [i for i, one in enumerate(self.rubric.categories) if one.component == "base"]
        every = range(len(self.members))
        return any(self.left_out(i).any() for i in base) or any(self.spread(i).any() for i in every)
