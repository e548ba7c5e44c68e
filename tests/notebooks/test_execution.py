"""Every notebook runs from top to bottom, for a rubric other than the one written in it."""

from pathlib import Path

import nbformat
import pytest

from govscore_lib.job import load_run
from govscore_lib.reporting.notebook_pages import notebook_jobs, pages_of
from govscore_lib.reporting.notebooks import run_notebooks
from govscore_lib.rubric import load_rubric
from tests.projects import copy_project

RUBRIC = "citizen-messages-2026w03"
FIRST = "510100"


@pytest.fixture(scope="module")
def jobs(tmp_path_factory):
    project = copy_project(tmp_path_factory.mktemp("project"), [RUBRIC])
    planned = notebook_jobs(load_run(RUBRIC, project=project), project.reports, project.root)
    return [job for job in planned if job.parameters.get("REGION", FIRST) == FIRST]


def test_every_notebook_runs_and_shows_something(jobs):
    assert len(pages_of(load_rubric(RUBRIC))) == len(jobs)

    results = run_notebooks(jobs)

    assert [None] * len(jobs) == [result.failure for result in results]
    for job in jobs:
        executed = nbformat.read(job.output, as_version=4)
        silent = [
            cell.source
            for cell in executed.cells
            if cell.cell_type == "code" and "show_" in cell.source and not cell.outputs
        ]
        assert [] == silent
        assert Path(job.page.html).stat().st_size < 400_000


def test_running_again_gives_the_same_bytes(jobs):
    def pages() -> dict[str, bytes]:
        run_notebooks(jobs)
        return {
            path: Path(path).read_bytes() for job in jobs for path in (job.page.html, job.output)
        }

    assert pages() == pages()
