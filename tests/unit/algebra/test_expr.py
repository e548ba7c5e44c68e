"""The nodes: what they hold and how they are put together."""

from fractions import Fraction

import pytest

from govscore_lib.algebra import names, parse
from govscore_lib.algebra.expr import (
    ONE,
    ZERO,
    LeagueRank,
    Name,
    Number,
    add,
    denominators,
    divide,
    is_league_relative,
    multiply,
    numerator,
    substitute,
    walk,
)

A, B = Name("a"), Name("b")


def test_names_come_once_in_their_order():
    assert ("b", "a", "c") == names(parse("b / a + previous(c) * b"))


def test_a_number_is_what_it_is_worth():
    assert parse("95%") == parse("0.95") == Number(Fraction(19, 20))
    assert 1 == len({parse("95%"), parse("0.95")})


def test_plain_zeros_and_ones_are_left_out():
    assert (
        A == add(ZERO, A) == add(A, ZERO) == multiply(ONE, A) == multiply(A, ONE) == divide(A, ONE)
    )


def test_denominators_are_those_with_a_metric():
    assert (Name("b"), parse("c - d")) == denominators(parse("a / b + a / (c - d) + a / 10"))


@pytest.mark.parametrize(
    ("text", "top"),
    [
        ("a / b", "a"),
        ("a / b * 100000", "a * 100000"),
        ("100000 * a / b", "100000 * a"),
        ("a / (b / c)", "a"),
        ("a / b / c", "a"),
        ("a + b / c", "a + b / c"),
    ],
)
def test_a_numerator_is_without_what_it_is_divided_by(text, top):
    assert parse(top) == numerator(parse(text))


def test_what_other_regions_divide_by_is_their_business():
    assert (Name("b"),) == denominators(parse("a / b - league_mean(a / c)"))
    assert (parse("league_max(a)"),) == denominators(parse("a / league_max(a)"))


def test_a_name_that_is_substituted_keeps_its_past():
    assert parse("x > previous(x)") == substitute(parse("a > previous(a)"), {"a": Name("x")})
    assert parse("1 > previous(a)") == substitute(parse("a > previous(a)"), {"a": parse("1")})


def test_substitution_reaches_every_part_and_leaves_the_rest():
    expr = parse("a / b > 80% and not (a in [b, c])")

    assert parse("x / b > 80% and not (x in [b, c])") == substitute(expr, {"a": Name("x")})
    assert parse("a / b > 80% and not (a in [b, c])") == expr


def test_a_rank_makes_regions_depend_on_each_other():
    assert is_league_relative(add(A, LeagueRank(B, "lowest")))
    assert is_league_relative(parse("a >= league_mean(a)"))
    assert not is_league_relative(parse("a / b"))


def test_walking_goes_outside_first():
    assert ["Arithmetic", "Name", "Arithmetic", "Name", "Number"] == [
        type(node).__name__ for node in walk(parse("a + b * 2"))
    ]
