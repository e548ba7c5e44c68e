"""Totals from first to last, with the distance to the next place; last those without a rank."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

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
from govscore_lib.reporting.views.board import ZERO, Board, Standing
from govscore_lib.rubric.general import STANDING_WORDS
from govscore_lib.text import Bilingual


def plot_ranking(scorecard: Scorecard, highlight: str | None = None) -> go.Figure:
    """Return bars of the totals by rank, each with the gap to the next better place.

    highlight : id or name of a region to be set off from the others.
    Points outside the base stand at the end of a bar in a lighter tone. A provisional total carries a thin line
    from its lower to its upper bound. Regions without a total close the list, with what became of them.
    """
    board = Board(scorecard)
    chosen = board.standing(highlight).region_id if highlight else None
    shown = board.standings
    most = _furthest(board)
    drawing = Drawing(
        name="ranking",
        title=captions.leaders(board, shown),
        subtitle=_measure(board),
        note=captions.source(board),
        alt=_in_words(board, shown),
        behind=_behind(board, shown),
    )
    drawing.traces = [
        _bars([board.full_marks if s.counted else ZERO for s in shown], [Role("track")]),
        {
            **_bars(
                [_base(s) for s in shown],
                [Role("won" if chosen in (None, s.region_id) else "quiet") for s in shown],
            ),
            "hovertext": Words.of([_hover(board, s) for s in shown]),
            "hoverinfo": "text",
        },
    ]
    if board.has_bonus:
        drawing.traces.append(
            {
                **_bars(
                    [(s.total or ZERO) - _base(s) for s in shown],
                    [Role("extra" if chosen in (None, s.region_id) else "faint") for s in shown],
                ),
                "base": [float(_base(s)) for s in shown],
            }
        )
    drawing.traces.append(_bounds(shown))
    drawing.layout = {
        "barmode": "overlay",
        "height": 104 + 34 * max(len(shown), 2),
        "yaxis": names_axis([_label(s) for s in shown]),
        "xaxis": axis(range=[0, float(most)], showgrid=False, showticklabels=False),
        "annotations": [
            label for place, s in enumerate(shown) for label in _labels(board, s, place)
        ],
        "margin": {"l": 8, "r": 116, "t": 76, "b": 12},
    }
    if most > board.full_marks:
        drawing.layout["shapes"] = [_full_marks_line(board)]
    return drawing.figure()


def _furthest(board: Board) -> Decimal:
    """What the drawing reaches to: full marks, or the largest total or upper bound beyond them."""
    ends = [end for s in board.counted for end in (s.total, s.upper) if end is not None]
    return max([board.full_marks, *ends])


def _base(s: Standing) -> Decimal:
    """The total without the bonus; what a fact has set the total to is all base."""
    total = s.total or ZERO
    return total - s.bonus if ZERO < s.bonus <= total else max(total, ZERO)


def _bars(lengths: Sequence[Decimal], tones: Sequence[Role]) -> dict[str, Any]:
    tone = tones[0] if len(set(tones)) == 1 else list(tones)
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(lengths))),
        "x": [float(length) for length in lengths],
        "marker": {"color": tone, "line": {"width": 0}},
        "hoverinfo": "skip",
    }


def _full_marks_line(board: Board) -> dict[str, Any]:
    full = float(board.full_marks)
    return {
        "type": "line",
        "x0": full,
        "x1": full,
        "y0": -0.5,
        "y1": len(board.counted) - 0.5,
        "line": {"color": Role("ink"), "width": 1, "dash": "dot"},
    }


def _measure(board: Board) -> Bilingual:
    zh, en = (
        "总分（分），灰字为与前一名的差距",
        "total (points); in grey the gap to the next place up",
    )
    if board.has_bonus:
        zh += "；浅色为加分"
        en += "; the lighter part is the bonus"
    if _furthest(board) > board.full_marks:
        full = numbers.tidy(board.full_marks)
        zh += f"，虚线为满分 {full}"
        en += f", the dotted line full marks ({full})"
    return captions.measure(board, zh, en)


def _label(s: Standing) -> Bilingual:
    """The rank before the name; a shared one with an equals sign."""
    mark = "—" if s.rank is None else f"{s.rank:g}{'=' if s.tied else ''}"
    name = captions.axis_name(s.name)
    return say(f"{name.zh}　{mark}", f"{name.en}  {mark}")


def _labels(board: Board, s: Standing, place: int) -> list[dict[str, Any]]:
    """The total at the bar's end and, quieter, the gap to the place above; else why there is none."""
    at = {"xref": "paper", "x": 1, "y": place, "xanchor": "left", "showarrow": False}
    small = {"size": 12, "color": Role("muted")}
    if not s.counted:
        beside = {**at, "x": 0, "xshift": 4, "text": STANDING_WORDS[s.status]}
        return [{**beside, "font": {"size": 13, "color": Role("muted")}}]
    total = {
        **at,
        "text": f"<b>{board.points(s.total)}</b>",
        "xshift": 8,
        "font": {"size": 14, "color": Role("ink")},
    }
    if s.gap:
        return [total, {**at, "text": board.lost(s.gap), "xshift": 68, "font": small}]
    return [total]


