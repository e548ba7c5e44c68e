"""The site of all rubrics that the project has data for: small enough to carry, and whole."""

import pytest

from govscore_lib.job import run_all
from tests.projects import ROOT, copy_project
from tests.site.test_crawl import faults
from tests.site.test_print import on_paper, too_wide, touching
from tests.site.test_site import LARGEST, SITE

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    rubrics = [path.name for path in (ROOT / "data" / "raw").iterdir() if path.is_dir()]
    project = copy_project(tmp_path_factory.mktemp("all"), rubrics)
    assert () == run_all(project).failed
    return project.reports


def test_the_whole_site_is_small(reports):
    sizes = {path: path.stat().st_size for path in reports.rglob("*") if path.is_file()}

    assert sum(sizes.values()) < SITE
    assert {} == {p.name: s for p, s in sizes.items() if p.suffix == ".html" and s > LARGEST}


def test_no_page_of_any_rubric_asks_complains_breaks_or_overflows(reports, watched):
    found = {
        path.relative_to(reports).as_posix(): faults(watched, path)
        for path in sorted(reports.rglob("*.html"))
    }

    assert {} == {name: seen for name, seen in found.items() if seen}


def test_the_annual_report_of_every_rubric_fits_its_paper(reports, watched):
    found = {}
    for path in sorted(reports.rglob("annual-report.html")):
        for language in ("zh", "en"):
            watched.page.goto("about:blank")  # the same page in another language is opened anew
            page = on_paper(watched, path, language)
            seen = too_wide(page) + touching(page)
            page.emulate_media(media="screen")
            if seen:
                found[f"{path.parent.name} {language}"] = seen

    assert {} == found
