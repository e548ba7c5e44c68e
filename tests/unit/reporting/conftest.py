"""A small scorecard with all that pages must be able to show: a tie, a gap, a clean region, a cap."""

import polars as pl
import pytest

from govscore_lib.engine import Scorecard, score
from tests.small_rubrics import criterion, document, load_document, metric, said

REGIONS = ("320803", "320804", "320812", "320813")
VALUES = {
    #          corrected, concluded, answered, asked, judged, plans
    "320803": ("0", "12", "20", "20", "1.5", "9"),
    "320804": ("2", "25", "19", "20", "2", "3"),
    "320812": ("4", "50", "18", "20", None, "1"),
    "320813": ("3", "5", "15", "20", "1", "0"),
}
METRICS = ("corrected", "concluded", "answered", "asked", "innovation", "plans")


def observations() -> pl.DataFrame:
    rows = [
        (region, name, value)
        for region, values in VALUES.items()
        for name, value in zip(METRICS, values, strict=True)
    ]
    return pl.DataFrame(rows, schema=["region_id", "metric_id", "value"], orient="row")


def small_document() -> dict:
    rank = {
        "kind": "rank",
        "clean": {"when": "corrected == 0", "points": "2"},
        "value": "corrected / concluded",
        "best": "lowest",
        "ranked_max": "1.8",
    }
    reading = {
        "slug": "pool-all",
        "change": {"rule/pool": "league"},
        "because": {"zh": "也可全体排名", "en": "all regions could be ranked"},
    }
    return document(
        [
            criterion(
                "1.01",
                rank,
                name={"zh": "复议纠错", "en": "corrections"},
                readings={"B": reading},
            ),
            criterion("1.02", {"kind": "ratio", "value": "answered / asked"}),
            criterion("2.01", {"kind": "judged", "metric": "innovation"}, category="2"),
            criterion(
                "2.02",
                {"kind": "per_unit", "per": "1", "count": "plans", "cap": "5"},
                category="2",
                max_points="5",
                name={"zh": "方案 <甲>", "en": "plans <A>"},
            ),
        ],
        {
            "corrected": metric("int", unit="cases"),
            "concluded": metric("int", unit="cases", small_below="10"),
            "answered": metric("int", unit="requests"),
            "asked": metric("int", unit="requests"),
            "innovation": metric("judged"),
            "plans": metric("int", unit="plans"),
        },
        categories=[
            {"id": "1", "name": {"zh": "依法行政", "en": "lawful"}, "max_points": "4"},
            {"id": "2", "name": said("innovation"), "max_points": "6"},
        ],
        total={"max_points": "10"},
    )


@pytest.fixture(scope="session")
def scorecard() -> Scorecard:
    """Four regions, four criteria: 320804 and 320812 tie in 1.01, 320812 lacks a judgement."""
    return score(load_document(small_document()), observations(), partial_league=True)
