"""round: rounding as part of the rule, before points are recorded and added (计分保留小数)."""

import pytest


def rubric(rounding: str) -> str:
    return f"""
        categories: [{{id: "1", min_points: "-10"}}]
        criteria:
          - id: "1.01"
            max_points: "1"
            rule: {{kind: ratio, value: part / whole}}
            round: {rounding}
    """


@pytest.mark.parametrize(
    ("rounding", "exactly", "half", "third", "negative"),
    [
        ('{decimals: "1"}', "0.3", "0.3", "0.7", "-0.3"),
        ('{decimals: "1", mode: half_up}', "0.3", "0.3", "0.7", "-0.3"),
        ('{decimals: "1", mode: down}', "0.3", "0.2", "0.6", "-0.2"),
        ('{decimals: "1", mode: up}', "0.3", "0.3", "0.7", "-0.3"),
        ('{decimals: "0"}', "0", "0", "1", "0"),
        ('{decimals: "0", mode: up}', "1", "1", "1", "-1"),
        ('{decimals: "2"}', "0.3", "0.25", "0.67", "-0.25"),
    ],
)
def test_decimals_and_modes(check_totals, rounding, exactly, half, third, negative):
    """A half goes away from zero; a figure that has no more decimals stays as it is."""
    check_totals(rubric(rounding), f"""
        region | part | whole | clause 1.01
        R1     | 3    | 10    | {exactly}
        R2     | 1    | 4     | {half}
        R3     | 2    | 3     | {third}
        R4     | -1   | 4     | {negative} """)  # fmt: skip


def test_rounded_points_are_added(check_totals):
    """Three thirds rounded to one decimal are 0.9, not 1."""
    three = """
        categories: [{id: "1"}]
        criteria:
          - {id: "1.01", max_points: "1", rule: {kind: ratio, value: part / whole}, round: {decimals: "1"}}
          - {id: "1.02", max_points: "1", rule: {kind: ratio, value: part / whole}, round: {decimals: "1"}}
          - {id: "1.03", max_points: "1", rule: {kind: ratio, value: part / whole}, round: {decimals: "1"}}
    """
    check_totals(three, """
        region | part | whole | total
        R1     | 1    | 3     | 0.9 """)  # fmt: skip


def test_a_mean_of_others_is_taken_before_it_is_rounded(check_totals):
    """1/3 and 2/3 give a mean of 0.5, however they are rounded for themselves."""
    mean = """
        categories: [{id: "1"}]
        criteria:
          - id: "1.01"
            max_points: "1"
            rule: {kind: ratio, value: part / whole}
            not_applicable: {when: exempt, policy: peers_mean}
            round: {decimals: "1", mode: down}
    """
    check_totals(mean, """
        region | exempt | part | whole | clause 1.01
        R1     | false  | 1    | 3     | 0.3
        R2     | false  | 2    | 3     | 0.6
        R3     | true   |      |       | 0.5 """)  # fmt: skip
