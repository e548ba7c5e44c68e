"""How much of what the rubric asks for has come in, region by region."""

from __future__ import annotations

import plotly.graph_objects as go

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting import numbers
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


def plot_coverage(scorecard: Scorecard) -> go.Figure:
    """Return, for each region, how many criteria are scored and how many still lack data.

    The rows keep the order of the ranking, so that a region stands where it stands elsewhere.
    """
    board = Board(scorecard)
    whole = len(board.criteria)
    open_counts = [s.missing_criteria for s in board.standings]
    places = list(range(len(board.standings)))
    drawing = Drawing(
        name="coverage",
        title=_title(board.standings),
        subtitle=captions.measure(
            board, "已计分的条款数，斜纹为未计分", "criteria scored; hatched, not scored yet"
        ),
        note=captions.source(board),
        alt=_in_words(board, whole),
        behind=Behind(
            columns=(
                say("地区", "region"),
                say("已计分", "scored"),
                say("未计分", "not scored"),
                say("比例", "share"),
            ),
            rows=tuple(
                (s.name, str(whole - gone), str(gone), numbers.percent((whole - gone) / whole, 1))
                for s, gone in zip(board.standings, open_counts, strict=True)
            ),
        ),
    )
    drawing.traces = [
        {
            "type": "bar",
            "orientation": "h",
            "y": places,
            "x": [whole - gone for gone in open_counts],
            "marker": {"color": Role("won"), "line": {"width": 0}},
            "hovertext": Words.of([_hover(s, whole) for s in board.standings]),
            "hoverinfo": "text",
        },
        {
            "type": "bar",
            "orientation": "h",
            "y": places,
            "x": open_counts,
            "marker": {
                "color": Role("lost"),
                "pattern": {
                    "shape": "/",
                    "size": 5,
                    "fillmode": "overlay",
                    "fgcolor": Role("seq0"),
                },
            },
            "hoverinfo": "skip",
        },
    ]
    drawing.layout = {
        "barmode": "stack",
        "margin": {"l": 8, "r": 84, "t": 76, "b": 12},
        "height": 104 + 32 * max(len(places), 2),
        "yaxis": names_axis([s.name for s in board.standings]),
        "xaxis": axis(range=[0, whole], showgrid=False, showticklabels=False),
        "annotations": [
            {
                "xref": "paper",
                "x": 1,
                "y": place,
                "text": f"{whole - gone} / {whole}",
                "xanchor": "left",
                "xshift": 8,
                "showarrow": False,
                "font": {"size": 14, "color": Role("ink" if gone else "muted")},
            }
            for place, gone in zip(places, open_counts, strict=True)
        ],
    }
    return drawing.figure()


def _title(standings: tuple[Standing, ...]) -> Bilingual:
    short = [s for s in standings if s.missing_criteria]
    if not short:
        return say("各地区的条款全部计分", "Every criterion is scored in every region")
    total = sum(s.missing_criteria for s in short)
    return say(
        f"{len(short)} 个地区共有 {total} 条未计分",
        f"{total} criteria are not scored yet, in {len(short)} {'region' if len(short) == 1 else 'regions'}",
    )


def _hover(s: Standing, whole: int) -> Bilingual:
    scored = whole - s.missing_criteria
    return say(f"{s.name.zh}：{scored} / {whole} 条", f"{s.name.en}: {scored} of {whole}")


def _in_words(board: Board, whole: int) -> Bilingual:
    zh = "；".join(_hover(s, whole).zh for s in board.standings)
    en = "; ".join(_hover(s, whole).en for s in board.standings)
    return say(f"横条图，已计分条款数。{zh}。", f"Bar chart of criteria scored. {en}.")
