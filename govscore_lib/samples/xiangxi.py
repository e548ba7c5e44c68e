"""The synthetic data of the appraisal of services in the counties of Xiangxi."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from govscore_lib.samples.appraisals import FIRST_DAY, LAST_DAY, findings_on, item_rows
from govscore_lib.samples.counties import County
from govscore_lib.samples.draws import Draws
from govscore_lib.samples.exports import Export
from govscore_lib.samples.sets import Row, SampleSet

TASKS = (
    "delegation_items_missing",
    "park_items_missing",
    "campaign_tasks_missing",
    "ysyc_process_missing",
    "ysyc_guides_missing",
    "ysyc_windows_missing",
    "ysyc_not_at_window",
    "crossprov_windows_missing",
    "crossprov_matters_missing",
)
FINDINGS = (
    "impl_lists_nonconforming",
    "items_not_in",
    "letters_missing",
    "staff_not_in",
    "town_items_missing",
    "guides_missing",
    "guides_outdated",
    "templates_missing",
    "benefit_failures",
    "village_aspects_failed",
    "hall_findings",
    "signs_missing",
    "conduct_issues_valid",
)
QUARTER_ENDS = tuple(
    dt.date(2021, month, day) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31))
)
HUNDREDTHS = 100


def service_items(county: County, draws: Draws) -> list[Row]:
    """Return the county's items with their depth online; nearly all are claimed."""
    total, online = county.count("items_total"), county.count("items_online")
    deep = county.count("items_depth3plus")
    depths: list[int | None] = [draws.pick((3, 3, 4)) for _ in range(deep)]
    depths += [draws.pick((1, 2)) for _ in range(online - deep)] + [None] * (total - online)
    return item_rows(
        county,
        draws,
        claimable=total - 6,
        claimed=total - 6 - draws.between(0, 8),
        depths=depths,
        levels=("county", "county", "county", "town", "village"),
    )


def supervision_cards(county: County, draws: Draws) -> list[Row]:
    """Return the cards in force and some that were revoked."""
    cards = [("yellow", False)] * county.count("yellow_cards")
    cards += [("red", False)] * county.count("red_cards")
    cards += [("yellow", True)] * draws.between(0, 2)
    return [
        {
            "card_id": f"DC{county.tag}-{number:02}",
            "region_id": county.region_id,
            "colour": colour,
            "issued_on": draws.weekday(FIRST_DAY, LAST_DAY),
            "revoked": revoked,
        }
        for number, (colour, revoked) in enumerate(draws.shuffled(cards), start=1)
    ]


