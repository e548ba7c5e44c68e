"""What a region wants to reach: points, a place, a prize; whether it is reached, and what it takes at least."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from govscore_lib.algebra.columns import Truths
from govscore_lib.engine.awards import class_of
from govscore_lib.engine.explaining.outlooks import gained
from govscore_lib.points import DECIMALS, round_units, to_decimal
from govscore_lib.text import Bilingual
from govscore_lib.whatif.improving.dominance import Whole
from govscore_lib.whatif.improving.recount import Recount

Kind = Literal["points", "rank", "prize"]


@dataclass(frozen=True)
class Aim:
    """What a region wants.

    row : the region's in the frame. rank2 : twice the rank wanted, or a better one. prize : class wanted, or a
    better one. units : how much the total is to grow, 1e-9 points. among : the regions whose ranks are meant.
    """

    recount: Recount
    row: int
    kind: Kind
    among: Truths
    rank2: int = 0
    prize: str = ""
    units: int = 0

    @cached_property
    def before(self) -> Whole:
        """Totals of all regions as they are."""
        return np.asarray(self.recount.scores(self.recount.base)[1]).astype(np.int64)

    @cached_property
    def rivals(self) -> Whole:
        """Rows of the regions that stand in the way, the region itself left out."""
        standings = self.recount.standings
        inside = self.recount.in_pool & self.among
        counted = inside & ~standings.unranked
        if self.kind == "prize":
            counted &= ~standings.rows("vetoed")
        elif self.recount.rubric.ranking.excluded == "keep_place":
            counted |= inside & standings.rows("disqualified")
        counted = counted.copy()
        counted[self.row] = False
        return np.flatnonzero(counted)

    @property
    def short_of(self) -> int:
        """By how much less than another total the region's may be and still count as equal, 1e-9 points."""
        return int(10 ** (DECIMALS - self.recount.rubric.ranking.decimals)) - 1

    def must_pass(self, moving: bool) -> int:
        """Return how many rivals may at most not stand above the region, told as how many must not.

        moving : whether the points of rivals can change. Necessary for the aim, not always enough.
        """
        if self.kind == "points":
            return 0
        if self.kind == "prize":
            return max(0, len(self.rivals) - (self._last_place - 1))
        above = self.rank2 // 2 - 1
        if self.recount.rubric.ranking.ties != "dense":
            return max(0, len(self.rivals) - above)
        if moving:
            return 0
        rounded = round_units(self.before[self.rivals], self.recount.rubric.ranking.decimals)
        allowed = np.unique(rounded)[::-1][:above]
        return int((~np.isin(rounded, allowed)).sum())

    @property
    def is_monotone(self) -> bool:
        """Whether it can only help that rivals have less: dense places are counted by totals that differ."""
        return self.kind == "points" or self.recount.rubric.ranking.ties != "dense"

    @cached_property
    def _last_place(self) -> int:
        awards = self.recount.rubric.awards
        assert awards is not None  # asked for a prize only where there are prizes
        last = 0
        for prize in awards.prizes:
            last += prize.places
            if prize.id == self.prize:
                break
        return last

    def is_reached(self, values: Whole) -> bool:
        """Whether the region has what it wants; values : points, shape (regions, criteria)."""
        scores, total = self.recount.scores(values)
        if self.kind == "points":
            return bool(total[self.row] - self.before[self.row] >= self.units)
        rank2 = self.recount.rank2(values, scores, total, self.among)
        if self.kind == "rank":
            return bool(0 < rank2[self.row] <= self.rank2)
        return self._has_prize(rank2)

    def _has_prize(self, rank2: Whole) -> bool:
        """Whether the region has its class or a better one, however a tie across two classes is decided."""
        awards = self.recount.rubric.awards
        assert awards is not None
        eligible, mine = rank2[self.rivals], int(rank2[self.row])
        first = 1 + int((eligible < mine).sum())
        last = first + int((eligible == mine).sum())
        ids = [prize.id for prize in awards.prizes]
        got = class_of(awards, first if awards.boundary == "up" else last)
        return got in ids[: ids.index(self.prize) + 1]

    @property
    def name(self) -> Bilingual:
        """The aim in words."""
        if self.kind == "points":
            told = gained(to_decimal(self.units))
            return Bilingual(zh=f"总分 {told} 分", en=f"{told} points in total")
        if self.kind == "prize":
            awards = self.recount.rubric.awards
            assert awards is not None
            name = next(one.name for one in awards.prizes if one.id == self.prize)
            return Bilingual(zh=f"进入{name.zh}", en=f"to be proposed for {name.en}")
        rank = f"{self.rank2 / 2:g}"
        return Bilingual(zh=f"进到第 {rank} 名", en=f"to come to rank {rank}")
