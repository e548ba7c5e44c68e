"""How far each region's place can move: the place of the run between the best and the worst."""

from __future__ import annotations

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


def plot_spread(scorecard: Scorecard) -> go.Figure:
    """Return each region's place as a dot on a line from the best to the worst place of any one reading."""
    board = Board(scorecard)
    rows = scorecard.spread.sort("rank", maintain_order=True).to_dicts()
    names = [board.standing(row["region_id"]).name for row in rows]
    places = list(range(len(rows)))
    moved = sum(row["best_rank"] != row["worst_rank"] for row in rows)
    drawing = Drawing(
        name="spread",
        title=_title(moved, len(rows)),
        subtitle=captions.measure(
            board,
            "名次；圆点为本次，线段为换用任一其他读法时的最好与最差",
            "rank; the dot is this run, the line the best and the worst under any one other reading",
        ),
        note=captions.source(board),
        alt=_in_words(names, rows),
        behind=Behind(
            columns=(say("地区", "region"), say("名次", "rank"), say("最好", "best"), say("最差", "worst")),
            rows=tuple(
                (name, f"{row['rank']:g}", f"{row['best_rank']:g}", f"{row['worst_rank']:g}")
                for name, row in zip(names, rows, strict=True)
            ),
        ),
    )  # fmt: skip
    drawing.traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x for row in rows for x in (row["best_rank"], row["worst_rank"], None)],
            "y": [y for place in places for y in (place, place, None)],
            "line": {"color": Role("seq1"), "width": 7},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": [row["rank"] for row in rows],
            "y": places,
            "marker": {"size": 11, "color": Role("won")},
            "cliponaxis": False,
            "hovertext": Words.of(
                [_hover(name, row) for name, row in zip(names, rows, strict=True)]
            ),
            "hoverinfo": "text",
        },
    ]
    last = max([row["worst_rank"] for row in rows], default=1)
    drawing.layout = {
        "height": 118 + 28 * max(len(rows), 2),
        "yaxis": names_axis([captions.axis_name(name) for name in names]),
        "xaxis": axis(
            range=[0.5, last + 0.5],
            tickmode="array",
            tickvals=place_ticks(int(last)),
            tickformat="d",
            title=say("名次", "rank"),
        ),
    }
    return drawing.figure()


def _title(moved: int, count: int) -> Bilingual:
    if not moved:
        return say("换用任一其他读法，名次都不变", "No other reading would move anybody")
    return say(
        f"{count} 个地区中有 {moved} 个的名次取决于读法",
        f"The place of {moved} of {count} regions hangs on a reading",
    )


def place_ticks(last: int) -> list[int]:
    """Return the places to write on an axis that ends at ``last``."""
    step = 1 if last <= 12 else 2 if last <= 24 else 5
    return sorted({1, *range(step, last + 1, step)})


def _hover(name: Bilingual, row: dict[str, float]) -> Bilingual:
    return say(
        f"{name.zh}：第 {row['rank']:g} 名，最好 {row['best_rank']:g}，最差 {row['worst_rank']:g}",
        f"{name.en}: rank {row['rank']:g}, best {row['best_rank']:g}, worst {row['worst_rank']:g}",
    )


def _in_words(names: list[Bilingual], rows: list[dict[str, float]]) -> Bilingual:
    pairs = list(zip(names, rows, strict=True))
    zh = "；".join(
        f"{name.zh} 第 {row['rank']:g} 名（{row['best_rank']:g}–{row['worst_rank']:g}）"
        for name, row in pairs
    )
    en = "; ".join(
        f"{name.en} rank {row['rank']:g} ({row['best_rank']:g}–{row['worst_rank']:g})"
        for name, row in pairs
    )
    return say(
        f"名次区间图，括号内为最好和最差名次。{zh}。",
        f"Ranks, the best and the worst in brackets. {en}.",
    )
