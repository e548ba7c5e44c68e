"""The calendar of working days, and time limits counted on it."""

import datetime as dt

import polars as pl
import pytest

from govscore_lib.records import load_calendar
from govscore_lib.records.workdays import days_of, last_days

DAYS = days_of(load_calendar())
MADE_UP = [
    "2021-02-07",
    "2021-02-20",
    "2021-04-25",
    "2021-05-08",
    "2021-09-18",
    "2021-09-26",
    "2021-10-09",
]


def test_the_calendar_has_every_day_once():
    days = sorted(DAYS)

    assert load_calendar().height == len(days)
    assert (dt.date(2021, 1, 1), dt.timedelta(days=len(days) - 1)) == (days[0], days[-1] - days[0])
    assert days[-1] >= dt.date(2022, 1, 31)
    assert {"date": pl.Date, "is_workday": pl.Boolean} == dict(load_calendar().schema)


def test_2021_has_250_working_days():
    year = {day: works for day, works in DAYS.items() if day.year == 2021}

    assert 250 == sum(year.values())
    assert MADE_UP == [str(day) for day, works in year.items() if works and day.weekday() > 4]
    assert 18 == sum(not works for day, works in year.items() if day.weekday() < 5)


def test_january_2022():
    january = {day.day: works for day, works in DAYS.items() if (day.year, day.month) == (2022, 1)}

    assert [3, 31] == [
        day for day, works in january.items() if not works and dt.date(2022, 1, day).weekday() < 5
    ]
    assert [29, 30] == [
        day for day, works in january.items() if works and dt.date(2022, 1, day).weekday() > 4
    ]


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("2021-09-29", "2021-10-14"),
        ("2021-02-05", "2021-02-20"),
        ("2021-10-01", "2021-10-15"),  # a holiday: the first day counted is 8 October
        ("2021-03-13", "2021-03-23"),  # a Saturday
    ],
)
def test_the_seventh_working_day_after(start, last):
    assert dt.date.fromisoformat(last) == last_days(DAYS, 7)[dt.date.fromisoformat(start)]


def test_a_calendar_without_the_day_made_up_would_be_a_day_later():
    without = DAYS | {dt.date(2021, 10, 9): False}

    assert dt.date(2021, 10, 15) == last_days(without, 7)[dt.date(2021, 9, 29)]


def test_days_whose_limit_the_calendar_does_not_reach_have_none():
    short = {day: works for day, works in DAYS.items() if day <= dt.date(2021, 3, 19)}

    limits = last_days(short, 7)
    assert dt.date(2021, 3, 19) == limits[dt.date(2021, 3, 10)]
    assert dt.date(2021, 3, 11) not in limits
