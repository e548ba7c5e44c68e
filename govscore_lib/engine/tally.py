"""One period of a bulletin: the counts of every region, its rates and its place. Exact throughout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeVar

import numpy as np

from govscore_lib.algebra.columns import NumberColumn, number_column, order
from govscore_lib.algebra.evaluate import Evaluator, Frame
from govscore_lib.algebra.expr import Expr
from govscore_lib.algebra.league import places
from govscore_lib.points import exact
from govscore_lib.records.derive import derive
from govscore_lib.rubric.bulletin import RECORDS, Bulletin, Figure, number_over, parts_of
from govscore_lib.rubric.league import Region
from govscore_lib.rubric.model import Rubric
from govscore_lib.spans import Span

Key = TypeVar("Key", int, str)
"""What stands for whoever is ranked: a row, or a region's id."""


@dataclass(frozen=True)
class Rate:
    """A figure of one region.

    value : exact; None where there is none. numerator, denominator : as counted, not reduced; None for a
    figure that is no rate. small : the denominator (else the figure) is below what the bulletin calls small.
    """

    value: Fraction | None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    small: bool = False


@dataclass(frozen=True)
class Row:
    """One region in one period, or all regions together.

    records : rows of the register that were counted. rank : None without records or without the figure that
    decides. tied : another region has the same place. outstanding : what is not settled yet, None where the
    bulletin does not ask.
    """

    records: int
    counts: Mapping[str, Fraction]
    rates: Mapping[str, Rate]
    outstanding: Fraction | None = None
    rank: float | None = None
    tied: bool = False

    @property
    def status(self) -> str:
        """``ranked``, ``no_records`` or ``no_value``."""
        if self.rank is not None:
            return "ranked"
        return "no_value" if self.records else "no_records"


@dataclass(frozen=True)
class Tally:
    """One period, of all records or of one code of the column that is told apart.

    rows : by region, in the order of the league. whole : the counts of all regions added up, and the rates
    of those sums; never a mean of rates.
    """

    span: Span
    code: str
    rows: Mapping[str, Row]
    whole: Row

    @property
    def ranked(self) -> tuple[str, ...]:
        """Ids of the regions with a place, best first, equal ones in the order of the league."""
        with_place = [(row.rank, name) for name, row in self.rows.items() if row.rank is not None]
        return tuple(name for _, name in sorted(with_place, key=lambda pair: pair[0]))


def tally(
    rubric: Rubric,
    bulletin: Bulletin,
    frames: Mapping[str, Any],
    span: Span,
    regions: Sequence[Region],
    code: str = "",
) -> Tally:
    """Return what a period comes to, counted from the register.

    frames : typed frames of the registers supplied. code : of the column ``apart``; all records by default.
    """
    ids = [region.id for region in regions]
    derived = derive(
        rubric.registers,
        (bulletin.derivation(code),),
        frames,
        period=span,
        parameters={name: one.value for name, one in rubric.parameters.items()},
        regions=ids,
    )
    found = {(region, name): exact(value) for region, name, value in derived.metrics.iter_rows()}
    counted = {
        name: [found.get((region, name), Fraction(0)) for region in ids]
        for name in (RECORDS, *bulletin.counts)
    }
    return _Sheet(rubric, bulletin, counted).tally(span, code, ids)


