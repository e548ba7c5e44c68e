"""One criterion on one axis: the points of every region, and how far apart they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median
from typing import Any

import plotly.graph_objects as go

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting import numbers
from govscore_lib.reporting.charts import captions
from govscore_lib.reporting.charts.drawing import Behind, Drawing, Role, Words, axis
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.views.board import ZERO, Board
from govscore_lib.text import Bilingual

WIDTH = 600
"""Pixels of the axis at least; narrower screens scroll the chart."""
DOT = 13
"""Pixels from one dot to the next."""
TALLEST = 300
"""Pixels of the highest stack at most; the dots of a larger one draw closer."""
LINE = 19
"""Pixels of a line of labels."""
NAMED = 3
"""So many regions with the same points are named; of more, their number is said."""
LINES = 6
"""Lines of labels above the highest stack, at most."""


@dataclass(frozen=True)
class _Same:
    """The regions with the same points: where they stand on the axis, and how high their stack is in dots."""

    points: Decimal
    at: float
    regions: tuple[str, ...]
    label: Bilingual


@dataclass(frozen=True)
class _Label:
    """A label, in pixels: from where to where its text goes, its bottom, and the top of its stack."""

    group: _Same
    span: tuple[float, float]
    bottom: float
    stack: float

    @property
    def middle(self) -> float:
        """The middle of its text."""
        return sum(self.span) / 2


def plot_points(scorecard: Scorecard, criterion: str, highlight: str | None = None) -> go.Figure:
    """Return every region's points of one criterion on one axis, with the maximum and the median.

    Regions with the same points are stacked; up to three of them are named, of more the number is said.
    highlight : id or name of a region to set off. Regions that are not scored, and those to which the criterion
    does not apply, are counted in the line above and named in the table.
    """
    board = Board(scorecard)
    asked = board.criteria[criterion]
    chosen = board.standing(highlight).region_id if highlight else None
    found = {s.region_id: board.lines[(s.region_id, criterion)] for s in board.standings}
    scored = {r: line["points"] for r, line in found.items() if line["points"] is not None}
    most = board.most(criterion)
    low, high = _ends(list(scored.values()), most)
    groups = _groups(board, scored, low, high)
    rows = _stacked([group.at for group in groups], [len(group.regions) for group in groups])
    tallest = max((row + len(g.regions) for g, row in zip(groups, rows, strict=True)), default=1)
    step = min(DOT, TALLEST / tallest)
    tops = [(row + len(g.regions)) * step + 8 for g, row in zip(groups, rows, strict=True)]
    labels = _labels(groups, tops, step * tallest + 8 + LINE * LINES)
    height = max([*tops, *(label.bottom + LINE for label in labels)], default=LINE) + 12
    drawing = Drawing(
        name=f"points-{criterion}",
        title=_title(board, criterion, groups, most),
        subtitle=_measure(board, asked.name, found),
        note=captions.source(board),
        alt=_in_words(board, asked.name, groups),
        behind=Behind(
            columns=(say("地区", "region"), say("得分", "points"), say("满分", "maximum")),
            rows=tuple(
                (
                    board.standing(region).name,
                    board.points(line["points"]) if line["points"] is not None else _why(line),
                    "—" if most is None else numbers.tidy(most),
                )
                for region, line in sorted(found.items(), key=_by_points)
            ),
        ),
        min_width=WIDTH + 40,
    )
    drawing.traces = [
        _dots(board, group, row, step, chosen) for group, row in zip(groups, rows, strict=True)
    ]
    marks = _marks(board, list(scored.values()), most)
    drawing.layout = {
        "height": round(height) + 76 + 40 + 22,
        "margin": {"l": 12, "r": 28, "t": 76 + 22, "b": 40},
        "xaxis": axis(
            range=[float(low), float(high)],
            nticks=7,
            showline=True,
            linecolor=Role("quiet"),
        ),
        "yaxis": axis(range=[0, height], showgrid=False, showticklabels=False),
        "shapes": [
            *(_line(value, height, dash) for value, _, dash in marks),
            *(_leader(label) for label in labels if label.bottom > label.stack),
        ],
        "annotations": [
            *(_named(label, low, high) for label in labels),
            *_mark_words(marks, low, high),
        ],
    }
    return drawing.figure()


def _by_points(item: tuple[str, dict[str, Any]]) -> tuple[bool, Decimal]:
    points = item[1]["points"]
    return points is None, -(points or ZERO)


def _why(line: dict[str, Any]) -> Bilingual:
    if line["status"] == "not_applicable":
        return say("不适用", "not applicable")
    return say("未计分", "not scored")


def _ends(values: Sequence[Decimal], most: Decimal | None) -> tuple[Decimal, Decimal]:
    """Return where the axis begins and ends: from 0 to the maximum, further where anybody stands beyond."""
    low, high = min([ZERO, *values]), max([most or ZERO, *values])
    if low == high:
        high = low + 1
    pad = (high - low) * Decimal("0.03")
    return low - pad, high + pad


def _groups(board: Board, scored: dict[str, Decimal], low: Decimal, high: Decimal) -> list[_Same]:
    """Return the regions by their points, fewest first."""
    by_points: dict[Decimal, list[str]] = {}
    for region, value in scored.items():
        by_points.setdefault(value, []).append(region)
    groups = []
    for value, regions in sorted(by_points.items()):
        names = [captions.short_name(board.scorecard.region(one)) for one in regions]
        label = captions.some_regions(names, NAMED)
        at = float((value - low) / (high - low)) * WIDTH
        groups.append(_Same(value, at, tuple(regions), label))
    return groups


def _stacked(at: Sequence[float], heights: Sequence[int]) -> list[int]:
    """Return the row in which each stack begins, so that stacks that stand close do not cover each other."""
    rows: list[int] = []
    for place, x in enumerate(at):
        beside = [
            range(rows[other], rows[other] + heights[other])
            for other in range(place)
            if x - at[other] < DOT
        ]
        row = 0
        while any(row < one.stop and one.start < row + heights[place] for one in beside):
            row += 1
        rows.append(row)
    return rows


def _labels(groups: Sequence[_Same], tops: Sequence[float], ceiling: float) -> list[_Label]:
    """Return the labels where none covers dots or another label; the ends come first, then the smaller groups.

    tops : the pixels that each stack reaches to. ceiling : what no label may rise above; one that would is left out.
    """
    order = sorted(
        range(len(groups)),
        key=lambda place: (place not in (0, len(groups) - 1), len(groups[place].regions)),
    )
    placed: list[_Label] = []
    for place in order:
        group = groups[place]
        wide = 12 + max(13.0 * len(group.label.zh), 7.2 * len(group.label.en))
        middle = min(max(group.at, wide / 2), max(WIDTH - wide / 2, wide / 2))
        span = (middle - wide / 2, middle + wide / 2)
        below = [
            top
            for other, top in zip(groups, tops, strict=True)
            if span[0] - DOT / 2 < other.at < span[1] + DOT / 2
        ]
        bottom = max(below)
        beside = [one for one in placed if one.span[0] < span[1] and span[0] < one.span[1]]
        while hit := [one for one in beside if abs(one.bottom - bottom) < LINE]:
            bottom = max(one.bottom for one in hit) + LINE
        if bottom + LINE <= ceiling:
            placed.append(_Label(group, span, bottom, tops[place]))
    return placed


def _dots(board: Board, group: _Same, row: int, step: float, chosen: str | None) -> dict[str, Any]:
    count = len(group.regions)
    ordered = sorted(group.regions, key=lambda region: region != chosen)
    role = "lost" if group.points < 0 else "won"
    roles = [Role(role if chosen in (None, region) else "quiet") for region in ordered]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [float(group.points)] * count,
        "y": [round((row + place + 0.5) * step + 4, 1) for place in range(count)],
        "marker": {
            "size": round(min(step - 1.5, 11.5), 1),
            "color": roles[0] if len(set(roles)) == 1 else roles,
        },
        "cliponaxis": False,
        "hovertext": Words.of([_hover(board, region, group.points) for region in ordered]),
        "hoverinfo": "text",
    }


def _hover(board: Board, region: str, points: Decimal) -> Bilingual:
    name, told = board.standing(region).name, board.points(points)
    return say(f"{name.zh}：{told} 分", f"{name.en}: {told} points")


def _marks(
    board: Board, values: Sequence[Decimal], most: Decimal | None
) -> list[tuple[Decimal, Bilingual, str]]:
    """The maximum and the median: where, in words, and how the line is drawn."""
    marks = []
    if values:
        middle = median(values)
        told = board.points(middle)
        marks.append((middle, say(f"中位 {told}", f"median {told}"), "dash"))
    if most is not None:
        told = numbers.tidy(most)
        words = say(f"满分 {told}", f"maximum {told}") if most else say("不扣分", "no deduction")
        marks.append((most, words, "solid"))
    return marks


def _line(value: Decimal, height: float, dash: str) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": float(value),
        "x1": float(value),
        "y0": 0,
        "y1": height,
        "layer": "below",
        "line": {"color": Role("quiet"), "width": 1.5 if dash == "solid" else 1, "dash": dash},
    }


def _leader(label: _Label) -> dict[str, Any]:
    """A thin line from a stack to its label."""
    x = float(label.group.points)
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "y0": label.stack - 4,
        "y1": label.bottom,
        "layer": "below",
        "line": {"color": Role("quiet"), "width": 1},
    }


def _named(label: _Label, low: Decimal, high: Decimal) -> dict[str, Any]:
    return {
        "x": float(low) + label.middle / WIDTH * float(high - low),
        "y": label.bottom + LINE / 2,
        "text": label.group.label,
        "showarrow": False,
        "bgcolor": Role("ground"),
        "borderpad": 0,
        "font": {"size": 13, "color": Role("ink")},
    }


def _mark_words(
    marks: Sequence[tuple[Decimal, Bilingual, str]], low: Decimal, high: Decimal
) -> list[dict[str, Any]]:
    """The words over the lines: one text where both stand on the same place, side by side where they are close."""
    if len(marks) == 2 and marks[0][0] == marks[1][0]:
        first, second = marks[0][1], marks[1][1]
        both = say(f"{second.zh}，{first.zh}", f"{second.en}, {first.en}")
        marks = [(marks[1][0], both, "solid")]
    close = len(marks) == 2 and abs(marks[0][0] - marks[1][0]) < (high - low) / 4
    words = []
    for place, (value, text, _) in enumerate(marks):
        at = (value - low) / (high - low)
        anchor = "left" if at < Decimal("0.15") else "right" if at > Decimal("0.85") else "center"
        if close:
            anchor = ("right", "left")[place] if marks[1][0] < high * Decimal("0.9") else "right"
        words.append(
            {
                "x": float(value),
                "yref": "paper",
                "y": 1,
                "yshift": 11 + (18 if close and anchor == "right" and place else 0),
                "xshift": {"left": -2, "right": 2, "center": 0}[anchor],
                "text": text,
                "xanchor": anchor,
                "showarrow": False,
                "font": {"size": 13, "color": Role("muted")},
            }
        )
    return words


def _measure(board: Board, name: Bilingual, found: dict[str, dict[str, Any]]) -> Bilingual:
    zh, en = f"{name.zh}得分（分），每点一个地区", f"{name.en}, points; a dot is a region"
    for words in (say("未计分", "not scored"), say("不适用", "not applicable")):
        count = sum(line["points"] is None and _why(line) == words for line in found.values())
        if count:
            zh += f"，{count} 个{words.zh}"
            en += f", {count} {words.en}"
    return captions.measure(board, zh, en)


def _title(
    board: Board, criterion: str, groups: Sequence[_Same], most: Decimal | None
) -> Bilingual:
    """Return how many reached the maximum, else who has most, and who has fewest."""
    name = board.criteria[criterion].name
    zh, en = f"{criterion} {name.zh}", f"{criterion} {name.en}"
    if not groups:
        return say(f"{zh}：尚无地区计分", f"{en}: no region scored yet")
    first, last = groups[-1], groups[0]
    if len(groups) == 1:
        told = board.points(first.points)
        return say(f"{zh}：各地区都是 {told} 分", f"{en}: every region has {told}")
    if most and first.points == most:
        count = len(first.regions)
        lead = say(f"{count} 个地区得满分", f"{count} with full marks")
    else:
        told = board.points(first.points)
        lead = say(f"{first.label.zh}最高，{told} 分", f"{first.label.en} highest, {told}")
    told = board.points(last.points)
    return say(
        f"{zh}：{lead.zh}；{last.label.zh}最低，{told} 分",
        f"{en}: {lead.en}; {last.label.en} lowest, {told}",
    )


def _in_words(board: Board, name: Bilingual, groups: Sequence[_Same]) -> Bilingual:
    zh, en = [], []
    for group in reversed(groups):
        names = captions.enumerate_regions([board.standing(one).name for one in group.regions])
        told = board.points(group.points)
        zh.append(f"{told} 分：{names.zh}")
        en.append(f"{told}: {names.en}")
    return say(
        f"点图：{name.zh}。{'；'.join(zh) or '无数据'}。",
        f"Dot plot: {name.en}. {'; '.join(en) or 'no data'}.",
    )
