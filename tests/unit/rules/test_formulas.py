"""How each newer kind says itself, and its formula with one region's numbers, in both languages."""

from typing import Any

import polars as pl
import pytest
import yaml

from govscore_lib.engine import ranked_criteria, score
from govscore_lib.engine.scorecard import Scorecard
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric

KINDS = {"county": "县", "district": "区"}
METRICS = {
    "done": metric("int", name={"zh": "办结数", "en": "done"}),
    "due": metric("int", name={"zh": "总数", "en": "due"}),
    "rules": metric("bool", name={"zh": "已建立制度", "en": "rules in force"}),
    "review": metric("judged", name={"zh": "评审分", "en": "review"}, needed="optional"),
    "extra": metric("int", name={"zh": "加报次数", "en": "returns"}, needed="optional"),
    "unit": metric("enum", values=KINDS, name={"zh": "单位类型", "en": "type"}),
    "day": metric("date", name={"zh": "决定日期", "en": "decided on"}, needed="optional"),
}
REGIONS = {
    "A": {"done": "9", "due": "10", "rules": "true", "review": "1.5", "unit": "county", "day": "2021-05-01"},
    "B": {"done": "5", "due": "10", "rules": "false", "review": "1", "unit": "district", "extra": "2"},
    "C": {"done": "0", "due": "10", "rules": "false", "review": "0.5", "unit": "district"},
}  # fmt: skip


def card(rule: str) -> Scorecard:
    raw = yaml.load("{" + rule + "}", yaml.BaseLoader)
    rubric = load_document(document([criterion("1.01", raw)], METRICS))
    return score(rubric, observations(REGIONS))


def column(rule: str, name: str, language: str = "zh") -> list[Any]:
    return card(rule).ledger_in(language)[name].to_list()


