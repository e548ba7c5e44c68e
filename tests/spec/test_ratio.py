"""ratio: points in step with a rate."""


def test_points_follow_the_rate(check_rule):
    """18 of 20 earns nine tenths; thirds are recorded to nine decimals, half up."""
    check_rule("kind: ratio, value: rectified / bad_ratings", """
        rectified | bad_ratings | points
        18        | 20          | 1.8
        1         | 3           | 0.666666667
        0         | 20          | 0
        0         | 0           | missing
                  | 20          | missing """)  # fmt: skip


def test_nothing_to_mend_may_earn_the_maximum(check_rule):
    check_rule("kind: ratio, value: rectified / bad_ratings, zero_denominator: full", """
        rectified | bad_ratings | points
        0         | 0           | 2
        1         | 4           | 0.5
        0         |             | missing """)  # fmt: skip


def test_half_a_billionth_rounds_up(check_rule):
    check_rule("kind: ratio, value: part / whole", """
        part | whole      | points
        1    | 4000000000 | 0.000000001
        1    | 4000000001 | 0
        3    | 4000000000 | 0.000000002 """)  # fmt: skip
