"""rank with sum_of_ranks: several rankings in one. The eight units are the worked league of the Rudong reading, RD-3.2."""

import pytest

from govscore_lib.errors import InputError

UNITS = {
    "T1": (5200, 18),
    "T2": (4800, 19),
    "T3": (7100, 16),
    "T4": (3000, 19),
    "T5": (6500, 12),
    "T6": (2500, 14),
    "T7": (4800, 17),
    "T8": (900, 8),
}
"""Transactions online, and items with a transaction of 20. T2 and T7 have the same number of transactions."""

RULE = """
kind: rank
sum_of_ranks: [transactions, used / online]
best: highest
map: fixed_step
step: "0.002"
"""


def league_table(points: str) -> str:
    rows = [
        f"{unit} | {transactions} | {used} | 20 | {one}"
        for (unit, (transactions, used)), one in zip(UNITS.items(), points.split(), strict=True)
    ]
    return "\n".join(["region | transactions | used | online | points", *rows])


def test_places_are_added_and_ranked_again(check_rule):
    """Sums 6 5 6 7 9 13 8 16: T2 is first, T1 and T3 share the second place."""
    check_rule(
        RULE,
        league_table("0.048 0.050 0.048 0.044 0.040 0.038 0.042 0.036"),
        max_points="0.05",
    )


@pytest.mark.parametrize(
    ("value", "points"),
    [
        pytest.param(
            "transactions + used / online / 2",
            "0.046 0.044 0.050 0.040 0.048 0.038 0.042 0.036",
            id="C: transactions first, coverage breaks ties",
        ),
        pytest.param(
            "transactions * used / online",
            "0.048 0.046 0.050 0.040 0.042 0.038 0.044 0.036",
            id="D: transactions times coverage",
        ),
    ],
)
def test_other_readings_rank_one_value(check_rule, value, points):
    """Under both T3 comes first instead of T2. In C a share of at most 1, halved, can only break ties."""
    rule = RULE.replace("sum_of_ranks: [transactions, used / online]", f"value: {value}")
    check_rule(rule, league_table(points), max_points="0.05")


@pytest.mark.parametrize(
    ("ties", "points"),
    [
        pytest.param("min", "1.75 2 1.75 1.25 0.75 0.5 1 0.25", id="1-2-2-4"),
        pytest.param("dense", "2 2 2 1.75 1.25 1 1.5 0.75", id="1-2-2-3"),
        pytest.param("average", "1.75 1.75 1.75 1.25 0.75 0.5 1 0.25", id="1-2.5-2.5-4"),
    ],
)  # fmt: skip
def test_ties_are_resolved_alike_in_every_ranking(check_rule, ties, points):
    """Sums by the smaller place 6 5 6 7 9 13 8 16, dense 5 5 5 6 8 11 7 14, by the average place 6 6 6 7.5 9 13 8.5 16."""
    rule = "kind: rank, sum_of_ranks: [transactions, used / online], best: highest"
    check_rule(f"{rule}, ties: {ties}", league_table(points))


def test_each_value_may_have_its_own_direction(check_rule):
    """Many visits and few complaints are good."""
    rule = """
        kind: rank
        sum_of_ranks:
          - visits
          - {value: complaints, best: lowest}
        best: highest
    """
    check_rule(rule, """
        region | visits | complaints | points
        R1     | 90     | 0          | 2
        R2     | 80     | 5          | 4/3
        R3     | 10     | 9          | 2/3 """)  # fmt: skip


def test_a_region_without_one_of_the_values_is_in_no_ranking(check_rule):
    """R1 would be first by visits; as its share has no denominator the others are ranked without it."""
    rule = "kind: rank, sum_of_ranks: [visits, used / online], best: highest, map: last_zero"
    check_rule(rule, """
        region | visits | used | online | points
        R1     | 99     | 0    | 0      | missing
        R2     | 80     | 9    | 10     | 2
        R3     | 70     | 8    | 10     | 1
        R4     | 60     | 7    | 10     | 0
        R5     |        | 10   | 10     | missing """)  # fmt: skip


@pytest.mark.parametrize(
    ("policy", "points"),
    [
        pytest.param("one", "2 4/3 2/3", id="as everything"),
        pytest.param("full", "2 2 1", id="full points outside the ranking"),
    ],
)
def test_a_share_of_nothing(check_rule, policy, points):
    first, second, third = points.split()
    rule = "kind: rank, sum_of_ranks: [visits, used / online], best: highest"
    check_rule(f"{rule}, zero_denominator: {policy}", f"""
        region | visits | used | online | points
        R1     | 99     | 0    | 0      | {first}
        R2     | 80     | 9    | 10     | {second}
        R3     | 70     | 8    | 10     | {third} """)  # fmt: skip


def test_clean_regions_may_stay_outside(check_rule):
    rule = """
        kind: rank
        clean: {when: complaints == 0, points: "2"}
        sum_of_ranks: [complaints, delays]
        best: lowest
        ranked_max: "1.8"
    """
    check_rule(rule, """
        region | complaints | delays | points
        R1     | 0          | 9      | 2
        R2     | 1          | 1      | 1.8
        R3     | 2          | 3      | 0.9 """)  # fmt: skip


def test_sums_may_be_scaled_instead_of_ranked(check_rule):
    """Sums 2, 5 and 5: from the best to the worst."""
    check_rule("kind: rank, sum_of_ranks: [visits, users], best: highest, map: min_max", """
        region | visits | users | points
        R1     | 9      | 9     | 2
        R2     | 8      | 1     | 0
        R3     | 1      | 8     | 0 """)  # fmt: skip


def test_leagues_are_ranked_apart(check_rule):
    check_rule("kind: rank, sum_of_ranks: [visits, users], best: highest", """
        region | league | visits | users | points
        R1     | towns  | 9      | 9     | 2
        R2     | towns  | 8      | 1     | 1
        R3     | zones  | 1      | 8     | 2 """)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("kind: rank, best: highest", "exactly one of value, sum_of_ranks and subscores"),
        ("kind: rank, value: visits, sum_of_ranks: [visits, users], best: highest", "exactly one of value"),
        ("kind: rank, sum_of_ranks: [visits], best: highest", "at least 2 values"),
        (
            'kind: rank, sum_of_ranks: [visits, users], best: highest, pool: league, clean: {when: users == 0, points: "2"}',
            "sum_of_ranks has several",
        ),
    ],
)  # fmt: skip
def test_what_is_ranked_is_said_once(check_rule, rule, words):
    with pytest.raises(InputError, match=words):
        check_rule(rule, """
            visits | users | points
            1      | 1     | 2 """)  # fmt: skip
