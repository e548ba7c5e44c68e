"""highest_once: matters count once, at the highest level that they reached."""

import pytest

from govscore_lib.errors import InputError


def test_each_matter_of_the_level_counts(check_rule):
    """Sichuan, annex 3: 2 points for a matter in national media; its provincial items add nothing."""
    check_rule("kind: highest_once, count: matters_in_national_media, points: 2", """
        matters_in_national_media | points
        2                         | 4
        0                         | 0
                                  | missing """, max_points=None)  # fmt: skip


def test_levels_are_capped_together(check_totals):
    """Two national and seven provincial matters are 11; twelve national ones stop at 20."""
    rubric = """
        categories: [{id: "1", max_points: "20"}]
        criteria:
          - {id: "1.01", rule: {kind: highest_once, count: national, points: "2"}}
          - {id: "1.02", rule: {kind: highest_once, count: provincial, points: "1"}}
    """
    check_totals(rubric, """
        region | national | provincial | total
        R1     | 2        | 7          | 11
        R2     | 12       | 1          | 20 """)  # fmt: skip


def test_a_matter_is_worth_something(check_rule):
    with pytest.raises(InputError, match="points must be above 0"):
        check_rule("kind: highest_once, count: matters, points: 0", "matters | points\n 1 | 0")
