"""Kinds that claim it never give less for a better measured value, the other regions held."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from govscore_lib.points import exact
from govscore_lib.rules import KINDS
from tests.asserts import engine_points
from tests.small_rubrics import criterion, document, load_document, metric
from tests.strategies import RULES, search

MONOTONE = [name for name, kind in KINDS.items() if kind.monotone]
MEASURED = {"value": "part / whole", "metric": "part", "count": "part", "of": "part"}
"""What the rule is made to look at, by the key that says so."""
STILL = {"a": "3", "b": "2", "c": "1", "part_1": "2", "part_2": "1"}
"""Figures of targets and of assessors, which stay as they are."""


def test_kinds_claim_it():
    assert {"ratio", "threshold", "proportional", "shortfall", "judged", "per_unit"} <= set(
        MONOTONE
    )


MAPS = {
    **{name: {"map": name} for name in ("last_positive", "last_zero", "min_max")},
    "steps": {"map": "fixed_step", "step": "0.3"},
    "top": {"map": "table", "table": {"points": ["2", "1.5", "1"], "otherwise": "0.2"}},
    "bottom": {"map": "table", "table": {"from": "bottom", "shares": ["0", "50%"]}},
}
"""Ways from a place to points, with what they need."""


def rises(rule):
    """Whether a line leads up, as far as its ends are numbers."""
    ends = rule["base"], rule["challenge"]
    return "best" in rule or exact(ends[0]) < exact(ends[1])


@pytest.mark.parametrize("kind", MONOTONE)
@search(50)
@given(data=st.data())
def test_more_never_earns_less(kind, data):
    rule = data.draw(RULES[kind])
    rule |= {key: text for key, text in MEASURED.items() if key in rule}
    if kind == "relative_to_best":
        rule["best"] = "highest"
    for source in rule.get("sources", ()):
        source |= {"value": "part / whole"} if "value" in source else {}
    rule.pop("plus", None)
    assume(kind != "between" or (rule.get("best", "highest") == "highest" and rises(rule)))
    rule.pop("deduct", None)  # a judged deduction: more of it is less
    assume("each" not in rule)
    assume("below" not in rule)  # judged below the target: it goes its own way
    raw = document(
        [criterion("1.01", rule)],
        {"part": metric("decimal"), "whole": metric("decimal")}
        | {name: metric("decimal", needed="optional") for name in STILL},
    )
    whole = data.draw(st.integers(1, 20))
    parts = sorted(data.draw(st.lists(st.integers(0, whole), min_size=2, max_size=8)))
    values = {
        f"region {number}": {"part": str(part), "whole": str(whole)} | STILL
        for number, part in enumerate(parts)
    }

    points = list(engine_points(load_document(raw), values, previous=values).values())

    assert sorted(points) == points


@search(50)
@given(
    others=st.lists(st.integers(0, 20), min_size=0, max_size=6),
    worse=st.integers(0, 20),
    gain=st.integers(0, 20),
    map=st.sampled_from(tuple(MAPS)),
    ties=st.sampled_from(("min", "dense", "average", "max")),
)
def test_climbing_in_the_league_never_earns_less(others, worse, gain, map, ties):
    """A rank compares regions, so the claim is made for one region that improves while the others stay."""
    rule = {"kind": "rank", "value": "part", "best": "highest", "ties": ties}
    rule |= MAPS[map]
    rubric = load_document(document([criterion("1.01", rule)], {"part": metric("int")}))

    def points_of(own: int):
        values = {"own": {"part": str(own)}}
        values |= {f"region {number}": {"part": str(part)} for number, part in enumerate(others)}
        return engine_points(rubric, values)["own", "1.01"]

    assert points_of(worse) <= points_of(worse + gain)
