"""relative_to_best: the best of the league has the maximum, the others their share of it."""


def test_the_highest_earns_the_maximum(check_rule):
    check_rule("kind: relative_to_best, value: visits, best: highest", """
        visits | points
        80     | 2
        60     | 1.5
        0      | 0
               | missing """)  # fmt: skip


def test_or_the_lowest(check_rule):
    """Days that a matter takes: 4 are the fewest, 8 earn half."""
    check_rule("kind: relative_to_best, value: days / matters, best: lowest", """
        days | matters | points
        40   | 10      | 2
        80   | 10      | 1
        32   | 4       | 1
        0    | 0       | missing """)  # fmt: skip


def test_each_league_has_its_own_best(check_rule):
    check_rule("kind: relative_to_best, value: visits, best: highest", """
        visits | league | points
        80     | north  | 2
        20     | north  | 0.5
        20     | south  | 2 """)  # fmt: skip


def test_the_best_has_the_maximum_even_with_nothing(check_rule):
    check_rule("kind: relative_to_best, value: complaints, best: lowest", """
        complaints | points
        0          | 2
        5          | 0 """)  # fmt: skip
    check_rule("kind: relative_to_best, value: visits, best: highest", """
        visits | points
        0      | 2
        0      | 2 """)  # fmt: skip
