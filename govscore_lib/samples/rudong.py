"""The synthetic data of the appraisal of services in the towns of Rudong."""

from __future__ import annotations

import datetime as dt

from govscore_lib.samples.appraisals import FIRST_DAY, findings_on, item_rows
from govscore_lib.samples.counties import County
from govscore_lib.samples.draws import Draws
from govscore_lib.samples.exports import Export
from govscore_lib.samples.sets import Row, SampleSet

VILLAGES = tuple(f"村{number:02}" for number in range(1, 17))
LAST_ACCEPTED = dt.date(2021, 11, 30)
"""Cases accepted later could be due, or be finished, in the next year."""


def service_items(county: County, draws: Draws) -> list[Row]:
    """Return the items of a town and its villages: claimed or not, online or not."""
    claimable, online = county.count("items_claimable"), county.count("items_online")
    depths: list[int | None] = [draws.pick((1, 2, 3, 3, 4)) for _ in range(online)]
    depths += [None] * (claimable + 6 - online)
    return item_rows(
        county,
        draws,
        claimable=claimable,
        claimed=county.count("items_claimed"),
        depths=depths,
        levels=("town", "town", "village"),
    )


def transactions(county: County, draws: Draws) -> list[Row]:
    """Return the cases: online ones on the planned number of items, some overdue, and others at the window.

    Needs the same stream as :func:`service_items`, whose items it uses.
    """
    items = service_items(county, draws)
    online = [str(item["item_code"]) for item in items if item["online"]]
    used = draws.shuffled(online)[: county.count("items_with_transactions")]
    total = county.count("online_transactions")
    shares = draws.parts(total, len(used))
    codes = [code for code, share in zip(used, shares, strict=True) for _ in range(share)]
    overdue = draws.flags(county.count("overdue_transactions"), total)
    rows = [_case(county, draws, code, late) for code, late in zip(codes, overdue, strict=True)]
    for _ in range(total // 5):
        case = _case(county, draws, str(draws.pick(items)["item_code"]), overdue=draws.chance(0.02))
        rows.append({**case, "channel": draws.pick(("window", "window", "other"))})
    rows.sort(key=lambda row: str(row["accepted_at"]))
    return [
        {"txn_id": f"BJ{county.tag}{number:05}", **row} for number, row in enumerate(rows, start=1)
    ]


def _case(county: County, draws: Draws, code: str, overdue: bool) -> Row:
    accepted = draws.weekday(FIRST_DAY, LAST_ACCEPTED)
    due = accepted + dt.timedelta(days=draws.between(3, 15))
    finished: dt.date | None = accepted + dt.timedelta(days=draws.between(0, (due - accepted).days))
    if overdue:
        finished = due + dt.timedelta(days=draws.between(1, 9)) if draws.chance(0.7) else None
    return {
        "region_id": county.region_id,
        "village_id": draws.pick(VILLAGES) if draws.chance(0.4) else None,
        "item_code": code,
        "channel": draws.pick(("platform", "platform", "miniapp")),
        "accepted_at": accepted,
        "due_at": due,
        "finished_at": finished,
    }


def surveys(county: County, draws: Draws) -> list[Row]:
    """Return the answers of a survey: satisfied, basically satisfied, dissatisfied, and some without a rating."""
    surveyed, satisfied = county.count("surveyed"), county.count("satisfied")
    basically = satisfied // 4
    levels = ["satisfied"] * (satisfied - basically) + ["basically_satisfied"] * basically
    levels += ["dissatisfied"] * (surveyed - satisfied) + ["unrated"] * draws.between(0, 5)
    return [
        {
            "response_id": f"CP{county.tag}-{number:03}",
            "region_id": county.region_id,
            "level": level,
        }
        for number, level in enumerate(draws.shuffled(levels), start=1)
    ]


RUDONG = SampleSet(
    "rudong-2021-townships",
    {
        "service_items": (service_items, "region_id"),
        "transactions": (transactions, "accepted_at"),
        "findings": (findings_on("guide_defects", places=("镇级", *VILLAGES)), "found_on"),
        "surveys": (surveys, "response_id"),
    },
    (
        Export("service_items", "service_items.csv", "gb18030", dates="slashes"),
        Export("transactions", "transactions.parquet", chinese=False),
        Export("findings", "findings.csv", "utf-8-sig"),
        Export("surveys", "surveys.xlsx"),
    ),
    office="便民服务中心",
    records_office="行政审批局",
    remarks="四张登记表全部报送 / all four registers are sent.",
    streams={"transactions": "service_items"},
)
