"""all_of: all the points only when every requirement is met."""


def test_all_or_nothing(check_rule):
    check_rule("kind: all_of, all: [record_kept, record_checked]", """
        record_kept | record_checked | points
        true        | true           | 2
        true        | false          | 0
        false       | false          | 0 """)  # fmt: skip


def test_one_fact_unknown_leaves_it_missing(check_rule):
    """Even where the other fact would settle it: nobody has looked yet."""
    check_rule("kind: all_of, all: [record_kept, record_checked]", """
        record_kept | record_checked | points
        true        |                | missing
        false       |                | missing """)  # fmt: skip


def test_a_rate_without_denominator_leaves_it_missing(check_rule):
    """Sichuan, annex 1, clause 2.1: nobody knows the share of matters entered, window or no window."""
    check_rule("kind: all_of, all: [window, entered / matters >= 1]", """
        window | entered | matters | points
        true   | 40      | 40      | 2
        true   | 39      | 40      | 0
        false  | 40      | 40      | 0
        true   | 0       | 0       | missing
        false  | 0       | 0       | missing """)  # fmt: skip


def test_or_its_requirement_counts_as_met(check_rule):
    rule = """
        kind: all_of
        all: [window, entered / matters >= 1]
        zero_denominator: full
    """
    check_rule(rule, """
        window | entered | matters | points
        true   | 0       | 0       | 2
        false  | 0       | 0       | 0
        true   | 39      | 40      | 0 """)  # fmt: skip
