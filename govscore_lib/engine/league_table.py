"""League tables: value, place and points of a league-relative criterion, and what the place above brings."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import polars as pl

from govscore_lib.algebra.columns import number_column, order, to_units
from govscore_lib.algebra.evaluate import Evaluator
from govscore_lib.algebra.expr import (
    Direction,
    LeagueFigure,
    LeagueRank,
    Ties,
    is_league_relative,
    walk,
)
from govscore_lib.algebra.league import places
from govscore_lib.engine.ledger import LedgerLine
from govscore_lib.engine.scored import Scored
from govscore_lib.engine.scoring import weighed
from govscore_lib.errors import UsageError
from govscore_lib.points import plain, points_series
from govscore_lib.rubric.model import Criterion
from govscore_lib.tables import POINTS


def ranked_criteria(card: Scored) -> tuple[str, ...]:
    """Return the ids of the criteria in which a region's points depend on its standing among the others."""
    return tuple(one.id for one in card.rubric.criteria_list if compares_regions(one))


def compares_regions(criterion: Criterion) -> bool:
    """Whether the rule sets a region's value against the others'.

    Getting the mean of the others where a clause does not apply is no comparison.
    """
    rule = criterion.rule.lower(criterion.clause_context)
    return rule.measured is not None and is_league_relative(rule.points)


def league_table(card: Scored, criterion_id: str) -> pl.DataFrame:
    """Return one row per ranked region, best place first, regions without a place last.

    Columns: region_id, region_zh, region_en, value (``n/d = rate``; a sum of ranks as ``3 + 1 = 4``),
    value_float (for drawing only), rank, tied, points, flags, and what reaching the value of the place above
    would bring, the other regions held (of a sum of ranks: the sums of the others): next_region, next_value,
    next_rank, next_gain (all null where there is no place above).
    Raises UsageError when the criterion is not league-relative.
    """
    criterion = card.criterion(criterion_id)
    if not compares_regions(criterion):
        raise UsageError(
            f"criterion {criterion_id} does not compare regions. "
            f"Those that do: {', '.join(ranked_criteria(card)) or 'none'}."
        )
    return _LeagueTable(card, criterion).table()


class _LeagueTable:
    def __init__(self, card: Scored, criterion: Criterion) -> None:
        self.card = card
        self.criterion = criterion
        self.scoring = card.scoring
        assert criterion.lowered.measured is not None  # compares_regions saw to it
        self.measured = criterion.lowered.measured
        self.evaluator = self.scoring.evaluator_of(criterion)
        self.value = self.evaluator.number(self.measured)
        self.nodes = list(walk(criterion.lowered.points))
        compared = [
            node
            for node in self.nodes
            if isinstance(node, LeagueRank | LeagueFigure) and node.value == self.measured
        ]
        self.is_ranked = any(isinstance(node, LeagueRank) for node in compared)
        among = next((node.among for node in compared), None)
        self.place = LeagueRank(self.measured, self._direction(), self._ties(), among)
        self.rank2 = self._rank2()

    def _direction(self) -> Direction:
        """The rule says which side of its value is better, or its points grow with it, or they fall."""
        grows: Direction = "highest" if self.criterion.rule.monotone else "lowest"
        return getattr(self.criterion.rule, "first", grows)

    def _ties(self) -> Ties:
        return getattr(self.criterion.rule, "ties", "min")

    def _rank2(self) -> np.ndarray:
        among = self.place.among
        eligible = self.value.known & self.evaluator.frame.in_pool
        eligible &= self.scoring.points.scored[
            :, list(self.card.rubric.criteria).index(self.criterion.id)
        ]
        if among is not None:
            eligible &= self.evaluator.truth(among).holds
        keys = order(self.value)
        result = np.zeros(self.scoring.frame.size, dtype=np.int64)
        for label in np.unique(self.scoring.frame.league[eligible]):
            members = eligible & (self.scoring.frame.league == label)
            result[members] = places(keys[members], self.place.ties, self.place.best)
        return result

    def table(self) -> pl.DataFrame:
        rows = []
        for region in self.card.regions:
            line = LedgerLine(self.card, region.id, self.criterion, "zh")
            row = line.row_index
            value = self.value.fraction(row)
            rank2 = int(self.rank2[row])
            same = self.scoring.frame.league == self.scoring.frame.league[row]
            rows.append(
                {
                    "region_id": region.id,
                    "region_zh": region.name_zh,
                    "region_en": region.name("en"),
                    "value": line.rate() or ("" if value is None else plain(value, 4)),
                    "value_float": None if value is None else float(value),
                    "rank": rank2 / 2 if rank2 else None,
                    "tied": bool(rank2) and int(((self.rank2 == rank2) & same).sum()) > 1,
                    "points": line.row()["points"],
                    "flags": ";".join(line.flags()),
                    **self._above(row, rank2),
                }
            )
        schema: dict[str, Any] = {
            "region_id": pl.String, "region_zh": pl.String, "region_en": pl.String, "value": pl.String,
            "value_float": pl.Float64, "rank": pl.Float64, "tied": pl.Boolean, "points": POINTS, "flags": pl.String,
            "next_region": pl.String, "next_value": pl.String, "next_rank": pl.Float64, "next_gain": POINTS,
        }  # fmt: skip
        table = pl.DataFrame(rows, schema=schema, orient="row")
        return table.sort(
            [pl.col("rank").is_null(), pl.col("rank"), pl.col("points")],
            descending=[False, False, True],
            maintain_order=True,
        )

    def _above(self, row: int, rank2: int) -> dict[str, object]:
        """Return the region one place above and what its value would bring, with the others held."""
        nothing: dict[str, object] = dict.fromkeys(
            ("next_region", "next_value", "next_rank", "next_gain")
        )
        better = [
            other
            for other in np.flatnonzero((self.rank2 > 0) & (self.rank2 < rank2))
            if self.scoring.frame.league[other] == self.scoring.frame.league[row]
        ]
        if not rank2 or not better:
            return nothing
        above = max(better, key=lambda other: int(self.rank2[other]))
        wanted = self.value.fraction(int(above))
        assert wanted is not None  # it has a place
        gained, place = self._with_value(row, wanted)
        before = to_units(self.scoring.criterion_points(self.criterion))[row]
        region = self.card.league.regions[int(above)]
        line = LedgerLine(self.card, region.id, self.criterion, "zh")
        return {
            "next_region": region.id,
            "next_value": line.rate() or plain(wanted, 4),
            "next_rank": place,
            "next_gain": points_series("gain", np.array([gained - before]))[0],
        }

    def _with_value(self, row: int, wanted: Fraction) -> tuple[int, float | None]:
        """Return points (1e-9) and place of a region if its measured value were ``wanted``."""
        values = [self.value.fraction(other) for other in range(self.scoring.frame.size)]
        values[row] = wanted
        column = number_column(values)
        same = (node for node in (self.measured, *self.nodes) if node == self.measured)
        evaluator = Evaluator(self.evaluator.frame, {id(node): (node, column) for node in same})
        points = weighed(self.criterion, evaluator.number(self.criterion.lowered.points))
        place = evaluator.number(self.place).fraction(row) if self.is_ranked else None
        return int(to_units(points)[row]), None if place is None else float(place)
