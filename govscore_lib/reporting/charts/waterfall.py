"""From full marks down to one region's total: what each category cost, and what was won beyond them."""

from __future__ import annotations

from collections.abc import Iterator
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
from govscore_lib.reporting.views.accounts import Account, accounts
from govscore_lib.reporting.views.board import ZERO, Board, Standing
from govscore_lib.rubric.general import STANDING_WORDS
from govscore_lib.text import Bilingual


@dataclass(frozen=True)
class Step:
    """One step of the way. ``change`` is negative for a loss; ``role`` colours it."""

    name: Bilingual
    change: Decimal
    role: str


def steps(board: Board, region_id: str) -> tuple[Decimal, tuple[Step, ...], Decimal]:
    """Return full marks, the steps, and the total they end in.

    A base category loses points, its unscored criteria hold points back, bounds of a category and of the total
    add or take an effect of their own, and a bonus adds; full marks plus all changes is the total, to the last digit.
    """
    every = sorted(accounts(board, region_id), key=lambda one: one.part.is_bonus)
    full = sum((one.start for one in every), ZERO)
    standing = board.standing(region_id)
    if standing.waived:
        word = STANDING_WORDS["waived"]
        whole = say(f"{word.zh}，全部不计分", f"{word.en}, nothing is scored")
        return full, (Step(whole, -full, "quiet"),), ZERO
    taken = [step for one in every for step in _steps(one)]
    if standing.effect:
        words = say("总分调整", "set for the total")
        taken.append(Step(words, standing.effect, "quiet"))
    total = full + sum((step.change for step in taken), ZERO)
    return full, tuple(taken), total


def _steps(one: Account) -> Iterator[Step]:
    name = one.part.name
    if one.start:
        yield Step(name, -one.lost, "lost")
    if one.won or not one.start:
        label = (
            say(f"{name.zh}（无满分条款）", f"{name.en} (without maximum)") if one.start else name
        )
        yield Step(label, one.won, "won" if one.won >= 0 else "lost")
    for points, words in ((one.held, say("未计分", "not scored")), (one.apart, say("不适用", "not applicable"))):  # fmt: skip
        if points:
            yield Step(_part(name, words), -points, "quiet")
    if one.effect:
        yield Step(_part(name, one.why), one.effect, "quiet")


def _part(name: Bilingual, words: Bilingual) -> Bilingual:
    return say(f"{name.zh}（{words.zh}）", f"{name.en} ({words.en})")


