"""What a published file was made from, so that a second run redoes only what changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"


def digest(*parts: str | bytes) -> str:
    """Return the SHA-256 of the parts, each marked off from the next."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(len(data).to_bytes(8, "big"))
        whole.update(data)
    return whole.hexdigest()


@cache
def library_digest() -> str:
    """Return the SHA-256 over every source, template and asset of the library."""
    root = Path(str(resources.files("govscore_lib")))
    files = sorted(
        path
        for path in root.rglob("*")
        if path.is_file()
        and path.suffix not in (".pyc", ".pyo")
        and "__pycache__" not in path.parts
    )
    parts: list[str | bytes] = []
    for path in files:
        parts += [path.relative_to(root).as_posix(), path.read_bytes()]
    return digest(*parts)


def canonical(value: Any) -> str:
    """Return a value as JSON that is the same for the same content."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


class Manifest:
    """File → what it was made from and its own hash, for one rubric's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = folder / MANIFEST
        try:
            self._known: dict[str, dict[str, str]] = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError):
            self._known = {}

    def is_fresh(self, name: str, made_from: str) -> bool:
        """Return whether a file is there, unchanged, and made from the same."""
        entry = self._known.get(name)
        path = self.folder / name
        return (
            entry is not None
            and entry.get("made_from") == made_from
            and path.is_file()
            and entry.get("sha256") == _hash(path)
        )

    def keep(self, made_from: Mapping[str, str], failed: Iterable[str] = ()) -> None:
        """Write down every file that now belongs to the folder; failed ones are to be made again."""
        from govscore_lib.reporting.notebooks import write_beside

        skipped = set(failed)
        entries = {
            name: {"made_from": key, "sha256": _hash(self.folder / name)}
            for name, key in sorted(made_from.items())
            if name not in skipped and (self.folder / name).is_file()
        }
        write_beside(
            self.folder / MANIFEST, json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
        )


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
