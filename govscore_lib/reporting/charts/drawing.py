"""How every chart is put together: plain data with words in two languages and colours by role.

A chart is a plotly figure. Its ``layout.meta`` carries what a page needs beside the picture:

``i18n``   [attribute path, zh, en]: texts that change with the language
``grids``  {path, rows, columns, words, cells}: texts of the cells of a heat map, made of their parts
``roles``  [attribute path, role or roles]: colours that change with the theme
``name``, ``title``, ``subtitle``, ``note``, ``alt``: headline, measure, source line, text alternative
``table``  the figures behind the picture: {columns: [[zh, en]], rows: [[text]]}
``min_width``  pixels below which the page scrolls the chart sideways instead of squeezing it
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go

from govscore_lib.text import Bilingual

ROLES: dict[str, str] = {
    "won": "#2b6cb0",
    "extra": "#86b4e2",
    "lost": "#b85a18",
    "ground": "#ffffff",
    "ink": "#1d2126",
    "muted": "#5c6670",
    "quiet": "#9aa4ae",
    "faint": "#dfe3e7",
    "track": "#eceff2",
    "clear": "rgba(0,0,0,0)",
    "seq0": "#f1f5f9",
    "seq1": "#a9c8e6",
    "seq2": "#1f5d9c",
}
"""Colours on a light ground by what they mean; the page's style sheet has the dark ones."""

FONT = (
    "'Source Han Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',"
    "'WenQuanYi Micro Hei',sans-serif"
)


