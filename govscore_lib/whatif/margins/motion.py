"""How totals move, exactly, while the points of one criterion or category move.

Everything is a function of x, the relative change of the lever's points in one direction: its points are
p (1 + x) upwards and p (1 − x) downwards. Totals are straight lines in x, piece by piece where a category or
the total is held within bounds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import count, pairwise
from math import lcm
from typing import Any, Literal

import numpy as np

from govscore_lib.errors import UsageError
from govscore_lib.points import INT64_MAX, round_half_up
from govscore_lib.rubric.model import Category
from govscore_lib.whatif.scenarios.reweighting import ZERO, category_points
from govscore_lib.whatif.weightings.board import Board, Lever

Others = Literal["held", "rescaled"]
"""What the other criteria do: keep their points, or take up the difference in proportion."""
Exact = Any
"""A whole number or a fraction."""
Exacts = Any
"""An array of exact numbers, whole or fractions, one a region, in 1e-9 points."""
LARGER: Any = np.maximum
SMALLER: Any = np.minimum
"""They take exact numbers too, which their types do not say."""
Ends = tuple[Fraction, Fraction]
"""A straight line by its values at x = 0 and x = 1."""


@dataclass(frozen=True)
class Figure:
    """One figure of every region on a stretch: values at its start, and slopes per ``unit`` of x, whole numbers."""

    values: Exacts
    slopes: Exacts

    def of(self, row: int) -> tuple[int, int]:
        """Return value and slope of one region, in Python's numbers, which never overflow."""
        return int(self.values[row]), int(self.slopes[row])


@dataclass(frozen=True)
class Piece:
    """A stretch of x on which every figure is a straight line.

    figures : what ranks compare, the total first, then what decides between equal totals. unit : how much of
    x one step of the slopes is, and grain : into how many parts 1e-9 points are divided, so that slopes and values
    are whole numbers. end : None where it never ends.
    """

    start: Fraction
    end: Fraction | None
    unit: int
    figures: tuple[Figure, ...]
    grain: int = 1

    def x(self, steps: Fraction) -> Fraction:
        """Return x so many steps from the start."""
        return self.start + steps * self.unit

    @property
    def length(self) -> Fraction | None:
        """Steps from start to end."""
        return None if self.end is None else (self.end - self.start) / self.unit


