"""Files that are never seen half-written."""

from __future__ import annotations

import os
from pathlib import Path

UNFINISHED = ".partial"
"""How the name of a file ends that is still being written."""


def write_beside(path: Path, content: str | bytes) -> None:
    """Write a file beside its place, then move it there; folders are made where they lack.

    content : bytes as they are, or a text, which is written in UTF-8 with plain line ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}{UNFINISHED}")
    beside.write_bytes(content if isinstance(content, bytes) else content.encode())
    beside.replace(path)


def sweep(folder: Path) -> None:
    """Remove what a run that was killed left half-written anywhere below a folder."""
    for path in sorted(folder.rglob(f".*{UNFINISHED}")):
        path.unlink(missing_ok=True)
