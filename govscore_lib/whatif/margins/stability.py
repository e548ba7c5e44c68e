"""By how much the points of one criterion may move before something changes: exact intervals, not a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate
from typing import Any, Literal

import numpy as np
import polars as pl

from govscore_lib.algebra.league import places
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError
from govscore_lib.points import DECIMALS
from govscore_lib.text import counted
from govscore_lib.whatif.margins.crossings import Order, Rows
from govscore_lib.whatif.margins.motion import Motion, Others, Piece
from govscore_lib.whatif.overviews import stability_at_a_glance
from govscore_lib.whatif.weightings.board import Board, Lever, Over

Target = Literal["ranking", "first", "top_three", "awards"]
TARGETS: tuple[Target, ...] = ("ranking", "first", "top_three", "awards")
"""What can stay as it is: every place, the first place, who is among the first three, who has which prize."""
TOP = 3
PATIENCE = 500
"""So many changes of order that leave a target alone are followed; a bound without names then says how far."""

STABILITY: dict[str, Any] = {
    "id": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "target": pl.String,
    "points": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "low_kept": pl.Boolean,
    "high_kept": pl.Boolean,
    "low_between": pl.String,
    "high_between": pl.String,
}


@dataclass(frozen=True)
class Bound:
    """The last points at which something stays as it is.

    points : exact; None where it stays for any. kept : whether it still holds right there, and changes
    only beyond. between : ids of the two regions whose order changes; empty at the end of what is possible,
    where nothing changes at all.
    """

    points: Fraction | None
    kept: bool = True
    between: tuple[str, ...] = ()


@dataclass(frozen=True)
class Interval:
    """One lever and one target: from ``low`` to ``high`` points it stays as it is."""

    lever: Lever
    target: Target
    low: Bound
    high: Bound

    def holds(self, points: Fraction) -> bool:
        """Whether the target stays as it is at so many points of the lever."""
        low, high = self.low, self.high
        above = low.points is None or points > low.points or (points == low.points and low.kept)
        below = high.points is None or points < high.points or (points == high.points and high.kept)
        return above and below

    @property
    def room(self) -> Fraction | None:
        """The smaller of the two changes that are free; None where any change is."""
        found = [
            abs(bound.points - self.lever.points)
            for bound in (self.low, self.high)
            if bound.points is not None and bound.between
        ]
        return min(found, default=None)


@dataclass(frozen=True)
class Stability:
    """The intervals of every lever, for every target asked for."""

    board: Board
    others: Others
    over: Over
    intervals: tuple[Interval, ...]

    def of(self, lever: str, target: Target = "ranking") -> Interval:
        """Return the interval of one criterion or category. Raises UsageError where there is none."""
        for one in self.intervals:
            if one.lever.id == lever and one.target == target:
                return one
        raise UsageError(f"there is no interval of '{lever}' for {target} here.")

    @cached_property
    def table(self) -> pl.DataFrame:
        """One row per lever and target; the tightest first within a target.

        low, high : points between which the target stays, null where any will do; low_kept and high_kept say
        whether it still holds right there. low_between, high_between : the regions that change their order.
        """
        rows = [_row(one) for one in sorted(self.intervals, key=_tightness)]
        return pl.DataFrame(rows, schema=STABILITY, orient="row")

    def _repr_html_(self) -> str:
        return stability_at_a_glance(self)

    def __repr__(self) -> str:
        return f"<Stability: {counted(len(self.intervals), 'interval')}>"


def _tightness(interval: Interval) -> tuple[int, bool, Fraction]:
    room = interval.room
    return TARGETS.index(interval.target), room is None, Fraction(0) if room is None else room


def _row(interval: Interval) -> dict[str, Any]:
    low, high, lever = interval.low, interval.high, interval.lever
    return {
        "id": lever.id,
        "name_zh": lever.name.zh,
        "name_en": lever.name.en,
        "target": interval.target,
        "points": float(lever.points),
        "low": None if low.points is None else float(low.points),
        "high": None if high.points is None else float(high.points),
        "low_kept": low.kept,
        "high_kept": high.kept,
        "low_between": " ".join(low.between),
        "high_between": " ".join(high.between),
    }


def stability(
    card: Scorecard,
    targets: Sequence[Target] | None = None,
    *,
    others: Others = "held",
    over: Over = "criteria",
    group: str | None = None,
) -> Stability:
    """Return, for every criterion, the interval of its points within which each target stays as it is.

    targets : by default all, awards where the rubric has prizes. others : ``held`` leaves the points of the
    other criteria as they are, so that the total moves; ``rescaled`` keeps the total, the others giving way
    in proportion. over : vary whole categories instead, their criteria along. group : one group only.
    Points follow in straight lines and are compared as the rubric rounds them, so that every bound is an
    exact fraction; recording weighted points to nine decimals moves it by less than a millionth.
    Raises UsageError where clauses that do not apply scale what is left: totals are no straight lines then.
    """
    board = Board(card, group)
    with_prizes = board.rubric.awards is not None and group is None
    chosen = tuple(targets or (one for one in TARGETS if one != "awards" or with_prizes))
    if unknown := [one for one in chosen if one not in TARGETS]:
        raise UsageError(f"target '{unknown[0]}': allowed are {', '.join(TARGETS)}.")
    if "awards" in chosen and not with_prizes:
        raise UsageError(f"{board.rubric.id} has no prizes to look at here.")
    found = []
    for lever in board.levers(over):
        down, up = Motion(board, lever, others, -1), Motion(board, lever, others, 1)
        for target in chosen:
            low, high = (_Search(board, motion, target).bound() for motion in (down, up))
            found.append(Interval(lever, target, low, high))
    return Stability(board, others, over, tuple(found))


class _Search:
    """Follows one motion from event to event until the target is no longer what it was."""

    def __init__(self, board: Board, motion: Motion, target: Target) -> None:
        self.board, self.motion, self.target = board, motion, target
        step = 10 ** (DECIMALS - board.rubric.ranking.decimals)
        self.steps = [step] * (1 + len(board.rubric.ranking.then))

    def view(self, levels: Rows) -> Any:
        return viewed(self.board, self.target, levels)

    def bound(self) -> Bound:
        """Return where the target stops being what it is at the start."""
        wanted: Any = None
        seen = 0
        for piece in self.motion.pieces():
            place: Fraction = Fraction(0)
            between: tuple[str, ...] = ()
            while True:
                seen += 1
                if seen > PATIENCE:
                    return self._at(piece, place, True, ())
                order = Order(piece, self.steps, place)
                here, after = order.levels(after=False), order.levels(after=True)
                wanted = self.view(here) if wanted is None else wanted
                if self.view(here) != wanted:
                    return self._at(piece, place, False, between)
                if self._is_end(piece, place):
                    break
                if self.view(after) != wanted:
                    return self._at(piece, place, True, between or self._splits(here, after))
                change = order.next_change(*self._pairs(after))
                if change is None:
                    break
                place += change.steps
                between = (self.board.region_ids[change.one], self.board.region_ids[change.other])
        limit = self.motion.limit
        return Bound(None if limit is None else self.motion.points(limit))

    def _at(self, piece: Piece, place: Fraction, kept: bool, between: tuple[str, ...]) -> Bound:
        return Bound(self.motion.points(piece.x(place)), kept, between)

    def _is_end(self, piece: Piece, place: Fraction) -> bool:
        return piece.length is not None and place >= piece.length

    def _splits(self, here: Rows, after: Rows) -> tuple[str, ...]:
        """Return two regions that are level and no longer so right after."""
        order = np.lexsort((after, here))
        apart = (here[order[:-1]] == here[order[1:]]) & (after[order[:-1]] != after[order[1:]])
        at = int(np.argmax(apart))
        ids = self.board.region_ids
        return (ids[order[at + 1]], ids[order[at]]) if apart.any() else ()

    def _pairs(self, levels: Rows) -> tuple[Rows, Rows]:
        """Return the pairs of rows whose order, if it changes, can change the target."""
        if self.target == "ranking":
            order = np.argsort(-levels, kind="stable")
            return order[:-1], order[1:]  # an order changes between neighbours first
        if self.target == "awards":
            rows, ends = np.flatnonzero(self.board.eligible), _ends(self.board)
            prizes = [str(one) for one in self.view(levels)]
            outcome = np.unique(prizes, return_inverse=True)[1]
        else:
            rows, ends = np.arange(self.board.size), [_count(self.target)]
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
        return ranks <= 2 * _count(self.target)


def viewed(board: Board, target: Target, levels: Rows) -> Any:
    """Return what a target looks at, of regions whose order the levels tell."""
    ranks = places(levels, board.rubric.ranking.ties, "highest")
    if target == "ranking":
        return ranks[board.ranked].tolist()
    if target == "awards":
        return _prizes(board, levels)
    return ((ranks <= 2 * _count(target)) & board.ranked).tolist()


def _count(target: Target) -> int:
    return 1 if target == "first" else TOP


def _ends(board: Board) -> list[int]:
    """Return the last place of each class of the prize."""
    awards = board.rubric.awards
    return [] if awards is None else list(accumulate(prize.places for prize in awards.prizes))


def _prizes(board: Board, levels: Rows) -> list[Any]:
    """Return the prize of everybody who can have one; a group to be decided on goes by its place."""
    awards, mine = board.rubric.awards, levels[board.eligible]
    if awards is None or not len(mine):
        return []
    first, last = (places(mine, ties, "highest") // 2 for ties in ("min", "max"))
    best, worst = (np.searchsorted(_ends(board), one, side="left") for one in (first, last))
    if awards.boundary != "escalate":
        return list((best if awards.boundary == "up" else worst).tolist())
    group = np.where(best == worst, 0, first)
    return list(zip(best.tolist(), worst.tolist(), group.tolist(), strict=True))
