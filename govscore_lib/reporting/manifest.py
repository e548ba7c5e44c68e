"""What a published file was made from, so that a second run redoes only what changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from govscore_lib.files import write_beside
from govscore_lib.fingerprints import file_digest

MANIFEST = "manifest.json"


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
            and entry.get("sha256") == file_digest(path)
        )

    def add(self, name: str, made_from: str) -> None:
        """Write down a file as soon as it is made, so that a run that is cut short goes on from there."""
        self._known[name] = self._entry(name, made_from)
        self._write()

    def keep(self, made_from: Mapping[str, str], failed: Iterable[str] = ()) -> None:
        """Write down every file that now belongs to the folder; failed ones are to be made again."""
        skipped = set(failed)
        self._known = {
            name: self._entry(name, key)
            for name, key in made_from.items()
            if name not in skipped and (self.folder / name).is_file()
        }
        self._write()

    def _entry(self, name: str, made_from: str) -> dict[str, str]:
        return {"made_from": made_from, "sha256": file_digest(self.folder / name)}

    def _write(self) -> None:
        entries = dict(sorted(self._known.items()))
        write_beside(
            self.folder / MANIFEST, json.dumps(entries, ensure_ascii=False, indent=1) + "\n"
        )
