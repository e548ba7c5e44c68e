"""not_applicable: to whom a clause does not apply, and what then becomes of its points (不适用)."""

import pytest


def rubric(policy: str) -> str:
    """Towns have no port; the clause on ports is worth 2 of 10 points, 2 of 6 in its category."""
    return f"""
        total: {{max_points: "10"}}
        categories:
          - {{id: "1", max_points: "6"}}
          - {{id: "2", max_points: "4"}}
        criteria:
          - id: "1.01"
            category: "1"
            max_points: "2"
            rule: {{kind: judged, metric: port}}
            not_applicable: {{when: no_port, policy: {policy}}}
          - {{id: "1.02", category: "1", max_points: "4", rule: {{kind: judged, metric: roads}}}}
          - {{id: "2.01", category: "2", max_points: "4", rule: {{kind: judged, metric: offices}}}}
    """


@pytest.mark.parametrize(
    ("policy", "clause", "first", "second", "total"),
    [
        ("full", "2", "4", "3", "7"),  # as if the port had earned everything
        ("zero", "0", "2", "3", "5"),
        ("peers_mean", "1.5", "3.5", "3", "6.5"),  # the mean of 2 and 1
        ("leave_out", "not_applicable", "2.5", "3.75", "6.25"),  # 2 and 3, times 10 ÷ 8
        ("spread", "not_applicable", "3", "3", "6"),  # 2 times 6 ÷ 4, and 3
    ],
)
def test_each_policy(check_totals, policy, clause, first, second, total):
    check_totals(rubric(policy), f"""
        region | no_port | port | roads | offices | clause 1.01 | category 1 | category 2 | total
        R1     | false   | 2    | 4     | 4       | 2           | 6          | 4          | 10
        R2     | false   | 1    | 4     | 4       | 1           | 5          | 4          | 9
        R3     | true    |      | 2     | 3       | {clause}    | {first}    | {second}   | {total} """)  # fmt: skip


def test_the_total_is_final_although_the_clause_has_no_figures(check_totals):
    check_totals(rubric("leave_out"), """
        region | no_port | port | roads | offices | clause 1.01    | status      | total
        R1     | true    |      | 4     | 4       | not_applicable | final       | 10
        R2     | false   |      | 4     | 4       | missing        | provisional | 8
        R3     | false   | 1    | 4     | 4       | 1              | final       | 9 """)  # fmt: skip


def test_a_scaled_base_is_right_to_the_last_digit(check_totals):
    """Full marks without the port are full marks: thirds of categories do not cost a billionth."""
    thirds = """
        total: {max_points: "10"}
        categories: [{id: "1", max_points: "6"}, {id: "2", max_points: "4"}]
        criteria:
          - id: "1.01"
            category: "1"
            max_points: "4"
            rule: {kind: judged, metric: port}
            not_applicable: {when: no_port, policy: leave_out}
          - {id: "1.02", category: "1", max_points: "2", rule: {kind: judged, metric: roads}}
          - {id: "2.01", category: "2", max_points: "4", rule: {kind: judged, metric: offices}}
    """
    check_totals(thirds, """
        region | no_port | port | roads | offices | category 1  | category 2  | total
        R1     | true    |      | 2     | 4       | 3.333333333 | 6.666666667 | 10
        R2     | true    |      | 1     | 4       | 1.666666667 | 6.666666666 | 8.333333333
        R3     | false   | 1    | 1     | 4       | 2           | 4           | 6 """)  # fmt: skip


def test_a_bonus_is_not_scaled(check_totals):
    with_bonus = """
        total: {max_points: "4"}
        categories: [{id: "1", max_points: "4"}, {id: "2", max_points: "5", component: bonus}]
        criteria:
          - id: "1.01"
            category: "1"
            max_points: "2"
            rule: {kind: judged, metric: port}
            not_applicable: {when: no_port, policy: leave_out}
          - {id: "1.02", category: "1", max_points: "2", rule: {kind: judged, metric: roads}}
          - {id: "2.01", category: "2", max_points: "5", rule: {kind: judged, metric: praise}}
    """
    check_totals(with_bonus, """
        region | no_port | port | roads | praise | category 1 | category 2 | total
        R1     | false   | 2    | 1     | 1      | 3          | 1          | 4
        R2     | true    |      | 1     | 1      | 2          | 1          | 3 """)  # fmt: skip


