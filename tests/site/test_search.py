"""The search box: from the keyboard alone, in both languages, from file://."""

import pytest

from tests.site.conftest import RUBRIC, SECOND

pytestmark = pytest.mark.browser


def asked(page, words: str) -> list[str]:
    """The names that the box finds."""
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.wait_for_selector(".search [role=option]")
    return page.eval_on_selector_all(
        ".search [role=option]", "rows => rows.map(r => r.firstChild.textContent)"
    )


def test_keys_lead_from_any_page_to_a_criterion(site, watched):
    page = watched.open(site.reports / RUBRIC / "regions" / "320826.html")

    names = asked(page, "1.02")
    assert "1.02 行政复议纠错" == names[0]
    box = page.locator(".search input")
    assert "true" == box.get_attribute("aria-expanded")
    assert "found-0" == box.get_attribute("aria-activedescendant")
    page.keyboard.press("Enter")
    page.wait_for_url("**/criteria/1.02.html*")

    assert [] == watched.complaints + watched.requests


def test_arrows_walk_through_the_rows_and_escape_closes(site, watched):
    page = watched.open(site.reports / "index.html", "en")

    assert len(asked(page, "county")) > 2
    page.keyboard.press("ArrowDown")
    assert "found-1" == page.get_attribute(".search input", "aria-activedescendant")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    last = page.locator(".search [role=option]").count() - 1
    assert f"found-{last}" == page.get_attribute(".search input", "aria-activedescendant")
    page.keyboard.press("Escape")

    assert not page.is_visible(".search ul")
    assert "" == page.input_value(".search input")


def test_regions_of_every_rubric_are_found_in_both_languages_and_nothing_is_said(site, watched):
    page = watched.open(site.reports / RUBRIC / "index.html", "en")

    assert "Chengdu" == asked(page, "chengdu")[0]
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{SECOND}/regions/510100.html*")
    watched.open(site.reports / "glossary.html")
    assert "成都市" == asked(page, "成都")[0]
    page.keyboard.type("没有这个")
    page.wait_for_function(
        "document.querySelector('.search [role=status]').textContent === '没有找到'"
    )
    assert not page.is_visible(".search ul")
