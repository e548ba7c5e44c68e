"""How a category's score comes about: what it starts from, what is lost or won, what a cap takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from govscore_lib.points import round_half_up, to_decimal
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.views.board import ZERO, Board, Part
from govscore_lib.text import Bilingual

CAP = say("封顶", "cap")
FLOOR = say("保底", "floor")
EMPTIED = say("清零", "emptied")


@dataclass(frozen=True)
class Account:
    """One region's category, to the last digit.

    start : the points that can be lost; 0 for a bonus. lost : of these, gone. won : points of what has no
    maximum to lose. held : maxima of what is not scored. apart : maxima of what does not apply.
    effect : what caps, floors and moved weights add. capped : the score less the sum of the criteria's
    points, and why : the name of that. score : None where nothing is scored. most : what it can come to.

    start − lost + won − held − apart + effect = score.
    """

    part: Part
    start: Decimal
    lost: Decimal
    won: Decimal
    held: Decimal
    apart: Decimal
    effect: Decimal
    capped: Decimal
    why: Bilingual
    score: Decimal | None
    most: Decimal | None

    @property
    def can_lose(self) -> bool:
        """Whether what is not won of the maximum is lost: not so of a bonus."""
        return self.most is not None and not self.part.is_bonus

    @property
    def open(self) -> Decimal:
        """What is still open of the maximum; where weights moved, that much of what is held."""
        if not self.held or self.most is None or self.score is None:
            return ZERO
        rest = (self.part.max_points or ZERO) - self.apart
        moved = self.held * self.most / rest if rest > 0 else self.held
        return min(moved, self.most - self.score)

    @property
    def missed(self) -> Decimal | None:
        """What of the maximum is neither won nor still open; null where nothing can be lost."""
        if self.most is None or self.score is None or not self.can_lose:
            return None
        return self.most - self.score - self.open


def counts_down(board: Board, part: Part) -> bool:
    """Whether the criteria of a category have points to lose, each its own."""
    return not part.is_bonus and any(
        board.most(ident) for ident in board.in_category(part.category_id)
    )


def account(board: Board, region_id: str, part: Part) -> Account:
    """Return how a region's score in one category comes about.

    Criteria of a base category lose points from their own maxima. Where none has one, the category's maximum is
    what is lost from; where there is none either, and in a bonus, points are only won.
    """
    section = board.sections[(region_id, part.category_id)]
    lines = [board.lines[(region_id, ident)] for ident in board.in_category(part.category_id)]
    score, most = section["score"], section["max_points"]
    start = _start(board, part)
    if board.standing(region_id).waived:
        return Account(part, start, ZERO, ZERO, ZERO, start, ZERO, ZERO, CAP, None, part.max_points)
    points = _added(line["points"] for line in lines)
    lost = won = held = apart = ZERO
    if counts_down(board, part):
        lost = _added(line["lost_points"] for line in lines)
        won = _added(line["points"] for line in lines if line["max_points"] is None)
        held = _added(line["max_points"] for line in lines if line["status"] == "missing")
        apart = _added(line["max_points"] for line in lines if line["status"] == "not_applicable")
    elif start:
        rest = start - min(max(points, _least(board, part)), start)
        is_open = any(line["status"] == "missing" for line in lines)
        lost, held = (ZERO, rest) if is_open else (rest, ZERO)
    else:
        won = points
    effect = score - (start - lost + won - held - apart)
    capped = section["cap_effect"]
    why = _why(board, region_id, part, capped)
    return Account(part, start, lost, won, held, apart, effect, capped, why, score, most)


def _start(board: Board, part: Part) -> Decimal:
    """What can be lost: the maxima of the criteria, else the category's; nothing of a bonus."""
    if part.is_bonus:
        return ZERO
    own = _added(board.most(ident) for ident in board.in_category(part.category_id))
    return own or part.max_points or ZERO


def _least(board: Board, part: Part) -> Decimal:
    place = [one.category_id for one in board.parts].index(part.category_id)
    return to_decimal(round_half_up(board.rubric.categories[place].min_points))


def accounts(board: Board, region_id: str) -> tuple[Account, ...]:
    """Return the account of every category, in the rubric's order."""
    return tuple(account(board, region_id, part) for part in board.parts)


def _added(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), ZERO)


def _why(board: Board, region_id: str, part: Part, effect: Decimal) -> Bilingual:
    """Return what made the difference between the sum of the criteria and the score, as exactly as can be told."""
    row = board.scorecard.row(region_id)
    place = [one.category_id for one in board.parts].index(part.category_id)
    category, points = board.rubric.categories[place], board.scorecard.scoring.points
    if points.emptied[row, place]:
        return EMPTIED
    if points.apart[row].any() or category.max_gain is not None or category.max_loss is not None:
        return part.effect
    return CAP if effect < 0 else FLOOR
