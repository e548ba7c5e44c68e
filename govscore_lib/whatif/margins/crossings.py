"""When the order of straight lines changes, if what is compared is rounded: exactly, with no search.

A figure is compared in whole steps, half up and away from zero. It changes where its line crosses an odd
multiple of half a step, and nowhere else; so an order changes there, or not at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
import numpy.typing as npt

from govscore_lib.whatif.margins.meeting import SLACK, between, meetings
from govscore_lib.whatif.margins.motion import Exact, Figure, Piece
from govscore_lib.whatif.scenarios.reweighting import ZERO

Rows = npt.NDArray[np.int64]

PATIENCE = 1000
"""Crossings of one pair looked at before the caller is asked to start again from there."""


@dataclass(frozen=True)
class Line:
    """value + slope × steps."""

    value: Exact
    slope: Exact

    def at(self, steps: Exact) -> Exact:
        """Return the value so many steps on."""
        return self.value + self.slope * steps

    def crosses(self, after: Exact, step: int, including: bool) -> Fraction | None:
        """Return where the line next changes what it rounds to: after so many steps, or right there."""
        if self.slope == 0:
            return None
        halves = Fraction(2 * self.at(after)) / step
        if self.slope > 0:
            odd = ceil(halves) if including else floor(halves) + 1
            odd += 1 - odd % 2
        else:
            odd = floor(halves) if including else ceil(halves) - 1
            odd -= 1 - odd % 2
        return (Fraction(odd * step, 2) - self.value) / self.slope

    def rounded(self, steps: Exact, step: int) -> int:
        """Return the value in whole steps, half up and away from zero."""
        value = self.at(steps)
        whole = int((2 * abs(value) + step) // (2 * step))
        return -whole if value < 0 else whole

    def rounded_after(self, steps: Exact, step: int) -> int:
        """Return what the line rounds to right after so many steps."""
        value, here = self.at(steps), self.rounded(steps, step)
        halves = Fraction(2 * value) / step
        if halves.denominator != 1 or halves.numerator % 2 == 0:
            return here
        if value > 0 and self.slope < 0:
            return here - 1
        return here + 1 if value < 0 and self.slope > 0 else here


@dataclass(frozen=True)
class Pair:
    """Two regions: the lines of what is compared, the total first, and what each is rounded to."""

    one: Sequence[Line]
    other: Sequence[Line]
    steps: Sequence[int]

    def order(self, place: Exact) -> int:
        """Return 1 where the first stands before the second, −1 behind, 0 where they are level."""
        a, b = self._whole(self.one, place), self._whole(self.other, place)
        return (a > b) - (a < b)

    def order_after(self, place: Exact) -> int:
        """Return the order right after a point."""
        a, b = self._whole_after(self.one, place), self._whole_after(self.other, place)
        return (a > b) - (a < b)

    def _whole(self, lines: Sequence[Line], place: Exact) -> list[int]:
        return [line.rounded(place, step) for line, step in zip(lines, self.steps, strict=True)]

    def _whole_after(self, lines: Sequence[Line], place: Exact) -> list[int]:
        steps = zip(lines, self.steps, strict=True)
        return [line.rounded_after(place, step) for line, step in steps]

    def next_change(self, end: Fraction | None) -> Fraction | None:
        """Return where the order next changes after the start, at that point or right behind it.

        end : where to stop looking, None is never.
        """
        gap = self.one[0].value - self.other[0].value
        opening = self.one[0].slope - self.other[0].slope
        if gap == 0 and opening == 0:
            if len(self.steps) == 1:
                return None
            return Pair(self.one[1:], self.other[1:], self.steps[1:]).next_change(end)
        stretch = self._level(gap, opening)
        if stretch is None:
            return None
        first, last = stretch
        now = self.order_after(0)
        if now and now == self._decided(first, last):
            stretch = self._behind(first, last, now * gap, now * opening)
            if stretch is None:
                return None
            first, last = stretch
        return self._search(first, last, end, now)

    def _level(self, gap: Exact, opening: Exact) -> tuple[Fraction, Fraction | None] | None:
        """Return from where to where the totals may be level: where they lie less than a step apart."""
        step = self.steps[0]
        if opening == 0:
            return None if abs(gap) >= step else (Fraction(0), None)
        start, end = sorted(Fraction(bound - gap) / opening for bound in (step, -step))
        return None if end < 0 else (max(start, Fraction(0)), end)

    def _behind(
        self, first: Fraction, last: Fraction | None, gap: Exact, opening: Exact
    ) -> tuple[Fraction, Fraction | None] | None:
        """Return where an order can turn that further figures decide while totals are level.

        It turns only where the total of the one that is ahead lies below the other's.
        """
        if gap < 0:
            if opening > 0:
                meeting = Fraction(-gap) / opening
                last = meeting if last is None else min(last, meeting)
            return first, last
        return None if opening >= 0 else (max(first, Fraction(gap) / -opening), last)

    def _decided(self, first: Exact, last: Exact) -> int | None:
        """Return how the further figures decide all through a stretch; None where that may change."""
        further = zip(self.one[1:], self.other[1:], self.steps[1:], strict=True)
        for a, b, step in further:
            if a.value == b.value and a.slope == b.slope:
                continue
            places = [first] if last is None else [first, last]
            gaps = [a.at(place) - b.at(place) for place in places]
            sign = 1 if gaps[0] > 0 else -1
            if last is None and (a.slope - b.slope) * sign < 0:
                return None
            return sign if all(gap * sign >= step for gap in gaps) else None
        return 0

    def _search(self, first: Fraction, last: Fraction | None, end: Fraction | None, now: int) -> Fraction | None:  # fmt: skip
        place, including = first, first > 0
        for _ in range(PATIENCE):
            ahead = [
                found
                for lines in (self.one, self.other)
                for line, step in zip(lines, self.steps, strict=True)
                if (found := line.crosses(place, step, including)) is not None
            ]
            if not ahead:
                return None
            place, including = min(ahead), False
            if (last is not None and place > last) or (end is not None and place > end):
                return None
            if self.order(place) != now or self.order_after(place) != now:
                return place
        return place


@dataclass(frozen=True)
class Change:
    """Where an order changes: after so many steps, and between which two rows."""

    steps: Fraction
    one: int
    other: int


class Order:
    """The order of all regions on one stretch, at a point of it and right behind it.

    Figures are whole numbers: where the point is p/q steps away, they are counted in q-ths.
    """

    def __init__(self, piece: Piece, steps: Sequence[int], place: Fraction = ZERO) -> None:
        """Look at a stretch from so many steps on; steps : what each figure is rounded to, in 1e-9 points."""
        self.piece, self.place = piece, place
        self.steps = [step * piece.grain * place.denominator for step in steps]
        self.figures = [_moved(figure, place) for figure in piece.figures]

    def levels(self, *, after: bool) -> Rows:
        """Return a whole number per region that grows with its order, at the point or right behind it."""
        return dense([_whole(figure, step, after) for figure, step in zip(self.figures, self.steps, strict=True)])  # fmt: skip

    def next_change(self, one: Rows, other: Rows) -> Change | None:
        """Return where one of the pairs, given by their rows, first changes its order after the point."""
        length = self.piece.length
        end = None if length is None else length - self.place
        plain = self._are_plain(one, other)
        best = self._plainly(one[plain], other[plain])
        if best is not None and end is not None and best.steps > end:
            best = None
        one, other = one[~plain], other[~plain]
        earliest = self._earliest(one, other)
        for at in np.argsort(earliest, kind="stable"):
            if not np.isfinite(earliest[at]):
                break
            if best is not None and earliest[at] > float(best.steps) * (1 + SLACK):
                break
            a, b = int(one[at]), int(other[at])
            pair = Pair(self._lines(a), self._lines(b), self.steps)
            found = pair.next_change(end if best is None else best.steps)
            if found is not None and (best is None or found < best.steps):
                best = Change(found, a, b)
        return best

    def _are_plain(self, one: Rows, other: Rows) -> npt.NDArray[np.bool_]:
        """Return the pairs whose change is a division: totals alone decide, and lie a step or more apart.

        Totals that are or go below 0 are rounded the other way.
        """
        if len(self.steps) > 1:
            return np.zeros(len(one), dtype=bool)
        total = self.figures[0]
        length = self.piece.length
        apart = np.abs(total.values[one] - total.values[other]) >= self.steps[0]
        safe = (total.values >= 0) & (total.slopes >= 0)
        if length is not None:
            left = length - self.place
            ends = total.values.astype(object) * left.denominator + total.slopes.astype(object) * left.numerator  # fmt: skip
            safe |= (total.values >= 0) & (ends >= 0)
        return np.asarray(apart & safe[one] & safe[other], dtype=bool)

    def _plainly(self, one: Rows, other: Rows) -> Change | None:
        """Return the first change of such pairs."""
        total = self.figures[0]
        ahead = np.where(total.values[one] > total.values[other], one, other)
        behind = np.where(ahead == one, other, one)
        gap, closing = (total.values[ahead] - total.values[behind], total.slopes[behind] - total.slopes[ahead])  # fmt: skip
        first, last = between(gap.astype(np.float64), closing.astype(np.float64), self.steps[0])
        near = np.flatnonzero(np.isfinite(first) & (first <= last.min(initial=np.inf)))
        if not len(near):
            return None
        near = near[np.argsort(first[near], kind="stable")]
        values, slopes = (figure.astype(object) for figure in (total.values, total.slopes))
        a, b = ahead[near], behind[near]
        found = meetings(values[a], slopes[a], values[b], slopes[b], self.steps[0])
        steps = [Fraction(num, den) for num, den in zip(found.num, found.den, strict=True)]
        at = min(range(len(steps)), key=steps.__getitem__)
        return Change(steps[at], int(one[near[at]]), int(other[near[at]]))

    def _lines(self, row: int) -> list[Line]:
        return [Line(*figure.of(row)) for figure in self.figures]

    def _earliest(self, one: Rows, other: Rows) -> npt.NDArray[np.float64]:
        """Return from when each pair of totals may be level: in floating point, rather too early than late."""
        total = self.figures[0]
        gap = (total.values[one] - total.values[other]).astype(np.float64)
        opening = (total.slopes[one] - total.slopes[other]).astype(np.float64)
        opening = np.where(gap < 0, -opening, opening)
        distance = np.abs(gap) - self.steps[0] * (1 + SLACK)
        with np.errstate(divide="ignore", invalid="ignore"):
            meets = np.where(opening < 0, distance / -opening, np.inf)
        return np.where(distance <= 0, 0.0, meets * (1 - SLACK))


def _moved(figure: Figure, place: Fraction) -> Figure:
    """Return a figure as it stands so many steps later, in parts of their denominator."""
    if place == 0:
        return figure
    values, slopes = figure.values.astype(object), figure.slopes.astype(object)
    return Figure(values * place.denominator + slopes * place.numerator, slopes * place.denominator)


def _whole(figure: Figure, step: int, after: bool) -> Rows:
    """Return what the figures round to, at the point or right behind it."""
    values, slopes = figure.values, figure.slopes
    size = np.abs(values)
    whole = (2 * size + step) // (2 * step)
    found = np.where(values < 0, -whole, whole)
    if after:
        on_edge = (2 * size) % (2 * step) == step
        found = found - (on_edge & (values > 0) & (slopes < 0)).astype(bool)
        found = found + (on_edge & (values < 0) & (slopes > 0)).astype(bool)
    return found


def dense(figures: Sequence[Rows]) -> Rows:
    """Return one whole number per region that orders by the first figure, then by the next."""
    levels = np.zeros(len(figures[0]), dtype=np.int64)
    for figure in figures:
        _, own = np.unique(figure, return_inverse=True)
        _, levels = np.unique(levels * (len(own) + 1) + own, return_inverse=True)
    return levels.astype(np.int64)
