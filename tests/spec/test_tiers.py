"""tiers: points by steps of a value."""

import pytest

from govscore_lib.errors import InputError


def test_the_highest_step_reached_decides(check_rule):
    rule = """
        kind: tiers
        value: answered / due
        tiers:
          - {at_least: 95%, points: "2"}
          - {at_least: 90%, points: "1.5"}
          - {above: 80%, points: "1"}
        otherwise: "0.2"
    """
    check_rule(rule, """
        answered | due | points
        95       | 100 | 2
        94       | 100 | 1.5
        90       | 100 | 1.5
        81       | 100 | 1
        80       | 100 | 0.2
        0        | 100 | 0.2
        0        | 0   | missing
                 | 100 | missing """)  # fmt: skip


def test_without_a_denominator_it_may_be_the_highest_step(check_rule):
    rule = """
        kind: tiers
        value: answered / due
        zero_denominator: full
        tiers: [{at_least: 90%, points: "1.5"}]
    """
    check_rule(rule, """
        answered | due | points
        0        | 0   | 1.5
        9        | 10  | 1.5
        8        | 10  | 0 """)  # fmt: skip


def test_a_step_that_is_never_reached_is_refused(check_rule):
    rule = """
        kind: tiers
        value: answered / due
        tiers: [{at_least: 80%, points: "1"}, {at_least: 90%, points: "2"}]
    """
    with pytest.raises(InputError, match="the highest step comes first"):
        check_rule(rule, "answered | due | points\n 9 | 10 | 2")


def test_a_step_may_be_judged_within_a_range(check_rule):
    """Sichuan, annex 1, clause 5.1: what 95 to below 100 % earn cannot be read, so it is judged, 2 to 4."""
    rule = """
        kind: tiers
        value: entered / matters
        tiers:
          - {at_least: 100%, points: "4"}
          - {at_least: 95%, judged: assessed, min: "2", max: "4"}
          - {at_least: 85%, points: "2"}
    """
    check_rule(rule, """
        entered | matters | assessed | points
        100     | 100     |          | 4
        99      | 100     | 3.5      | 3.5
        95      | 100     | 2        | 2
        95      | 100     |          | missing
        94      | 100     | 3.5      | 2
        84      | 100     |          | 0 """,
        max_points="4",
        metrics={"assessed": {"type": "judged", "needed": "optional"}})  # fmt: skip


def test_facts_may_settle_it_before_any_step(check_rule):
    """Sichuan, annex 2, clause 2.2: none organised 0, none certified 1; without county centres nobody knows."""
    rule = """
        kind: tiers
        before: [{when: organised == 0, points: "0"}, {when: certified == 0, points: "1"}]
        value: certified / centres
        tiers:
          - {at_least: 80%, points: "10"}
          - {at_least: 50%, points: "7"}
          - {at_least: 20%, points: "5"}
          - {above: "0", points: "2"}
    """
    check_rule(rule, """
        centres | organised | certified | points
        12      | 7         | 6         | 7
        12      | 5         | 0         | 1
        12      | 0         | 0         | 0
        12      | 5         | 1         | 2
        5       | 5         | 4         | 10
        0       | 0         | 0         | missing
        12      |           | 6         | missing """, max_points="10")  # fmt: skip


def test_a_class_has_its_own_points(check_rule):
    """Sichuan, annex 2, clause 6.1."""
    rule = """
        kind: tiers
        value: rectification
        values: {effective: "1", weak: "0.5", none: "0"}
    """
    classes = {"effective": "成效明显", "weak": "成效不明显", "none": "未开展"}
    check_rule(rule, """
        rectification | points
        effective     | 1
        weak          | 0.5
        none          | 0
                      | missing """,
        max_points="1",
        metrics={"rectification": {"type": "enum", "values": classes}})  # fmt: skip


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("values: {effective: '1', wek: '0'}", "'wek' is no code of the value. Allowed: effective, weak"),
        ("values: {effective: '1'}", "no points for weak; say them, or otherwise"),
        ("tiers: [{at_least: '1', points: '1'}]", "values go with an enumeration, tiers with a number"),
        ("otherwise: '0'", "exactly one of tiers and values"),
    ],
)  # fmt: skip
def test_a_class_without_points_is_refused(check_rule, more, words):
    with pytest.raises(InputError, match=words):
        check_rule(
            f"kind: tiers, value: found, {more}",
            "found | points\n weak | 0",
            metrics={"found": {"type": "enum", "values": {"effective": "好", "weak": "差"}}},
        )


@pytest.mark.parametrize(
    ("step", "words"),
    [
        ("{at_least: 1}", "a step needs one of: points, judged"),
        ("{at_least: 1, points: 1, judged: done}", "either given or judged, not both"),
        ("{at_least: 1, points: 1, max: 2}", "min and max go with judged"),
        ("{at_least: 1, judged: done, min: 2, max: 1}", "max is below min: 1 < 2"),
    ],
)
def test_a_step_gives_points_or_is_judged(check_rule, step, words):
    with pytest.raises(InputError, match=words):
        check_rule(f"kind: tiers, value: done, tiers: [{step}]", "done | points\n 1 | 1")
