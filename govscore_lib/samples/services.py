"""Synthetic records of services: hotline tickets, ratings, service items, credit promises."""

from __future__ import annotations

import datetime as dt

from govscore_lib.samples.counties import County
from govscore_lib.samples.draws import Draws

Row = dict[str, object]

LAST_CALL = dt.date(2021, 12, 20)
LAST_SLOW_CALL = dt.date(2021, 12, 8)
"""Calls after these days could only be due, or be answered, in the next year."""


def hotline_tickets(county: County, draws: Draws) -> list[Row]:
    """Return hotline tickets: in time, late, unanswered, extended, invalid, rated and unrated."""
    due, on_time = county.count("hotline_due"), county.count("hotline_on_time")
    rated, satisfied = county.count("hotline_rated"), county.count("hotline_satisfied")
    opinions = [
        "satisfied" if draws.chance(0.62) else "basically_satisfied" for _ in range(satisfied)
    ]
    opinions = draws.shuffled(opinions + ["dissatisfied"] * (rated - satisfied))
    unanswered = (due - on_time) // 6
    rows = [
        _ticket(county, draws, in_time=number < on_time, answered=number < due - unanswered)
        for number in range(due)
    ]
    answered_rows = [row for row in rows if row["answered_at"] is not None]
    for row, opinion in zip(draws.shuffled(answered_rows), opinions, strict=False):
        row["satisfaction"] = opinion
    invalid = [_ticket(county, draws, in_time=True, answered=True) for _ in range(due // 50)]
    rows += [{**row, "valid": False} for row in invalid]
    rows.sort(key=lambda row: str(row["created_at"]))
    return [
        {"ticket_id": f"GD{county.tag}{number:06}", **row}
        for number, row in enumerate(rows, start=1)
    ]


def _ticket(county: County, draws: Draws, *, in_time: bool, answered: bool) -> Row:
    slow = not in_time or draws.chance(0.05)
    extended = slow and draws.chance(0.5)
    day = draws.weekday(dt.date(2021, 1, 4), LAST_SLOW_CALL if slow else LAST_CALL)
    created = dt.datetime.combine(day, dt.time(draws.between(8, 17), draws.between(0, 59)))
    due = created + dt.timedelta(days=draws.pick((3, 5, 5, 7)))
    new_due = due + dt.timedelta(days=7) if extended else None
    last = new_due or due
    minutes = int((last - created).total_seconds()) // 60
    after = draws.between(30, minutes) if in_time else minutes + draws.between(10, 4 * 24 * 60)
    return {
        "region_id": county.region_id,
        "created_at": created,
        "due_at": due,
        "extended_due_at": new_due,
        "answered_at": created + dt.timedelta(minutes=after) if answered else None,
        "valid": True,
        "satisfaction": "unrated",
    }


def ratings(county: County, draws: Draws) -> list[Row]:
    """Return service ratings; only real-name ratings of level 1 and 2 that stand are counted."""
    bad = county.count("bad_rating_realname")
    rectified = draws.flags(county.count("bad_rating_rectified"), bad)
    kinds = [("bad", flag) for flag in rectified]
    kinds += [("good", False)] * (180 + 6 * bad)
    kinds += [("anonymous", False)] * (3 + bad // 2) + [("voided", False)] * (1 + bad // 8)
    rows: list[Row] = []
    for kind, mended in draws.shuffled(kinds):
        day = draws.day(dt.date(2021, 1, 4), dt.date(2021, 11, 30))
        called = day + dt.timedelta(days=draws.between(1, 9))
        rows.append(
            {
                "rating_id": f"HCP2021-{county.tag}-{len(rows) + 1:04}",
                "region_id": county.region_id,
                "rated_at": day,
                "level": draws.pick((3, 4, 5, 5, 5)) if kind == "good" else draws.between(1, 2),
                "real_name": kind != "anonymous" and (kind != "good" or draws.chance(0.8)),
                "voided": kind == "voided",
                "callback_at": called if mended or (kind == "bad" and draws.chance(0.5)) else None,
                "rectified_at": called + dt.timedelta(days=draws.between(1, 15))
                if mended
                else None,
            }
        )
    return rows


def service_items(county: County, draws: Draws) -> list[Row]:
    """Return service items with their guides: claimed, unclaimed, excused, or not to be claimed."""
    total, claimable = county.count("guide_total"), county.count("items_claimable")
    claims = claims_of(draws, total, claimable, county.count("items_claimed"))
    complete = draws.flags(county.count("guide_complete"), total)
    rows: list[Row] = []
    for claim, is_complete in zip(claims, complete, strict=True):
        required = draws.between(12, 20)
        online = draws.chance(0.9)
        rows.append(
            {
                "item_code": f"SX{len(rows) + 1:05}",
                "region_id": county.region_id,
                "level": draws.pick(("county", "county", "county", "town", "village")),
                **claim_cells(draws, claim),
                "guide_required_fields": required,
                "guide_filled_fields": required if is_complete else required - draws.between(1, 4),
                "online": online,
                "online_depth": draws.pick((1, 2, 3, 3, 4)) if online else None,
            }
        )
    return rows


def claims_of(draws: Draws, total: int, claimable: int, claimed: int) -> list[str]:
    """Return what became of each item: claimed, unclaimed, excused, or outside what can be claimed."""
    excused = (total - claimable) // 3
    return draws.shuffled(
        ["claimed"] * claimed
        + ["unclaimed"] * (claimable - claimed)
        + ["excused"] * excused
        + ["outside"] * (total - claimable - excused)
    )


def claim_cells(draws: Draws, claim: str) -> Row:
    """Return the cells of an item that say what became of it."""
    return {
        "claimable": claim != "outside",
        "claimed_on": draws.weekday(dt.date(2019, 6, 3), dt.date(2021, 12, 17))
        if claim == "claimed"
        else None,
        "explanation": claim == "excused",
    }


def promise_records(county: County, draws: Draws) -> list[Row]:
    """Return credit promises: signed, published, pushed to the prefecture, breached."""
    total = county.count("commitments_total")
    published = draws.flags(county.count("commitments_published"), total)
    pushed = draws.flags(county.count("commitments_pushed"), total)
    breached = draws.flags(county.count("breaches_collected"), total)
    rows: list[Row] = []
    for is_published, is_pushed, is_breached in zip(published, pushed, breached, strict=True):
        signed = draws.weekday(dt.date(2021, 1, 4), dt.date(2021, 12, 10))
        rows.append(
            {
                "promise_id": f"CN2021-{county.tag}-{len(rows) + 1:04}",
                "region_id": county.region_id,
                "signed_on": signed,
                "published_on": signed + dt.timedelta(days=draws.between(1, 10))
                if is_published
                else None,
                "pushed_on": signed + dt.timedelta(days=draws.between(1, 15))
                if is_pushed
                else None,
                "breached": is_breached,
            }
        )
    return rows
