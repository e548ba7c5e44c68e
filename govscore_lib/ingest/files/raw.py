"""The raw folder of a rubric: which file is what.

* ``registers/NAME.csv``, ``NAME.xlsx``, ``NAME.parquet``, ``NAME__part.csv``: record tables, in parts or whole;
* ``registers/NAME/month=2021-03/part-0.parquet``: a record table in a folder of its own, in parts of any name;
* ``materials/REGIONID_名称.xlsx``, or beside the folders: filled forms, one per region or department;
* ``observations/*.csv``: figures, long or wide (with ``STEM.mapping.yml`` beside);
* ``aliases.yml``, ``corrections.yml``: further names, and corrections of single cells.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

Kind = Literal["register", "materials", "observations", "other"]

_READ = {".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet"}
_TABLES = _READ | {
    ".xls", ".xlsb", ".xlt", ".xltx", ".et", ".ett", ".ods", ".numbers", ".wps", ".dbf", ".sav", ".feather", ".arrow",
    ".zip", ".rar", ".7z", ".gz", ".tar",
}  # fmt: skip
"""Endings of what an office takes for a table: where we do not read one, the reader of the folder says so."""
_FOLDERS: dict[str, Kind] = {
    "registers": "register",
    "materials": "materials",
    "observations": "observations",
}
_FORMS = {".xlsx", ".xlsm"}
"""A workbook that stands in no folder is taken for a filled form."""
_DOCUMENTS = {".md", ".yml", ".yaml", ".pdf", ".docx", ".doc", ".json"}


_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
"""Stands in the name of a folder whose rows have no value in its column."""
_MARKS = {"_SUCCESS", "_metadata", "_common_metadata"}
"""Files that programs leave beside the parts of a table; they hold no rows."""


def _stem(name: str) -> str:
    return name.split(".")[0].split("__")[0]


@dataclass(frozen=True)
class RawFile:
    """One file of the raw folder.

    name : path inside the raw folder, with slashes, as people read it.
    """

    path: Path
    name: str
    kind: Kind

    @property
    def stem(self) -> str:
        """The name up to the first dot or double underscore: the register, or the start of a form's name."""
        return _stem(self.name.rpartition("/")[2])

    @property
    def folder(self) -> str:
        """The name of the folder below ``registers`` that the file lies in, up to the same marks; empty without."""
        parts = self.name.split("/")
        return _stem(parts[1]) if len(parts) > 2 else ""

    @property
    def partitions(self) -> dict[str, str]:
        """What the folders around the file say of all its rows: ``region_id=320803`` → region_id, 320803."""
        pairs = (part.partition("=") for part in self.name.split("/")[:-1] if "=" in part)
        return {key: "" if value == _NO_VALUE else unquote(value) for key, _, value in pairs if key}


def raw_files(raw_dir: Path) -> Iterator[RawFile]:
    """Yield the data files of a raw folder by name; lock files, hidden files and documents are passed over.

    A link that leads nowhere, and a folder that bears the name of a table, are yielded too: silence about
    them would look like completeness.
    """
    for path in sorted(raw_dir.rglob("*")):
        relative = path.relative_to(raw_dir)
        if any(part.startswith((".", "~$")) for part in relative.parts):
            continue
        if path.name in _MARKS:
            continue
        suffix = path.suffix.lower()
        if path.is_dir() and (suffix not in _TABLES or suffix == ".parquet"):
            continue
        if suffix in _DOCUMENTS:
            continue
        folder = relative.parts[0] if len(relative.parts) > 1 else ""
        kind = _FOLDERS.get(folder, "other") if suffix in _TABLES else "other"
        if not folder and suffix in _FORMS:
            kind = "materials"
        yield RawFile(path, readable_name(relative.as_posix()), kind)


def readable_name(name: str) -> str:
    """Return a file's name as text; one whose bytes are no UTF-8 is read as GB18030, as old archives have it."""
    data = os.fsencode(name)
    for codec in ("utf-8", "gb18030"):
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return data.decode("ascii", "backslashreplace")
