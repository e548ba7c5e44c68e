"""Pages as a reader sees them, in Chromium, from file://, with every other address closed."""

import json

import nbformat
import pytest

from govscore_lib.reporting.pages.from_notebooks import executed_notebooks
from tests.site.conftest import RUBRIC

pytestmark = pytest.mark.browser

PAGES = {
    f"{RUBRIC}/quality.html": "quality",
    f"{RUBRIC}/rank-items.html": "rank-items",
    f"{RUBRIC}/annual-report.html": "annual-report",
    f"{RUBRIC}/regions/320826.html": "regions-320826",
}
MIMETYPE = "application/vnd.plotly.v1+json"


@pytest.mark.parametrize(("name", "stem"), PAGES.items())
def test_as_many_charts_are_drawn_as_the_notebook_has(site, watched, name, stem):
    executed = executed_notebooks(site.project.root, RUBRIC) / f"{stem}.ipynb"
    notebook = nbformat.read(executed, as_version=4)
    figures = [
        output.data[MIMETYPE]["layout"]["meta"]["name"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if MIMETYPE in output.get("data", {})
    ]

    page = watched.open(site.reports / name)

    assert figures
    drawn = page.evaluate(
        "[...document.querySelectorAll('figure.chart')]"
        ".filter(f => f.querySelector('.plot .main-svg .plot, .plot .main-svg .cartesianlayer path'))"
        ".map(f => f.dataset.chart)"
    )
    assert figures == drawn


def test_the_switch_changes_language_of_text_charts_and_title(site, watched):
    page = watched.open(site.reports / RUBRIC / "regions" / "320826.html")
    assert "涟水县" == page.title()
    assert "满分" in page.text_content(".plot .cartesianlayer")

    page.click("text=English")
    page.wait_for_selector('.plot[data-drawn="en"]')

    assert "Lianshui County" == page.title()
    assert "en" == page.evaluate("document.documentElement.lang")
    assert "full marks" in page.text_content(".plot .cartesianlayer")
    assert not page.is_visible("text=分丢在哪里")
    assert page.is_visible("text=Where the points went")
    label = page.get_attribute(".plot", "aria-label")
    assert label.startswith("Waterfall for Lianshui County")
    page.reload()
    assert "Lianshui County" == page.title()


def test_the_theme_changes_the_colours_of_the_charts(site, watched):
    page = watched.open(site.reports / RUBRIC / "annual-report.html")
    colour = (
        "getComputedStyle(document.querySelectorAll('.plot')[0]"
        ".querySelectorAll('.trace')[1].querySelector('path')).fill"
    )
    light = page.evaluate(colour)

    page.click("text=深色")
    page.wait_for_function(f"{colour} !== {json.dumps(light)}")

    assert "rgb(20, 23, 27)" == page.evaluate(
        "getComputedStyle(document.documentElement).backgroundColor"
    )


def test_a_table_sorts_by_a_column_and_says_so(site, watched):
    page = watched.open(site.reports / RUBRIC / "index.html")
    first = page.locator("table.wide tbody tr th").first
    before = first.inner_text()

    page.click("table.wide thead th:last-child button")

    assert "ascending" == page.get_attribute("table.wide thead th:last-child", "aria-sort")
    assert before != first.inner_text()


def test_code_is_folded_until_asked_for(site, watched):
    page = watched.open(site.reports / RUBRIC / "regions" / "320826.html")
    block = page.locator("details.code").first
    assert not block.locator(".highlight").is_visible()

    block.locator("summary").click()

    assert "gs.show_region" in block.inner_text()


def test_words_of_a_chart_do_not_leave_its_picture(site, watched):
    """No label is cut off at the edges of its chart."""
    page = watched.open(site.reports / RUBRIC / "annual-report.html")

    outside = page.evaluate(
        """[...document.querySelectorAll('.plot')].flatMap(plot => {
          const box = plot.getBoundingClientRect();
          return [...plot.querySelectorAll('text')].filter(t => {
            const b = t.getBoundingClientRect();
            return t.textContent && b.width && (b.left < box.left - 1 || b.right > box.right + 1
              || b.top < box.top - 1 || b.bottom > box.bottom + 1);
          }).map(t => t.textContent);
        })"""
    )
    assert [] == outside


def test_a_table_that_goes_on_beyond_the_screen_shows_it_at_that_edge(site, watched):
    watched.page.set_viewport_size({"width": 390, "height": 844})
    page = watched.open(site.reports / RUBRIC / "index.html")
    box = page.locator(".table:has(table.wide)").first

    def edges(left: str) -> str:
        box.evaluate(f"box => {{ box.scrollLeft = {left}; }}")
        page.wait_for_timeout(100)
        return box.get_attribute("data-more")

    assert ["right", "left right", "left"] == [
        edges(left).strip() for left in ("0", "60", "box.scrollWidth")
    ]
    page.set_viewport_size({"width": 1100, "height": 844})
    assert "" == edges("0")
