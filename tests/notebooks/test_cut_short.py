"""A main job that is killed anywhere ends, when it is run again, in the site that it would have made."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.projects import ROOT, copy_project

EXAMPLES = ROOT / "docs" / "examples"
RUBRIC = "town-services-2024.yml"
LONGEST = 180


def project_in(folder: Path) -> Path:
    """The example of the guide as a project of its own: three towns, one register."""
    copy_project(folder, [])
    shutil.copy(EXAMPLES / RUBRIC, folder)
    shutil.copy(EXAMPLES / "towns.csv", folder)
    raw = folder / "data" / "raw" / "town-services-2024"
    for name in ("observations", "registers"):
        (raw / name).mkdir(parents=True)
    shutil.copy(EXAMPLES / "observations.csv", raw / "observations")
    shutil.copy(EXAMPLES / "cases.csv", raw / "registers")
    return folder


def start(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "govscore_lib.cli", "run", RUBRIC, "--project", "."]
    places = {"cwd": folder, "env": {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(ROOT)}}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **places)


def site_of(folder: Path) -> dict[str, bytes]:
    reports = folder / "reports"
    files = (path for path in reports.rglob("*") if path.is_file())
    return {path.relative_to(reports).as_posix(): path.read_bytes() for path in files}


def cut_short(folder: Path, lines: int, wait: float) -> None:
    """Kill the job, and nothing else, a moment after it has said so many lines."""
    job = start(folder)
    for _ in range(lines):
        assert job.stdout.readline()
    time.sleep(wait)
    job.send_signal(signal.SIGKILL)
    job.communicate(timeout=LONGEST)


def finished(folder: Path) -> dict[str, bytes]:
    """The site once a job has come to its end, with nothing half-written beside it."""
    job = start(folder)
    said, _ = job.communicate(timeout=LONGEST)
    assert 0 == job.returncode, said
    assert [] == list(folder.rglob("*.partial"))
    return site_of(folder)


def test_a_job_killed_while_notebooks_run_goes_on_where_it_was(tmp_path):
    """Four lines come before the notebooks, then one a notebook."""
    folder = project_in(tmp_path)
    cut_short(folder, 6, 0.05)
    made = len(list((folder / "reports").rglob("*.html")))

    resumed = finished(folder)

    shutil.rmtree(folder / "reports")
    assert 0 < made < len([name for name in resumed if name.endswith(".html")])
    assert finished(folder) == resumed
    assert [] == list(folder.glob("govscore-*")), "runs that were handed over are cleared away"


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> dict[str, bytes]:
    return finished(project_in(tmp_path_factory.mktemp("whole")))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(8))
def test_a_job_killed_anywhere_again_and_again_ends_in_the_same_site(tmp_path, whole, seed):
    folder = project_in(tmp_path)
    chance = random.Random(seed)

    for _ in range(3):
        cut_short(folder, chance.randrange(0, 9), chance.uniform(0, 1))

    assert whole == finished(folder)
