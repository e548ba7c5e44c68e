"""tiers: points by steps of a value."""

import pytest

from govscore_lib.errors import InputError


def test_the_highest_step_reached_decides(check_rule):
    rule = """
        kind: tiers
        value: answered / due
        tiers:
          - {at_least: 95%, points: "2"}
          - {at_least: 90%, points: "1.5"}
          - {above: 80%, points: "1"}
        otherwise: "0.2"
    """
    check_rule(rule, """
        answered | due | points
        95       | 100 | 2
        94       | 100 | 1.5
        90       | 100 | 1.5
        81       | 100 | 1
        80       | 100 | 0.2
        0        | 100 | 0.2
        0        | 0   | missing
                 | 100 | missing """)  # fmt: skip


def test_without_a_denominator_it_may_be_the_highest_step(check_rule):
    rule = """
        kind: tiers
        value: answered / due
        zero_denominator: full
        tiers: [{at_least: 90%, points: "1.5"}]
    """
    check_rule(rule, """
        answered | due | points
        0        | 0   | 1.5
        9        | 10  | 1.5
        8        | 10  | 0 """)  # fmt: skip


def test_a_step_that_is_never_reached_is_refused(check_rule):
    rule = """
        kind: tiers
        value: answered / due
        tiers: [{at_least: 80%, points: "1"}, {at_least: 90%, points: "2"}]
    """
    with pytest.raises(InputError, match="the highest step comes first"):
        check_rule(rule, "answered | due | points\n 9 | 10 | 2")
