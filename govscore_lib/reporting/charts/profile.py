"""One region's categories beside the best and the middle of its league."""

from __future__ import annotations

from decimal import Decimal
from statistics import median

import plotly.graph_objects as go

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting import numbers
from govscore_lib.reporting.board import Board, Part
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


def plot_categories(scorecard: Scorecard, region: str) -> go.Figure:
    """Return each category's share of its points: the region, the league's median, the league's best.

    Three marks of different shape on one line, so that tone is not needed to tell them apart.
    """
    board = Board(scorecard)
    standing = board.standing(region)
    parts = [part for part in board.parts if part.max_points]
    own = [_share(board, standing.region_id, part) for part in parts]
    league = [
        [value for s in board.standings if (value := _share(board, s.region_id, part)) is not None]
        for part in parts
    ]
    middle = [median(values) if values else None for values in league]
    best = [max(values) if values else None for values in league]
    places = list(range(len(parts)))
    behind_most = _furthest_behind(parts, own, best)
    drawing = Drawing(
        name="categories",
        title=_title(board, standing.name, behind_most),
        subtitle=captions.measure(
            board, "各类目得分占满分的比例", "share of each category's points"
        ),
        note=captions.source(board),
        alt=_in_words(standing.name, parts, own, middle, best),
        behind=Behind(
            columns=(
                say("类目", "category"),
                standing.name,
                say("中位", "median"),
                say("最高", "best"),
            ),
            rows=tuple(
                (part.name, *(numbers.percent(row[place], 1) for row in (own, middle, best)))
                for place, part in enumerate(parts)
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
        _marks(say("最高", "best"), best, parts, "diamond-open", 12, "muted"),
        _marks(say("中位", "median"), middle, parts, "line-ns-open", 16, "ink"),
        _marks(standing.name, own, parts, "circle", 13, "won"),
    ]
    lowest = min((v for row in (own, middle, best) for v in row if v is not None), default=0.0)
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
        "xaxis": axis(range=[max(0.0, lowest - 0.08), 1.03], tickformat=".0%"),
    }
    return drawing.figure()


def _share(board: Board, region_id: str, part: Part) -> float | None:
    row = board.sections.get((region_id, part.category_id))
    return numbers.share(row["score"], part.max_points) if row else None


def _marks(
    name: Bilingual,
    values: list[float | None],
    parts: list[Part],
    symbol: str,
    size: int,
    role: str,
) -> dict[str, object]:
    told = [
        say(
            f"{part.name.zh}：{name.zh} {numbers.percent(value, 1)}",
            f"{part.name.en}: {name.en} {numbers.percent(value, 1)}",
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
        "hoverinfo": "text",
    }


def _furthest_behind(
    parts: list[Part], own: list[float | None], best: list[float | None]
) -> tuple[Part, Decimal] | None:
    """Return the category where most points separate the region from the best, and how many."""
    gaps = [
        (Decimal(repr(b - a)) * (part.max_points or 0), part)
        for part, a, b in zip(parts, own, best, strict=True)
        if a is not None and b is not None and b > a
    ]
    if not gaps:
        return None
    gap, part = max(gaps, key=lambda pair: pair[0])
    return part, gap


def _title(board: Board, name: Bilingual, behind: tuple[Part, Decimal] | None) -> Bilingual:
    if behind is None:
        return say(f"{name.zh}各类目均为最高", f"{name.en} is best in every category")
    part, gap = behind
    return say(
        f"{name.zh}与最高者差距最大的类目：{part.name.zh}，{board.points(gap)} 分",
        f"{name.en} is furthest behind the best in {part.name.en}: {board.points(gap)} points",
    )


def _in_words(
    name: Bilingual,
    parts: list[Part],
    own: list[float | None],
    middle: list[float | None],
    best: list[float | None],
) -> Bilingual:
    rows = list(zip(parts, own, middle, best, strict=True))
    zh = "；".join(
        f"{p.name.zh} {numbers.percent(a, 1)}（中位 {numbers.percent(m, 1)}，最高 {numbers.percent(b, 1)}）"
        for p, a, m, b in rows
    )
    en = "; ".join(
        f"{p.name.en} {numbers.percent(a, 1)} (median {numbers.percent(m, 1)}, best {numbers.percent(b, 1)})"
        for p, a, m, b in rows
    )
    return say(f"点图：{name.zh}。{zh}。", f"Dot plot for {name.en}. {en}.")
