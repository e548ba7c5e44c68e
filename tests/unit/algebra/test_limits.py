"""Between which numbers an expression lies, as far as its names have limits."""

import json
from fractions import Fraction

import pytest
from hypothesis import assume, given

from govscore_lib.algebra import Name, parse
from govscore_lib.algebra.expr import (
    Cases,
    Code,
    LeagueFigure,
    LeagueRank,
    Lookup,
    Missing,
    Number,
    add,
    choose,
    number,
)
from govscore_lib.algebra.limits import NOT_NEGATIVE, Limits, limits
from tests.asserts import engine_points
from tests.small_rubrics import load_document
from tests.strategies import rubrics_with_tables, search

RANGES = {"count": NOT_NEGATIVE, "share": Limits(Fraction(0), Fraction(1)), "change": Limits()}
A, B = Name("count"), Name("share")


def said(expr):
    low, high = limits(parse(expr) if isinstance(expr, str) else expr, RANGES.__getitem__)
    return f"{'' if low is None else low}..{'' if high is None else high}"


@pytest.mark.parametrize(
    ("expr", "expected"),
    [
        ("3", "3..3"),
        ("count", "0.."),
        ("change", ".."),
        ("2 + share", "2..3"),
        ("2 - share", "1..2"),
        ("2 - count", "..2"),
        ("-count", "..0"),
        ("count - count", ".."),
        ("0.5 * count", "0.."),
        ("share * (share - 1)", "-1..0"),
        ("(0 - 2) * count", "..0"),
        ("count / (count + 1)", "0.."),
        ("share / 4", "0..1/4"),
        ("5 / (count + 2)", "0..5/2"),
        ("5 / count", "0.."),
        ("5 / (0 - count)", "..0"),
        ("share / change", ".."),
        ("1 / (share - share)", ".."),
        ("min(2, count)", "0..2"),
        ("max(0, 2 - count)", "0..2"),
        ("floor(share * 2.5)", "0..2"),
        ("floor(count)", "0.."),
        ("count_true(count > 1, share > 1, count > share)", "0..3"),
        ("coalesce(share, 7)", "0..7"),
        ("previous(share)", "0..1"),
        ("mean(share, 3)", "0..3"),
        ("trimmed_mean(share, 3, 4)", "0..4"),
        ("sum(share, share, 3)", "3..5"),
        ("league_max(share)", "0..1"),
    ],
)
def test_limits_follow_from_those_of_the_names(expr, expected):
    assert expected == said(expr)


def test_cases_lie_between_those_of_their_branches():
    assert "-1..4" == said(Cases(((parse("count > 1"), number(4)),), number(-1)))
    assert "4..4" == said(choose(parse("count > 1"), number(4), Missing()))
    assert ".." == said(choose(parse("count > 1"), Missing(), Missing()))


def test_a_table_lies_between_its_numbers():
    table = Lookup(Name("area"), ((Code("urban"), number(4)), (Code("lake"), number("1/2"))))

    assert "1/2..4" == said(table)


def test_figures_of_a_league_lie_where_its_values_do():
    assert "1.." == said(LeagueRank(A, "lowest"))
    assert "0.." == said(LeagueFigure("count", A))
    assert "0..1" == said(LeagueFigure("mean", B))
    assert "0.." == said(LeagueFigure("sum", B))
    assert "..-1" == said(LeagueFigure("sum", parse("share - 2")))
    assert ".." == said(LeagueFigure("sum", parse("share - 1/2")))


def test_endless_parts_stay_endless():
    assert ".." == said(add(Name("change"), Number(Fraction(1))))


@search(150)
@given(case=rubrics_with_tables())
def test_no_points_lie_below_the_least_of_their_rule(case):
    """For figures that are not negative, as a rule takes them to be; what is judged keeps to its range."""
    raw, values = case
    text = json.dumps(raw)
    assume("judged" not in text)
    rubric = load_document(raw)

    for (_, name), points in engine_points(rubric, values).items():
        least = rubric.criteria[name].least
        if points is not None and least is not None:
            assert points >= least - Fraction(1, 10**9)
