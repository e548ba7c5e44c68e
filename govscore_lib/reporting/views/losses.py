"""Where a league loses its points: the losses of all regions, category by category."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from govscore_lib.reporting import numbers
from govscore_lib.reporting.views.accounts import account
from govscore_lib.reporting.views.board import ZERO, Board, Part


@dataclass(frozen=True)
class Loss:
    """What all regions with a total lose in one category.

    lost : points, at least 0. share : of all that is lost, as printed; the shares of a league add up to 100%.
    most_in : id of the region that loses most there; null where nobody loses anything.
    """

    part: Part
    lost: Decimal
    share: str
    most_in: str | None


def losses_by_category(board: Board) -> tuple[Loss, ...]:
    """Return the losses of every category that has points to lose, the largest first.

    What is not scored yet and what does not apply is not lost.
    """
    found = []
    for part in board.parts:
        missed = {s.region_id: account(board, s.region_id, part).missed for s in board.counted}
        known = {region: max(value, ZERO) for region, value in missed.items() if value is not None}
        if known:
            worst = max(known, key=lambda region: known[region])
            found.append((part, sum(known.values(), ZERO), worst if known[worst] else None))
    found.sort(key=lambda one: -one[1])
    shares = numbers.shares_of_whole([lost for _, lost, _ in found], 1)
    return tuple(
        Loss(part, lost, share, worst)
        for (part, lost, worst), share in zip(found, shares, strict=True)
    )
