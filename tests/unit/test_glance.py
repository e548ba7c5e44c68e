"""What an object shows of itself: a table in both languages in a notebook, one line elsewhere."""

import datetime as dt
import re

import polars as pl
import pytest

from govscore_lib.engine import compare, explain, score
from govscore_lib.findings import Finding, Quality
from govscore_lib.glance import Head, glance
from govscore_lib.ingest.proceedings import Decision, Proceedings, Reached
from govscore_lib.rubric import load_rubric
from govscore_lib.text import Bilingual
from govscore_lib.whatif import (
    Scenario,
    change_split,
    combinations,
    flips,
    goals,
    objection,
    required,
    robustness,
    sensitivity,
    stability,
    whatif,
)
from tests.bulletins import edition
from tests.small_rubrics import write_document
from tests.unit.reporting.conftest import (
    general_document,
    general_observations,
    observations,
    small_document,
)
from tests.unit.reporting.test_fragments import text_of

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def card(tmp_path_factory):
    document = write_document(general_document(), tmp_path_factory.mktemp("rubric"))
    return score(load_rubric(document), general_observations())


@pytest.fixture(scope="module")
def weighed(tmp_path_factory):
    document = write_document(small_document(), tmp_path_factory.mktemp("weighed"))
    return score(load_rubric(document), observations(), partial_league=True)


FINDING = Finding(
    "odd", "warning", "数值异常", "an odd figure", "observations", file="a.csv", place="C7"
)
EVERY_FORM = (
    Scenario("every form")
    .points({"1.1": "3"})
    .category_points({"2": "4"})
    .change("criteria/1.1/rule/value", "answered / 12")
    .read("1.2", "B")
    .figure("R1", "answered", None, note="核实")
    .withdraw("cases", "C-1")
    .alter("cases", {"case_id": "C-2"}, {"result": "won"})
    .add("cases", {"case_id": "C-3"})
    .without("R2")
    .among(["R1", "R3"])
)


@pytest.fixture(scope="module")
def objects(card, weighed):
    return {
        "rubric": card.rubric,
        "scorecard": card,
        "clause": explain(card, "R2", "1.1"),
        "open clause": explain(card, "R6", "1.2"),
        "region": explain(card, "R2"),
        "waived region": explain(card, "R3"),
        "comparison": compare(card, "R1", "R5"),
        "no total": compare(card, "R3", "R1"),
        "what-if": whatif(card, Scenario("half").points({"1.1": "2"})),
        "goal": goals(card, "R6", points="0.5"),
        "goal out of reach": goals(card, "R6", points="50"),
        "required": required(card, "R6", "1.1"),
        "required of what is open": required(card, "R6", "1.2"),
        "objection": objection(card, [{"region": "R6", "metric": "answered", "value": "9"}]),
        "change": change_split(card, whatif(card, Scenario("half").points({"1.1": "2"})).after),
        "criterion": card.rubric.criteria["1.2"],
        "outlook": card.outlook("R6").by_criterion["1.1"],
        "outlook of a region": card.outlook("R6"),
        "scenario": EVERY_FORM,
        "empty scenario": Scenario(),
        "improvement": card.outlook("R6").best[0],
        "quality": Quality((FINDING,) * 12, *[pl.DataFrame()] * 4),
        "no proceedings": Proceedings(),
        "proceedings": Proceedings((Reached("scored", dt.date(2022, 1, 5)),), (Decision("R1", "first", "因故"),)),
        "bulletin": edition("name | month | rated | bad\nR1 | 2021-07 | 100 | 2", "2021-07"),
        "robustness": robustness(weighed, draws=50),
        "stability": stability(weighed),
        "combinations": combinations(weighed, draws=20),
        "flips": flips(weighed, "320803", "320804"),
        "sensitivity": sensitivity(weighed, draws=8),
    }  # fmt: skip


