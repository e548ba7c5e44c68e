"""Files that are never seen half-written."""

from __future__ import annotations

from pathlib import Path


def write_beside(path: Path, content: str | bytes) -> None:
    """Write a file beside its place, then move it there; folders are made where they lack.

    content : bytes as they are, or a text, which is written in UTF-8 with plain line ends.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.partial")
    beside.write_bytes(content if isinstance(content, bytes) else content.encode())
    beside.replace(path)
