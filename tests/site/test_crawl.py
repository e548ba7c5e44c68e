"""The whole site in Chromium, from file://, every other address closed; and what axe says of it."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.site.conftest import RUBRIC, SECOND, Site, Watched

pytestmark = pytest.mark.browser

KINDS = (
    "index.html",
    "glossary.html",
    f"{RUBRIC}/criteria/1.02.html",
    f"{RUBRIC}/regions/320826.html",
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
MODES = [(language, theme) for language in ("zh", "en") for theme in ("light", "dark")]
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
    """What is wrong with a page as it stands in the browser."""
    watched.requests.clear()
    watched.complaints.clear()
    state = watched.open(path, language, theme).evaluate(STATE)
    found = [*watched.requests, *watched.complaints]
    found += [f"chart {name} is empty" for name in state["empty"]]
    found += [f"{anchor} leads nowhere" for anchor in state["dead"]]
    found += ["it scrolls sideways"] if state["wide"] else []
    found += [] if [language, theme] == state["mode"] else [f"it shows {state['mode']}"]
    return found


def violations(page) -> list[str]:
    """What axe finds on a page: rule, and the first places."""
    # a chart is one picture with words of its own; what is drawn in it has no meaning by itself
    run = Axe().run(page, {"exclude": [[".plot svg"]]}, {"resultTypes": ["violations"]})
    answer = run.response["violations"]
    return [
        f"{one['id']}: {[node['target'] for node in one['nodes'][:3]]} of {len(one['nodes'])}"
        for one in answer
    ]


def in_modes(watched: Watched, paths: Iterable[Path], modes) -> dict[str, list[str]]:
    found = {}
    for path in paths:
        for language, theme in modes:
            seen = faults(watched, path, language, theme) + violations(watched.page)
            if seen:
                found[f"{path.parent.name}/{path.name} {language} {theme}"] = seen
    return found


def test_no_page_of_the_site_asks_complains_breaks_or_overflows(site, watched):
    found = {path.name: faults(watched, path) for path in html_files(site)}

    assert {} == {name: seen for name, seen in found.items() if seen}


@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
def test_axe_finds_nothing_on_any_kind_of_page(site, watched, language, theme):
    paths = [site.reports / name for name in KINDS]

    assert {} == in_modes(watched, paths, [(language, theme)])


@pytest.mark.long
def test_axe_finds_nothing_on_any_page_in_any_mode(site, watched):
    assert {} == in_modes(watched, html_files(site), MODES)


def test_axe_would_find_something(watched):
    watched.page.set_content("<html><body><p style='color: #ccc'>得分</p><input></body></html>")

    found = {one.partition(":")[0] for one in violations(watched.page)}

    assert {"color-contrast", "label", "html-has-lang"} <= found


def test_every_kind_of_page_fits_a_phone(site, watched):
    watched.page.set_viewport_size({"width": 390, "height": 844})
    found = {name: faults(watched, site.reports / name, "en") for name in (*KINDS, *LARGE)}

    assert {} == {name: seen for name, seen in found.items() if seen}
