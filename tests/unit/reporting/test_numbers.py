from decimal import Decimal

import pytest

from govscore_lib.reporting import numbers


@pytest.mark.parametrize(
    ("value", "shown"),
    [("1.005", "1.01"), ("-0.125", "−0.13"), ("12", "12.00"), ("-0.001", "0.00"), (None, "—")],
)
def test_points_are_rounded_half_up_for_display(value, shown):
    assert shown == numbers.points(None if value is None else Decimal(value), 2)


@pytest.mark.parametrize(("value", "shown"), [("0.72", "−0.72"), ("0", "0.00"), (None, "—")])
def test_a_loss_carries_its_sign_and_nothing_lost_is_plain(value, shown):
    assert shown == numbers.lost(None if value is None else Decimal(value), 2)


@pytest.mark.parametrize(
    ("value", "shown"), [("0.3", "+0.30"), ("-0.3", "−0.30"), ("0", "0.00"), (None, "—")]
)
def test_a_change_carries_its_sign(value, shown):
    assert shown == numbers.signed(None if value is None else Decimal(value), 2)


def test_small_points_are_printed_with_more_decimals():
    assert "0.0020" == numbers.points(Decimal("0.002"), 4)
    assert "−0.0150" == numbers.lost(Decimal("0.015"), 4)
    assert "+0.002" == numbers.signed(Decimal("0.002"), 3)


@pytest.mark.parametrize(("value", "shown"), [("2.000000000", "2"), ("0.50", "0.5"), ("10", "10")])
def test_maxima_have_no_trailing_zeros(value, shown):
    assert shown == numbers.tidy(Decimal(value))


def test_a_share_of_nothing_is_unknown():
    assert numbers.share(Decimal(1), Decimal(0)) is None
    assert numbers.share(None, Decimal(1)) is None
    assert numbers.percent(None) == "—"


@pytest.mark.parametrize(
    ("parts", "places", "shown"),
    [
        (("1", "1", "1"), 0, ("34", "33", "33")),  # among equal remainders the first gets the unit
        (("1", "1", "1"), 1, ("33.4", "33.3", "33.3")),
        (("47", "16", "15.9", "12", "6", "3.1"), 0, ("47", "16", "16", "12", "6", "3")),
        (("0", "5"), 0, ("0", "100")),
        (("0.005", "0.995"), 0, ("1", "99")),
    ],
)
def test_printed_shares_of_a_whole_add_up_to_100(parts, places, shown):
    printed = numbers.shares_of_whole([Decimal(part) for part in parts], places)

    assert tuple(f"{one}%" for one in shown) == printed
    assert 100 == sum(Decimal(one.removesuffix("%")) for one in printed)


def test_parts_of_nothing_have_no_share_and_a_negative_part_is_refused():
    assert ("—", "—") == numbers.shares_of_whole([Decimal(0)] * 2)
    with pytest.raises(ValueError, match="cannot be negative"):
        numbers.shares_of_whole([Decimal(-1), Decimal(2)])


@pytest.mark.parametrize(("value", "shown"), [(0.871, "87.1%"), (-0.006, "−0.6%"), (None, "—")])
def test_a_share_carries_its_sign_at_the_figure(value, shown):
    assert shown == numbers.percent(value, 1)
