"""Hashes that say what a result was made from."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import cache
from importlib import resources
from pathlib import Path


def digest(*parts: str | bytes) -> str:
    """Return the SHA-256 of the parts, each marked off from the next."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()


def file_digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes, however many they are."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_digest(files: Iterable[Path], base: Path) -> str:
    """Return one hash over names (below ``base``) and contents of the files.

    A file that cannot be opened counts by its name: it is for its reader to say so.
    """
    parts: list[str | bytes] = []
    for path in sorted(files):
        # names are bytes to the system; an old archive may leave some that are no text
        parts += [os.fsencode(path.relative_to(base).as_posix()), _contents(path)]
    return digest(*parts)


def _contents(path: Path) -> str:
    try:
        return file_digest(path)
    except OSError as error:
        return f"not opened: {type(error).__name__}"


@cache
def library_digest() -> str:
    """Return one hash over every source, document and asset of the library: a changed library makes results stale."""
    folder = Path(str(resources.files("govscore_lib")))
    files = (
        path
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in (".pyc", ".pyo") and not path.name.startswith(".")
    )
    return files_digest(files, folder)
