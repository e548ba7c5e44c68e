"""Writes ``expectations/RUBRIC/TABLE.json`` anew: ``python -m govscore_lib.quality.suites``."""

from __future__ import annotations

import sys
from pathlib import Path

from govscore_lib.project import find_project
from govscore_lib.quality.declared import suites_of
from govscore_lib.quality.expectation import suite_json
from govscore_lib.quality.truths import read_truths
from govscore_lib.rubric import Rubric, load_rubric, rubric_ids


def suite_files(rubric: Rubric, folder: Path) -> dict[str, str]:
    """Return file name → text of every suite of a rubric.

    folder : ``expectations/RUBRIC``, where ``truths.yml`` may stand.
    """
    suites = suites_of(rubric, read_truths(folder, rubric))
    return {f"{table}.json": suite_json(table, suite, rubric.id) for table, suite in suites.items()}


def write_suites(rubric: Rubric, folder: Path) -> None:
    """Write the suites of a rubric, and remove those of tables that it no longer has."""
    files = suite_files(rubric, folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        beside = folder / f"{name}.partial"
        beside.write_text(text, encoding="utf-8")
        beside.replace(folder / name)
    for path in folder.glob("*.json"):
        if path.name not in files:
            path.unlink()


def main() -> None:
    """Write the suites of every rubric of the library into the project around the current folder."""
    root = find_project().expectations
    for name in rubric_ids():
        write_suites(load_rubric(name), root / name)
        sys.stdout.write(f"expectations/{name}\n")


if __name__ == "__main__":
    main()
