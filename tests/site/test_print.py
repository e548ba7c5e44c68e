"""Pages as paper shows them: within the type area, black on white, without what only a screen can use."""

import pytest

from tests.site.conftest import RUBRIC

pytestmark = pytest.mark.browser

TYPE_AREA = 590
"""156 mm in pixels of a style sheet, rounded up."""
PAGES = (
    f"{RUBRIC}/annual-report.html",
    f"{RUBRIC}/index.html",
    f"{RUBRIC}/rank-items.html",
    f"{RUBRIC}/regions/320826.html",
)


def on_paper(watched, path, language="zh", theme="light"):
    page = watched.open(path, language, theme)
    page.set_viewport_size({"width": TYPE_AREA, "height": 850})
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(300)
    return page


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_type_area_so_that_print_is_not_shrunk(
    site, watched, name, language
):
    page = on_paper(watched, site.reports / name, language)

    wider = page.evaluate(
        f"""[...document.querySelectorAll('main *')]
          .filter(e => !e.closest('svg') && e.getClientRects().length
            && e.getBoundingClientRect().right > {TYPE_AREA} + 2)
          .map(e => `${{e.tagName}}.${{e.className}} ${{e.textContent.trim().slice(0, 30)}}`)"""
    )
    assert [] == wider


def test_paper_is_white_even_for_a_reader_who_likes_it_dark(site, watched):
    page = on_paper(watched, site.reports / PAGES[0], theme="dark")

    ground = "getComputedStyle(document.documentElement).backgroundColor"
    assert "rgb(255, 255, 255)" == page.evaluate(ground)
    assert "light" == page.evaluate("document.documentElement.dataset.theme")


def test_the_first_page_says_what_is_assessed_and_that_the_data_are_made_up(site, watched):
    page = on_paper(watched, site.reports / PAGES[0])

    shown = page.inner_text("body")
    assert shown.index("合成数据") < shown.index("年度报告") < shown.index("总体情况")
    assert "English" not in shown
    assert "首页" not in shown
    assert "图中数据" not in shown


def test_heads_of_sortable_tables_are_text_and_not_buttons_that_a_second_page_would_lose(
    site, watched
):
    page = on_paper(watched, site.reports / PAGES[0])

    assert "contents" == page.evaluate(
        "getComputedStyle(document.querySelector('.sortable button')).display"
    )
    assert "table-header-group" == page.evaluate(
        "getComputedStyle(document.querySelector('thead')).display"
    )


def test_paper_needs_each_face_in_one_weight_only(site, watched):
    page = on_paper(watched, site.reports / PAGES[0])

    weights = """[...new Set([...document.querySelectorAll('body *')]
      .filter(e => !e.closest('svg') && e.getClientRects().length).map(e => getComputedStyle(e).fontWeight))]"""
    assert ["400"] == page.evaluate(weights)


def test_a_strip_wider_than_a_phone_shows_the_end_where_the_best_stand(site, watched):
    watched.page.set_viewport_size({"width": 390, "height": 844})
    page = watched.open(site.reports / RUBRIC / "criteria" / "1.04.html")

    left, end = page.evaluate(
        "(s => [s.scrollLeft, s.scrollWidth - s.clientWidth])(document.querySelector('figure.chart .scroll'))"
    )
    assert 0 < end == pytest.approx(left, abs=1)
