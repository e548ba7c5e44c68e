"""The table of totals: place, status, bounds and gap of every region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from govscore_lib.algebra.columns import Truths
from govscore_lib.engine.ranking import Doubled, rank_totals
from govscore_lib.engine.scoring import deciding
from govscore_lib.points import points_series
from govscore_lib.tables import SCORES

if TYPE_CHECKING:
    from govscore_lib.engine.scored import Scored


def scores_table(card: Scored) -> pl.DataFrame:
    """Return one row per region that is assessed, best first, those without a rank last.

    Columns: region_id, region_zh, region_en, total, rank, status, lower, upper, missing_criteria,
    gap_to_next (points to the next better total), total_effect (what a floor of the total or a veto adds to
    the sum of the categories); with ``rank_within`` also group and group_rank. Total and rank are null for
    a region that is waived or disqualified.
    """
    scoring, totals = card.scoring, card.scoring.totals
    rows = np.array([card.row(region.id) for region in card.regions], dtype=np.int64)
    unranked = scoring.standings.unranked
    counts = ~unranked[rows]
    waived = scoring.standings.rows("waived")
    missing = np.where(waived, 0, scoring.points.missing.sum(axis=1))[rows]
    total = totals.total[rows]
    better = [total[counts & (total > one)] for one in total]
    gap = np.array(
        [0 if not len(b) else int(b.min() - t) for b, t in zip(better, total, strict=True)]
    )
    behind = np.array([len(b) > 0 for b in better], dtype=bool) & counts
    text = {
        "region_id": [region.id for region in card.regions],
        "region_zh": [region.name_zh for region in card.regions],
        "region_en": [region.name("en") for region in card.regions],
    }
    table = pl.DataFrame(
        [
            *(pl.Series(name, words, dtype=pl.String) for name, words in text.items()),
            points_series("total", total, counts),
            _ranks("rank", totals.rank2[rows]),
            pl.Series("status", [_status(card, row) for row in rows], dtype=pl.String),
            points_series("lower", totals.lower[rows], counts),
            points_series("upper", totals.upper[rows], counts & totals.bounded[rows]),
            pl.Series("missing_criteria", missing, dtype=pl.Int64),
            points_series("gap_to_next", gap, behind),
            points_series("total_effect", totals.total_effect[rows], counts),
            *_within_groups(card, rows),
        ]
    )
    assert list(table.columns)[: len(SCORES)] == list(SCORES)
    return table.sort("rank", nulls_last=True, maintain_order=True)


def _status(card: Scored, row: int) -> str:
    """Return the first that holds: a fact about the region, something missing, or final."""
    standing = card.scoring.standings.by_row.get(int(row))
    if standing is not None:
        return standing.status
    return "provisional" if card.scoring.points.unsettled[row] else "final"


def _ranks(name: str, rank2: Doubled) -> pl.Series:
    """Return ranks as whole numbers, as halves where ties share an average; null where there is none."""
    halves = bool((rank2 % 2).any())
    values = [None if not one else (one / 2 if halves else one // 2) for one in rank2.tolist()]
    return pl.Series(name, values, dtype=pl.Float64 if halves else pl.Int64)


def _within_groups(card: Scored, rows: np.ndarray) -> list[pl.Series]:
    """Return group and rank within it, where the rubric ranks within groups."""
    labels = group_labels(card)
    if labels is None:
        return []
    totals, standings = card.scoring.totals, card.scoring.standings
    ranked = card.scoring.frame.in_pool & ~standings.unranked
    shut_out = card.scoring.frame.in_pool & standings.rows("disqualified")
    order = deciding(card.rubric, card.scoring.points, totals.category_scores)
    rank2 = np.zeros(len(labels), dtype=np.int64)
    for label in set(filter(None, labels)):
        inside: Truths = np.array([one == label for one in labels], dtype=bool)
        found = rank_totals(
            card.rubric.ranking, totals.total, ranked & inside, shut_out & inside, order
        )
        rank2 = np.where(inside, found, rank2)
    mine = [labels[row] for row in rows]
    return [pl.Series("group", mine, dtype=pl.String), _ranks("group_rank", rank2[rows])]


def group_labels(card: Scored) -> list[str | None] | None:
    """Return the group of every row of the frame; None where the rubric ranks within no groups."""
    name = card.rubric.rank_within
    if name is None:
        return None
    if name == "group":
        return [region.group or None for region in card.league.regions]
    column = card.scoring.frame.columns[name]
    return [
        str(code) if known else None
        for code, known in zip(column.value, column.known, strict=True)  # type: ignore[union-attr]
    ]
