"""Where a project keeps its files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from govscore_lib.errors import UsageError
from govscore_lib.files import write_beside

BEFORE = "data/before"
"""Where a project keeps the project of the period before."""


@dataclass(frozen=True)
class Project:
    """The folders of one project; ``root`` is the nearest parent that holds ``data/raw``."""

    root: Path

    @property
    def reports(self) -> Path:
        """The site."""
        return self.root / "reports"

    @property
    def notebooks(self) -> Path:
        """The notebooks that the site is made with."""
        return self.root / "notebooks"

    @property
    def expectations(self) -> Path:
        """The Great Expectations suites."""
        return self.root / "expectations"

    def raw(self, rubric_id: str) -> Path:
        """The files as received for one rubric."""
        return self.root / "data" / "raw" / rubric_id

    def processed(self, rubric_id: str) -> Path:
        """What was read from them."""
        return self.root / "data" / "processed" / rubric_id

    @contextmanager
    def alone(self, rubric_id: str) -> Iterator[None]:
        """Let one process at a time build what ``processed`` holds; the others wait and then find it built.

        Two notebooks opened at once, or one beside the main job, would otherwise write over each other.
        """
        from filelock import FileLock

        folder = self.processed(rubric_id).parent
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / f".{rubric_id}.lock"):
            yield

    @property
    def before(self) -> Project | None:
        """The project of the period before, where ``data/before`` is one: a folder with data/raw, or a link to it."""
        folder = self.root / BEFORE
        return Project(folder) if (folder / "data" / "raw").is_dir() else None

    def rubrics_with_data(self) -> tuple[str, ...]:
        """Return the ids of the rubrics that have a folder of raw data, in the order of their names."""
        return tuple(
            sorted(path.name for path in (self.root / "data" / "raw").iterdir() if path.is_dir())
        )


def find_project(start: Path | None = None) -> Project:
    """Return the project around ``start`` (the current folder by default).

    Raises UsageError when no parent holds ``data/raw``.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "data" / "raw").is_dir():
            return Project(folder)
    raise UsageError(
        f"no project around {here}: no parent folder holds data/raw. "
        "Hint: change into the project or say --project DIR."
    )


def project_in(folder: Path) -> Project:
    """Return the project in exactly this folder. Raises UsageError where it holds no data/raw."""
    if not (folder / "data" / "raw").is_dir():
        raise UsageError(f"{folder} is no project: it holds no data/raw.")
    return Project(folder.resolve())


class State:
    """What was built from what: name of an output → fingerprint of its inputs, kept as JSON."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._keys: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            self._keys = {}

    def is_fresh(self, name: str, key: str, outputs: Iterable[Path]) -> bool:
        """Whether the output was built from these very inputs and is still there."""
        return self._keys.get(name) == key and all(path.exists() for path in outputs)

    def key(self, name: str) -> str:
        """Return the fingerprint an output was built from; empty when it was never built."""
        return self._keys.get(name, "")

    def done(self, name: str, key: str) -> None:
        """Remember that the output now stands for these inputs."""
        self._keys[name] = key
        write_beside(self.path, json.dumps(self._keys, indent=1, sort_keys=True) + "\n")
