"""No page is published that holds a number that names a person."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from govscore_lib.errors import Problem
from govscore_lib.personal import NAMES, Kind, personal_numbers
from govscore_lib.reporting.stored.packing import read_page

_TEXTS = {".html", ".htm", ".csv", ".json", ".js", ".ipynb", ".md", ".txt", ".svg"}
_ARCHIVES = {".xlsx", ".docx", ".zip"}


def hold_back(files: Iterable[Path], site: Path) -> dict[Path, Problem]:
    """Remove the files that hold an identity number or a mobile number, and return why, by file.

    files : what is about to be published. site : the folder that messages name them in.
    A message says where the number stands and of which kind it is, never the number.
    """
    held: dict[Path, Problem] = {}
    for path in files:
        found = list(dict.fromkeys(_places(path)))
        if found:
            path.unlink()
            held[path] = Problem(
                f"{site.name}/{path.relative_to(site).as_posix()}, {found[0][1]}",
                f"holds {' and '.join(sorted({NAMES[kind][1] for kind, _ in found}))} "
                f"({len(found)} {'place' if len(found) == 1 else 'places'}); the file was not published",
                "nothing that names a person",
                "take the number out of the text it comes from; findings name the file it stands in",
            )
    return held


def published(folder: Path) -> Iterator[Path]:
    """Yield the files of a part of the site that could hold a number, without the shared assets."""
    for path in sorted(folder.rglob("*")):
        is_asset = "assets" in path.relative_to(folder).parts
        if path.is_file() and not is_asset and path.suffix.lower() in _TEXTS | _ARCHIVES:
            yield path


def _places(path: Path) -> Iterator[tuple[Kind, str]]:
    """Yield kind and place of every such number in a file."""
    if path.suffix.lower() in _ARCHIVES:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith((".xml", ".rels", ".csv")):
                    text = archive.read(name).decode("utf-8", "replace")
                    yield from ((found.kind, name) for found in personal_numbers(text))
        return
    text = read_page(path)
    for found in personal_numbers(text):
        yield found.kind, f"line {text.count(chr(10), 0, found.start) + 1}"
