"""Synthetic counts of service ratings by month and source, and of the matters people are dissatisfied with."""

from __future__ import annotations

import datetime as dt

from govscore_lib.samples.counties import County
from govscore_lib.samples.draws import Draws
from govscore_lib.samples.sets import Row

YEAR = 2021
SMALL = ("513200", "513300")
"""Regions with few ratings, so that small numbers and equal rates occur."""
NOT_SENT = {("513300", 12), ("513400", 2)}
"""(region, month) without any record."""
MATTERS = (
    "材料重复提交",
    "排队时间长",
    "窗口人员态度生硬",
    "线上系统卡顿",
    "咨询电话无人接听",
    "办理进度查不到",
    "一次性告知不到位",
    "部门之间来回跑",
    "自助设备故障",
    "乡镇窗口办不了",
    "节假日不能办",
    "表格填写复杂",
    "审批超过承诺时限",
    "收费说明不清",
)
STATES = ("open", "under_way", "under_way", "done", "done", "done")


def rating_counts(county: County, draws: Draws) -> list[Row]:
    """Return two rows a month: what the public rated, and what organised assessments did.

    Each region has a level of its own (negative ratings in a thousand) that drifts over the year.
    """
    small = county.region_id in SMALL
    usual = draws.between(25, 60) if small else draws.between(900, 6000)
    level, drift = draws.between(6, 26), draws.between(-8, 6)
    rows = []
    for month in range(1, 13):
        now = max(1, level + drift * month // 12 + draws.between(-3, 3))
        public = usual * draws.between(80, 125) // 100
        organised = draws.between(5, 12) if small else draws.between(60, 180)
        for source, rated, in_thousand in (
            ("public", public, now),
            ("organised", organised, now + draws.between(0, 14)),
        ):
            bad = (rated * in_thousand + draws.between(0, 999)) // 1000
            mended = (bad * draws.between(55 if month == 12 else 82, 100) + 50) // 100
            if (county.region_id, month) not in NOT_SENT:
                rows.append(
                    {
                        "region_id": county.region_id,
                        "month": dt.date(YEAR, month, 1),
                        "source": source,
                        "evaluations": rated,
                        "bad": bad,
                        "rectified": mended,
                    }
                )
    return rows


def dissatisfactions(county: County, draws: Draws) -> list[Row]:
    """Return what people were dissatisfied with: some matters of the first half-year come again in December."""
    rows: list[Row] = []
    for place, matter in enumerate(MATTERS):
        # matters at the head of the list are named by more regions and more often
        if not draws.chance(0.85 - 0.04 * place):
            continue
        if draws.chance(0.4):
            rows.append(_named(county, draws, matter, place, 6, "under_way"))
        rows.append(_named(county, draws, matter, place, 12, draws.pick(STATES)))
    return rows


def _named(county: County, draws: Draws, matter: str, place: int, month: int, state: str) -> Row:
    return {
        "region_id": county.region_id,
        "reported_on": draws.weekday(dt.date(YEAR, month, 6), dt.date(YEAR, month, 20)),
        "matter": matter,
        "times": draws.between(2, 60 - 3 * place),
        "state": state,
    }
