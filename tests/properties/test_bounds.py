"""Whatever the missing figures turn out to be, the total lies within the bounds that were shown before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscore_lib.engine import bounds
from tests.asserts import engine_scoring
from tests.small_rubrics import criterion, document, load_document, metric, said
from tests.strategies import POLICIES, search

METRICS = {
    "a": metric("decimal"),
    "b": metric("decimal"),
    "p": metric("bool"),
    "q": metric("bool"),
    "r": metric("bool"),
}
FIGURES = ("0", "1", "2.25", "4")
CELLS = {name: FIGURES if name in "ab" else ("true", "false") for name in METRICS}
"""Every judged figure lies within the 4 points of its clause."""
RULES = (
    {"kind": "binary", "when": "r"},
    {"kind": "judged", "metric": "a"},
    {"kind": "judged", "metric": "b", "deduct": "yes"},
    {"kind": "judged", "metric": "max(a, 1)", "min": "1"},
    {"kind": "deduct_per_event", "count": "b", "per": "0.5", "start": "0", "floor": "none"},
    {"kind": "rank", "value": "a", "best": "highest"},
    {"kind": "rank", "value": "a / b", "best": "lowest", "clean": {"when": "a == 0", "points": "4"}},
)  # fmt: skip
WITHOUT_END = {"kind": "per_unit", "count": "a", "per": "1"}
MOST = {"binary": "3.5", "per_unit": None}
conditions = st.sampled_from(("p", "q", "not p", "p or q", "p and q", "coalesce(p, q)", "a >= 2"))


def sometimes(strategy):
    return st.none() | strategy


@st.composite
def clauses(draw, number):
    """A clause with what stands around it; only one that nothing bounds goes without a maximum."""
    rule = draw(st.sampled_from((*RULES, WITHOUT_END)))
    policies = ("zero", "peers_mean") if rule is WITHOUT_END else POLICIES
    apart = st.fixed_dictionaries({"when": conditions, "policy": st.sampled_from(policies)})
    rounding = st.fixed_dictionaries(
        {"decimals": st.just("0"), "mode": st.sampled_from(("up", "down"))}
    )
    return criterion(
        f"1.{number}",
        rule,
        category=draw(st.sampled_from(("1", "2"))),
        max_points=MOST.get(rule["kind"], "4"),
        only_if=draw(sometimes(conditions)),
        not_applicable=draw(sometimes(apart)),
        round=draw(sometimes(rounding)),
    )


@st.composite
def categories(draw, name):
    limits = st.sampled_from(({}, {"max_points": "6"}, {"max_points": "5", "min_points": "-3"}))
    keys = {
        "emptied_when": draw(sometimes(conditions)),
        "max_gain": draw(sometimes(st.just("3"))),
        "max_loss": draw(sometimes(st.just("1.5"))),
        "component": draw(st.sampled_from(("base", "base", "bonus"))),
    }
    given = {key: value for key, value in keys.items() if value is not None}
    return {"id": name, "name": said(f"category {name}")} | draw(limits) | given


@st.composite
def rubrics(draw):
    criteria = [draw(clauses(number)) for number in range(1, 1 + draw(st.integers(1, 4)))]
    whole = {
        "categories": [draw(categories(name)) for name in ("1", "2")],
        "total": {"max_points": draw(st.sampled_from(("100", "12", "8")))},
    }
    return load_document(document(criteria, METRICS, **whole))


rows = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in CELLS.items()})
hidden = st.sets(st.sampled_from(tuple(CELLS)), min_size=1)


def without(row, names):
    return {name: None if name in names else cell for name, cell in row.items()}


@pytest.mark.parametrize("followed", [6, 0])
@search(100, wide=3000)
@given(rubric=rubrics(), others=st.lists(rows, max_size=2), own=rows, missing=hidden)
def test_missing_figures_keep_the_total_within_its_bounds(rubric, others, own, missing, followed):
    """One region's gaps are filled in; the others, with which it is compared, stay."""
    held = {f"region {number}": row for number, row in enumerate(others, start=1)}

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(bounds, "FOLLOWED", followed)
        before = engine_scoring(rubric, {"own": without(own, missing), **held}).totals
        after = engine_scoring(rubric, {"own": own, **held})
        lower, upper = after.totals.lower[0], after.totals.upper[0]

    assert before.lower[0] <= lower
    assert not before.bounded[0] or upper <= before.upper[0]
    if not after.points.unsettled[0]:
        assert lower == after.totals.total[0] == upper


@search(60)
@given(rubric=rubrics(), own=rows, missing=hidden)
def test_the_order_of_the_clauses_decides_nothing(rubric, own, missing):
    turned = rubric.model_copy(update={"criteria_list": rubric.criteria_list[::-1]})
    values = {"own": without(own, missing)}

    first, second = (engine_scoring(one, values).totals for one in (rubric, turned))

    assert (first.lower[0], first.upper[0]) == (second.lower[0], second.upper[0])
