"""veto: one fact takes all the points away."""

LIABILITY = {
    "liable": {"type": "bool"},
    "decided_on": {"type": "date", "needed": "liable"},
}


def test_a_fact_decided_in_the_period_takes_the_item(check_rule):
    """Sichuan, annex 2, item 9: decided in another year is no veto, not yet decided is not known."""
    rule = 'kind: veto, start: "15", vetoed: "0", when: liable and decided_on in period'
    check_rule(rule, """
        liable | decided_on | points
        false  |            | 15
        true   | 2021-01-01 | 0
        true   | 2021-12-31 | 0
        true   | 2020-12-31 | 15
        true   | 2022-01-01 | 15
        true   |            | missing
               |            | missing """, max_points="15", metrics=LIABILITY)  # fmt: skip


def test_the_criterion_starts_full_and_a_veto_may_leave_something(check_rule):
    check_rule('kind: veto, when: accidents >= 2, vetoed: "0.5"', """
        accidents | points
        1         | 2
        2         | 0.5
                  | missing """)  # fmt: skip


def test_deductions_beside_a_veto_stop_at_the_floor_of_their_item(check_totals):
    """The veto carries the 15 points that the item starts with; events cost 5 each, the item stops at 0."""
    rubric = """
        categories: [{id: "1", max_points: "15"}]
        criteria:
          - {id: "1.01", max_points: "15", rule: {kind: veto, when: liable}}
          - {id: "1.02", max_points: "0", rule: {kind: deduct_per_event, start: "0", per: "5", count: events, floor: none}}
    """
    check_totals(rubric, """
        region | liable | events | total | status      | lower | upper
        R1     | false  | 0      | 15    | final       | 15    | 15
        R2     | false  | 2      | 5     | final       | 5     | 5
        R3     | false  | 4      | 0     | final       | 0     | 0
        R4     | true   | 1      | 0     | final       | 0     | 0
        R5     | false  |        | 15    | provisional | 0     | 15
        R6     |        | 1      | 0     | provisional | 0     | 10 """)  # fmt: skip
