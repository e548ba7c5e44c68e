"""The draw of regions for a spot check."""

import hashlib
from fractions import Fraction

import pytest

from govscore_lib.engine import score
from govscore_lib.engine.draw import draw_spot_checks
from govscore_lib.errors import UsageError
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric, said

SOURCE = {"document": "文〔2021〕1号"}


def card(**more: object):
    raw = document(
        [criterion("1.01", {"kind": "judged", "metric": "judged"})],
        {"judged": metric("judged"), "late": metric("bool", needed="optional")},
        **more,
    )
    values = {f"R{number}": {"judged": "1", "late": None} for number in range(6)}
    values["R5"]["late"] = "true"
    return score(load_document(raw), observations(values))


@pytest.fixture
def checked():
    waiver = {"status": "waived", "when": "late", "because": said("late"), "source": SOURCE}
    return card(spot_check={"source": SOURCE}, standing=[waiver])


def test_a_share_is_drawn_rounded_up_and_who_gave_up_is_left_out(checked):
    table = draw_spot_checks(checked, Fraction(1, 3), "20220115")

    assert table.height == 5
    assert table["drawn"].sum() == 2
    assert "R5" not in table["region_id"].to_list()


def test_the_draw_can_be_repeated_by_hand(checked):
    table = draw_spot_checks(checked, Fraction(1, 2), "7")

    by_hand = sorted(
        (f"R{number}" for number in range(5)),
        key=lambda region: hashlib.sha256(f"7:{region}".encode()).hexdigest(),
    )
    assert table["region_id"].to_list() == by_hand
    assert table.filter("drawn")["region_id"].to_list() == by_hand[:3]


def test_another_seed_draws_another_order(checked):
    orders = {
        tuple(draw_spot_checks(checked, Fraction(1, 2), str(seed))["region_id"])
        for seed in range(10)
    }

    assert len(orders) > 5


@pytest.mark.parametrize(
    ("ratio", "seed", "words"),
    [(Fraction(0), "1", "not a share"), (Fraction(3, 2), "1", "not a share"), (Fraction(1), " ", "needs a seed")],
)  # fmt: skip
def test_what_a_draw_needs(checked, ratio, seed, words):
    with pytest.raises(UsageError, match=words):
        draw_spot_checks(checked, ratio, seed)


def test_a_document_without_spot_checks_draws_nobody():
    with pytest.raises(UsageError, match="orders no spot checks"):
        draw_spot_checks(card(), Fraction(1), "1")
