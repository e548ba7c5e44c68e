"""Parameters of rules that a document may not have, and what it is told."""

import pytest
import yaml

from govscore_lib.errors import InputError
from govscore_lib.rules import KINDS
from tests.small_rubrics import criterion, document, load_document, metric

METRICS = {
    "done": metric("int"),
    "due": metric("int"),
    "in_force": metric("bool"),
    "day": metric("date"),
    "town_a": metric("int"),
    "town_b": metric("int"),
}


def load(rule: str, **more):
    raw = yaml.load("{" + rule + "}", yaml.BaseLoader)
    return load_document(document([criterion("1.01", raw, **more)], METRICS)).criteria["1.01"].rule


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("kind: treshold, value: done / due, at_least: 1", ["treshold", "did you mean 'threshold'?"]),
        ("kind: threshold, value: done / due", ["exactly one of at_least and above"]),
        ("kind: threshold, value: done / due, at_least: 1, above: 1", ["exactly one of"]),
        ("kind: threshold, value: done / due, at_least: 0, below: proportional", ["a threshold above 0"]),
        ("kind: threshold, value: done / due, at_leest: 1", ["at_leest", "did you mean 'at_least'?"]),
        ("kind: threshold, value: done / due, at_least: viel", ["'viel' is not a number"]),
        ("kind: threshold, value: in_force, at_least: 1", ["'in_force' is no number"]),
        ("kind: threshold, value: done / dew, at_least: 1", ["'dew' is not declared", "did you mean 'due'?"]),
        ("kind: binary, when: done", ["'done' is no condition"]),
        ("kind: binary, when: day <= 5", ["a date is compared with a number"]),
        ("kind: binary, when: in_force and", ["place 13", "found the end"]),
        ("kind: all_of, all: [in_force]", ["at least 2"]),
        ("kind: checklist, items: []", ["at least 1"]),
        ("kind: first_match, branches: [{points: 1}, {if: in_force, points: 1}]", ["only the last branch"]),
        ("kind: first_match, branches: [{if: in_force}]", ["a branch needs one of"]),
        ("kind: first_match, branches: [{judged: done, points: 1}]", ["points are either given or judged"]),
        ("kind: tiers, value: done, tiers: [{at_least: 1, points: 1}, {above: 1, points: 2}]", ["never reached"]),
        ("kind: tiers, value: done, tiers: [{points: 1}]", ["exactly one of at_least and above"]),
        ("kind: proportional, value: done / due, target: 0", ["target must be above 0"]),
        ("kind: proportional, value: done / due, target: 2, base: absolute", ["at most 100%"]),
        ("kind: shortfall, value: done / due, target: 1, step: 0, per_step: 1", ["step must be above 0"]),
        ("kind: per_unit, per: 1", ["exactly one of count and count_where"]),
        ("kind: per_unit, per: 1, count: done, each: [town_*]", ["each and count_where go together"]),
        ("kind: per_unit, per: 1, each: [village_*], count_where: each > 1", ["'village_*' names no metric"]),
        ("kind: rank, value: done, best: lowest, map: fixed_step", ["step goes with map: fixed_step"]),
        ("kind: rank, value: done, best: lowest, map: bands", ["bands go with map: bands"]),
        ("kind: rank, value: done, best: lowest, places: distinct", ["needs ties: dense"]),
        ("kind: rank, value: done, best: least", ["least", "lowest"]),
        ("kind: per_capita, value: done / due, formula: absolute", ["per_unit_loss goes with"]),
        ("kind: composite_deduct, parts: []", ["at least 1"]),
        ("kind: composite_deduct, parts: [{per: 1}]", ["a part has exactly one of", "count, when, unless"]),
        ("kind: composite_deduct, parts: [{count: done, per: 1, judged: due}]", ["a part has exactly one of"]),
        ("kind: composite_deduct, parts: [{count: done}]", ["parts 1", "key 'per' is missing"]),
        ("kind: composite_deduct, parts: [{count: done, per: 1, minus: 1}]", ["'minus' is not known", "cap, count, name, per"]),
        ("kind: composite_deduct, parts: [{unless: in_force, mins: 1}]", ["'mins'", "did you mean 'minus'?"]),
        ("kind: composite_deduct, parts: [{shortfall: done, target: 4, step: 0, per_step: 1}]", ["step must be above 0"]),
        ("kind: composite_deduct, parts: [{shortfall: done, target: 4, step: 1, per_step: 1, mode: flor}]", ["did you mean 'floor'?"]),
        ("kind: composite_deduct, parts: [{value: done / due, target: 0, up_to: 1}]", ["target must be above 0"]),
        ("kind: convert, value: done * due", ["needs a full mark"]),
        ("kind: bonus", ["exactly one of when, levels and list"]),
        ("kind: bonus, when: in_force, list: [done]", ["exactly one of when, levels and list"]),
        ("kind: bonus, points: 1, list: [done]", ["points must be 0"]),
        ("kind: bonus, list: [donne]", ["'donne' is not declared", "did you mean 'done'?"]),
        ("kind: judged, metric: done, deduct: perhaps", ["'perhaps' is neither yes nor no"]),
        ("kind: rank, sum_of_ranks: [done, {value: due, bset: lowest}], best: lowest", ["'bset'", "did you mean 'best'?"]),
    ],
)  # fmt: skip
def test_what_a_rule_may_not_say_is_told(rule, words):
    with pytest.raises(InputError) as caught:
        load(rule)

    for word in words:
        assert word in str(caught.value)
    assert "criterion 1.01" in str(caught.value)


def test_a_rule_that_needs_a_maximum_says_so():
    with pytest.raises(InputError, match="needs max_points"):
        load("kind: binary, when: in_force", max_points=None)


def test_a_pattern_names_every_metric_that_begins_so():
    rule = load("kind: per_unit, per: 1, each: [town_*, due], count_where: each > 1")

    assert ("town_a", "town_b", "due") == rule.each


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_a_kind_goes_by_its_name_and_says_what_it_is_for(name, kind):
    assert (name,) == kind.model_fields["kind"].annotation.__args__
    assert kind.__doc__
