"""Weights from the data as scenarios: the base keeps its sum, regions with gaps are left out."""

from fractions import Fraction

import numpy as np
import pytest

from govscore_lib.engine import Scorecard, score
from govscore_lib.errors import InputError, UsageError
from govscore_lib.points import exact
from govscore_lib.rubric import load_rubric
from govscore_lib.whatif import carry_out
from govscore_lib.whatif.weightings.weighted import (
    METHOD_NAMES,
    equal_categories,
    share_matrix,
    starts,
    weighting_scenario,
)
from govscore_lib.whatif.weightings.weighting import METHODS, ahp, shares_by
from tests.asserts import observations
from tests.random_figures import table
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
    assert {*METHODS, "ahp"} == METHOD_NAMES.keys()


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


def test_points_to_begin_with_are_those_of_the_scenarios():
    card = card_of(VALUES)

    found = {one.id: one.points for one in starts(card)}

    assert list(METHODS) == list(found)
    for method, points in found.items():
        scenario = weighting_scenario(card, method)
        assert {
            change["criterion"]: change["points"] for change in scenario.document()["changes"]
        } == points


def test_a_method_that_cannot_be_used_says_why_in_both_languages():
    alone = {one.id: one for one in starts(card_of({"region 1": VALUES["region 1"]}))}
    zero = {one.id: one for one in starts(card_of(VALUES | {"region 5": {"a": "0", "b": "1"}}))}

    assert ["equal"] == [name for name, one in alone.items() if one.points]
    assert "至少要有两个得分不全相同的地区" in alone["critic"].note.zh
    assert ["merec"] == [name for name, one in zero.items() if one.points is None]
    assert "all points have to be above 0" in zero["merec"].note.en


def test_a_column_without_differences_weighs_nothing_to_begin_with():
    found = starts(card_of({f"r{n}": {"a": "1", "b": str(n)} for n in range(1, 4)}))

    nothing = {one.id for one in found if one.points and one.points["1.1"] == "0"}
    assert {"entropy", "critic", "standard_deviation", "merec"} == nothing


def test_judgements_are_a_beginning_too_where_they_agree_with_themselves():
    card = card_of(VALUES)

    judged = starts(card, ahp(["1.1", "1.2"], [["1", "3"], ["1/3", "1"]]))[-1]

    assert ("ahp", {"1.1": "4.5", "1.2": "1.5"}) == (judged.id, judged.points)
    assert "0.00" in judged.note.zh
    whole = starts(card, ahp(["1"], [["1"]]))[-1]
    assert {"1.1": "2", "1.2": "4"} == whole.points


def test_judgements_that_contradict_themselves_are_told():
    criteria = [
        criterion(f"1.{n}", {"kind": "per_unit", "per": "1", "count": "a"}) for n in (1, 2, 3)
    ]
    rubric = load_document(document(criteria, {"a": metric("decimal")}))
    card = score(rubric, observations({"r1": {"a": "1"}, "r2": {"a": "2"}}))
    circle = [["1", "9", "1/9"], ["1/9", "1", "9"], ["9", "1/9", "1"]]

    judged = starts(card, ahp(["1.1", "1.2", "1.3"], circle))[-1]

    assert judged.points is None
    assert "判断互相矛盾" in judged.note.zh


def test_judgements_of_other_things_are_refused():
    with pytest.raises(UsageError, match="all its categories: 1"):
        starts(card_of(VALUES), ahp(["1.1"], [["1"]]))


def test_equal_categories_keep_the_base_and_the_proportions_inside():
    rubric = load_rubric("huaian-2021-integrity")
    card = score(rubric, observations(table(rubric, 1)))

    after = carry_out(equal_categories(card), card).rubric

    base = [one for one in after.categories if one.component == "base"]
    assert 100 == sum(one.max_points for one in base)
    # the base is shared out to nine decimals
    assert max(one.max_points for one in base) - min(one.max_points for one in base) <= Fraction(
        1, 10**9
    )
    before = rubric.criteria["1.02"].max_points / rubric.criteria["1.03"].max_points
    now = after.criteria["1.02"].max_points / after.criteria["1.03"].max_points
    assert abs(before - now) < Fraction(1, 10**7)
