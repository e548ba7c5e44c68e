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
