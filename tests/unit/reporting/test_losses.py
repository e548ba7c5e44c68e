"""Where a league loses its points."""

from decimal import Decimal

from govscore_lib.reporting.fragments import show_losses
from govscore_lib.reporting.views.board import Board
from govscore_lib.reporting.views.losses import losses_by_category


def test_shares_of_the_losses_add_up_and_the_largest_comes_first(general):
    losses = losses_by_category(Board(general))

    assert 100 == sum(Decimal(loss.share.removesuffix("%")) for loss in losses)
    assert list(losses) == sorted(losses, key=lambda loss: -loss.lost)
    assert "b" not in {loss.part.category_id for loss in losses}


def test_what_is_not_scored_is_not_lost(scorecard):
    """清江浦区 lacks its judgement of 2 points: they are open, not lost."""
    lost = {loss.part.category_id: loss.lost for loss in losses_by_category(Board(scorecard))}

    # of 6 in the category: 0 (capped), 1, 3 beside the 2 still open, 5
    assert Decimal(9) == lost["2"]


def test_the_fragment_says_where_most_went(scorecard):
    shown = show_losses(scorecard).html

    assert "各地区共失" in shown
    assert "100%" in shown
