"""Pieces of HTML in two languages, and the object a notebook cell shows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from typing import Any

from govscore_lib.text import Bilingual

SITE_LINK = "../reports/"
"""Prefix of links between pages, as seen from ``notebooks/``; the publisher makes it relative to the page."""

_NOT_IN_FILES = re.compile(r"[^\w.-]")


def say(zh: str, en: str) -> Bilingual:
    """Return a text in both languages."""
    return Bilingual(zh=zh, en=en)


def both(text: Bilingual, tag: str = "span") -> str:
    """Return the text escaped, once for each language; once only when they are the same."""
    return both_html(escape(text.zh, quote=False), escape(text.en, quote=False), tag)


def both_html(zh: str, en: str, tag: str = "span") -> str:
    """Return ready markup, once for each language; the page shows one of them."""
    if zh == en:
        return zh if tag == "span" else f"<{tag}>{zh}</{tag}>"
    return f'<{tag} class="zh" lang="zh-CN">{zh}</{tag}><{tag} class="en" lang="en">{en}</{tag}>'


def in_both(text: Bilingual) -> str:
    """Return the text escaped for an attribute, both languages; the page's script leaves the one that is read."""
    return escape(text.zh if text.zh == text.en else f"{text.zh} / {text.en}")


TIE = '<span class="tie">=</span>'
"""The mark after a shared rank."""


def link(href: str, inner: str) -> str:
    """Return a link; an empty address gives the inner markup alone."""
    return f'<a href="{escape(href)}">{inner}</a>' if href else inner


def page_link(rubric_id: str, page: str, inner: str) -> str:
    """Return a link to a page of a rubric's part of the site ("regions/320803.html")."""
    return link(f"{SITE_LINK}{rubric_id}/{page}", inner)


def criterion_file(criterion_id: str) -> str:
    """Return the place of a criterion's own page within its part of the site."""
    return f"criteria/{_NOT_IN_FILES.sub('_', criterion_id)}.html"


def criterion_link(part: str, criterion_id: str, inner: str = "") -> str:
    """Return a link to a criterion's own page, by default with its number as the words."""
    inner = inner or f'<span class="id">{escape(criterion_id)}</span>'
    return page_link(part, criterion_file(criterion_id), inner)


def anchor(criterion_id: str) -> str:
    """Return the id under which a criterion stands on a page."""
    return f"c-{criterion_id}"


@dataclass(frozen=True)
class Column:
    """One column of a table: its heading, whether its cells are figures, and how it sorts."""

    title: Bilingual
    figure: bool = False
    unit: Bilingual | None = None
    sortable: bool = True

    def heading(self) -> str:
        """Return the header cell; the unit stands below the title, not in every cell."""
        unit = f'<span class="unit">{both(self.unit)}</span>' if self.unit else ""
        kind = ' class="figure"' if self.figure else ""
        return f'<th scope="col"{kind}>{both(self.title)}{unit}</th>'


@dataclass(frozen=True)
class Cell:
    """One cell: ready markup, and the key it sorts by when that is not its text."""

    html: str
    sort: str = ""


def table(
    columns: Sequence[Column],
    rows: Iterable[Sequence[str | Cell]],
    *,
    caption: Bilingual | None = None,
    row_ids: Sequence[str] = (),
    row_classes: Sequence[str] = (),
    sortable: bool = False,
    kind: str = "",
) -> str:
    """Return a table whose first column heads its rows; cells hold ready markup."""
    classes = " ".join(
        name
        for name in (kind, "sortable" if sortable and all(c.sortable for c in columns) else "")
        if name
    )
    head = "".join(column.heading() for column in columns)
    body = []
    for index, row in enumerate(rows):
        ident = f' id="{escape(row_ids[index])}"' if row_ids and row_ids[index] else ""
        css = f' class="{row_classes[index]}"' if row_classes and row_classes[index] else ""
        cells = "".join(
            _cell(column, cell, first=place == 0)
            for place, (column, cell) in enumerate(zip(columns, row, strict=True))
        )
        body.append(f"<tr{ident}{css}>{cells}</tr>")
    title = f"<caption>{both(caption)}</caption>" if caption else ""
    css = f' class="{classes}"' if classes else ""
    return (
        f'<div class="table" tabindex="0"><table{css}>{title}<thead><tr>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _cell(column: Column, cell: str | Cell, *, first: bool) -> str:
    content = cell if isinstance(cell, Cell) else Cell(cell)
    name = "th" if first else "td"
    scope = ' scope="row"' if first else ""
    kind = ' class="figure"' if column.figure else ""
    sort = f' data-sort="{escape(content.sort)}"' if content.sort else ""
    return f"<{name}{scope}{kind}{sort}>{content.html}</{name}>"


def long_table(
    columns: Sequence[Column], rows: Sequence[Sequence[str | Cell]], shown: int, **settings: Any
) -> str:
    """Return a table of the first rows, and a folded one of the rest where there are more than ``shown``.

    settings : as of :func:`table`, but nothing that goes by rows.
    """
    first, rest = rows[:shown], rows[shown:]
    made = table(columns, first, **settings)
    if not rest:
        return made
    words = both(say(f"其余 {len(rest)} 行", f"{len(rest)} more rows"))
    return f"{made}<details><summary>{words}</summary>{table(columns, rest, **settings)}</details>"


def bar(
    won: float | None, *, extra: float = 0.0, unknown: float = 0.0, is_loss: bool = True
) -> str:
    """Return a small bar inside a row: won, beyond that extra, not yet known hatched, the rest lost.

    won, extra, unknown : shares of the whole; ``won`` is null when nothing is known.
    is_loss : whether the rest is lost, or only not won.
    """
    if won is None:
        return '<span class="bar unknown" aria-hidden="true"></span>'
    parts, left = "", 1.0
    for share, css in ((won, ""), (extra, "extra"), (unknown, "unknown")):
        width = max(0.0, min(left, share))
        left -= width
        if width > 0 or not parts:
            kind = f' class="{css}"' if css else ""
            parts += f'<i{kind} style="width:{width * 100:.1f}%"></i>'
    return f'<span class="bar{"" if is_loss else " gain"}" aria-hidden="true">{parts}</span>'


@cache
def fragment_styles() -> str:
    """Return the style sheet that tables and badges need in a notebook cell."""
    folder = resources.files("govscore_lib.reporting")
    sheets = ("lab.css", "assets/fragments.css")
    return "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in sheets)


STYLE_OPEN = '<style data-gs="fragments">'


@dataclass(frozen=True, repr=False)
class Fragment:
    """A piece of a page. A notebook cell shows it; ``html`` is its markup without styles.

    name : what it shows ("ranking"), used in its plain-text form.
    """

    name: str
    html: str

    def __repr__(self) -> str:
        return f"<govscore {self.name}>"

    def _repr_html_(self) -> str:
        """Return the markup with its styles; a published page has them once, in its own sheet."""
        return f'<div class="gs">{STYLE_OPEN}{fragment_styles()}</style>{self.html}</div>'

    def __add__(self, other: Fragment) -> Fragment:
        return Fragment(f"{self.name} + {other.name}", self.html + other.html)
