"""One cell: what it means, and what had to be changed."""

from fractions import Fraction

import pytest

from govscore_lib.ingest.spelling import (
    CHANGES,
    FAULTS,
    Spelling,
    date,
    date_or_never,
    datetime,
    decimal,
    one_of,
    reader,
    truth,
    whole,
    wording,
)


@pytest.mark.parametrize(
    ("text", "value", "change"),
    [
        ("true", "true", ""),
        ("FALSE", "false", ""),
        ("是", "true", "declared"),
        ("0", "false", "declared"),
        (" 是 ", "true", "spaces"),
        ("√", "true", "yes-no"),
        ("有", "true", "yes-no"),
        ("无", "false", "yes-no"),
        ("１", "true", "width"),
    ],
)
def test_yes_and_no_have_many_spellings(text, value, change):
    assert Spelling(value, change) == truth(text)


@pytest.mark.parametrize(
    ("text", "value", "change"),
    [
        ("25", "25", ""),
        ("025", "25", ""),
        ("-3", "-3", ""),
        ("5.0", "5", "whole"),
        ("１２", "12", "width"),
        ("1,234", "1234", "thousands"),
        ("1，234", "1234", "width"),
        ("+7", "7", "plus"),
    ],
)
def test_whole_numbers(text, value, change):
    assert Spelling(value, change) == whole(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [("5.5", "not-whole"), ("92%", "percent"), ("25件", "not-a-number"), ("1,23", "not-a-number")],
)
def test_what_is_no_whole_number(text, fault):
    assert Spelling(None, fault=fault) == whole(text)


@pytest.mark.parametrize(
    ("text", "unit", "value", "change"),
    [
        ("95", "pct", "95", ""),
        ("95%", "pct", "95", "percent"),
        ("９５％", "pct", "95", "percent"),
        ("95%", "share", "0.95", "percent"),
        ("0.95", "share", "0.95", ""),
        ("1,234.50", "10000 CNY", "1234.50", "thousands"),
        (".5", "", "0.5", ""),
    ],
)
def test_the_unit_says_what_a_percentage_means(text, unit, value, change):
    assert Spelling(value, change) == decimal(text, unit)


def test_a_percentage_is_no_amount():
    assert Spelling(None, fault="percent") == decimal("95%", "10000 CNY")


def test_more_decimals_than_a_register_sums_are_a_fault():
    assert Spelling(None, fault="too-many-decimals") == decimal("0.1234567", decimals=6)
    assert Spelling("0.123456") == decimal("0.1234560", decimals=6)
    assert Spelling("0.1234567") == decimal("0.1234567")


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("2021-03-01", ""),
        ("2021-03-01 00:00:00", ""),
        ("2021/3/1", "date-form"),
        ("2021.3.1", "date-form"),
        ("2021年3月1日", "date-form"),
        ("20210301", "date-form"),
        ("44256", "date-serial"),
        ("２０２１-03-01", "width"),
        ("2021-03-01 08:30", "time-dropped"),
    ],
)
def test_one_day_in_many_forms(text, change):
    assert Spelling("2021-03-01", change) == date(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("2021-02-30", "impossible-date"),
        ("2021年13月1日", "impossible-date"),
        ("2021年3月", "not-a-date"),
        ("三月一日", "not-a-date"),
        ("2021-03-01 左右", "not-a-date"),
        ("7", "not-a-date"),
    ],
)
def test_what_is_no_day(text, fault):
    assert Spelling(None, fault=fault) == date(text)


@pytest.mark.parametrize(
    ("text", "value", "change"),
    [("none", "none", ""), ("未发布", "none", "never"), ("2021-03-01", "2021-03-01", "")],
)
def test_a_date_may_never_have_come(text, value, change):
    assert Spelling(value, change) == date_or_never(text)


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("2021-03-01T08:05:00", ""),
        ("2021-03-01 08:05", ""),
        ("2021/3/1 8:05", "date-form"),
        ("2021年3月1日 8时5分", "date-form"),
    ],
)
def test_times_of_day(text, change):
    assert Spelling("2021-03-01T08:05:00", change) == datetime(text)


@pytest.mark.parametrize("text", ["2021-03-01", "2021-03-01 25:00", "08:05"])
def test_a_deadline_without_its_time_of_day_is_a_fault(text):
    """Midnight would make every answer of that day late."""
    assert Spelling(None, fault="not-a-time") == datetime(text)


def test_codes_and_their_chinese_words():
    read = one_of({"county": "县", "district": "区"})

    assert Spelling("county") == read("county")
    assert Spelling("district", "declared") == read("区")
    assert Spelling("county", "letter-case") == read("County")
    assert Spelling(None, fault="not-listed") == read("市")


def test_only_changed_digits_and_letters_of_a_text_are_told():
    """Case numbers bear brackets of both widths; they name the same case."""
    assert Spelling("(2021)苏08行终1号", "spaces") == wording("（2021）苏08行终1号")
    assert Spelling("A12", "width") == wording("Ａ１２")


def test_bounds_are_allowed_themselves():
    read = reader("int", minimum=Fraction(1), maximum=Fraction(5))

    assert ["1", "5"] == [read(text).value for text in ("1", "5")]
    assert ["below-minimum", "above-maximum"] == [read(text).fault for text in ("0", "6")]


def test_every_key_has_both_languages():
    assert all(change.zh and change.en for change in CHANGES.values())
    assert all(zh and en for zh, en in FAULTS.values())
