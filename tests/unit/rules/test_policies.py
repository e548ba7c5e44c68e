"""What stands around a rule, in the ledger and in words."""

import polars as pl
import pytest

from govscore_lib.engine import score
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import InputError
from govscore_lib.rubric.caps import caps, effect
from govscore_lib.rubric.sayback import say_back
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric, said

METRICS = {
    "done": metric("int"),
    "total": metric("int"),
    "passed": metric("bool"),
    "unit": metric("enum", values={"county": "县", "district": "区"}),
}
RATIO = {"kind": "ratio", "value": "done / total"}


def rubric(*policies, **category):
    criteria = [
        criterion(f"1.0{number}", RATIO, **one) for number, one in enumerate(policies, start=1)
    ]
    return load_document(
        document(
            criteria,
            METRICS,
            categories=[{"id": "1", "name": said("one")} | category],
            total={"max_points": "4"},
        )
    )


def card(*policies, **category) -> Scorecard:
    values = {
        "R1": {"done": "1", "total": "3", "passed": "true", "unit": "county"},
        "R2": {"done": None, "total": None, "passed": "false", "unit": "district"},
    }
    return score(rubric(*policies, **category), observations(values))


def line(of: Scorecard, region: str) -> dict:
    return of.ledger_in("en").filter(pl.col("region_id") == region).row(0, named=True)


def apart(policy):
    return {"not_applicable": {"when": "unit == district", "policy": policy}}


def test_a_closed_condition_is_flagged_and_told():
    closed = card({"only_if": "passed"})

    assert ("", "2 × 1 ÷ 3 = 0.666666667") == (
        line(closed, "R1")["flags"],
        line(closed, "R1")["formula"],
    )
    assert ("only_if", "passed (no): not met → 0") == (
        line(closed, "R2")["flags"],
        line(closed, "R2")["formula"],
    )


@pytest.mark.parametrize(
    ("policy", "status", "formula"),
    [
        ("full", "scored", "unit district = district → 2"),
        ("zero", "scored", "unit district = district → 0"),
        ("peers_mean", "scored", "unit district = district → 0.666666667"),
        ("leave_out", "not_applicable", ""),
        ("spread", "not_applicable", ""),
    ],
)
def test_a_clause_that_does_not_apply_is_flagged(policy, status, formula):
    found = line(card(apart(policy), {}), "R2")

    assert ("not_applicable", status, "") == (found["flags"], found["status"], found["missing"])
    assert formula == found["formula"]


def test_what_is_left_out_is_missing_from_the_maximum_of_its_category():
    table = card(apart("leave_out"), {"only_if": "passed"}, max_points="4").categories

    assert [4, 4] == table["max_points"].to_list()  # 4, and the 2 that are left, scaled up to 4


def test_a_rule_and_its_rounding_make_one_formula():
    rounded = card({"round": {"decimals": "1"}})

    assert "⌊2 × 1 ÷ 3 × 10 + 0.5⌋ ÷ 10 = 0.7" == line(rounded, "R1")["formula"]


def test_plain_points_are_rounded_beforehand():
    """A rule that awards fixed points says them rounded, without arithmetic."""
    one = criterion(
        "1.01",
        {"kind": "binary", "when": "passed"},
        max_points="1.25",
        round={"decimals": "1", "mode": "down"},
    )
    found = score(
        load_document(document([one], {"passed": metric("bool")})),
        observations({"R1": {"passed": "true"}}),
    )

    assert "passed (yes) → 1.2" == line(found, "R1")["formula"]


def test_the_sentence_says_every_policy():
    found = rubric({"only_if": "passed", **apart("spread"), "round": {"decimals": "2"}})
    sentence = found.sentence("1.01")

    assert sentence.zh.endswith(
        "仅在passed时计分，否则得 0 分。unit = 区的不适用本条：不计分，分值由本类其余条款按比例分摊。"
        "得分保留 2 位小数，四舍五入。"
    )
    assert sentence.en.endswith(
        "Scored only where passed, else 0. Where unit = district it does not apply: no points, the other "
        "clauses of the category are scaled up to its maximum. Points are rounded half up to 2 decimals."
    )


def test_a_category_says_its_own_rules():
    found = rubric({}, emptied_when="not passed", max_gain="3", max_loss="1", min_points="-1")
    told = caps(found, found.categories[0])

    assert [
        "不满足 (passed)的，本类计 0 分。",
        "加分合计最多 3 分。",
        "扣分合计最多 1 分。",
        "本类最低 -1 分。",
    ] == [one.zh for one in told]
    assert told[1].en in say_back(found, "en")


@pytest.mark.parametrize(
    ("policy", "category", "words"),
    [
        ({}, {}, "cap or floor"),
        ({}, {"emptied_when": "passed"}, "cap, floor or emptied"),
        (apart("spread"), {}, "cap, floor or scaling"),
        (apart("zero"), {}, "cap or floor"),
    ],
)
def test_a_cap_effect_says_what_it_may_come_from(policy, category, words):
    found = rubric(policy, **category)

    assert words == effect(found, found.categories[0]).en


@pytest.mark.parametrize(
    ("policies", "category", "words"),
    [
        ({"max_points": None, **apart("full")}, {}, "this rule needs max_points"),
        ({"round": {"decimals": "9"}}, {}, "less than or equal to 8"),
        ({"round": {"decimals": "2", "mode": "away"}}, {}, "'away' is not allowed"),
        ({**apart("leave out")}, {}, "did you mean 'leave_out'"),
        ({"only_if": "done"}, {}, "'done' is no condition"),
        ({}, {"max_loss": "-1"}, "max_loss is a size: write it without a minus sign"),
        ({}, {"emptied_wen": "passed"}, "did you mean 'emptied_when'"),
    ],
)
def test_a_faulty_policy_is_told(policies, category, words):
    with pytest.raises(InputError, match=words):
        rubric(policies, **category)