def _bounds(shown: Sequence[Standing]) -> dict[str, Any]:
    """Thin lines from the lower to the upper bound of every provisional total."""
    spans = [
        (place, float(s.lower), float(s.upper))
        for place, s in enumerate(shown)
        if s.lower is not None and s.upper is not None and s.lower < s.upper
    ]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [x for _, low, high in spans for x in (low, high, None)],
        "y": [y for place, _, _ in spans for y in (place, place, None)],
        "line": {"color": Role("ink"), "width": 1.5},
        "marker": {"symbol": "line-ns-open", "size": 10, "color": Role("ink")},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _hover(board: Board, s: Standing) -> Bilingual:
    word = STANDING_WORDS[s.status]
    if not s.counted:
        return say(f"{s.name.zh}：{word.zh}", f"{s.name.en}: {word.en}")
    zh = f"{s.name.zh}：{board.points(s.total)} 分，{s.place.zh}"
    en = f"{s.name.en}: {board.points(s.total)} points, rank {s.place.en}"
    if s.bonus:
        zh += f"<br>其中加分 {board.points(s.bonus)} 分"
        en += f"<br>bonus among them {board.points(s.bonus)}"
    if s.status == "provisional":
        span = f"{board.points(s.lower)}–{board.points(s.upper)}"
        zh += f"<br>暂定：{s.missing_criteria} 项未计，总分应在 {span} 之间"
        en += f"<br>provisional: {s.missing_criteria} not scored, total between {span}"
    elif s.status != "final":
        zh += f"<br>{word.zh}"
        en += f"<br>{word.en}"
    return say(zh, en)


def _in_words(board: Board, shown: Sequence[Standing]) -> Bilingual:
    zh, en = [], []
    for s in shown:
        word = STANDING_WORDS[s.status]
        zh.append(f"{s.place.zh} {s.name.zh} {board.points(s.total)} 分" if s.counted else f"{s.name.zh} {word.zh}")  # fmt: skip
        en.append(f"{s.place.en} {s.name.en} {board.points(s.total)}" if s.counted else f"{s.name.en} {word.en}")  # fmt: skip
    lead = captions.leaders(board, shown)
    return say(
        f"横条图，总分。{lead.zh}。{'；'.join(zh)}。",
        f"Bar chart of totals in points, by rank. {lead.en}. {'; '.join(en)}.",
    )


def _behind(board: Board, shown: Sequence[Standing]) -> Behind:
    columns = [say("地区", "region"), say("名次", "rank"), say("总分", "total")]
    if board.has_bonus:
        columns.append(say("其中加分", "of which bonus"))
    columns.append(say("距前一名", "gap to the next place up"))
    rows: list[tuple[str | Bilingual, ...]] = []
    for s in shown:
        place = s.place if s.counted else STANDING_WORDS[s.status]
        bonus = [board.points(s.bonus) if s.counted else "—"] if board.has_bonus else []
        rows.append((s.name, place, board.points(s.total), *bonus, board.points(s.gap)))
    return Behind(columns=tuple(columns), rows=tuple(rows))
