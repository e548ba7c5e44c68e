"""Totals of all regions under many weightings at once, in floating point: for sampling, never for a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from govscore_lib.points import DECIMALS, SCALE, round_half_up
from govscore_lib.rubric.model import Category
from govscore_lib.whatif.scenarios.reweighting import category_points
from govscore_lib.whatif.weightings.board import Board, Over

Floats = npt.NDArray[np.float64]

ROWS = 64
"""Draws of one small matrix product."""
SMALL = 250_000
"""Multiplications up to which a matrix product is left to the thread that asks for it (OpenBLAS: 262,144)."""


@dataclass(frozen=True)
class _Held:
    """A category that is held or scaled. All matrices are multiplied by the shares.

    gains, losses : its points above and below 0. scale : by how much its bounds grow. spread : the maxima of
    clauses that do not apply. emptied : where a fact empties it.
    """

    category: Category
    gains: Floats
    losses: Floats
    scale: Floats
    spread: Floats | None
    whole: float
    emptied: npt.NDArray[np.bool_]


class Evaluation:
    """Totals under shares of the base; one share per lever, in the order of ``board.levers(over)``.

    What lies outside the base keeps its printed points. As shares add up to 1, a constant is a matrix with
    the same row for every lever, and everything linear is one matrix.
    """

    def __init__(self, board: Board, over: Over = "criteria") -> None:
        """Prepare the matrices once for any number of weightings."""
        self.board = board
        self.levers = board.levers(over)
        self.base = float(board.base)
        self.shares = np.array([float(lever.share) / self.base for lever in self.levers])
        """The printed weights."""
        categories = board.rubric.categories
        places = range(len(categories))
        base = [categories[place].component == "base" for place in places]
        plain = [place for place in places if board.is_plain(place)]
        self.plain_base = self._sum([place for place in plain if base[place]])
        self.plain_rest = self._sum([place for place in plain if not base[place]])
        self.held = [self._held(place) for place in places if place not in plain]
        self.left_out = self._left_out()
        floor = board.rubric.total.min_points
        self.floor = None if floor is None else float(round_half_up(floor))
        self.fixed = {row: float(total) for row, total in board.fixed.items()}
        self.whole = float(round_half_up(board.rubric.total.max_points))

    @property
    def is_linear(self) -> bool:
        """Whether totals are one matrix product, with nothing held, scaled or set."""
        return not self.held and self.left_out is None and not self.fixed and self.floor is None

    @cached_property
    def matrix(self) -> Floats:
        """The matrix that gives the sum of all plain categories, (levers, regions)."""
        return self.plain_base + self.plain_rest

    def totals(self, shares: Floats) -> Floats:
        """Return totals in 1e-9 points, shape (draws, regions)."""
        if self.is_linear:
            return product(shares, self.matrix)
        total = self._base(shares)
        total += product(shares, self.plain_rest)
        for one in self.held:
            if one.category.component != "base":
                total += self._score(one, shares)
        if self.floor is not None:
            np.maximum(total, self.floor, out=total)
        for row, fixed in self.fixed.items():
            total[:, row] = fixed
        return total

    def deciding(self, shares: Floats) -> list[Floats]:
        """Return the figures that decide between equal totals, in order, each (draws, regions)."""
        rubric = self.board.rubric
        categories = [one.id for one in rubric.categories]
        criteria = list(rubric.criteria)
        found: list[Floats] = []
        for name in rubric.ranking.then:
            if name in categories:
                one = self._held(categories.index(name))
                score = self._score(one, shares)
                in_base = one.category.component == "base"
                found.append(score * self._scaled(shares) if in_base else score)
            elif name in criteria:
                found.append(product(shares, self._matrix([criteria.index(name)])))
            else:
                found.append(self._base(shares))
        return found

    def _base(self, shares: Floats) -> Floats:
        """Return the base, scaled up where clauses are left out of it."""
        base = product(shares, self.plain_base)
        for one in self.held:
            if one.category.component == "base":
                base += self._score(one, shares)
        if self.left_out is not None:
            base *= self._scaled(shares)
        return base

    def _scaled(self, shares: Floats) -> Floats | float:
        """Return what the base is multiplied by for the clauses that are left out of it."""
        if self.left_out is None:
            return 1.0
        return _growth(product(shares, self.left_out), np.array(self.whole))

    def _score(self, one: _Held, shares: Floats) -> Floats:
        gains, losses, scale = (
            product(shares, one.gains),
            product(shares, one.losses),
            product(shares, one.scale),
        )
        category = one.category
        if category.max_gain is not None:
            gains = np.minimum(gains, scale * float(round_half_up(category.max_gain)))
        if category.max_loss is not None:
            losses = np.maximum(losses, -scale * float(round_half_up(category.max_loss)))
        added = gains + losses
        if one.spread is not None:
            added = added * _growth(product(shares, one.spread), scale * one.whole)
        added = np.maximum(added, scale * float(round_half_up(category.min_points)))
        if category.max_points is not None:
            added = np.minimum(added, scale * float(round_half_up(category.max_points)))
        return np.where(one.emptied, 0.0, added)

    def _sum(self, places: Sequence[int]) -> Floats:
        """Return the matrix of the sum of plain categories, those that a fact empties left out."""
        parts = [
            self._matrix(self.board.members[place]) * ~self.board.emptied[:, place]
            for place in places
        ]
        return sum(parts, np.zeros((len(self.levers), self.board.size)))

    def _matrix(self, columns: Sequence[int], figures: Floats | None = None) -> Floats:
        """Return the matrix that gives the sum of some criteria, by default of their points."""
        units = self._units if figures is None else figures
        matrix = np.zeros((len(self.levers), self.board.size))
        wanted = set(columns)
        found = {row: [i for i in lever.columns if i in wanted] for row, lever in enumerate(self.levers)}  # fmt: skip
        mine = {row: here for row, here in found.items() if here}
        moved = {column for here in mine.values() for column in here}
        if mine:
            rows, parts = list(mine), list(mine.values())
            starts = np.cumsum([0, *map(len, parts)])[:-1]
            sums = np.add.reduceat(units[:, [i for here in parts for i in here]], starts, axis=1)
            matrix[rows] = (sums * self._grown[rows]).T
        rest = [column for column in columns if column not in moved]
        return matrix + units[:, rest].sum(axis=1)

    @cached_property
    def _units(self) -> Floats:
        """The recorded points in floating point."""
        return self.board.units.astype(np.float64)

    @cached_property
    def _grown(self) -> Floats:
        """What points of each lever are multiplied by if it had all of the base."""
        return np.array([self.base / float(lever.share) for lever in self.levers])

    def _held(self, place: int) -> _Held:
        board, columns = self.board, self.board.members[place]
        category = board.rubric.categories[place]
        units = board.units.astype(np.float64)
        apart = board.spread(place)
        return _Held(
            category,
            self._matrix(columns, np.maximum(units, 0)),
            self._matrix(columns, np.minimum(units, 0)),
            self._scale(place),
            self._maxima(place, apart) if apart.any() else None,
            float(category_points(board.rubric, category)) * SCALE,
            board.emptied[:, place],
        )

    def _scale(self, place: int) -> Floats:
        """Return the matrix of one column that says by how much a category grows: 1 as printed."""
        points = float(category_points(self.board.rubric, self.board.rubric.categories[place]))
        mine = [lever.category == place for lever in self.levers]
        if not any(mine) or not points:
            return np.ones((len(self.levers), 1))
        return np.where(mine, self.base / points, 0.0)[:, None]

    def _maxima(self, place: int, apart: npt.NDArray[np.bool_]) -> Floats:
        """Return the matrix of the maxima of a category's clauses that do not apply, region by region."""
        columns = self.board.members[place]
        maxima = [self.board.rubric.criteria_list[i].max_points or 0 for i in columns]
        figures = np.zeros(self.board.units.shape)
        figures[:, columns] = apart * np.array([float(one) * SCALE for one in maxima])
        return self._matrix(columns, figures)

    def _left_out(self) -> Floats | None:
        apart = {
            place: self.board.left_out(place)
            for place, category in enumerate(self.board.rubric.categories)
            if category.component == "base"
        }
        parts = [self._maxima(place, one) for place, one in apart.items() if one.any()]
        return sum(parts, np.zeros((len(self.levers), self.board.size))) if parts else None


