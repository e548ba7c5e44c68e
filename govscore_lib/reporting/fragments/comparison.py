"""Two regions side by side: the totals, what makes the difference, and what the one behind could take over."""

from __future__ import annotations

from html import escape

from govscore_lib.engine.explaining.takeover import Takeover, takeovers
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.fragments.badges import badge
from govscore_lib.reporting.fragments.places import page_of_clauses
from govscore_lib.reporting.markup import (
    Column,
    Fragment,
    anchor,
    both,
    both_html,
    page_link,
    say,
    table,
)
from govscore_lib.reporting.views.board import ZERO, Board, Standing
from govscore_lib.reporting.views.pairs import Item, Pair, pair_of
from govscore_lib.text import Bilingual

MOST_NAMED = 3
_POINTS = say("分", "points")


def show_comparison(scorecard: Scorecard, region: str = "", other: str = "") -> Fragment:
    """Return both totals and places, and the criteria in which each has the most more than the other.

    region, other : codes or names; leader and runner-up when empty.
    """
    pair = pair_of(scorecard, region, other)
    heads = "".join(_headline(pair.board, one) for one in (pair.a, pair.b))
    columns = "".join(
        f"<div><h2>{both(_more_of(mine))}</h2>{_advantages(pair, sign)}</div>"
        for mine, sign in ((pair.a, 1), (pair.b, -1))
    )
    return Fragment(
        f"comparison of {pair.a.region_id} and {pair.b.region_id}",
        f'<div class="first-screen"><dl class="headline">{heads}{_far(pair)}</dl>{columns}</div>',
    )


def _headline(board: Board, s: Standing) -> str:
    name = page_link(board.part, f"regions/{s.region_id}.html", both(s.name))
    place = s.place if s.rank is None else say(s.place.zh, f"rank {s.place.en}")
    label = f"{name} {both(place)}"
    if s.status != "final":
        label += f" {badge(s.status)}"
    return f'<div><dt>{label}</dt><dd class="big">{board.points(s.total)}</dd></div>'


def _far(pair: Pair) -> str:
    words = say("相差", "difference")
    far = pair.board.points(abs(pair.difference))
    return f'<div><dt>{both(words)}</dt><dd class="big">{far}</dd></div>'


def _more_of(mine: Standing) -> Bilingual:
    return say(f"{mine.name.zh}多得的", f"{mine.name.en} has more")


def _advantages(pair: Pair, sign: int) -> str:
    found = [one for one in pair.items if sign * one.difference > 0]
    if not found:
        return f"<p>{both(say('没有。', 'Nowhere.'))}</p>"
    found.sort(key=lambda one: -abs(one.difference))
    mine = pair.a if sign > 0 else pair.b
    rows = [
        (
            _named(pair.board, one, mine) + f'<span class="sub">{both(one.why)}</span>',
            f"<b>{pair.board.signed(abs(one.difference))}</b>",
        )
        for one in found[:MOST_NAMED]
    ]
    columns = [Column(say("条款", "Criterion")), Column(say("多得", "More"), True, _POINTS)]
    total = pair.board.points(abs(sum((one.difference for one in found), ZERO)))
    words = say(f"共 {len(found)} 条，{total} 分", f"{len(found)} in all, {total} points")
    return table(columns, rows) + f'<p class="note">{both(words)}</p>'


def _named(board: Board, one: Item, s: Standing) -> str:
    if not one.ident:
        return both(one.name)
    inner = f'<span class="id">{escape(one.ident)}</span> {both(one.name)}'
    page = page_of_clauses(board.scorecard, s.region_id)
    return page_link(board.part, f"{page}#{anchor(one.ident)}", inner)


def show_differences(scorecard: Scorecard, region: str = "", other: str = "") -> Fragment:
    """Return, category by category, every criterion in which two regions differ, with the figures of both.

    The differences add up to that of the totals; criteria with equal points are only named.
    """
    pair = pair_of(scorecard, region, other)
    parts = "".join(_category(pair, part.category_id, part.name) for part in pair.board.parts)
    closing = [one for one in pair.items if not one.category_id]
    rows = [_row(pair, one) for one in closing]
    whole = both(say("全部相差", "difference in all"))
    totals = (pair.board.points(pair.a.total), pair.board.points(pair.b.total))
    rows.append((f"<b>{whole}</b>", *totals, f"<b>{pair.board.signed(pair.difference)}</b>", ""))
    head = f"<h3>{both(say('合计', 'In all'))}</h3>"
    return Fragment("differences", parts + head + table(_columns(pair), rows, kind="pair"))


