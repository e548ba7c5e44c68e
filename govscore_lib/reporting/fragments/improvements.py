"""What would bring a region more: the nearest gains under every kind of rule, and what is still open."""

from __future__ import annotations

from html import escape

from govscore_lib.engine.explaining.outlooks import Improvement, Outlook, gained, told_points
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.fragments.badges import badge
from govscore_lib.reporting.markup import (
    Column,
    Fragment,
    anchor,
    both,
    both_html,
    say,
    table,
)
from govscore_lib.reporting.views.board import Board
from govscore_lib.text import Bilingual

MOST_ROWS = 12
MOST_RISING = 3
_POINTS = say("分", "points")


def show_improvements(scorecard: Scorecard, region: str) -> Fragment:
    """Return the smallest change that brings most, criterion by criterion, the largest gain of the total first.

    The figures of the others are held. Criteria that lack a figure follow, with the points it decides between.
    """
    board = Board(scorecard)
    standing = board.standing(region)
    if standing.waived:
        words = say("该地区不计分。", "Nothing of this region is scored.")
        return Fragment(
            "improvements", f'<p class="note">{badge(standing.status)} {both(words)}</p>'
        )
    outlook = scorecard.outlook(standing.region_id)
    columns = [
        Column(say("条款", "Criterion")),
        Column(say("改动", "Change")),
        Column(say("本条", "Here"), figure=True, unit=_POINTS),
        Column(say("总分", "Total"), figure=True, unit=_POINTS),
        Column(say("名次", "Rank"), figure=True),
    ]
    best = outlook.best
    rows = [_row(board, one) for one in best[:MOST_ROWS]]
    parts = []
    if rows:
        parts.append(table(columns, rows, kind="gains"))
        parts.append(_note(best[MOST_ROWS:]))
    else:
        none = say("没有能增加得分的单项改动。", "No change of a figure brings more.")
        parts.append(f'<p class="note">{both(none)}</p>')
    open_ones = [one for one in outlook.by_criterion.values() if one.status == "missing"]
    if open_ones:
        items = "".join(f"<li>{_open(one)}</li>" for one in open_ones)
        head = both(say("缺数据、尚未计分的条款：", "Not scored yet for lack of a figure:"))
        parts.append(f'<p class="note">{head}</p><ul class="note">{items}</ul>')
    return Fragment("improvements", "".join(parts))


def _row(board: Board, one: Improvement) -> tuple[str, ...]:
    limit = ""
    if one.limit is not None and one.limit_gain is not None:
        most = gained(one.limit_gain)
        words = say(
            f"到 {one.limit.said_after.zh}共 {most}", f"at {one.limit.said_after.en}: {most}"
        )
        limit = f'<span class="sub">{both(words)}</span>'
    rank = "—"
    if one.rank is not None and one.new_rank is not None:
        same = one.rank == one.new_rank
        rank = f"{one.rank:g}" if same else f"<b>{one.rank:g} → {one.new_rank:g}</b>"
    return (
        _named(board, one.criterion_id),
        both(change_words(one)) + limit,
        gained(one.gain),
        "—" if one.total_gain is None else gained(one.total_gain),
        rank,
    )


def _named(board: Board, ident: str) -> str:
    name = both(board.criteria[ident].name)
    return f'<a href="#{anchor(ident)}"><span class="id">{ident}</span> {name}</a>'


def change_words(one: Improvement) -> Bilingual:
    """Return what changes, in both languages."""
    return say(one.change_in_words("zh"), one.change_in_words("en"))


def _note(rest: tuple[Improvement, ...]) -> str:
    words = say(
        "其他地区的数据不变；每行只改所列数据，增分为重新计分所得。",
        "The figures of the others are held; each row changes its own figures only, and is scored again.",
    )
    if rest:
        most = gained(max(one.total_gain or one.gain for one in rest))
        words = say(
            f"{words.zh}另有 {len(rest)} 条，每条至多 {most} 分。",
            f"{words.en} {len(rest)} more criteria bring {most} at most each.",
        )
    return f'<p class="note">{both(words)}</p>'


def _open(one: Outlook) -> str:
    ident = one.criterion.id
    link = f'<a href="#{anchor(ident)}"><span class="id">{ident}</span></a>'
    return f"{link} {_said(one)}"


def _said(one: Outlook) -> str:
    zh, en = one.lines("zh")[0], one.lines("en")[0]
    return both(say(zh, en))


def next_step(one: Outlook) -> str:
    """Return the first improvement under a criterion for its line of the ledger; empty where there is none."""
    if one.status == "missing" and one.span is not None:
        low, high = map(told_points, one.span)
        words = say(f"由其决定 {low} 至 {high} 分", f"it decides between {low} and {high} points")
    elif one.improvements:
        first = one.improvements[0]
        change = change_words(first)
        words = say(
            f"最近可争取：{change.zh}，{gained(first.gain)} 分",
            f"next: {change.en}, {gained(first.gain)}",
        )
    else:
        return ""
    return f'<div class="sub again">{both(words)}</div>'


def step_up(scorecard: Scorecard, region_id: str) -> str:
    """Return the single changes that raise the region's rank, else the one that brings most to its total."""
    best = scorecard.outlook(region_id).best
    rising = [
        one
        for one in best
        if one.rank is not None and one.new_rank is not None and one.new_rank < one.rank
    ]
    if rising:
        told = rising[:MOST_RISING]
        zh, en = (
            "；".join(
                f"{_link(one)} {escape(one.change_in_words('zh'))}（名次 {one.rank:g} → {one.new_rank:g}）"
                for one in told
            ),
            "; ".join(
                f"{_link(one)} {escape(one.change_in_words('en'))} (rank {one.rank:g} → {one.new_rank:g})"
                for one in told
            ),
        )
        return f"<p>{both_html(f'只改一处即可进位：{zh}。', f'One change is enough: {en}.')}</p>"
    if not best or not best[0].total_gain:
        return ""
    first = best[0]
    gain = gained(first.total_gain or first.gain)
    zh = f"增分最多的一步：{_link(first)} {escape(first.change_in_words('zh'))}，总分 {gain}。"
    en = f"The step that brings most: {_link(first)} {escape(first.change_in_words('en'))}, {gain}."
    return f"<p>{both_html(zh, en)}</p>"


def _link(one: Improvement) -> str:
    return f'<a href="#{anchor(one.criterion_id)}">{one.criterion_id}</a>'
