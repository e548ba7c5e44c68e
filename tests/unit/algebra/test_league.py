"""Places with every way of sharing them, and figures over a league."""

from fractions import Fraction

import numpy as np
import pytest

from govscore_lib.algebra.columns import number_column
from govscore_lib.algebra.league import league_figure, league_rank, places

KEYS = np.array([10, 20, 20, 30])
EVERYONE = np.ones(4, dtype=bool)
ONE_LEAGUE = np.zeros(4, dtype=np.int64)


@pytest.mark.parametrize(
    ("ties", "lowest", "highest"),
    [
        ("min", [1, 2, 2, 4], [4, 2, 2, 1]),
        ("dense", [1, 2, 2, 3], [3, 2, 2, 1]),
        ("average", [1, 2.5, 2.5, 4], [4, 2.5, 2.5, 1]),
        ("max", [1, 3, 3, 4], [4, 3, 3, 1]),
    ],
)
def test_places_by_name_of_the_method(ties, lowest, highest):
    assert lowest == [place / 2 for place in places(KEYS, ties, "lowest")]
    assert highest == [place / 2 for place in places(KEYS, ties, "highest")]


def test_nobody_has_no_places():
    assert [] == places(np.array([], dtype=np.int64), "min").tolist()


def test_equal_fractions_tie_however_they_are_written():
    """2/30 and 3/45 are one rate; 0.1 + 0.2 and 0.3 are one number."""
    value = number_column(
        [Fraction(2, 30), Fraction(3, 45), Fraction(1, 10) + Fraction(2, 10), Fraction(3, 10)]
    )

    rank = league_rank(value, EVERYONE, ONE_LEAGUE, best="lowest", ties="min")

    assert [1, 1, 3, 3] == [rank.fraction(row) for row in range(4)]


def test_an_average_place_is_a_half():
    rank = league_rank(
        number_column([Fraction(1)] * 4), EVERYONE, ONE_LEAGUE, best="highest", ties="average"
    )

    assert [Fraction(5, 2)] * 4 == [rank.fraction(row) for row in range(4)]


@pytest.mark.parametrize(
    ("figure", "north", "south"),
    [
        ("lowest", "1", "5"),
        ("highest", "3", "5"),
        ("sum", "4", "5"),
        ("mean", "2", "5"),
        ("count", "2", "1"),
    ],
)
def test_figures_are_told_to_every_region_of_the_league(figure, north, south):
    value = number_column([Fraction(1), Fraction(3), None, Fraction(5)])
    league = np.array([0, 0, 1, 1])

    found = league_figure(figure, value, value.known, league)

    assert [Fraction(north)] * 2 + [Fraction(south)] * 2 == [
        found.fraction(row) for row in range(4)
    ]


def test_a_count_over_nobody_is_zero_and_other_figures_have_no_value():
    value = number_column([None] * 4)

    assert [0] * 4 == league_figure("count", value, value.known, ONE_LEAGUE).num.tolist()
    assert not league_figure("mean", value, value.known, ONE_LEAGUE).known.any()


@pytest.mark.parametrize("ties", ["min", "dense", "average", "max"])
@pytest.mark.parametrize("best", ["lowest", "highest"])
def test_many_leagues_at_once_are_each_by_itself(ties, best):
    """Leagues in any order of rows, some of them with nobody to rank."""
    draw = np.random.default_rng(7)
    league, values = draw.integers(0, 9, 120), draw.integers(0, 5, 120)
    eligible = (draw.random(120) < 0.8) & (league != 4)
    value = number_column([Fraction(int(one), 3) for one in values])

    found = league_rank(value, eligible, league, best=best, ties=ties)

    for label in range(9):
        members = np.flatnonzero(eligible & (league == label))
        expected = [Fraction(int(one), 2) for one in places(values[members], ties, best)]
        assert expected == [found.fraction(int(row)) for row in members]
    assert eligible.tolist() == found.known.tolist()
