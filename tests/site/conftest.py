"""One site for all tests of pages, built from the project's data, and a browser that may go nowhere."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from govscore_lib.job import load_quality, load_run
from govscore_lib.project import Project
from govscore_lib.reporting.site import Result, SiteReport, build_site
from tests.programs import find_chromium
from tests.projects import copy_project

RUBRIC = "huaian-2021-integrity"
SECOND = "citizen-messages-2026w03"
"""A second part of the site: one clause, 21 regions, a demonstration."""
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no name and no address leads anywhere
)


@dataclass
class Site:
    """A built site: its project and folder, what the build said, how to build it again, whole or the first alone."""

    project: Project
    reports: Path
    report: SiteReport
    again: Callable[[], SiteReport]
    again_alone: Callable[[], SiteReport]


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Site:
    project = copy_project(tmp_path_factory.mktemp("site"), [RUBRIC, SECOND])
    results = [
        Result(load_run(name, project=project), load_quality(name, project=project).findings)
        for name in (RUBRIC, SECOND)
    ]

    def build(some: list[Result]) -> SiteReport:
        return build_site(some, project.reports, project=project.root)

    first = build(results)
    return Site(project, project.reports, first, lambda: build(results), lambda: build(results[:1]))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=find_chromium(), args=list(QUIET))
        yield opened
        opened.close()


@dataclass
class Watched:
    """A page together with all that it should not have done."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, path: Path, language: str = "zh", theme: str = "light") -> Page:
        """Open a file and wait until every chart on it is drawn."""
        self.page.goto(f"{path.as_uri()}#lang={language}&theme={theme}")
        self.page.wait_for_function(
            "'ready' in document.documentElement.dataset"
            " && document.querySelectorAll('.plot:not([data-drawn])').length === 0"
        )
        return self.page


@pytest.fixture
def watched(browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1100, "height": 900})
    page = context.new_page()
    seen = Watched(page)

    def note(request) -> None:
        if not request.url.startswith(("file:", "data:")):
            seen.requests.append(request.url)

    page.on("request", note)
    page.on("console", lambda message: seen.complaints.append(message.text))
    page.on("pageerror", lambda fault: seen.complaints.append(str(fault)))
    yield seen
    context.close()
