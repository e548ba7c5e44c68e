"""Points by region and criterion, at one glance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import plotly.graph_objects as go

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting import numbers
from govscore_lib.reporting.charts import captions
from govscore_lib.reporting.charts.drawing import (
    Behind,
    Drawing,
    Grid,
    Role,
    axis,
    names_axis,
)
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.views.accounts import counts_down
from govscore_lib.reporting.views.board import ZERO, Board, Standing
from govscore_lib.text import Bilingual

CELL = 15
"""Least width of one criterion's column in pixels."""
FEW = 20
"""Columns that the width holds at least, so that a single criterion is a cell and not a beam."""

Tone = Literal["won", "lost", "none", "apart", "missing"]
MARKS: dict[Tone, str] = {"missing": "×", "apart": "–"}
"""Tones that carry a mark of their own."""


@dataclass(frozen=True)
class Cell:
    """One region under one criterion. depth : how strong the tone is, 0 to 1."""

    tone: Tone
    depth: float
    told: Bilingual
    points: Decimal | None


def plot_heatmap(scorecard: Scorecard) -> go.Figure:
    """Return region × criterion: blue by the share of the points that was won, orange by what was deducted.

    Criteria stand in the rubric's order, a gap between categories. One without a maximum of its own is compared
    with the best region. What is not scored and what does not apply is marked.
    """
    board = Board(scorecard)
    ids = list(board.criteria)
    at = _positions(board, ids)
    scales = _scales(board, ids)
    rows = [[_cell(board, s, ident, scales) for ident in ids] for s in board.standings]
    headline = _headline(board, ids)
    drawing = Drawing(
        name="heatmap",
        title=headline,
        subtitle=captions.measure(board, *_legend(board, ids, rows)),
        note=captions.source(board),
        alt=say(
            f"热力图，{len(rows)} 个地区 × {len(ids)} 条。{headline.zh}。",
            f"Heat map of {len(rows)} regions by {len(ids)} criteria. {headline.en}.",
        ),
        behind=_behind(board, ids, rows),
        min_width=150 + CELL * len(ids),
    )
    drawing.traces = [_layer(rows, [at[ident] for ident in ids], tone) for tone in ("none", "won", "lost")]  # fmt: skip
    drawing.traces.append(_hovers(board, ids, at, rows))
    drawing.traces.append(_marks(rows, [at[ident] for ident in ids]))
    drawing.layout = {
        "height": 190 + 30 * len(rows),
        "xaxis": axis(
            tickmode="array",
            tickvals=[at[ident] for ident in ids],
            ticktext=ids,
            tickangle=-90,
            tickfont={"size": 11, "color": Role("muted")},
            showgrid=False,
            range=[-0.6, max(at[ids[-1]], FEW) + 0.6],
        ),
        "yaxis": names_axis([captions.axis_name(s.name) for s in board.standings]),
    }
    return drawing.figure()


def _positions(board: Board, ids: list[str]) -> dict[str, float]:
    """Column positions: one step a criterion, half a step more between categories."""
    positions: dict[str, float] = {}
    at = 0.0
    before = None
    for ident in ids:
        category = board.criteria[ident].category
        if before is not None:
            at += 1.0 if category == before else 1.5
        positions[ident] = at
        before = category
    return positions


def _scales(board: Board, ids: list[str]) -> dict[str, Decimal]:
    """What full blue stands for in each column, and under the key "" what full orange stands for.

    That is the criterion's maximum, else the most that any region has; and the largest deduction of all.
    """
    points = {
        ident: [
            line["points"]
            for s in board.standings
            if (line := board.lines[(s.region_id, ident)])["points"] is not None
        ]
        for ident in ids
    }
    scales = {ident: board.most(ident) or max([*points[ident], ZERO]) for ident in ids}
    return scales | {"": -min([ZERO, *(value for row in points.values() for value in row)])}


def _cell(board: Board, s: Standing, ident: str, scales: dict[str, Decimal]) -> Cell:
    line = board.lines[(s.region_id, ident)]
    points, most = line["points"], board.most(ident)
    if line["status"] == "not_applicable":
        return Cell("apart", 0, say("不适用", "not applicable"), None)
    if points is None:
        return Cell("missing", 0, say("未计分", "not scored"), None)
    whole = f" / {numbers.tidy(most)}" if most else ""
    told = say(f"{board.points(points)}{whole} 分", f"{board.points(points)}{whole} points")
    if points < 0:
        return Cell("lost", numbers.share(-points, scales[""]) or 0, told, points)
    if most == 0 or not scales[ident]:
        return Cell("none", 0, told, points)
    return Cell("won", numbers.share(points, scales[ident]) or 0, told, points)


