"""per_capita: points by events per head. The eight regions are the worked league of the Huai'an reading, HA-3.6."""

import pytest

LEAGUE = {
    "R1": (0, 95),
    "R2": (2, 80),
    "R3": (3, 120),
    "R4": (1, 40),
    "R5": (6, 100),
    "R6": (4, 64),
    "R7": (9, 90),
    "R8": (0, 33),
}
"""Events, and population in units of 10 000 persons."""


def league_table(points: dict[str, str]) -> str:
    rows = [
        f"{name} | {LEAGUE[name][0]} | {LEAGUE[name][1]} | {one}" for name, one in points.items()
    ]
    return "\n".join(["region | events | population | points", *rows])


def rule(formula: str) -> str:
    return f"kind: per_capita, value: events / population, formula: {formula}"


@pytest.mark.parametrize(
    ("formula", "points"),
    [
        pytest.param("to_worst", "5 3.75 3.75 3.75 2 1.875 0 5", id="A: to the worst"),
        pytest.param("min_max", "5 3.75 3.75 3.75 2 1.875 0 5", id="B: between worst and best"),
        pytest.param("rank", "5 3.75 3.75 3.75 1.875 1.25 0.625 5", id="C: by rank"),
        pytest.param(
            "absolute, per_unit_loss: 20", "5 4.5 4.5 4.5 3.8 3.75 3 5", id="D: 2 per 100 000"
        ),
        pytest.param("none_else_rank", "5 5 5 5 2.5 5/3 5/6 5", id="E: none, else rank"),
    ],
)
def test_formulas(check_rule, formula, points):
    expected = dict(zip(LEAGUE, points.split(), strict=True))
    check_rule(rule(formula), league_table(expected), max_points="5")


@pytest.mark.parametrize(
    ("formula", "points"),
    [("to_worst", "3.75 3.75 3.75 2 1.875 0"), ("min_max", "5 5 5 8/3 5/2 0")],
)
def test_without_a_region_free_of_events_the_two_scales_differ(check_rule, formula, points):
    expected = dict(zip(["R2", "R3", "R4", "R5", "R6", "R7"], points.split(), strict=True))
    check_rule(rule(formula), league_table(expected), max_points="5")


def test_no_event_anywhere_is_full_for_all(check_rule):
    for formula in ("to_worst", "min_max", "rank", "none_else_rank"):
        check_rule(rule(formula), """
            events | population | points
            0      | 95         | 2
            0      | 33         | 2 """)  # fmt: skip


def test_a_region_with_events_alone_in_its_league_cannot_be_compared(check_rule):
    check_rule(rule("to_worst"), """
        region | league | events | population | points
        R1     | north  | 3      | 120        | missing
        R2     | south  | 0      | 33         | 2
        R3     | west   | 3      | 120        | 1
        R4     | west   | 4      | 80         | 0 """)  # fmt: skip


def test_a_region_without_data_leaves_the_league(check_rule):
    """R2 has the most events, but nobody knows of how many people; then R3 is alone."""
    check_rule(rule("to_worst"), """
        region | events | population | points
        R1     | 0      |            | missing
        R2     | 99     |            | missing
        R3     | 3      | 120        | missing """)  # fmt: skip


def test_the_unit_of_the_rate_changes_nothing(check_rule):
    for value in (
        "events / population * 100000",
        "100000 * events / population",
        "events * 100000 / population",
        "events / (population / 100000)",
    ):
        check_rule(f"kind: per_capita, value: {value}", """
            region | events | population | points
            R1     | 0      | 95         | 2
            R2     | 1      | 40         | 1
            R3     | 1      | 20         | 0 """)  # fmt: skip


def test_a_region_without_people_gains_nothing_where_all_the_others_are_equal(check_rule):
    check_rule(rule("min_max"), """
        events | population | points
        3      | 0          | missing
        1      | 40         | 2
        2      | 80         | 2 """)  # fmt: skip
