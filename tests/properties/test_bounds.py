"""Whatever the missing figures turn out to be, the total lies within the bounds that were shown before."""

from hypothesis import given
from hypothesis import strategies as st

from tests.asserts import engine_scoring
from tests.small_rubrics import criterion, document, load_document, metric, said
from tests.strategies import around_a_category, around_a_rule, search

FIGURES = ("0", "1", "2.25", "4")
"""Every judged figure lies within the 4 points of its clause."""
CHOICES = {
    **dict.fromkeys(("a", "b", "c"), FIGURES),
    **dict.fromkeys(("p", "q"), ("true", "false")),
    "day": ("none", "2021-01-01", "2022-01-01"),
    "unit": ("county", "city", "district"),
    "part_1": FIGURES,
    "part_2": FIGURES,
}
METRICS = {
    **{name: metric("decimal") for name in ("a", "b", "c", "part_1", "part_2")},
    "p": metric("bool"),
    "q": metric("bool"),
    "day": metric("date"),
    "unit": metric("enum", values={"county": "县", "city": "市", "district": "区"}),
}
RULES = (
    {"kind": "binary", "when": "p"},
    {"kind": "judged", "metric": "a"},
    {"kind": "judged", "metric": "b", "deduct": "yes"},
    {"kind": "tiers", "value": "c", "tiers": [{"at_least": "2", "points": "4"}], "otherwise": "1/3"},
    {"kind": "ratio", "value": "min(a / b, 1)"},
    {"kind": "deduct_per_event", "count": "c", "per": "0.5", "start": "0", "floor": "none"},
    {"kind": "per_unit", "count": "a", "per": "1"},
    {"kind": "rank", "value": "a", "best": "highest"},
    {"kind": "rank", "value": "a / b", "best": "lowest", "clean": {"when": "a == 0", "points": "4"}},
)  # fmt: skip
WITHOUT_END = RULES[6]


def is_sayable(clause):
    """Whether no policy asks for a maximum that the clause does not have."""
    policy = clause.get("not_applicable", {}).get("policy")
    return clause["max_points"] is not None or policy in (None, "zero", "peers_mean")


def clauses(rule):
    """A rule with its category, its maximum and what stands around it."""
    most = ("16", None) if rule is WITHOUT_END else ("4",)
    own = st.fixed_dictionaries(
        {
            "rule": st.just(rule),
            "category": st.sampled_from(("1", "2")),
            "max_points": st.sampled_from(most),
        }
    )
    return st.builds(dict.__or__, own, around_a_rule).filter(is_sayable)


@st.composite
def rubrics(draw):
    chosen = draw(st.lists(st.sampled_from(RULES).flatmap(clauses), min_size=1, max_size=4))
    criteria = [criterion(f"1.{number}", **one) for number, one in enumerate(chosen, start=1)]
    limits = st.sampled_from(({}, {"max_points": "6"}, {"max_points": "5", "min_points": "-3"}))
    categories = [
        {"id": name, "name": said(f"category {name}")} | draw(limits) | draw(around_a_category)
        for name in ("1", "2")
    ]
    total = {"max_points": draw(st.sampled_from(("100", "12", "8")))}
    return load_document(document(criteria, METRICS, categories=categories, total=total))


def table(gaps):
    cells = {name: st.sampled_from((*values, *gaps)) for name, values in CHOICES.items()}
    return st.fixed_dictionaries(cells)


@search(400)
@given(
    rubric=rubrics(),
    others=st.lists(table(()), max_size=3),
    known=table((None, None)),
    later=table(()),
)
def test_missing_figures_keep_the_total_within_its_bounds(rubric, others, known, later):
    """One region's gaps are filled in; the others, with which it is compared, stay."""
    held = {f"region {number}": row for number, row in enumerate(others, start=1)}
    filled = {name: later[name] if cell is None else cell for name, cell in known.items()}

    before = engine_scoring(rubric, {"own": known, **held}).totals
    after = engine_scoring(rubric, {"own": filled, **held})

    assert before.lower[0] <= after.totals.lower[0]
    assert not before.bounded[0] or after.totals.upper[0] <= before.upper[0]
    if not after.points.unsettled[0]:
        assert after.totals.lower[0] == after.totals.total[0] == after.totals.upper[0]


@search(60)
@given(rubric=rubrics(), known=table((None,)))
def test_the_order_in_which_conditions_are_followed_decides_nothing(rubric, known):
    turned = rubric.model_copy(update={"criteria_list": rubric.criteria_list[::-1]})

    first, second = (engine_scoring(one, {"own": known}).totals for one in (rubric, turned))

    assert first.lower[0] == second.lower[0]
    assert first.upper[0] == second.upper[0]
