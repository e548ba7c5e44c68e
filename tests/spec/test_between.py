"""between: points on a straight line from a base value to a challenge value."""

import pytest

from govscore_lib.errors import InputError

LINE = 'kind: between, value: done / due, base: 60%, challenge: 90%, base_points: "1"'


def test_the_line_leads_from_base_to_challenge(check_rule):
    """60 % earn 1, 90 % and more earn 2, 75 % stand half way."""
    check_rule(LINE, """
        done | due | points
        60   | 100 | 1
        75   | 100 | 1.5
        70   | 100 | 4/3
        90   | 100 | 2
        99   | 100 | 2
        59   | 100 | 1
        0    | 0   | missing
             | 100 | missing """)  # fmt: skip


def test_short_of_the_base_there_may_be_less(check_rule):
    check_rule(f"{LINE}, otherwise: 0", """
        done | due | points
        60   | 100 | 1
        59   | 100 | 0 """)  # fmt: skip


def test_less_may_be_better(check_rule):
    """Ten days earn nothing, five earn all."""
    check_rule("kind: between, value: days, base: 10, challenge: 5", """
        days | points
        11   | 0
        10   | 0
        8    | 0.8
        5    | 2
        3    | 2 """)  # fmt: skip


def test_the_base_may_be_last_periods_figure(check_rule):
    rule = """
        kind: between
        value: visits
        base: previous(visits)
        challenge: previous(visits) * 1.1
        best: highest
        base_points: "1"
        otherwise: "0"
    """
    check_rule(rule, """
        visits | previous visits | points
        105    | 100             | 1.5
        110    | 100             | 2
        100    | 100             | 1
        99     | 100             | 0
        99     |                 | missing """)  # fmt: skip


def test_without_a_denominator_it_may_be_the_challenge(check_rule):
    check_rule(f"{LINE}, zero_denominator: full", """
        done | due | points
        0    | 0   | 2
        6    | 10  | 1 """)  # fmt: skip


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("base: 1, challenge: 1", "base and challenge are the same value; take threshold"),
        ("base: 1, challenge: 2, best: lowest", "does not lead from this base to this challenge"),
        ("base: previous(done), challenge: 2", "best is needed where base or challenge is no number"),
        ("base: 1, challenge: 2, otherwise: 1", "otherwise is above base_points"),
        ("base: 1, challenge: 2, base_points: 3", "base_points are above the 2 of the challenge"),
    ],
)  # fmt: skip
def test_a_line_that_leads_nowhere_is_refused(check_rule, more, words):
    with pytest.raises(InputError, match=words):
        check_rule(f"kind: between, value: done, {more}", "done | points\n 1 | 1")
