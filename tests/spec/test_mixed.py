"""mixed: several sources, each with its weight."""

import pytest

from govscore_lib.errors import InputError

MIX = """
    kind: mixed
    sources:
      - {value: monitored / 100, weight: 60%}
      - {judged: reviewed, weight: 40%}
"""


def test_a_monitored_score_and_a_review_are_weighed(check_rule):
    """60 % of 2 × 90 ÷ 100, and 40 % of the 1.5 points that the reviewers gave."""
    check_rule(MIX, """
        monitored | reviewed | points
        90        | 1.5      | 1.68
        100       | 2        | 2
        100       |          | missing
                  | 2        | missing """)  # fmt: skip


def test_a_source_without_denominator_may_count_in_full(check_rule):
    rule = """
        kind: mixed
        sources: [{value: done / due, weight: 1/3}, {value: used / online, weight: 2/3}]
        zero_denominator: full
    """
    check_rule(rule, """
        done | due | used | online | points
        0    | 0   | 5    | 10     | 4/3
        3    | 6   | 0    | 0      | 5/3
        3    | 6   | 5    | 10     | 1 """)  # fmt: skip


@pytest.mark.parametrize(
    ("sources", "words"),
    [
        ("[{value: done, weight: 60%}, {judged: done, weight: 30%}]", "the weights sum to 0.9, not 1"),
        ("[{value: done, weight: 1}]", "at least 2"),
        ("[{value: done, judged: done, weight: 1}, {value: done, weight: 1}]", "exactly one of value and judged"),
        ("[{value: done, weight: 100%}, {value: done, weight: 0}]", "weight must be above 0"),
    ],
)  # fmt: skip
def test_weights_that_make_no_whole_are_refused(check_rule, sources, words):
    with pytest.raises(InputError, match=words):
        check_rule(f"kind: mixed, sources: {sources}", "done | points\n 1 | 1")