def _columns(pair: Pair) -> list[Column]:
    return [
        Column(say("条款", "Criterion")),
        Column(pair.a.name, figure=True, unit=_POINTS),
        Column(pair.b.name, figure=True, unit=_POINTS),
        Column(say("相差", "Difference"), figure=True, unit=_POINTS),
        Column(say("两地的数据", "The figures of both")),
    ]


def _category(pair: Pair, category_id: str, name: Bilingual) -> str:
    board = pair.board
    items = pair.in_category(category_id)
    scores = [board.sections[(s.region_id, category_id)]["score"] for s in (pair.a, pair.b)]
    change = sum((one.difference for one in items), ZERO)
    shown = " : ".join(board.points(score) for score in scores)
    sums = f'<span class="sum">{shown}　{board.signed(change)}</span>'
    title = f"<h3>{both(name)} {sums}</h3>"
    rows = [_row(pair, one) for one in items]
    listed = table(_columns(pair), rows, kind="pair") if rows else ""
    return title + listed + _equal(board, category_id, items)


def _row(pair: Pair, one: Item) -> tuple[str, ...]:
    board = pair.board
    return (
        _named(board, one, pair.a),
        board.points(one.points[0]),
        board.points(one.points[1]),
        board.signed(one.difference),
        both(one.why),
    )


def _equal(board: Board, category_id: str, items: tuple[Item, ...]) -> str:
    differing = {one.ident for one in items}
    equal = [ident for ident in board.in_category(category_id) if ident not in differing]
    if not equal:
        return ""
    zh = "、".join(f"{ident} {board.criteria[ident].name.zh}" for ident in equal)
    en = ", ".join(f"{ident} {board.criteria[ident].name.en}" for ident in equal)
    title = say(f"得分相同的 {len(equal)} 条", f"{len(equal)} with equal points")
    return (
        f'<details class="sub"><summary>{both(title)}</summary>'
        f"<p>{both_html(escape(zh), escape(en))}</p></details>"
    )


def show_takeovers(scorecard: Scorecard, region: str = "", other: str = "") -> Fragment:
    """Return what the region behind would gain with the figures of the one ahead, clause by clause and in all.

    Each line scores the whole league again with the other's figures under that clause alone.
    """
    pair = pair_of(scorecard, region, other)
    behind, ahead, board = pair.behind, pair.ahead, pair.board
    found = takeovers(scorecard, behind.region_id, ahead.region_id)
    if found.together is None:
        none = say(
            f"没有一条能让{behind.name.zh}靠{ahead.name.zh}的数据多得分。",
            f"With {ahead.name.en}'s figures {behind.name.en} would gain under no criterion.",
        )
        return Fragment("takeovers", f'<p class="note">{both(none)}</p>')
    why = {one.ident: one.why for one in pair.items}
    columns = [
        Column(say("条款", "Criterion")),
        Column(say("两地的数据", "The figures of both")),
        Column(say("本条", "Here"), figure=True, unit=_POINTS),
        Column(say("总分", "Total"), figure=True, unit=_POINTS),
        Column(say("名次", "Rank"), figure=True),
    ]
    rows = []
    for one in found.each:
        (ident,) = one.criteria
        name = f'<span class="id">{escape(ident)}</span> {both(board.criteria[ident].name)}'
        page = f"regions/{behind.region_id}.html#{anchor(ident)}"
        rows.append(
            (page_link(board.part, page, name), both(why[ident]), *_effect(board, behind, one))
        )
    if len(found.each) > 1:
        words = say(f"以上 {len(found.each)} 条一起", f"all {len(found.each)} together")
        rows.append((f"<b>{both(words)}</b>", "", *_effect(board, behind, found.together)))
    note = say(
        f"每行只把{behind.name.zh}这一条的数据换成{ahead.name.zh}的，全体重新计分；封顶使总分的增加可能小于本条。",
        f"Each row puts {ahead.name.en}'s figures in place of {behind.name.en}'s under that criterion alone and scores "
        "everyone again; caps may leave less of the total.",
    )
    return Fragment(
        "takeovers", table(columns, rows, kind="gains") + f'<p class="note">{both(note)}</p>'
    )


def _effect(board: Board, s: Standing, one: Takeover) -> tuple[str, str, str]:
    rank = "—"
    if one.rank is not None and s.rank is not None:
        same = one.rank == s.rank
        rank = f"{s.rank:g}" if same else f"<b>{s.rank:g} → {one.rank:g}</b>"
    return board.signed(one.gain), board.signed(one.total_gain), rank
