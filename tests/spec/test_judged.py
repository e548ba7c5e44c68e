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
