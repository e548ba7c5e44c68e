"""Leagues held to the regions that meet a condition."""

from govscore_lib.algebra import parse
from govscore_lib.algebra.expr import (
    Compare,
    Every,
    LeagueFigure,
    LeagueRank,
    Name,
    add,
    choose,
    divide,
    walk,
)
from govscore_lib.algebra.narrowing import Narrowing

INSIDE = parse("population > 0")
A, B = Name("a"), Name("b")


def test_every_league_is_narrowed():
    rank = LeagueRank(A, "lowest")
    found = Narrowing(INSIDE).of(divide(rank, LeagueFigure("count", A)))

    assert divide(LeagueRank(A, "lowest", among=INSIDE), LeagueFigure("count", A, INSIDE)) == found


def test_a_league_that_is_narrow_already_keeps_its_own_condition():
    own = Compare("==", B, A)
    found = Narrowing(INSIDE).of(LeagueFigure("mean", A, own))

    assert LeagueFigure("mean", A, Every((INSIDE, own))) == found


def test_leagues_inside_leagues_are_narrowed_too():
    found = Narrowing(INSIDE).of(LeagueFigure("highest", LeagueRank(A, "lowest")))

    assert LeagueFigure("highest", LeagueRank(A, "lowest", among=INSIDE), INSIDE) == found


def test_what_looks_at_no_league_stays_the_same_object():
    plain = add(A, B)
    found = Narrowing(INSIDE).of(choose(INSIDE, LeagueRank(plain, "lowest"), plain))

    assert found.otherwise is plain
    assert [plain, plain] == [part for part in walk(found) if part is plain]


def test_a_part_in_several_places_is_rewritten_once():
    rank = LeagueRank(A, "lowest")
    narrowing = Narrowing(INSIDE)
    found = narrowing.of(add(rank, rank))

    assert found.left is found.right
    assert found.left is narrowing.of(rank)
