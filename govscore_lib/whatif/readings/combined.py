"""What random combinations of readings, tie rules and rounding gave: intervals, and the choice that decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from govscore_lib.engine.ranking import Units
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.points import SCALE
from govscore_lib.text import Bilingual, counted
from govscore_lib.whatif.overviews import combinations_at_a_glance

Floats = npt.NDArray[np.float64]
Levels = npt.NDArray[np.int64]

CENTRAL = 0.90
"""Share of the combinations that an interval of places holds; half of the rest lies on either side."""
WHOLE_KEY = "whole"
"""Stands for all that is read of the document as a whole, of categories and of embedded rubrics, together."""


@dataclass(frozen=True)
class Factor:
    """Something that is drawn: a clause, category or topic with its readings, the tie rule, the rounding.

    key : as a run names it, or the path in the rubric. options : what it can be, ``current`` among them.
    """

    key: str
    name: Bilingual
    options: tuple[str, ...]
    current: str


@dataclass(frozen=True)
class Crossed:
    """Combinations of what is read of the document as a whole: so many were scored, of so many that there are."""

    scored: int = 1
    possible: int = 1

    @property
    def all(self) -> bool:
        """Whether none was left out."""
        return self.scored == self.possible


@dataclass(frozen=True)
class Combinations:
    """Random combinations of readings, tie rules and rounding.

    factors : what is drawn anew in every draw; where the document as a whole can be read otherwise, the last one
    is all such readings together. levels : which option of each was drawn, (draws, factors). totals : in 1e-9
    points, and ranks, NaN where a region has none, both (draws, regions). crossed : how many combinations of the
    document as a whole were scored; every clause, tie rule and rounding is drawn anew in every draw.
    """

    card: Scorecard
    factors: tuple[Factor, ...]
    levels: Levels
    totals: Units
    ranks: Floats
    seed: int
    crossed: Crossed = Crossed()

    @property
    def draws(self) -> int:
        """How many combinations were drawn."""
        return len(self.levels)

    @cached_property
    def table(self) -> pl.DataFrame:
        """One row per ranked region, in the order of the ranking.

        rank : of the run. best, worst : of the combinations and of every single other reading. median, low,
        high : of the combinations in which the region has a rank, low and high holding 90% of them.
        kept : share of the combinations with the rank of the run. lowest_total, highest_total : in points.
        decided_by : the factor that the place hangs on most, empty where it never moves; share : what that
        factor alone makes of the variance of the place.
        """
        influence = self._influence
        alone = {row[0]: row[1:] for row in self.card.spread.select("region_id", "best_rank", "worst_rank").iter_rows()}  # fmt: skip
        rows = []
        for at, region in enumerate(self.card.regions):
            places = self.ranks[:, at][~np.isnan(self.ranks[:, at])]
            rank = self._current[at]
            if not len(places) or rank is None:
                continue
            low, median, high = _quantiles(places)
            totals = self.totals[:, at]
            most = int(np.argmax(influence[:, at])) if influence[:, at].any() else None
            rows.append(
                {
                    "region_id": region.id,
                    "region_zh": region.name_zh,
                    "region_en": region.name("en"),
                    "rank": rank,
                    "best": min(places.min(), alone[region.id][0]),
                    "low": low,
                    "median": median,
                    "high": high,
                    "worst": max(places.max(), alone[region.id][1]),
                    "kept": float((places == rank).mean()),
                    "lowest_total": float(totals.min()) / SCALE,
                    "highest_total": float(totals.max()) / SCALE,
                    "decided_by": "" if most is None else self.factors[most].key,
                    "share": 0.0 if most is None else float(influence[most, at]),
                }
            )
        return pl.DataFrame(rows).sort("rank", maintain_order=True)

    @cached_property
    def influence(self) -> pl.DataFrame:
        """One row per ranked region and factor that moves it, the strongest first within a region.

        share : of the variance of the place that goes with the factor alone. best_option, worst_option : the
        option under which the region stands highest and lowest on average; best_mean, worst_mean : those averages.
        """
        rows = []
        for at, region in enumerate(self.card.regions):
            if self._current[at] is None:
                continue
            for factor in np.argsort(-self._influence[:, at], kind="stable"):
                share = float(self._influence[factor, at])
                if share > 0:
                    means = self._means(int(factor), at)
                    best, worst = (
                        min(means, key=means.__getitem__),
                        max(means, key=means.__getitem__),
                    )
                    rows.append((region.id, self.factors[factor].key, share, best, means[best], worst, means[worst]))  # fmt: skip
        schema = {
            "region_id": pl.String, "factor": pl.String, "share": pl.Float64, "best_option": pl.String,
            "best_mean": pl.Float64, "worst_option": pl.String, "worst_mean": pl.Float64,
        }  # fmt: skip
        return pl.DataFrame(rows, schema=schema, orient="row")

    @cached_property
    def choices(self) -> pl.DataFrame:
        """One row per factor, the one that moves a place most first.

        options : so many. regions : whose places hang on it more than on anything else. share : the largest that it alone
        makes of the variance of a place, 0 where it moves none; region_id : whose, empty then.
        """
        decided = self.table["decided_by"].to_list()
        rows = []
        for at, factor in enumerate(self.factors):
            shares = self._influence[at]
            most = int(np.argmax(shares)) if shares.any() else None
            region = "" if most is None else self.card.regions[most].id
            share = 0.0 if most is None else float(shares[most])
            decides = decided.count(factor.key)
            name = (factor.key, factor.name.zh, factor.name.en)
            rows.append((*name, len(factor.options), decides, share, region))
        schema = {
            "factor": pl.String, "name_zh": pl.String, "name_en": pl.String, "options": pl.Int64,
            "regions": pl.Int64, "share": pl.Float64, "region_id": pl.String,
        }  # fmt: skip
        return pl.DataFrame(rows, schema=schema, orient="row").sort("share", descending=True, maintain_order=True)  # fmt: skip

    @property
    def record(self) -> Mapping[str, Any]:
        """What keeps the draw repeatable."""
        return {
            "draws": self.draws,
            "seed": self.seed,
            "factors": [one.key for one in self.factors],
            "wholes": {"scored": self.crossed.scored, "possible": self.crossed.possible},
        }

    @cached_property
    def _current(self) -> list[float | None]:
        ranked = dict(self.card.scores.select("region_id", "rank").iter_rows())
        found = (ranked.get(region.id) for region in self.card.regions)
        return [None if one is None else float(one) for one in found]

    def _means(self, factor: int, region: int) -> dict[str, float]:
        places, drawn = self.ranks[:, region], self.levels[:, factor]
        known = ~np.isnan(places)
        return {
            option: float(places[known & (drawn == level)].mean())
            for level, option in enumerate(self.factors[factor].options)
            if (known & (drawn == level)).any()
        }

    @cached_property
    def _influence(self) -> Floats:
        """Share of the variance of each place that goes with each factor alone, (factors, regions).

        The variance between the averages by option, less what chance alone would put there (ω²); 0 at least.
        """
        found = np.zeros((len(self.factors), self.ranks.shape[1]))
        for at in range(self.ranks.shape[1]):
            known = ~np.isnan(self.ranks[:, at])
            places = self.ranks[known, at]
            if len(places) < 2 or (places == places[0]).all():
                continue
            whole = ((places - places.mean()) ** 2).sum()
            for factor in range(len(self.factors)):
                found[factor, at] = explained(places, self.levels[known, factor], float(whole))
        return found

    def _repr_html_(self) -> str:
        return combinations_at_a_glance(self)

    def __repr__(self) -> str:
        return f"<Combinations: {counted(self.draws, 'draw')} of {counted(len(self.factors), 'factor')}, seed {self.seed}>"


def explained(places: Floats, levels: Levels, whole: float) -> float:
    """Return the share of a sum of squares that goes with the averages by level, less chance (ω²), 0 to 1."""
    counts = np.bincount(levels)
    used = counts > 0
    means = np.bincount(levels, places)[used] / counts[used]
    between = float((counts[used] * (means - places.mean()) ** 2).sum())
    free, left = int(used.sum()) - 1, len(places) - int(used.sum())
    if left <= 0:
        return 0.0
    noise = (whole - between) / left
    return max(0.0, (between - free * noise) / (whole + noise))


def _quantiles(places: Floats) -> tuple[float, float, float]:
    ordered = np.sort(places)
    tail = (1 - CENTRAL) / 2
    low, median, high = (
        float(ordered[max(0, int(np.ceil(share * len(ordered) - 1e-9)) - 1)])
        for share in (tail, 0.5, 1 - tail)
    )
    return low, median, high
