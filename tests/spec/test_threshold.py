"""threshold: all the points from a threshold on."""


def test_the_threshold_itself_is_enough(check_rule):
    """950 of 1000 is 95 %; 9499 of 10000 is not, however it is displayed."""
    check_rule("kind: threshold, value: claimed / claimable, at_least: 95%", """
        claimed | claimable | points
        950     | 1000      | 2
        9499    | 10000     | 0
        1000    | 1000      | 2
                | 1000      | missing
        950     |           | missing """)  # fmt: skip


def test_above_leaves_the_threshold_out(check_rule):
    check_rule("kind: threshold, value: towns / towns_total, above: 80%", """
        towns | towns_total | points
        8     | 10          | 0
        9     | 10          | 2 """)  # fmt: skip


def test_below_it_the_points_may_follow_in_proportion(check_rule):
    """Other reading: 9499 of 10000 against 95 % earns 2 × 0.9499 ÷ 0.95."""
    check_rule("kind: threshold, value: claimed / claimable, at_least: 95%, below: proportional", """
        claimed | claimable | points
        950     | 1000      | 2
        9499    | 10000     | 9499/4750
        0       | 1000      | 0 """)  # fmt: skip


def test_without_a_denominator_it_is_missing(check_rule):
    check_rule("kind: threshold, value: answered / requests, at_least: 100%", """
        answered | requests | points
        0        | 0        | missing """)  # fmt: skip


def test_without_a_denominator_it_may_be_full(check_rule):
    check_rule("kind: threshold, value: answered / requests, at_least: 100%, zero_denominator: full", """
        answered | requests | points
        0        | 0        | 2
        12       | 12       | 2
        11       | 12       | 0
                 | 0        | missing """)  # fmt: skip


def test_the_threshold_may_be_the_mean_of_all_regions(check_rule):
    """Rates 90, 60 and 30 %: the mean is 60 %, so the second has just reached it; who has no rate does not count."""
    check_rule("kind: threshold, value: done / due, at_least: league_mean(done / due)", """
        done | due | points
        9    | 10  | 2
        6    | 10  | 2
        3    | 10  | 0
        0    | 0   | missing
             | 10  | missing """)  # fmt: skip


def test_or_the_best_of_the_league(check_rule):
    rule = "kind: threshold, value: visits, at_least: league_max(visits), below: proportional"
    check_rule(rule, """
        visits | league | points
        80     | north  | 2
        60     | north  | 1.5
        20     | south  | 2 """)  # fmt: skip


def test_or_a_figure_of_each_region(check_rule):
    check_rule("kind: threshold, value: users, at_least: own_target", """
        users | own_target | points
        60    | 60         | 2
        60    | 61         | 0
        60    |            | missing """)  # fmt: skip
