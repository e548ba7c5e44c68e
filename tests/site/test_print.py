"""Pages as paper shows them: within the type area, black on white, without what only a screen can use."""

import pytest

from tests.site.conftest import RUBRIC, SECOND

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


def too_wide(page) -> list[str]:
    """What of a page on paper leaves the type area."""
    return page.evaluate(
        f"""[...document.querySelectorAll('main *')]
          .filter(e => !e.closest('svg') && e.getClientRects().length
            && e.getBoundingClientRect().right > {TYPE_AREA} + 2)
          .map(e => `${{e.tagName}}.${{e.className}} ${{e.textContent.trim().slice(0, 30)}}`)"""
    )


def touching(page) -> list[str]:
    """Words at the rows of a chart, and the words right below that they run into."""
    return page.evaluate(
        """[...document.querySelectorAll('.plot')].flatMap(plot => ['.ytick text', '.annotation-text'].flatMap(kind => {
          const seen = [...plot.querySelectorAll(kind)].map(e => [e, e.getBoundingClientRect()]);
          seen.sort((a, b) => a[1].top - b[1].top);
          return seen.slice(1).flatMap(([one, box], at) => {
            const [before, above] = seen[at];
            const lines = before.querySelectorAll('tspan.line').length || 1;
            const beside = box.left < above.right && above.left < box.right;
            const close = box.top - above.top < lines * parseFloat(getComputedStyle(before).fontSize);
            return beside && close ? [`${before.textContent} / ${one.textContent}`] : [];
          });
        }))"""
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_type_area_so_that_print_is_not_shrunk(
    site, watched, name, language
):
    assert [] == too_wide(on_paper(watched, site.reports / name, language))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_words_at_the_rows_of_a_long_chart_do_not_run_into_each_other(site, watched, language):
    assert [] == touching(on_paper(watched, site.reports / SECOND / "annual-report.html", language))


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
