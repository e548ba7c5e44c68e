"""Synthetic cases: reconsiderations, lawsuits, listings of defaulters, adverse-opinion events."""

from __future__ import annotations

import datetime as dt

from govscore_lib.samples.bodies import DEPARTMENTS
from govscore_lib.samples.counties import County
from govscore_lib.samples.draws import Draws

Row = dict[str, object]

CORRECTED = ("revoked", "partly_revoked", "changed", "declared_unlawful", "ordered_to_perform")
NOT_CORRECTED = ("upheld", "upheld", "dismissed", "terminated", "mediated")
LOST = (
    "revoked",
    "partly_revoked",
    "declared_unlawful",
    "ordered_to_perform",
    "payment",
    "compensation",
)
NOT_LOST = ("dismissed", "dismissed", "dismissed", "withdrawn", "mediated", "ended")


def reconsideration_cases(county: County, draws: Draws) -> list[Row]:
    """Return the reconsideration cases, among them some that were not accepted."""
    concluded = county.count("reconsideration_concluded")
    corrected = draws.flags(county.count("reconsideration_corrected"), concluded)
    outcomes = [draws.pick(CORRECTED if flag else NOT_CORRECTED) for flag in corrected]
    not_accepted = ["not_accepted"] * (1 + concluded // 12)
    rows: list[Row] = []
    for outcome in draws.shuffled(outcomes + not_accepted):
        day = draws.weekday(dt.date(2021, 2, 8), dt.date(2021, 12, 28))
        rows.append(
            {
                "case_id": f"FY2021-{county.tag}-{len(rows) + 1:03}",
                "region_id": county.region_id,
                "respondent_org": draws.pick(DEPARTMENTS[:12]),
                "accepted_on": day - dt.timedelta(days=draws.between(20, 58)),
                "concluded_on": day,
                "outcome": outcome,
            }
        )
    return rows


def litigation_cases(county: County, draws: Draws) -> list[Row]:
    """Return lawsuits with all their instances; only the last effective decision of a dispute counts.

    A first-instance judgment under appeal never takes effect; a retrial replaces an effective judgment.
    """
    disputes = county.count("litigation_concluded")
    rows: list[Row] = []
    for number, lost in enumerate(draws.flags(county.count("litigation_lost"), disputes), start=1):
        dispute = f"XZ2021-{county.tag}-{number:03}"
        defendant = draws.pick(DEPARTMENTS[:14])
        result = draws.pick(LOST if lost else NOT_LOST)
        last = draws.weekday(dt.date(2021, 7, 1), dt.date(2021, 12, 20))
        path = draws.between(1, 20)
        if path > 13:  # appealed: two instances, the first never in force
            earlier = last - dt.timedelta(days=draws.between(70, 120))
            steps = [("first", earlier, None, draws.pick(NOT_LOST)), ("second", last, last, result)]
        elif path == 13:  # retried: the judgment in force is replaced
            earlier = last - dt.timedelta(days=draws.between(120, 170))
            opposite = draws.pick(NOT_LOST if lost else LOST)
            steps = [("second", earlier, earlier, opposite), ("retrial", last, last, result)]
        else:  # in force after the 15 days for an appeal
            last = draws.weekday(dt.date(2021, 2, 8), dt.date(2021, 12, 8))
            steps = [("first", last, last + dt.timedelta(days=16), result)]
        for instance, concluded_on, effective_on, step_result in steps:
            rows.append(
                {
                    "case_id": f"{dispute}-{instance[0].upper()}",
                    "dispute_id": dispute,
                    "region_id": county.region_id,
                    "defendant_org": defendant,
                    "instance": instance,
                    "concluded_on": concluded_on,
                    "effective_on": effective_on,
                    "result": step_result,
                }
            )
    return rows


def defaulter_listings(county: County, draws: Draws) -> list[Row]:
    """Return listings: new ones, old ones still standing, old ones settled, and companies that do not count."""
    new, outstanding = county.count("new_defaulter_cases"), county.count("outstanding_defaulters")
    settled_old = draws.between(1, 3)
    others = draws.between(4, 9)
    kinds = (
        [("new", index < outstanding) for index in range(new)]
        + [("old", True) for _ in range(max(0, outstanding - new))]
        + [("old", False) for _ in range(settled_old)]
        + [("other", draws.chance(0.6)) for _ in range(others)]
    )
    rows: list[Row] = []
    for kind, standing in kinds:
        first = dt.date(2019, 3, 1) if kind == "old" else dt.date(2021, 1, 11)
        listed = draws.weekday(
            first, dt.date(2020, 9, 25) if kind == "old" else dt.date(2021, 8, 27)
        )
        removed = draws.weekday(
            max(listed, dt.date(2021, 1, 4)) + dt.timedelta(days=25), dt.date(2021, 12, 24)
        )
        rows.append(
            {
                "case_no": f"ZX{listed.year}-{county.tag}-{len(rows) + 1:03}",
                "region_id": county.region_id,
                "entity_type": "other"
                if kind == "other"
                else draws.pick(("department", "institution")),
                "listed_on": listed,
                "removed_on": None if standing else removed,
            }
        )
    return rows


def opinion_events(county: County, draws: Draws) -> list[Row]:
    """Return adverse-opinion events: reposts of one event, unverified ones and ones of other causes too."""
    rows: list[Row] = []

    def add(cause: str, verified: bool, master: object = None, after: dt.date | None = None) -> Row:
        first = dt.date(2021, 1, 8) if after is None else after
        last = dt.date(2021, 12, 20) if after is None else after + dt.timedelta(days=6)
        row: Row = {
            "event_id": f"YQ2021-{county.tag}-{len(rows) + 1:03}",
            "region_id": county.region_id,
            "master_event_id": master,
            "first_seen_on": draws.day(first, last),
            "cause": cause,
            "verified": verified,
        }
        rows.append(row)
        return row

    for _ in range(county.count("opinion_events")):
        event = add(draws.pick(("department", "department", "civil_servant")), True)
        for _ in range(draws.between(0, 3)):
            seen = event["first_seen_on"]
            assert isinstance(seen, dt.date)
            add(str(event["cause"]), True, event["event_id"], seen)
    for _ in range(draws.between(2, 5)):
        add("other", draws.chance(0.5))
    for _ in range(draws.between(1, 3)):
        add("department", False)
    return rows
