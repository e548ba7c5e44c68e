"""What a notebook cell shows of an object by itself: a small table in both languages, Chinese first.

Styled in the tags themselves: an object does not know the pages, and a notebook has no style sheet of ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from govscore_lib.text import Bilingual

Cell = str | Bilingual
_FONT = "font-variant-numeric:tabular-nums;line-height:1.6"
_EN = "color:var(--jp-content-font-color2,var(--vscode-descriptionForeground,#5c6670));font-size:0.86em;margin-left:0.4em"


@dataclass(frozen=True)
class Head:
    """The heading of a column; figures stand at the right."""

    title: Bilingual
    figure: bool = False


def glance(
    title: Cell,
    heads: Sequence[Head] = (),
    rows: Iterable[Sequence[Cell]] = (),
    *,
    above: Iterable[Cell] = (),
    below: Iterable[Cell] = (),
) -> str:
    """Return the markup: a title, lines above, a table and lines below; every text is escaped.

    heads : one per column; without them the first column heads its row.
    """
    lines = "".join(f"<p style='margin:0.2em 0'>{_said(text)}</p>" for text in above)
    closing = "".join(f"<p style='margin:0.2em 0'>{_said(text)}</p>" for text in below)
    table = _table(heads, list(rows))
    return (
        f"<div style='{_FONT}'><p style='margin:0.2em 0'><b>{_said(title)}</b></p>"
        f"{lines}{table}{closing}</div>"
    )


def _table(heads: Sequence[Head], rows: Sequence[Sequence[Cell]]) -> str:
    if not rows:
        return ""
    figures = [head.figure for head in heads] or [False] * len(rows[0])
    top = "".join(
        f"<th style='{_side(figure)}'>{_said(head.title)}</th>"
        for head, figure in zip(heads, figures, strict=False)
    )
    body = "".join(f"<tr>{_cells(row, figures, named=not heads)}</tr>" for row in rows)
    head = f"<thead><tr>{top}</tr></thead>" if heads else ""
    return f"<table style='margin:0.4em 0'>{head}<tbody>{body}</tbody></table>"


def _cells(row: Sequence[Cell], figures: Sequence[bool], *, named: bool) -> str:
    return "".join(
        f"<{tag} style='{_side(figure)}'>{_said(cell)}</{tag}>"
        for place, (cell, figure) in enumerate(zip(row, figures, strict=True))
        for tag in ("th" if named and place == 0 else "td",)
    )


def _side(figure: bool) -> str:
    return f"text-align:{'right' if figure else 'left'};vertical-align:top"


def _said(text: Cell) -> str:
    """Return a text; one in two languages with the English quietly behind, once where both are the same."""
    if isinstance(text, str) or text.zh == text.en:
        return escape(text if isinstance(text, str) else text.zh, quote=False)
    zh, en = escape(text.zh, quote=False), escape(text.en, quote=False)
    return (
        f'<span class="zh" lang="zh-CN">{zh}</span>'
        f'<span class="en" lang="en"><small style="{_EN}">{en}</small></span>'
    )


def paired(zh: Sequence[str], en: Sequence[str]) -> tuple[Bilingual, ...]:
    """Return lines that were said in each language by themselves, side by side."""
    return tuple(Bilingual(zh=a, en=b) for a, b in zip(zh, en, strict=True))
