"""Pages printed to PDF by a browser, with the same bytes for the same page."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path

BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
"""Names under which a browser that can print is looked for in the path."""
SECONDS = 90
"""A browser that has not printed a page by then is stopped."""
SETTLED = 5000
"""Milliseconds of the page's own clock in which it draws its charts; they pass as quickly as it draws."""
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--no-first-run",
    "--no-pdf-header-footer",
    f"--virtual-time-budget={SETTLED}",
)
EPOCH = b"D:19700101000000+00'00'"
_OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\s")
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:[^)]*\)")
_TO_BROWSER = re.compile(rb"/Creator \((?:[^()\\]|\\.)*\)")


class PrintError(Exception):
    """A page that could not be printed, and why."""


def find_browser() -> str | None:
    """Return the path of a browser that can print; null when there is none.

    The variable ``GOVSCORE_BROWSER`` names another one than the first found; an empty one means none.
    """
    named = os.environ.get("GOVSCORE_BROWSER")
    names = BROWSERS if named is None else (named,)
    return next(filter(None, (shutil.which(name) for name in names if name)), None)


def print_page(
    page: Path, language: str, browser: str, variables: Mapping[str, str] | None = None
) -> bytes:
    """Return a page of the site as PDF, in ``"zh"`` or ``"en"``.

    variables : of the browser's environment, beside the user's; those of ``print_faces`` show it faces that a PDF
    can hold. The browser gets a profile of its own, which is removed afterwards, and nothing of the user's.
    Raises PrintError when it does not print in :data:`SECONDS`.
    """
    with tempfile.TemporaryDirectory(
        prefix="govscore-print-", ignore_cleanup_errors=True
    ) as folder:
        target = Path(folder) / "page.pdf"
        command = [
            browser,
            *OPTIONS,
            f"--user-data-dir={Path(folder) / 'profile'}",
            f"--print-to-pdf={target}",
            f"{page.resolve().as_uri()}#lang={language}&theme=light",
        ]
        try:
            done = subprocess.run(
                command,
                capture_output=True,
                timeout=SECONDS,
                check=False,
                env=os.environ | dict(variables or {}),
            )
        except subprocess.TimeoutExpired:
            raise PrintError(f"{page.name}: not printed within {SECONDS} seconds") from None
        except OSError as fault:
            raise PrintError(f"{page.name}: {fault}") from None
        if done.returncode or not target.is_file():
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise PrintError(f"{page.name}: {said[-1] if said else f'exit {done.returncode}'}")
        return settled(target.read_bytes())


def settled(printed: bytes) -> bytes:
    """Return a PDF as a browser writes it without its clock and version, and smaller.

    Its plain objects, two thirds of the file, move into compressed object streams (ISO 32000-1, 7.5.7).
    Raises PrintError for a file that is not built of plain objects.
    """
    objects, trailer = _objects(printed)
    slim: dict[int, bytes] = {}
    for number, body in objects.items():
        if b"/CreationDate" in body:
            body = _DATE.sub(rb"/\1 (" + EPOCH + rb")", body)
            body = _TO_BROWSER.sub(b"/Creator (govscore)", body)
        slim[number] = body
    root = re.search(rb"/Root (\d+ 0 R)", trailer)
    info = re.search(rb"/Info (\d+ 0 R)", trailer)
    if root is None or info is None:
        raise PrintError("the browser's PDF names no document")
    return _written(slim, root[1], info[1])


def _objects(printed: bytes) -> tuple[dict[int, bytes], bytes]:
    """The objects of a PDF by number, found through its table of places, and its trailer."""
    start = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", printed)
    head = start and re.match(rb"xref\s+0 (\d+)\s+", printed[int(start[1]) :])
    if start is None or head is None:
        raise PrintError("the browser's PDF has no plain table of objects")
    table = int(start[1])
    entries = table + head.end()
    count = int(head[1])
    places = [
        (int(printed[at : at + 10]), number)
        for number in range(count)
        if printed[(at := entries + 20 * number) + 17 : at + 18] == b"n"
    ]
    ordered = sorted(places)
    ends = [place for place, _ in ordered[1:]] + [table]
    objects = {}
    for (place, number), end in zip(ordered, ends, strict=True):
        body = printed[place:end].strip()
        opened = re.match(rb"%d 0 obj\s*" % number, body)
        if opened is None or not body.endswith(b"endobj"):
            raise PrintError(f"object {number} of the browser's PDF is not where its table says")
        objects[number] = body[opened.end() : -len(b"endobj")].strip()
    return objects, printed[entries + 20 * count :]


def _written(objects: dict[int, bytes], root: bytes, info: bytes) -> bytes:
    """A PDF 1.5 of the objects: streams as they are, everything else packed, two hundred to a stream."""
    out = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, tuple[int, int, int]] = {0: (0, 0, 65535)}
    plain = []
    for number, body in sorted(objects.items()):
        if body.endswith(b"endstream"):
            places[number] = (1, len(out), 0)
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        else:
            plain.append(number)
    following = max(objects) + 1
    for first in range(0, len(plain), 200):
        group = plain[first : first + 200]
        head, content = [], bytearray()
        for index, number in enumerate(group):
            head.append(b"%d %d" % (number, len(content)))
            content += objects[number] + b"\n"
            places[number] = (2, following, index)
        numbers = b" ".join(head) + b"\n"
        packed = zlib.compress(numbers + bytes(content), 9)
        places[following] = (1, len(out), 0)
        out += (
            b"%d 0 obj\n<</Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d>>\nstream\n%s\nendstream\nendobj\n"
            % (following, len(group), len(numbers), len(packed), packed)
        )
        following += 1
    places[following] = (1, len(out), 0)
    table = b"".join(
        kind.to_bytes(1, "big") + first.to_bytes(4, "big") + second.to_bytes(2, "big")
        for kind, first, second in (places.get(n, (0, 0, 65535)) for n in range(following + 1))
    )
    packed = zlib.compress(table, 9)
    ident = hashlib.sha256(bytes(out)).hexdigest()[:32].encode("ascii")
    start = len(out)
    out += (
        b"%d 0 obj\n<</Type /XRef /Size %d /W [1 4 2] /Root %s /Info %s /ID [<%s> <%s>] /Filter /FlateDecode /Length %d>>\n"
        b"stream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
        % (following, following + 1, root, info, ident, ident, len(packed), packed, start)
    )
    return bytes(out)