def _growth(gone: Floats, whole: Floats) -> Floats:
    """Return what is left is multiplied by to make the whole again; 1 where nothing is gone, or all."""
    moved = (gone > 0) & (gone < whole)
    return np.where(moved, whole / np.where(moved, whole - gone, 1.0), 1.0)


def product(shares: Floats, matrix: Floats) -> Floats:
    """Return the matrix product, (draws, regions), made of products too small for a library to share out.

    A large one wakes the library's own threads, which go on waiting for more on the very processor that the
    second block of draws is worked on.
    """
    (draws, levers), size = shares.shape, matrix.shape[1]
    if draws * levers * size <= SMALL:
        return np.asarray(shares @ matrix)
    found = np.empty((draws, size))
    columns = max(1, SMALL // (ROWS * levers))
    even = draws - draws % ROWS
    upper, stacked = shares[:even].reshape(-1, ROWS, levers), found[:even].reshape(-1, ROWS, size)
    for start in range(0, size, columns):
        part = slice(start, start + columns)
        np.matmul(upper, matrix[:, part], out=stacked[:, :, part])
        np.matmul(shares[even:], matrix[:, part], out=found[even:, part])
    return found


def compared(figures: Floats, decimals: int) -> Floats:
    """Return figures (1e-9 points) in whole units of the last decimal that ranks compare, half up.

    The array is used up. Whole numbers stay in floating point, which holds them exactly.
    """
    figures *= 10.0 ** (decimals - DECIMALS)
    if figures.size and figures.min() < 0:
        np.copyto(figures, np.sign(figures) * np.floor(np.abs(figures) + 0.5))
    else:
        figures += 0.5
        np.floor(figures, out=figures)
    return figures
