"""The first screen of a region's page: place, total, largest losses, what one more place would take."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import Any

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting import numbers
from govscore_lib.reporting.board import Board, Standing
from govscore_lib.reporting.fragments.badges import badge
from govscore_lib.reporting.fragments.improvements import step_up
from govscore_lib.reporting.fragments.ranking import criteria_open
from govscore_lib.reporting.markup import (
    Fragment,
    anchor,
    both,
    both_html,
    say,
)
from govscore_lib.text import Bilingual

MOST_LOSSES = 3


def show_region(scorecard: Scorecard, region: str) -> Fragment:
    """Return the first screen of one region."""
    board = Board(scorecard)
    standing = board.standing(region)
    return Fragment(
        f"region {standing.region_id}",
        f'<div class="first-screen">{_headline(board, standing)}'
        f"<div><h2>{both(say('失分最多的条款', 'Largest losses'))}</h2>{_losses(board, standing)}</div>"
        f"<div><h2>{both(say('再进一名需要什么', 'What one more place would take'))}</h2>"
        f"{_next_place(board, standing)}</div></div>",
    )


def _headline(board: Board, s: Standing) -> str:
    count = len(board.standings)
    place = _place(s)
    of = say(f"共 {count} 个地区", f"of {count}")
    total = f'<span class="big">{board.points(s.total)}</span>'
    most = numbers.tidy(board.full_marks)
    full = both(say(f"总分，满分 {most}", f"total, of {most}"))
    bounds = ""
    if s.status == "provisional":
        span = f"{board.points(s.lower)}–{board.points(s.upper)}"
        words = say(
            f"{s.missing_criteria} 条未计分，总分在 {span} 之间",
            f"{criteria_open(s.missing_criteria)}; the total lies between {span}",
        )
        bounds = f'<p class="bounds">{badge("provisional")} {both(words)}</p>'
    rule = board.scorecard.scoring.standings.by_row.get(board.scorecard.row(s.region_id))
    if rule is not None:
        cited = f"<cite>{escape(rule.source.citation)}</cite>"
        bounds = f'<p class="bounds">{badge(rule.status)} {both(rule.because)} {cited}</p>'
    return (
        f'<dl class="headline"><div><dt>{both(of)}</dt><dd class="big">{both(place)}</dd></div>'
        f"<div><dt>{full}</dt><dd>{total}</dd></div></dl>{bounds}"
    )


def _place(s: Standing) -> Bilingual:
    if s.rank is None:
        return s.place
    return say(
        f"{'并列' if s.tied else ''}第 {s.rank:g} 名",
        f"{'Joint rank' if s.tied else 'Rank'} {s.rank:g}",
    )


def largest_losses(board: Board, region_id: str) -> list[dict[str, Any]]:
    """Return the ledger lines that cost the region points, largest loss first, ties in rubric order."""
    lines = [
        board.lines[(region_id, ident)]
        for ident in board.criteria
        if (board.lines[(region_id, ident)]["lost_points"] or Decimal(0)) > 0
    ]
    return sorted(lines, key=lambda line: -line["lost_points"])


def _losses(board: Board, s: Standing) -> str:
    every = largest_losses(board, s.region_id)
    lines = every[:MOST_LOSSES]
    if not lines:
        return f"<p>{both(say('没有失分。', 'No points lost.'))}</p>"
    items = []
    for line in lines:
        ident = line["criterion_id"]
        name = both(board.criteria[ident].name)
        why = f'<span class="sub">{escape(line["rate"])}</span>' if line["rate"] else ""
        items.append(
            f'<li><span class="lost">{board.lost(line["lost_points"])}</span> '
            f'<a href="#{anchor(ident)}"><span class="id">{ident}</span> {name}</a> {why}</li>'
        )
    rest = sum((line["lost_points"] for line in every[MOST_LOSSES:]), Decimal(0))
    words = say(
        f"其余条款合计 {board.lost(rest)} 分", f"all other criteria together {board.lost(rest)}"
    )
    more = f'<p class="sub">{both(words)}</p>' if rest > 0 else ""
    return f'<ol class="losses">{"".join(items)}</ol>{more}'


def _next_place(board: Board, s: Standing) -> str:
    if s.rank is None:
        return f"<p>{both(say('未参加排名。', 'Not ranked.'))}</p>"
    above = [o for o in board.standings if o.rank is not None and o.rank < s.rank]
    if not above or s.gap is None:
        return f"<p>{both(say('已居首位。', 'Already first.'))}</p>" + _lead(board, s)
    rival = above[-1]
    words = say(
        f"比{rival.name.zh}（{rival.place.zh}，{board.points(rival.total)} 分）少 {board.points(s.gap)} 分。",
        f"{board.points(s.gap)} points behind {rival.name.en} (rank {rival.place.en}, {board.points(rival.total)}).",
    )
    enough = _enough_alone(board, s)
    return f"<p>{both(words)}</p>{enough}{step_up(board.scorecard, s.region_id)}"


def _lead(board: Board, s: Standing) -> str:
    below = [o for o in board.standings if o.rank is not None and o.rank > (s.rank or 0)]
    if not below or below[0].total is None or s.total is None:
        return ""
    gap = board.points(s.total - below[0].total)
    words = say(f"领先{below[0].name.zh} {gap} 分。", f"{gap} points ahead of {below[0].name.en}.")
    return f"<p>{both(words)}</p>"


def _enough_alone(board: Board, s: Standing) -> str:
    """Which single criteria hold more lost points than the gap."""
    gap = s.gap or Decimal(0)
    enough = [line for line in largest_losses(board, s.region_id) if line["lost_points"] > gap]
    if not enough:
        words = say("任何单独一条补满都还不够。", "No single criterion filled up would be enough.")
        return f"<p>{both(words)}</p>"
    idents = [line["criterion_id"] for line in enough[:MOST_LOSSES]]
    zh, en = (
        [
            f'<a href="#{anchor(ident)}">{escape(board.criteria[ident].name.in_language(language))}</a>'
            for ident in idents
        ]
        for language in ("zh", "en")
    )
    return (
        "<p>"
        + both_html(
            f"其他地区不变时，下列任一条补满即可超过：{'、'.join(zh)}。",
            f"With the others unchanged, any one of these filled up would be enough: {', '.join(en)}.",
        )
        + "</p>"
    )
