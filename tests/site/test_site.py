"""The files of a site: complete, small, linked, the same each time."""

import re
import tarfile
from pathlib import Path

import pytest

from govscore_lib.reporting.pages.from_notebooks import executed_notebooks
from govscore_lib.reporting.stored.packing import read_page
from govscore_lib.rubric import load_rubric
from tests.site.conftest import RUBRIC, SECOND

LARGEST = 400_000
SITE = 15_000_000
"""Bytes of a page, and of the site of every rubric of the library."""


def html_files(site) -> list[Path]:
    return sorted(site.reports.rglob("*.html"))


def test_every_page_is_there(site):
    names = {path.relative_to(site.reports).as_posix() for path in html_files(site)}

    assert not site.report.failed
    assert {"index.html", f"{RUBRIC}/index.html"} < names
    assert {f"{RUBRIC}/{page}.html" for page in ("quality", "rank-items", "annual-report")} < names
    assert 7 == len([name for name in names if name.startswith(f"{RUBRIC}/regions/")])
    criteria = len(load_rubric(RUBRIC).criteria)
    assert criteria == len([name for name in names if name.startswith(f"{RUBRIC}/criteria/")])
    assert {"glossary.html", f"{RUBRIC}/metrics.html", f"{SECOND}/index.html"} < names


def test_pages_are_small_beside_the_shared_assets(site):
    assert {} == {p.name: p.stat().st_size for p in html_files(site) if p.stat().st_size > LARGEST}


def test_the_site_is_small_enough_for_every_rubric_together(site):
    """This one has two of seven rubrics and a sixth of all pages, beside the shared chart library."""
    sizes = [p.stat().st_size for p in site.reports.rglob("*") if p.is_file()]

    assert sum(sizes) < SITE / 3


def test_executed_notebooks_lie_beside_the_data_and_travel_as_one_file(site):
    folder = executed_notebooks(site.project.root, RUBRIC)
    names = {path.name for path in folder.glob("*.ipynb")}

    assert [] == list(site.reports.rglob("*.ipynb"))
    slug = f"{RUBRIC}-notebooks"
    with tarfile.open(site.reports / RUBRIC / "downloads" / f"{slug}.tar.xz") as archive:
        held = {entry.name: entry for entry in archive.getmembers()}
        assert {f"{slug}/{name}" for name in names} == held.keys()
        assert {0} == {entry.mtime for entry in held.values()}
        inside = archive.extractfile(f"{slug}/quality.ipynb")
        assert (folder / "quality.ipynb").read_bytes() == inside.read()


def test_downloads_are_named_with_their_sizes_on_the_page_of_the_rubric_and_of_a_region(site):
    ready = {
        path.name: path.stat().st_size for path in (site.reports / RUBRIC / "downloads").iterdir()
    }
    assert {
        f"{RUBRIC}{end}"
        for end in (
            ".xlsx",
            "-csv.zip",
            "-notebooks.tar.xz",
        )
    } == ready.keys()

    front = read_page(site.reports / RUBRIC / "index.html")
    region = read_page(site.reports / RUBRIC / "regions" / "320826.html")

    for name, size in ready.items():
        told = f"{max(1, round(size / 1000))}\u00a0kB"
        assert re.search(rf'href="downloads/{name}" download><span [^>]*>[^<]*{told}', front)
        assert name.endswith(".xz") or f'href="../downloads/{name}" download' in region


def test_a_page_says_what_it_rests_on(site):
    region = read_page(site.reports / RUBRIC / "regions" / "320826.html")
    criterion = read_page(site.reports / RUBRIC / "criteria" / "1.02.html")

    assert "由 notebooks/30_explain_a_region.ipynb 生成 REGION=320826" in region
    for page in (region, criterion):
        assert load_rubric(RUBRIC).hash[:12] in page
        assert "index.html#provenance" in page


def test_every_link_and_asset_leads_to_a_file_and_every_anchor_to_a_place(site):
    ids = {path: set(re.findall(r'\bid="([^"]+)"', read_page(path))) for path in html_files(site)}
    broken = []
    for path in ids:
        for address in re.findall(r'(?:href|src)="([^"]+)"', read_page(path)):
            if address.startswith("data:"):
                continue
            file, _, place = address.partition("#")
            target = (path.parent / file).resolve() if file else path
            if not target.is_file() or (place and place not in ids.get(target, ())):
                broken.append((path.name, address))

    assert [] == broken


def test_no_page_names_another_host_as_a_source(site):
    for path in html_files(site):
        assert not re.search(r'(?:href|src)="(?:https?:)?//', read_page(path))


def test_the_licence_lies_beside_the_chart_library(site):
    vendor = site.reports / "assets" / "vendor"

    assert "MIT License" in (vendor / "plotly-LICENSE.txt").read_text("utf-8")
    assert (vendor / "plotly-cartesian.min.js").is_file()


def test_a_second_build_keeps_every_page_and_every_byte(site):
    before = {path: path.read_bytes() for path in site.reports.rglob("*") if path.is_file()}

    report = site.again()

    after = {path: path.read_bytes() for path in site.reports.rglob("*") if path.is_file()}
    assert before == after
    assert not report.results
    assert len(site.report.results) == report.reused


def test_a_rubric_built_again_alone_stands_among_the_others(site):
    before = {path: path.read_bytes() for path in site.reports.rglob("*") if path.is_file()}

    site.again_alone()

    assert before == {path: path.read_bytes() for path in site.reports.rglob("*") if path.is_file()}
    assert f"{SECOND}/index.html" in read_page(site.reports / "index.html")


def test_pages_of_gone_regions_go_and_those_that_are_damaged_or_lost_what_they_share_are_made_again(
    site,
):
    criteria = site.reports / RUBRIC / "criteria"
    before = {path.name: path.read_bytes() for path in criteria.iterdir()}
    (shared,) = criteria.glob("shared-*.js")
    assert all(shared.name in path.read_text("utf-8") for path in criteria.glob("*.html"))
    shared.unlink()
    folder = site.reports / RUBRIC / "regions"
    (folder / "999999.html").write_text("old", encoding="utf-8")
    whole = (folder / "320803.html").read_bytes()
    (folder / "320803.html").write_text("half", encoding="utf-8")

    report = site.again()

    assert not (folder / "999999.html").exists()
    assert whole == (folder / "320803.html").read_bytes()
    assert 1 == len(report.results)
    assert before == {path.name: path.read_bytes() for path in criteria.iterdir()}


@pytest.mark.parametrize("name", ["index.html", f"{RUBRIC}/index.html", f"{RUBRIC}/quality.html"])
def test_titles_and_prose_stand_in_both_languages(site, name):
    text = read_page(site.reports / name)

    assert text.count('class="zh"') == text.count('class="en"')


def test_every_page_says_that_the_data_are_synthetic(site):
    told = {RUBRIC: "合成数据", SECOND: "演示"}
    silent = [
        path.name
        for rubric, words in told.items()
        for path in (site.reports / rubric).rglob("*.html")
        if words not in path.read_text("utf-8")
    ]

    assert [] == silent