@dataclass(frozen=True)
class Words:
    """A list of texts of one trace or axis in both languages, in the same order."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    @classmethod
    def of(cls, texts: Sequence[Bilingual]) -> Words:
        """Return the texts side by side."""
        return cls(tuple(text.zh for text in texts), tuple(text.en for text in texts))


@dataclass(frozen=True)
class Grid:
    """Texts of the cells of a heat map: the row's name, the column's name, and what the cell itself says.

    A page carries the parts and puts them together; every text in two languages would be half the page.
    """

    rows: tuple[Bilingual, ...]
    columns: tuple[Bilingual, ...]
    cells: tuple[tuple[Bilingual, ...], ...]

    def texts(self, language: str) -> list[list[str]]:
        """Return the texts of one language, row by row."""
        return [
            [
                f"{name.in_language(language)}　{column.in_language(language)}<br>{cell.in_language(language)}"
                for column, cell in zip(self.columns, row, strict=True)
            ]
            for name, row in zip(self.rows, self.cells, strict=True)
        ]

    def plain(self, path: str) -> dict[str, Any]:
        """Return the parts as JSON-ready lists; the distinct texts of the cells stand once."""
        distinct = list(dict.fromkeys(cell for row in self.cells for cell in row))
        at = {cell: place for place, cell in enumerate(distinct)}
        return {
            "path": path,
            "rows": [_pair(row) for row in self.rows],
            "columns": [_pair(column) for column in self.columns],
            "words": [_pair(cell) for cell in distinct],
            "cells": [[at[cell] for cell in row] for row in self.cells],
        }


@dataclass(frozen=True)
class Role:
    """A colour by its meaning; see ``ROLES``."""

    name: str


@dataclass(frozen=True)
class Behind:
    """The table behind a chart."""

    columns: tuple[Bilingual, ...]
    rows: tuple[tuple[str | Bilingual, ...], ...]

    def plain(self) -> dict[str, Any]:
        """Return it as JSON-ready lists; a cell is a text or a [zh, en] pair."""
        return {
            "columns": [_pair(column) for column in self.columns],
            "rows": [
                [_pair(cell) if isinstance(cell, Bilingual) else cell for cell in row]
                for row in self.rows
            ],
        }


@dataclass
class Drawing:
    """Traces and layout of one chart, written with ``Bilingual``, ``Words`` and ``Role`` where needed."""

    name: str
    title: Bilingual
    subtitle: Bilingual
    alt: Bilingual
    note: Bilingual
    behind: Behind
    traces: list[dict[str, Any]] = field(default_factory=list)
    layout: dict[str, Any] = field(default_factory=dict)
    min_width: int = 0

    def figure(self) -> go.Figure:
        """Return the plotly figure: Chinese words, light colours, the rest in ``layout.meta``."""
        i18n: list[list[Any]] = []
        roles: list[list[Any]] = []
        grids: list[dict[str, Any]] = []
        headline = {
            "text": Bilingual(
                zh=_headline(self.title.zh, self.subtitle.zh),
                en=_headline(self.title.en, self.subtitle.en),
            )
        }
        layout = {**_base_layout(), **self.layout}
        layout["title"] = {**layout["title"], **headline}
        plain = _settle({"data": self.traces, "layout": layout}, "", _Notes(i18n, roles, grids))
        plain["layout"]["meta"] = {
            "name": self.name,
            "title": _pair(self.title),
            "subtitle": _pair(self.subtitle),
            "note": _pair(self.note),
            "alt": _pair(self.alt),
            "table": self.behind.plain(),
            "min_width": self.min_width,
            "i18n": i18n,
            "roles": roles,
            "grids": grids,
        }
        return go.Figure(plain)


def axis(**changes: Any) -> dict[str, Any]:
    """Return a quiet axis: faint grid, no line, no zero line, no zooming by accident."""
    base: dict[str, Any] = {
        "gridcolor": Role("faint"),
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "fixedrange": True,
        "automargin": True,
        "tickfont": {"color": Role("muted")},
        "title": {"font": {"color": Role("muted"), "size": 13}},
    }
    title = changes.pop("title", None)
    merged = {**base, **changes}
    if title is not None:
        merged["title"] = {**base["title"], "text": title}
    return merged


def names_axis(names: Sequence[Bilingual], **changes: Any) -> dict[str, Any]:
    """Return a vertical axis with one name a row, the first on top.

    Rows are numbered, so that a change of language moves nothing.
    """
    return axis(
        **{
            "tickmode": "array",
            "tickvals": list(range(len(names))),
            "ticktext": Words.of(names),
            "range": [len(names) - 0.5, -0.5],
            "showgrid": False,
            "tickfont": {"color": Role("ink"), "size": 14},
            "ticks": "outside",
            "ticklen": 8,
            "tickcolor": Role("clear"),
            **changes,
        }
    )


def _base_layout() -> dict[str, Any]:
    return {
        "template": {"layout": {}},
        "font": {"family": FONT, "size": 14, "color": Role("ink")},
        "paper_bgcolor": "#ffffff",
        "plot_bgcolor": Role("clear"),
        "margin": {"l": 8, "r": 24, "t": 76, "b": 44},
        "title": {
            "x": 0,
            "xref": "container",
            "xanchor": "left",
            "y": 0.98,
            "yanchor": "top",
            "pad": {"l": 8, "t": 8},
            "font": {"size": 17, "color": Role("ink")},
        },
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {"font": {"family": FONT, "size": 13}, "align": "left"},
        "bargap": 0.42,
    }


def _headline(title: str, subtitle: str) -> str:
    return f'{title}<br><span style="font-size:13px">{subtitle}</span>'


def _pair(text: Bilingual) -> list[str]:
    return [text.zh, text.en]


@dataclass(frozen=True)
class _Notes:
    """Where words, colours and grids stood."""

    i18n: list[list[Any]]
    roles: list[list[Any]]
    grids: list[dict[str, Any]]


def _settle(node: Any, path: str, notes: _Notes) -> Any:
    """Return ``node`` in Chinese and light colours, noting where words, roles and grids stood."""
    if isinstance(node, Bilingual):
        if node.zh != node.en:
            notes.i18n.append([path, node.zh, node.en])
        return node.zh
    if isinstance(node, Words):
        if node.zh != node.en:
            notes.i18n.append([path, list(node.zh), list(node.en)])
        return list(node.zh)
    if isinstance(node, Grid):
        notes.grids.append(node.plain(path))
        return node.texts("zh")
    if isinstance(node, Role):
        notes.roles.append([path, node.name])
        return ROLES[node.name]
    if isinstance(node, Mapping):
        return {
            key: _settle(value, f"{path}.{key}" if path else str(key), notes)
            for key, value in node.items()
        }
    if isinstance(node, list | tuple):
        if node and all(isinstance(item, Role) for item in node):
            notes.roles.append([path, [item.name for item in node]])
            return [ROLES[item.name] for item in node]
        return [_settle(item, f"{path}.{place}", notes) for place, item in enumerate(node)]
    return node
