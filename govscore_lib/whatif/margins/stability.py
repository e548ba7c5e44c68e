"""By how much the points of one criterion may move before something changes: exact intervals, not a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError
from govscore_lib.points import DECIMALS, round_units
from govscore_lib.text import counted
from govscore_lib.whatif.margins.crossings import Order, Rows, dense
from govscore_lib.whatif.margins.motion import Motion, Others, Piece
from govscore_lib.whatif.margins.straight import First, Straight, can_be_straight
from govscore_lib.whatif.margins.targets import TARGETS, Target, Watch
from govscore_lib.whatif.overviews import stability_at_a_glance
from govscore_lib.whatif.weightings.board import Board, Lever, Over

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
    levers = board.levers(over)
    known = _at_once(board, levers, others, chosen)
    motions: dict[int, Motion] = {}

    def bound(target: Target, way: int) -> Bound:
        if (found := known[target][way]) is not None:
            return found
        if way not in motions:
            motions[way] = Motion(board, levers[way // 2], others, 1 if way % 2 else -1)
        return _Search(motions[way], Watch(board, target)).bound()

    intervals = tuple(
        Interval(lever, target, bound(target, 2 * place), bound(target, 2 * place + 1))
        for place, lever in enumerate(levers)
        for target in chosen
    )
    return Stability(board, others, over, intervals)


def _at_once(
    board: Board, levers: Sequence[Lever], others: Others, targets: Sequence[Target]
) -> dict[Target, list[Bound | None]]:
    """Return the bounds that follow from totals in straight lines, low and high by lever; None where they do not."""
    none: list[Bound | None] = [None] * (2 * len(levers))
    found = dict.fromkeys(targets, none)
    if not levers or not can_be_straight(board):
        return found
    straight = Straight(board, levers, others)
    here = dense([round_units(board.total_units, board.rubric.ranking.decimals)])
    for target in targets:
        watch = Watch(board, target)
        pairs = watch.pairs(here)
        if straight.are_apart(*pairs):
            wanted = watch.view(here)
            firsts = enumerate(straight.first(*pairs))
            found[target] = [_straightly(straight, watch, wanted, *one) for one in firsts]
    return found


def _straightly(
    straight: Straight, watch: Watch, wanted: Any, way: int, first: First | None
) -> Bound | None:
    """Return the bound at the first change of order, None where the target stays as it is beyond."""
    moving = straight.ways[way]
    if first is None or not moving.reaches(first):
        return Bound(moving.end)
    pair = (watch.board.region_ids[first.one], watch.board.region_ids[first.other])
    if watch.target == "ranking":  # any change of order is one of places
        return Bound(moving.points(first), not first.at, pair)
    for kept in (False, True):
        levels = dense([straight.rounded(way, first, after=kept)])
        if watch.view(levels) != wanted:
            return Bound(moving.points(first), kept, pair)
    return None


class _Search:
    """Follows one motion from event to event until the target is no longer what it was."""

    def __init__(self, motion: Motion, watch: Watch) -> None:
        self.motion, self.watch = motion, watch
        board = watch.board
        self.ids = board.region_ids
        step = 10 ** (DECIMALS - board.rubric.ranking.decimals)
        self.steps = [step] * (1 + len(board.rubric.ranking.then))

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
                wanted = self.watch.view(here) if wanted is None else wanted
                if self.watch.view(here) != wanted:
                    return self._at(piece, place, False, between)
                if self._is_end(piece, place):
                    break
                if self.watch.view(after) != wanted:
                    return self._at(piece, place, True, between or self._splits(here, after))
                change = order.next_change(*self.watch.pairs(after))
                if change is None:
                    break
                place += change.steps
                between = (self.ids[change.one], self.ids[change.other])
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
        return (self.ids[order[at + 1]], self.ids[order[at]]) if apart.any() else ()
