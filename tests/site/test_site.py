"""The files of a site: complete, small, linked, the same each time."""

import re
from pathlib import Path

import pytest

from govscore_lib.reporting.packing import read_page
from tests.site.conftest import RUBRIC

LARGEST = 400_000


def html_files(site) -> list[Path]:
    return sorted(site.reports.rglob("*.html"))


def test_every_page_is_there(site):
    names = {path.relative_to(site.reports).as_posix() for path in html_files(site)}

    assert not site.report.failed
    assert {"index.html", f"{RUBRIC}/index.html"} < names
    assert {f"{RUBRIC}/{page}.html" for page in ("quality", "rank-items", "annual-report")} < names
    assert 7 == len([name for name in names if "/regions/" in name])


def test_pages_are_small_beside_the_shared_assets(site):
    assert {} == {p.name: p.stat().st_size for p in html_files(site) if p.stat().st_size > LARGEST}


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


def test_a_page_of_a_region_that_is_gone_is_removed_and_a_damaged_one_made_again(site):
    folder = site.reports / RUBRIC / "regions"
    (folder / "999999.html").write_text("old", encoding="utf-8")
    whole = (folder / "320803.html").read_bytes()
    (folder / "320803.html").write_text("half", encoding="utf-8")

    report = site.again()

    assert not (folder / "999999.html").exists()
    assert whole == (folder / "320803.html").read_bytes()
    assert 1 == len(report.results)


@pytest.mark.parametrize("name", ["index.html", f"{RUBRIC}/index.html", f"{RUBRIC}/quality.html"])
def test_titles_and_prose_stand_in_both_languages(site, name):
    text = read_page(site.reports / name)

    assert text.count('class="zh"') == text.count('class="en"')


def test_every_page_says_that_the_data_are_synthetic(site):
    silent = [path.name for path in html_files(site) if "合成数据" not in path.read_text("utf-8")]

    assert [] == silent
