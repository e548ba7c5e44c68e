"""Files that are never seen half-written."""

from __future__ import annotations

from pathlib import Path


def write_beside(path: Path, text: str) -> None:
    """Write a text file beside its place, then move it there; folders are made where they lack."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.partial")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)
