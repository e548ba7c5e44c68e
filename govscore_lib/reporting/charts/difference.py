"""From one region's points to another's: what each criterion adds or takes, ending in the difference of totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

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
from govscore_lib.reporting.views.board import ZERO, Board
from govscore_lib.reporting.views.pairs import Item, Pair, pair_of
from govscore_lib.text import Bilingual

MOST_STEPS = 14
"""So many differences are drawn one by one; the smaller ones of each side follow as one step."""


@dataclass(frozen=True)
class Step:
    """One step of the way from no difference to the whole of it."""

    name: Bilingual
    change: Decimal


def steps(pair: Pair) -> tuple[Step, ...]:
    """Return the steps: what the first has more of, largest first, then what it has less of.

    They add up to the difference, to the last digit.
    """
    by_size = sorted(pair.items, key=lambda one: -abs(one.difference))
    drawn, rest = by_size[:MOST_STEPS], by_size[MOST_STEPS:]
    more = [one for one in drawn if one.difference > 0]
    less = [one for one in reversed(drawn) if one.difference < 0]
    return (
        *(Step(_name(one), one.difference) for one in more),
        *_together([one for one in rest if one.difference > 0]),
        *_together([one for one in rest if one.difference < 0]),
        *(Step(_name(one), one.difference) for one in less),
    )


def _together(items: Sequence[Item]) -> tuple[Step, ...]:
    if not items:
        return ()
    many = say(f"另 {len(items)} 条", f"{len(items)} more")
    name = many if len(items) > 1 else _name(items[0])
    return (Step(name, sum((one.difference for one in items), ZERO)),)


def _name(one: Item) -> Bilingual:
    if not one.ident:
        return one.name
    return say(f"{one.ident} {one.name.zh}", f"{one.ident} {one.name.en}")


def plot_difference(scorecard: Scorecard, region: str = "", other: str = "") -> go.Figure:
    """Return what makes the difference between two regions, step by step.

    region, other : codes or names; leader and runner-up when empty. The line in the middle is where both are
    equal; the steps end in the difference of the totals.
    """
    pair = pair_of(scorecard, region, other)
    board, taken = pair.board, steps(pair)
    last = say("合计相差", "difference in all")
    names = [*(step.name for step in taken), last]
    levels = [ZERO]
    for step in taken:
        levels.append(levels[-1] + step.change)
    low, high = min(levels), max(levels)
    pad = max((high - low) * Decimal("0.2"), Decimal("0.05"))
    places = list(range(len(taken)))
    drawing = Drawing(
        name="difference",
        title=_title(pair),
        subtitle=_measure(pair),
        note=captions.source(board),
        alt=_in_words(pair, taken),
        behind=Behind(
            columns=(say("条款", "criterion"), say("相差", "difference"), say("累计", "so far")),
            rows=(
                *(
                    (step.name, board.signed(step.change), board.signed(level))
                    for step, level in zip(taken, levels[1:], strict=True)
                ),
                (last, board.signed(pair.difference), ""),
            ),
        ),
    )
    drawing.traces = [
        {
            "type": "bar",
            "orientation": "h",
            "y": places,
            "base": [float(level) for level in levels[:-1]],
            "x": [float(step.change) for step in taken],
            "marker": {
                "color": [Role("won" if step.change > 0 else "lost") for step in taken],
                "line": {"width": 0},
            },
            "hovertext": Words.of([_hover(board, step) for step in taken]),
            "hoverinfo": "text",
        },
        {
            "type": "bar",
            "orientation": "h",
            "y": [len(taken)],
            "x": [float(pair.difference)],
            "marker": {"color": [Role("muted")], "line": {"width": 0}},
            "hoverinfo": "skip",
        },
    ]
    drawing.layout = {
        "height": 130 + 30 * len(names),
        "barmode": "overlay",
        "yaxis": names_axis(names),
        "xaxis": axis(
            range=[float(low - pad / 4), float(high + pad)],
            title=say("分", "points"),
            nticks=6,
            zeroline=True,
            zerolinecolor=Role("quiet"),
        ),
        "annotations": [
            *(
                _label(board, place, before, step.change)
                for place, (before, step) in enumerate(zip(levels[:-1], taken, strict=True))
            ),
            _label(board, len(taken), ZERO, pair.difference, bold=True),
        ],
    }
    return drawing.figure()


def _label(
    board: Board, place: int, before: Decimal, change: Decimal, *, bold: bool = False
) -> dict[str, object]:
    """The change at the right of its bar."""
    text = board.signed(change)
    return {
        "x": float(max(before, before + change)),
        "y": place,
        "text": f"<b>{text}</b>" if bold else text,
        "xanchor": "left",
        "xshift": 8,
        "showarrow": False,
        "font": {"size": 14, "color": Role("ink")},
    }


def _title(pair: Pair) -> Bilingual:
    board, ahead, behind = pair.board, pair.ahead.name, pair.behind.name
    far = board.points(abs(pair.difference))
    if not pair.difference:
        return say(f"{ahead.zh}与{behind.zh}得分相同", f"{ahead.en} and {behind.en} are level")
    sign = 1 if pair.ahead is pair.a else -1
    largest = max(pair.items, key=lambda one: sign * one.difference)
    return say(
        f"{ahead.zh}比{behind.zh}多 {far} 分，差得最多的是{largest.name.zh}",
        f"{ahead.en} is {far} ahead of {behind.en}, most of all in {largest.name.en}",
    )


def _measure(pair: Pair) -> Bilingual:
    zh = f"{pair.a.name.zh}减{pair.b.name.zh}，分；先列多得的，再列少得的"
    en = f"{pair.a.name.en} minus {pair.b.name.en}, points; gains first, then losses"
    return captions.measure(pair.board, zh, en)


def _hover(board: Board, step: Step) -> Bilingual:
    change = board.signed(step.change)
    return say(f"{step.name.zh}：{change} 分", f"{step.name.en}: {change} points")


def _in_words(pair: Pair, taken: Sequence[Step]) -> Bilingual:
    board, a, b = pair.board, pair.a.name, pair.b.name
    zh = "；".join(f"{one.name.zh} {board.signed(one.change)}" for one in taken)
    en = "; ".join(f"{one.name.en} {board.signed(one.change)}" for one in taken)
    whole = board.signed(pair.difference)
    return say(
        f"阶梯图：{a.zh}与{b.zh}相比，{zh or '各条得分相同'}；合计相差 {whole} 分。",
        f"Steps from {b.en} to {a.en}: {en or 'equal under every criterion'}; difference in all {whole}.",
    )
