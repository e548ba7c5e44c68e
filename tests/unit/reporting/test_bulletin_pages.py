"""Bulletins on pages: sentences, tables, the chart of places, and which periods get a page."""

import json
import re
from dataclasses import replace

import pytest

from govscore_lib.reporting import charts, fragments
from govscore_lib.reporting.charts.drawing import ROLES
from govscore_lib.reporting.views.bulletins import bulletin_page, spans_shown
from govscore_lib.rubric.league import Region
from govscore_lib.spans import Span
from tests.asserts import CHINESE
from tests.bulletins import BULLETIN, bulletin_document, edition
from tests.small_rubrics import load_document

RECORDS = """
    name | month   | source    | rated | bad | mended
    R1   | 2021-01 | public    | 100   | 0   | 0
    R2   | 2021-01 | public    | 100   | 1   | 1
    R3   | 2021-01 | public    | 100   | 2   | 2
    R1   | 2021-02 | public    | 20    | 2   | 1
    R2   | 2021-02 | public    | 100   | 1   | 1
    R2   | 2021-02 | organised | 10    | 1   | 0
    R3   | 2021-02 | public    | 100   | 0   | 0 """


@pytest.fixture(scope="module")
def february():
    return edition(RECORDS, "2021-02")


def shows(february):
    return {
        "bulletin": fragments.show_bulletin(february),
        "ranking": fragments.show_bulletin_ranking(february),
        "sources": fragments.show_bulletin_sources(february),
        "matters": fragments.show_bulletin_matters(february),
        "readings": fragments.show_bulletin_readings(february),
        "rules": fragments.show_bulletin_rules(february),
    }


@pytest.mark.parametrize("name", ["bulletin", "ranking", "sources", "matters", "readings", "rules"])
def test_every_piece_is_said_in_both_languages(february, name):
    html = shows(february)[name].html

    assert html.count('class="zh"') == html.count('class="en"') > 0
    english = re.sub(r'<(\w+) class="zh".*?</\1>', "", html)
    english = re.sub(r'<cite[^>]*>.*?</cite>|(title|aria-label)="[^"]*"', "", english)
    assert not CHINESE.search(re.sub(r"R\d县", "", english)), CHINESE.search(english)


def test_the_sentences_come_with_the_way_to_other_periods(february):
    html = fragments.show_bulletin(replace(february, part="small-2021")).html

    assert "不计入任何条款的得分" in html
    assert 'href="../reports/small-2021/bulletin-2021-Q1.html"' in html
    assert "bulletin-2021-02.html" not in html


def test_the_page_shown_is_no_link(february):
    html = fragments.show_bulletin(replace(february, span=Span.read("2021-Q2"))).html

    assert '<b aria-current="page">' in html
    assert "bulletin-2021-Q2.html" not in html
    assert "bulletin-2021-Q3.html" in html


def rows(html: str) -> list[list[str]]:
    """The cells of a table as text: Chinese of each pair, without small print."""
    html = re.sub(r'<(\w+) class="en".*?</\1>', "", html)
    html = re.sub(r'<span class="sub".*?</span>', "", html)
    body = html[html.index("<tbody>") : html.index("</tbody>")]
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in re.findall(r"<tr.*?</tr>", body)
    ]


def test_the_table_has_places_moves_rates_and_counts(february):
    found = rows(fragments.show_bulletin_ranking(february).html)

    assert ["R3县", "1", "+2", "100.00", "分母为零 100.00"] == found[0][:5]
    assert ["R2县", "2", "0", "98.18", "50.00", "110", "2", "1", "1"] == found[1]
    assert ["R1县", "3", "−2", "基数小 90.00"] == found[2][:4]
    assert ["R9县", "—", "—", "—", "—", "—", "—", "—", "—"] == found[3]
    assert ["各地合计", "", "", "98.26", "50.00", "230", "4", "2", "2"] == found[4]


def test_changes_have_their_sign(february):
    html = fragments.show_bulletin_ranking(february).html

    assert (
        '<span class="sub" title="上升 2.00 个百分点 / up 2.00 percentage points">+2.00</span>'
        in html
    )
    assert '<span class="sub" title="下降 10.00 个百分点 / down 10.00 percentage points">−10.00</span>' in html  # fmt: skip


