"""The first page: documents, rubrics, settings."""

import re

from govscore_lib.engine import Scorecard, score
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.pages.front import index_page
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric


def card(name: str, setting: str = "", **more) -> Scorecard:
    raw = document(
        [criterion("1.1", {"kind": "binary", "when": "p"}, transcription="C")],
        {
            "p": metric("bool"),
            "track": metric(
                "enum",
                needed="optional",
                values={"gs": "政务", "rt": "交易"},
                values_en={"rt": "trading"},
            ),
        },
        rubric=name,
        title={"zh": f"评分 {name}", "en": f"scoring {name}"},
        **({"run_per": "track"} if setting else {}),
        **more,
    )
    values = {"A": {"p": "true", "track": None}, "B": {"p": "false", "track": None}}
    return score(load_document(raw), observations(values), setting=setting)


def page(*cards: Scorecard) -> str:
    notices = {one.part: say("合成数据。", "Synthetic data.") for one in cards}
    return index_page(cards, notices)


def test_rubrics_of_one_document_stand_together_under_one_notice():
    html = page(card("b-2021"), card("a-2021"), card("c-2021", document="另一文件"))

    assert 2 == html.count('<section class="document">')
    assert 2 == html.count('<span class="zh" lang="zh-CN">合成数据。')
    assert 3 == html.count("<h2>")
    assert "2 regions, 1 criterion<" in html


def test_the_settings_of_a_rubric_are_one_entry_with_links():
    html = page(card("a-2021", "gs"), card("a-2021", "rt"))

    assert 1 == html.count("<h2>")
    assert ["a-2021/index.html", "a-2021/rt/index.html"] == re.findall(
        r'<p><a href="([^"]+)"', html
    )
    assert "交易" in html
    assert "trading" in html


def test_a_demonstration_comes_after_official_documents():
    html = page(
        card("a-2021", nature="demonstration", document="甲"), card("z-2021", document="乙")
    )

    assert html.index("评分 z-2021") < html.index("评分 a-2021")
