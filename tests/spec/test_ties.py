"""Ties: totals are compared at declared decimals, and equal ones share a place by a named method."""

import pytest


def rubric(ranking: str) -> str:
    return f"""
        ranking: {ranking}
        categories: [{{id: "1"}}]
        criteria:
          - {{id: "1.01", max_points: "10", rule: {{kind: judged, metric: judged}}}}
          - {{id: "1.02", max_points: "10", rule: {{kind: judged, metric: further}}}}
    """


@pytest.mark.parametrize(
    ("ties", "places"),
    [
        ("min", "1 2 2 4"),
        ("dense", "1 2 2 3"),
        ("average", "1 2.5 2.5 4"),
        ("max", "1 3 3 4"),
    ],
)
def test_joint_places_by_the_named_method(check_totals, ties, places):
    first, second, third, fourth = places.split()
    check_totals(rubric(f"{{ties: {ties}}}"), f"""
        region | judged | further | total | rank
        R1     | 5      | 4       | 9     | {first}
        R2     | 4      | 4       | 8     | {second}
        R3     | 8      | 0       | 8     | {third}
        R4     | 1      | 1       | 2     | {fourth} """)  # fmt: skip


def test_sums_that_differ_as_binary_fractions_tie(check_totals):
    """0.1 + 0.2 and 0.3 + 0 are one total."""
    check_totals(rubric("{ties: min}"), """
        region | judged | further | total | rank
        R1     | 0.1    | 0.2     | 0.3   | 1
        R2     | 0.3    | 0       | 0.3   | 1 """)  # fmt: skip


def test_totals_are_compared_at_the_declared_decimals(check_totals):
    table = """
        region | judged   | further | total    | rank
        R1     | 1.004999 | 0       | 1.004999 | {0}
        R2     | 1.005    | 0       | 1.005    | {1}
        R3     | 1.014999 | 0       | 1.014999 | {2} """
    check_totals(rubric('{decimals: "2"}'), table.format(3, 1, 1))
    check_totals(rubric('{decimals: "6"}'), table.format(3, 2, 1))
    check_totals(rubric('{decimals: "0"}'), table.format(1, 1, 1))


def test_rounded_first_and_the_smaller_place_shared(check_totals):
    """As published indices are ranked: 0.9234 and 0.9226 are both 0.923, and the next is third."""
    check_totals(rubric('{decimals: "3", ties: min}'), """
        region | judged | further | rank
        R1     | 0.9226 | 0       | 1
        R2     | 0.9234 | 0       | 1
        R3     | 0.9224 | 0       | 3 """)  # fmt: skip


def test_one_region_is_first_of_one(check_totals):
    check_totals(rubric("{ties: average}"), """
        region | judged | further | rank
        R1     | 1      | 1       | 1 """)  # fmt: skip
