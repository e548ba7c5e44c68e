"""The league as tiles, roughly as on a map: totals and places of neighbours side by side."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.charts import captions
from govscore_lib.reporting.charts.drawing import Behind, Drawing, Role, Words, axis
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.views.board import Board, Standing
from govscore_lib.rubric.general import STANDING_WORDS
from govscore_lib.rubric.layout import Layout, load_layout
from govscore_lib.text import Bilingual

DEPTHS = (1.0, 0.55, 0.32, 0.08)
"""Strength of the blue of each quarter of the places, the first quarter strongest; text reads well on each."""
DARK = 0.9
"""From this strength on a tile takes light letters."""
TILE = (70, 76)
"""Least width and height of a tile in pixels."""


def plot_tiles(scorecard: Scorecard) -> go.Figure | None:
    """Return the league as tiles with total and place, or null where the league has no layout.

    Four tones stand for the quarters of the ranking, so that one region far off does not flatten all others.
    Regions without a rank are grey; a region of the league that takes no part has no tile.
    """
    board = Board(scorecard)
    layout = _layout(board)
    if layout is None:
        return None
    places = {s.region_id: layout.places[s.region_id] for s in board.standings}
    ranked = [s for s in board.standings if s.rank is not None]
    depths = _depths(ranked)
    drawing = Drawing(
        name="tiles",
        title=_title(board, ranked),
        subtitle=captions.measure(
            board,
            "总分（分）和名次，蓝色越浓名次越靠前，每四分之一一档；位置为示意，不是地图",
            "total (points) and place, a stronger blue for each quarter further ahead; positions are schematic",
        ),
        note=captions.source(board),
        alt=_in_words(board, places),
        behind=Behind(
            columns=(say("地区", "region"), say("名次", "rank"), say("总分", "total")),
            rows=tuple((s.name, _place(s), board.points(s.total)) for s in board.standings),
        ),
        min_width=TILE[0] * layout.columns + 8,
    )
    drawing.traces = [
        _layer(layout, places, {s: 0.0 for s in places if s not in depths}, ("track", "track")),
        _layer(layout, places, depths, ("seq0", "seq2")),
        _hovers(board, places),
    ]
    drawing.layout = {
        "height": 76 + 12 + TILE[1] * layout.rows,
        "margin": {"l": 4, "r": 4, "t": 76, "b": 12},
        "xaxis": axis(range=[0.5, layout.columns + 0.5], showgrid=False, showticklabels=False),
        "yaxis": axis(range=[layout.rows + 0.5, 0.5], showgrid=False, showticklabels=False),
        "annotations": [
            _words(board, s, places[s.region_id], depths.get(s.region_id, 0.0))
            for s in board.standings
        ],
    }
    return drawing.figure()


def _layout(board: Board) -> Layout | None:
    """The layout of the run's league; null when there is none or the regions are of another league."""
    layout = load_layout(board.rubric.league) if board.rubric.league else None
    if layout is None or any(s.region_id not in layout.places for s in board.standings):
        return None
    return layout


def _depths(ranked: list[Standing]) -> dict[str, float]:
    """The strength of each ranked region's blue: the quarter that its place is in."""
    return {
        s.region_id: DEPTHS[min(3, int(4 * ((s.rank or 1) - 1) / max(len(ranked), 1)))]
        for s in ranked
    }


def _layer(
    layout: Layout,
    places: Mapping[str, tuple[int, int]],
    depths: Mapping[str, float],
    ends: tuple[str, str],
) -> dict[str, Any]:
    cells: list[list[float | None]] = [[None] * layout.columns for _ in range(layout.rows)]
    for region, depth in depths.items():
        row, column = places[region]
        cells[row - 1][column - 1] = depth
    middle = [[0.5, Role("seq1")]] if ends[0] != ends[1] else []
    return {
        "type": "heatmap",
        "x": list(range(1, layout.columns + 1)),
        "y": list(range(1, layout.rows + 1)),
        "z": cells,
        "zmin": 0,
        "zmax": 1,
        "xgap": 4,
        "ygap": 4,
        "colorscale": [[0, Role(ends[0])], *middle, [1, Role(ends[1])]],
        "showscale": False,
        "hoverinfo": "skip",
    }


def _hovers(board: Board, places: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    """Points without colour that say what each tile is, the region's full name first."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [column for _, column in places.values()],
        "y": [row for row, _ in places.values()],
        "marker": {"size": 40, "color": Role("clear")},
        "hovertext": Words.of([_told(board, board.standing(region)) for region in places]),
        "hoverinfo": "text",
    }


def _words(board: Board, s: Standing, place: tuple[int, int], depth: float) -> dict[str, Any]:
    """Short name, total and place of one tile."""
    name = captions.short_name(board.scorecard.region(s.region_id))
    below = _place(s)
    total = f"<br>{board.points(s.total)}" if s.counted else ""
    return {
        "x": place[1],
        "y": place[0],
        "showarrow": False,
        "text": say(
            f"<b>{name.zh}</b>{total}<br>{below.zh}", f"<b>{name.en}</b>{total}<br>{below.en}"
        ),
        "font": {"size": 12, "color": Role("ground" if depth >= DARK else "ink")},
    }


def _place(s: Standing) -> Bilingual:
    if s.rank is None:
        return STANDING_WORDS[s.status]
    return say(f"第 {s.rank:g} 名{'（并列）' if s.tied else ''}", f"rank {s.place.en}")


def _told(board: Board, s: Standing) -> Bilingual:
    place = _place(s)
    if not s.counted:
        return say(f"{s.name.zh}：{place.zh}", f"{s.name.en}: {place.en}")
    told = board.points(s.total)
    return say(f"{s.name.zh}：{told} 分，{place.zh}", f"{s.name.en}: {told} points, {place.en}")


def _title(board: Board, ranked: list[Standing]) -> Bilingual:
    """Return who stands in the first quarter of the places."""
    first = [s for s in ranked if 4 * ((s.rank or 1) - 1) < len(ranked)]
    if not first:
        return say("尚无地区可排名", "No region can be ranked yet")
    names = [captions.short_name(board.scorecard.region(s.region_id)) for s in first]
    who = captions.some_regions(names, 6)
    return say(
        f"名次在前四分之一的是{who.zh}" if len(names) <= 6 else f"{who.zh}在前四分之一",
        f"In the first quarter of the places: {who.en}",
    )


def _in_words(board: Board, places: Mapping[str, tuple[int, int]]) -> Bilingual:
    told = [
        _told(board, board.standing(region)) for region in sorted(places, key=lambda r: places[r])
    ]
    zh = "；".join(one.zh for one in told)
    en = "; ".join(one.en for one in told)
    return say(
        f"方格示意图，自北向南、自西向东。{zh}。", f"Tile map, north to south, west to east. {en}."
    )
