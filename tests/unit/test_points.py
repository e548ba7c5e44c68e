"""Fixed-point arithmetic of points."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscore_lib.points import (
    ADDABLE,
    SCALE,
    exact,
    from_decimal,
    grouped,
    plain,
    points_series,
    round_half_up,
    round_units,
    to_decimal,
    units_array,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.8", "9/5"),
        (" 95 % ", "19/20"),
        ("-0.10", "-1/10"),
        ("+3", "3"),
        (".5", "1/2"),
        ("1/3", "1/3"),
    ],
)
def test_a_number_is_read_exactly(text, value):
    assert Fraction(value) == exact(text)


@pytest.mark.parametrize(
    "text",
    ["", "1,8", "1e5", "1/0", "--1", "1.8.1", "九", "nan", "inf", "1 2", "0x1", "1_000"],
)
def test_anything_else_is_no_number(text):
    with pytest.raises(ValueError, match="is not a number"):
        exact(text)


@pytest.mark.parametrize(
    ("value", "decimals", "units"),
    [
        ("0.5", 0, 1),
        ("-0.5", 0, -1),
        ("0.49", 0, 0),
        ("2.5", 0, 3),
        ("1.0049999999", 2, 100),
        ("1.005", 2, 101),
        ("1/3", 9, 333333333),
        ("2/3", 9, 666666667),
    ],
)
def test_a_half_goes_away_from_zero(value, decimals, units):
    assert units == round_half_up(Fraction(value), decimals)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=12, min_value=-(10**9), max_value=10**9
    )
)
def test_rounding_agrees_with_the_decimal_module(value):
    expected = value.quantize(Decimal("1e-9"), rounding=ROUND_HALF_UP)

    assert expected == to_decimal(round_half_up(Fraction(value)))


@given(units=st.lists(st.integers(-(10**15), 10**15)), decimals=st.integers(0, 9))
def test_columns_are_rounded_as_single_values_are(units, decimals):
    rounded = round_units(units_array(units), decimals).tolist()

    assert [
        round_half_up(Fraction(unit, SCALE), decimals) * 10 ** (9 - decimals) for unit in units
    ] == rounded


@given(st.integers(-(10**37), 10**37))
def test_decimals_of_any_length_are_exact(units):
    assert units == from_decimal(to_decimal(units))
    assert Fraction(units, SCALE) == Fraction(to_decimal(units))


def test_figures_that_could_overflow_a_sum_are_python_integers():
    assert np.int64 == units_array([0, ADDABLE, -ADDABLE]).dtype
    assert object == units_array([ADDABLE + 1]).dtype
    assert 1000 * ADDABLE == int(units_array([ADDABLE] * 1000).sum())


def test_points_are_a_decimal_column_with_gaps():
    series = points_series(
        "points", np.array([1_500_000_000, 0, -1]), np.array([True, False, True])
    )

    assert pl.Decimal(38, 9) == series.dtype
    assert [Decimal("1.5"), None, Decimal("-0.000000001")] == series.to_list()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1.50", "1.5"),
        ("2", "2"),
        ("-0.25", "-0.25"),
        ("1/3", "0.333333333"),
        ("0", "0"),
        ("100", "100"),
    ],
)
def test_a_plain_number_has_no_idle_zeros(value, text):
    assert text == plain(Fraction(value))


@pytest.mark.parametrize(
    ("number", "shown"),
    [("999", "999"), ("1002829", "1,002,829"), ("-12345.67", "-12,345.67"), ("", ""), ("—", "—")],
)
def test_thousands_are_set_apart_in_the_whole_part(number, shown):
    assert shown == grouped(number)


def test_a_plain_number_may_be_cut():
    assert "0.33" == plain(Fraction(1, 3), 2)
    assert "1" == plain(Fraction(2, 3), 0)
