"""Pages as they are stored: what only the script can show is kept packed, at a tenth of its size.

A reader without the script sees Chinese text and tables, never a chart or English. So the charts' data and the
English half of every pair stand in one compressed block at the end of the page, and the script puts them back
before it shows anything. The page in the browser is the same as without packing; see docs/decisions/0011.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from pathlib import Path
from typing import Any

from govscore_lib.files import write_beside

CHART_OPEN = '<script type="application/vnd.plotly.v1+json">'
PACKED_OPEN = '<script type="text/plain" id="packed">'
_CLOSE = "</script>"
_CHARTS = re.compile(re.escape(CHART_OPEN) + "(.*?)" + _CLOSE, re.DOTALL)
_EMPTY_CHART = CHART_OPEN + _CLOSE
_PACKED = re.compile(re.escape(PACKED_OPEN) + "([A-Za-z0-9+/=]*)" + _CLOSE + "\n")
_TAGS = re.compile(r"<(/?)([a-z][a-z0-9]*)\b([^>]*)>")
_ZH, _EN = ' class="zh" lang="zh-CN"', ' class="en" lang="en"'
_SLIM_ZH = ' class="zh"'


def write_page(path: Path, page: str) -> None:
    """Write a page, packed, beside its place and move it there."""
    write_beside(path, pack(page))


def read_page(path: Path) -> str:
    """Return a stored page as it was before it was packed."""
    return unpack(path.read_text(encoding="utf-8"))


def pack(page: str) -> str:
    """Return the page with its charts' data and its English in one compressed block.

    Chinese elements keep their place; the English one that followed each is listed in the order of the page,
    with the white space between the two, null where none followed. A page with neither stays as it is.
    """
    charts: list[str] = _CHARTS.findall(page)
    slim, english = _without_english(_CHARTS.sub(_EMPTY_CHART, page))
    if not charts and not any(english):
        return page
    content = {"charts": [json.loads(chart) for chart in charts], "en": english}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    block = base64.b64encode(zlib.compress(text.encode(), 9)).decode("ascii")
    return slim.replace("</body>", f"{PACKED_OPEN}{block}{_CLOSE}\n</body>", 1)


def unpack(page: str) -> str:
    """Return the page that :func:`pack` was given, to the last character of its text."""
    found = _PACKED.search(page)
    if found is None:
        return page
    content: dict[str, Any] = json.loads(zlib.decompress(base64.b64decode(found[1])))
    whole = _with_english(page.replace(found[0], "", 1), content["en"])
    charts = iter(content["charts"])
    return re.sub(re.escape(_EMPTY_CHART), lambda _: _chart(next(charts)), whole)


def _chart(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return CHART_OPEN + text.replace("<", "\\u003c") + _CLOSE


def _without_english(page: str) -> tuple[str, list[list[str] | None]]:
    """The page without the English elements beside outermost Chinese ones, and these: [space, inner markup]."""
    kept: list[str] = []
    english: list[list[str] | None] = []
    at = 0
    while (start := _next_chinese(page, at)) is not None:
        head, tag, inside = start
        end = _end_of(page, tag, inside)
        kept += [page[at:head], f"<{tag}{_SLIM_ZH}>", page[inside:end]]
        follower = re.compile(rf"(\s*)<{tag}{_EN}>").match(page, end)
        if follower is None:
            english.append(None)
            at = end
        else:
            at = _end_of(page, tag, follower.end())
            english.append([follower[1], page[follower.end() : at - len(tag) - 3]])
    kept.append(page[at:])
    return "".join(kept), english


def _next_chinese(page: str, at: int) -> tuple[int, str, int] | None:
    """Where the next Chinese element begins, its tag, and where its content begins."""
    mark = page.find(f"{_ZH}>", at)
    if mark < 0:
        return None
    head = page.rindex("<", at, mark)
    return head, page[head + 1 : mark], mark + len(_ZH) + 1


def _end_of(page: str, tag: str, inside: int) -> int:
    """Where an element ends, closing tag included. Raises ValueError when it is never closed."""
    depth = 1
    for found in _TAGS.finditer(page, inside):
        if found[2] == tag:
            depth += -1 if found[1] else 1
            if not depth:
                return found.end()
    raise ValueError(f"<{tag}> is not closed: {page[inside : inside + 60]!r}")


def _with_english(page: str, english: list[list[str] | None]) -> str:
    kept: list[str] = []
    at = 0
    for entry in english:
        mark = page.index(f"{_SLIM_ZH}>", at)
        head = page.rindex("<", at, mark)
        tag = page[head + 1 : mark]
        inside = mark + len(_SLIM_ZH) + 1
        end = _end_of(page, tag, inside)
        kept += [page[at:head], f"<{tag}{_ZH}>", page[inside:end]]
        if entry is not None:
            kept.append(f"{entry[0]}<{tag}{_EN}>{entry[1]}</{tag}>")
        at = end
    kept.append(page[at:])
    return "".join(kept)
