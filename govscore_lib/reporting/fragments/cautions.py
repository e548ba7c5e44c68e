"""How much of a rubric rests on judgement, and how much because its text is damaged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.points import round_half_up, to_decimal
from govscore_lib.reporting import numbers
from govscore_lib.reporting.fragments.badges import DAMAGED
from govscore_lib.reporting.markup import Fragment, both, both_html, criterion_link, say
from govscore_lib.reporting.views.board import ZERO, Board
from govscore_lib.rubric.model import Criterion, Rubric
from govscore_lib.text import Bilingual


@dataclass(frozen=True)
class Grounds:
    """The criteria of a rubric by what their points rest on.

    unreadable : judged because the text is damaged. restored : computed from a damaged text.
    judged : judged because the document says so. The others are computed from a clear text.
    """

    unreadable: tuple[Criterion, ...]
    restored: tuple[Criterion, ...]
    judged: tuple[Criterion, ...]


def grounds(rubric: Rubric) -> Grounds:
    """Return the criteria of a rubric by what their points rest on."""
    damaged = [one for one in rubric.criteria_list if one.transcription in DAMAGED]
    return Grounds(
        unreadable=tuple(one for one in damaged if one.rule.is_judged),
        restored=tuple(one for one in damaged if not one.rule.is_judged),
        judged=tuple(
            one for one in rubric.criteria_list if one.rule.is_judged and one not in damaged
        ),
    )


def worth(criteria: Iterable[Criterion]) -> Decimal:
    """Return the maxima of criteria, added up."""
    added = sum((one.max_points or Fraction(0) for one in criteria), Fraction(0))
    return to_decimal(round_half_up(added))


def caution(rubric: Rubric) -> Bilingual:
    """Return what every page of a rubric says of its damaged text; empty texts where it is whole."""
    points = worth(grounds(rubric).unreadable)
    if not points:
        return say("", "")
    gone, whole = numbers.tidy(points), told_total(rubric)
    return say(
        f"原文残缺：满分 {whole} 分中有 {gone} 分无法辨认，由评审人评定。",
        f"Damaged text: {gone} of the {whole} points cannot be read in the source and are judged.",
    )


def told_total(rubric: Rubric) -> str:
    """Return the rubric's full marks as a text."""
    return numbers.tidy(to_decimal(round_half_up(rubric.total.max_points)))


def show_grounds(scorecard: Scorecard) -> Fragment:
    """Return how many points are computed, judged, and judged because the text is damaged, and the rubric's note."""
    rubric = scorecard.rubric
    found = grounds(rubric)
    zh, en = [], []
    for criteria, words, words_en in (
        (found.unreadable, "因原文残缺，由评审人评定", "judged because the text is damaged"),
        (
            found.restored,
            "据残存文字还原后计算",
            "computed from a text that had to be restored",
        ),
        (found.judged, "依原文由评审人评定", "judged, as the document says"),
    ):
        if criteria:
            points, count = numbers.tidy(worth(criteria)), len(criteria)
            much, many = (f"{points} 分", points) if worth(criteria) else (f"{count} 种扣分", f"{count} kinds of deduction")  # fmt: skip
            zh.append(f"{much}{words}（{_listed(scorecard, criteria, '、')}）")
            en.append(f"{many} {words_en} ({_listed(scorecard, criteria, ', ')})")
    note = "" if rubric.note is None else f'<p class="note">{both(rubric.note)}</p>'
    if not zh:
        return Fragment("grounds", note)
    whole = told_total(rubric)
    lead = both_html(
        f"满分 {whole} 分中，{'；'.join(zh)}。其余按公式计算。",
        f"Of {whole} points: {'; '.join(en)}. The rest follows from formulas.",
    )
    return Fragment("grounds", f"<p>{lead}</p>{note}")


def _listed(scorecard: Scorecard, criteria: Iterable[Criterion], comma: str) -> str:
    return comma.join(criterion_link(scorecard.part, one.id, one.id) for one in criteria)


def resting_on_judgement(board: Board, region_id: str) -> Decimal:
    """Return the points of a region that were judged because the text is damaged."""
    lines = [board.lines[(region_id, one.id)] for one in grounds(board.rubric).unreadable]
    return sum((line["points"] or ZERO for line in lines), ZERO)
