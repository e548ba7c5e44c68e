"""Every notebook runs from top to bottom, for a rubric other than the one written in it."""

from pathlib import Path

import nbformat
import pytest

from govscore_lib.job import load_run
from govscore_lib.reporting.jobs import NotebookJob
from govscore_lib.reporting.notebook_pages import IN_LAB_ONLY, notebook_jobs, pages_of
from govscore_lib.reporting.notebooks import run_notebooks
from govscore_lib.rubric import load_rubric
from tests.projects import copy_project

RUBRIC = "citizen-messages-2026w03"
FIRST = "510100"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return copy_project(tmp_path_factory.mktemp("project"), [RUBRIC])


@pytest.fixture(scope="module")
def jobs(project):
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


@pytest.mark.parametrize("name", IN_LAB_ONLY)
def test_a_notebook_that_becomes_no_page_runs_too(project, tmp_path, name):
    output = tmp_path / name
    parameters = {"RUBRIC": RUBRIC}
    job = NotebookJob(
        name, str(project.root / "notebooks" / name), str(output), parameters, str(project.root)
    )

    (result,) = run_notebooks([job])

    assert result.failure is None
    cells = [cell for cell in nbformat.read(output, as_version=4).cells if cell.cell_type == "code"]
    asked = [
        cell for cell in cells if "import" not in cell.source and not cell.metadata.get("tags")
    ]
    assert [] == [cell.source for cell in asked if not cell.outputs]


def test_running_again_gives_the_same_bytes(jobs):
    def pages() -> dict[str, bytes]:
        run_notebooks(jobs)
        return {
            path: Path(path).read_bytes() for job in jobs for path in (job.page.html, job.output)
        }

    assert pages() == pages()
