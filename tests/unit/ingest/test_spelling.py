"""One cell: what it means, and what had to be changed."""

from fractions import Fraction

import pytest

from govscore_lib.ingest.cells.amounts import scaled, unit_of
from govscore_lib.ingest.cells.spelling import (
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
        ("1.2万", "12000", "myriad"),
        ("１．２万", "12000", "myriad"),
        ("3亿", "300000000", "myriad"),
        ("-0", "0", ""),
        ("12\u200b3", "123", "invisible"),
    ],
)
def test_whole_numbers(text, value, change):
    assert Spelling(value, change) == whole(text)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("5.5", "not-whole"),
        ("92%", "percent"),
        ("25件", "unit-word"),
        ("3万件", "unit-word"),
        ("1,23", "separators"),
        ("12,34,567", "separators"),
        ("1e5", "exponent"),
        ("1.2.3", "not-a-number"),
        ("三十", "not-a-number"),
        ("NaN", "not-finite"),
        ("-Infinity", "not-finite"),
        ("2021-03-01 00:00:00", "date-in-number"),
        ("1" + "0" * 30, "too-large"),
        ("1.23456万", "not-whole"),
    ],
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


@pytest.mark.parametrize(
    ("text", "unit", "value", "change"),
    [
        ("25件", ("件", "cases"), "25", "unit"),
        ("1.2万件", ("件", "cases"), "12000", "myriad"),
        ("3.5万元", ("万元", "10000 CNY"), "3.5", "myriad"),
        ("35,000元", ("万元", "10000 CNY"), "3.5", "unit"),
        ("1亿元", "10000 CNY", "10000", "myriad"),
        ("3.5 万元", ("元", "CNY"), "35000", "myriad"),
        ("12.3万人", ("万人", "10000 persons"), "12.3", "myriad"),
    ],
)
def test_a_unit_behind_the_number_is_put_into_the_unit_of_the_metric(text, unit, value, change):
    names = [unit] if isinstance(unit, str) else unit

    assert Spelling(value, change) == decimal(text, unit_of(*names))


@pytest.mark.parametrize(
    ("text", "unit", "fault"),
    [
        ("3.5万", ("万元", "10000 CNY"), "unclear-scale"),
        ("25件", ("万元", "10000 CNY"), "unit-word"),
        ("约25件", ("件", "cases"), "not-a-number"),
    ],
)
def test_a_unit_that_leaves_doubt_is_a_fault(text, unit, fault):
    assert Spelling(None, fault=fault) == decimal(text, unit_of(*unit))


def test_a_mapping_may_say_the_unit_of_a_column():
    read = scaled(reader("int"), Fraction(10_000))

    assert Spelling("12000", "scaled") == read("1.2")
    assert Spelling(None, fault="not-whole") == read("1.23456")
    assert Spelling(None, fault="not-a-number") == read("约1.2")


@pytest.mark.parametrize("kind", ["int", "decimal", "bool", "date", "datetime", "text"])
def test_formulas_and_their_errors_are_no_values(kind):
    read = reader(kind)

    assert "formula" == read("=cmd|' /C calc'!A0").fault
    assert "error-value" == read("#DIV/0!").fault
    assert "too-long" == read("长" * 32_768).fault


def test_invisible_characters_do_not_tell_two_keys_apart():
    assert Spelling("A1", "invisible") == wording("A\u200b1\x07")


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
        ("7", "serial-out-of-range"),
        ("99999", "serial-out-of-range"),
        ("01/03/2021", "unclear-date"),
    ],
)
def test_what_is_no_day(text, fault):
    assert Spelling(None, fault=fault) == date(text)


@pytest.mark.parametrize(
    ("text", "value", "change"),
    [
        ("none", "none", ""),
        ("无", "none", "declared"),
        ("未发布", "none", "never"),
        ("2021-03-01", "2021-03-01", ""),
    ],
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
    assert all(fault.zh and fault.en for fault in FAULTS.values())
    assert all(bool(fault.hint_zh) == bool(fault.hint) for fault in FAULTS.values())


def test_a_declared_word_with_wide_brackets_is_no_change():
    read = one_of({"city": "市（州）党委政府"})

    assert read("市（州）党委政府") == Spelling("city", "declared")
    assert read("市(州)党委政府").value == "city"