def plot_waterfall(scorecard: Scorecard, region: str) -> go.Figure:
    """Return the way from full marks through each category's losses and the bonus to the region's total.

    Points not yet scored and effects of caps are steps of their own. The axis is cut to the
    part where something happens: lengths of the floating bars compare, and nothing stands on zero.
    """
    board = Board(scorecard)
    standing = board.standing(region)
    full, taken, total = steps(board, standing.region_id)
    names = [say("满分", "full marks"), *(step.name for step in taken), _last(standing)]
    levels = [full]
    for step in taken:
        levels.append(levels[-1] + step.change)
    low, high = min(levels), max(levels)
    pad = max((high - low) * Decimal("0.16"), full * Decimal("0.005"))
    places = list(range(1, len(taken) + 1))
    reached = "—" if standing.waived else board.points(total)
    drawing = Drawing(
        name="waterfall",
        title=_title(board, standing, taken, total),
        subtitle=_measure(board),
        note=captions.source(board),
        alt=_in_words(board, standing, full, taken, reached),
        behind=Behind(
            columns=(say("步骤", "step"), say("增减", "change"), say("之后", "after")),
            rows=(
                (names[0], "", board.points(full)),
                *(
                    (step.name, board.points(step.change), board.points(level))
                    for step, level in zip(taken, levels[1:], strict=True)
                ),
                (names[-1], "", reached),
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
            "marker": {
                "size": 11,
                "color": [Role("muted"), Role("won" if standing.counted else "quiet")],
            },
            "hoverinfo": "skip",
        },
    ]
    drawing.layout = {
        "height": 130 + 30 * len(names),
        "yaxis": names_axis(names),
        "xaxis": axis(
            range=[float(low - pad * 2), float(high + pad * (2 if board.has_bonus else 1))],
            title=say("分", "points"),
            nticks=6,
        ),
        "annotations": [
            _label(float(full), 0, board.points(full)),
            *(
                _beside(board, place, step, before)
                for place, step, before in zip(places, taken, levels[:-1], strict=True)
            ),
            _label(float(total), len(taken) + 1, f"<b>{reached}</b>"),
        ],
    }
    return drawing.figure()


def _last(standing: Standing) -> Bilingual:
    if standing.waived or standing.counted:
        return say("总分", "total")
    return say("合计（不计总分）", "sum (no total)")


def _measure(board: Board) -> Bilingual:
    if board.has_bonus:
        return captions.measure(
            board,
            "自满分起各类目失分，再计加分（分）",
            "points lost by category from full marks down, then the bonus",
        )
    return captions.measure(
        board, "自满分起各类目失分（分）", "points lost by category, from full marks down"
    )


def _beside(board: Board, place: int, step: Step, before: Decimal) -> dict[str, object]:
    """The change beside its bar: a loss at the left, a gain at the right; nothing as a quiet zero."""
    if step.change > 0:
        return _label(float(before + step.change), place, board.signed(step.change), "left")
    text = board.points(step.change) if step.change else "0"
    return _label(float(before + step.change), place, text, quiet=not step.change)


def _label(
    x: float, y: int, text: str, anchor: str = "right", *, quiet: bool = False
) -> dict[str, object]:
    return {
        "x": x,
        "y": y,
        "text": text,
        "xanchor": anchor,
        "xshift": 9 if anchor == "left" else -9,
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


def _title(board: Board, standing: Standing, taken: tuple[Step, ...], total: Decimal) -> Bilingual:
    name, word = standing.name, STANDING_WORDS[standing.status]
    if standing.waived:
        return say(f"{name.zh}{word.zh}，全部不计分", f"{name.en}: {word.en}, nothing is scored")
    losses = [step for step in taken if step.role == "lost" and step.change]
    won = sum((step.change for step in taken if step.role == "won"), ZERO)
    zh, en = [], []
    if not standing.counted:
        zh.append(f"{name.zh}{word.zh}，各类目合计 {board.points(total)} 分")
        en.append(f"{name.en}: {word.en}, categories come to {board.points(total)}")
    elif losses:
        worst = min(losses, key=lambda step: step.change)
        zh.append(f"{name.zh}失分最多的类目：{worst.name.zh}，{board.points(-worst.change)} 分")
        en.append(f"{name.en} lost most in {worst.name.en}: {board.points(-worst.change)} points")
    else:
        zh.append(f"{name.zh}没有失分")
        en.append(f"{name.en} lost no points")
    if won and standing.counted and standing.bonus:
        zh.append(f"加分 {board.points(standing.bonus)} 分")
        en.append(f"bonus {board.points(standing.bonus)}")
    return say("；".join(zh), "; ".join(en))


def _in_words(
    board: Board, standing: Standing, full: Decimal, taken: tuple[Step, ...], reached: str
) -> Bilingual:
    zh = "；".join(f"{s.name.zh} {board.signed(s.change)}" for s in taken if s.change)
    en = "; ".join(f"{s.name.en} {board.signed(s.change)}" for s in taken if s.change)
    return say(
        f"瀑布图：{standing.name.zh}自满分 {board.points(full)} 起，{zh or '无失分'}，总分 {reached} 分。",
        f"Waterfall for {standing.name.en} from full marks, {board.points(full)}: {en or 'nothing lost'}; total {reached}.",
    )