KINDS = (
    "rubric", "scorecard", "clause", "open clause", "region", "waived region", "comparison", "no total",
    "what-if", "goal", "goal out of reach", "required", "required of what is open", "objection", "change",
    "criterion", "outlook", "outlook of a region", "scenario", "empty scenario", "improvement", "quality",
    "no proceedings", "proceedings", "bulletin", "robustness", "stability", "combinations", "flips", "sensitivity",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_one_line_says_what_it_is(objects, kind):
    line = repr(objects[kind])

    assert line.startswith("<")
    assert line.endswith(">")
    assert "\n" not in line
    assert len(line) < 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_notebook_shows_both_languages(objects, kind):
    shown = objects[kind]._repr_html_()

    assert CHINESE.search(text_of(shown, "zh"))
    assert shown.count('class="zh"') == shown.count('class="en"') > 0
    assert shown.count("<table") <= 1
    assert "None" not in shown


def test_text_is_shown_as_text():
    name = Bilingual(zh="方案 <甲>", en="plan <A> & B")

    shown = glance(name, [Head(name, figure=True)], [(name,)], above=[name], below=["<b>"])

    assert "<甲>" not in shown
    assert 4 == shown.count("方案 &lt;甲&gt;")
    assert "plan &lt;A&gt; &amp; B" in shown
    assert "&lt;b&gt;" in shown


def test_figures_stand_at_the_right_and_names_at_the_left():
    shown = glance("t", [Head(Bilingual(zh="名", en="n")), Head(Bilingual(zh="数", en="f"), True)], [("a", "1")])  # fmt: skip

    assert ["left", "right", "left", "right"] == re.findall(r"text-align:(\w+)", shown)


def test_a_rubric_says_its_size():
    rubric = load_rubric("huaian-2021-integrity")

    assert "<Rubric huaian-2021-integrity: 55 criteria in 8 categories, 100 points, 2021>" == repr(
        rubric
    )
    assert "55 条" in text_of(rubric._repr_html_(), "zh")


def test_printing_an_explanation_gives_its_lines(objects):
    assert objects["clause"].to_text() == str(objects["clause"])
    assert objects["comparison"].to_text() == str(objects["comparison"])


def test_a_goal_lists_what_to_change_and_what_comes_of_it(objects):
    shown = text_of(objects["goal"]._repr_html_(), "zh")

    assert "改动 条款得分 成本" in shown
    assert "成本低于" in shown


def test_an_objection_lists_the_fact_the_regions_that_move_and_those_that_stay(objects):
    shown = text_of(objects["objection"]._repr_html_(), "zh")

    assert "更正：R6 answered = 9" in shown
    assert "地区 名次 总分" in shown
    assert "不变：" in shown


def test_a_change_gives_each_region_its_parts_only_where_there_are_any(objects):
    shown = text_of(objects["change"]._repr_html_(), "zh")

    assert "地区 名次 变化 规则" in shown
    assert "他人" not in shown.split("先按")[0]


def test_a_scenario_lists_every_change_with_what_it_becomes(objects):
    shown = text_of(objects["scenario"]._repr_html_(), "zh")

    assert "10 项变动" in shown
    assert "R1 answered 缺 核实" in shown
    assert "cases C-1 撤销" in shown
    assert "R2 不参加比较" in shown


def test_quality_shows_the_first_findings_and_counts_the_rest(objects):
    shown = text_of(objects["quality"]._repr_html_(), "zh")

    assert "严重 0、注意 12、提示 0" in shown
    assert 10 == shown.count("数值异常")
    assert "另有 2 处" in shown


def test_parts_of_a_rubric_and_regions_are_one_line_in_a_list(card):
    assert repr(card.rubric.criteria["1.1"]).startswith("<Criterion 1.1: ")
    assert "<Category 1: basics, 8 points>" == repr(card.rubric.categories[0])
    assert "<Region R1 R1 R1>" == repr(card.region("R1"))


def test_the_tightest_interval_comes_first_and_what_is_free_is_told(objects):
    shown = text_of(objects["stability"]._repr_html_(), "zh")

    assert "全部名次不变 首位不变 前三名不变" in shown
    assert "任意" in shown


def test_the_totals_of_a_run_have_the_decimals_of_its_rubric(card):
    decimals = card.rubric.display.decimals

    totals = re.findall(r">(\d+\.\d+)</td>", card._repr_html_())

    assert card.scores["total"].count() == len(totals)
    assert {decimals} == {len(one.partition(".")[2]) for one in totals}
