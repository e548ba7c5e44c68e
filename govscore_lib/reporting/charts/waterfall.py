"""From full marks down to one region's total: what each category cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import plotly.graph_objects as go

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.board import Board, Standing
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

ZERO = Decimal(0)


@dataclass(frozen=True)
class Step:
    """One step of the descent. ``change`` is negative for a loss; ``role`` colours it."""

    name: Bilingual
    change: Decimal
    role: str


def steps(board: Board, region_id: str) -> tuple[Decimal, tuple[Step, ...], Decimal]:
    """Return full marks, the steps, and the total they end in.

    A category's scored criteria lose points, its missing ones hold points back, and its bounds
    add or take an effect of their own; full marks plus all changes is the total, to the last digit.
    """
    taken: list[Step] = []
    full = ZERO
    for part in board.parts:
        lost = held = apart = own = ZERO
        for ident in board.in_category(part.category_id):
            line = board.lines[(region_id, ident)]
            most = line["max_points"] or ZERO
            own += most
            if line["status"] == "not_applicable":
                apart += most
            elif line["points"] is None:
                held += most
            else:
                lost += most - line["points"]
        effect = board.sections[(region_id, part.category_id)]["cap_effect"] or ZERO
        full += own
        taken.append(Step(part.name, -lost, "lost"))
        if held:
            label = say(f"{part.name.zh}（未计分）", f"{part.name.en} (not scored)")
            taken.append(Step(label, -held, "quiet"))
        if apart:
            label = say(f"{part.name.zh}（不适用）", f"{part.name.en} (not applicable)")
            taken.append(Step(label, -apart, "quiet"))
        if effect:
            label = say(f"{part.name.zh}（{part.effect.zh}）", f"{part.name.en} ({part.effect.en})")
            taken.append(Step(label, effect, "lost" if effect < 0 else "won"))
    total = full + sum((step.change for step in taken), ZERO)
    return full, tuple(taken), total


def plot_waterfall(scorecard: Scorecard, region: str) -> go.Figure:
    """Return the descent from full marks through each category's losses to the region's total.

    Points not yet scored and effects of caps are steps of their own. The axis is cut to the
    part where something happens: lengths of the floating bars compare, and nothing stands on zero.
    """
    board = Board(scorecard)
    standing = board.standing(region)
    full, taken, total = steps(board, standing.region_id)
    names = [say("满分", "full marks"), *(step.name for step in taken), say("总分", "total")]
    levels = [full]
    for step in taken:
        levels.append(levels[-1] + step.change)
    low, high = min(levels), max(levels)
    pad = max((high - low) * Decimal("0.16"), Decimal("0.5"))
    places = list(range(1, len(taken) + 1))
    drawing = Drawing(
        name="waterfall",
        title=_title(board, standing, taken),
        subtitle=captions.measure(
            board, "自满分起各类目失分（分）", "points lost by category, from full marks down"
        ),
        note=captions.source(board),
        alt=_in_words(board, standing, full, taken, total),
        behind=Behind(
            columns=(say("步骤", "step"), say("增减", "change"), say("之后", "after")),
            rows=(
                (names[0], "", board.points(full)),
                *(
                    (step.name, board.points(step.change), board.points(level))
                    for step, level in zip(taken, levels[1:], strict=True)
                ),
                (names[-1], "", board.points(total)),
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
            "marker": {"color": [Role(step.role) for step in taken], "line": {"width": 0}},
            "hovertext": Words.of([_hover(board, step) for step in taken]),
            "hoverinfo": "text",
        },
        {
            "type": "scatter",
            "mode": "lines",
            "x": _stair([float(level) for level in levels]),
            "y": _rungs(len(levels)),
            "line": {"color": Role("quiet"), "width": 1},
            "hoverinfo": "skip",
        },
        {
            "type": "scatter",
            "mode": "markers",
            "x": [float(full), float(total)],
            "y": [0, len(taken) + 1],
            "marker": {"size": 11, "color": [Role("muted"), Role("won")]},
            "hoverinfo": "skip",
        },
    ]
    drawing.layout = {
        "height": 130 + 30 * len(names),
        "yaxis": names_axis(names),
        "xaxis": axis(
            range=[float(low - pad * 2), float(high + pad)], title=say("分", "points"), nticks=6
        ),
        "annotations": [
            _label(float(full), 0, board.points(full), "right"),
            *(
                _label(
                    float(min(before, after)),
                    place,
                    board.points(step.change) if step.change else "0",
                    "right",
                    quiet=not step.change,
                )
                for place, step, before, after in zip(
                    places, taken, levels[:-1], levels[1:], strict=True
                )
            ),
            _label(float(total), len(taken) + 1, f"<b>{board.points(total)}</b>", "right"),
        ],
    }
    return drawing.figure()


def _label(x: float, y: int, text: str, anchor: str, *, quiet: bool = False) -> dict[str, object]:
    return {
        "x": x,
        "y": y,
        "text": text,
        "xanchor": anchor,
        "xshift": -9,
        "showarrow": False,
        "font": {"size": 14, "color": Role("muted" if quiet else "ink")},
    }


def _stair(levels: list[float]) -> list[float | None]:
    """Horizontal positions of the thin lines that join one step to the next."""
    return [x for level in levels for x in (level, level, None)]


def _rungs(count: int) -> list[float | None]:
    return [y for place in range(count) for y in (float(place), place + 1.0, None)]


def _hover(board: Board, step: Step) -> Bilingual:
    return say(
        f"{step.name.zh}：{board.points(step.change)} 分",
        f"{step.name.en}: {board.points(step.change)} points",
    )


def _title(board: Board, standing: Standing, taken: tuple[Step, ...]) -> Bilingual:
    losses = [step for step in taken if step.role == "lost" and step.change]
    if not losses:
        return say(f"{standing.name.zh}没有失分", f"{standing.name.en} lost no points")
    worst = min(losses, key=lambda step: step.change)
    return say(
        f"{standing.name.zh}失分最多的类目：{worst.name.zh}，{board.points(-worst.change)} 分",
        f"{standing.name.en} lost most in {worst.name.en}: {board.points(-worst.change)} points",
    )


def _in_words(
    board: Board, standing: Standing, full: Decimal, taken: tuple[Step, ...], total: Decimal
) -> Bilingual:
    zh = "；".join(f"{s.name.zh} {board.points(s.change)}" for s in taken if s.change)
    en = "; ".join(f"{s.name.en} {board.points(s.change)}" for s in taken if s.change)
    return say(
        f"瀑布图：{standing.name.zh}自满分 {board.points(full)} 起，{zh or '无失分'}，得 {board.points(total)} 分。",
        f"Waterfall for {standing.name.en} from {board.points(full)}: {en or 'nothing lost'}; total {board.points(total)}.",
    )
