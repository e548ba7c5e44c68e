"""pool_judged: clauses that cannot be told apart are judged together within their common maximum."""

import pytest

from govscore_lib.errors import InputError

POOL = """
    kind: pool_judged
    metric: judged_together
    max: "10"
    add: {count: returns_in_time, per: "0.5"}
    cap: "10"
    pooled: ["2.2", "2.5", "2.6"]
"""
OPTIONAL = {"returns_in_time": {"type": "int", "unit": "returns", "needed": "optional"}}


def test_what_can_be_counted_is_added_up_to_the_common_maximum(check_rule):
    """Sichuan, annex 1, item 2: the judged value and 0.5 for each return in time; no return adds nothing."""
    check_rule(POOL, """
        judged_together | returns_in_time | points
        6               | 3               | 7.5
        6               |                 | 6
        9               | 3               | 10
        0               | 0               | 0
                        | 3               | missing """, max_points="10", metrics=OPTIONAL)  # fmt: skip


def test_without_anything_to_count_the_judgement_stands(check_rule):
    """Sichuan, annex 2, item 4: clauses 2, 3 and 5."""
    check_rule('kind: pool_judged, metric: assessed, max: "9.5", pooled: ["4.2", "4.3", "4.5"]', """
        assessed | points
        9.5      | 9.5
        0.25     | 0.25
                 | missing """, max_points="9.5")  # fmt: skip


def test_the_maximum_of_the_criterion_is_the_cap_unless_said(check_rule):
    check_rule("""
        kind: pool_judged
        metric: assessed
        add: {count: returns, per: "0.5"}
        pooled: ["7"]
    """, """
        assessed | returns | points
        1.5      | 1       | 2
        1.5      | 4       | 2 """)  # fmt: skip


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("pooled: []", "at least 1"),
        ('pooled: ["2.2", "2.5", "2.2"]', "2.2 is pooled twice"),
        ('pooled: ["2.2"], min: "3", max: "2"', "max is below min: 2 < 3"),
    ],
)
def test_a_pool_that_makes_no_sense_is_refused(check_rule, more, words):
    with pytest.raises(InputError, match=words):
        check_rule(f"kind: pool_judged, metric: assessed, {more}", "assessed | points\n 1 | 1")
