"""The notebook of bulletins runs for a rubric of one's own, with a page for every period."""

import re
from pathlib import Path

import nbformat
import pytest

from govscore_lib.job import load_run
from govscore_lib.project import Project
from govscore_lib.reporting.pages.from_notebooks import menu, notebook_jobs
from govscore_lib.reporting.runner.notebooks import run_notebooks
from govscore_lib.reporting.stored.packing import read_page
from tests.bulletins import write_project


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    return write_project(tmp_path_factory.mktemp("project"))


@pytest.fixture(scope="module")
def card(project):
    return load_run(str(project.root / "small.yml"), project=project)


def test_every_period_becomes_a_page(project, card):
    jobs = [
        job
        for job in notebook_jobs(card, project.reports, project.root)
        if Path(job.notebook).name.startswith("70_")
    ]
    names = ["2021", "2021-Q1", "2021-Q2", "2021-Q3", "2021-Q4", "2021-12"]

    assert [f"bulletin-{name}.html" for name in names] == [Path(job.page.html).name for job in jobs]
    assert names == [job.parameters["PERIOD"] for job in jobs]

    shown = [jobs[0], jobs[1], jobs[4]]
    results = run_notebooks(shown)

    assert [None, None, None] == [result.failure for result in results]
    year, empty, quarter = (read_page(Path(job.page.html)) for job in shown)
    assert "7 个地区中 3 个有记录" in year
    assert "2021年第一季度没有记录" in empty
    assert "与上季度相比" not in quarter
    assert "上季度没有记录" in quarter
    for job in shown:
        executed = nbformat.read(job.output, as_version=4)
        shows = [cell for cell in executed.cells if re.search(r"gs\.(show|plot)_", cell.source)]
        assert 7 == len([cell for cell in shows if cell.outputs])
        assert Path(job.page.html).stat().st_size < 400_000
    for address in re.findall(r'href="(bulletin-[^"]+)"', quarter):
        assert address.removeprefix("bulletin-").removesuffix(".html") in names


def test_the_rubric_leads_to_the_bulletin_of_the_year(card):
    pages = [page for page, *_ in menu(card) if "bulletin" in page]

    assert ["bulletin-2021.html"] == pages
