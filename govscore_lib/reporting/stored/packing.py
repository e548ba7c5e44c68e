"""Pages as they are stored: what only the script can show is kept packed, at a tenth of its size.

A reader without the script sees Chinese text and tables, never a chart or English. So the charts' data and the
English half of every pair stand in one compressed block at the end of the page, with what is folded until somebody
asks (code, the figures behind a chart) and the rules that a region's page repeats, and the script puts them back before
it shows anything. What is written very often has a short form. Pages that are alike name a file that they share, and
carry packed only what sets them apart from it (``shared.py``). The page in the browser is the same as without packing;
see docs/decisions/0011.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from govscore_lib.files import write_beside
from govscore_lib.reporting.stored.shared import NOTHING_SHARED, Shared

CHART_OPEN = '<script type="application/vnd.plotly.v1+json">'
PACKED_OPEN = '<script type="text/plain" id="packed">'
_CLOSE = "</script>"
_CHARTS = re.compile(re.escape(CHART_OPEN) + "(.*?)" + _CLOSE, re.DOTALL)
_EMPTY_CHART = CHART_OPEN + _CLOSE
_PACKED = re.compile(
    '(?:<script src="(shared-[0-9a-f]+[.]js)"></script>\n)?'
    + re.escape(PACKED_OPEN) + "([A-Za-z0-9+/=,]*)" + _CLOSE + "\n"
)  # fmt: skip
_TAGS = re.compile(r"<(/?)(z-|[a-z][a-z0-9]*)(?![a-z0-9-])([^>]*)>")
_ZH, _EN = ' class="zh" lang="zh-CN"', ' class="en" lang="en"'
_SLIM_ZH = ' class="zh"'
_FOLDED = re.compile(
    r'(<details class="(?:code|behind)">)(.*?)(</details>)'
    r'|(<div class="(?:rule|sub|formula) again">)((?:[^<]+|<(?!/?div\b))*)(</div>)',
    re.DOTALL,
)
_EMPTY_FOLD = re.compile(
    r'(<details class="(?:code|behind)">)(</details>)|(<div class="(?:rule|sub|formula) again">)(</div>)'
)
_PLOT = '<div class="plot" role="img"'
_ALT = re.compile(_PLOT + r'(?: data-alt-en="([^"]*)")?')
_TITLED = re.compile(r'<span class="(badge [a-z_]+)" title="([^"]*)">')
_BADGE = re.compile(r'<span class="(badge [a-z_]+)">')
_FIGURE, _SHORT_FIGURE = (
    re.compile(r'<(t[dh])([^>]*?) class="figure"'),
    re.compile(r"<(t[dh])([^>]*?) n(?=[ >])"),
)
_SORT = re.compile(r'(<t[dh](?: n)?) data-sort="([^"]*)"')
_SHORT_SORT = re.compile(r"(<t[dh](?: n)?) s(?=[ >])")
_BARS = re.compile(r'<span class="bar[^"]*" aria-hidden="true">(?:<i[^>]*></i>)*</span>')
_EMPTY_BAR = "<z-b></z-b>"
SHORT = {
    ("span", ' class="id"'): "z-i",
    ("span", ' class="of"'): "z-o",
    ("span", ' class="sub"'): "z-t",
    ("span", ' class="unit"'): "z-u",
    ("div", ' class="formula"'): "z-f",
    ("div", ' class="rule"'): "z-r",
    ("div", ' class="rule again"'): "z-a",
    ("div", ' class="sub again"'): "z-c",
    ("div", ' class="formula again"'): "z-g",
    ("div", ' class="sub"'): "z-s",
}
"""Frequent elements → the short ones that stand for them in a stored page; site.js has the same list."""
_SHORT_ROW = re.compile(r"<th r(?=[ >])")
_TABLE_ENDS = re.compile(r"</(?:td|th|tr|tbody|thead)>(?=<)")


def write_page(path: Path, page: str) -> None:
    """Write a page, packed, beside its place and move it there."""
    write_beside(path, pack(without_table_ends(page)))


def read_page(path: Path) -> str:
    """Return a stored page as it was before it was packed."""
    page = path.read_text(encoding="utf-8", errors="replace")
    return unpack(page, shared_by(path, page))


def shared_by(path: Path, page: str) -> Shared:
    """Return what a stored page shares with others. Raises OSError or ValueError when that is lost."""
    found = _PACKED.search(page)
    return Shared.read(path.parent / found[1]) if found and found[1] else NOTHING_SHARED


def without_table_ends(page: str) -> str:
    """Return the page without the closing tags inside tables that HTML lets one leave out."""
    return _TABLE_ENDS.sub("", page)


def pack(page: str) -> str:
    """Return the page with its charts' data, its English and what is folded in one compressed block.

    Chinese elements keep their place; the English one that followed each is listed in the order of the page,
    with the white space between the two, null where none followed. A page with nothing to pack stays as it is.
    """
    charts: list[str] = _CHARTS.findall(page)
    folded = [found[2] or found[5] or "" for found in _FOLDED.finditer(page)]
    slim = _FOLDED.sub(r"\1\3\4\6", _CHARTS.sub(_EMPTY_CHART, page))
    alts = [found[1] for found in _ALT.finditer(slim)]
    slim = _ALT.sub(_PLOT, slim)
    titles = _titles(slim)
    slim = _TITLED.sub(lambda m: _untitled(m, titles), slim)
    slim, english = _without_english(slim)
    if not (charts or folded or titles or any(english)):
        return page
    bars = _BARS.findall(slim)
    slim = _shortened(_BARS.sub(_EMPTY_BAR, slim))
    slim = _FIGURE.sub(r"<\1\2 n", slim).replace('<th scope="row"', "<th r")
    sorts = [found[2] for found in _SORT.finditer(slim)]
    slim = _SORT.sub(r"\1 s", slim)
    rest = {"titles": titles, "bars": bars, "alts": alts, "sorts": sorts}
    drawings = [json.loads(chart) for chart in charts]
    streams = tuple(map(_json, (drawings, english, folded, rest)))
    return slim.replace("</body>", f"{_block(streams, NOTHING_SHARED)}</body>", 1)


def unpack(page: str, shared: Shared = NOTHING_SHARED) -> str:
    """Return the page that :func:`pack` was given, to the last character of its text."""
    streams = packed_streams(page, shared)
    if streams is None:
        return page
    drawings, english, folds, rest = map(json.loads, streams)
    bars, alts, sorts = (iter(rest[name]) for name in ("bars", "alts", "sorts"))
    whole = _SHORT_SORT.sub(
        lambda m: f'{m[1]} data-sort="{next(sorts)}"', _PACKED.sub("", page, count=1)
    )
    whole = _SHORT_ROW.sub('<th scope="row"', whole)
    whole = _SHORT_FIGURE.sub(r'<\1\2 class="figure"', whole)
    for (tag, attributes), short in SHORT.items():
        whole = whole.replace(f"<{short}>", f"<{tag}{attributes}>").replace(
            f"</{short}>", f"</{tag}>"
        )
    whole = re.sub(_EMPTY_BAR, lambda _: next(bars), whole)
    whole = re.sub(_PLOT, lambda _: _told(next(alts)), whole)
    whole = _with_english(whole, english)
    titles = rest["titles"]
    whole = _BADGE.sub(lambda m: _titled(m, titles), whole)
    folded, charts = iter(folds), iter(drawings)
    whole = _EMPTY_FOLD.sub(lambda m: f"{m[1] or m[3]}{next(folded)}{m[2] or m[4]}", whole)
    return re.sub(re.escape(_EMPTY_CHART), lambda _: _chart(next(charts)), whole)


def packed_streams(page: str, shared: Shared) -> tuple[bytes, ...] | None:
    """Return what a stored page carries packed, unpacked; null when nothing."""
    found = _PACKED.search(page)
    return None if found is None else shared.unpacked(found[2])


def packed_with(page: str, streams: Sequence[bytes], shared: Shared) -> str:
    """Return a stored page with its streams packed anew, over what it shares with others."""
    return _PACKED.sub(lambda _: _block(streams, shared), page, count=1)


def _block(streams: Sequence[bytes], shared: Shared) -> str:
    link = "" if shared == NOTHING_SHARED else f'<script src="{shared.name}"></script>\n'
    return f"{link}{PACKED_OPEN}{shared.packed(streams)}{_CLOSE}\n"


def _json(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _told(alt: str | None) -> str:
    return _PLOT if alt is None else f'{_PLOT} data-alt-en="{alt}"'


def _shortened(page: str) -> str:
    """The page with its frequent elements in their short forms."""
    kept: list[str] = []
    open_tags: list[tuple[str, str]] = []
    at = 0
    for found in _TAGS.finditer(page):
        closing, tag, attributes = found.groups()
        if tag not in ("span", "div"):
            continue
        if not closing:
            short = SHORT.get((tag, attributes), "")
            open_tags.append((tag, short))
            written = f"<{short}>" if short else found[0]
        else:
            opened, short = open_tags.pop()
            if opened != tag:
                raise ValueError(f"</{tag}> closes <{opened}>: {page[: found.end()][-60:]!r}")
            written = f"</{short}>" if short else found[0]
        kept += [page[at : found.start()], written]
        at = found.end()
    kept.append(page[at:])
    return "".join(kept)


def _titles(page: str) -> dict[str, str]:
    """Class → title of the badges; only where all badges of a class have the same one."""
    found: dict[str, set[str]] = {}
    for one in _TITLED.finditer(page):
        found.setdefault(one[1], set()).add(one[2])
    bare = {one[1] for one in _BADGE.finditer(page)}
    return {
        name: texts.pop() for name, texts in found.items() if len(texts) == 1 and name not in bare
    }


def _untitled(found: re.Match[str], titles: dict[str, str]) -> str:
    return f'<span class="{found[1]}">' if found[1] in titles else found[0]


def _titled(found: re.Match[str], titles: dict[str, str]) -> str:
    if found[1] not in titles:
        return found[0]
    return f'<span class="{found[1]}" title="{titles[found[1]]}">'


def _chart(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return CHART_OPEN + text.replace("<", "\\u003c") + _CLOSE


def _short(tag: str, inside: str) -> str:
    """A Chinese element in its stored form; the most frequent one is a two-letter element of its own."""
    if tag == "span":
        return f"<z->{inside}</z->"
    return f"<{tag}{_SLIM_ZH}>{inside}</{tag}>"


def _without_english(page: str) -> tuple[str, list[list[str] | None]]:
    """The page without the English elements beside outermost Chinese ones, and these: [space, inner markup]."""
    kept: list[str] = []
    english: list[list[str] | None] = []
    at = 0
    while (start := _next_chinese(page, at)) is not None:
        head, tag, inside = start
        end = _end_of(page, tag, inside)
        kept += [page[at:head], _short(tag, page[inside : end - len(tag) - 3])]
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


_STORED = re.compile(rf"<(?:z-|([a-z][a-z0-9]*){_SLIM_ZH})>")


def _with_english(page: str, english: list[list[str] | None]) -> str:
    kept: list[str] = []
    at = 0
    for entry in english:
        found = _STORED.search(page, at)
        if found is None:
            raise ValueError("more English texts than Chinese elements")
        stored, tag = found[1] or "z-", found[1] or "span"
        end = _end_of(page, stored, found.end())
        inner = page[found.end() : end - len(stored) - 3]
        kept += [page[at : found.start()], f"<{tag}{_ZH}>{inner}</{tag}>"]
        if entry is not None:
            kept.append(f"{entry[0]}<{tag}{_EN}>{entry[1]}</{tag}>")
        at = end
    kept.append(page[at:])
    return "".join(kept)
