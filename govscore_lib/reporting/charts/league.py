"""One criterion that compares regions: everyone's figure, rank and points."""

from __future__ import annotations

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
from govscore_lib.reporting.views.leagues import LeagueRow, league_rows
from govscore_lib.text import Bilingual


def plot_league(scorecard: Scorecard, criterion: str, highlight: str | None = None) -> go.Figure:
    """Return each region's figure on one criterion, best rank first, with ties and points beside.

    criterion : id of a ranked or per-head criterion. highlight : a region to set off.
    """
    board = Board(scorecard)
    asked = board.criteria[criterion]
    rows = league_rows(scorecard, criterion)
    drawn = [row for row in rows if row.figure is not None]
    chosen = board.standing(highlight).region_id if highlight else None
    places = list(range(len(drawn)))
    figures = [row.figure or 0.0 for row in drawn]
    most = max([*figures, 0.0]) or 1.0
    percent = all(0 <= value <= 1 for value in figures) and any("/" in row.value for row in drawn)
    drawing = Drawing(
        name=f"league-{criterion}",
        title=_title(board, criterion, drawn),
        subtitle=captions.measure(
            board,
            f"{asked.name.zh}，按名次排列，右侧为算式、名次与得分",
            f"{asked.name.en}, by rank; at the right the figure, rank and points",
        ),
        note=captions.source(board),
        min_width=600,
        alt=_in_words(board, asked.name, drawn),
        behind=Behind(
            columns=(
                say("地区", "region"),
                say("数值", "figure"),
                say("名次", "rank"),
                say("得分", "points"),
            ),
            rows=tuple((row.name, row.value, row.place, board.points(row.points)) for row in rows),
        ),
    )
    drawing.traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x for value in figures for x in (0.0, value, None)],
            "y": [y for place in places for y in (place, place, None)],
            "line": {"color": Role("faint"), "width": 3},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": figures,
            "y": places,
            "marker": {
                "size": 12,
                "color": [
                    Role("won" if chosen in (None, row.region_id) else "quiet") for row in drawn
                ],
            },
            "cliponaxis": False,
            "hovertext": Words.of([_hover(board, row) for row in drawn]),
            "hoverinfo": "text",
        },
    ]
    drawing.layout = {
        "height": 118 + 32 * max(len(drawn), 2),
        "yaxis": names_axis([captions.axis_name(row.name) for row in drawn]),
        "margin": {
            "l": 8,
            "r": 172 + 7 * max((len(row.value) for row in drawn), default=0),
            "t": 76,
            "b": 36,
        },
        "xaxis": axis(
            range=[0, most * 1.03],
            nticks=5,
            tickformat=".0%" if percent else None,
            rangemode="tozero",
        ),
        "annotations": [
            label for place, row in enumerate(drawn) for label in _beside(board, row, place)
        ],
    }
    return drawing.figure()


def _beside(board: Board, row: LeagueRow, place: int) -> list[dict[str, Any]]:
    """Points, rank and figure in three columns right of the drawing."""
    texts = (
        (
            8,
            say(f"<b>{board.points(row.points)} 分</b>", f"<b>{board.points(row.points)}</b>"),
            "ink",
        ),
        (76, say(row.place.zh, _english_place(row)), "ink"),
        (156, say(row.value, row.value), "muted"),
    )
    return [
        {
            "xref": "paper",
            "x": 1,
            "xshift": shift,
            "y": place,
            "text": text,
            "xanchor": "left",
            "showarrow": False,
            "font": {"size": 13, "color": Role(role)},
        }
        for shift, text, role in texts
    ]


def _english_place(row: LeagueRow) -> str:
    return row.place.en if row.rank is None else f"rank {row.place.en}"


def _hover(board: Board, row: LeagueRow) -> Bilingual:
    return say(
        f"{row.name.zh}：{row.value}，{row.place.zh}，{board.points(row.points)} 分",
        f"{row.name.en}: {row.value}, {_english_place(row)}, {board.points(row.points)} points",
    )


def _title(board: Board, criterion: str, rows: list[LeagueRow]) -> Bilingual:
    """Who is first among the ranked, and who did not need a rank."""
    name = board.criteria[criterion].name
    outside = [row for row in rows if row.rank is None and row.points is not None]
    first = [row for row in rows if row.rank == 1]
    zh, en = [], []
    if outside:
        who = captions.some_regions([row.name for row in outside])
        points = board.points(outside[0].points)
        zh.append(f"{who.zh}不参加排名，得 {points} 分")
        en.append(f"{who.en} outside the ranking, {points} points")
    if first:
        who = captions.some_regions([row.name for row in first])
        zh.append(
            f"{'其余以' if outside else ''}{who.zh}{'并列第一' if len(first) > 1 else '第一'}"
        )
        en.append(f"{who.en} {'tie for first' if len(first) > 1 else 'first'}")
    said = say("；".join(zh), "; ".join(en))
    label = say(f"{criterion} {name.zh}", f"{criterion} {name.en}")
    return say(f"{label.zh}：{said.zh}", f"{label.en}: {said.en}") if said.zh else label


def _in_words(board: Board, name: Bilingual, rows: list[LeagueRow]) -> Bilingual:
    zh = "；".join(_hover(board, row).zh for row in rows)
    en = "; ".join(_hover(board, row).en for row in rows)
    return say(f"点图：{name.zh}。{zh or '无数据'}。", f"Dot plot: {name.en}. {en or 'no data'}.")
