"""Months, quarters and years of the calendar."""

import datetime as dt

import pytest

from govscore_lib.errors import UsageError
from govscore_lib.spans import Span, spans_within


@pytest.mark.parametrize(
    ("text", "label", "start", "end", "before"),
    [
        ("2021-07", "2021-07", "2021-07-01", "2021-07-31", "2021-06"),
        ("2021-01", "2021-01", "2021-01-01", "2021-01-31", "2020-12"),
        ("2024-02", "2024-02", "2024-02-01", "2024-02-29", "2024-01"),
        ("2021Q3", "2021-Q3", "2021-07-01", "2021-09-30", "2021-Q2"),
        ("2021-Q1", "2021-Q1", "2021-01-01", "2021-03-31", "2020-Q4"),
        ("2021-q4", "2021-Q4", "2021-10-01", "2021-12-31", "2021-Q3"),
        (" 2021 ", "2021", "2021-01-01", "2021-12-31", "2020"),
    ],
)
def test_a_period_has_its_days_and_the_one_before(text, label, start, end, before):
    span = Span.read(text)

    assert (label, before) == (span.label, span.before.label)
    assert (dt.date.fromisoformat(start), dt.date.fromisoformat(end)) == (span.start, span.end)


@pytest.mark.parametrize("text", ["2021-13", "2021-00", "2021Q5", "21-07", "2021-7", "July", ""])
def test_anything_else_is_no_period(text):
    with pytest.raises(UsageError, match="Write a month as 2021-07, a quarter as 2021-Q3"):
        Span.read(text)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2021-07", "2021年7月", "July 2021"),
        ("2021-Q2", "2021年第二季度", "second quarter of 2021"),
        ("2021", "2021年", "2021"),
    ],
)
def test_a_period_says_its_name(text, zh, en):
    name = Span.read(text).name

    assert (zh, en) == (name.zh, name.en)


def test_only_whole_periods_lie_within_two_days():
    start, end = dt.date(2021, 2, 1), dt.date(2022, 1, 30)

    assert ["2021-Q2", "2021-Q3", "2021-Q4"] == [
        one.label for one in spans_within(start, end, "quarter")
    ]
    assert () == spans_within(start, end, "year")
    assert "2021-12" == spans_within(start, end, "month")[-1].label
