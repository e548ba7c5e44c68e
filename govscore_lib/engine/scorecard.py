"""The result of a run: scores, categories, ledger and receipt, as tables that add up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from govscore_lib.engine.ledger import ledger_table
from govscore_lib.engine.scoring import Scoring
from govscore_lib.errors import UsageError, did_you_mean, listed
from govscore_lib.points import points_series, round_half_up, units_array
from govscore_lib.rubric.league import League, Region
from govscore_lib.rubric.model import Criterion, Rubric


@dataclass(frozen=True)
class Scorecard:
    """Scores of every region of a run.

    rubric : with the readings in force. league : the regions, reference rows included.
    observations : long table of all inputs, derived metrics included. used : records behind a metric
    (region_id, metric_id, register, rows). blocked : (region, criterion) → why a critical finding
    forbids scoring. receipt : hashes, version, readings, rounding, time.
    """

    rubric: Rubric
    league: League
    scoring: Scoring
    observations: pl.DataFrame
    used: pl.DataFrame
    blocked: Mapping[tuple[str, str], str] = field(default_factory=dict)
    receipt: Mapping[str, Any] = field(default_factory=dict)

    @property
    def regions(self) -> tuple[Region, ...]:
        """The ranked regions, in the order of the league."""
        return self.league.ranked

    def row(self, region_id: str) -> int:
        """Return the row of a region in the frame."""
        return [region.id for region in self.league.regions].index(region_id)

    @cached_property
    def scores(self) -> pl.DataFrame:
        """One row per ranked region, best first: total, rank, status, bounds, gap to the next place."""
        totals, scored = self.scoring.totals, self.scoring.points.scored
        rows = np.array([self.row(region.id) for region in self.regions], dtype=np.int64)
        missing = (~scored).sum(axis=1)[rows]
        total, rank2 = totals.total[rows], totals.rank2[rows]
        better = [total[total > one] for one in total]
        gap = np.array(
            [0 if not len(b) else int(b.min() - t) for b, t in zip(better, total, strict=True)]
        )
        table = pl.DataFrame(
            [
                pl.Series("region_id", [region.id for region in self.regions], dtype=pl.String),
                pl.Series(
                    "region_zh", [region.name_zh for region in self.regions], dtype=pl.String
                ),
                pl.Series(
                    "region_en", [region.name("en") for region in self.regions], dtype=pl.String
                ),
                points_series("total", total),
                pl.Series("rank", rank2 / 2 if (rank2 % 2).any() else rank2 // 2),
                pl.Series("status", np.where(missing > 0, "provisional", "final").astype(str)),
                points_series("lower", totals.lower[rows]),
                points_series("upper", totals.upper[rows]),
                pl.Series("missing_criteria", missing, dtype=pl.Int64),
                points_series(
                    "gap_to_next", gap, np.array([len(b) > 0 for b in better], dtype=bool)
                ),
            ]
        )
        return table.sort("rank", maintain_order=True)

    @cached_property
    def categories(self) -> pl.DataFrame:
        """One row per ranked region and category: sum of points, cap effect, score, maximum."""
        totals = self.scoring.totals
        parts = []
        for region in self.regions:
            row = self.row(region.id)
            sums, scores = totals.category_sums[row], totals.category_scores[row]
            parts.append(
                pl.DataFrame(
                    [
                        pl.Series("region_id", [region.id] * len(sums), dtype=pl.String),
                        pl.Series(
                            "category_id",
                            [one.id for one in self.rubric.categories],
                            dtype=pl.String,
                        ),
                        points_series("points_sum", sums),
                        points_series("cap_effect", scores - sums),
                        points_series("score", scores),
                        maxima("max_points", [one.max_points for one in self.rubric.categories]),
                    ]
                )
            )
        return pl.concat(parts)

    @cached_property
    def ledger(self) -> pl.DataFrame:
        """One row per ranked region and criterion: inputs, formula with numbers, points, citation."""
        return ledger_table(self, "zh")

    def ledger_in(self, language: str) -> pl.DataFrame:
        """Return the ledger with its formulas in ``"zh"`` or ``"en"``."""
        return self.ledger if language == "zh" else ledger_table(self, language)

    @cached_property
    def references(self) -> pl.DataFrame:
        """Inputs of the reference rows, which are shown but neither scored nor ranked."""
        ids = [region.id for region in self.league.references]
        return self.observations.filter(pl.col("region_id").is_in(ids))

    def region(self, region_id: str) -> Region:
        """Return a region by id, name or alias. Raises UsageError when there is none."""
        found = self.league.resolve(region_id)
        if found is None:
            known = [word for region in self.league.regions for word in (region.id, region.name_zh)]
            hint = did_you_mean(region_id, known)
            raise UsageError(
                f"there is no region '{region_id}'. {hint or 'Known: ' + listed(known)}"
            )
        return found

    def criterion(self, criterion_id: str) -> Criterion:
        """Return a criterion of the rubric. Raises UsageError when there is none."""
        found = self.rubric.criteria.get(criterion_id)
        if found is None:
            hint = did_you_mean(criterion_id, self.rubric.criteria)
            raise UsageError(
                f"there is no criterion '{criterion_id}' in {self.rubric.id}. "
                f"{hint or 'Known: ' + listed(self.rubric.criteria)}"
            )
        return found

    @cached_property
    def _records(self) -> dict[str, dict[str, list[tuple[str, int]]]]:
        found: dict[str, dict[str, list[tuple[str, int]]]] = {}
        columns = self.used.select("region_id", "metric_id", "register", "rows")
        for region, metric, register, rows in columns.iter_rows():
            found.setdefault(region, {}).setdefault(metric, []).append((register, rows))
        return found

    def records_of(self, region_id: str) -> Mapping[str, list[tuple[str, int]]]:
        """Return, by metric, the registers and numbers of records behind a region's inputs."""
        return self._records.get(region_id, {})

    def league_table(self, criterion_id: str) -> pl.DataFrame:
        """Return value, place, points and what the place above brings; see ``engine.league_table``."""
        from govscore_lib.engine.league_table import league_table

        return league_table(self, criterion_id)

    def _repr_html_(self) -> str:
        """Show the ranking in a notebook."""
        from govscore_lib.engine.summary import ranking_html

        return ranking_html(self)

    def __repr__(self) -> str:
        return f"<Scorecard of {self.rubric.id}: {len(self.regions)} regions, {len(self.rubric.criteria)} criteria>"


def maxima(name: str, values: list) -> pl.Series:
    """Return declared maxima as a points column; null where there is none."""
    units = units_array([0 if one is None else round_half_up(one) for one in values])
    return points_series(name, units, np.array([one is not None for one in values], dtype=bool))