def test_points_that_are_spread_stop_at_the_maximum_of_the_category(check_totals):
    generous = """
        categories: [{id: "1", max_points: "6"}]
        criteria:
          - id: "1.01"
            max_points: "2"
            rule: {kind: judged, metric: port}
            not_applicable: {when: no_port, policy: spread}
          - {id: "1.02", max_points: "5", rule: {kind: judged, metric: roads}}
    """
    check_totals(generous, """
        region | no_port | port | roads | category 1
        R1     | true    |      | 3     | 4.5
        R2     | true    |      | 5     | 6
        R3     | false   | 0    | 3     | 3 """)  # fmt: skip


def test_those_to_whom_it_does_not_apply_are_not_ranked(check_totals):
    ranked = """
        categories: [{id: "1"}]
        criteria:
          - id: "1.01"
            max_points: "2"
            rule: {kind: rank, value: cargo, best: highest}
            not_applicable: {when: no_port, policy: peers_mean}
    """
    check_totals(ranked, """
        region | no_port | cargo | clause 1.01
        R1     | false   | 10    | 2
        R2     | false   | 5     | 1
        R3     | true    | 99    | 1.5
        R4     | true    |       | 1.5 """)  # fmt: skip


def test_without_peers_there_is_no_mean(check_totals):
    """Nobody with a port has a figure for it (R3's is not asked for), so R1 has no mean either."""
    check_totals(rubric("peers_mean"), """
        region | no_port | port | roads | offices | clause 1.01 | lower | upper
        R1     | true    |      | 4     | 4       | missing     | 8     | 10
        R2     | false   |      | 4     | 4       | missing     | 8     | 10
        R3     | true    | 2    | 4     | 4       | missing     | 8     | 10 """)  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "lower", "upper"),
    [
        ("full", "5", "7"),  # between 0 and 2 points for the port
        ("zero", "5", "7"),
        (
            "leave_out",
            "5",
            "7",
        ),  # 5 to 7 where there is a port, 5 × 10 ÷ 8 = 6.25 where there is none
        ("spread", "5", "7"),  # 2 × 6 ÷ 4 + 3 = 6 where there is none
    ],
)
def test_as_long_as_nobody_knows_both_outcomes_are_open(check_totals, policy, lower, upper):
    check_totals(rubric(policy), f"""
        region | no_port | port | roads | offices | clause 1.01 | total | lower   | upper
        R1     |         |      | 2     | 3       | missing     | 5     | {lower} | {upper}
        R2     | false   | 2    | 2     | 3       | 2           | 7     | 7       | 7 """)  # fmt: skip


def test_leaving_out_may_be_the_better_outcome(check_totals):
    """With a port the category is full at 6 anyway; without one the rest is worth 7.5 of 10."""
    capped = """
        total: {max_points: "10"}
        categories: [{id: "1", max_points: "6"}, {id: "2", max_points: "4"}]
        criteria:
          - id: "1.01"
            category: "1"
            max_points: "2"
            rule: {kind: judged, metric: port}
            not_applicable: {when: no_port, policy: leave_out}
          - {id: "1.02", category: "1", max_points: "6", rule: {kind: judged, metric: roads}}
          - {id: "2.01", category: "2", max_points: "4", rule: {kind: judged, metric: offices}}
    """
    check_totals(capped, """
        region | no_port | port | roads | offices | total | lower | upper
        R1     |         |      | 6     | 0       | 6     | 6     | 7.5
        R2     | false   | 0    | 6     | 0       | 6     | 6     | 6
        R3     | true    |      | 6     | 0       | 7.5   | 7.5   | 7.5 """)  # fmt: skip


def test_where_nothing_is_left_nothing_is_scaled(check_totals):
    alone = """
        total: {max_points: "2"}
        categories: [{id: "1"}]
        criteria:
          - id: "1.01"
            max_points: "2"
            rule: {kind: judged, metric: port}
            not_applicable: {when: no_port, policy: leave_out}
    """
    check_totals(alone, """
        region | no_port | port | clause 1.01    | total | status
        R1     | true    |      | not_applicable | 0     | final
        R2     | false   | 1    | 1              | 1     | final """)  # fmt: skip
