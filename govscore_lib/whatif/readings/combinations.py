"""Readings in combination, with rounding and tie rules: how far places go, and which choice decides them.

Every combination is one that could be run: its points are recorded ones, added up and ranked by the engine.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import prod
from typing import Any

import numpy as np
import polars as pl

from govscore_lib.engine.categories import Categories, Points
from govscore_lib.engine.ranking import Units
from govscore_lib.engine.readings import every_target, read_otherwise
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.engine.scored import Scored
from govscore_lib.engine.scoring import Scoring, ranks, settled
from govscore_lib.errors import UsageError
from govscore_lib.rubric.model import Ranking
from govscore_lib.rubric.readings import DEFAULT, Target
from govscore_lib.text import Bilingual
from govscore_lib.whatif.readings.combined import (
    WHOLE_KEY,
    Combinations,
    Crossed,
    Factor,
    Floats,
    Levels,
)

DRAWS = 1000
WHOLES = 16
"""So many combinations of what is read of the document as a whole are scored from the figures on."""
TIES_KEY, DECIMALS_KEY = "ranking/ties", "ranking/decimals"
COARSER = (2, 1)
"""Decimals of the total that ranks could compare, beside the declared ones."""


def combinations(
    card: Scorecard, *, draws: int = DRAWS, seed: int = 0, wholes: int = WHOLES
) -> Combinations:
    """Return random combinations of everything that can be read otherwise, of tie rules and of rounding.

    Every option of every factor is as likely as any other, and all are drawn independently. The points of a
    clause under another reading are those of ``card.readings``. Readings of the document as a whole, of a
    category or of an embedded rubric are scored from the figures on, ``wholes`` combinations of them; each is
    crossed with draws of the clauses. A clause whose points such a combination changes keeps its reading there.
    Raises UsageError for less than two draws, and for a rubric that cannot be loaded again.
    """
    if draws < 2 or wholes < 1:
        raise UsageError("take at least 2 combinations, and 1 of the document as a whole.")
    return _Drawing(card, seed).combinations(draws, wholes)


class _Drawing:
    def __init__(self, card: Scorecard, seed: int) -> None:
        self.card = card
        self.seed = seed
        self.rng = np.random.default_rng(seed)
        self.rows = np.array([card.row(region.id) for region in card.regions])
        self.columns = {name: at for at, name in enumerate(card.rubric.criteria)}
        self.alternatives: dict[str, dict[str, tuple[Units, Any]]] = {}
        self.clauses: list[Factor] = []
        self.others: list[Factor] = []
        for key, target in every_target(card):
            factor = _factor(card, key, target)
            if target.criterion and "/" not in key and self._is_alone(factor):
                self.clauses.append(factor)
            else:
                self.others.append(factor)
        self.rules = _rules(card, {one.key for one in self.others})

    def combinations(self, draws: int, wholes: int) -> Combinations:
        chosen = self._wholes(min(wholes, draws)) if self.others else [{}]
        split = np.linspace(0, draws, len(chosen) + 1).astype(int)
        parts = [self._under(one, stop - start) for one, start, stop in zip(chosen, split[:-1], split[1:], strict=True)]  # fmt: skip
        levels, totals, places = (np.concatenate(one) for one in zip(*parts, strict=True))
        factors = (*self.clauses, *self.rules)
        if self.others:
            count = len(self.others)
            name = Bilingual(
                zh=f"全文、类别和内嵌办法的 {count} 处读法",
                en=f"{count} questions of the document as a whole",
            )
            options = tuple(" ".join(f"{key}={option}" for key, option in one.items()) for one in chosen)  # fmt: skip
            factors = (*factors, Factor(WHOLE_KEY, name, options, ""))
            which = np.repeat(np.arange(len(chosen)), np.diff(split))
            levels = np.column_stack([levels, which])
        possible = prod(len(one.options) for one in self.others)
        crossed = Crossed(len({tuple(sorted(one.items())) for one in chosen}), possible)
        return Combinations(self.card, factors, levels, totals, places, self.seed, crossed)

    def _wholes(self, count: int) -> list[dict[str, str]]:
        """Return so many combinations of what is read of the whole: target → key, where it is not the run's."""
        return [
            {
                factor.key: option
                for factor in self.others
                if (option := factor.options[self.rng.integers(len(factor.options))])
                != factor.current
            }
            for _ in range(count)
        ]

    def _under(self, chosen: Mapping[str, str], draws: int) -> tuple[Levels, Units, Floats]:
        """Return levels, totals and ranks of draws under one combination of what is read of the whole."""
        base: Scored = read_otherwise(self.card, chosen) if chosen else self.card
        clauses = self._drawn(self.clauses, draws)
        rules = self._drawn(self.rules, draws)
        for at, factor in enumerate(self.clauses):
            if self._is_touched(base, factor):
                clauses[:, at] = factor.options.index(factor.current)
        totals, places = self._ranked(base.scoring, clauses, rules)
        return np.concatenate([clauses, rules], axis=1), totals, places

    def _drawn(self, factors: Sequence[Factor], draws: int) -> Levels:
        columns = [self.rng.integers(len(one.options), size=draws) for one in factors]
        return np.stack(columns, axis=1) if columns else np.zeros((draws, 0), dtype=np.int64)

    def _ranked(self, scoring: Scoring, clauses: Levels, rules: Levels) -> tuple[Units, Floats]:
        draws, size = len(clauses), scoring.frame.size
        points = self._points(scoring.points, clauses)
        scores = Categories(scoring.rubric).scores(points).reshape(draws, size, -1)
        totals, places = [], []
        for draw in range(draws):
            rubric = scoring.rubric.model_copy(
                update={"ranking": self._ranking(scoring.rubric.ranking, rules[draw])}
            )
            mine = _part(points, slice(draw * size, (draw + 1) * size))
            total = settled(rubric, scores[draw].sum(axis=1), scoring.standings)
            rank2 = ranks(
                rubric, mine, scores[draw], total, scoring.frame.in_pool, scoring.standings
            )
            totals.append(total[self.rows])
            places.append(rank2[self.rows])
        doubled = np.array(places)
        return np.array(totals), np.where(doubled > 0, doubled / 2, np.nan)

    def _points(self, points: Points, clauses: Levels) -> Points:
        """Return the points of all draws, one below the other, as if they were one long league."""
        draws, size = len(clauses), len(points.units)
        tiled = {
            name: np.tile(getattr(points, name), (draws, 1)) for name in Points.__dataclass_fields__
        }
        for at, factor in enumerate(self.clauses):
            for level, option in enumerate(factor.options):
                if option == factor.current:
                    continue
                units, scored = self.alternatives[factor.key][option]
                hit = np.flatnonzero(clauses[:, at] == level)
                rows = (hit[:, None] * size + self.rows).ravel()
                column = self.columns[factor.key]
                tiled["units"][rows, column] = np.tile(units, len(hit))
                tiled["scored"][rows, column] = np.tile(scored, len(hit))
        return Points(**tiled)

    def _ranking(self, ranking: Ranking, levels: Levels) -> Ranking:
        changed: dict[str, Any] = {}
        for factor, level in zip(self.rules, levels, strict=True):
            option = factor.options[level]
            name = factor.key.partition("/")[2]
            changed[name] = int(option) if factor.key == DECIMALS_KEY else option
        return ranking.model_copy(update=changed)

    def _is_alone(self, factor: Factor) -> bool:
        """Whether putting in the points of a clause gives the totals that the engine finds for each reading.

        It does not where a reading also says what becomes of the clause's weight.
        """
        found: dict[str, tuple[Units, Any]] = {}
        for option in factor.options:
            if option == factor.current:
                continue
            table = self.card.readings.filter(
                (pl.col("target") == factor.key) & (pl.col("key") == option)
            )
            by_region = {
                row[0]: row[1:] for row in table.select("region_id", "points", "total").iter_rows()
            }
            points = [by_region[region.id][0] for region in self.card.regions]
            found[option] = (
                np.array(
                    [0 if one is None else int(one.scaleb(9)) for one in points], dtype=np.int64
                ),
                np.array([one is not None for one in points]),
            )
            scoring = self.card.scoring
            units, scored = scoring.points.units.copy(), scoring.points.scored.copy()
            units[self.rows, self.columns[factor.key]], scored[self.rows, self.columns[factor.key]] = found[option]  # fmt: skip
            added = Categories(scoring.rubric).scores(replace(scoring.points, units=units, scored=scored)).sum(axis=1)  # fmt: skip
            totals = settled(scoring.rubric, added, scoring.standings)[self.rows].tolist()
            wanted = [by_region[region.id][1] for region in self.card.regions]
            if any(total is not None and int(total.scaleb(9)) != mine for total, mine in zip(wanted, totals, strict=True)):  # fmt: skip
                return False
        self.alternatives[factor.key] = found
        return True

    def _is_touched(self, base: Scored, factor: Factor) -> bool:
        """Whether a combination of what is read of the whole changes the points of a clause by itself."""
        if base is self.card:
            return False
        column = self.columns[factor.key]
        was, now = self.card.scoring.points, base.scoring.points
        return any(
            (getattr(was, name)[:, column] != getattr(now, name)[:, column]).any()
            for name in ("units", "scored", "apart")
        )


def _part(points: Points, rows: slice) -> Points:
    return Points(**{name: getattr(points, name)[rows] for name in Points.__dataclass_fields__})


def _factor(card: Scorecard, key: str, target: Target) -> Factor:
    metric, _, inner = key.rpartition("/")
    current = (card.rubric.embedded[metric] if metric else card.rubric).reading(inner)
    return Factor(key, target.name, (DEFAULT, *target.options), current)


def _rules(card: Scorecard, topics: set[str]) -> list[Factor]:
    """Return tie rule and rounding as factors, unless the rubric itself says how else they can be read."""
    ranking = card.rubric.ranking
    found = []
    if "rubric:ties" not in topics:
        name = Bilingual(zh="并列名次的记法", en="how equal totals share a place")
        found.append(Factor(TIES_KEY, name, ("min", "dense", "average", "max"), ranking.ties))
    coarser = [str(one) for one in COARSER if one < ranking.decimals]
    if coarser:
        name = Bilingual(zh="排名所用总分的小数位数", en="decimals of the total that ranks compare")
        declared = str(ranking.decimals)
        found.append(Factor(DECIMALS_KEY, name, (declared, *coarser), declared))
    return found
