"""The page of a criterion, the metric dictionary, the glossary, and what the search box finds."""

import json
import re

import pytest

from govscore_lib.reporting import fragments
from govscore_lib.reporting.markup import criterion_file, criterion_link, say
from govscore_lib.reporting.pages import glossary, searching
from govscore_lib.reporting.pages.direct import criterion_page, direct_pages, rubric_page
from govscore_lib.reporting.pages.from_notebooks import GROUPS, NOTEBOOK_PAGES, menu, page_spec
from govscore_lib.reporting.pages.listing import list_run
from tests.unit.reporting.test_fragments import rows_of, text_of


def page(scorecard, file):
    return page_spec(scorecard, file, say("条款", "criterion"), "", say("", ""))


def test_every_criterion_has_a_page_and_the_dictionary_is_one_more(scorecard):
    files = [one.file for one in direct_pages(scorecard)]

    assert [
        "metrics.html",
        *(f"criteria/{i}.html" for i in ("1.01", "1.02", "2.01", "2.02")),
    ] == files


def test_a_number_that_is_no_file_name_gives_one():
    assert "criteria/3_a_b.html" == criterion_file("3/a b")
    assert "criteria/一.1.html" == criterion_file("一.1")
    assert 'href="../reports/r/criteria/1.1.html"' in criterion_link("r", "1.1")


def test_regions_stand_in_order_of_points_with_their_formulas_and_lead_to_their_ledgers(scorecard):
    html = fragments.show_criterion_points(scorecard, "1.02").html
    rows = rows_of(html)

    assert ["淮安区", "淮阴区", "清江浦区", "洪泽区"] == [name.split()[0] for name in rows]
    assert any("1.80 −0.20 18/20 = 90%" in row for row in rows.values())
    assert re.findall(r"regions/(\d+)\.html#c-1\.02", html)


def test_a_criterion_that_compares_regions_has_their_places(scorecard):
    html = fragments.show_criterion_points(scorecard, "1.01").html

    assert "名次" in text_of(html, "zh")
    assert 2 == html.count('<span class="tie">=</span>')


def test_who_has_full_marks_and_who_has_nothing_is_said(scorecard):
    seen = text_of(fragments.show_criterion_points(scorecard, "1.02").html, "zh")
    judged = text_of(fragments.show_criterion_points(scorecard, "2.01").html, "en")

    assert "得满分的：淮安区；最低 1.50 分：洪泽区" in seen
    assert "3 regions" in judged
    assert "Not scored; missing: innovation" in judged


def test_neighbours_are_linked_and_the_ends_have_one(scorecard):
    last = criterion_page(scorecard, "2.02", page(scorecard, "criteria/2.02.html"))
    middle = criterion_page(scorecard, "1.02", page(scorecard, "criteria/1.02.html"))

    assert 'rel="prev" href="2.01.html"' in last
    assert 'rel="next"' not in last
    assert 'rel="prev" href="1.01.html"' in middle
    assert 'data-chart="points-1.02"' in middle
    assert 'rel="next" href="2.01.html"' in middle
    assert "rank-items.html" not in middle


def test_readings_of_a_criterion_stand_on_its_page(scorecard):
    seen = text_of(fragments.show_criterion_readings(scorecard, "1.02").html, "zh")

    assert "这一条没有列出其他读法。" == seen


def test_the_dictionary_has_every_metric_under_its_anchor_and_who_uses_it(scorecard):
    html = fragments.show_metrics(scorecard).html

    assert set(scorecard.rubric.metrics) == set(re.findall(r'id="m-([^"]+)"', html))
    row = html[html.index('id="m-asked"') :].partition("</tr>")[0]
    assert "criteria/1.02.html" in row


def test_only_the_metrics_of_a_criterion_stand_on_its_page(scorecard):
    html = fragments.show_metrics(scorecard, "1.02").html

    assert ["answered", "asked"] == re.findall(r"metrics\.html#m-([^\"]+)\"", html)


def test_the_page_of_a_rubric_groups_its_pages(scorecard):
    html = rubric_page(scorecard, (), say("", ""), [scorecard])

    assert {kind.group for kind in NOTEBOOK_PAGES} <= GROUPS.keys()
    assert sum(len(menu(scorecard, group)) for group in GROUPS) == len(menu(scorecard))
    assert all(name.zh in html for name in GROUPS.values())
    assert 'href="criteria/1.01.html"' in html


@pytest.mark.parametrize("word", ["条款", "指标", "台账", "读法", "名次", "封顶、保底"])
def test_the_glossary_explains_the_words_of_the_pages(word):
    assert word in [one.name.zh for group in glossary.GLOSSARY.values() for one in group]
    assert word in glossary.glossary_page()


def test_search_knows_pages_regions_criteria_metrics_and_words(scorecard):
    listings = [list_run(scorecard, say("", ""))]
    told = searching.search_data(listings)

    parts = json.loads(told.removeprefix("govscoreFound(").removesuffix(");\n"))
    assert ["small-2021", ""] == [part[0] for part in parts]
    entries = {address: (searching.KINDS[kind], *names) for kind, address, *names in parts[0][3]}
    assert ("region", "淮安区") == entries["regions/320803.html"][:2]
    assert "criterion" == entries["criteria/1.01.html"][0]
    assert "metric" == entries["metrics.html#m-asked"][0]
    assert "page" == entries["annual-report.html"][0]
    assert "word" == searching.KINDS[parts[1][3][0][0]]
    assert told == searching.search_data(listings)
