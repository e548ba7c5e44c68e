"""rank: points by the place in the league. The eight regions are the worked league of the Huai'an reading, HA-3.3."""

import pytest

from govscore_lib.errors import InputError

LEAGUE = {
    "R1": (40, 0),
    "R2": (0, 0),
    "R3": (50, 1),
    "R4": (30, 2),
    "R5": (45, 3),
    "R6": (25, 2),
    "R7": (60, 6),
    "R8": (10, 3),
}
"""Cases concluded and corrected. R4 and R5 have the same rate, 1/15."""

RULE = """
kind: rank
clean: {when: corrected == 0, points: "2"}
value: corrected / concluded
best: lowest
ranked_max: "1.8"
map: last_positive
"""


def league_table(points: str) -> str:
    rows = [
        f"{region} | {concluded} | {corrected} | {one}"
        for (region, (concluded, corrected)), one in zip(
            LEAGUE.items(), points.split(), strict=True
        )
    ]
    return "\n".join(["region | concluded | corrected | points", *rows])


def with_keys(*lines: str) -> str:
    kept = [line for line in RULE.strip().splitlines() if line.split(":")[0] not in {one.split(":")[0] for one in lines}]  # fmt: skip
    return "\n".join([*kept, *lines])


BANDS = 'bands: [{up_to: 1/3, share: "1"}, {up_to: 2/3, share: "0.8"}, {up_to: "1", share: "0.6"}]'


@pytest.mark.parametrize(
    ("keys", "points"),
    [
        pytest.param([], "2 2 1.8 1.5 1.5 0.9 0.6 0.3", id="A: the last stays positive"),
        pytest.param(["map: last_zero"], "2 2 1.8 1.44 1.44 0.72 0.36 0", id="B: the last gets 0"),
        pytest.param(["map: min_max"], "2 2 1.8 3/2 3/2 99/70 9/7 0", id="C: value-scaled"),
        pytest.param(["map: bands", BANDS], "2 2 1.8 1.8 1.8 1.44 1.08 1.08", id="D: bands"),
        pytest.param(
            ["map: fixed_step", 'step: "0.1"'], "2 2 1.8 1.7 1.7 1.5 1.4 1.3", id="E: fixed step"
        ),
    ],
)
def test_maps_with_the_clean_regions_left_out(check_rule, keys, points):
    check_rule(with_keys(*keys), league_table(points))


@pytest.mark.parametrize(
    ("keys", "points"),
    [
        pytest.param([], "2 2 1.35 1.125 1.125 0.675 0.45 0.225", id="A"),
        pytest.param(["map: last_zero"], "2 2 9/7 36/35 36/35 18/35 9/35 0", id="B"),
        pytest.param(["map: min_max"], "2 2 1.68 1.4 1.4 1.32 1.2 0", id="C"),
        pytest.param(["map: bands", BANDS], "2 2 1.44 1.44 1.44 1.08 1.08 1.08", id="D"),
        pytest.param(["map: fixed_step", 'step: "0.1"'], "2 2 1.6 1.5 1.5 1.3 1.2 1.1", id="E"),
    ],
)
def test_maps_with_every_region_ranked(check_rule, keys, points):
    """The two clean regions share the first place but score through their own branch."""
    check_rule(with_keys("pool: league", *keys), league_table(points))


@pytest.mark.parametrize(
    ("keys", "points"),
    [
        pytest.param(["ties: min"], "2 2 1.8 1.5 1.5 0.9 0.6 0.3", id="1-2-2-4"),
        pytest.param(["ties: dense"], "2 2 1.8 1.5 1.5 1.2 0.9 0.6", id="1-2-2-3"),
        pytest.param(["ties: average"], "2 2 1.8 1.35 1.35 0.9 0.6 0.3", id="1-2.5-2.5-4"),
        pytest.param(["ties: max"], "2 2 1.8 1.2 1.2 0.9 0.6 0.3", id="1-3-3-4"),
        pytest.param(
            ["ties: dense", "places: distinct"],
            "2 2 1.8 1.44 1.44 1.08 0.72 0.36",
            id="1-2-2-3 of 5",
        ),
    ],
)
def test_ties_share_a_place_by_the_named_method(check_rule, keys, points):
    check_rule(with_keys(*keys), league_table(points))


def test_one_region_alone_is_first(check_rule):
    for map in ("last_positive", "last_zero", "min_max"):
        check_rule(with_keys(f"map: {map}"), """
            region | concluded | corrected | points
            R1     | 10        | 10        | 1.8 """)  # fmt: skip


def test_a_region_without_data_leaves_the_pool(check_rule):
    check_rule(with_keys(), """
        region | concluded | corrected | points
        R3     | 50        | 1         | 1.8
        R4     |           | 2         | missing
        R6     | 25        | 2         | 0.9
        R7     | 60        |           | missing """)  # fmt: skip


def test_a_region_without_data_leaves_the_pool_though_its_value_were_settled(check_rule):
    """No case was corrected, but how many were concluded nobody reported: it is not among the ranked."""
    check_rule(with_keys("pool: league"), """
        region | concluded | corrected | points
        R2     |           | 0         | missing
        R3     | 50        | 1         | 1.8
        R4     | 30        | 2         | 0.9 """)  # fmt: skip


