"""What an object shows of itself: a table in both languages in a notebook, one line elsewhere."""

import re

import pytest

from govscore_lib.engine import compare, explain, score
from govscore_lib.glance import Head, glance
from govscore_lib.rubric import load_rubric
from govscore_lib.text import Bilingual
from govscore_lib.whatif import Scenario, change_split, goals, objection, required, whatif
from tests.small_rubrics import write_document
from tests.unit.reporting.conftest import general_document, general_observations
from tests.unit.reporting.test_fragments import text_of

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def card(tmp_path_factory):
    document = write_document(general_document(), tmp_path_factory.mktemp("rubric"))
    return score(load_rubric(document), general_observations())


@pytest.fixture(scope="module")
def objects(card):
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
    }


KINDS = (
    "rubric", "scorecard", "clause", "open clause", "region", "waived region", "comparison", "no total",
    "what-if", "goal", "goal out of reach", "required", "required of what is open", "objection", "change",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_one_line_says_what_it_is(objects, kind):
    line = repr(objects[kind])

    assert line.startswith("<")
    assert line.endswith(">")
    assert "\n" not in line
    assert len(line) < 160


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
