"""judged: the points that a person gives."""


def test_the_judged_value_counts_as_given(check_rule):
    check_rule("kind: judged, metric: assessed", """
        assessed | points
        1.25     | 1.25
        0        | 0
                 | missing """)  # fmt: skip


def test_its_range_is_told(check_rule):
    check_rule("kind: judged, metric: assessed, min: 0.5, max: 1.5", """
        assessed | points
        1.5      | 1.5 """)  # fmt: skip


def test_an_assessor_may_judge_what_is_taken_off(check_rule):
    """Xiangxi, clause 3.4: 2 points less what the assessor takes off."""
    check_rule("kind: judged, metric: taken_off, deduct: yes", """
        taken_off | points
        0         | 2
        0.75      | 1.25
        2         | 0
                  | missing """)  # fmt: skip


def test_the_most_that_can_be_taken_off_bounds_the_total(check_totals):
    rubric = """
        categories: [{id: "1"}]
        criteria:
          - {id: "1.01", max_points: "3", rule: {kind: judged, metric: off, max: "2", deduct: "yes"}}
          - {id: "1.02", max_points: "2", rule: {kind: judged, metric: assessed, min: "0.5"}}
    """
    check_totals(rubric, """
        region | off | assessed | total | status      | lower | upper
        R1     | 0.5 | 1        | 3.5   | final       | 3.5   | 3.5
        R2     |     | 1        | 1     | provisional | 2     | 4
        R3     | 0.5 |          | 2.5   | provisional | 3     | 4.5 """)  # fmt: skip
