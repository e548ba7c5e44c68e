"""How much of what the rubric asks for has come in, region by region."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting import numbers
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
from govscore_lib.reporting.views.board import Board, Standing
from govscore_lib.text import Bilingual


@dataclass(frozen=True)
class Row:
    """One region: how many criteria are scored, how many are open, how many do not apply."""

    standing: Standing
    scored: int
    open: int
    apart: int

    @property
    def asked(self) -> int:
        """How many criteria apply."""
        return self.scored + self.open


def plot_coverage(scorecard: Scorecard) -> go.Figure:
    """Return, for each region, how many criteria are scored, how many still lack data, how many do not apply.

    The rows keep the order of the ranking, so that a region stands where it stands elsewhere.
    """
    board = Board(scorecard)
    rows = [_row(board, s) for s in board.standings]
    drawing = Drawing(
        name="coverage",
        title=_title(rows),
        subtitle=_measure(board, rows),
        note=captions.source(board),
        alt=_in_words(rows),
        behind=Behind(
            columns=(
                say("地区", "region"),
                say("已计分", "scored"),
                say("未计分", "not scored"),
                say("不适用", "not applicable"),
                say("比例", "share"),
            ),
            rows=tuple(
                (row.standing.name, str(row.scored), str(row.open), str(row.apart), _share(row))
                for row in rows
            ),
        ),
    )
    hatched = {"shape": "/", "size": 5, "fillmode": "overlay", "fgcolor": Role("seq0")}
    drawing.traces = [
        {
            **_bars([row.scored for row in rows], {"color": Role("won"), "line": {"width": 0}}),
            "hovertext": Words.of([_hover(row) for row in rows]),
            "hoverinfo": "text",
        },
        _bars([row.open for row in rows], {"color": Role("lost"), "pattern": hatched}),
        _bars([row.apart for row in rows], {"color": Role("track")}),
    ]
    drawing.layout = {
        "barmode": "stack",
        "margin": {"l": 8, "r": 84, "t": 76, "b": 12},
        "height": 104 + 32 * max(len(rows), 2),
        "yaxis": names_axis([captions.axis_name(row.standing.name) for row in rows]),
        "xaxis": axis(range=[0, len(board.criteria)], showgrid=False, showticklabels=False),
        "annotations": [
            {
                "xref": "paper",
                "x": 1,
                "y": place,
                "text": f"{row.scored} / {row.asked}" if row.asked else "—",
                "xanchor": "left",
                "xshift": 8,
                "showarrow": False,
                "font": {"size": 14, "color": Role("ink" if row.open else "muted")},
            }
            for place, row in enumerate(rows)
        ],
    }
    return drawing.figure()


def _row(board: Board, s: Standing) -> Row:
    counts = Counter(board.lines[(s.region_id, ident)]["status"] for ident in board.criteria)
    return Row(s, counts["scored"], counts["missing"], counts["not_applicable"])


def _bars(lengths: list[int], marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(lengths))),
        "x": lengths,
        "marker": marker,
        "hoverinfo": "skip",
    }


def _measure(board: Board, rows: list[Row]) -> Bilingual:
    zh, en = "已计分的条款数，斜纹为未计分", "criteria scored; hatched, not scored yet"
    if any(row.apart for row in rows):
        zh, en = f"{zh}，浅灰为不适用", f"{en}; light grey, not applicable"
    return captions.measure(board, zh, en)


def _share(row: Row) -> str:
    return numbers.percent(row.scored / row.asked, 1) if row.asked else "—"


def _title(rows: list[Row]) -> Bilingual:
    short = [row for row in rows if row.open]
    if not short:
        return say("各地区的条款全部计分", "Every criterion is scored in every region")
    total = sum(row.open for row in short)
    open_ones = "1 criterion is" if total == 1 else f"{total} criteria are"
    return say(
        f"{len(short)} 个地区共有 {total} 条未计分",
        f"{open_ones} not scored yet, in {len(short)} {'region' if len(short) == 1 else 'regions'}",
    )


def _hover(row: Row) -> Bilingual:
    name = row.standing.name
    if not row.asked:
        return say(f"{name.zh}：不适用", f"{name.en}: not applicable")
    return say(
        f"{name.zh}：{row.scored} / {row.asked} 条", f"{name.en}: {row.scored} of {row.asked}"
    )


def _in_words(rows: list[Row]) -> Bilingual:
    zh = "；".join(_hover(row).zh for row in rows)
    en = "; ".join(_hover(row).en for row in rows)
    return say(f"横条图，已计分条款数。{zh}。", f"Bar chart of criteria scored. {en}.")
