"""What can stay as it is, and the pairs of regions whose order it hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Literal

import numpy as np

from govscore_lib.algebra.league import places
from govscore_lib.whatif.margins.crossings import Rows
from govscore_lib.whatif.weightings.board import Board

Target = Literal["ranking", "first", "top_three", "awards"]
TARGETS: tuple[Target, ...] = ("ranking", "first", "top_three", "awards")
"""What can stay as it is: every place, the first place, who is among the first three, who has which prize."""
TOP = 3


@dataclass(frozen=True)
class Watch:
    """One target on a board. Levels are whole numbers that grow with the order of the regions."""

    board: Board
    target: Target

    def view(self, levels: Rows) -> Any:
        """Return what the target looks at."""
        board = self.board
        ranks = places(levels, board.rubric.ranking.ties, "highest")
        if self.target == "ranking":
            return ranks[board.ranked].tolist()
        if self.target == "awards":
            return self._prizes(levels)
        return ((ranks <= 2 * self._count) & board.ranked).tolist()

    def pairs(self, levels: Rows) -> tuple[Rows, Rows]:
        """Return the pairs of rows whose order, if it changes, can change the target."""
        if self.target == "ranking":
            order = np.argsort(-levels, kind="stable")
            return order[:-1], order[1:]  # an order changes between neighbours first
        if self.target == "awards":
            rows, ends = np.flatnonzero(self.board.eligible), self._ends
            prizes = [str(one) for one in self.view(levels)]
            outcome = np.unique(prizes, return_inverse=True)[1]
        else:
            rows, ends = np.arange(self.board.size), [self._count]
            outcome = self._inside(levels).astype(np.int64)
        one, other = self._apart(levels[rows], outcome, ends)
        one, other = rows[one], rows[other]
        seen = self.board.ranked[one] | self.board.ranked[other]
        return one[seen], other[seen]

    def _apart(self, levels: Rows, outcome: Rows, ends: Sequence[int]) -> tuple[Rows, Rows]:
        """Return the pairs that fare differently, and those of a group that lies across a boundary with anyone.

        Who fares alike may otherwise change places without anybody noticing; only where equal totals count
        as one place do all that are inside matter to each other.
        """
        first, last = (places(levels, ties, "highest") // 2 for ties in ("min", "max"))
        across = np.logical_or.reduce([(first <= end) & (end < last) for end in ends])
        few = np.arange(len(levels)) if self.target == "awards" else np.flatnonzero((outcome == 1) | across)  # fmt: skip
        apart = outcome[few, None] != outcome[None, :]
        apart |= across[few, None]
        if self.board.rubric.ranking.ties == "dense" and self.target != "awards":
            apart |= (outcome[few, None] == 1) & (outcome[None, :] == 1)
        apart[np.arange(len(few)), few] = False
        one, other = np.nonzero(apart)
        return few[one], other

    def _inside(self, levels: Rows) -> Any:
        ranks = places(levels, self.board.rubric.ranking.ties, "highest")
        return ranks <= 2 * self._count

    @property
    def _count(self) -> int:
        return 1 if self.target == "first" else TOP

    @property
    def _ends(self) -> list[int]:
        """The last place of each class of the prize."""
        awards = self.board.rubric.awards
        return [] if awards is None else list(accumulate(prize.places for prize in awards.prizes))

    def _prizes(self, levels: Rows) -> list[Any]:
        """Return the prize of everybody who can have one; a group to be decided on goes by its place."""
        awards, mine = self.board.rubric.awards, levels[self.board.eligible]
        if awards is None or not len(mine):
            return []
        first, last = (places(mine, ties, "highest") // 2 for ties in ("min", "max"))
        best, worst = (np.searchsorted(self._ends, one, side="left") for one in (first, last))
        if awards.boundary != "escalate":
            return list((best if awards.boundary == "up" else worst).tolist())
        group = np.where(best == worst, 0, first)
        return list(zip(best.tolist(), worst.tolist(), group.tolist(), strict=True))
