"""The first screen of a region's page: place, total, largest losses, what one more place would take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting import numbers
from govscore_lib.reporting.fragments.badges import badge
from govscore_lib.reporting.fragments.cautions import resting_on_judgement
from govscore_lib.reporting.fragments.improvements import step_up
from govscore_lib.reporting.fragments.ranking import criteria_open
from govscore_lib.reporting.markup import (
    Fragment,
    anchor,
    both,
    both_html,
    say,
)
from govscore_lib.reporting.views.accounts import accounts, counts_down
from govscore_lib.reporting.views.board import ZERO, Board, Standing, place_words
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
    most = numbers.tidy(board.full_marks)
    full = say(f"总分，满分 {most}", f"total, of {most}")
    if board.has_bonus and s.bonus and s.counted:
        extra = board.points(s.bonus)
        full = say(f"{full.zh}，含加分 {extra}", f"{full.en}, bonus {extra} included")
    items = [(_among(board), both(_place(s))), (full, board.points(s.total))]
    if s.group is not None and s.group_rank is not None:
        items.insert(1, _in_group(board, s))
    shown = "".join(
        f'<div><dt>{both(words)}</dt><dd class="big">{value}</dd></div>' for words, value in items
    )
    return f'<dl class="headline">{shown}</dl>{"".join(_remarks(board, s))}'


def _among(board: Board) -> Bilingual:
    """Among how many the rank is taken."""
    count, ranked = len(board.standings), sum(s.rank is not None for s in board.standings)
    if ranked == count:
        return say(f"共 {count} 个地区", f"of {count}")
    return say(f"{count} 个地区中 {ranked} 个参加排名", f"of {ranked} ranked, {count} in all")


def _in_group(board: Board, s: Standing) -> tuple[Bilingual, str]:
    peers = [o for o in board.standings if o.group == s.group and o.group_rank is not None]
    group = s.group or say("", "")
    words = say(f"{group.zh}，共 {len(peers)} 个", f"of {len(peers)}, {group.en}")
    return words, both(place_words(s.group_rank or 0, s.group_tied))


def _remarks(board: Board, s: Standing) -> Iterator[str]:
    """What must be said of the total before anything else: bounds, a fact, judgement."""
    if s.counted and s.missing_criteria:
        span = f"{board.points(s.lower)}–{board.points(s.upper)}"
        words = say(
            f"{s.missing_criteria} 条未计分，总分在 {span} 之间",
            f"{criteria_open(s.missing_criteria)}; the total lies between {span}",
        )
        yield f'<p class="bounds">{badge("provisional")} {both(words)}</p>'
    if s.because is not None:
        cited = f'<cite lang="zh-CN">{escape(s.citation)}</cite>'
        yield f'<p class="bounds">{badge(s.status)} {both(s.because)} {cited}</p>'
    judged = resting_on_judgement(board, s.region_id)
    if judged:
        told = board.points(judged)
        words = say(
            f"其中 {told} 分来自原文无法辨认、由评审人评定的条款",
            f"{told} points were judged under clauses that cannot be read in the source",
        )
        yield f'<p class="bounds">{badge("damaged")} {both(words)}</p>'


def _place(s: Standing) -> Bilingual:
    return s.place if s.rank is None else place_words(s.rank, s.tied)


@dataclass(frozen=True)
class Loss:
    """Points that a region does not have: under a criterion, or under a category whose criteria have no maxima."""

    points: Decimal
    label: Bilingual
    place: str
    ident: str = ""
    rate: str = ""


def largest_losses(board: Board, region_id: str) -> list[Loss]:
    """Return what cost the region points, largest loss first, ties in rubric order; a bonus is never lost."""
    found = []
    for one in accounts(board, region_id):
        part = one.part
        if counts_down(board, part):
            lines = [
                board.lines[(region_id, ident)] for ident in board.in_category(part.category_id)
            ]
            found += [
                _of_criterion(board, line) for line in lines if (line["lost_points"] or ZERO) > 0
            ]
        elif one.lost > 0:
            most = numbers.tidy(one.start)
            label = say(f"{part.name.zh}（上限 {most}）", f"{part.name.en} (up to {most})")
            found.append(Loss(one.lost, label, f"category-{part.category_id}"))
    return sorted(found, key=lambda loss: -loss.points)


def _of_criterion(board: Board, line: dict[str, Any]) -> Loss:
    ident = line["criterion_id"]
    return Loss(line["lost_points"], board.criteria[ident].name, anchor(ident), ident, line["rate"])


def _losses(board: Board, s: Standing) -> str:
    if s.waived:
        return f"<p>{both(say('全部不计分。', 'Nothing is scored.'))}</p>"
    every = largest_losses(board, s.region_id)
    if not every:
        return f"<p>{both(say('没有失分。', 'No points lost.'))}</p>"
    items = []
    for loss in every[:MOST_LOSSES]:
        ident = f'<span class="id">{loss.ident}</span> ' if loss.ident else ""
        why = f'<span class="sub">{escape(loss.rate)}</span>' if loss.rate else ""
        items.append(
            f'<li><span class="lost">{board.lost(loss.points)}</span> '
            f'<a href="#{loss.place}">{ident}{both(loss.label)}</a> {why}</li>'
        )
    rest = sum((loss.points for loss in every[MOST_LOSSES:]), ZERO)
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
    """Which single criteria hold more lost points than the gap; nothing where points are gathered without end."""
    if not any(counts_down(board, part) for part in board.parts):
        return ""
    gap = s.gap or ZERO
    every = [loss for loss in largest_losses(board, s.region_id) if loss.ident]
    enough = [loss for loss in every if loss.points > gap]
    if not enough:
        words = say("任何单独一条补满都还不够。", "No single criterion filled up would be enough.")
        return f"<p>{both(words)}</p>"
    zh, en = (
        [
            f'<a href="#{loss.place}">{escape(loss.label.in_language(language))}</a>'
            for loss in enough[:MOST_LOSSES]
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
