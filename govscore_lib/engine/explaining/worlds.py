"""What if: one run many times over, each time with other figures in one region and all else held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from govscore_lib.algebra.columns import (
    CodeColumn,
    Column,
    NumberColumn,
    TruthColumn,
    Truths,
    integers,
    to_units,
)
from govscore_lib.algebra.evaluate import Frame
from govscore_lib.engine.categories import Categories
from govscore_lib.engine.cells import Cell
from govscore_lib.engine.ranking import Units
from govscore_lib.engine.scoring import Points, Scoring, ranks, settled
from govscore_lib.engine.standing import Standings
from govscore_lib.rubric.model import Criterion

Changes = Mapping[str, Cell]
"""Metric → the figure it has instead."""


class Worlds:
    """Copies of a run in one frame, each a league of its own, told apart by their number.

    scoring : the run over all copies at once. at : rows of the changed region, one per copy.
    """

    def __init__(
        self, scoring: Scoring, row: int, changes: Sequence[Changes], *, alone: bool = False
    ) -> None:
        """Copy the run once per entry of ``changes``, each made in the region of that row.

        alone : copy only that region, for figures that do not depend on the others.
        """
        frame, self.count = scoring.frame, len(changes)
        self.original = scoring
        self.rows = np.array([row]) if alone else np.arange(frame.size)
        self.at = np.arange(self.count) * len(self.rows) + (0 if alone else row)
        number = np.repeat(np.arange(self.count), len(self.rows))
        labels = int(frame.league.max(initial=0)) + 1
        tiled = Frame(
            size=len(number),
            columns=_Columns(frame.columns, self.rows, self.at, changes),
            league=np.tile(frame.league[self.rows], self.count) + number * labels,
            in_pool=np.tile(frame.in_pool[self.rows], self.count),
            period=frame.period,
            previous=_Columns(frame.previous, self.rows, self.at, [{}] * self.count),
        )
        blocked = {
            name: np.tile(rows[self.rows], self.count) for name, rows in scoring.blocked.items()
        }
        self.scoring = Scoring(scoring.rubric, tiled, blocked)

    def points(self, criterion: Criterion) -> tuple[Units, Truths]:
        """Return the region's points (1e-9) in every copy, and where there are any."""
        column = self.scoring.criterion_points(criterion)
        return to_units(column)[self.at], column.known[self.at]

    def totals(self) -> Iterator[tuple[Units, npt.NDArray[np.int64]]]:
        """Yield the totals of all regions (1e-9 points) and twice their ranks, copy by copy."""
        rubric, points, size = self.scoring.rubric, self.scoring.points, len(self.rows)
        scores = Categories(rubric).scores(points)
        total = settled(rubric, scores.sum(axis=1), self.scoring.standings)
        for number in range(self.count):
            start = number * size
            inside = slice(start, start + size)
            own = replace(
                points, **{one.name: getattr(points, one.name)[inside] for one in fields(Points)}
            )
            decided = {
                place - start: rule
                for place, rule in self.scoring.standings.by_row.items()
                if start <= place < start + size
            }
            in_pool = self.scoring.frame.in_pool[inside]
            yield (
                total[inside],
                ranks(
                    rubric, own, scores[inside], total[inside], in_pool, Standings(size, decided)
                ),
            )


class _Columns(Mapping[str, Column]):
    """The columns of a frame once per copy, with the changes put in; each made when first asked for."""

    def __init__(
        self,
        columns: Mapping[str, Column],
        rows: npt.NDArray[np.int64],
        at: npt.NDArray[np.int64],
        changes: Sequence[Changes],
    ) -> None:
        self.columns = columns
        self.rows = rows
        self.at = at
        self.changes = changes
        self._made: dict[str, Column] = {}

    def __getitem__(self, name: str) -> Column:
        if name not in self._made:
            self._made[name] = self._copied(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)

    def __len__(self) -> int:
        return len(self.columns)

    def _copied(self, name: str) -> Column:
        column, count = self.columns[name], len(self.changes)
        touched = [number for number, changed in enumerate(self.changes) if name in changed]
        cells = [self.changes[number][name] for number in touched]
        at = self.at[touched]

        def copies(values: npt.NDArray) -> npt.NDArray:
            return np.tile(values[self.rows], count)

        known = copies(column.known)
        known[at] = [cell is not None for cell in cells]
        if isinstance(column, NumberColumn):
            exact = [Fraction(0) if cell is None else Fraction(cell) for cell in cells]
            return NumberColumn(
                _put(copies(column.num), at, [one.numerator for one in exact]),
                _put(copies(column.den), at, [one.denominator for one in exact]),
                known,
            )
        value = copies(column.value)
        if isinstance(column, TruthColumn):
            value[at] = [bool(cell) for cell in cells]
            return TruthColumn(value, known)
        value[at] = [cell or "" for cell in cells]
        return CodeColumn(value, known)


def _put(column: npt.NDArray, at: npt.NDArray[np.int64], values: Sequence[int]) -> npt.NDArray:
    """Return the whole numbers with some replaced, as Python integers where one does not fit int64."""
    put = integers(values)
    wide = column.astype(object) if put.dtype == object else column
    wide[at] = put
    return wide
