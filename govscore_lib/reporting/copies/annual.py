"""Copies of the annual report beside its page: which there are, and making those that are stale."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.files import write_beside
from govscore_lib.fingerprints import digest
from govscore_lib.reporting.copies.faces import print_faces
from govscore_lib.reporting.copies.pdf import PrintError, find_browser, print_page
from govscore_lib.reporting.jobs import Copy
from govscore_lib.reporting.manifest import Manifest
from govscore_lib.reporting.stored.packing import read_page, write_page
from govscore_lib.text import Bilingual

PAGE = "annual-report.html"
WORD = (
    Copy("annual-report.zh.docx", "zh", "Word（中文）", "Word (Chinese)"),
    Copy("annual-report.en.docx", "en", "Word（英文）", "Word (English)"),
)
PDF = (
    Copy("annual-report.zh.pdf", "zh", "PDF（中文）", "PDF (Chinese)"),
    Copy("annual-report.en.pdf", "en", "PDF（英文）", "PDF (English)"),
)
AT_ONCE = 2
"""So many pages are printed at the same time."""


@dataclass(frozen=True)
class Source:
    """What the copies of one run are made from. folder : its part of the site. keys : what its files are made from."""

    scorecard: Scorecard
    notice: Bilingual
    folder: Path
    manifest: Manifest
    keys: dict[str, str]


def copies_offered() -> tuple[Copy, ...]:
    """Return the copies that this machine can make: Word always, PDF where there is a browser."""
    return (*PDF, *WORD) if find_browser() else WORD


def copies_ready(folder: Path) -> tuple[Copy, ...]:
    """Return the copies that lie in a part of the site."""
    return tuple(copy for copy in (*PDF, *WORD) if (folder / copy.name).is_file())


def make_copies(source: Source, on_step: Callable[[str], None] | None = None) -> list[str]:
    """Make the copies of a run that are not there or stale; return the files that are to be made again.

    A run without an annual report has no copies, and a machine without a browser no PDF; what lies there from
    before is removed. The link to a copy that could not be printed is taken off the page.
    on_step : told once when something is to be printed.
    """
    browser = find_browser()
    page = source.folder / PAGE
    wanted = (*WORD, *(PDF if browser else ())) if page.is_file() else ()
    for copy in (*WORD, *PDF):
        if copy not in wanted:
            (source.folder / copy.name).unlink(missing_ok=True)
    stale = []
    for copy in wanted:
        key = source.keys[copy.name] = digest(source.keys[PAGE], copy.language)
        if not source.manifest.is_fresh(copy.name, key):
            stale.append(copy)
    for copy in WORD:
        if copy in stale:
            _write_word(source, copy)
    to_print = [copy for copy in PDF if copy in stale]
    if browser is None or not to_print:
        return []
    if on_step is not None:
        on_step(f"{source.scorecard.part}: PDF")
    with tempfile.TemporaryDirectory(prefix="govscore-faces-") as folder:
        faces = print_faces(read_page(page), Path(folder))
        with ThreadPoolExecutor(AT_ONCE) as pool:
            made = list(pool.map(lambda copy: _print(source, copy, browser, faces), to_print))
    unmade = [copy for copy, is_made in zip(to_print, made, strict=True) if not is_made]
    for copy in unmade:
        _unlink(page, copy.name)
    return [PAGE] if unmade else []


def _write_word(source: Source, copy: Copy) -> None:
    from govscore_lib.reporting.copies.word import annual_report

    data = annual_report(source.scorecard, copy.language, source.notice)
    write_beside(source.folder / copy.name, data)


def _print(source: Source, copy: Copy, browser: str, faces: Mapping[str, str]) -> bool:
    """Print one copy; whether it came out."""
    target = source.folder / copy.name
    try:
        write_beside(target, print_page(source.folder / PAGE, copy.language, browser, faces))
    except PrintError:
        target.unlink(missing_ok=True)
        return False
    return True


def _unlink(page: Path, name: str) -> None:
    """Take the link to a copy that could not be made off a page."""
    link = re.compile(rf'<a href="{re.escape(name)}" download>.*?</a>(?: · )?', re.DOTALL)
    write_page(page, link.sub("", read_page(page)))
