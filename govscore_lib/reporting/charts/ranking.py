"""Totals from first to last, with the distance to the next place."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import plotly.graph_objects as go

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.board import Board, Standing
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


def plot_ranking(scorecard: Scorecard, highlight: str | None = None) -> go.Figure:
    """Return bars of the totals by rank, each with the gap to the next better place.

    highlight : id or name of a region to be set off from the others.
    A provisional total carries a thin line from its lower to its upper bound.
    """
    board = Board(scorecard)
    shown = [s for s in board.standings if s.total is not None]
    chosen = board.standing(highlight).region_id if highlight else None
    places = list(range(len(shown)))
    totals = [s.total or Decimal(0) for s in shown]
    most = board.full_marks
    drawing = Drawing(
        name="ranking",
        title=captions.leaders(board, shown),
        subtitle=captions.measure(
            board,
            "总分（分），灰字为与前一名的差距",
            "total (points); in grey the gap to the next place up",
        ),
        note=captions.source(board),
        alt=_in_words(board, shown),
        behind=_behind(board, shown),
    )
    drawing.traces = [
        {
            "type": "bar",
            "orientation": "h",
            "y": places,
            "x": [float(most)] * len(shown),
            "marker": {"color": Role("track"), "line": {"width": 0}},
            "hoverinfo": "skip",
        },
        {
            "type": "bar",
            "orientation": "h",
            "y": places,
            "x": [float(total) for total in totals],
            "marker": {
                "line": {"width": 0},
                "color": [Role("won" if chosen in (None, s.region_id) else "quiet") for s in shown],
            },
            "hovertext": Words.of([_hover(board, s) for s in shown]),
            "hoverinfo": "text",
        },
        _bounds(shown),
    ]
    drawing.layout = {
        "barmode": "overlay",
        "height": 104 + 34 * max(len(shown), 2),
        "yaxis": names_axis([_label(s) for s in shown]),
        "xaxis": axis(
            range=[0, float(most)],
            showgrid=False,
            showticklabels=False,
        ),
        "annotations": [
            label for place, s in enumerate(shown) for label in _labels(board, s, place)
        ],
        "margin": {"l": 8, "r": 116, "t": 76, "b": 12},
    }
    return drawing.figure()


def _label(s: Standing) -> Bilingual:
    """The rank before the name; a shared one with an equals sign."""
    mark = "" if s.rank is None else f"{s.rank:g}{'=' if s.tied else ''}"
    return say(f"{s.name.zh}　{mark}", f"{s.name.en}  {mark}")


def _labels(board: Board, s: Standing, place: int) -> list[dict[str, Any]]:
    """The total at the bar's end and, quieter, the gap to the place above."""
    at = {"xref": "paper", "x": 1, "y": place, "xanchor": "left", "showarrow": False}
    total = {
        **at,
        "text": f"<b>{board.points(s.total)}</b>",
        "xshift": 8,
        "font": {"size": 14, "color": Role("ink")},
    }
    gap = {
        **at,
        "text": board.lost(s.gap),
        "xshift": 64,
        "font": {"size": 12, "color": Role("muted")},
    }
    return [total, gap] if s.gap else [total]


def _bounds(shown: list[Standing]) -> dict[str, Any]:
    """Thin lines from the lower to the upper bound of every provisional total."""
    spans = [
        (place, float(s.lower), float(s.upper))
        for place, s in enumerate(shown)
        if s.lower is not None and s.upper is not None and s.lower < s.upper
    ]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [x for _, low, high in spans for x in (low, high, None)],
        "y": [y for place, _, _ in spans for y in (place, place, None)],
        "line": {"color": Role("ink"), "width": 1.5},
        "marker": {"symbol": "line-ns-open", "size": 10, "color": Role("ink")},
        "hoverinfo": "skip",
    }


def _hover(board: Board, s: Standing) -> Bilingual:
    zh = f"{s.name.zh}：{board.points(s.total)} 分，{s.place.zh}"
    en = f"{s.name.en}: {board.points(s.total)} points, rank {s.place.en}"
    if s.status == "provisional":
        span = f"{board.points(s.lower)}–{board.points(s.upper)}"
        zh += f"<br>暂定：{s.missing_criteria} 项未计，总分应在 {span} 之间"
        en += f"<br>provisional: {s.missing_criteria} not scored, total between {span}"
    return say(zh, en)


def _in_words(board: Board, shown: list[Standing]) -> Bilingual:
    zh = "；".join(f"{s.place.zh} {s.name.zh} {board.points(s.total)} 分" for s in shown)
    en = "; ".join(f"{s.place.en} {s.name.en} {board.points(s.total)}" for s in shown)
    lead = captions.leaders(board, shown)
    return say(f"横条图。{lead.zh}。{zh}。", f"Bar chart. {lead.en}. {en}.")


def _behind(board: Board, shown: list[Standing]) -> Behind:
    return Behind(
        columns=(
            say("地区", "region"),
            say("名次", "rank"),
            say("总分", "total"),
            say("距前一名", "gap to the next place up"),
        ),
        rows=tuple((s.name, s.place, board.points(s.total), board.points(s.gap)) for s in shown),
    )
