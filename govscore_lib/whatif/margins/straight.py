"""All levers at once, both ways, where nothing bends: the first change of order, in whole numbers and closed form.

Totals are then straight lines from the printed points to the limit, and an order changes first between pairs that
are known beforehand, the same for every lever. What is told here is what following one lever after the other tells.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np

from govscore_lib.points import DECIMALS, INT64_MAX
from govscore_lib.whatif.margins.meeting import Wholes, between, fitting, meetings
from govscore_lib.whatif.margins.motion import Others
from govscore_lib.whatif.scenarios.reweighting import ONE, ZERO
from govscore_lib.whatif.weightings.board import Board, Lever


class First(NamedTuple):
    """Where the order of a pair first changes: at ``num / den`` steps, or only behind; one, other : rows."""

    num: int
    den: int
    at: bool
    one: int
    other: int

    def is_before(self, found: First | None) -> bool:
        """Whether it comes before another one, or there is none."""
        return found is None or self.num * found.den < found.num * self.den


class Way(NamedTuple):
    """A lever in one direction: x grows by ``unit`` a step, up to the limit; None is no limit."""

    lever: Lever
    sign: int
    unit: int
    limit: Fraction | None

    def points(self, found: First) -> Fraction:
        """Return the lever's points where an order changes."""
        points = self.lever.points
        moved = found.den + self.sign * self.unit * found.num
        return Fraction(points.numerator * moved, points.denominator * found.den)

    @property
    def end(self) -> Fraction | None:
        """The lever's points at the limit."""
        return None if self.limit is None else self.lever.points * (1 + self.sign * self.limit)

    def reaches(self, found: First) -> bool:
        """Whether a change lies within the limit: before it, or right there."""
        if self.limit is None:
            return True
        left = self.limit.numerator * found.den - found.num * self.unit * self.limit.denominator
        return left > 0 or (left == 0 and found.at)


def can_be_straight(board: Board) -> bool:
    """Return whether every order that can change is that of two plain totals.

    Not so where something bends, further figures decide, somebody without a rank keeps a place, totals are below 0, or
    one lies where any change moves what it rounds to.
    """
    if not board.is_straight or board.rubric.ranking.then or not board.ranked.all():
        return False
    totals, step = board.total_units, _step(board)
    return bool((totals >= 0).all() and (2 * totals % (2 * step) != step).all())


def _step(board: Board) -> int:
    """Return what totals are rounded to, in 1e-9 points."""
    return int(10 ** (DECIMALS - board.rubric.ranking.decimals))


class Straight:
    """The first changes of order on a board whose totals are straight lines."""

    def __init__(self, board: Board, levers: Sequence[Lever], others: Others) -> None:
        """Prepare all ways: down and up by lever, in the order of the levers."""
        self.board, self.levers = board, levers
        self.ways: list[Way] = []
        self.rates: list[Fraction] = []
        """What every other point of the base loses for each one the lever wins."""
        known: dict[tuple[int, int], tuple[Fraction, Fraction | None]] = {}
        for lever in levers:
            share = (lever.share.numerator, lever.share.denominator)
            if share not in known:  # most criteria share their points with others
                rest = board.base - lever.share if others == "rescaled" else ZERO
                rate = lever.share / rest if rest else ZERO
                known[share] = rate, rest / lever.share if others == "rescaled" else None
            rate, most = known[share]
            self.rates.append(rate)
            self.ways += [Way(lever, -1, rate.denominator, ONE), Way(lever, 1, rate.denominator, most)]  # fmt: skip

    @cached_property
    def _lines(self) -> tuple[Wholes, Wholes, int]:
        """Totals, slopes of all ways (ways, regions), and what totals are rounded to; common factors left out."""
        board, step = self.board, _step(self.board)
        ups, downs = ([getattr(rate, part) for rate in self.rates] for part in ("denominator", "numerator"))  # fmt: skip
        units = board.counted_units
        if int(np.abs(units).sum(axis=1).max()) * max(*ups, *downs) > INT64_MAX:
            units = units.astype(object)
        every = np.concatenate([units.ravel(), board.total_units, [step]])
        common = int(np.gcd.reduce(every))
        units, totals, step = units // common, board.total_units // common, step // common
        columns = [column for lever in self.levers for column in lever.columns]
        starts = np.cumsum([0, *(len(lever.columns) for lever in self.levers)])[:-1]
        mine = np.add.reduceat(units[:, columns], starts, axis=1).T
        base = units[:, sorted(board.base_columns)].sum(axis=1)
        up, down = (np.array(one, dtype=units.dtype)[:, None] for one in (ups, downs))
        slopes = up * mine - down * (base - mine)
        slopes[:, list(board.fixed)] = 0
        both = np.stack([-slopes, slopes], axis=1)
        return totals, both.reshape(len(self.ways), len(totals)), step

    def are_apart(self, one: Wholes, other: Wholes) -> bool:
        """Whether all pairs, given by rows, lie a step or more apart."""
        totals, _, step = self._lines
        return bool((np.abs(totals[one] - totals[other]) >= step).all())

    def first(self, one: Wholes, other: Wholes) -> list[First | None]:
        """Return for every way the first change of such pairs; None where there is none."""
        totals, slopes, step = self._lines
        ahead = np.where(totals[one] > totals[other], one, other)
        behind = one + other - ahead
        gap, closing = totals[ahead] - totals[behind], slopes[:, behind] - slopes[:, ahead]
        start, last = between(gap.astype(np.float64), closing.astype(np.float64), step)
        nearest = last.min(axis=1, initial=np.inf, keepdims=True)
        ways, pairs = np.nonzero((start <= nearest) & np.isfinite(start))
        earliest = np.argsort(start[ways, pairs], kind="stable")  # of equals the first is told
        ways, pairs = ways[earliest], pairs[earliest]
        kind = fitting(totals, slopes, step)
        a, b = ahead[pairs], behind[pairs]
        lines = (totals[a], slopes[ways, a], totals[b], slopes[ways, b])
        a, rise, b, behind_rise = (line.astype(kind) for line in lines)
        met = meetings(a, rise, b, behind_rise, step)
        columns = (ways, met.num, met.den, met.at, one[pairs], other[pairs])
        best: list[First | None] = [None] * len(self.ways)
        for way, *told in zip(*(column.tolist() for column in columns), strict=True):
            found = First(*told)
            if found.is_before(best[way]):
                best[way] = found
        return best

    def rounded(self, way: int, first: First, *, after: bool) -> Wholes:
        """Return what all totals round to where an order changes, or right behind it."""
        totals, slopes, step = self._lines
        rises = slopes[way].astype(object)
        halves = 2 * (totals.astype(object) * first.den + rises * first.num) + step * first.den
        whole = halves // (2 * step * first.den)
        on_edge = halves % (2 * step * first.den) == 0
        return whole - (on_edge & (rises < 0)).astype(bool) if after else whole
