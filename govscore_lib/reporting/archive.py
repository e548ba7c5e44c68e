"""Many files as one to take away; the same files give the same bytes."""

from __future__ import annotations

import io
import lzma
import tarfile
from collections.abc import Iterable
from pathlib import Path


def pack_files(files: Iterable[Path], folder: str) -> bytes:
    """Return the files as a ``.tar.xz`` with one folder in it, sorted by name, without times or owners.

    The notebooks of a rubric's regions are nearly the same, which a zip, file by file, cannot use: it is
    seven times as large.
    """
    tarred = io.BytesIO()
    with tarfile.open(fileobj=tarred, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(files, key=lambda one: one.name):
            data = path.read_bytes()
            entry = tarfile.TarInfo(f"{folder}/{path.name}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return lzma.compress(tarred.getvalue(), preset=6)
