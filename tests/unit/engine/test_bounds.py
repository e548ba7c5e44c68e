"""Bounds of a total that is still open, where nothing bounds a clause."""

from decimal import Decimal

import pytest

from govscore_lib.engine import score
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric, said

GAINS = criterion("1.01", {"kind": "per_unit", "per": "1", "count": "praises"}, max_points=None)
LOSSES = criterion(
    "1.02",
    {"kind": "deduct_per_event", "per": "1", "count": "events", "start": "0", "floor": "none"},
    max_points="0",
)


def bounds(values, **category):
    """Lower and upper bound of one region."""
    rubric = load_document(
        document(
            [GAINS, LOSSES],
            {"praises": metric("int", min="0"), "events": metric("int", min="0")},
            categories=[{"id": "1", "name": said("one")} | category],
        )
    )
    row = score(rubric, observations({"R1": values})).scores.row(0, named=True)
    return row["lower"], row["upper"]


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ({}, (0, None)),
        ({"max_points": "10"}, (0, 10)),
        ({"max_gain": "4"}, (0, 2)),
        ({"max_points": "10", "min_points": "-5"}, (-2, 10)),
    ],
)
def test_a_gain_without_end_is_bounded_by_its_category_or_not_at_all(category, expected):
    assert expected == bounds({"praises": None, "events": "2"}, **category)


@pytest.mark.parametrize(
    ("category", "expected"),
    [
        ({}, (0, 3)),
        ({"min_points": "-5"}, (-5, 3)),
        ({"min_points": "-5", "max_loss": "1"}, (2, 3)),
    ],
)
def test_a_loss_without_end_stops_at_the_floor(category, expected):
    assert expected == bounds({"praises": "3", "events": None}, **category)


def test_no_figure_is_taken_for_a_bound_that_is_not_there():
    """However large the known points are, the missing loss is larger still."""
    huge = "1000000000000000000000000001"

    assert (Decimal(-5), Decimal(huge)) == bounds(
        {"praises": huge, "events": None}, min_points="-5"
    )
