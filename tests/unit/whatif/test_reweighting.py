"""Other points for criteria and categories: the rules stay as printed, only their worth changes."""

from decimal import Decimal
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscore_lib.engine import explain, score
from govscore_lib.errors import InputError
from govscore_lib.rubric import Rubric
from govscore_lib.whatif.scenarios.reweighting import (
    apportion,
    new_maxima,
    printed_maxima,
    reweighted,
)
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric, said

TIERS = {
    "kind": "tiers",
    "value": "a",
    "tiers": [{"at_least": "2", "points": "2"}, {"at_least": "1", "points": "0.5"}],
}
RUBRIC = load_document(
    document(
        [
            criterion("1.1", TIERS),
            criterion("1.2", {"kind": "ratio", "value": "b / 3"}, max_points="4"),
            criterion("2.1", {"kind": "per_unit", "per": "1", "count": "c"}, category="2"),
            criterion("9.1", {"kind": "bonus", "when": "p", "points": "3"}, category="9", max_points=None),
        ],
        {"a": metric("int"), "b": metric("int"), "c": metric("int"), "p": metric("bool")},
        categories=[
            {"id": "1", "name": said("one"), "max_points": "6"},
            {"id": "2", "name": said("two"), "max_points": "2"},
            {"id": "9", "name": said("bonus"), "max_points": "5", "component": "bonus"},
        ],
        total={"max_points": "8"},
    )
)  # fmt: skip
VALUES = {
    "A": {"a": "2", "b": "2", "c": "1", "p": "true"},
    "B": {"a": "1", "b": "3", "c": "5", "p": "false"},
}


def changed(criteria: dict[str, str] | None = None, **more: object) -> Rubric:
    points = {name: Fraction(text) for name, text in (criteria or {}).items()}
    categories = more.pop("categories", {})
    parts = {name: Fraction(text) for name, text in categories.items()}  # type: ignore[attr-defined]
    return reweighted(RUBRIC, new_maxima(RUBRIC, points, parts, **more))  # type: ignore[arg-type]


def maxima(rubric: Rubric) -> dict[str, str]:
    found = {one.id: one.max_points for one in (*rubric.criteria_list, *rubric.categories)}
    return {name: str(one) for name, one in found.items() if one is not None}


def points(rubric: Rubric, region: str) -> list[str]:
    ledger = score(rubric, observations(VALUES)).ledger
    return [f"{one:f}" for one in ledger.filter(pl.col("region_id") == region)["points"]]


def test_no_change_is_the_rubric_itself():
    assert RUBRIC is changed()
    assert RUBRIC is changed({"1.1": "2"})
    assert printed_maxima(RUBRIC) == new_maxima(RUBRIC, {}, {})


def test_points_without_keeping_the_total():
    rubric = changed({"1.1": "3"}, keep_total="none")

    assert {"1.1": "3", "1.2": "4", "2.1": "2", "1": "7", "2": "2", "9": "5"} == maxima(rubric)
    assert 9 == rubric.total.max_points


def test_the_others_give_way_in_proportion():
    rubric = changed({"1.1": "5"})

    assert {"1.1": "5", "1.2": "2", "2.1": "1", "1": "7", "2": "1", "9": "5"} == maxima(rubric)
    assert 8 == rubric.total.max_points


def test_a_criterion_given_as_it_is_does_not_give_way():
    rubric = changed({"1.1": "3", "2.1": "2"})

    assert {"1.1": "3", "1.2": "3", "2.1": "2", "1": "6", "2": "2", "9": "5"} == maxima(rubric)


def test_a_category_carries_its_criteria_along():
    rubric = changed(categories={"1": "3"}, keep_total="none")

    assert {"1.1": "1", "1.2": "2", "2.1": "2", "1": "3", "2": "2", "9": "5"} == maxima(rubric)


def test_a_criterion_given_within_a_given_category():
    rubric = changed({"1.1": "2.5"}, categories={"1": "3"})

    assert {"1.1": "5/2", "1.2": "1/2", "2.1": "5", "1": "3", "2": "5", "9": "5"} == maxima(rubric)


def test_bonuses_stay_outside_the_total():
    rubric = changed(categories={"9": "10"})

    assert "10" == maxima(rubric)["9"]
    assert 8 == rubric.total.max_points
    assert ["2.000000000", "2.666666667", "1.000000000", "6.000000000"] == points(rubric, "A")


def test_points_are_recorded_as_printed_and_then_multiplied():
    """2/3 of 4 points is 2.666666667 as printed; worth 3, that is 2.00000000025, recorded 2.000000000."""
    assert ["2.000000000", "2.666666667", "1.000000000", "3.000000000"] == points(RUBRIC, "A")
    assert "2.000000000" == points(changed({"1.2": "3"}, keep_total="none"), "A")[1]
    assert "26.666666670" == points(changed({"1.2": "40"}, keep_total="none"), "A")[1]


