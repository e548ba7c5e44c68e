"""Share of points by region and criterion, at one glance."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import plotly.graph_objects as go

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting import numbers
from govscore_lib.reporting.board import Board
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
from govscore_lib.text import Bilingual

CELL = 15
"""Least width of one criterion's column in pixels."""
FEW = 20
"""Columns that the width holds at least, so that a single criterion is a cell and not a beam."""


def plot_heatmap(scorecard: Scorecard) -> go.Figure:
    """Return region × criterion, coloured by the share of the criterion's points that was won.

    Criteria stand in the rubric's order, a gap between categories; a missing one is empty and marked.
    Criteria without a maximum of their own are left out.
    """
    board = Board(scorecard)
    columns = [
        (ident, criterion)
        for ident, criterion in board.criteria.items()
        if criterion.max_points is not None
    ]
    positions = _positions(board, [ident for ident, _ in columns])
    shares: list[list[float | None]] = []
    hover: list[Words] = []
    crosses: list[tuple[float, int]] = []
    for row, standing in enumerate(board.standings):
        won: list[float | None] = []
        told: list[Bilingual] = []
        for ident, criterion in columns:
            line = board.lines.get((standing.region_id, ident))
            points = line["points"] if line else None
            whole = board.most(ident) or Decimal(0)
            won.append(numbers.share(points, whole))
            if points is None:
                crosses.append((positions[ident], row))
            told.append(
                say(
                    f"{standing.name.zh}　{ident} {criterion.name.zh}<br>"
                    + (
                        f"{board.points(points)} / {numbers.tidy(whole)} 分"
                        if points is not None
                        else "未计分"
                    ),
                    f"{standing.name.en}, {ident} {criterion.name.en}<br>"
                    + (
                        f"{board.points(points)} of {numbers.tidy(whole)} points"
                        if points is not None
                        else "not scored"
                    ),
                )
            )
        shares.append(won)
        hover.append(Words.of(told))
    weakest = _weakest(board, columns)
    drawing = Drawing(
        name="heatmap",
        title=weakest,
        subtitle=captions.measure(
            board,
            "各条得分占该条满分的比例，蓝色越浓比例越高，× 为未计分",
            "share of each criterion's points; the stronger the blue, the larger; × is not scored",
        ),
        note=captions.source(board),
        alt=say(
            f"热力图，{len(board.standings)} 个地区 × {len(columns)} 条。{weakest.zh}。",
            f"Heat map of {len(board.standings)} regions by {len(columns)} criteria. {weakest.en}.",
        ),
        behind=Behind(
            columns=(say("条款", "criterion"), *(s.name for s in board.standings)),
            rows=tuple(
                (
                    say(f"{ident} {criterion.name.zh}", f"{ident} {criterion.name.en}"),
                    *(numbers.percent(shares[row][place]) for row in range(len(shares))),
                )
                for place, (ident, criterion) in enumerate(columns)
            ),
        ),
        min_width=150 + CELL * len(columns),
    )
    ids = [ident for ident, _ in columns]
    drawing.traces = [
        {
            "type": "heatmap",
            "x": [positions[ident] for ident in ids],
            "y": list(range(len(shares))),
            "z": shares,
            "zmin": 0,
            "zmax": 1,
            "xgap": 1,
            "ygap": 2,
            "colorscale": [[0, Role("seq0")], [0.5, Role("seq1")], [1, Role("seq2")]],
            "showscale": False,
            "hoverongaps": False,
            "hovertext": list(hover),
            "hoverinfo": "text",
        },
        {
            "type": "scatter",
            "mode": "text",
            "x": [x for x, _ in crosses],
            "y": [y for _, y in crosses],
            "text": ["×"] * len(crosses),
            "textfont": {"color": Role("muted"), "size": 13},
            "hoverinfo": "skip",
        },
    ]
    drawing.layout = {
        "height": 190 + 30 * len(shares),
        "xaxis": axis(
            tickmode="array",
            tickvals=[positions[ident] for ident in ids],
            ticktext=ids,
            tickangle=-90,
            tickfont={"size": 11, "color": Role("muted")},
            showgrid=False,
            range=[-0.6, max(positions[ids[-1]] if ids else 0, FEW) + 0.6],
        ),
        "yaxis": names_axis([s.name for s in board.standings]),
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


def _weakest(board: Board, columns: Sequence[tuple[str, object]]) -> Bilingual:
    """Return the headline: which criterion costs the league the most points."""
    costs: dict[str, Decimal] = {}
    for ident, _ in columns:
        costs[ident] = sum(
            (
                line["lost_points"]
                for standing in board.standings
                if (line := board.lines.get((standing.region_id, ident)))
                and line["lost_points"] is not None
            ),
            Decimal(0),
        )
    worst = max(costs, key=lambda ident: costs[ident], default=None)
    if worst is None or not costs[worst]:
        return say("没有地区失分", "No region lost a point")
    name = board.criteria[worst].name
    mean = board.points(costs[worst] / len(board.standings))
    return say(
        f"失分最多的是 {worst} {name.zh}，平均每地 {mean} 分",
        f"{worst} {name.en} costs most, {mean} points a region on average",
    )