def test_sources_stand_side_by_side(february):
    found = rows(fragments.show_bulletin_sources(february).html)

    assert ["R2县", "98.18", "2", "99.00", "2", "90.00", "1"] == found[1]
    assert ["R3县", "100.00", "1", "100.00", "1", "—", "—"] == found[0]
    one_source = replace(february, bulletin=february.bulletin.model_copy(update={"apart": None}))
    assert "台账不分来源" in fragments.show_bulletin_sources(one_source).html


def test_a_bulletin_without_list_or_other_readings_shows_none(february):
    assert "本通报不列此项" in fragments.show_bulletin_matters(february).html
    assert "<table" not in fragments.show_bulletin_readings(february).html


@pytest.fixture(scope="module")
def drawn(february):
    return json.loads(charts.plot_bump(february).to_json())


def test_the_chart_has_a_line_for_every_region(drawn):
    lines = {tuple(trace["y"]): trace["line"]["dash"] for trace in drawn["data"]}

    assert {"scatter"} == {trace["type"] for trace in drawn["data"]}
    assert {(3, 1): "solid", (2, 2): "solid", (1, 3): "dash", (None, None): "solid"} == lines
    assert ["<b>1 R3县</b>", "<b>2 R2县</b>", "<b>3 R1县</b>", "— R9县"] == drawn["layout"]["yaxis"]["ticktext"]  # fmt: skip


def test_the_chart_says_itself(drawn):
    meta = drawn["layout"]["meta"]

    assert "末月居首的是R3县；R3县进位最多，从第 3 名到第 1 名" == meta["title"][0]
    assert ["R1县", "1", "3"] == [cell if isinstance(cell, str) else cell[0] for cell in meta["table"]["rows"][2]]  # fmt: skip
    assert "R9 from no place to none" in meta["alt"][1]
    for path, role in meta["roles"]:
        node = drawn
        for step in path.split("."):
            node = node[int(step)] if isinstance(node, list) else node[step]
        assert ROLES[role] == node


def test_at_most_eight_lines_stand_out():
    months = ["2021-01", "2021-02"]
    names = [f"R{number:02}" for number in range(1, 31)]
    table = "\n".join(
        f"{name} | {month} | 1000 | {number if month == months[0] else (number * 7) % 31}"
        for number, name in enumerate(names, start=1)
        for month in months
    )
    figure = charts.plot_bump(edition(f"name | month | rated | bad\n{table}", "2021-02"))
    strong = [trace for trace in figure.data if trace.line.width > 2]

    assert 8 == len(strong)
    assert 31 == len(figure.data)


def test_without_records_the_chart_says_so():
    found = edition(RECORDS, "2021-02")
    nothing = replace(found, frames={}, regions=(Region("R1", "甲县"),))
    meta = charts.plot_bump(nothing).layout.meta

    assert "没有可以排名的记录" == meta["title"][0]


def test_years_quarters_and_the_last_month_get_a_page():
    rubric = load_document(bulletin_document())
    (one,) = rubric.bulletins

    assert ["2021", "2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4", "2021-12"] == [
        span.label for span in spans_shown(rubric, one)
    ]
    assert "bulletin-2021-Q1.html" == bulletin_page(rubric, one, Span.read("2021Q1"))


def test_a_half_year_has_no_page_of_the_year():
    period = {"label": "2021H1", "start": "2021-01-01", "end": "2021-06-30"}
    rubric = load_document(bulletin_document({"cycle": ["year", "month"]}, period=period))

    assert ["2021-06"] == [one.label for one in spans_shown(rubric, rubric.bulletins[0])]


def test_a_second_bulletin_has_its_name_in_the_address():
    raw = bulletin_document()
    raw["bulletins"] = [BULLETIN, BULLETIN | {"id": "calls"}]
    rubric = load_document(raw)
    second = rubric.bulletin("calls")

    assert "bulletin-calls-2021.html" == bulletin_page(rubric, second, Span.read("2021"))


STANDS_STILL = """
    name | month   | rated | bad
    R1   | 2021-01 | 100   | 1
    R2   | 2021-01 | 100   | 2
    R1   | 2021-02 | 100   | 1
    R2   | 2021-02 | 100   | 0 """


def test_a_move_tells_own_figures_and_those_of_others_apart():
    """R1 did as well as in January and fell, for R2 did better; R2 rose by itself, which needs no small print."""
    html = fragments.show_bulletin_ranking(edition(STANDS_STILL, "2021-02")).html

    first, second = re.findall(r"<tr.*?</tr>", html)[1:3]
    assert "自身" not in first
    assert "own 0, others −1" in second
