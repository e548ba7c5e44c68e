"""Synthetic records that both appraisals of government services keep: service items and findings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from govscore_lib.samples.bodies import DEPARTMENTS
from govscore_lib.samples.counties import County
from govscore_lib.samples.draws import Draws
from govscore_lib.samples.services import claim_cells, claims_of
from govscore_lib.samples.sets import Maker, Row

FIRST_DAY, LAST_DAY = dt.date(2021, 1, 4), dt.date(2021, 12, 24)


def item_rows(
    county: County,
    draws: Draws,
    *,
    claimable: int,
    claimed: int,
    depths: Sequence[int | None],
    levels: Sequence[str],
) -> list[Row]:
    """Return one service item per depth; an item without a depth cannot be handled online."""
    claims = claims_of(draws, len(depths), claimable, claimed)
    rows: list[Row] = []
    for claim, depth in zip(claims, draws.shuffled(depths), strict=True):
        required = draws.between(12, 20)
        rows.append(
            {
                "item_code": f"SX{len(rows) + 1:05}",
                "region_id": county.region_id,
                "level": draws.pick(levels),
                **claim_cells(draws, claim),
                "guide_required_fields": required,
                "guide_filled_fields": required - max(0, draws.between(-20, 3)),
                "online": depth is not None,
                "online_depth": depth,
            }
        )
    return rows


def findings_on(*metrics: str, places: Sequence[str] = DEPARTMENTS) -> Maker:
    """Return a maker of inspectors' findings: the planned valid ones and a few that were withdrawn.

    places : where inspectors went.
    """

    def findings(county: County, draws: Draws) -> list[Row]:
        drawn = [
            (metric, valid)
            for metric in metrics
            for valid in [True] * county.count(metric) + [False] * draws.between(0, 1)
        ]
        return [
            {
                "finding_id": f"JC{county.tag}-{number:03}",
                "region_id": county.region_id,
                "metric_id": metric,
                "unit": draws.pick(places),
                "found_on": draws.weekday(FIRST_DAY, LAST_DAY),
                "valid": valid,
            }
            for number, (metric, valid) in enumerate(draws.shuffled(drawn), start=1)
        ]

    return findings
