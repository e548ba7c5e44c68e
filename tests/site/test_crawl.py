"""The whole site in Chromium, from file://, every other address closed; and what axe says of it."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.site.conftest import RUBRIC, SECOND, Site, Watched

pytestmark = pytest.mark.browser

KINDS = (
    "index.html",
    "glossary.html",
    f"{RUBRIC}/criteria/1.02.html",
    f"{SECOND}/regions/510100.html",
    f"{RUBRIC}/compare.html",
    f"{RUBRIC}/robustness.html",
    f"{RUBRIC}/what-if.html",
    f"{SECOND}/index.html",
    f"{SECOND}/metrics.html",
    f"{SECOND}/quality.html",
    f"{SECOND}/rank-items.html",
    f"{SECOND}/annual-report.html",
    f"{SECOND}/readings.html",
)
"""One page of every kind, the shorter where there are two; the long test takes them all."""
LARGE = (f"{RUBRIC}/index.html", f"{RUBRIC}/quality.html", f"{RUBRIC}/metrics.html")
MODES = (("zh", "light"), ("zh", "dark"), ("en", "dark"), ("en", "light"))
DESK, PHONE = {"width": 1100, "height": 900}, {"width": 390, "height": 844}
STATE = """() => ({
  wide: document.documentElement.scrollWidth > window.innerWidth,
  mode: [document.documentElement.dataset.lang, document.documentElement.dataset.theme],
  empty: [...document.querySelectorAll('figure.chart')]
    .filter(f => !f.querySelector('.plot .main-svg path, .plot .main-svg .textpoint')).map(f => f.dataset.chart),
  dead: [...document.querySelectorAll('a[href*="#"]')].filter(a => a.pathname === location.pathname && a.hash.length > 1
    && !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.hash),
})"""


def html_files(site: Site) -> list[Path]:
    return sorted(site.reports.rglob("*.html"))


def faults(watched: Watched, path: Path, language: str = "zh", theme: str = "light") -> list[str]:
    """What is wrong with a page as it opens in the browser."""
    watched.requests.clear()
    watched.complaints.clear()
    watched.open(path, language, theme)
    return stands(watched, language, theme)


def stands(watched: Watched, language: str, theme: str) -> list[str]:
    """What is wrong with the open page as it stands."""
    state = watched.page.evaluate(STATE)
    found = [*watched.requests, *watched.complaints]
    found += [f"chart {name} is empty" for name in state["empty"]]
    found += [f"{anchor} leads nowhere" for anchor in state["dead"]]
    found += ["it scrolls sideways"] if state["wide"] else []
    found += [] if [language, theme] == state["mode"] else [f"it shows {state['mode']}"]
    return found


def violations(page) -> list[str]:
    """What axe finds on a page: rule, and the first places."""
    # a chart is one picture with words of its own; what is drawn in it has no meaning by itself
    run = Axe().run(
        page, {"exclude": [[".plot svg"]]}, {"resultTypes": ["violations"], "preload": False}
    )
    answer = run.response["violations"]
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes'][:3]]} of {len(one['nodes'])}"
        for one in answer
    ]


def switched(watched: Watched, language: str, theme: str) -> None:
    """Press the page's own switches until it shows a language and a theme, and wait for its charts."""
    page = watched.page
    for switch, wanted in (("theme", theme), ("lang", language)):
        if page.evaluate(f"document.documentElement.dataset.{switch}") != wanted:
            page.click(f'[data-switch="{switch}"]')
    page.wait_for_function(
        f"document.querySelectorAll('.plot:not([data-drawn={language}])').length === 0"
    )


def seen_as(watched: Watched, language: str, theme: str, *, axe: bool = True) -> list[str]:
    """What is wrong with the open page in one language and theme."""
    switched(watched, language, theme)
    found = stands(watched, language, theme) + (violations(watched.page) if axe else [])
    return [f"{language} {theme} {watched.page.viewport_size['width']}: {one}" for one in found]


def test_no_page_of_the_site_asks_complains_breaks_or_overflows(site, watched):
    looked_at_closer = {site.reports / name for name in (*KINDS, *LARGE)}
    found = {
        path.name: faults(watched, path)
        for path in html_files(site)
        if path not in looked_at_closer
    }

    assert {} == {name: seen for name, seen in found.items() if seen}


@pytest.mark.parametrize(("names", "axe"), [(KINDS, True), (LARGE, False)], ids=["kinds", "large"])
def test_every_kind_of_page_holds_on_a_desk_in_chinese_and_on_a_phone_in_english(
    site, watched, names, axe
):
    """Each page is opened once: light and wide, then dark and narrow by its own switches; axe looks at both."""
    found = {}
    for name in names:
        watched.page.set_viewport_size(DESK)
        seen = faults(watched, site.reports / name) + (violations(watched.page) if axe else [])
        watched.page.set_viewport_size(PHONE)
        seen += seen_as(watched, "en", "dark", axe=axe)
        if seen:
            found[name] = seen

    assert {} == found


@pytest.mark.long
def test_axe_finds_nothing_on_any_page_in_any_mode(site, watched):
    found = {}
    for path in html_files(site):
        seen = faults(watched, path)
        for language, theme in MODES:
            seen += seen_as(watched, language, theme)
        if seen:
            found[f"{path.parent.name}/{path.name}"] = seen

    assert {} == found


def test_a_request_to_elsewhere_would_be_seen(watched):
    watched.page.set_content('<img alt="" src="http://elsewhere.invalid/a.png">')

    assert ["http://elsewhere.invalid/a.png"] == watched.requests


def test_axe_would_find_something(watched):
    watched.page.set_content("<html><body><p style='color: #ccc'>得分</p><input></body></html>")

    found = {one.partition(":")[0] for one in violations(watched.page)}

    assert {"color-contrast", "label", "html-has-lang"} <= found
