"""shortfall: points lost step by step below a target."""

import pytest

from govscore_lib.errors import InputError


def test_only_completed_steps_count(check_rule):
    """93 % is seven full steps below; binary fractions would count six."""
    rule = "kind: shortfall, value: complete / total, target: 100%, step: 1%, per_step: 0.1"
    check_rule(rule, """
        complete | total | points
        1000     | 1000  | 1
        996      | 1000  | 1
        990      | 1000  | 0.9
        930      | 1000  | 0.3
        890      | 1000  | 0
        0        | 0     | missing
                 | 1000  | missing """, max_points="1")  # fmt: skip


def test_every_whole_percentage_is_stepped_exactly(check_rule):
    """Of these 101 values binary fractions get 22 wrong."""
    rule = "kind: shortfall, value: complete / total, target: 100%, step: 1%, per_step: 0.01"
    rows = [f"{whole} | 100 | {whole}/100" for whole in range(101)]

    check_rule(rule, "\n".join(["complete | total | points", *rows]), max_points="1")


def test_parts_of_a_step_may_count(check_rule):
    rule = "kind: shortfall, value: complete / total, target: 100%, step: 1%, per_step: 0.1, mode: linear"
    check_rule(rule, """
        complete | total | points
        996      | 1000  | 0.96
        930      | 1000  | 0.3 """, max_points="1")  # fmt: skip


def test_a_started_step_may_count_in_full(check_rule):
    rule = "kind: shortfall, value: complete / total, target: 100%, step: 1%, per_step: 0.1, mode: ceil"
    check_rule(rule, """
        complete | total | points
        1000     | 1000  | 1
        996      | 1000  | 0.9
        930      | 1000  | 0.3
        929      | 1000  | 0.2 """, max_points="1")  # fmt: skip


def test_start_and_floor_may_be_given(check_rule):
    rule = "kind: shortfall, value: sessions, target: 4, step: 1, per_step: 0.5, start: 1.5, floor: 0.25"
    check_rule(rule, """
        sessions | points
        5        | 1.5
        4        | 1.5
        2        | 0.5
        0        | 0.25 """)  # fmt: skip


def test_an_empty_denominator_may_be_full(check_rule):
    rule = """
        kind: shortfall
        value: complete / total
        target: 100%
        step: 1%
        per_step: "0.1"
        zero_denominator: full
    """
    check_rule(rule, """
        complete | total | points
        0        | 0     | 2
        90       | 100   | 1 """)  # fmt: skip


def test_where_the_steps_are_lost_the_rest_is_judged(check_rule):
    """Sichuan, annex 1, clause 5.4: all frequent matters earn 3, below it the assessor gives 0 to 2.5."""
    rule = """
        kind: shortfall
        value: done / required
        target: 100%
        start: "3"
        below: {judged: assessed, max: "2.5"}
    """
    check_rule(rule, """
        done | required | assessed | points
        40   | 40       |          | 3
        39   | 40       | 2.5      | 2.5
        39   | 40       | 0        | 0
        39   | 40       |          | missing
        0    | 0        |          | missing """,
        max_points="3",
        metrics={"assessed": {"type": "judged", "needed": "optional"}})  # fmt: skip


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("step: 1", "per_step is needed, or below"),
        ("per_step: 1", "step is needed, or below"),
        ("step: 1, below: {judged: done}", "below stands instead of step"),
        ("below: {points: 1}", "below needs judged; for fixed points take tiers"),
    ],
)
def test_steps_or_a_judgement(check_rule, more, words):
    with pytest.raises(InputError, match=words):
        check_rule(f"kind: shortfall, value: done, target: 4, {more}", "done | points\n 4 | 2")
