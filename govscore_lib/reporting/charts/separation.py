"""Which criteria drew the regions apart: the points of every region beside the median, criterion by criterion."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

import plotly.graph_objects as go

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.charts import captions
from govscore_lib.reporting.charts.drawing import (
    Behind,
    Drawing,
    Role,
    Words,
    axis,
    names_axis,
)
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.views.board import Board
from govscore_lib.text import Bilingual

SHOWN = 12
"""Criteria in the picture, those that separate most; the table behind it has all."""
SMALLEST, LARGEST = 8, 24
"""Pixels of the dot that stands for one region, and of that for most."""


@dataclass(frozen=True)
class _Row:
    """One criterion: the points of every region that is scored."""

    criterion_id: str
    name: Bilingual
    points: tuple[Decimal, ...]

    @property
    def span(self) -> Decimal:
        """How many points lie between the first and the last."""
        return max(self.points) - min(self.points)

    @property
    def middle(self) -> Decimal:
        """The median."""
        return median(self.points)


def plot_separation(scorecard: Scorecard) -> go.Figure:
    """Return, for the criteria that draw the regions furthest apart, where the regions lie beside the median.

    A dot's size says how many regions lie there; blue is above the median, orange below.
    """
    board = Board(scorecard)
    rows = sorted(_rows(board), key=lambda row: -row.span)
    drawn = [row for row in rows if row.span][:SHOWN]
    drawing = Drawing(
        name="separation",
        title=_title(board, rows),
        subtitle=captions.measure(
            board,
            f"与中位的分差（分），圆点越大地区越多；分差最大的 {len(drawn)} 条",
            f"points above or below the median, a larger dot for more regions; the {len(drawn)} furthest apart",
        ),
        note=captions.source(board),
        alt=_in_words(board, drawn),
        behind=Behind(
            columns=(
                say("条款", "criterion"),
                say("最高", "highest"),
                say("中位", "median"),
                say("最低", "lowest"),
                say("相差", "apart"),
            ),
            rows=tuple(
                (
                    row.name,
                    board.points(max(row.points)),
                    board.points(row.middle),
                    board.points(min(row.points)),
                    board.points(row.span),
                )
                for row in rows
            ),
        ),
    )
    most = max((count for row in drawn for count in Counter(row.points).values()), default=1)
    drawing.traces = [_dots(board, place, row, most) for place, row in enumerate(drawn)]
    drawing.layout = {
        "height": 130 + 34 * max(len(drawn), 2),
        "yaxis": names_axis([row.name for row in drawn], showgrid=True),
        "xaxis": axis(
            title=say("与中位的分差（分）", "points from the median"),
            zeroline=True,
            zerolinecolor=Role("quiet"),
            nticks=7,
        ),
    }
    return drawing.figure()


def _rows(board: Board) -> list[_Row]:
    found = []
    for ident, criterion in board.criteria.items():
        lines = (board.lines[(s.region_id, ident)]["points"] for s in board.counted)
        points = tuple(sorted(one for one in lines if one is not None))
        if points:
            name = say(f"{ident} {criterion.name.zh}", f"{ident} {criterion.name.en}")
            found.append(_Row(ident, name, points))
    return found


def _dots(board: Board, place: int, row: _Row, most: int) -> dict[str, Any]:
    counts = Counter(row.points)
    away = [value - row.middle for value in counts]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [float(one) for one in away],
        "y": [place] * len(away),
        "marker": {
            "size": [_size(count, most) for count in counts.values()],
            "color": [Role("lost" if one < 0 else "won" if one else "muted") for one in away],
            "opacity": 0.85,
            "line": {"width": 1, "color": Role("ground")},
        },
        "cliponaxis": False,
        "hovertext": Words.of([_hover(board, value, count) for value, count in counts.items()]),
        "hoverinfo": "text",
    }


def _size(count: int, most: int) -> float:
    """Pixels of the dot for so many regions: areas grow with their number."""
    share = (count - 1) / max(most - 1, 5)
    return round((SMALLEST**2 + (LARGEST**2 - SMALLEST**2) * share) ** 0.5, 1)


def _hover(board: Board, value: Decimal, count: int) -> Bilingual:
    told = board.points(value)
    return say(f"{told} 分：{count} 个地区", f"{told} points: {count} {_regions(count)}")


def _regions(count: int) -> str:
    return "region" if count == 1 else "regions"


def _title(board: Board, rows: Sequence[_Row]) -> Bilingual:
    """Return which criterion separates most, and in how many all regions have the same."""
    if not rows or not rows[0].span:
        return say("各地区在每一条上都得分相同", "Every criterion gives all regions the same")
    first, same = rows[0], sum(not row.span for row in rows)
    told = board.points(first.span)
    zh = f"差距最大的条款：{first.name.zh}，相差 {told} 分"
    en = f"Furthest apart in {first.name.en}: {told} points"
    if same:
        zh += f"；{same} 条各地区得分相同"
        en += f"; in {same} all have the same"
    return say(zh, en)


def _in_words(board: Board, rows: Sequence[_Row]) -> Bilingual:
    zh = "；".join(
        f"{row.name.zh} 最高 {board.points(max(row.points))}，中位 {board.points(row.middle)}，最低 {board.points(min(row.points))}"
        for row in rows
    )
    en = "; ".join(
        f"{row.name.en} highest {board.points(max(row.points))}, median {board.points(row.middle)}, lowest {board.points(min(row.points))}"
        for row in rows
    )
    return say(
        f"点图，各条得分（分）。{zh or '没有差距'}。",
        f"Dot plot of points by criterion. {en or 'no differences'}.",
    )