def miniapp_users(county: County, draws: Draws) -> list[Row]:
    """Return the registered users at the end of each quarter, rising to the planned figure."""
    figures = [county.count("miniapp_users")]
    for _ in QUARTER_ENDS[1:]:
        figures.append(figures[-1] * draws.between(78, 94) // 100)
    return [
        {"region_id": county.region_id, "as_of": day, "registered_total": figure}
        for day, figure in zip(QUARTER_ENDS, reversed(figures), strict=True)
    ]


def haochaping_platform_score(county: County, draws: Draws) -> list[Row]:
    """Return the platform's score at midyear and at the end of the year; the latter counts."""
    score, full = county.amount("haochaping_platform_score"), county.amount("haochaping_full_mark")
    earlier = score - Decimal(draws.between(5, 60)) / 10
    return [
        {"region_id": county.region_id, "as_of": day, "score": one, "full_mark": full}
        for day, one in ((QUARTER_ENDS[1], earlier), (QUARTER_ENDS[3], score))
    ]


def regulatory_items(county: County, draws: Draws) -> list[Row]:
    """Return the supervision items; their rates of detail add up to the planned sum."""
    total = county.count("reg_catalog_total")
    catalogued = draws.flags(county.count("reg_catalog_done"), total)
    filled = draws.flags(county.count("reg_list_done"), total)
    rates = [HUNDREDTHS] * total
    lacking = total * HUNDREDTHS - int(county.amount("reg_detail_done") * HUNDREDTHS)
    while lacking:
        item = draws.between(0, total - 1)
        part = min(lacking, rates[item], draws.between(5, 60))
        rates[item] -= part
        lacking -= part
    return [
        {
            "item_code": f"JG{number:05}",
            "region_id": county.region_id,
            "catalogued": is_catalogued,
            "list_filled": is_filled,
            "detail_rate": Decimal(rate) / HUNDREDTHS,
        }
        for number, (is_catalogued, is_filled, rate) in enumerate(
            zip(catalogued, filled, rates, strict=True), start=1
        )
    ]


def submissions(county: County, draws: Draws) -> list[Row]:
    """Return one report a month: in time, late, or never received."""
    late, missing = county.count("reports_late"), county.count("reports_missing")
    states = draws.shuffled(["late"] * late + ["missing"] * missing + [""] * (12 - late - missing))
    rows: list[Row] = []
    for month, state in enumerate(states, start=1):
        due = dt.date(2021, month, 25)
        days = draws.between(1, 5) if state == "late" else -draws.between(0, 4)
        rows.append(
            {
                "report_id": f"BS{county.tag}-{month:02}",
                "region_id": county.region_id,
                "due_on": due,
                "received_on": None if state == "missing" else due + dt.timedelta(days=days),
            }
        )
    return rows


def media_reports(county: County, draws: Draws) -> list[Row]:
    """Return reports in media of the prefecture and above, and some in the county's own, which do not count."""
    levels = [
        draws.pick(("prefecture", "prefecture", "provincial", "national"))
        for _ in range(county.count("media_reports_prefecture_plus"))
    ]
    levels += ["county"] * draws.between(1, 4)
    return [
        {
            "report_id": f"MT{county.tag}-{number:02}",
            "region_id": county.region_id,
            "level": level,
            "published_on": draws.day(FIRST_DAY, LAST_DAY),
            "topic_id": f"T{draws.between(1, 6)}",
        }
        for number, level in enumerate(draws.shuffled(levels), start=1)
    ]


def gov_sessions(county: County, draws: Draws) -> list[Row]:
    """Return the government's sessions on these reforms."""
    return [
        {
            "session_id": f"HY{county.tag}-{number:02}",
            "region_id": county.region_id,
            "held_on": draws.weekday(FIRST_DAY, LAST_DAY),
        }
        for number in range(1, county.count("gov_sessions") + 1)
    ]


def tasks(county: County, draws: Draws) -> list[Row]:
    """Return the task list: the planned number late or not done, and others done in time."""
    states = [
        (metric, late)
        for metric in TASKS
        for late in [True] * county.count(metric) + [False] * draws.between(2, 6)
    ]
    rows: list[Row] = []
    for number, (metric, late) in enumerate(draws.shuffled(states), start=1):
        due = draws.weekday(dt.date(2021, 3, 1), dt.date(2021, 12, 10))
        days = draws.between(1, 18) if late else -draws.between(0, 20)
        never = late and draws.chance(0.5)
        rows.append(
            {
                "task_id": f"RW{county.tag}-{number:03}",
                "region_id": county.region_id,
                "metric_id": metric,
                "due_on": due,
                "done_on": None if never else due + dt.timedelta(days=days),
            }
        )
    return rows


XIANGXI = SampleSet(
    "xiangxi-2021-services",
    {
        "service_items": (service_items, "region_id"),
        "supervision_cards": (supervision_cards, "issued_on"),
        "miniapp_users": (miniapp_users, "as_of"),
        "regulatory_items": (regulatory_items, "region_id"),
        "haochaping_platform_score": (haochaping_platform_score, "as_of"),
        "submissions": (submissions, "due_on"),
        "media_reports": (media_reports, "published_on"),
        "gov_sessions": (gov_sessions, "held_on"),
        "tasks": (tasks, "due_on"),
        "findings": (findings_on(*FINDINGS), "found_on"),
    },
    (
        Export("service_items", "service_items.parquet", chinese=False),
        Export("supervision_cards", "supervision_cards.csv", "gb18030"),
        Export("miniapp_users", "miniapp_users.parquet", chinese=False),
        Export("regulatory_items", "regulatory_items.csv", "gb18030"),
        Export("haochaping_platform_score", "haochaping_platform_score.xlsx"),
        Export("submissions", "submissions.csv", "utf-8-sig"),
        Export("media_reports", "media_reports.xlsx"),
        Export("gov_sessions", "gov_sessions.csv", chinese=False),
        Export("tasks", "tasks.csv", "gb18030"),
        Export("findings", "findings.xlsx"),
    ),
    office="政务服务中心",
    records_office="行政审批服务局",
    remarks=(
        "办件和村（社区）名册数量大，不在此处，平台办件数、不足20件村数和村总数由各县市在申报材料中填报 / "
        "the registers of transactions and villages are too large to be here; the counties state the three figures they would yield."
    ),
)
