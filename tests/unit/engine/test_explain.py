"""Explanations and comparisons: they close to the last digit and say themselves in two languages."""

import json
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given

from govscore_lib.engine import Scorecard, compare, explain, score
from govscore_lib.engine.explaining.account import balance
from govscore_lib.errors import UsageError
from govscore_lib.rubric import load_rubric
from tests.asserts import CHINESE, observations
from tests.small_rubrics import criterion, document, load_document, metric, said
from tests.strategies import rubrics_with_tables, search

CAUSE = {"document": "文〔2021〕1号"}


def rubric_of(**more):
    """Two criteria with a maximum, one without, a cap that bites, a clause that need not apply."""
    return load_document(
        document(
            [
                criterion("1.1", {"kind": "ratio", "value": "done / due"}, name={"zh": "办结", "en": "closed"}),
                criterion("1.2", {"kind": "binary", "when": "plan"}, not_applicable={"when": "exempt", "policy": "leave_out"}),
                criterion("2.1", {"kind": "per_unit", "per": "1", "count": "cases"}, category="2", max_points=None),
            ],
            {
                "done": metric("int", min="0", check=["done <= due"]),
                "due": metric("int", min="0"),
                "plan": metric("bool"),
                "exempt": metric("bool"),
                "cases": metric("int", min="0"),
                "gone": metric("bool", needed="evidence"),
            },
            categories=[
                {"id": "1", "name": said("one"), "max_points": "4"},
                {"id": "2", "name": said("two"), "max_points": "3", "component": "bonus"},
            ],
            total={"max_points": "4"},
            **more,
        )
    )  # fmt: skip


VALUES = {
    "A": {"done": "3", "due": "4", "plan": "true", "exempt": "false", "cases": "5", "gone": "false"},
    "B": {"done": "1", "due": "3", "plan": None, "exempt": "false", "cases": "1", "gone": "false"},
    "C": {"done": "4", "due": "4", "plan": "false", "exempt": "true", "cases": "0", "gone": "true"},
}  # fmt: skip


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return score(rubric_of(), observations(VALUES))


def test_losses_caps_and_what_is_open_close_full_marks_to_the_total(card):
    told = {region: balance(card, region).in_words("en") for region in "ABC"}

    assert {
        "A": "full marks 4 − lost 0.5 + clauses without maximum 5 − caps, floors and scaling 2 = total 6.5",
        "B": "full marks 4 − lost 1.3333 − not scored 2 + clauses without maximum 1 = total 1.6667",
        "C": "full marks 4 − lost 0 − not applicable 2 + caps, floors and scaling 2 = total 4",
    } == told


@search(20)
@given(case=rubrics_with_tables())
def test_the_account_closes_to_the_last_digit(case):
    raw, values = case
    card = score(load_document(raw), observations(values))

    for region in values:
        whole = explain(card, region)
        listed = whole.losses["lost_points"].sum() or Decimal(0)
        gained = card.ledger.filter((pl.col("region_id") == region) & (pl.col("lost_points") < 0))[
            "lost_points"
        ].sum() or Decimal(0)

        assert whole.balance.closes
        assert whole.balance.lost == listed + gained
        assert whole.balance.total == whole.score["total"]


def test_a_comparison_closes_too_and_says_itself(card):
    found = compare(card, "A", "B")
    totals = dict(card.scores.select("region_id", "total").iter_rows())

    assert totals["A"] - totals["B"] == found.difference
    assert [
        "A is 4.8333 ahead of B (6.5 to 1.6667)",
        "  +4  2.1 criterion 2.1: 5 to 1; cases 5 to 1",
        "  +2  1.2 criterion 1.2: 2 to —; plan yes to not given",
        "  −2  cap:2 two (cap effect): −2 to 0",
        "  +0.8333  1.1 closed: 1.5 to 0.6667; 3/4 = 75% to 1/3 ≈ 33.33%",
        "  sum +4.8333",
    ] == found.to_text("en").splitlines()
    assert "A比B高 4.8333 分（6.5 对 1.6667）" == found.to_text("zh").splitlines()[0]
    assert "3/4 = 75% 对 1/3 ≈ 33.33%" in found._repr_html_()


def test_regions_that_are_equal_have_no_difference(card):
    assert "A and A have the same total, 6.5" == compare(card, "A", "A").to_text("en")


