"""What every page keeps to."""

import json
import re
from dataclasses import replace

import nbformat

from govscore_lib.reporting import charts, fragments
from govscore_lib.reporting.jobs import PageSpec
from govscore_lib.reporting.markup import STYLE_OPEN
from govscore_lib.reporting.pages.template import drawn, publish

PAGE = PageSpec(
    "",
    "../../",
    "small-2021",
    "清江浦区",
    "Qingjiangpu",
    part="small-2021",
    crumbs=(("../../index.html", "首页", "Home"),),
)


def executed(scorecard) -> nbformat.NotebookNode:
    notebook = nbformat.v4.new_notebook()
    show = nbformat.v4.new_output
    figure = json.loads(charts.plot_ranking(scorecard).to_json())
    cells = [
        nbformat.v4.new_markdown_cell("# 为什么？", metadata={"tags": ["question"]}),
        nbformat.v4.new_code_cell("setup = 1"),
        nbformat.v4.new_code_cell(
            "show()",
            outputs=[
                show(
                    "execute_result",
                    data={"text/html": fragments.show_ranking(scorecard)._repr_html_()},
                )
            ],
        ),
        nbformat.v4.new_code_cell(
            "plot()",
            outputs=[
                show("display_data", data={"application/vnd.plotly.v1+json": figure}),
                show("stream", name="stdout", text="a < b\n"),
            ],
        ),
        nbformat.v4.new_markdown_cell("只在实验室", metadata={"tags": ["lab-only"]}),
    ]
    for place, cell in enumerate(cells):
        cell["id"] = str(place)
    notebook.cells = cells
    return notebook


def test_a_page_loads_nothing_from_elsewhere(scorecard):
    page = publish(executed(scorecard), PAGE)

    loaded = re.findall(r'(?:src|href)="([^"]*)"', page)
    assert loaded
    assert [] == [address for address in loaded if re.match(r"[a-z]+://|//", address)]
    assert 3 == len(re.findall(r'<script src="\.\./\.\./assets/', page))
    assert [] == re.findall(r"<script(?![^>]*(?:src=|application/vnd))", page)
    assert "default-src 'none'" in page


def test_only_a_page_with_charts_loads_their_library(scorecard):
    notebook = executed(scorecard)
    library = "assets/vendor/plotly-cartesian.min.js"
    assert library in publish(notebook, PAGE)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [one for one in cell.outputs if "application/vnd.plotly" not in str(one)]

    assert library not in publish(notebook, PAGE)


def test_links_are_made_relative_to_the_page(scorecard):
    page = publish(executed(scorecard), PAGE)

    assert 'href="../regions/320803.html"' in page
    assert "../reports/" not in page


def test_a_link_into_a_part_that_is_not_published_becomes_its_words(scorecard):
    notebook = executed(scorecard)
    link = '<a href="../reports/other-2021/regions/1.html">另一评分</a>'
    notebook.cells[2].outputs[0].data["text/html"] += link

    alone = publish(notebook, PAGE)
    beside = publish(notebook, replace(PAGE, neighbours=("other-2021",)))

    assert "另一评分" in alone
    assert "other-2021" not in alone
    assert '<a href="../../other-2021/regions/1.html">另一评分</a>' in beside


def test_a_page_warns_of_a_damaged_text_and_leads_to_the_rules(scorecard):
    caution = ("原文残缺：2 分。", "Damaged text: 2 points.")

    page = publish(executed(scorecard), replace(PAGE, caution=caution))

    assert "原文残缺：2 分。" in page
    assert 'href="../../small-2021/index.html#rules"' in page
    assert "caution" not in publish(executed(scorecard), PAGE)


def test_texts_of_a_heat_map_travel_in_parts(scorecard):
    figure = json.loads(charts.plot_heatmap(scorecard).to_json())

    data = json.loads(drawn(figure).json)

    assert data["layout"]["meta"]["grids"][0]["path"] == "data.3.hovertext"
    assert data["data"][3]["hovertext"] is None


def test_the_shared_sheet_carries_the_styles(scorecard):
    assert STYLE_OPEN not in publish(executed(scorecard), PAGE)


def test_code_is_folded_and_code_without_output_joins_the_next(scorecard):
    page = publish(executed(scorecard), PAGE)

    assert 2 == page.count('<details class="code">')
    assert page.index("setup") > page.index('<details class="code">')


def test_text_output_is_escaped_and_lab_only_cells_stay_away(scorecard):
    page = publish(executed(scorecard), PAGE)

    assert "a &lt; b" in page
    assert "只在实验室" not in page


def test_the_same_notebook_gives_the_same_bytes(scorecard):
    assert publish(executed(scorecard), PAGE) == publish(executed(scorecard), PAGE)


def test_a_figure_is_split_into_drawing_and_text(scorecard):
    figure = json.loads(charts.plot_league(scorecard, "1.01").to_json())

    made = drawn(figure)

    data = json.loads(made.json)
    assert "<" not in made.json
    assert "title" not in data["layout"]
    assert {"name", "min_width", "i18n", "roles", "grids"} == data["layout"]["meta"].keys()
    assert figure["layout"]["meta"]["title"] == made.meta["title"]
    assert figure["layout"]["height"] > made.height


def test_a_figure_of_someone_else_is_drawn_as_it_is():
    made = drawn({"data": [{"type": "bar", "y": [1]}], "layout": {"title": {"text": "<b>"}}})

    assert {} == made.meta
    assert "\\u003cb>" in made.json
