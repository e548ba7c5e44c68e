"""A small scorecard with all that pages must be able to show: a tie, a gap, a clean region, a cap."""

import polars as pl
import pytest

from govscore_lib.engine import Scorecard, score
from tests.asserts import observations as values_as_table
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


SOURCE = {"document": "文〔2021〕1号", "section": "五"}
FACTS = {
    #      answered, judged, signed, no_hall, crime, events, news, late, praise, falsified, late_filing, tier
    "R1": ("10", "2", "true", "false", "false", "0", "9", "0", "9", "false", "false", "large"),
    "R2": ("9", "1.5", "false", "false", "false", "2", "4", "1", "0", "false", "false", "large"),
    "R3": ("9", "1", "true", "false", "false", "0", "4", "0", "0", "false", "true", "small"),
    "R4": ("8", "1", "true", "false", "false", "0", "4", "0", "0", "true", "false", "small"),
    "R5": ("7", "0.5", "true", "false", "true", "1", "3", "0", "1", "false", "false", "small"),
    "R6": ("6", None, None, "true", "false", "0", "2", "0", "0", "false", "false", "small"),
}
NAMES = (
    "answered", "judgement", "signed", "no_hall", "crime", "events", "news", "late", "praise",
    "falsified", "late_filing", "tier",
)  # fmt: skip


def general_document(**more) -> dict:
    """Every kind of category and standing: maxima lost from, deductions, points gathered without end, a bonus."""
    levels = [{"count": "praise", "points": "3"}]
    deduction = {"kind": "deduct_per_event", "start": "0", "per": "3", "floor": "none"}
    criteria = [
        criterion("1.1", {"kind": "ratio", "value": "answered / 10"}, max_points="4"),
        criterion(
            "1.2",
            {"kind": "pool_judged", "metric": "judgement", "pooled": ["1.2", "1.4"]},
            transcription="U",
        ),
        criterion(
            "1.3",
            {"kind": "binary", "when": "signed"},
            not_applicable={"when": "no_hall", "policy": "leave_out"},
        ),
        criterion("2.v", {"kind": "veto", "when": "crime"}, category="2", max_points="5"),
        criterion("2.d", {**deduction, "count": "events"}, category="2", max_points="0"),
        criterion("3.1", {"kind": "per_unit", "per": "1", "count": "news"}, category="3", max_points=None),
        criterion("3.d", {**deduction, "count": "late"}, category="3", max_points="0"),
        criterion("b.1", {"kind": "bonus", "levels": levels}, category="b", max_points=None),
    ]  # fmt: skip
    facts = {name: metric("bool", needed="optional") for name in ("no_hall", "crime", "falsified", "late_filing")}  # fmt: skip
    metrics = {
        "answered": metric("int"),
        "judgement": metric("judged"),
        "signed": metric("bool"),
        **{name: metric("int") for name in ("events", "news", "late", "praise")},
        **facts,
        "tier": metric("enum", values={"large": "大", "small": "小"}),
    }
    standing = [
        ("disqualified", "falsified", {"zh": "弄虚作假", "en": "false evidence"}),
        ("waived", "late_filing", {"zh": "逾期未报", "en": "filed late"}),
        ("vetoed", "crime", {"zh": "追究刑事责任", "en": "criminal liability"}),
    ]
    return document(
        criteria,
        metrics,
        categories=[
            {"id": "1", "name": {"zh": "基础", "en": "basics"}, "max_points": "8"},
            {"id": "2", "name": {"zh": "廉政", "en": "integrity"}, "max_points": "5"},
            {"id": "3", "name": {"zh": "信息", "en": "news"}, "max_points": "7"},
            {"id": "b", "name": {"zh": "加分", "en": "bonus"}, "max_points": "4", "component": "bonus"},
        ],
        total={"max_points": "20"},
        standing=[
            {"status": status, "when": when, "because": because, "source": SOURCE}
            for status, when, because in standing
        ],
        rank_within="tier",
        note={"zh": "附件由图像识别而来。", "en": "The annex was recognised from a scan."},
        **more,
    )  # fmt: skip


def general_observations() -> pl.DataFrame:
    return values_as_table(
        {region: dict(zip(NAMES, row, strict=True)) for region, row in FACTS.items()}
    )


@pytest.fixture(scope="session")
def general() -> Scorecard:
    """Six regions: R1 above full marks, R2 with deductions below 0, R3 waived, R4 disqualified, R5 vetoed,
    R6 without a judgement and without the hall that 1.3 asks for.
    """
    return score(load_document(general_document()), general_observations())