def test_a_criterion_says_value_loss_formula_and_the_next_improvement(card):
    lines = dict(explain(card, "A", "1.1").lines("en"))

    assert "1.5 / 2" == lines["Points"]
    assert "0.5 = 2 − 1.5; done 3 (worth up to 0.5)" == lines["Lost"]
    assert "3/4 = 75%" == lines["Value"]
    assert "2 × 3 ÷ 4 = 1.5" == lines["Formula"]
    assert "done 3 → 4 cases: +0.5 here, +0.5 in total, rank as before" == lines["Next"]
    assert "文〔2021〕1号 第1项 第1.1款" == lines["Source"]


def test_a_missing_figure_says_what_it_decides(card):
    lines = dict(explain(card, "B", "1.2").lines("zh"))

    assert "— / 2" == lines["得分"]
    assert "缺：plan，由其决定本条得 0 至 2 分" == lines["最近可争取"]


def test_a_clause_that_does_not_apply_says_so(card):
    assert "不适用于本地区" == dict(explain(card, "C", "1.2").lines("zh"))["最近可争取"]


def test_a_region_names_what_would_bring_most(card):
    told = explain(card, "B").to_text("en").splitlines()

    assert "B: 1.6667 points, rank 3 of 3 (provisional, 1.6667 – 3.6667)" == told[0]
    assert "  What would bring most:" in told
    assert "    2.1 criterion 2.1: cases 1 → 2 cases: +1 here, +1 in total, rank as before" in told


def test_each_language_keeps_to_itself(card):
    for region in "ABC":
        assert not CHINESE.search(explain(card, region).to_text("en"))
        for name in card.rubric.criteria:
            english = [text for label, text in explain(card, region, name).lines("en") if label != "Source"]  # fmt: skip
            assert [] == [text for text in english if CHINESE.search(text)]


STANDING = [
    {"status": "waived", "when": "gone", "because": {"zh": "未按期自评", "en": "no self-assessment"}, "source": CAUSE}
]  # fmt: skip


def test_a_region_without_total_is_explained_and_compared():
    card = score(rubric_of(standing=STANDING), observations(VALUES))

    assert "C：视为放弃（未按期自评）" == explain(card, "C").to_text("zh")
    assert "C: waived (no self-assessment)" == explain(card, "C").to_text("en")
    assert "C没有总分" == compare(card, "A", "C").head("zh")
    assert "does not apply to the region" == dict(explain(card, "C", "1.1").lines("en"))["Next"]


READINGS = {
    "B": {"slug": "half", "change": {"rule/per": "0.5"}, "because": {"zh": "也可每件半分", "en": "half a point each could be meant"}}
}  # fmt: skip


def test_other_readings_say_what_they_would_give(tmp_path):
    rule = {"kind": "per_unit", "per": "1", "count": "cases", "cap": "2"}
    raw = document(
        [criterion("1.1", rule, readings=READINGS, default_because={"zh": "按字面", "en": "as printed"})],
        {"cases": metric("int", min="0")},
    )  # fmt: skip
    path = tmp_path / "mine.yml"
    path.write_text(json.dumps(raw, ensure_ascii=False), encoding="utf-8")
    values = observations({"A": {"cases": "1"}})

    default = dict(explain(score(load_rubric(path), values), "A", "1.1").lines("en"))
    other = dict(explain(score(load_rubric(path, readings={"1.1": "B"}), values), "A", "1.1").lines("zh"))  # fmt: skip

    assert "A (default): as printed" == default["Reading"]
    assert "B (half): 0.5 (−0.5); half a point each could be meant" == default["Otherwise"]
    assert "B（half）：也可每件半分" == other["释义"]
    assert "A：1（+0.5）；按字面" == other["另一释义"]


def test_a_rubric_whose_file_has_gone_is_explained_all_the_same():
    rule = {"kind": "per_unit", "per": "1", "count": "cases", "cap": "2"}
    raw = document([criterion("1.1", rule, readings=READINGS)], {"cases": metric("int")})
    card = score(load_document(raw), observations({"A": {"cases": "1"}}))

    assert "small.yml" in dict(explain(card, "A", "1.1").lines("en"))["Otherwise"]


def test_a_reference_row_is_not_explained():
    rule = {"kind": "per_unit", "per": "1", "count": "cases", "cap": "2"}
    raw = document([criterion("1.1", rule)], {"cases": metric("int")}, league="sichuan")
    values = observations({"510100": {"cases": "1"}, "5101T1": {"cases": "2"}})
    card = score(load_document(raw), values, partial_league=True)

    with pytest.raises(UsageError, match="四川天府新区 stands for reference"):
        explain(card, "天府新区")
    with pytest.raises(UsageError, match="is not scored"):
        compare(card, "510100", "5101T1")
