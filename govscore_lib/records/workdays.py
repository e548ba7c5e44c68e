"""Working days: the calendar that comes with the library, and time limits counted on one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from govscore_lib.errors import InputError, Problem

CALENDAR_FILE = Path(__file__).parent.parent / "calendars" / "china-workdays.csv"


def load_calendar(path: Path = CALENDAR_FILE) -> pl.DataFrame:
    """Return the calendar of working days like the register of that name.

    Columns ``date`` (Date) and ``is_workday`` (Boolean), one row a day.

    >>> load_calendar().filter(pl.col("date").dt.year() == 2021)["is_workday"].sum()
    250
    """
    return pl.read_csv(path, schema={"date": pl.Date, "is_workday": pl.Boolean})


def days_of(frame: pl.DataFrame) -> dict[dt.date, bool]:
    """Return day → whether it is a working day."""
    return dict(zip(frame["date"].to_list(), frame["is_workday"].to_list(), strict=True))


def last_days(calendar: Mapping[dt.date, bool], working_days: int) -> dict[dt.date, dt.date]:
    """Return for each day the last of so many working days after it, the day itself not counted.

    Days whose limit lies beyond the calendar, or beyond a day that the calendar lacks, are left out.

    >>> days = days_of(load_calendar())
    >>> last_days(days, 7)[dt.date(2021, 9, 29)]
    datetime.date(2021, 10, 14)
    """
    last: dict[dt.date, dt.date] = {}
    for run in _runs(sorted(calendar)):
        workdays = [day for day in run if calendar[day]]
        passed = 0
        for day in run:
            passed += calendar[day]
            if passed + working_days <= len(workdays):
                last[day] = workdays[passed + working_days - 1]
    return last


def _runs(days: list[dt.date]) -> Iterable[list[dt.date]]:
    """Cut sorted days where one is absent."""
    run: list[dt.date] = []
    for day in days:
        if run and (day - run[-1]).days != 1:
            yield run
            run = []
        run.append(day)
    if run:
        yield run


def not_covered(calendar: str, start: str, working_days: int) -> InputError:
    """Return the error for records whose time limit the calendar does not reach."""
    return InputError(
        [
            Problem(
                calendar,
                f"it does not reach the end of {working_days} working days after every {start}",
                hint="give every day of the period and of the weeks behind it",
            )
        ]
    )
