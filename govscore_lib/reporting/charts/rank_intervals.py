"""How far each region's place goes under random weights."""

from __future__ import annotations

from typing import Any

import plotly.graph_objects as go

from govscore_lib.reporting.charts import captions
from govscore_lib.reporting.charts.drawing import Behind, Drawing, Role, Words, axis, names_axis
from govscore_lib.reporting.charts.spread import place_ticks
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.views.board import Board
from govscore_lib.text import Bilingual, share_text
from govscore_lib.whatif.weightings.robustness import Robustness


def plot_rank_intervals(found: Robustness) -> go.Figure:
    """Return each region's place as a dot, on the interval of 90% of the weightings and that of all of them."""
    board = Board(found.board.card)
    rows = found.ranks.to_dicts()
    names = [say(row["region_zh"], row["region_en"]) for row in rows]
    places = list(range(len(rows)))
    last = max([row["worst"] for row in rows], default=1)
    drawing = Drawing(
        name="rank intervals",
        title=headline(found),
        subtitle=captions.measure(
            board,
            "名次；圆点为本次，粗线含 90% 的赋权，细线为全部赋权",
            "rank; the dot is this run, the thick line holds 90% of the weightings, the thin one all",
        ),
        note=drawn_as(found),
        alt=_in_words(names, rows),
        behind=Behind(
            columns=(
                say("地区", "region"),
                say("名次", "rank"),
                say("90% 区间", "90% interval"),
                say("最好", "best"),
                say("最差", "worst"),
            ),
            rows=tuple(
                (name, f"{row['rank']:g}", f"{row['low']:g}–{row['high']:g}", f"{row['best']:g}", f"{row['worst']:g}")
                for name, row in zip(names, rows, strict=True)
            ),
        ),
    )  # fmt: skip
    drawing.traces = [
        _lines(rows, "best", "worst", Role("quiet"), 3),
        _lines(rows, "low", "high", Role("seq1"), 8),
        {
            "type": "scatter",
            "mode": "markers",
            "x": [row["rank"] for row in rows],
            "y": places,
            "marker": {"size": 11, "color": Role("won")},
            "cliponaxis": False,
            "hovertext": Words.of(
                [_told(name, row) for name, row in zip(names, rows, strict=True)]
            ),
            "hoverinfo": "text",
        },
    ]
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


def headline(found: Robustness) -> Bilingual:
    """Return how often the first of the ranking is first, as a title."""
    row = found.ranks.row(0, named=True)
    share = share_text(row["first"])
    return say(
        f"{row['region_zh']}在 {share} 的赋权中居首", f"{row['region_en']} leads in {share} of the weightings"
    )  # fmt: skip


def drawn_as(found: Robustness) -> Bilingual:
    """Return how the weightings were drawn, for the line under a chart."""
    record = found.record
    categories = record["over"] == "categories"
    zh = {"uniform": "一切分配同等可能", "uniform within bounds": "在给定区间内均匀"}.get(
        record["weights"], "围绕原分值"
    )
    en = {"uniform": "every division equally likely", "uniform within bounds": "uniform within bounds"}.get(
        record["weights"], "around the printed points"
    )  # fmt: skip
    return say(
        f"{'各类' if categories else '各项'}分值随机 {record['draws']:,} 组，{zh}；随机种子 {record['seed']}，重算结果不变。",
        f"{record['draws']:,} random weightings of {'categories' if categories else 'criteria'}, {en}; "
        f"seed {record['seed']}, so that another run gives the same.",
    )


def _lines(
    rows: list[dict[str, Any]], start: str, end: str, color: Role, width: int
) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for row in rows for x in (row[start], row[end], None)],
        "y": [y for place in range(len(rows)) for y in (place, place, None)],
        "line": {"color": color, "width": width},
        "hoverinfo": "skip",
    }


def _told(name: Bilingual, row: dict[str, Any]) -> Bilingual:
    kept = share_text(row["kept"])
    most, every = (f"{row[a]:g}–{row[b]:g}" for a, b in (("low", "high"), ("best", "worst")))
    return say(
        f"{name.zh}：第 {row['rank']:g} 名；90% 在 {most}，全部在 {every}；名次不变 {kept}",
        f"{name.en}: rank {row['rank']:g}; 90% within {most}, all within {every}; keeps its rank in {kept}",
    )


def _in_words(names: list[Bilingual], rows: list[dict[str, Any]]) -> Bilingual:
    pairs = list(zip(names, rows, strict=True))
    zh = "；".join(
        f"{name.zh} 第 {row['rank']:g} 名（{row['low']:g}–{row['high']:g}）" for name, row in pairs
    )
    en = "; ".join(
        f"{name.en} rank {row['rank']:g} ({row['low']:g}–{row['high']:g})" for name, row in pairs
    )
    return say(
        f"随机赋权下的名次区间图，括号内为 90% 区间。{zh}。",
        f"Rank intervals under random weights, 90% in brackets. {en}.",
    )
