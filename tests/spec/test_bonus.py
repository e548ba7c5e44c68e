"""bonus: points added outside the base, or highlights that are only listed."""

import pytest

from govscore_lib.errors import InputError


def test_an_award_adds_its_points_once(check_rule):
    """Xiangxi, clause 7: a provincial or higher award adds 10."""
    check_rule('kind: bonus, when: award, points: "10"', """
        award | points
        true  | 10
        false | 0
              | missing """, max_points="10")  # fmt: skip


def test_the_maximum_is_added_where_no_points_are_said(check_rule):
    check_rule("kind: bonus, when: awards >= 1", """
        awards | points
        3      | 2
        0      | 0 """)  # fmt: skip


def test_without_a_printed_amount_nothing_is_added(check_rule):
    """Rudong, clause 2.3.3: highlights are listed; nobody has to report any."""
    check_rule('kind: bonus, points: "0", list: [highlights]', """
        highlights | points
        3          | 0
        0          | 0
                   | 0 """, max_points="0")  # fmt: skip


def test_base_and_bonus_are_capped_apart(check_totals):
    """100 points of the base and 10 of the bonus make 110; the bonus fills no gap in the base."""
    rubric = """
        categories:
          - {id: "1", max_points: "100"}
          - {id: "2", max_points: "10", component: bonus}
        criteria:
          - {id: "1.01", category: "1", max_points: "100", rule: {kind: judged, metric: base}}
          - {id: "2.01", category: "2", max_points: "10", rule: {kind: bonus, when: award}}
    """
    check_totals(rubric, """
        region | base | award | category 1 | category 2 | total | rank | upper
        R1     | 100  | true  | 100        | 10         | 110   | 1    | 110
        R2     | 100  | false | 100        | 0          | 100   | 2    | 100
        R3     | 90   |       | 90         | 0          | 90    | 3    | 100 """)  # fmt: skip


def test_levels_add_their_points_for_each_matter(check_rule):
    """Sichuan, bonus B1: 3 for a city's praise, 5 for the province's, 10 for the central authorities'."""
    check_rule("""
        kind: bonus
        levels:
          - {count: by_city, points: "3", name: {zh: 市级, en: city level}}
          - {count: by_province, points: "5"}
          - {count: by_centre, points: "10"}
    """, """
        by_city | by_province | by_centre | points
        1       | 1           | 0         | 8
        0       | 0           | 2         | 20
        0       | 0           | 0         | 0
        1       |             | 0         | missing """, max_points=None)  # fmt: skip


def test_levels_may_have_a_common_cap(check_rule):
    check_rule("""
        kind: bonus
        levels: [{count: provincial, points: "3"}, {count: national, points: "5"}]
        cap: "6"
    """, """
        provincial | national | points
        1          | 0        | 3
        1          | 1        | 6 """)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("levels: [{count: done, points: 1}], when: done > 1", "exactly one of when, levels and list"),
        ("levels: [{count: done, points: 1}], points: 2", "each level says its own points"),
        ("when: done > 1, cap: 2", "cap goes with levels"),
    ],
)  # fmt: skip
def test_a_bonus_is_one_thing_or_the_other(check_rule, rule, words):
    with pytest.raises(InputError, match=words):
        check_rule(f"kind: bonus, {rule}", "done | points\n 1 | 1")


def test_a_bonus_shared_among_authors(check_rule):
    """Each unit gets its part of the points, thirds exactly."""
    check_rule(
        'kind: bonus, levels: [{count: alone + by_two / 2 + by_three / 3, points: "3"}]',
        """
        region | alone | by_two | by_three | points
        R1     | 1     | 0      | 1        | 4
        R2     | 0     | 1      | 0        | 1.5
        R3     | 0     | 0      | 2        | 2 """,
        max_points=None,
    )
