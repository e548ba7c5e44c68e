"""Whole columns of exact fractions, and what happens where 64 bits end."""

from fractions import Fraction

import numpy as np
import pytest

from govscore_lib.algebra import columns as cols
from govscore_lib.points import ADDABLE, INT64_MAX, SCALE


def column(*values):
    return cols.number_column([None if one is None else Fraction(one) for one in values])


def fractions(result):
    return [result.fraction(row) for row in range(len(result.known))]


def exact(*values):
    return [None if one is None else Fraction(one) for one in values]


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (cols.add, ["5/6", "3", None, None]),
        (lambda a, b: cols.add(a, b, -1), ["1/6", "-1", None, None]),
        (cols.multiply, ["1/6", "2", None, None]),
        (cols.divide, ["3/2", "1/2", None, None]),
        (cols.smaller, ["1/3", "1", None, None]),
        (cols.larger, ["1/2", "2", None, None]),
    ],
)
def test_operations_are_exact_and_keep_gaps(operation, expected):
    result = operation(column("1/2", "1", None, "4"), column("1/3", "2", "5", None))

    assert exact(*expected) == fractions(result)
    assert result.num.dtype == np.int64


def test_a_division_by_zero_has_no_value():
    assert exact(None, None, "-2") == fractions(
        cols.divide(column("1", "0", "4"), column("0", "0", "-2"))
    )


def test_the_denominator_stays_positive():
    result = cols.divide(column("1", "-1"), column("-3", "-3"))

    assert [True, True] == (result.den > 0).tolist()
    assert exact("-1/3", "1/3") == fractions(result)


@pytest.mark.parametrize(
    ("value", "whole"), [("7/2", 3), ("-7/2", -4), ("3", 3), ("-3", -3), ("0", 0)]
)
def test_floor_goes_down_below_zero_too(value, whole):
    assert exact(whole) == fractions(cols.floor(column(value)))


@pytest.mark.parametrize("operation", [cols.add, cols.multiply])
def test_beyond_64_bits_python_integers_take_over(operation):
    big = Fraction(INT64_MAX)
    result = operation(column(big, "1/3"), column(big, "1/7"))

    assert result.num.dtype == object
    assert (big + big if operation is cols.add else big * big) == result.fraction(0)


def test_a_column_goes_back_to_64_bits_where_it_can():
    big = column(10**30, 1)

    result = cols.divide(big, column(10**29, 1))

    assert exact(10, 1) == fractions(result)
    assert np.int64 == result.num.dtype == result.den.dtype


def test_numbers_too_large_for_64_bits_are_read():
    assert object == column(INT64_MAX + 1).num.dtype
    assert np.int64 == column(INT64_MAX, -INT64_MAX).num.dtype
    assert exact(10**40) == fractions(cols.constant(Fraction(10**40), 1))


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        ("==", [False, True, False]),
        ("!=", [True, False, True]),
        ("<", [True, False, False]),
        ("<=", [True, True, False]),
        (">", [False, False, True]),
        (">=", [False, True, True]),
    ],
)
def test_comparisons_multiply_crosswise(op, expected):
    left, right = (
        column("1/3", "2/6", "333333333333333334/1000000000000000001", None),
        column("1/2", "1/3", "1/3", "1"),
    )

    result = cols.compare(op, left, right)

    assert [*expected, False] == result.value.tolist()
    assert [True, True, True, False] == result.known.tolist()


def test_arguments_stay_untouched():
    left, right = column("1/2", None), column("1/3", "0")
    before = (left.num.copy(), left.den.copy(), right.num.copy(), right.den.copy())

    cols.divide(left, right), cols.add(left, right), cols.floor(left), cols.order(left)

    for old, new in zip(before, (left.num, left.den, right.num, right.den), strict=True):
        assert old.tolist() == new.tolist()


@pytest.mark.parametrize(
    ("value", "units"),
    [
        ("1", SCALE),
        ("1/3", 333333333),
        ("2/3", 666666667),
        ("1/2000000000", 1),
        ("-1/2000000000", -1),
        ("1/2000000001", 0),
        ("-2/3", -666666667),
        (None, 0),
    ],
)
def test_points_are_recorded_half_up(value, units):
    assert [units] == cols.to_units(column(value)).tolist()


def test_recorded_points_that_could_overflow_a_sum_are_python_integers():
    assert np.int64 == cols.to_units(column(ADDABLE // SCALE)).dtype
    assert object == cols.to_units(column(ADDABLE // SCALE + 1)).dtype
    assert [10**30 * SCALE] == cols.to_units(column(10**30)).tolist()


def test_order_follows_the_values():
    assert [2, 0, 0, 3, 1] == cols.order(column("1/2", "-1", "-2/2", "3", "1/3")).tolist()


def test_order_tells_apart_what_binary_fractions_cannot():
    near = [Fraction(10**17 + step, 10**17 + step + 1) for step in (3, 1, 2, 1)]

    assert 1 == len({float(one) for one in near})
    assert [2, 0, 1, 0] == cols.order(column(*near)).tolist()


def test_order_knows_numbers_that_no_binary_fraction_holds():
    assert [1, 2, 0] == cols.order(column(1, 10**400, "-1/3")).tolist()


def test_an_empty_column_is_no_trouble():
    empty = column()

    assert [] == cols.order(empty).tolist() == cols.to_units(empty).tolist()
    assert [] == fractions(cols.divide(empty, empty))


def test_truths_and_codes_know_their_gaps():
    truth = cols.truth_column([True, False, None])
    code = cols.code_column(["county", None])

    assert [True, False, False] == truth.holds.tolist()
    assert [True, True, False] == truth.known.tolist()
    assert ["county", ""] == code.value.tolist()
    assert [True, False] == code.known.tolist()
