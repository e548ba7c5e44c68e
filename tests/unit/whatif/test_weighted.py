"""Weights from the data as scenarios: the base keeps its sum, regions with gaps are left out."""

from fractions import Fraction

import numpy as np
import pytest

from govscore_lib.engine import Scorecard, score
from govscore_lib.errors import InputError, UsageError
from govscore_lib.points import exact
from govscore_lib.whatif import carry_out
from govscore_lib.whatif.weightings.weighted import METHOD_NAMES, share_matrix, weighting_scenario
from govscore_lib.whatif.weightings.weighting import METHODS, shares_by
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric

VALUES = {
    "region 1": {"a": "1", "b": "3"},
    "region 2": {"a": "2", "b": "1"},
    "region 3": {"a": "0.5", "b": None},
    "region 4": {"a": "1.5", "b": "4"},
}


def card_of(values: dict) -> Scorecard:
    criteria = [
        criterion("1.1", {"kind": "per_unit", "per": "1", "count": "a"}),
        criterion("1.2", {"kind": "per_unit", "per": "1", "count": "b"}, max_points="4"),
    ]
    rubric = load_document(document(criteria, {name: metric("decimal") for name in "ab"}))
    return score(rubric, observations(values))


def test_shares_of_the_maxima_come_from_regions_without_gaps():
    matrix, ids = share_matrix(card_of(VALUES))

    assert ("region 1", "region 2", "region 4") == ids
    assert [[0.5, 0.75], [1.0, 0.25], [0.75, 1.0]] == matrix.tolist()


def test_every_method_has_a_name():
    assert METHODS.keys() == METHOD_NAMES.keys()


@pytest.mark.parametrize("method", METHODS)
def test_points_follow_the_method_and_the_base_keeps_its_sum(method):
    card = card_of(VALUES)
    scenario = weighting_scenario(card, method)
    points = [exact(change["points"]) for change in scenario.document()["changes"]]

    assert Fraction(6) == sum(points)
    shares = shares_by(method, share_matrix(card)[0])
    # nine decimals a criterion
    assert np.allclose(shares * 6, [float(one) for one in points], rtol=0, atol=2e-9)
    assert points == [one.max_points for one in carry_out(scenario, card).rubric.criteria_list]


def test_figures_that_a_method_cannot_take_are_refused():
    with pytest.raises(InputError, match=r"above 0"):
        weighting_scenario(card_of(VALUES | {"region 5": {"a": "0", "b": "1"}}), "merec")


def test_regions_that_do_not_differ_give_no_weights():
    with pytest.raises(UsageError, match="no criterion tells the regions apart"):
        weighting_scenario(card_of({f"r{n}": {"a": "1", "b": "1"} for n in range(3)}), "critic")
