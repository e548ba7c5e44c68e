"""The page that tests the fonts of a machine."""

import pytest

pytestmark = pytest.mark.browser
VERDICT = "document.getElementById('font-verdict').dataset.bad !== undefined"


def results(page) -> dict[str, str]:
    rows = page.locator("[data-font-test]")
    return {
        row.locator("th > .zh").inner_text(): row.locator(".result").inner_text()
        for row in rows.all()
    }


def test_a_machine_with_chinese_fonts_is_told_so_in_words(site, watched):
    page = watched.open(site.reports / "font-test.html")
    page.wait_for_function(VERDICT)

    assert [] == watched.complaints
    found = results(page)
    assert "绿：等宽" == found["等宽数字"]
    assert "绿：齐全" == found["地名用字"]
    assert len(found) == len([text for text in found.values() if text[:2] in ("绿：", "红：")])


def test_what_a_machine_lacks_is_named(site, watched):
    """A sign that no font has is drawn as a box, and so is found."""
    page = watched.page
    page.add_init_script(
        "document.addEventListener('DOMContentLoaded', () => {"
        "  document.querySelectorAll('[data-font-test=glyphs] .sample')[1].textContent = '濛\\ufffe';"
        "  document.querySelector('[data-font-test=faces]').dataset.faces = 'No Such Face';"
        "})"
    )
    page = watched.open(site.reports / "font-test.html", "en")
    page.wait_for_function(VERDICT)

    assert (
        "red: missing \ufffe"
        == page.locator("[data-font-test=glyphs] .result .en").nth(1).inner_text()
    )
    assert "red: none" in page.locator("[data-font-test=faces] .result .en").inner_text()
    assert int(page.get_attribute("#font-verdict", "data-bad")) >= 2


def test_every_page_leads_to_the_font_test(site, watched):
    page = watched.open(site.reports / "index.html")

    page.click("footer >> text=字体自检")

    assert "字体自检" == page.title()
