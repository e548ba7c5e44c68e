"""escalating: the first event costs something, the next ones more."""

import pytest

from govscore_lib.errors import InputError


def test_a_second_case_costs_the_whole_item(check_rule):
    check_rule('kind: escalating, count: cases, costs: ["0.5", all]', """
        cases | points
        0     | 2
        1     | 1.5
        2     | 0
        7     | 0
              | missing """)  # fmt: skip


def test_further_events_cost_what_the_last_one_says(check_rule):
    """0.5 for the first, 1 for the second and each more, down to −3."""
    check_rule('kind: escalating, count: cases, costs: ["0.5", "1"], floor: "-3"', """
        cases | points
        1     | 1.5
        2     | 0.5
        3     | -0.5
        5     | -2.5
        6     | -3
        9     | -3 """)  # fmt: skip


def test_it_may_start_elsewhere(check_rule):
    check_rule('kind: escalating, count: cases, costs: ["2", "4"], start: "10", floor: "1"', """
        cases | points
        0     | 10
        1     | 8
        2     | 4
        3     | 1 """, max_points="10")  # fmt: skip


@pytest.mark.parametrize(
    ("costs", "words"),
    [
        ("[]", "at least 1"),
        ('[all, "1"]', "all takes everything: nothing comes after it"),
        ('["-1"]', "a cost is not below 0"),
        ('["much"]', "'much' is not a number"),
    ],
)
def test_costs_that_make_no_sense_are_refused(check_rule, costs, words):
    with pytest.raises(InputError, match=words):
        check_rule(f"kind: escalating, count: cases, costs: {costs}", "cases | points\n 1 | 1")
