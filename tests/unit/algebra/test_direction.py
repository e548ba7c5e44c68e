"""Which way points go when one figure grows, read off the expression; and never a wrong way."""

import pytest

from govscore_lib.algebra.direction import direction
from govscore_lib.engine import score
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric

METRICS = {"a": metric("int", min="0"), "b": metric("int", min="0"), "p": metric("bool")}


def rule_of(rule: dict):
    return load_document(document([criterion("1", rule)], METRICS)).criteria["1"].lowered.points


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ({"kind": "deduct_per_event", "per": "0.5", "count": "a"}, -1),
        ({"kind": "deduct_per_event", "per": "0.5", "count": "a + b"}, -1),
        ({"kind": "per_unit", "per": "0.5", "count": "a", "cap": "2"}, 1),
        ({"kind": "tiers", "value": "a", "tiers": [{"at_least": "5", "points": "2"}, {"at_least": "2", "points": "1"}]}, 1),
        ({"kind": "binary", "when": "p and a >= 2"}, 1),
        ({"kind": "binary", "when": "not (a > b)"}, -1),
        ({"kind": "binary", "when": "a == 3"}, None),
        ({"kind": "ratio", "value": "a / b"}, None),
        ({"kind": "rank", "value": "a", "best": "lowest"}, None),
        ({"kind": "binary", "when": "p"}, 0),
    ],
)  # fmt: skip
def test_the_way_a_rule_goes(rule, expected):
    assert expected == direction(rule_of(rule), "a")


@pytest.mark.parametrize("rule", [
    {"kind": "deduct_per_event", "per": "0.5", "count": "a + b"},
    {"kind": "tiers", "value": "a - b", "tiers": [{"at_least": "3", "points": "2"}, {"at_least": "0", "points": "1"}]},
    {"kind": "all_of", "all": ["p", "a >= 2", "b < 3"]},
    {"kind": "shortfall", "value": "a", "target": "4", "step": "1", "per_step": "0.5"},
])  # fmt: skip
def test_points_never_go_against_the_way_that_is_told(rule):
    """Every pair of small figures, one step of one figure at a time."""
    rubric = load_document(document([criterion("1", rule)], METRICS))
    cells = {
        f"R{a}{b}{p}": {"a": str(a), "b": str(b), "p": ("false", "true")[p]}
        for a in range(6)
        for b in range(6)
        for p in (0, 1)
    }
    points = score(rubric, observations(cells)).points_of("1")
    for name, at in (("a", 1), ("b", 2), ("p", 3)):
        way = direction(rubric.criteria["1"].lowered.points, name)
        assert way is not None
        for region, here in points.items():
            step = f"{region[:at]}{int(region[at]) + 1}{region[at + 1 :]}"
            if step in points:
                assert (points[step] - here) * way >= 0
                assert way or points[step] == here
