"""One region's categories beside the best and the middle of its league."""

from __future__ import annotations

from statistics import median

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
from govscore_lib.reporting.views.board import ZERO, Board, Part, Standing
from govscore_lib.text import Bilingual


def plot_categories(scorecard: Scorecard, region: str) -> go.Figure:
    """Return each category's share of its points: the region, the league's median, the league's best.

    Three marks of different shape on one line, so that tone is not needed to tell them apart. Categories without
    a maximum stand in the table alone; where no category has one, the marks are points.
    """
    board = Board(scorecard)
    standing = board.standing(region)
    parts = [part for part in board.parts if part.max_points]
    by_share = bool(parts)
    parts = parts or list(board.parts)
    own = [
        None if standing.waived else _figure(board, standing.region_id, part, by_share)
        for part in parts
    ]
    league = [
        [v for s in board.counted if (v := _figure(board, s.region_id, part, by_share)) is not None]
        for part in parts
    ]
    middle = [median(values) if values else None for values in league]
    best = [max(values) if values else None for values in league]
    places = list(range(len(parts)))
    rows = list(zip(parts, own, middle, best, strict=True))
    drawing = Drawing(
        name="categories",
        title=_title(board, standing, parts),
        subtitle=captions.measure(
            board, "各类目得分占满分的比例", "share of each category's points"
        )
        if by_share
        else captions.measure(board, "各类目得分（分）", "points of each category"),
        note=captions.source(board),
        alt=_in_words(standing.name, rows, by_share),
        behind=Behind(
            columns=(
                say("类目", "category"),
                standing.name,
                say("中位", "median"),
                say("最高", "best"),
            ),
            rows=tuple(
                (part.name, *(_told(value, by_share) for value in values)) for part, *values in rows
            ),
        ),
    )
    drawing.traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x for a, b in zip(own, best, strict=True) for x in (a, b, None)],
            "y": [y for place in places for y in (place, place, None)],
            "line": {"color": Role("quiet"), "width": 2},
            "hoverinfo": "skip",
            "showlegend": False,
        },
        _marks(say("最高", "best"), best, parts, "diamond-open", 12, "muted", by_share),
        _marks(say("中位", "median"), middle, parts, "line-ns-open", 16, "ink", by_share),
        _marks(standing.name, own, parts, "circle", 13, "won", by_share),
    ]
    if standing.waived:
        del drawing.traces[-1]
    drawn = [v for row in (own, middle, best) for v in row if v is not None]
    drawing.layout = {
        "height": 150 + 34 * len(parts),
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "x": 0,
            "xanchor": "left",
            "y": 1.02,
            "yanchor": "bottom",
            "traceorder": "reversed",
            "font": {"size": 13, "color": Role("ink")},
            "itemclick": False,
            "itemdoubleclick": False,
            "bgcolor": Role("clear"),
        },
        "margin": {"l": 8, "r": 24, "t": 104, "b": 44},
        "yaxis": names_axis([part.name for part in parts], showgrid=True),
        "xaxis": axis(range=_range(drawn, by_share), tickformat=".0%" if by_share else None),
    }
    return drawing.figure()


def _range(drawn: list[float], by_share: bool) -> list[float]:
    """From a little below the lowest mark to full marks; zero itself has room for its mark."""
    low, high = min([*drawn, 1.0]), max([*drawn, 1.0])
    pad = 0.03 if by_share else 0.05 * (high - min(low, 0.0))
    start = low - 0.08 if low < 0 else max(-0.02, low - 0.08)
    return [start if by_share else min(low, 0.0) - pad, high + pad]


def _figure(board: Board, region_id: str, part: Part, by_share: bool) -> float | None:
    row = board.sections[(region_id, part.category_id)]
    return numbers.share(row["score"], row["max_points"]) if by_share else float(row["score"])


def _told(value: float | None, by_share: bool) -> str:
    if value is None:
        return "—"
    return numbers.percent(value, 1) if by_share else f"{value:g}"


def _marks(
    name: Bilingual,
    values: list[float | None],
    parts: list[Part],
    symbol: str,
    size: int,
    role: str,
    by_share: bool,
) -> dict[str, object]:
    told = [
        say(
            f"{part.name.zh}：{name.zh} {_told(value, by_share)}",
            f"{part.name.en}: {name.en} {_told(value, by_share)}",
        )
        for part, value in zip(parts, values, strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": values,
        "y": list(range(len(parts))),
        "marker": {
            "symbol": symbol,
            "size": size,
            "color": Role(role),
            "line": {"width": 2, "color": Role(role)},
        },
        "hovertext": Words.of(told),
        "cliponaxis": False,
        "hoverinfo": "text",
    }


def _title(board: Board, standing: Standing, parts: list[Part]) -> Bilingual:
    """Return in which category most points separate the region from the best, and how many."""
    name = standing.name
    if standing.waived:
        return say(
            f"{name.zh}没有得分，只列各地区的中位和最高",
            f"{name.en} has no points; the median and the best of the others",
        )
    gaps = [
        (max(board.sections[(s.region_id, part.category_id)]["score"] for s in board.counted)
        - board.sections[(standing.region_id, part.category_id)]["score"], part)
        for part in parts
        if board.counted
    ]  # fmt: skip
    gap, part = max(gaps, key=lambda pair: pair[0], default=(ZERO, None))
    if part is None or gap <= 0:
        return say(f"{name.zh}各类目均为最高", f"{name.en} is best in every category")
    return say(
        f"{name.zh}与最高者差距最大的类目：{part.name.zh}，{board.points(gap)} 分",
        f"{name.en} is furthest behind the best in {part.name.en}: {board.points(gap)} points",
    )


def _in_words(
    name: Bilingual,
    rows: list[tuple[Part, float | None, float | None, float | None]],
    by_share: bool,
) -> Bilingual:
    zh = "；".join(
        f"{p.name.zh} {_told(a, by_share)}（中位 {_told(m, by_share)}，最高 {_told(b, by_share)}）"
        for p, a, m, b in rows
    )
    en = "; ".join(
        f"{p.name.en} {_told(a, by_share)} (median {_told(m, by_share)}, best {_told(b, by_share)})"
        for p, a, m, b in rows
    )
    return say(f"点图：{name.zh}。{zh}。", f"Dot plot for {name.en}. {en}.")