def test_the_steps_of_a_rule_stay_as_printed():
    assert "1.250000000" == points(changed({"1.1": "5"}), "B")[0]


def test_a_criterion_worth_nothing_awards_nothing():
    assert "0.000000000" == points(changed({"1.1": "0"}, keep_total="none"), "A")[0]


def test_caps_move_with_the_criteria():
    """Full marks stay full marks: no cap takes from them, whatever the last decimals."""
    rubric = changed({"1.2": "3.333333333"})
    full = {"A": {"a": "2", "b": "3", "c": "2", "p": "false"}}

    card = score(rubric, observations(full))

    assert [Decimal(0)] * 3 == card.categories["cap_effect"].to_list()
    assert [Decimal(8)] == card.scores["total"].to_list()


def test_bounds_of_a_missing_clause_move_along():
    card = score(changed({"1.2": "8"}, keep_total="none"), observations({"A": {"a": "2", "b": None, "c": "0", "p": "false"}}))  # fmt: skip

    assert (Decimal(2), Decimal(10)) == card.scores.select("lower", "upper").row(0)


def test_the_ledger_says_what_happened():
    card = score(changed({"1.1": "5"}), observations(VALUES))
    line = card.ledger.filter((pl.col("region_id") == "B") & (pl.col("criterion_id") == "1.1"))

    assert "a 1 ≥ 1 → 0.5；× 2.5 = 1.25" == line["formula"][0]
    assert (Decimal(5), Decimal("3.75")) == line.select("max_points", "lost_points").row(0)
    sentence = card.rubric.sentence("1.1").en
    assert RUBRIC.sentence("1.1").en == sentence
    assert "1.25 / 5" in explain(card, "B", "1.1").to_text("en")


def test_what_the_place_above_brings_moves_along():
    ranked = {"kind": "rank", "value": "a", "best": "highest"}
    rubric = load_document(
        document([criterion("1", ranked), criterion("2", TIERS)], {"a": metric("int")})
    )
    double = reweighted(rubric, new_maxima(rubric, {"1": Fraction(4)}, {}, "none"))

    before, after = (
        score(one, observations(VALUES_A)).league_table("1")["next_gain"].to_list()
        for one in (rubric, double)
    )

    assert [None, Decimal(1)] == before
    assert [None, Decimal(2)] == after


VALUES_A = {"A": {"a": "2"}, "B": {"a": "1"}}


@pytest.mark.parametrize(
    ("criteria", "categories", "words"),
    [
        ({"1.3": "1"}, {}, "points of criterion 1.3: there is no such criterion. Allowed: 1.1, 1.2, 2.1, 9.1. Hint: did you mean '1.2'?"),
        ({}, {"3": "1"}, "points of category 3: there is no such category. Allowed: 1, 2, 9."),
        ({"1.1": "-1"}, {}, "points of criterion 1.1: -1 is below 0."),
        ({"9.1": "1"}, {}, "it has no maximum of its own that could be changed. Hint: change the points of category 9"),
        ({"1.1": "9"}, {}, "points of the others: the given points are 1 more than there are to share out."),
        ({"1.1": "4"}, {"1": "3"}, "points of category 1: the given points are 1 more than there are to share out."),
        ({"1.1": "1", "1.2": "1"}, {"1": "3"}, "points of category 1: nothing is left that could take 1 points."),
        ({"1.1": "1", "1.2": "1", "2.1": "1"}, {}, "points of the others: nothing is left that could take 5 points."),
    ],
)  # fmt: skip
def test_points_that_do_not_fit_are_told(criteria, categories, words):
    with pytest.raises(InputError) as told:
        changed(criteria, categories=categories)

    assert words in str(told.value)


def test_all_faults_are_told_at_once():
    with pytest.raises(InputError) as told:
        changed({"1.3": "1", "1.1": "-1"}, categories={"3": "1"})

    assert 3 == len(told.value.problems)


@given(
    units=st.integers(0, 10**12),
    weights=st.lists(st.fractions(0, 10, max_denominator=10**9), min_size=1, max_size=20).filter(any),
)  # fmt: skip
def test_shared_units_add_up_and_stay_within_one_of_their_share(units, weights):
    shares = apportion(units, weights)

    assert units == sum(shares)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - units * weight / sum(weights)) < 1


@given(points=st.fractions(0, 8, max_denominator=10**6))
def test_the_base_keeps_its_sum(points):
    found = new_maxima(RUBRIC, {"1.2": points}, {})

    assert 8 == sum(found.criteria.values())
    assert 8 == found.categories["1"] + found.categories["2"]