class Motion:
    """The totals of a board while one lever moves in one direction."""

    def __init__(self, board: Board, lever: Lever, others: Others, sign: Literal[1, -1]) -> None:
        """Prepare the derivatives.

        Raises UsageError where a clause does not apply somewhere and its weight goes elsewhere: totals are
        then no straight lines in any stretch.
        """
        if board.scales:
            raise UsageError(
                "a clause that does not apply to a region scales what it has left, so that its total does "
                "not follow the points in a straight line; look at random weights instead."
            )
        self.board, self.lever, self.sign = board, lever, sign
        rest = board.base - lever.share
        self.rate = lever.share / rest if others == "rescaled" and rest else ZERO
        """What every other point of the base loses for each one the lever wins."""
        self.limit: Fraction | None = Fraction(1)
        if sign > 0:
            self.limit = rest / lever.share if others == "rescaled" else None
        self._made: list[Piece] = []
        self._making = self._pieces()
        self._scored: dict[Fraction, tuple[Exacts, dict[int, Exacts]]] = {}
        self._sums: dict[tuple[tuple[int, ...], int], tuple[Exacts, Exacts, Exacts]] = {}

    def points(self, x: Fraction) -> Fraction:
        """Return the lever's points at x."""
        return self.lever.points * (1 + self.sign * x)

    def pieces(self) -> Iterator[Piece]:
        """Yield the stretches in order, from x = 0 to the limit; each is worked out once, when it is needed."""
        for place in count():
            if place == len(self._made):
                found = next(self._making, None)
                if found is None:
                    return
                self._made.append(found)
            yield self._made[place]

    def _pieces(self) -> Iterator[Piece]:
        if self.limit == 0:
            return
        if self.board.is_straight:
            yield Piece(ZERO, self.limit, self.rate.denominator, self._straight())
            return
        knots = [ZERO, *self._knots()]
        for start, end in zip(knots, [*knots[1:], self.limit], strict=True):
            far = start + 1 if end is None else end
            lines = [
                (here, (ahead - here) / (far - start))
                for here, ahead in zip(self._figures(start), self._figures(far), strict=True)
            ]
            grain = lcm(*(one.denominator for line in lines for part in line for one in part))
            yield Piece(start, end, 1, tuple(_in_parts(line, grain) for line in lines), grain)

    def _straight(self) -> tuple[Figure, ...]:
        """Return the figures where nothing bends: whole numbers, slopes in steps of the rate's denominator."""
        board = self.board
        up, down = self.rate.denominator, self.rate.numerator
        largest = int(abs(board.counted_units).sum(axis=1).max()) * max(up, down)
        units = board.counted_units.astype(np.int64 if largest <= INT64_MAX else object)
        mine = units[:, self.lever.columns].sum(axis=1)
        others = board.base_units - mine
        slopes = self.sign * (up * mine - down * others)
        slopes[list(board.fixed)] = 0
        figures = [Figure(board.total_units, slopes)]
        for columns in self._deciding_columns():
            part = units[:, [one for one in columns if one in self.lever.columns]].sum(axis=1)
            rest = units[:, [one for one in columns if one in board.base_columns]].sum(axis=1) - part  # fmt: skip
            figures.append(Figure(units[:, columns].sum(axis=1), self.sign * (up * part - down * rest)))  # fmt: skip
        return tuple(figures)

    def _deciding_columns(self) -> Iterator[list[int]]:
        rubric = self.board.rubric
        categories = [one.id for one in rubric.categories]
        criteria = list(rubric.criteria)
        for name in rubric.ranking.then:
            if name in categories:
                yield self.board.members[categories.index(name)]
            elif name in criteria:
                yield [criteria.index(name)]
            else:
                base = [one.component == "base" for one in rubric.categories]
                yield [
                    i
                    for mine, in_base in zip(self.board.members, base, strict=True)
                    if in_base
                    for i in mine
                ]

    @cached_property
    def moved(self) -> dict[int, Fraction]:
        """By column, what a criterion's points gain at x = 1, as a share of themselves."""
        moved = dict.fromkeys(self.board.base_columns, -self.sign * self.rate)
        return moved | dict.fromkeys(self.lever.columns, Fraction(self.sign))

    @cached_property
    def _alone(self) -> frozenset[int]:
        """Categories that are looked at by themselves: those that are held, and those that decide."""
        categories = self.board.rubric.categories
        then = set(self.board.rubric.ranking.then)
        return frozenset(
            place
            for place, one in enumerate(categories)
            if not self.board.is_plain(place)
            or one.id in then
            or ("base" in then and one.component == "base")
        )

    @cached_property
    def _split(self) -> tuple[list[int], tuple[int, ...]]:
        """The categories that are looked at by themselves or emptied somewhere, and the criteria of all others."""
        members = self.board.members
        emptied = {place for place in range(len(members)) if self.board.emptied[:, place].any()}
        single = sorted(self._alone | emptied)
        rest = [i for place, mine in enumerate(members) if place not in single for i in mine]
        return single, tuple(rest)

    def _scores(self, x: Fraction) -> tuple[Exacts, dict[int, Exacts]]:
        """Return the sum of all category scores at x, and the scores of those looked at by themselves."""
        if x not in self._scored:  # a stretch ends where the next one starts
            single, rest = self._split
            scores = {place: self._score(place, x) for place in single}
            self._scored[x] = sum(scores.values(), self._at(rest, x)), scores
        return self._scored[x]

    def _figures(self, x: Fraction) -> list[Exacts]:
        """Return total and deciding figures of every region at x, exactly and unrounded."""
        board = self.board
        total, scores = self._scores(x)
        total = total.copy()
        if (floor := board.rubric.total.min_points) is not None:
            total = LARGER(total, Fraction(round_half_up(floor)))
        for row, fixed in board.fixed.items():
            total[row] = Fraction(fixed)
        return [total, *(self._deciding(name, scores, x) for name in board.rubric.ranking.then)]

    def _zeros(self) -> Exacts:
        return np.array([ZERO] * self.board.size, dtype=object)

    def _deciding(self, name: str, scores: Mapping[int, Exacts], x: Fraction) -> Exacts:
        categories = [one.id for one in self.board.rubric.categories]
        criteria = list(self.board.rubric.criteria)
        if name in categories:
            return scores[categories.index(name)]
        if name in criteria:
            return self._at((criteria.index(name),), x)
        base = [one.component == "base" for one in self.board.rubric.categories]
        inside = [score for place, score in scores.items() if base[place]]
        return sum(inside, self._zeros())

    def _score(self, place: int, x: Fraction) -> Exacts:
        board, category = self.board, self.board.rubric.categories[place]
        columns = tuple(board.members[place])
        if board.is_plain(place):
            score = self._at(columns, x)
        else:
            gains, losses = self._at(columns, x, 1), self._at(columns, x, -1)
            scale = self._scale(place, x)
            if category.max_gain is not None:
                gains = SMALLER(gains, scale * round_half_up(category.max_gain))
            if category.max_loss is not None:
                losses = LARGER(losses, -scale * round_half_up(category.max_loss))
            score = LARGER(gains + losses, scale * round_half_up(category.min_points))
            if category.max_points is not None:
                score = SMALLER(score, scale * round_half_up(category.max_points))
        score[board.emptied[:, place]] = ZERO
        return score

    def _at(self, columns: tuple[int, ...], x: Fraction, side: int = 0) -> Exacts:
        """Return the sum of criteria at x; side : only points above (1) or below (−1) 0."""
        still, mine, others = self._parts(columns, side)
        up, down = x.denominator * self.rate.denominator, self.rate.numerator * x.numerator
        moved = self.sign * x.numerator * self.rate.denominator
        parts = still * up + mine * (up + moved) + others * (up - self.sign * down)
        return np.array([Fraction(part, up) for part in parts.tolist()], dtype=object)

    def _parts(self, columns: tuple[int, ...], side: int) -> tuple[Exacts, Exacts, Exacts]:
        """Return the sums of criteria that stay, that move, and that give way."""
        if (columns, side) not in self._sums:
            lever, base = set(self.lever.columns), self.board.base_columns
            groups = (
                [one for one in columns if one not in base and one not in lever],
                [one for one in columns if one in lever],
                [one for one in columns if one in base and one not in lever],
            )
            units = self.board.units
            if side:
                units = LARGER(units, 0) if side > 0 else SMALLER(units, 0)
            still, mine, others = (units[:, one].sum(axis=1).astype(object) for one in groups)
            self._sums[columns, side] = still, mine, others
        return self._sums[columns, side]

    def _scale(self, place: int, x: Fraction) -> Fraction:
        """Return by how much the bounds of a category have grown at x."""
        board, category = self.board, self.board.rubric.categories[place]
        points = category_points(board.rubric, category)
        maxed = board.maxed(place)
        if category.component != "base" or not points or not maxed:
            return Fraction(1)
        maxima = [board.rubric.criteria_list[column].max_points or ZERO for column in maxed]
        moved = sum(
            (most * self.moved[column] for most, column in zip(maxima, maxed, strict=True)), ZERO
        )
        return 1 + moved / board.maxed_sum(place) * x

    def _knots(self) -> list[Fraction]:
        """Return every x at which some total may bend, in order."""
        found: set[Fraction] = set()
        for place, category in enumerate(self.board.rubric.categories):
            if not self.board.is_plain(place):
                found |= self._bends(place, category)
        found = {x for x in found if x > 0 and (self.limit is None or x < self.limit)}
        if self.board.rubric.total.min_points is not None:
            found |= self._floors(sorted(found))
        return sorted(found)

    def _bends(self, place: int, category: Category) -> set[Fraction]:
        """Return where gains, losses and their sum meet the bounds of a category, region by region."""
        columns, one = tuple(self.board.members[place]), Fraction(1)
        gains, losses = (
            list(zip(self._at(columns, ZERO, side), self._at(columns, one, side), strict=True))
            for side in (1, -1)
        )
        grown = self._scale(place, one)
        most = _bound(category.max_gain, 1, grown)
        least = _bound(category.max_loss, -1, grown)
        edges = [*_bound(category.min_points, 1, grown), *_bound(category.max_points, 1, grown)]
        found: set[Fraction] = set()
        for gain, loss in zip(gains, losses, strict=True):
            ups, downs = [gain, *most], [loss, *least]
            pairs = [*pairwise(ups), *pairwise(downs)]
            pairs += [((u[0] + d[0], u[1] + d[1]), e) for u in ups for d in downs for e in edges]
            found.update(x for pair in pairs if (x := _meeting(*pair)) is not None)
        return found

    def _floors(self, knots: Sequence[Fraction]) -> set[Fraction]:
        """Return where totals meet their floor, between the knots found so far."""
        floor = round_half_up(self.board.rubric.total.min_points or ZERO)
        stops = [ZERO, *knots]
        found: set[Fraction] = set()
        for start, end in zip(stops, [*stops[1:], self.limit], strict=True):
            far = start + 1 if end is None else end
            here, ahead = (self._scores(x)[0] for x in (start, far))
            for was, now in zip(here, ahead, strict=True):
                if was != now:
                    x = start + (far - start) * (floor - was) / (now - was)
                    if start < x and (end is None or x < end):
                        found.add(x)
        return found


def _in_parts(line: tuple[Exacts, Exacts], grain: int) -> Figure:
    """Return a figure in whole numbers of so many parts; grain : a multiple of every denominator."""
    values, slopes = (
        np.array([one.numerator * (grain // one.denominator) for one in part], dtype=object)
        for part in line
    )
    return Figure(values, slopes)


def _bound(points: Fraction | None, sign: int, grown: Fraction) -> list[Ends]:
    """Return a bound of a category as a line, none where there is no bound."""
    if points is None:
        return []
    units = Fraction(sign * round_half_up(points))
    return [(units, units * grown)]


def _meeting(one: Ends, other: Ends) -> Fraction | None:
    """Return where two straight lines meet; None where they run alike."""
    gap, closing = one[0] - other[0], (other[1] - other[0]) - (one[1] - one[0])
    return None if closing == 0 else Fraction(gap) / closing
