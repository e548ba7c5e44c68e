"""The raw folder of a rubric: which file is what.

* ``registers/NAME.csv``, ``NAME.xlsx``, ``NAME.parquet``, ``NAME__part.csv``: record tables, in parts or whole;
* ``materials/REGIONID_名称.xlsx``: one workbook per region;
* ``observations/*.csv``: figures, long or wide (with ``STEM.mapping.yml`` beside).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Kind = Literal["register", "materials", "observations", "other"]

_SUFFIXES = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".parquet"}
_FOLDERS: dict[str, Kind] = {
    "registers": "register",
    "materials": "materials",
    "observations": "observations",
}
_DOCUMENTS = {".md", ".yml", ".yaml", ".pdf", ".docx", ".doc", ".json"}


@dataclass(frozen=True)
class RawFile:
    """One file of the raw folder.

    name : path inside the raw folder, with slashes.
    """

    path: Path
    name: str
    kind: Kind

    @property
    def stem(self) -> str:
        """The name up to the first dot or double underscore: the register, or the start of a form's name."""
        return self.path.name.split(".")[0].split("__")[0]


def raw_files(raw_dir: Path) -> Iterator[RawFile]:
    """Yield the data files of a raw folder by name; lock files, hidden files and documents are passed over."""
    for path in sorted(raw_dir.rglob("*")):
        relative = path.relative_to(raw_dir)
        if not path.is_file() or any(part.startswith((".", "~$")) for part in relative.parts):
            continue
        if path.suffix.lower() in _DOCUMENTS:
            continue
        folder = relative.parts[0] if len(relative.parts) > 1 else ""
        kind = _FOLDERS.get(folder, "other") if path.suffix.lower() in _SUFFIXES else "other"
        yield RawFile(path, relative.as_posix(), kind)
