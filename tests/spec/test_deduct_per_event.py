"""deduct_per_event: points lost for every event."""


def test_each_case_costs_down_to_nothing(check_rule):
    check_rule("kind: deduct_per_event, per: 1, count: new_cases", """
        new_cases | points
        0         | 2
        1         | 1
        3         | 0
                  | missing """)  # fmt: skip


def test_the_floor_may_be_given_or_lifted(check_rule):
    check_rule("kind: deduct_per_event, per: 2, count: cases, start: 4, floor: 1", """
        cases | points
        1     | 2
        2     | 1
        9     | 1 """)  # fmt: skip
    check_rule("kind: deduct_per_event, per: 2, count: cases, start: 0, floor: none", """
        cases | points
        0     | 0
        2     | -4 """)  # fmt: skip
