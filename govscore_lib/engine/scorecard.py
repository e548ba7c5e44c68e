"""The result of a run: scores, categories, ledger and receipt, as tables that add up."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import polars as pl

from govscore_lib.engine.awards import award_options, awards_table
from govscore_lib.engine.explaining.improve import region_outlook
from govscore_lib.engine.explaining.outlooks import RegionOutlook
from govscore_lib.engine.league_table import league_table
from govscore_lib.engine.ledger import aligned, ledger_table
from govscore_lib.engine.readings import rank_spread, readings_table
from govscore_lib.engine.scored import Scored
from govscore_lib.engine.scores import scores_table
from govscore_lib.glance import Head, glance
from govscore_lib.points import points_series
from govscore_lib.rubric.general import STANDING_WORDS
from govscore_lib.text import Bilingual


class Scorecard(Scored):
    """The scores of every region of a run, as tables that add up."""

    @cached_property
    def scores(self) -> pl.DataFrame:
        """One row per region, best first, those without a rank last; see ``engine.scores``."""
        return scores_table(self)

    @cached_property
    def awards(self) -> pl.DataFrame:
        """The proposal of prizes, one row per region; no rows where the rubric has none. See ``engine.awards``."""
        return awards_table(self.rubric, self.scores)

    @cached_property
    def award_options(self) -> pl.DataFrame:
        """How a committee could share out the places that are left over; see ``engine.awards``."""
        return award_options(self.rubric, self.awards)

    @cached_property
    def categories(self) -> pl.DataFrame:
        """One row per ranked region and category: sum of points, cap effect, score, maximum.

        The cap effect is all that comes between sum and score: floors and caps, caps of gains and of losses, a
        fact that empties the category, and weights that moved from clauses that do not apply.
        """
        totals = self.scoring.totals
        printed = np.array([one.max_points is not None for one in self.rubric.categories])
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
                        points_series("max_points", totals.category_maxima[row], printed),
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
        return self.ledger if language == "zh" else self._english_ledger

    @cached_property
    def _english_ledger(self) -> pl.DataFrame:
        return ledger_table(self, "en")

    @cached_property
    def readings(self) -> pl.DataFrame:
        """What every other reading would give every region; see ``engine.readings.readings_table``."""
        known = self.given.readings if self.given else None
        return readings_table(self) if known is None else known

    @cached_property
    def spread(self) -> pl.DataFrame:
        """The best and the worst place of every region over all readings; see ``engine.readings``."""
        return rank_spread(self, self.readings)

    @cached_property
    def _outlooks(self) -> dict[str, RegionOutlook]:
        return {}

    def outlook(self, region_id: str) -> RegionOutlook:
        """Return what would bring a region more, worked out once; see ``engine.improve``."""
        if region_id not in self._outlooks:
            self._outlooks[region_id] = region_outlook(self, region_id)
        return self._outlooks[region_id]

    def league_table(self, criterion_id: str) -> pl.DataFrame:
        """Return value, place, points and what the place above brings; see ``engine.league_table``."""
        return league_table(self, criterion_id)

    def _repr_html_(self) -> str:
        """Show the ranking in a notebook, both languages."""
        decimals = self.rubric.display.decimals
        heads = (
            Head(Bilingual(zh="名次", en="Rank"), figure=True),
            Head(Bilingual(zh="地区", en="Region")),
            Head(Bilingual(zh="总分", en="Total"), figure=True),
            Head(Bilingual(zh="区间", en="Bounds"), figure=True),
            Head(Bilingual(zh="状态", en="Status")),
        )
        rows = []
        for row in self.scores.iter_rows(named=True):
            low, high = (aligned(row[one], decimals) for one in ("lower", "upper"))
            rows.append(
                (
                    "" if row["rank"] is None else f"{row['rank']:g}",
                    Bilingual(zh=row["region_zh"], en=row["region_en"]),
                    "" if row["total"] is None else aligned(row["total"], decimals),
                    f"{low} – {high}" if row["status"] == "provisional" else "",
                    "" if row["status"] == "final" else STANDING_WORDS[row["status"]],
                )
            )
        return glance(self.title, heads, rows)

    def __repr__(self) -> str:
        return f"<Scorecard of {self.rubric.id}: {len(self.regions)} regions, {len(self.rubric.criteria)} criteria>"
