"""The cheapest way to a goal, as a page shows it."""

import pytest

from govscore_lib.engine import score
from govscore_lib.reporting import fragments
from govscore_lib.whatif import change_split, goals
from tests.asserts import observations, read_table
from tests.small_rubrics import criterion, document, load_document, metric
from tests.unit.reporting.test_fragments import text_of

REGION = "320804"


def table_of(lost: dict[str, str]):
    """The run of ``ranked`` with other cases lost."""
    rows = "\n".join(f"{region} | {count} | {PLANS[region]}" for region, count in lost.items())
    return run(f"region | lost | plans\n{rows}")


PLANS = {"320803": "2", "320804": "3", "320812": "3"}


def run(table: str):
    rule = {"kind": "rank", "value": "lost", "best": "lowest"}
    raw = document(
        [criterion("1.01", rule), criterion("1.02", {"kind": "per_unit", "per": "0.1", "count": "plans"})],
        {"lost": metric("int", min="0", unit="cases"), "plans": metric("int", min="0", max="9")},
    )  # fmt: skip
    return score(load_document(raw), observations(read_table(table)), partial_league=True)


@pytest.fixture(scope="module")
def ranked():
    return table_of({"320803": "1", "320804": "2", "320812": "3"})


def test_the_plan_is_a_table_of_changes_with_what_comes_of_it(ranked):
    """B moves level with A, whose two thirds of the second place nobody has any more."""
    made = fragments.show_goal(goals(ranked, REGION, rank=1))

    zh, en = (text_of(made.html, language) for language in ("zh", "en"))
    assert "淮阴区进到第 1 名：1 步，成本 1" in zh
    assert "lost 2 → 1 cases" in zh
    assert "1.01 criterion 1.01 +0.6667 1" in zh
    assert "名次 2 → 1 ；超过：淮安区。" in zh
    assert "overtaken: Huai'an District." in en
    assert "Nothing below cost 1 is enough" in en
    assert 'href="#c-1.01"' in made.html


def test_who_loses_points_is_named(ranked):
    made = fragments.show_goal(goals(ranked, "320812", rank=1))

    assert "其他地区得分变化：淮阴区 −0.6667" in text_of(made.html, "zh")


def test_without_a_plan_it_says_what_can_be_reached(ranked):
    made = fragments.show_goal(goals(ranked, REGION, points="5"))

    seen = text_of(made.html, "zh")
    assert "淮阴区总分 +5 分：无法达到" in seen
    assert "各项都做到最好：总分 2.9，第 1 名" in seen
    assert "<table" not in made.html


def test_the_next_place_says_what_a_step_costs(ranked):
    seen = text_of(fragments.show_next_place(ranked, REGION).html, "en")

    assert "to come to rank 1" in seen
    assert "Cost: 1 for each smallest step" in seen


def test_the_first_and_those_without_a_rank_have_no_next_place(ranked, general):
    assert "已居首位" in fragments.show_next_place(ranked, "320803").html
    assert "没有名次" in fragments.show_next_place(general, "R4").html


def test_what_would_have_to_be_true_is_a_row_a_level(ranked):
    made = fragments.show_required(ranked, REGION, "1.01")

    zh, en = (text_of(made.html, language) for language in ("zh", "en"))
    assert "淮阴区 · 1.01" in zh
    assert "现得" in zh
    assert "得满分 lost ≤ 1 cases（现 2） → 2 分" in zh
    assert "for full marks lost ≤ 1 cases (now 2) → 2" in en


def test_the_criterion_that_lost_most_is_looked_into_by_default(scorecard, general):
    """320813 has 1 of 2, 1.5 of 2, 1 of 2 and 0 of 5 points."""
    assert "#c-2.02" in fragments.show_required(scorecard, "320813").html
    assert "不计分" in fragments.show_required(general, "R3").html


def test_full_marks_everywhere_leave_nothing_to_look_into():
    signed = {"signed": "true"}
    rubric = load_document(document([criterion("1.1", {"kind": "binary", "when": "signed"})], {"signed": metric("bool")}))  # fmt: skip
    card = score(rubric, observations({"A": signed, "B": signed}))

    assert "都得满分" in fragments.show_required(card, "A").html


def test_a_region_s_change_since_the_period_before_has_its_own_heading(ranked):
    worse = table_of({"320803": "4", "320804": "2", "320812": "3"})

    made = fragments.show_change_since(worse, ranked, "320803")

    zh, en = (text_of(made.html, language) for language in ("zh", "en"))
    assert "与上一期相比" in zh
    assert "名次 3 → 1；其中自身 +1.3333" in zh
    assert "rank 3 → 1; of this performance +1.3333" in en
    assert "1.01 criterion 1.01 +1.3333 +1.3333" in zh


def test_without_a_period_before_there_is_nothing_and_a_newcomer_is_told_so(ranked):
    two = table_of({"320804": "2", "320812": "3"})

    assert fragments.show_change_since(None, ranked, REGION) is None
    assert "不在上一期（2021）之中" in fragments.show_change_since(two, ranked, "320803").html


def test_a_change_that_is_none_is_told_so(ranked):
    split = change_split(ranked, ranked)

    assert "淮阴区 0" in text_of(fragments.show_change_split(split).html, "zh")
    assert "没有变化" in text_of(fragments.show_change_split(split, REGION).html, "zh")
