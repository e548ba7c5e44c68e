"""Which categories cost a league its points."""

from __future__ import annotations

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.markup import (
    Cell,
    Column,
    Fragment,
    both,
    page_link,
    say,
    table,
)
from govscore_lib.reporting.views.board import ZERO, Board
from govscore_lib.reporting.views.losses import Loss, losses_by_category
from govscore_lib.text import Bilingual


def show_losses(scorecard: Scorecard) -> Fragment:
    """Return the points lost by category with their shares of all losses, which add up to 100%.

    Nothing where no category has points to lose.
    """
    board = Board(scorecard)
    losses = losses_by_category(board)
    if not losses:
        return Fragment("losses", "")
    columns = [
        Column(say("类目", "Category")),
        Column(say("失分合计", "Points lost"), figure=True, unit=say("分", "points")),
        Column(say("占全部失分", "Of all losses"), figure=True),
        Column(say("失分最多的地区", "Region losing most")),
    ]
    rows = [
        (
            both(loss.part.name),
            Cell(board.points(loss.lost), str(loss.lost)),
            loss.share,
            _region(board, loss.most_in),
        )
        for loss in losses
    ]
    lead = f"<p>{both(losses_told(board, losses))}</p>"
    note = f'<p class="note">{both(LARGEST_REMAINDER)}</p>'
    return Fragment("losses", lead + table(columns, rows, kind="losses") + note)


LARGEST_REMAINDER = say(
    "失分按有总分的地区合计，未计分和不适用的不算失分。比例按最大余额法取整，合计为 100%。",
    "Losses of all regions with a total; what is not scored or does not apply is not lost. "
    "Shares are rounded by the largest remainder and add up to 100%.",
)
"""What the table of losses counts, and how its shares are rounded."""


def losses_told(board: Board, losses: tuple[Loss, ...]) -> Bilingual:
    """Return in one sentence which category costs most."""
    whole = sum((loss.lost for loss in losses), ZERO)
    if not whole:
        return say("没有地区失分。", "No region lost a point.")
    first, told = losses[0], board.points(whole)
    return say(
        f"各地区共失 {told} 分，其中{first.part.name.zh}占 {first.share}。",
        f"All regions together lost {told} points, {first.share} of them in {first.part.name.en}.",
    )


def _region(board: Board, region_id: str | None) -> str:
    if region_id is None:
        return "—"
    return page_link(board.part, f"regions/{region_id}.html", both(board.standing(region_id).name))