class _Sheet:
    """The counts of one period: a row a region, and in the last row all of them together."""

    def __init__(
        self, rubric: Rubric, bulletin: Bulletin, counted: Mapping[str, list[Fraction]]
    ) -> None:
        self.bulletin = bulletin
        self.parameters = rubric.names.parameters
        self.counts = {
            name: [*values, sum(values, Fraction(0))] for name, values in counted.items()
        }
        self.size = len(self.counts[RECORDS])
        self.evaluator = Evaluator(
            Frame(
                size=self.size,
                columns={name: number_column(values) for name, values in self.counts.items()},
                league=np.zeros(self.size, dtype=np.int64),
                in_pool=np.ones(self.size, dtype=bool),
                period=(0, 0),
            )
        )

    def tally(self, span: Span, code: str, ids: Sequence[str]) -> Tally:
        rates = {figure.id: self.rates(figure) for figure in self.bulletin.figures}
        ranks = self.places(rates)
        open_ones = self.outstanding()
        rows = [
            Row(
                records=int(self.counts[RECORDS][row]),
                counts={name: self.counts[name][row] for name in self.bulletin.counts},
                rates={name: column[row] for name, column in rates.items()},
                outstanding=open_ones[row],
                rank=ranks.get(row),
                tied=list(ranks.values()).count(ranks.get(row, 0)) > 1,
            )
            for row in range(self.size)
        ]
        return Tally(span, code, dict(zip(ids, rows, strict=False)), rows[-1])

    def rates(self, figure: Figure) -> list[Rate]:
        expr = figure.expression(self.bulletin.counts, self.parameters)
        value, parts = self.column(expr), parts_of(expr)
        if parts is None:
            return [
                Rate(one, small=_is_small(one, figure)) if self.counts[RECORDS][row] else Rate(None)
                for row, one in enumerate(value)
            ]
        numerator, denominator = (self.column(part) for part in parts)
        return [
            self.rate(row, figure, *three)
            for row, three in enumerate(zip(value, numerator, denominator, strict=True))
        ]

    def rate(
        self,
        row: int,
        figure: Figure,
        value: Fraction | None,
        numerator: Fraction | None,
        denominator: Fraction | None,
    ) -> Rate:
        if not self.counts[RECORDS][row]:
            return Rate(None, numerator, denominator)
        if denominator == 0 and figure.zero_denominator == "full":
            value = Fraction(1)
        return Rate(value, numerator, denominator, _is_small(denominator, figure))

    def column(self, expr: Expr) -> list[Fraction | None]:
        column = self.evaluator.number(expr)
        return [column.fraction(row) for row in range(self.size)]

    def outstanding(self) -> list[Fraction | None]:
        asked = self.bulletin.outstanding
        if asked is None:
            return [None] * self.size
        return self.column(number_over(asked.value, self.bulletin.counts, self.parameters))

    def places(self, rates: Mapping[str, list[Rate]]) -> dict[int, float]:
        """Return the place of every region that has the deciding figure, by row; 1 is the best."""
        rows = range(self.size - 1)
        values = [{name: column[row].value for name, column in rates.items()} for row in rows]
        return places_by(self.bulletin, dict(zip(rows, values, strict=True)))


def places_by(
    bulletin: Bulletin, values: Mapping[Key, Mapping[str, Fraction | None]]
) -> dict[Key, float]:
    """Return the place of everyone who has the deciding figure; 1 is the best.

    values : whoever is ranked → figure → value. Who lacks one of the further figures stands behind those that
    are equal so far and have it.
    """
    members = [one for one, figures in values.items() if figures[bulletin.rank_by] is not None]
    if not members:
        return {}
    keys = []
    for figure in bulletin.deciding:
        column = number_column([values[one][figure.id] for one in members])
        keys.append(_worse_later(column, figure))
    _, combined = np.unique(np.stack(keys, axis=1), axis=0, return_inverse=True)
    doubled = places(combined.reshape(-1).astype(np.int64), bulletin.ties)
    return {one: int(place) / 2 for one, place in zip(members, doubled, strict=True)}


def _worse_later(column: NumberColumn, figure: Figure) -> np.ndarray:
    """Return whole numbers that grow from the best value to the worst, regions without a value last."""
    keys = order(column)
    keys = -keys if figure.best == "highest" else keys
    return np.where(column.known, keys, len(keys) + 1)


def _is_small(value: Fraction | None, figure: Figure) -> bool:
    return figure.small_below is not None and value is not None and value < figure.small_below
