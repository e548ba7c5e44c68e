"""Pages of one kind let share what they carry packed."""

from __future__ import annotations

from pathlib import Path

from govscore_lib.files import write_beside
from govscore_lib.reporting.stored.packing import packed_streams, packed_with, shared_by
from govscore_lib.reporting.stored.shared import NAME, NOTHING_SHARED, Shared

FILES = NAME.format("*")
FEWEST = 3
"""Fewer pages carry all their content themselves."""


def share(folder: Path) -> None:
    """Let the pages of a folder carry packed only what sets them apart from the largest of them.

    The same pages give the same files, in whatever form they were stored before. The shared file is written before
    the first page leads to it, and others are removed after the last: every page can be read at any moment.
    """
    stored = {path: path.read_text("utf-8") for path in sorted(folder.glob("*.html"))}
    streams = {}
    for path, page in stored.items():
        found = packed_streams(page, shared_by(path, page))
        if found is not None:
            streams[path] = found
    shared = NOTHING_SHARED
    if len(streams) >= FEWEST:
        shared = Shared.of(max(streams.values(), key=lambda one: (sum(map(len, one)), one)))
        shared.write(folder)
    for path, found in streams.items():
        page = packed_with(stored[path], found, shared)
        if page != stored[path]:
            write_beside(path, page)
    for path in folder.glob(FILES):
        if path.name != shared.name:
            path.unlink()


def drop_lost(folder: Path) -> None:
    """Remove pages whose shared file is gone or was changed, so that they are made again."""
    for path in folder.glob("*.html"):
        try:
            shared_by(path, path.read_text("utf-8", errors="replace"))
        except (OSError, ValueError):
            path.unlink()
    for path in folder.glob(FILES):
        try:
            Shared.read(path)
        except ValueError:
            path.unlink()
