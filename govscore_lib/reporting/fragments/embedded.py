"""A criterion that takes over another rubric's total explains itself by that rubric's categories."""

from __future__ import annotations

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting import numbers
from govscore_lib.reporting.markup import both, both_html, page_link
from govscore_lib.reporting.views.accounts import Account, accounts
from govscore_lib.reporting.views.board import Board


def behind_total(board: Board, region_id: str, criterion_id: str) -> str:
    """Return what the totals that a criterion takes over are made of, with a link to their own pages.

    Nothing where the criterion takes over none, or where the total was handed in and not computed.
    """
    cards = board.scorecard.embedded
    told = [
        _behind(Board(card), region_id)
        for metric in board.criteria[criterion_id].metrics
        if isinstance(card := cards.get(metric), Scorecard)
    ]
    return "".join(told)


def _behind(inner: Board, region_id: str) -> str:
    parts = [one for one in accounts(inner, region_id) if one.score is not None]
    total = inner.points(inner.standing(region_id).total)
    title = page_link(inner.part, f"regions/{region_id}.html", both(inner.scorecard.title))
    zh = "，".join(_part(inner, one, "zh") for one in parts)
    en = ", ".join(_part(inner, one, "en") for one in parts)
    said = both_html(f"共 {total} 分：{zh}", f"{total} in all: {en}")
    return f'<div class="formula">{title} {said}</div>'


def _part(inner: Board, one: Account, language: str) -> str:
    name, score = one.part.name.in_language(language), inner.points(one.score)
    if one.most is None:
        return f"{name} {score}"
    return f"{name} {score} / {numbers.tidy(one.most)}"
