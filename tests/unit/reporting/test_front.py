"""The first page: documents, rubrics, settings, and rubrics that were run before."""

import re
from pathlib import Path

from govscore_lib.engine import Scorecard, score
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.pages.front import index_page
from govscore_lib.reporting.pages.listing import (
    FILE,
    Listing,
    every_listing,
    list_run,
    write_listing,
)
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
    return index_page([listed(one) for one in cards])


def listed(one: Scorecard) -> Listing:
    return list_run(one, say("合成数据。", "Synthetic data."))


def published(listing: Listing, reports: Path) -> None:
    folder = reports / listing.part
    write_listing(listing, folder)
    (folder / "index.html").write_text("<p>", "utf-8")


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


def test_a_rubric_that_was_run_before_is_listed_beside_this_run(tmp_path):
    before, setting, now = (
        listed(card("b-2021")),
        listed(card("c-2021", "rt")),
        listed(card("a-2021")),
    )
    for one in (before, setting, now):
        published(one, tmp_path)

    every = every_listing([now], tmp_path, ["a-2021", "b-2021", "c-2021"])

    assert [now, before, setting] == every


def test_what_has_no_data_no_page_or_other_words_is_not_listed(tmp_path):
    gone, unfinished, older = (listed(card(name)) for name in ("b-2021", "c-2021", "d-2021"))
    for one in (gone, unfinished, older):
        published(one, tmp_path)
    (tmp_path / "c-2021" / "index.html").unlink()
    (tmp_path / "d-2021" / FILE).write_text('{"part": "d-2021"}', "utf-8")

    assert [] == every_listing([], tmp_path, ["c-2021", "d-2021"])


def test_a_setting_that_the_data_no_longer_have_is_not_listed(tmp_path):
    dropped, kept = listed(card("a-2021", "rt")), listed(card("a-2021", "gs"))
    published(dropped, tmp_path)

    assert [kept] == every_listing([kept], tmp_path, ["a-2021"])
