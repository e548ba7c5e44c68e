"""Rows of a league table as pages and charts show them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.views.board import Board, place_words
from govscore_lib.text import Bilingual


@dataclass(frozen=True)
class LeagueRow:
    """One region's figure on a criterion that compares regions.

    value : as printed ("2/25"); figure : the same for drawing, null when missing.
    rank : null where the region is outside the ranking (clean, or without data).
    next_region, next_value, next_rank, next_gain : whom one place more would reach, at what figure,
    what rank it gives, for how many points. is_out : nothing of the region is scored.
    """

    region_id: str
    name: Bilingual
    value: str
    figure: float | None
    rank: float | None
    tied: bool
    points: Decimal | None
    flags: tuple[str, ...]
    next_region: str | None
    next_value: str | None
    next_rank: float | None
    next_gain: Decimal | None
    is_out: bool = False

    @property
    def place(self) -> Bilingual:
        """The rank in words, saying when it is shared."""
        if self.is_out:
            return say("不计分", "nothing scored")
        if self.rank is None:
            return (
                say("不参加排名", "not ranked")
                if self.points is not None
                else say("缺数据", "no data")
            )
        return place_words(self.rank, self.tied)


def league_rows(scorecard: Scorecard, criterion: str) -> tuple[LeagueRow, ...]:
    """Return the rows of one criterion, best rank first; unranked regions with points lead, those without data end."""
    standings = {s.region_id: s for s in Board(scorecard).standings}
    rows = [
        LeagueRow(
            region_id=row["region_id"],
            name=standings[row["region_id"]].name,
            value=row["value"] or "—",
            figure=row["value_float"],
            rank=row["rank"],
            tied=bool(row["tied"]),
            points=row["points"],
            flags=tuple(filter(None, row["flags"].split(";"))),
            next_region=row["next_region"],
            next_value=row["next_value"],
            next_rank=row["next_rank"],
            next_gain=row["next_gain"],
            is_out=standings[row["region_id"]].waived,
        )
        for row in scorecard.league_table(criterion).to_dicts()
    ]
    return tuple(
        sorted(
            rows, key=lambda r: (r.points is None, r.rank if r.rank is not None else 0, r.region_id)
        )
    )