SUBSCORES = (
    "kind: rank, best: highest, subscores: [{max_points: '2', rule: {kind: ratio, value: done / due}}, "
    "{name: {zh: 制度, en: rules}, max_points: '1', rule: {kind: binary, when: rules}}]"
)
BY_GROUP = (
    "kind: by_group, by: unit, rules: {county: {kind: ratio, value: done / due}}, "
    "otherwise: {kind: judged, metric: review}"
)
SENTENCES = {
    'kind: pool_judged, metric: review, pooled: ["2.2", "2.5"], add: {count: extra, per: "0.1"}': (
        "第 2.2、2.5 款合并，由评审人在 0 至 2 分之间评定（评审分）；另按加报次数每 1 个加 0.1 分（未填报的不加分）；合计最高 2 分。",
        "clauses 2.2, 2.5 judged together between 0 and 2 (review); 0.1 points more for each of returns "
        "(none where it is not reported); 2 at most together.",
    ),
    "kind: veto, when: rules and day in period": (
        "起评 2 分；已建立制度且决定日期在考核期内的，一票否决，得 0 分。",
        "2 points to start with; vetoed to 0 where rules in force and decided on in the period.",
    ),
    "kind: embedded, of: done, factor: 10%": ("办结数的 10% 计入得分。", "10% of done."),
    'kind: highest_once, count: done, points: "2"': (
        "同一事项只按最高级别计一次：办结数每项得 2 分。",
        "each matter once, at its highest level: 2 points each of done.",
    ),
    'kind: bonus, levels: [{count: done, points: "3", name: {zh: 省级, en: the province}}, {count: due, points: "1"}], cap: "20"': (
        "按级别加分：省级每项加 3 分；总数每项加 1 分；最多加 20 分。",
        "added by level: 3 points each for the province; 1 point each for due; 20 at most.",
    ),
    'kind: tiers, value: done / due, tiers: [{at_least: 90%, points: "2"}, {above: 50%, judged: review, max: "1.5"}]': (
        "办结数 ÷ 总数：达到 90% 得 2 分；超过 50% 的由评审人在 0 至 1.5 分之间评定（评审分）；其余 0 分。",
        "done ÷ due: 2 from 90%; judged between 0 and 1.5 (review) above 50%; otherwise 0.",
    ),
    'kind: tiers, before: [{when: done == 0, points: "1"}], value: unit, values: {county: "2"}, otherwise: "0"': (
        "办结数 = 0 的得 1 分；单位类型：县得 2 分；其余 0 分。",
        "1 where done = 0; type: 2 for county; otherwise 0.",
    ),
    'kind: shortfall, value: done / due, target: 90%, below: {judged: review, max: "1.5"}': (
        "办结数 ÷ 总数达到 90% 得 2 分；未达到的，由评审人在 0 至 1.5 分之间评定（评审分）。",
        "2 points at 90% of done ÷ due; below it judged between 0 and 1.5 (review).",
    ),
    'kind: deduct_per_event, start: "0", per: "5", count: done, floor: none': (
        "办结数每 1 个扣 5 分。",
        "5 off for each of done.",
    ),
    "kind: relative_to_best, value: done / due, best: lowest": (
        "办结数 ÷ 总数在参排地区中最低的得 2 分，其余得 2 × 最低值 ÷ 本值。",
        "2 points for the lowest of the league by done ÷ due, the others 2 × lowest ÷ value.",
    ),
    'kind: between, value: done / due, base: 30%, challenge: league_max(done / due), best: highest, base_points: "1", otherwise: "0"': (
        "办结数 ÷ 总数达到挑战值 各地最高值 得 2 分，基准值 30% 得 1 分，其间按比例计分；未达到基准值的得 0 分。",
        "2 points from the challenge value the highest of the league of done ÷ due on, 1 at the base value 30%, "
        "in proportion between; 0 short of the base.",
    ),
    'kind: escalating, count: done, costs: ["0.5", "1"]': (
        "起评 2 分，办结数第 1 个扣 0.5 分，第 2 个扣 1 分，以后每个扣 1 分，最低 0 分。",
        "starts at 2; of done: 0.5 off for no. 1, 1 off for no. 2, 1 off for each more; 0 at least.",
    ),
    "kind: mixed, sources: [{value: done / due, weight: 60%}, {judged: review, weight: 40%}]": (
        "加权计分：2 分 ×（办结数 ÷ 总数）占 60%；评审人评定的评审分占 40%。",
        "a weighted mix: 60% of 2 points × (done ÷ due); 40% judged (review).",
    ),
    BY_GROUP: (
        "按单位类型分类计分。县：2 分 × 办结数 ÷ 总数。其他：由评审人在 0 至 2 分之间评定（评审分）。",
        "by type. county: 2 points × done ÷ due. others: judged by the assessor between 0 and 2 (review).",
    ),
    'kind: rank, value: done / due, best: highest, map: table, table: {points: ["2", "1"]}': (
        "按办结数 ÷ 总数由高到低排名，第 1 名至第 2 名依次得 2、1 分，其余得 0 分。",
        "by rank of done ÷ due, highest first: 2, 1 for the places from the top, 0 for all others.",
    ),
    "kind: rank, value: done, best: highest, map: table, table: {from: bottom, shares: [50%]}": (
        "按办结数由高到低排名，倒数第 1 名得 1 分，其余得 2 分。",
        "by rank of done, highest first: 1 for the places from the bottom, 2 for all others.",
    ),
    SUBSCORES: (
        "按分项得分合计由高到低（2 分 × 办结数 ÷ 总数；制度：已建立制度，得 1 分；否则 0 分）排名，"
        "得 2 ×（n − 名次 + 1）÷ n（n 为参排地区数）。",
        "by rank of the sum of sub-scores, highest first (2 points × done ÷ due; rules: rules in force: 1 point; otherwise 0): "
        "2 × (n − rank + 1) ÷ n (n regions ranked).",
    ),
    "kind: threshold, value: done / due, at_least: league_mean(done / due)": (
        "办结数 ÷ 总数达到 各地平均值，得 2 分；否则 0 分。",
        "2 points for done ÷ due of at least the mean of the league; otherwise 0.",
    ),
    "kind: proportional, value: done, target: previous(done)": (
        "办结数达到 上期办结数 得 2 分；不足的得 2 × 实际值 ÷ 上期办结数。",
        "2 points for done from previous done on; below it 2 × value ÷ previous done.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "said"), SENTENCES.items(), ids=range(len(SENTENCES)))
def test_a_rule_says_itself_in_both_languages(rule: str, said: tuple[str, str]):
    sentence = card(rule).rubric.sentence("1.01")

    assert said == (sentence.zh, sentence.en)


FORMULAS = {
    'kind: pool_judged, metric: review, pooled: ["2"], add: {count: extra, per: "0.1"}': [
        "取小(1.5 + 0.1 × 0，2) = 1.5",
        "取小(1 + 0.1 × 2，2) = 1.2",
        "取小(0.5 + 0.1 × 0，2) = 0.5",
    ],
    "kind: veto, when: rules and day in period": [
        "已建立制度（是）且决定日期 2021-05-01 在考核期内 → 0",
        "已建立制度（否）：不满足 → 2",
        "已建立制度（否）：不满足 → 2",
    ],
    "kind: embedded, of: done, factor: 10%": ["10% × 9 = 0.9", "10% × 5 = 0.5", "10% × 0 = 0"],
    "kind: tiers, value: done / due, tiers: [{at_least: 90%, points: '2'}, {at_least: 50%, judged: review}]": [
        "9 ÷ 10 ≥ 90% → 2",
        "5 ÷ 10 ≥ 50% → 1",
        "0 ÷ 10 ≥ 50%：不满足 → 0",
    ],
    "kind: shortfall, value: done / due, target: 90%, below: {judged: review}": [
        "9 ÷ 10 ≥ 90% → 2",
        "5 ÷ 10 ≥ 90%：不满足 → 1",
        "0 ÷ 10 ≥ 90%：不满足 → 0.5",
    ],
    "kind: all_of, all: [rules, done / due >= 90%], zero_denominator: full": [
        "已建立制度（是）且9 ÷ 10 ≥ 90% → 2",
        "已建立制度（否）且(总数 10 = 0或5 ÷ 10 ≥ 90%)：不满足 → 0",
        "已建立制度（否）且(总数 10 = 0或0 ÷ 10 ≥ 90%)：不满足 → 0",
    ],
    "kind: relative_to_best, value: done, best: highest": [
        "办结数 9 = 组内最大 9 → 2",
        "2 × 5 ÷ 9 = 1.111111111",
        "2 × 0 ÷ 9 = 0",
    ],
    "kind: between, value: done / due, base: 30%, challenge: 90%, base_points: '1'": [
        "9 ÷ 10 ≥ 90% → 2",
        "1 + (5 ÷ 10 − 30%) ÷ (90% − 30%) = 1.333333333",
        "0 ÷ 10 < 30% → 1",
    ],
    "kind: escalating, count: done, costs: ['0.3', '0.1']": [
        "办结数 9 ≥ 3 → 取大(0，1.6 − 0.1 × (⌊9⌋ − 2)) = 0.9",
        "办结数 5 ≥ 3 → 取大(0，1.6 − 0.1 × (⌊5⌋ − 2)) = 1.3",
        "办结数 0 ≥ 1：不满足 → 2",
    ],
    "kind: mixed, sources: [{value: done / due, weight: 60%}, {judged: review, weight: 40%}]": [
        "60% × 2 × 9 ÷ 10 + 40% × 1.5 = 1.68",
        "60% × 2 × 5 ÷ 10 + 40% × 1 = 1",
        "60% × 2 × 0 ÷ 10 + 40% × 0.5 = 0.2",
    ],
    "kind: by_group, by: unit, rules: {county: {kind: ratio, value: done / due}}, otherwise: {kind: rank, value: done, best: highest}": [
        "单位类型 县 = 县 → 2 × 9 ÷ 10 = 1.8",
        "2 × (2 − 1 + 1) ÷ 2 = 2",
        "2 × (2 − 2 + 1) ÷ 2 = 1",
    ],
    "kind: rank, value: done, best: highest, map: table, table: {points: ['2', '1']}": [
        "名次 1 ≤ 1 → 2",
        "名次 2 ≤ 2 → 1",
        "名次 3 ≤ 2：不满足 → 0",
    ],
    "kind: rank, value: done, best: highest, map: table, table: {from: bottom, points: ['0', '1']}": [
        "名次 1 ≥ 3 − 1：不满足 → 2",
        "名次 2 ≥ 3 − 1 → 1",
        "名次 3 ≥ 参排地区数 3 → 0",
    ],
    "kind: threshold, value: done, at_least: league_mean(done)": [
        "办结数 9 ≥ 组内平均 4.666666667 → 2",
        "办结数 5 ≥ 组内平均 4.666666667 → 2",
        "办结数 0 ≥ 组内平均 4.666666667：不满足 → 0",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("rule", "formulas"), FORMULAS.items(), ids=range(len(FORMULAS)))
def test_a_formula_shows_the_numbers_of_the_branch_taken(rule: str, formulas: list[str]):
    assert formulas == column(rule, "formula")


def test_the_english_formula_says_the_same():
    rule = "kind: veto, when: rules and day in period"

    assert [
        "rules in force (yes) and decided on 2021-05-01 in the period → 0",
        "rules in force (no): not met → 2",
        "rules in force (no): not met → 2",
    ] == column(rule, "formula", "en")


@pytest.mark.parametrize(
    ("rule", "flags"),
    [
        ("kind: tiers, value: done, tiers: [{at_least: '9', points: '2'}, {at_least: '5', judged: review}]", ["", "judged", ""]),
        ("kind: tiers, before: [{when: rules, points: '1'}], value: due, tiers: [{above: '1', judged: review}]", ["", "judged", "judged"]),
        ("kind: shortfall, value: done / due, target: 90%, below: {judged: review}", ["", "judged", "judged"]),
        ("kind: first_match, branches: [{if: rules, judged: review}, {points: '1'}]", ["judged", "", ""]),
        ("kind: first_match, branches: [{judged: review}]", ["judged", "judged", "judged"]),
        ("kind: pool_judged, metric: review, pooled: ['2']", ["judged", "judged", "judged"]),
        ("kind: mixed, sources: [{value: done / due, weight: 60%}, {judged: review, weight: 40%}]", ["judged", "judged", "judged"]),
        (BY_GROUP, ["", "judged", "judged"]),
        ("kind: rank, best: highest, subscores: [{max_points: '1', rule: {kind: judged, metric: review}}]", ["judged", "judged", "judged"]),
    ],
)  # fmt: skip
def test_a_judged_branch_is_flagged_where_it_is_taken(rule: str, flags: list[str]):
    assert flags == column(rule, "flags")


def test_a_sum_of_subscores_is_shown_beside_the_points():
    assert ["1.8 + 1 = 2.8", "1 + 0 = 1", "0 + 0 = 0"] == column(SUBSCORES, "rate")


def test_the_rate_is_that_of_the_regions_own_group():
    assert ["9/10 = 90%", "", ""] == column(BY_GROUP, "rate")


def test_a_table_from_the_bottom_keeps_the_league_table_from_the_top():
    rule = (
        "kind: rank, value: done, best: highest, map: table, table: {from: bottom, points: ['0']}"
    )
    table = card(rule).league_table("1.01").select("region_id", "rank", "next_region", "next_gain")

    assert [("A", 1.0, None, None), ("B", 2.0, "A", 0), ("C", 3.0, "B", 0)] == [
        (*row[:3], None if row[3] is None else int(row[3])) for row in table.iter_rows()
    ]


def test_rules_that_only_ask_about_the_league_have_no_places():
    assert () == ranked_criteria(card("kind: binary, when: done >= league_mean(done)"))


def test_a_mean_moves_with_the_value_that_is_put_in():
    """C at 5 would lift the mean from 14/3 to 19/3, which 5 does not reach."""
    table = card("kind: threshold, value: done, at_least: league_mean(done)").league_table("1.01")
    row = table.filter(pl.col("region_id") == "C").row(0, named=True)

    assert ("B", 0) == (row["next_region"], int(row["next_gain"]))
