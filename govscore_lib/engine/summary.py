"""A scorecard in a notebook cell."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from govscore_lib.engine.explain import shown

if TYPE_CHECKING:
    from govscore_lib.engine.scorecard import Scorecard


def ranking_html(card: Scorecard) -> str:
    """Return the ranking as a plain HTML table, Chinese first."""
    rows = []
    for row in card.scores.iter_rows(named=True):
        status = "" if row["status"] == "final" else "暂定"
        bounds = (
            "" if row["status"] == "final" else f"{shown(row['lower'])} – {shown(row['upper'])}"
        )
        cells = (f"{row['rank']:g}", row["region_zh"], shown(row["total"], 2), bounds, status)
        rows.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
    title = html.escape(card.rubric.title.zh)
    head = "<tr><th>名次</th><th>地区</th><th>总分</th><th>区间</th><th>状态</th></tr>"
    return f"<table><caption>{title}</caption>{head}{''.join(rows)}</table>"
