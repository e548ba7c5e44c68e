"""proportional: full from a target on, in proportion below."""


def test_full_from_the_target_on(check_rule):
    """1900 of 2000 is exactly 95 %."""
    check_rule("kind: proportional, value: on_time / records, target: 95%", """
        on_time | records | points
        2000    | 2000    | 2
        1900    | 2000    | 2
        1899    | 2000    | 1899/950
        950     | 2000    | 1
        0       | 2000    | 0
        0       | 0       | missing
                | 2000    | missing """)  # fmt: skip


def test_a_target_of_everything_is_the_plain_share(check_rule):
    check_rule("kind: proportional, value: valid / records, target: 100%", """
        valid | records | points
        1987  | 2000    | 1.987
        2000  | 2000    | 2 """)  # fmt: skip


def test_exempt_bodies_leave_the_denominator(check_rule):
    rule = "kind: proportional, value: actual / (expected - exempt), target: 100%"
    check_rule(rule, """
        actual | expected | exempt | points
        45     | 52       | 2      | 1.8
        50     | 52       | 2      | 2
        0      | 2        | 2      | missing """)  # fmt: skip


def test_an_absolute_base_jumps_at_the_target(check_rule):
    """Other reading: 2 × share below the target, so that 94.95 % earns 1.899 and 95 % earns 2."""
    check_rule("kind: proportional, value: on_time / records, target: 95%, base: absolute", """
        on_time | records | points
        1900    | 2000    | 2
        1899    | 2000    | 1.899 """)  # fmt: skip


def test_a_shortfall_base_takes_the_difference_off(check_rule):
    check_rule("kind: proportional, value: on_time / records, target: 95%, base: shortfall", """
        on_time | records | points
        1900    | 2000    | 2
        1800    | 2000    | 1.9 """)  # fmt: skip


def test_an_empty_denominator_may_be_full(check_rule):
    rule = "kind: proportional, value: on_time / records, target: 95%, zero_denominator: full"
    check_rule(rule, """
        on_time | records | points
        0       | 0       | 2
        19      | 40      | 1 """)  # fmt: skip


def test_the_target_may_be_the_mean_of_the_league(check_rule):
    check_rule("kind: proportional, value: visits, target: league_mean(visits)", """
        visits | points
        80     | 2
        40     | 4/3
        60     | 2 """)  # fmt: skip


def test_a_target_of_nothing_has_no_share(check_rule):
    """A share of 0 cannot be told, so the clause stays open."""
    check_rule("kind: proportional, value: visits, target: own_target", """
        visits | own_target | points
        5      | 0          | missing
        5      | 10         | 1 """)  # fmt: skip
