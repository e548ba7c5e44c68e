"""Synthetic records of openness: permits and penalties reported, the bodies behind them, information requests."""

from __future__ import annotations

import datetime as dt

from govscore_lib.records.workdays import days_of, last_days, load_calendar
from govscore_lib.samples.bodies import DEPARTMENTS, town
from govscore_lib.samples.counties import County
from govscore_lib.samples.draws import Draws

Row = dict[str, object]

YEAR = 2021
LIMIT = 7
"""Working days within which a decision is to be reported."""

POWERLESS = ("党史方志办公室", "机关事务服务中心")


def bodies_with_powers(county: County) -> list[str]:
    """Return the bodies that have to report, those that did report first."""
    expected = county.count("sgs_sources_expected")
    departments = list(DEPARTMENTS[: min(len(DEPARTMENTS), expected - 6)])
    return departments + [town(number + 1) for number in range(expected - len(departments))]


def sgs_sources(county: County, draws: Draws) -> list[Row]:
    """Return the bodies that have to report, and a few without administrative powers."""
    bodies = bodies_with_powers(county)
    silent = bodies[county.count("sgs_sources_actual") :]
    letters = {
        name: draws.weekday(dt.date(2021, 11, 1), dt.date(2021, 12, 22))
        for name in silent[: county.count("sgs_sources_exempt")]
    }
    return [
        {
            "region_id": county.region_id,
            "source_org": name,
            "kind": "area" if name.startswith("镇街") else "department",
            "has_power": name not in POWERLESS,
            "explanation_letter_on": letters.get(name),
        }
        for name in (*bodies, *POWERLESS)
    ]


def sgs_records(county: County, draws: Draws) -> list[Row]:
    """Return permits and penalties: reported in time, some on the very last day, late, or never."""
    reporting = bodies_with_powers(county)[: county.count("sgs_sources_actual")]
    busy = reporting[:8]
    total = county.count("sgs_total")
    orgs = reporting + [
        draws.pick(busy if draws.chance(0.7) else reporting) for _ in range(total - len(reporting))
    ]
    on_time = draws.flags(county.count("sgs_on_time"), total)
    stored = draws.flags(county.count("sgs_valid"), total)
    clock = ReportingClock(LIMIT)
    rows = []
    for org, in_time, good in zip(draws.shuffled(orgs), on_time, stored, strict=True):
        decided, reported = clock.in_time(draws) if in_time else clock.late(draws)
        rows.append(_record(county, draws, org, decided, reported, good))
    rows += [
        _record(county, draws, draws.pick(reporting), clock.decision(draws), None, False)
        for _ in range(total // 60)
    ]
    rows.sort(key=lambda row: str(row["decision_on"]))
    return [
        {"record_id": f"SGS-{county.tag}-{number:05}", **row}
        for number, row in enumerate(rows, start=1)
    ]


class ReportingClock:
    """Decision and reporting days on the calendar of working days that comes with the library."""

    def __init__(self, limit: int) -> None:
        calendar = days_of(load_calendar())
        self._workdays = [day for day, is_workday in calendar.items() if is_workday]
        self._last = last_days(calendar, limit)
        self._decisions = [day for day in self._workdays if day.year == YEAR]

    def decision(self, draws: Draws) -> dt.date:
        """Return a working day of the year."""
        return draws.pick(self._decisions)

    def in_time(self, draws: Draws) -> tuple[dt.date, dt.date]:
        """Return a decision and a report of it, at the latest on the last day allowed."""
        decided = self.decision(draws)
        allowed = self._between(decided, self._last[decided])
        # One report in ten comes on the last day, where a wrong calendar would call it late.
        return decided, allowed[-1] if draws.chance(0.1) else draws.pick(allowed[:5])

    def late(self, draws: Draws) -> tuple[dt.date, dt.date]:
        """Return a decision and a report of it after the last day, one in four on the next working day."""
        decided = self.decision(draws)
        after = [day for day in self._workdays if day > self._last[decided]][:20]
        return decided, after[0] if draws.chance(0.25) else draws.pick(after)

    def _between(self, first: dt.date, last: dt.date) -> list[dt.date]:
        return [day for day in self._workdays if first <= day <= last]


def _record(
    county: County, draws: Draws, org: str, decided: dt.date, reported: dt.date | None, stored: bool
) -> Row:
    return {
        "region_id": county.region_id,
        "source_org": org,
        "kind": "permit" if draws.chance(0.72) else "penalty",
        "decision_on": decided,
        "reported_on": reported,
        "valid": stored or draws.chance(0.5),
        "stored": stored,
    }


def foi_requests(county: County, draws: Draws) -> list[Row]:
    """Return information requests; a late answer is an answer, some requests meet no legal condition."""
    answered = draws.flags(county.count("foi_answered"), county.count("foi_valid_requests"))
    meets = [(True, flag) for flag in answered] + [(False, True)] * (1 + len(answered) // 10)
    rows: list[Row] = []
    for meets_conditions, has_answer in draws.shuffled(meets):
        due = draws.weekday(dt.date(2021, 1, 25), dt.date(2021, 12, 20))
        wait = draws.between(-14, 0) if draws.chance(0.93) else draws.between(1, 6)
        rows.append(
            {
                "request_id": f"YSQ2021-{county.tag}-{len(rows) + 1:03}",
                "region_id": county.region_id,
                "meets_conditions": meets_conditions,
                "due_on": due,
                "answered_on": due + dt.timedelta(days=wait) if has_answer else None,
            }
        )
    return rows