def _layer(rows: list[list[Cell]], at: list[float], tone: Tone) -> dict[str, Any]:
    """One tone of the map: grey for nothing to win or lose and for what does not apply, blue, orange."""
    ends = {"none": ("track", "track"), "won": ("seq0", "seq2"), "lost": ("seq0", "lost")}[tone]
    middle = [[0.5, Role("seq1")]] if tone == "won" else []
    drawn = (tone, "apart") if tone == "none" else (tone,)
    return {
        "type": "heatmap",
        "x": at,
        "y": list(range(len(rows))),
        "z": [[round(c.depth, 4) if c.tone in drawn else None for c in row] for row in rows],
        "zmin": 0,
        "zmax": 1,
        "xgap": 1,
        "ygap": 2,
        "colorscale": [[0, Role(ends[0])], *middle, [1, Role(ends[1])]],
        "showscale": False,
        "hoverinfo": "skip",
    }


def _hovers(
    board: Board, ids: list[str], at: dict[str, float], rows: list[list[Cell]]
) -> dict[str, Any]:
    """A layer without colour that says what each cell is."""
    return {
        "type": "heatmap",
        "x": [at[ident] for ident in ids],
        "y": list(range(len(rows))),
        "z": [[0] * len(ids)] * len(rows),
        "colorscale": [[0, Role("clear")], [1, Role("clear")]],
        "showscale": False,
        "hovertext": Grid(
            rows=tuple(s.name for s in board.standings),
            columns=tuple(_named(board, ident) for ident in ids),
            cells=tuple(tuple(cell.told for cell in row) for row in rows),
        ),
        "hoverinfo": "text",
    }


def _marks(rows: list[list[Cell]], at: list[float]) -> dict[str, Any]:
    marked = [
        (x, y, MARKS[cell.tone])
        for y, row in enumerate(rows)
        for x, cell in zip(at, row, strict=True)
        if cell.tone in MARKS
    ]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x for x, _, _ in marked],
        "y": [y for _, y, _ in marked],
        "text": [mark for _, _, mark in marked],
        "textfont": {"color": Role("muted"), "size": 13},
        "hoverinfo": "skip",
    }


def _named(board: Board, ident: str) -> Bilingual:
    name = board.criteria[ident].name
    return say(f"{ident} {name.zh}", f"{ident} {name.en}")


def _legend(board: Board, ids: list[str], rows: list[list[Cell]]) -> tuple[str, str]:
    """What the tones and marks stand for, those that occur."""
    tones = {cell.tone for row in rows for cell in row}
    parts = []
    if any(board.most(ident) for ident in ids):
        parts.append(("占该条满分的比例，蓝色越浓越高", "share of each criterion's points, the stronger the blue the larger"))  # fmt: skip
    if any(board.most(ident) is None for ident in ids):
        parts.append(("无满分的条款与得分最多的地区相比", "where there is no maximum, compared with the best region"))  # fmt: skip
    if "lost" in tones:
        parts.append(("橙色为扣分", "orange is a deduction"))
    if "none" in tones:
        parts.append(("灰色为无得失", "grey is nothing won or lost"))
    if "missing" in tones:
        parts.append(("× 未计分", "× not scored"))
    if "apart" in tones:
        parts.append(("– 不适用", "– not applicable"))
    return "，".join(zh for zh, _ in parts), "; ".join(en for _, en in parts)


def _behind(board: Board, ids: list[str], rows: list[list[Cell]]) -> Behind:
    def shown(ident: str, cell: Cell) -> str | Bilingual:
        if cell.points is None:
            return cell.told
        most = board.most(ident)
        return numbers.percent(numbers.share(cell.points, most)) if most else board.points(cell.points)  # fmt: skip

    return Behind(
        columns=(say("条款", "criterion"), *(s.name for s in board.standings)),
        rows=tuple(
            (_named(board, ident), *(shown(ident, row[place]) for row in rows))
            for place, ident in enumerate(ids)
        ),
    )


def _headline(board: Board, ids: Sequence[str]) -> Bilingual:
    """Which criterion costs the regions most; where none has points to lose, which brings most."""
    losing = {p.category_id for p in board.parts if counts_down(board, p)}
    costs = {
        ident: _mean(board, ident, "lost_points")
        for ident in ids
        if board.criteria[ident].category in losing
    }
    if not costs:
        best = max(ids, key=lambda ident: _mean(board, ident, "points"))
        name, mean = _named(board, best), board.points(_mean(board, best, "points"))
        return say(
            f"得分最多的是 {name.zh}，平均每地 {mean} 分",
            f"{name.en} brings most, {mean} points a region on average",
        )
    worst = max(costs, key=lambda ident: costs[ident])
    if not costs[worst]:
        return say("没有地区失分", "No region lost a point")
    name, mean = _named(board, worst), board.points(costs[worst])
    return say(
        f"失分最多的是 {name.zh}，平均每地 {mean} 分",
        f"{name.en} costs most, {mean} points a region on average",
    )


def _mean(board: Board, ident: str, column: str) -> Decimal:
    found = [
        value
        for s in board.counted
        if (value := board.lines[(s.region_id, ident)][column]) is not None
    ]
    return sum(found, ZERO) / len(found) if found else ZERO
