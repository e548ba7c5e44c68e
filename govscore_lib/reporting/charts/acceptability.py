"""How often each region has each place under random weights."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from govscore_lib.reporting.charts import captions
from govscore_lib.reporting.charts.drawing import Behind, Drawing, Grid, Role, axis, names_axis
from govscore_lib.reporting.charts.rank_intervals import drawn_as
from govscore_lib.reporting.charts.spread import place_ticks
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.views.board import Board
from govscore_lib.text import Bilingual, share_text
from govscore_lib.whatif.weightings.robustness import Robustness

MOST = 40
"""So many regions have a row; those behind are left to the table."""
CELL = 24


def plot_acceptability(found: Robustness) -> go.Figure:
    """Return region × place: the stronger the blue, the more of the weightings give the region that place.

    The first 40 regions of the ranking are drawn.
    """
    board = Board(found.board.card)
    table = found.acceptability_table
    order = {region: at for at, region in enumerate(table["region_id"].to_list())}
    rows = found.ranks.head(MOST).to_dicts()
    names = [say(row["region_zh"], row["region_en"]) for row in rows]
    shares = table.select(table.columns[3:]).to_numpy()[[order[row["region_id"]] for row in rows]]
    kept = np.flatnonzero(shares.any(axis=0))
    shares, places = shares[:, kept], [float(table.columns[3 + at]) for at in kept]
    drawing = Drawing(
        name="acceptability",
        title=_title(names, shares, places),
        subtitle=captions.measure(
            board,
            "获得各名次的赋权所占比例，颜色越浓越高",
            "share of the weightings that give each place, the stronger the larger",
        ),
        note=drawn_as(found),
        alt=_in_words(names, shares, places),
        behind=Behind(
            columns=(say("地区", "region"), *(say(f"第 {place:g} 名", f"rank {place:g}") for place in places)),
            rows=tuple((name, *(share_text(float(one)) if one else "" for one in row)) for name, row in zip(names, shares, strict=True)),
        ),
        min_width=170 + CELL * len(places),
    )  # fmt: skip
    drawing.traces = [
        {
            "type": "heatmap",
            "x": places,
            "y": list(range(len(rows))),
            "z": np.where(shares > 0, np.round(shares, 4), np.nan).tolist(),
            "zmin": 0,
            "zmax": 1,
            "xgap": 1,
            "ygap": 2,
            "colorscale": [[0, Role("seq0")], [0.5, Role("seq1")], [1, Role("seq2")]],
            "showscale": False,
            "hoverongaps": False,
            "hovertext": Grid(
                rows=tuple(names),
                columns=tuple(say(f"第 {place:g} 名", f"rank {place:g}") for place in places),
                cells=tuple(
                    tuple(say(*[share_text(float(one))] * 2) for one in row) for row in shares
                ),
            ),
            "hoverinfo": "text",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": [row["rank"] for row in rows],
            "y": list(range(len(rows))),
            "marker": {
                "size": 9,
                "color": Role("clear"),
                "line": {"color": Role("lost"), "width": 2},
            },
            "hoverinfo": "skip",
        },
    ]
    drawing.layout = {
        "height": 130 + 28 * max(len(rows), 2),
        "yaxis": names_axis([captions.axis_name(name) for name in names]),
        "xaxis": axis(
            range=[min(places) - 0.6, max(places) + 0.6],
            tickmode="array",
            tickvals=place_ticks(int(max(places))),
            tickformat="d",
            showgrid=False,
            title=say("名次（圆圈为本次）", "rank (the ring is this run)"),
        ),
    }
    return drawing.figure()


def _title(names: list[Bilingual], shares: np.ndarray, places: list[float]) -> Bilingual:
    sure = int((shares.max(axis=1) >= 0.5).sum())
    count = len(names)
    return say(
        f"{count} 个地区中有 {sure} 个在过半赋权中名次相同",
        f"{sure} of {count} regions have one place in more than half of the weightings",
    )


def _in_words(names: list[Bilingual], shares: np.ndarray, places: list[float]) -> Bilingual:
    likely = [
        (name, places[int(row.argmax())], share_text(float(row.max())))
        for name, row in zip(names, shares, strict=True)
    ]
    zh = "；".join(f"{name.zh} 最常第 {place:g} 名（{share}）" for name, place, share in likely)
    en = "; ".join(
        f"{name.en} most often rank {place:g} ({share})" for name, place, share in likely
    )
    return say(f"名次可接受度热力图。{zh}。", f"Rank acceptability. {en}.")
