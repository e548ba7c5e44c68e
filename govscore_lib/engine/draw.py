"""The draw of regions for a spot check: a share of them, the same for the same seed, checkable by hand."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from math import ceil

import polars as pl

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError
from govscore_lib.points import plain

DRAW: dict[str, pl.DataType] = {
    "order": pl.Int64(),
    "region_id": pl.String(),
    "region_zh": pl.String(),
    "region_en": pl.String(),
    "ticket": pl.String(),
    "drawn": pl.Boolean(),
}


def draw_spot_checks(card: Scorecard, ratio: Fraction, seed: str) -> pl.DataFrame:
    """Return all regions that can be checked in the order of their tickets, the first ones drawn.

    ratio : the share to be drawn, above 0 and at most 1; documents that order spot checks often print none,
    so there is no default. seed : any text, to be recorded with the result. A region's ticket is the
    SHA-256 of ``seed:region_id``; the smallest tickets are drawn, as many as the share of the regions rounded
    up. Regions that gave up are left out.
    Columns: order, region_id, region_zh, region_en, ticket, drawn.
    Raises UsageError for a ratio out of range, an empty seed or a rubric without spot checks.
    """
    if card.rubric.spot_check is None:
        raise UsageError(f"{card.rubric.id} orders no spot checks.")
    if not 0 < ratio <= 1:
        raise UsageError(f"the ratio {plain(ratio)} is not a share: above 0, at most 1 (100%).")
    if not seed.strip():
        raise UsageError(
            "the draw needs a seed, so that anybody can repeat it: any number or date."
        )
    waived = card.scores.filter(pl.col("status") == "waived")["region_id"].to_list()
    tickets = sorted(
        (
            (hashlib.sha256(f"{seed}:{region.id}".encode()).hexdigest(), region)
            for region in card.regions
            if region.id not in waived
        ),
        key=lambda pair: pair[0],
    )
    count = ceil(ratio * len(tickets))
    rows = [
        (order, region.id, region.name_zh, region.name("en"), ticket, order <= count)
        for order, (ticket, region) in enumerate(tickets, start=1)
    ]
    return pl.DataFrame(rows, schema=DRAW, orient="row")
