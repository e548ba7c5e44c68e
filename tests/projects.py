"""Projects in a folder of their own, on the data of this one."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from govscore_lib.project import Project

ROOT = Path(__file__).resolve().parents[1]


def copy_project(folder: Path, rubrics: Iterable[str]) -> Project:
    """A project with the raw data of some rubrics, the notebooks and the expectations."""
    for rubric in rubrics:
        shutil.copytree(ROOT / "data" / "raw" / rubric, folder / "data" / "raw" / rubric)
        if (ROOT / "expectations" / rubric).is_dir():
            shutil.copytree(ROOT / "expectations" / rubric, folder / "expectations" / rubric)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    return Project(folder)
