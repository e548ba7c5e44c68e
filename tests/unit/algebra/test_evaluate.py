"""Expressions over all regions at once, gaps included."""

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from govscore_lib.algebra import NameType, parse, resolve
from govscore_lib.algebra.columns import code_column, number_column, truth_column
from govscore_lib.algebra.evaluate import NEVER, Evaluator, Frame
from govscore_lib.algebra.expr import Cases, LeagueFigure, LeagueRank, Missing, Name, Not, Number

TYPES = {
    "x": NameType("number"),
    "y": NameType("number"),
    "p": NameType("truth"),
    "q": NameType("truth"),
    "day": NameType("date"),
    "unit": NameType("code", ("county", "district")),
}


def numbers(*values):
    return number_column([None if one is None else Fraction(one) for one in values])


def days(*values):
    return number_column(
        [
            None if one is None else Fraction(NEVER if one == "none" else dt.date.fromisoformat(one).toordinal())
            for one in values
        ]
    )  # fmt: skip


FRAME = Frame(
    size=4,
    columns={
        "x": numbers("1", "0", "3/2", None),
        "y": numbers("2", "0", None, "4"),
        "p": truth_column([True, False, None, True]),
        "q": truth_column([True, None, None, False]),
        "day": days("2021-03-31", "none", None, "2022-01-01"),
        "unit": code_column(["county", "district", None, "county"]),
    },
    league=np.array([0, 0, 1, 1]),
    in_pool=np.ones(4, dtype=bool),
    period=(dt.date(2021, 1, 1).toordinal(), dt.date(2021, 12, 31).toordinal()),
    previous={"x": numbers("5", None, "7", "8")},
)


def read(text):
    return resolve(parse(text), TYPES, {})


def number_cells(expr, frame=FRAME):
    found = Evaluator(frame).number(read(expr) if isinstance(expr, str) else expr)
    return [None if one is None else str(one) for one in map(found.fraction, range(4))]


def truth_cells(text):
    found = Evaluator(FRAME).truth(read(text))
    return [bool(v) if k else None for v, k in zip(found.value, found.known, strict=True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x + y", ["3", "0", None, None]),
        ("x / y", ["1/2", None, None, None]),
        ("x * 10%", ["1/10", "0", "3/20", None]),
        ("-x", ["-1", "0", "-3/2", None]),
        ("min(x, y)", ["1", "0", None, None]),
        ("max(x, y, 3/2)", ["2", "3/2", None, None]),
        ("floor(x)", ["1", "0", "1", None]),
        ("coalesce(x, y)", ["1", "0", "3/2", "4"]),
        ("coalesce(x / y, 9)", ["1/2", "9", "9", "9"]),
        ("count_true(p, q)", ["2", None, None, "1"]),
        ("previous(x)", ["5", None, "7", "8"]),
        ("mean(x, y, 3)", ["2", "1", None, None]),
        ("trimmed_mean(x, y, 3, 7)", ["5/2", "3/2", None, None]),
        ("trimmed_mean(x, x, x)", ["1", "0", "3/2", None]),
        ("previous(y)", [None, None, None, None]),
    ],
)
def test_numbers(text, expected):
    assert expected == number_cells(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x > 1", [False, False, True, None]),
        ("p and q", [True, False, None, False]),
        ("p or q", [True, None, None, True]),
        ("not p", [False, True, None, False]),
        ("p == q", [True, None, None, False]),
        ("p != q", [False, None, None, True]),
        ("x is given", [True, True, True, False]),
        ("x is empty", [False, False, False, True]),
        ("unit == county", [True, False, None, True]),
        ("unit != county", [False, True, None, False]),
        ("unit in [county, district]", [True, True, None, True]),
        ("x in [1, 1.5, y]", [True, True, True, None]),
        ("day in period", [True, False, None, False]),
        ("day <= 2021-03-31", [True, False, None, False]),
        ("day > 2099-12-31", [False, True, None, False]),
        ("coalesce(q, p)", [True, False, None, False]),
    ],
)
def test_conditions_are_three_valued(text, expected):
    """A false settles ``and``, a true settles ``or``; ``none`` is later than every day."""
    assert expected == truth_cells(text)


def test_only_the_branch_taken_needs_its_inputs():
    cases = Cases(
        ((read("p"), Name("x")), (read("x > 1"), Number(Fraction(8)))), Number(Fraction(9))
    )

    assert ["1", "9", None, None] == number_cells(cases)


def test_a_branch_may_have_no_value():
    cases = Cases(((read("x == 0"), Missing()),), Number(Fraction(9)))

    assert ["9", None, "9", None] == number_cells(cases)


def test_a_rank_is_taken_within_the_league():
    rank = LeagueRank(Name("y"), "highest")

    assert ["1", "2", None, "1"] == number_cells(rank)


def test_only_those_among_whom_it_is_taken_have_a_place():
    rank = LeagueRank(Name("x"), "lowest", among=Not(Name("p")))

    assert [None, "1", None, None] == number_cells(rank)


def test_a_row_outside_the_pool_neither_counts_nor_has_a_place():
    frame = replace(FRAME, in_pool=np.array([True, False, True, True]))

    assert ["1", None, None, "1"] == number_cells(LeagueRank(Name("y"), "lowest"), frame)
    assert ["1", "1", "1", "1"] == number_cells(LeagueFigure("count", Name("y")), frame)


def test_a_part_may_be_given_another_value():
    x = Name("x")
    evaluator = Evaluator(FRAME, {id(x): (x, numbers("9", "9", "9", "9"))})

    assert Fraction(9) == evaluator.number(x).fraction(3)
    assert evaluator.number(Name("x")).fraction(3) is None
