"""What an author may write where a rule needs a number: means, figures of the league, last period's figure."""

import pytest

from govscore_lib.errors import InputError


def test_several_raters_are_averaged(check_rule):
    check_rule("kind: judged, metric: 'mean(first, second, third)'", """
        first | second | third | points
        2     | 1      | 1.5   | 1.5
        2     | 1      |       | missing """)  # fmt: skip


def test_without_one_highest_and_one_lowest(check_rule):
    """Ratings 2, 2, 1 and 0: one 2 and the 0 go, (2 + 1) ÷ 2 stays."""
    check_rule("kind: judged, metric: 'trimmed_mean(first, second, third, fourth)'", """
        first | second | third | fourth | points
        2     | 2      | 1     | 0      | 1.5
        1     | 1      | 1     | 1      | 1
        2     | 2      | 1     |        | missing """)  # fmt: skip


def test_several_figures_are_added(check_rule):
    check_rule("kind: per_unit, per: 0.5, count: 'sum(meetings, visits, plans)'", """
        meetings | visits | plans | points
        1        | 0      | 2     | 1.5
        1        | 0      |       | missing """)  # fmt: skip


def test_a_figure_is_set_against_that_of_last_period(check_rule):
    """A growth of at least 5 %."""
    check_rule("kind: binary, when: visits >= previous(visits) * 1.05", """
        visits | previous visits | points
        105    | 100             | 2
        104    | 100             | 0
        104    |                 | missing
               | 100             | missing """)  # fmt: skip


def test_each_metric_of_a_pattern_has_its_own_past(check_rule):
    rule = 'kind: per_unit, per: "1", each: [town_*], count_where: each > previous(each)'
    check_rule(rule, """
        town_a | town_b | previous town_a | previous town_b | points
        5      | 5      | 4               | 5               | 1
        5      | 6      | 4               | 5               | 2 """)  # fmt: skip


def test_figures_of_the_league_count_the_regions_that_have_one(check_rule):
    check_rule("kind: per_unit, per: 1, count: league_sum(visits) - league_min(visits)", """
        visits | league | points
        3      | north  | 7
        7      | north  | 7
        5      | south  | 0
               | north  | missing """)  # fmt: skip


def test_a_region_may_be_measured_by_its_share_of_the_whole(check_rule):
    check_rule("kind: ratio, value: visits / league_sum(visits)", """
        visits | points
        3      | 0.6
        7      | 1.4 """)  # fmt: skip


def test_what_is_asked_of_one_region_looks_at_no_other(check_rule):
    """Whether a figure is needed, or a clause counts at all, must not depend on what others report."""
    needed = {"type": "int", "unit": "visits", "needed": "visits > league_mean(visits)"}
    with pytest.raises(InputError, match="compares regions; this condition is asked of one region"):
        check_rule(
            "kind: ratio, value: visits / plans",
            "visits | plans | points\n 1 | 1 | 2",
            metrics={"plans": needed},
        )
