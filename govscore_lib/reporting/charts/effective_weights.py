"""What criteria are meant to weigh, and what they do weigh in the ranking."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go
import polars as pl

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting import numbers
from govscore_lib.reporting.charts import captions
from govscore_lib.reporting.charts.drawing import Behind, Drawing, Role, Words, axis, names_axis
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.views.board import Board
from govscore_lib.text import Bilingual
from govscore_lib.whatif.weightings.sensitivity import effective_weights

MOST = 15
"""So many criteria are drawn: those whose two weights lie furthest apart."""


def plot_effective_weights(scorecard: Scorecard) -> go.Figure:
    """Return, for the criteria whose weights differ most, the share of the points and of the differences."""
    board = Board(scorecard)
    rows = furthest_apart(effective_weights(scorecard)).head(MOST).to_dicts()
    names = [say(f"{row['id']} {row['name_zh']}", f"{row['id']} {row['name_en']}") for row in rows]
    places = list(range(len(rows)))
    drawing = Drawing(
        name="effective weights",
        title=_title(rows, names),
        subtitle=captions.measure(
            board,
            f"空心为占总分值的比例，实心为占总分差异的比例；相差最大的 {len(rows)} 条",
            f"ring: share of the points; dot: share of the differences between totals; the {len(rows)} criteria furthest apart",
        ),
        note=captions.source(board),
        alt=_in_words(names, rows),
        behind=Behind(
            columns=(say("条款", "criterion"), say("占分值", "of the points"), say("占差异", "of the differences")),
            rows=tuple(
                (name, numbers.percent(row["nominal_share"], 1), numbers.percent(row["effective_share"], 1))
                for name, row in zip(names, rows, strict=True)
            ),
        ),
    )  # fmt: skip
    drawing.traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": [x for row in rows for x in (row["nominal_share"], row["effective_share"], None)],
            "y": [y for place in places for y in (place, place, None)],
            "line": {"color": Role("quiet"), "width": 2},
            "hoverinfo": "skip",
        },
        _dots(rows, names, "nominal_share", hollow=True),
        _dots(rows, names, "effective_share", hollow=False),
    ]
    drawing.layout = {
        "height": 118 + 28 * max(len(rows), 2),
        "yaxis": names_axis(names),
        "xaxis": axis(tickformat=".0%", rangemode="tozero"),
    }
    return drawing.figure()


def furthest_apart(table: pl.DataFrame) -> pl.DataFrame:
    """Return the criteria that have both weights, the largest difference first."""
    both = table.drop_nulls(["nominal_share", "effective_share"])
    gap = (pl.col("effective_share") - pl.col("nominal_share")).abs()
    return both.sort(gap, descending=True, maintain_order=True)


def _dots(
    rows: list[dict[str, Any]], names: list[Bilingual], column: str, *, hollow: bool
) -> dict[str, Any]:
    words = say("占分值", "of the points") if hollow else say("占差异", "of the differences")
    told = [
        say(
            f"{name.zh}：{words.zh} {numbers.percent(row[column], 1)}",
            f"{name.en}: {numbers.percent(row[column], 1)} {words.en}",
        )
        for name, row in zip(names, rows, strict=True)
    ]
    line = {"color": Role("won"), "width": 2}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row[column] for row in rows],
        "y": list(range(len(rows))),
        "marker": {
            "size": 10,
            "symbol": "circle-open" if hollow else "circle",
            "color": Role("won"),
            "line": line,
        },
        "cliponaxis": False,
        "hovertext": Words.of(told),
        "hoverinfo": "text",
    }


def _title(rows: list[dict[str, Any]], names: list[Bilingual]) -> Bilingual:
    if not rows:
        return say("各地区总分相同，没有条款起作用", "All totals are equal: no criterion decides")
    most = max(range(len(rows)), key=lambda at: rows[at]["effective_share"])
    row, name = rows[most], names[most]
    nominal, effective = (
        numbers.percent(row[key], 1) for key in ("nominal_share", "effective_share")
    )
    return say(
        f"{name.zh}占分值 {nominal}，占总分差异 {effective}",
        f"{name.en} has {nominal} of the points and makes {effective} of the differences",
    )


def _in_words(names: list[Bilingual], rows: list[dict[str, Any]]) -> Bilingual:
    told = [
        (name, numbers.percent(row["nominal_share"], 1), numbers.percent(row["effective_share"], 1))
        for name, row in zip(names, rows, strict=True)
    ]
    zh = "；".join(f"{name.zh} 占分值 {a}、占差异 {b}" for name, a, b in told)
    en = "; ".join(f"{name.en} {a} of the points, {b} of the differences" for name, a, b in told)
    return say(f"名义权重与实际权重对比图。{zh}。", f"Nominal weights beside effective ones. {en}.")