def test_leagues_are_ranked_apart(check_rule):
    """Regions that name no league form one."""
    check_rule("kind: rank, value: repaid / owed, best: highest", """
        region | league | repaid | owed | points
        R1     | north  | 9      | 10   | 2
        R2     | north  | 5      | 10   | 1
        R3     | south  | 3      | 10   | 2
        R4     |        | 1      | 10   | 1
        R5     |        | 2      | 10   | 2 """)  # fmt: skip


def test_nothing_owed_may_count_as_everything_repaid(check_rule):
    check_rule("kind: rank, value: repaid / owed, best: highest, zero_denominator: one", """
        region | repaid | owed | points
        R1     | 0      | 0    | 2
        R2     | 10     | 10   | 2
        R3     | 9      | 10   | 1
        R4     | 1      | 10   | 0.5 """)  # fmt: skip


def test_nothing_owed_and_nothing_reported_is_missing(check_rule):
    """The amount repaid is needed all the same; the region is not among the ranked."""
    check_rule("kind: rank, value: repaid / owed, best: highest, zero_denominator: one", """
        region | repaid | owed | points
        R1     |        | 0    | missing
        R2     | 5      | 10   | 2
        R3     | 4      | 10   | 1 """)  # fmt: skip


def test_nothing_owed_may_earn_the_maximum_outside_the_ranking(check_rule):
    check_rule("kind: rank, value: repaid / owed, best: highest, zero_denominator: full", """
        region | repaid | owed | points
        R1     | 0      | 0    | 2
        R2     | 5      | 10   | 2
        R3     | 4      | 10   | 1 """)  # fmt: skip


def test_nothing_owed_may_be_missing(check_rule):
    check_rule("kind: rank, value: repaid / owed, best: highest", """
        region | repaid | owed | points
        R1     | 0      | 0    | missing
        R2     | 5      | 10   | 2 """)  # fmt: skip


def test_rates_that_look_alike_are_told_apart(check_rule):
    """The two rates differ in the 20th digit only; binary fractions would make them a tie."""
    check_rule("kind: rank, value: part / whole, best: highest", """
        region | part                | whole               | points
        R1     | 1000000000000000001 | 3000000000000000002 | 4/3
        R2     | 1000000000000000002 | 3000000000000000005 | 2/3
        R3     | 333333333333333334  | 1000000000000000001 | 2 """)  # fmt: skip


def test_distinct_places_need_dense_ties(check_rule):
    with pytest.raises(InputError, match="places: distinct needs ties: dense"):
        check_rule(with_keys("places: distinct"), league_table("2 2 1.8 1.5 1.5 0.9 0.6 0.3"))


@pytest.mark.parametrize("map", ["last_zero", "min_max"])
def test_a_region_without_a_value_gains_nothing_where_all_the_others_are_equal(check_rule, map):
    check_rule(f"kind: rank, value: repaid / owed, best: highest, map: {map}", """
        region | repaid | owed | points
        R1     | 0      | 0    | missing
        R2     | 5      | 10   | 2 """)  # fmt: skip


def test_a_table_gives_points_place_by_place(check_rule):
    """The first three places earn 2, 1.5 and 1, all others 0.2."""
    rule = """
        kind: rank
        value: visits
        best: highest
        map: table
        table: {points: ["2", "1.5", "1"], otherwise: "0.2"}
    """
    check_rule(rule, """
        visits | points
        90     | 2
        80     | 1.5
        80     | 1.5
        70     | 0.2
        60     | 0.2 """)  # fmt: skip


def test_a_table_may_count_from_the_bottom(check_rule):
    """The last two places lose; who shares the last place is last."""
    rule = """
        kind: rank
        value: visits
        best: highest
        map: table
        table: {from: bottom, shares: ["0", 50%]}
    """
    check_rule(rule, """
        visits | points
        90     | 2
        80     | 1
        70     | 0 """)  # fmt: skip
    check_rule(rule, """
        visits | points
        90     | 2
        80     | 2
        70     | 0
        70     | 0 """)  # fmt: skip
    check_rule(f"{rule}    ties: dense", """
        visits | points
        90     | 2
        80     | 1
        70     | 0
        70     | 0 """)  # fmt: skip


def test_subscores_are_added_and_ranked(check_rule):
    """Sums 3, 2.5 and 1 are the places 1, 2 and 3; who lacks a sub-score has no place."""
    rule = """
        kind: rank
        best: highest
        map: last_zero
        subscores:
          - {name: {zh: 办件, en: matters}, max_points: "2", rule: {kind: ratio, value: done / due}}
          - {max_points: "1", rule: {kind: binary, when: online}}
    """
    check_rule(rule, """
        done | due | online | points
        10   | 10  | true   | 2
        15   | 20  | true   | 1
        10   | 20  | false  | 0
        0    | 0   | true   | missing """)  # fmt: skip


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("value: visits, map: table", "table goes with map: table"),
        ("value: visits, map: table, table: {points: [1], shares: [1]}", "exactly one of points and shares"),
        ("value: visits, map: table, table: {from: middle, points: [1]}", "'middle' is not allowed"),
        ("value: visits, subscores: [{max_points: 1, rule: {kind: ratio, value: visits}}]", "exactly one of value"),
    ],
)  # fmt: skip
def test_a_table_or_subscores_that_make_no_sense_are_refused(check_rule, more, words):
    with pytest.raises(InputError, match=words):
        check_rule(f"kind: rank, best: highest, {more}", "visits | points\n 1 | 1")
