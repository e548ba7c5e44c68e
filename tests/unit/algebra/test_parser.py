"""The text of expressions: what binds how, and what a fault is told like."""

import datetime as dt
from fractions import Fraction

import pytest

from govscore_lib.algebra import parse
from govscore_lib.algebra.expr import (
    ZERO,
    AnyOf,
    Arithmetic,
    Coalesce,
    Compare,
    CountTrue,
    Day,
    Every,
    Floor,
    Given,
    InPeriod,
    LeagueFigure,
    Maximum,
    Mean,
    Minimum,
    Name,
    Not,
    Number,
    OneOf,
    PreviousPeriod,
)
from govscore_lib.errors import ExpressionError

A, B, C = Name("a"), Name("b"), Name("c")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.8", "9/5"),
        ("95%", "19/20"),
        (".5", "1/2"),
        ("1.10", "11/10"),
        ("2.", "2"),
        ("0.1%", "1/1000"),
    ],
)
def test_numbers_are_exact(text, value):
    assert Number(Fraction(value)) == parse(text)


def test_a_number_remembers_how_it_was_written():
    number = parse("95%")

    assert isinstance(number, Number)
    assert "95%" == number.shown


@pytest.mark.parametrize(
    ("text", "expr"),
    [
        ("a + b * c", Arithmetic("+", A, Arithmetic("*", B, C))),
        ("(a + b) * c", Arithmetic("*", Arithmetic("+", A, B), C)),
        ("a - b - c", Arithmetic("-", Arithmetic("-", A, B), C)),
        ("a / b / c", Arithmetic("/", Arithmetic("/", A, B), C)),
        ("a / (b - c)", Arithmetic("/", A, Arithmetic("-", B, C))),
        ("-a * b", Arithmetic("*", Arithmetic("-", ZERO, A), B)),
        ("a*-b", Arithmetic("*", A, Arithmetic("-", ZERO, B))),
    ],
)
def test_arithmetic_binds_as_at_school(text, expr):
    assert expr == parse(text)


@pytest.mark.parametrize(
    ("text", "expr"),
    [
        ("a or b and c", AnyOf((A, Every((B, C))))),
        ("(a or b) and c", Every((AnyOf((A, B)), C))),
        ("not a and b", Every((Not(A), B))),
        ("not (a and b)", Not(Every((A, B)))),
        ("not not a", Not(Not(A))),
        ("not a == b", Not(Compare("==", A, B))),
        ("a and b and c", Every((A, B, C))),
        ("a + b > c", Compare(">", Arithmetic("+", A, B), C)),
    ],
)
def test_conditions_bind_not_before_and_before_or(text, expr):
    assert expr == parse(text)


@pytest.mark.parametrize("op", ["==", "!=", "<", "<=", ">", ">="])
def test_every_comparison_is_known(op):
    assert Compare(op, A, B) == parse(f"a {op} b")


@pytest.mark.parametrize(
    ("text", "expr"),
    [
        ("a <= 2021-03-31", Compare("<=", A, Day(dt.date(2021, 3, 31)))),
        ("a in [b, c]", OneOf(A, (B, C))),
        ("a in [b]", OneOf(A, (B,))),
        ("a in period", InPeriod(A)),
        ("a is given", Given(A)),
        ("a is empty", Not(Given(A))),
        ("min(a, b)", Minimum((A, B))),
        ("max(a, b, c)", Maximum((A, B, C))),
        ("floor(a / b)", Floor(Arithmetic("/", A, B))),
        ("count_true(a, b > c)", CountTrue((A, Compare(">", B, C)))),
        ("coalesce(a, 0)", Coalesce(A, ZERO)),
        ("previous(a)", PreviousPeriod("a")),
        ("sum(a, b, c)", Arithmetic("+", Arithmetic("+", A, B), C)),
        ("mean(a, b)", Mean((A, B))),
        ("trimmed_mean(a, b, c)", Mean((A, B, C), trimmed=True)),
        ("league_mean(a / b)", LeagueFigure("mean", Arithmetic("/", A, B))),
        ("league_max(a)", LeagueFigure("highest", A)),
        ("league_min(a)", LeagueFigure("lowest", A)),
        ("league_sum(a)", LeagueFigure("sum", A)),
    ],
)
def test_words_and_functions(text, expr):
    assert expr == parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["place 1", "found the end"]),
        ("a +", ["'a +'", "place 4", "a number, a date, a name or '('", "found the end"]),
        ("a b", ["place 3", "an operator or the end", "found 'b'"]),
        ("(a", ["place 3", "expected ')'"]),
        ("a = b", ["place 3", "Hint: equality is written '=='"]),
        ("a & b", ["place 3", "write 'and', 'or', 'not'"]),
        ("a ≥ b", ["place 3", "found '≥'"]),
        ("a < b < c", ["place 7", "found '<'"]),
        ("a in b", ["place 6", "expected '['"]),
        ("a in [b c]", ["place 9", "expected ']'"]),
        ("a is here", ["place 6", "'given' or 'empty'"]),
        ("2021-02-30", ["place 1", "'2021-02-30' is no day of the calendar"]),
        ("mim(a, b)", ["no function 'mim'", "did you mean 'min'?"]),
        ("a > exec(b)", ["place 5", "no function 'exec'", "Allowed: coalesce"]),
        ("min(a)", ["'min' does not take 1 arguments"]),
        ("floor(a, b)", ["'floor' does not take 2 arguments"]),
        ("min(", ["found the end"]),
        ("previous(a + b)", ["takes the name of a metric"]),
        ("mean(a)", ["'mean' does not take 1 arguments"]),
        ("trimmed_mean(a, b)", ["'trimmed_mean' does not take 2 arguments"]),
        ("league_mean(a, b)", ["'league_mean' does not take 2 arguments"]),
        ("league_meen(a)", ["no function 'league_meen'", "did you mean 'league_mean'?"]),
        ("and", ["found 'and'"]),
        ("given > 1", ["found 'given'", "a metric needs another id"]),
        ("a.b", ["found '.'"]),
        ("'a'", ["place 1", "found '''"]),
        ("a; b", ["place 2", "found ';'"]),
    ],
)
def test_a_fault_names_its_place_and_what_was_expected(text, words):
    with pytest.raises(ExpressionError) as caught:
        parse(text)

    for word in words:
        assert word in str(caught.value)


def test_an_endless_nesting_is_a_fault_like_any_other():
    with pytest.raises(ExpressionError, match="nested too deeply"):
        parse("(" * 50_000 + "a" + ")" * 50_000)
