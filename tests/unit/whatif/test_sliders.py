"""What sliders need of a scorecard, as plain data, and their setting as a scenario."""

import json

import pytest

from govscore_lib.engine import Scorecard, score
from govscore_lib.errors import InputError, UsageError
from govscore_lib.personal import personal_numbers
from govscore_lib.rubric import load_rubric
from govscore_lib.whatif import Scenario, carry_out
from govscore_lib.whatif.scenarios.sliders import has_sliders, scenario_of, setting_of, slider_data
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric, said

VALUES = {
    "region 1": {"a": "1", "b": "3", "c": "1"},
    "region 2": {"a": "2", "b": None, "c": "1"},
    "region 3": {"a": "0", "b": "1", "c": "0"},
}


def card_of(values: dict = VALUES, **more: object) -> Scorecard:
    criteria = [
        criterion("1.1", {"kind": "per_unit", "per": "1/3", "count": "a"}, max_points="1/3"),
        criterion("1.2", {"kind": "per_unit", "per": "1", "count": "b"}),
        criterion("2.1", {"kind": "per_unit", "per": "1", "count": "c"}, category="2",
                  not_applicable={"when": "c == 0", "policy": "leave_out"}),
    ]  # fmt: skip
    categories = [
        {"id": "1", "name": said("one"), "max_points": "2.5", "min_points": "-1"},
        {"id": "2", "name": said("two"), "component": "base"},
    ]
    metrics = {name: metric("int") for name in "abc"}
    rubric = load_document(document(criteria, metrics, categories=categories, **more))
    return score(rubric, observations(values))


def test_maxima_are_exact_and_the_grain_makes_them_whole():
    data = slider_data(card_of())

    assert "3" == data["grain"]
    assert ["1/3", "2", "2"] == [one["max"] for one in data["criteria"]]
    assert ["2.5", None] == [one["max"] for one in data["categories"]]
    assert "-1" == data["categories"][0]["min"]
    assert "100" == data["total"]["max"]


def test_points_are_recorded_billionths_and_what_does_not_apply_is_named():
    first, second, third = slider_data(card_of())["regions"]

    assert ["0.333333333", "3", "1"] == first["points"]
    assert ["0.666666667", "0", "1"] == second["points"]
    assert ("final", "provisional", [2]) == (first["status"], second["status"], third["apart"])
    assert [None, None, "leave_out"] == [one["apart"] for one in slider_data(card_of())["criteria"]]


def test_facts_about_whole_regions_say_who_counts():
    source = {"document": "文", "item": "1"}
    standing = [
        {"status": "disqualified", "when": "a == 2", "because": said("x"), "source": source},
        {
            "status": "vetoed",
            "when": "a == 0",
            "because": said("x"),
            "source": source,
            "total": "1",
        },
    ]

    for excluded, counted in (("keep_place", True), ("move_up", False)):
        card = card_of(standing=standing, ranking={"excluded": excluded})
        first, second, third = slider_data(card)["regions"]
        facts = [
            tuple(one[key] for key in ("counted", "ranked", "eligible", "fixed"))
            for one in (first, second, third)
        ]

        assert [(True, True, True, None), (counted, False, False, None)] == facts[:2]
        assert (True, True, False, "1") == facts[2]


def test_groups_carry_their_names():
    rubric = load_rubric("sichuan-2021-publicity")
    card = score(rubric, observations({"510100": {"track": "ip"}}), partial_league=True)

    (region,) = slider_data(card)["regions"]

    assert slider_data(card)["ranking"]["groups"]
    assert region["group"]
    assert {"zh", "en"} == region["group_name"].keys()


def test_the_data_are_plain_and_the_same_each_time():
    text = json.dumps(slider_data(card_of()))

    assert text == json.dumps(slider_data(card_of()))


def test_no_points_look_like_a_telephone_number():
    """A page with anything that could name a person is not published; 15 points are 15000000000 billionths."""
    card = card_of({"region 1": {"a": "1", "b": "15", "c": "1"}})

    assert "15" in slider_data(card)["regions"][0]["points"]
    assert [] == list(personal_numbers(json.dumps(slider_data(card))))


def test_a_setting_and_its_scenario_are_the_same():
    card = card_of()
    scenario = Scenario("x", keep_total="none").points({"1.2": "1.25"}).category_points({"2": 3})

    setting = setting_of(card, scenario)

    assert {"criteria": {"1.2": "1.25"}, "categories": {"2": "3"}, "keep_total": "none"} == setting
    again = scenario_of(card, setting)
    assert carry_out(scenario, card).scores.equals(carry_out(again, card).scores)


def test_other_changes_than_points_are_refused():
    with pytest.raises(UsageError, match=r"change 2 changes more than points"):
        setting_of(card_of(), Scenario("x").points({"1.2": 1}).without("region 1"))


def test_points_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match=r"there is no such criterion"):
        setting_of(card_of(), Scenario("x").points({"9.9": 1}))


def test_the_outcome_of_a_scenario_has_no_sliders():
    with pytest.raises(UsageError, match="Take its baseline"):
        slider_data(carry_out(Scenario("x").points({"1.2": 1}), card_of()))


def test_sliders_need_two_criteria_with_points():
    assert has_sliders(card_of().rubric)
    assert has_sliders(load_rubric("huaian-2021-integrity"))

    alone = criterion("1.1", {"kind": "per_unit", "per": "1", "count": "a"})
    assert not has_sliders(load_document(document([alone], {"a": metric("int")})))
