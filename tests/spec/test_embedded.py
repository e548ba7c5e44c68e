"""embedded: a share of another rubric's total."""

import pytest

from govscore_lib.errors import InputError


def test_a_tenth_of_the_other_total_counts(check_rule):
    """Sichuan: the score of annex 3 times 10 %, 72 → 7.2."""
    check_rule('kind: embedded, of: publicity, factor: "0.1"', """
        publicity | points
        72        | 7.2
        100       | 10
        0         | 0
                  | missing """, max_points="10")  # fmt: skip


def test_the_share_stays_exact(check_rule):
    check_rule("kind: embedded, of: other, factor: 1/3", """
        other | points
        10    | 10/3 """, max_points="50")  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("kind: embedded, of: other + 1, factor: 10%", "of names one metric"),
        ("kind: embedded, of: other, factor: 0", "factor must be above 0"),
        ("kind: embedded, of: othr, factor: 10%", "did you mean 'other'"),
    ],
)
def test_anything_but_a_share_of_one_total_is_refused(check_rule, rule, words):
    with pytest.raises(InputError, match=words):
        check_rule(rule, "other | points\n 1 | 1")
