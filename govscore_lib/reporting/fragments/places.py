"""Where something stands in the raw files, in words, with a link to the file's own line on the page."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import escape

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.markup import both, link, say
from govscore_lib.text import Bilingual

_ROWS = re.compile(r"(?:line|row)s? (\d+(?:, \d+)*)(?: and (\d+)( more)?)?(?:, (.*))?")
_MORE = re.compile(r"(\S+) and (\d+) more")


def place_words(place: str) -> Bilingual:
    """Return a place as ingest writes it ("C7", "line 12", "lines 3, 9 and 5 more") in both languages."""
    rows, cells = _ROWS.fullmatch(place), _MORE.fullmatch(place)
    if cells:
        return say(f"{cells[1]} 等 {int(cells[2]) + 1} 处", place)
    if rows is None:
        return say(place, place)
    listed, last, more, column = rows.groups()
    numbers = listed.replace(", ", "、") + (f"、{last}" if last and not more else "")
    zh = f"第 {numbers} 行" + (f"等 {_count(listed) + int(last)} 行" if last and more else "")
    return say(zh + (f" {column}" if column else ""), place)


def _count(listed: str) -> int:
    return len(listed.split(","))


def page_of_clauses(scorecard: Scorecard, region_id: str) -> str:
    """Return the page on which a region's clauses stand one by one: its own, or the rubric's where it has none.

    A reference row has no page, and a region that gave up has no lines.
    """
    region = scorecard.league.resolve(region_id) if region_id else None
    if region is None or region.reference:
        return "index.html"
    waived = scorecard.scoring.standings.rows("waived")[scorecard.row(region.id)]
    return "index.html" if waived else f"regions/{region.id}.html"


def file_anchor(file: str) -> str:
    """Return the id under which a raw file stands on the page of data and quality."""
    return "file-" + re.sub(r"\s", "_", file)


def file_name(file: str) -> str:
    """Return the name of a file as markup that breaks between words, not within them."""
    return re.sub(r"([/_])(?=.)|(?=\.[^./]+$)", r"\1<wbr>", escape(file))


def origin(file: str, sheet: str, place: str, known: Collection[str] = ()) -> str:
    """Return file, sheet and place as markup.

    known : the files that the page lists; one of these is a link to its line.
    """
    parts = []
    if file:
        name = f'<span class="file">{file_name(file)}</span>'
        parts.append(link(f"#{file_anchor(file)}" if file in known else "", name))
    parts += [escape(sheet)] if sheet else []
    parts += [both(place_words(place))] if place else []
    return " · ".join(parts)
