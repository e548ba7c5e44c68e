"""Places from month to month: who climbed, who fell, who leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from govscore_lib.engine.bulletin import Edition
from govscore_lib.engine.edition_words import told
from govscore_lib.reporting.charts import captions
from govscore_lib.reporting.charts.drawing import Behind, Drawing, Role, Words, axis
from govscore_lib.reporting.markup import say
from govscore_lib.text import Bilingual

HIGHLIGHTED = 8
"""Lines set off from the others, at most: those who climbed furthest, who fell furthest, who lead."""
ROW = 23
"""Pixels a region."""


@dataclass(frozen=True)
class _Line:
    """One region: its places month by month (None without one), and what its line stands for."""

    region_id: str
    name: Bilingual
    places: tuple[float | None, ...]
    role: str = "quiet"

    @property
    def risen(self) -> float:
        """Places won from the first month with a place to the last month; 0 without a place there."""
        known = [place for place in self.places if place is not None]
        return known[0] - known[-1] if known and self.places[-1] is not None else 0.0


def plot_bump(edition: Edition) -> go.Figure:
    """Return the places of every region over the months up to the end of the bulletin's period.

    Blue lines climbed furthest, orange dashed ones fell furthest, those in the colour of the text lead; the others stay grey.
    A month without a place leaves a gap.
    """
    months = edition.trail
    lines = _highlighted([_line(edition, region.id) for region in edition.regions])
    ends = _ends(lines)
    count = len(lines)
    drawing = Drawing(
        name="bump",
        title=_title(lines, ends),
        subtitle=say(
            f"各月名次（按{edition.deciding.name.zh}）；蓝线进位最多，橙色虚线退位最多，与文字同色的线居前；{count} 个地区",
            f"place by month ({edition.deciding.name.en}); blue climbed furthest, orange dashes fell furthest, "
            f"text colour leads; {count} regions",
        ),
        note=say(
            f"依据：{edition.bulletin.source.citation}；数据截至 {edition.span.end}。",
            f"By {edition.bulletin.source.citation}; data up to {edition.span.end}.",
        ),
        alt=_in_words(edition, ends),
        behind=Behind(
            columns=(say("地区", "region"), *(_month(one.span.number) for one in months)),
            rows=tuple((line.name, *(_place(place) for place in line.places)) for line in ends),
        ),
        min_width=640 if len(months) > 3 else 0,
    )
    order = sorted(lines, key=lambda line: line.role != "quiet")
    drawing.traces = [_trace(edition, line) for line in order]
    drawing.layout = {
        "height": 124 + ROW * max(count, 3),
        "margin": {"l": 8, "r": 8, "t": 76, "b": 36},
        "xaxis": axis(
            tickmode="array",
            tickvals=list(range(len(months))),
            ticktext=Words.of([_month(one.span.number) for one in months]),
            range=[-0.15, len(months) - 1 + 0.15],
            showgrid=False,
        ),
        "yaxis": axis(
            side="right",
            tickmode="array",
            tickvals=list(range(1, count + 1)),
            ticktext=Words.of([_label(line) for line in ends]),
            range=[count + 0.6, 0.4],
            tickfont={"color": Role("ink"), "size": 13},
            ticks="outside",
            ticklen=8,
            tickcolor=Role("clear"),
        ),
    }
    return drawing.figure()


def _line(edition: Edition, region_id: str) -> _Line:
    region = edition.region(region_id)
    return _Line(
        region_id,
        captions.short_name(region),
        tuple(one.rows[region_id].rank for one in edition.trail),
    )


def _highlighted(lines: list[_Line]) -> list[_Line]:
    """Return the lines with what they stand for: three each that climbed and fell furthest, two leaders."""
    roles: dict[str, str] = {}
    for line in _ends(lines)[:2]:
        if line.places and line.places[-1] is not None:
            roles[line.region_id] = "ink"
    others = sorted(lines, key=lambda line: -line.risen)
    others = [line for line in others if line.region_id not in roles]
    roles |= {line.region_id: "won" for line in others[:3] if line.risen > 0}
    roles |= {line.region_id: "lost" for line in others[-3:] if line.risen < 0}
    return [
        _Line(one.region_id, one.name, one.places, roles.get(one.region_id, "quiet"))
        for one in lines
    ]


def _ends(lines: list[_Line]) -> list[_Line]:
    """Return the lines in the order of their last places, those without one behind."""
    last = len(lines) + 1.0
    return sorted(lines, key=lambda line: (line.places and line.places[-1]) or last)


def _trace(edition: Edition, line: _Line) -> dict[str, Any]:
    told_in = [_hover(edition, line, place, number) for number, place in enumerate(line.places)]
    strong = line.role != "quiet"
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(range(len(line.places))),
        "y": list(line.places),
        "connectgaps": False,
        "line": {
            "color": Role(line.role if strong else "faint"),
            "width": 3 if strong else 1.5,
            "dash": "dash" if line.role == "lost" else "solid",
        },
        "marker": {"size": 8 if strong else 5, "color": Role(line.role)},
        "hovertext": Words.of(told_in),
        "hoverinfo": "text",
    }


def _hover(edition: Edition, line: _Line, place: float | None, number: int) -> Bilingual:
    month = edition.trail[number]
    figure = edition.deciding
    rate = told(figure, month.rows[line.region_id].rates[figure.id].value)
    return say(
        f"{line.name.zh}，{month.span.name.zh}：第 {_place(place)} 名，{figure.name.zh} {rate.zh}",
        f"{line.name.en}, {month.span.name.en}: place {_place(place)}, {figure.name.en} {rate.en}",
    )


def _label(line: _Line) -> Bilingual:
    place = _place(line.places[-1] if line.places else None)
    zh, en = f"{place} {line.name.zh}", f"{place} {line.name.en}"
    return say(f"<b>{zh}</b>", f"<b>{en}</b>") if line.role != "quiet" else say(zh, en)


def _place(place: float | None) -> str:
    return "—" if place is None else f"{place:g}"


def _month(number: int) -> Bilingual:
    names = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return say(f"{number}月", names[number - 1])


def _title(lines: list[_Line], ends: list[_Line]) -> Bilingual:
    furthest = max(lines, key=lambda line: line.risen)
    first = ends[0]
    if not first.places or first.places[-1] is None:
        return say("没有可以排名的记录", "No records to rank by")
    zh, en = f"末月居首的是{first.name.zh}", f"{first.name.en} leads in the last month"
    if furthest.risen <= 0:
        return say(zh, en)
    known = [place for place in furthest.places if place is not None]
    return say(
        f"{zh}；{furthest.name.zh}进位最多，从第 {known[0]:g} 名到第 {known[-1]:g} 名",
        f"{en}; {furthest.name.en} climbed furthest, from place {known[0]:g} to {known[-1]:g}",
    )


def _in_words(edition: Edition, ends: list[_Line]) -> Bilingual:
    months = edition.trail
    if not months:
        return say("没有月份。", "No months.")
    first, last = months[0].span.name, months[-1].span.name
    ways = [(one.name, _way(one)) for one in ends]
    zh = "；".join(f"{name.zh}{way.zh}" for name, way in ways)
    en = "; ".join(f"{name.en} {way.en}" for name, way in ways)
    return say(
        f"名次折线图，{first.zh}至{last.zh}。{zh}。",
        f"Lines of places, {first.en} to {last.en}. {en}.",
    )


def _way(line: _Line) -> Bilingual:
    """The places of the first and the last month in words."""
    first, last = line.places[0], line.places[-1]
    return say(
        ("首月无名次" if first is None else f"从第 {first:g} 名")
        + ("，末月无名次" if last is None else f"到第 {last:g} 名"),
        ("from no place" if first is None else f"from place {first:g}")
        + (" to none" if last is None else f" to {last:g}"),
    )
