"""Every notebook runs from top to bottom, for every rubric and not only the one written in it."""

from pathlib import Path

import nbformat
import pytest

from govscore_lib.job import load_run
from govscore_lib.reporting.jobs import NotebookJob
from govscore_lib.reporting.pages.from_notebooks import IN_LAB_ONLY, notebook_jobs, pages_of
from govscore_lib.reporting.runner.notebooks import run_notebooks
from govscore_lib.rubric import load_rubric
from tests.projects import ROOT, copy_project

RUBRIC = "citizen-messages-2026w03"
AWARDS = "sichuan-2021-services"
"""The rubric with the most kinds of pages: settings, a rubric inside another, prizes."""
OTHERS = sorted(
    folder.name
    for folder in (ROOT / "data" / "raw").iterdir()
    if folder.is_dir() and folder.name not in (RUBRIC, AWARDS)
)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return copy_project(tmp_path_factory.mktemp("project"), [RUBRIC])


def jobs_of(project, rubric: str) -> list[NotebookJob]:
    """Every notebook of a rubric; of those for one region each, the first."""
    planned = notebook_jobs(load_run(rubric, project=project), project.reports, project.root)
    regions = [job.parameters["REGION"] for job in planned if "REGION" in job.parameters]
    return [job for job in planned if job.parameters.get("REGION", regions[0]) == regions[0]]


def run_all(jobs: list[NotebookJob]) -> list[NotebookJob]:
    assert [] == [result.failure for result in run_notebooks(jobs) if result.failure]
    return jobs


SILENT = "show_change_since"
"""Shows nothing in a project without a period before."""


def hold_what_they_promise(executed_jobs: list[NotebookJob]) -> None:
    for job in executed_jobs:
        executed = nbformat.read(job.output, as_version=4)
        silent = [
            cell.source
            for cell in executed.cells
            if cell.cell_type == "code"
            and "show_" in cell.source
            and not cell.outputs
            and SILENT not in cell.source
        ]
        assert [] == silent
        assert Path(job.page.html).stat().st_size < 400_000


@pytest.fixture(scope="module")
def executed_jobs(project):
    return run_all(jobs_of(project, RUBRIC))


def test_every_notebook_runs_and_shows_something(executed_jobs):
    assert len(pages_of(load_rubric(RUBRIC))) == len(executed_jobs)
    hold_what_they_promise(executed_jobs)


@pytest.mark.parametrize(
    "rubric", [AWARDS, *(pytest.param(name, marks=pytest.mark.long) for name in OTHERS)]
)
def test_every_notebook_runs_for_the_other_rubrics(tmp_path, rubric):
    hold_what_they_promise(run_all(jobs_of(copy_project(tmp_path, [rubric]), rubric)))


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


def test_running_again_gives_the_same_bytes(executed_jobs):
    def pages() -> dict[str, bytes]:
        return {
            path: Path(path).read_bytes()
            for job in executed_jobs
            for path in (job.page.html, job.output)
        }

    before = pages()
    for path in before:
        Path(path).unlink()

    run_all(executed_jobs)

    assert before == pages()
