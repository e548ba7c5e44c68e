"""Random rubrics and data, written as documents so that they pass through the real loader.

Numbers come from short lists: ties, zero denominators and values on the very edge of a tier are then
common instead of rare.
"""

import json
import os
import re
from collections.abc import Callable
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from govscore_lib.points import exact
from tests.small_rubrics import criterion, document, metric, said

Draw = Callable[[st.SearchStrategy], Any]
Cells = dict[str, dict[str, str | None]]
"""Canonical text by region and metric."""

UNITS = {"county": "县", "city": "县级市", "district": "区"}
METRICS: dict[str, dict[str, Any]] = {
    "a": metric("decimal"),
    "b": metric("decimal"),
    "c": metric("int"),
    "part_1": metric("int"),
    "part_2": metric("int"),
    "p": metric("bool"),
    "q": metric("bool"),
    "day": metric("date"),
    "unit": metric("enum", values=UNITS),
    "group": metric("text", needed="optional"),
}
NUMERIC = ("a", "b", "c", "part_1", "part_2")

FIGURES = ("0", "0", "1", "2", "3", "4", "5", "6", "10", "0.5", "2.25", "0.1")
HUGE = ("0", "1", "9223372036854775807", "9223372036854775808", "3000000000000000000007",
        "1000000000000000000000000000001", "123456789012345678901234567890.123456789")  # fmt: skip
DAYS = ("none", "2020-12-31", "2021-01-01", "2021-03-31", "2021-04-01", "2021-12-31", "2022-01-01")
POINTS = ("0", "0.1", "0.4", "0.5", "1", "1.8", "2", "1/3", "4")
EDGES = ("10%", "1/3", "0.5", "2/3", "80%", "95%", "100%", "1.5", "2", "4")
TIES = ("min", "dense", "average", "max")


def search(daily: int, wide: int | None = None) -> settings:
    """So many cases in the daily run; ``wide``, by default ten times as many, in `make test-long`."""
    far = os.environ.get("HYPOTHESIS_PROFILE") == "long"
    return settings(max_examples=(wide or daily * 10) if far else daily)


figure_names = st.sampled_from(NUMERIC)
constants = st.sampled_from(("0", "1", "2", "0.5", "95%", "100000"))
points = st.sampled_from(POINTS)
edges = st.sampled_from(EDGES)
zero_denominators = st.sampled_from(({}, {"zero_denominator": "full"}))


@st.composite
def numbers(draw: Draw, depth: int = 2) -> str:
    """The text of an expression with a number as value."""
    if depth == 0:
        return draw(figure_names | constants)
    left, right = draw(numbers(depth - 1)), draw(numbers(depth - 1))
    form = draw(
        st.sampled_from(
            (
                "{0}", "({0} + {1})", "({0} - {1})", "({0} * {1})", "({0} / {1})", "-{0}", "min({0}, {1})",
                "max({0}, {1})", "floor({0})", "coalesce({0}, {1})", "count_true({0} > {1}, p, not q)",
                "sum({0}, {1}, 1)", "mean({0}, {1})", "trimmed_mean({0}, {1}, 2)", "coalesce(previous(a), {0})",
                "league_mean({0})", "league_max({0})", "league_min({0} - {1})", "league_sum({0})",
            )
        )
    )  # fmt: skip
    return form.format(left, right)


@st.composite
def truths(draw: Draw, depth: int = 2) -> str:
    """The text of a condition."""
    if depth:
        left, right = draw(truths(depth - 1)), draw(truths(depth - 1))
        form = draw(st.sampled_from(("{0}", "({0} and {1})", "({0} or {1})", "not ({0})")))
        return form.format(left, right)
    name = draw(figure_names)
    return draw(
        st.sampled_from(
            (
                "p", "q", "p == q", "p != q", f"{name} == 0", f"{name} is given", "day is empty", "day in period",
                "day <= 2021-03-31", "day > 2021-03-31", "unit == county", "unit != city", "unit in [city, district]",
                f"{name} >= 2", f"{name} < a", f"{name} in [1, 2, 3]", "coalesce(p, q)", "a / b > 50%",
            )
        )
    ).replace("coalesce(p, q)", "coalesce(p, q)")  # fmt: skip


rule_truths = st.one_of(
    truths(1),
    truths(1),
    st.sampled_from(
        (
            "a >= league_mean(a)",
            "a / b > league_mean(a / b)",
            "c > previous(c)",
            "c < league_max(c)",
        )
    ),
)
own_edges = st.sampled_from(
    ("a", "league_mean(a / b)", "league_max(c)", "previous(a)", "coalesce(previous(a), 1)")
)
targets = st.one_of(edges, edges, own_edges)

values = st.one_of(
    st.sampled_from(
        (
            "a / b", "a / b", "a", "a / (b - c)", "(a + b) / c", "a / b * 100000", "100000 * a / b",
            "a / b + c / a", "coalesce(a, 0) / b", "a / 10", "coalesce(a / b, 1)", "min(a / b, 100%)",
        )
    ),
    numbers(),
)  # fmt: skip


def _optional(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


@st.composite
def _with_keys(draw: Draw, kind: str, **keys: st.SearchStrategy) -> dict[str, Any]:
    """A rule with every key drawn; None leaves a key out, a mapping stands for its own keys."""
    rule: dict[str, Any] = {"kind": kind}
    for name, strategy in keys.items():
        found = draw(strategy)
        if isinstance(found, dict) and name.startswith("_"):
            rule |= found
        elif found is not None:
            rule[name] = found
    return rule


def _fixed(**keys: Any) -> st.SearchStrategy:
    return st.fixed_dictionaries(keys)


branches = st.one_of(
    st.fixed_dictionaries({"if": rule_truths, "points": points}),
    st.fixed_dictionaries({"if": rule_truths, "needs": rule_truths}),
    st.fixed_dictionaries({"if": rule_truths, "needs": rule_truths, "points": points}),
    st.fixed_dictionaries(
        {"if": rule_truths, "judged": figure_names}, optional={"min": st.just("0"), "max": points}
    ),
)
last_branches = st.lists(
    st.one_of(_fixed(points=points), _fixed(needs=truths(1)), _fixed(judged=figure_names)),
    max_size=1,
)
thresholds = st.one_of(_fixed(at_least=targets), _fixed(above=targets))


outcomes = st.one_of(_fixed(points=points), _fixed(points=points), _fixed(judged=figure_names))


@st.composite
def tiers(draw: Draw, first: st.SearchStrategy = outcomes) -> list[dict[str, str]]:
    """Steps from the highest edge down."""
    chosen = draw(st.lists(st.integers(0, len(EDGES) - 1), min_size=1, max_size=4, unique=True))
    return [
        {draw(st.sampled_from(("at_least", "above"))): draw(st.just(EDGES[place]) | own_edges)}
        | draw(outcomes if number else first)
        for number, place in enumerate(sorted(chosen, reverse=True))
    ]


befores = st.lists(_fixed(when=truths(1), points=points), max_size=2)


bands = st.lists(_fixed(up_to=st.sampled_from(("1/3", "0.5", "1")), share=edges), min_size=1)
tables_of_places = st.fixed_dictionaries(
    {},
    optional={"from": st.sampled_from(("top", "bottom")), "otherwise": points},
).flatmap(
    lambda more: st.one_of(
        _fixed(points=st.lists(points, min_size=1, max_size=3)),
        _fixed(shares=st.lists(edges, min_size=1, max_size=3)),
    ).map(lambda listed: more | listed)
)
maps = st.one_of(
    _fixed(map=st.just("table"), table=tables_of_places),
    st.sampled_from(("last_positive", "last_zero", "min_max")).map(lambda one: {"map": one}),
    _fixed(map=st.just("bands"), bands=bands),
    _fixed(map=st.just("fixed_step"), step=points),
)
ties = st.one_of(
    st.sampled_from(TIES).map(lambda one: {"ties": one}),
    st.just({"ties": "dense", "places": "distinct"}),
)
counts = st.one_of(
    _fixed(count=st.one_of(figure_names, numbers(1))),
    _fixed(
        each=st.sampled_from((["part_*"], ["part_1"], ["part_2", "a"])),
        count_where=st.sampled_from(
            (
                "each > 1",
                "each / b > 80%",
                "each == 0 or p",
                "each >= league_mean(each)",
                "each > previous(each)",
            )
        ),
    ),
)
cleans = st.fixed_dictionaries(
    {"when": st.one_of(st.just("a == 0"), truths(1)), "points": points},
    optional={"counts_as": constants},
)

deductions = st.one_of(
    st.fixed_dictionaries({"count": numbers(1), "per": points}, optional={"cap": points}),
    st.fixed_dictionaries({"when": truths(1), "minus": numbers(1)}),
    st.fixed_dictionaries({"unless": truths(1), "minus": numbers(1)}),
    st.fixed_dictionaries({"judged": figure_names}),
    st.fixed_dictionaries(
        {
            "shortfall": values,
            "target": targets,
            "step": st.sampled_from(("1%", "0.5", "1", "1/7")),
            "per_step": points,
        },
        optional={"mode": st.sampled_from(("floor", "linear", "ceil")), "cap": points},
    ),
    st.fixed_dictionaries({"value": values, "target": targets, "up_to": points}),
)
directions = st.sampled_from(("lowest", "highest"))
ranked_parts = st.one_of(
    values, st.fixed_dictionaries({"value": values}, optional={"best": directions})
)
sums_of_subscores = _with_keys(
    "rank",
    subscores=st.lists(
        _fixed(max_points=points, rule=st.deferred(lambda: inner_rules)), min_size=1, max_size=2
    ),
    best=directions,
    clean=_optional(cleans),
    ranked_max=_optional(points),
    _map=maps,
    pool=st.sampled_from(("branch", "league")),
    _ties=ties,
)
sums_of_ranks = _with_keys(
    "rank",
    sum_of_ranks=st.lists(ranked_parts, min_size=2, max_size=3),
    best=directions,
    clean=_optional(cleans),
    ranked_max=_optional(points),
    _map=maps,
    _ties=ties,
    zero_denominator=st.sampled_from((None, "missing", "one", "full")),
)

lines = st.one_of(
    st.lists(edges, min_size=2, max_size=2, unique_by=exact).map(
        lambda ends: {"base": ends[0], "challenge": ends[1]}
    ),
    st.fixed_dictionaries({"base": own_edges, "challenge": targets, "best": directions}),
)
rising_points = st.lists(points, min_size=3, max_size=3).map(
    lambda three: dict(
        zip(("otherwise", "base_points", "challenge_points"), sorted(three, key=exact), strict=True)
    )
)
weights = st.sampled_from((("40%", "60%"), ("1/3", "2/3"), ("0.5", "0.3", "0.2")))
sources = weights.flatmap(
    lambda all: st.tuples(
        *(
            st.one_of(
                _fixed(value=values, weight=st.just(one)),
                _fixed(judged=figure_names, weight=st.just(one)),
            )
            for one in all
        )
    ).map(list)
)

RULES: dict[str, st.SearchStrategy] = {
    "all_of": _with_keys(
        "all_of", all=st.lists(rule_truths, min_size=2, max_size=3), _zero=zero_denominators
    ),
    "between": _with_keys(
        "between",
        value=values,
        _line=lines,
        _points=st.just({}) | rising_points,
        _zero=zero_denominators,
    ),
    "binary": _with_keys("binary", when=truths() | rule_truths),
    "checklist": _with_keys(
        "checklist",
        items=st.lists(_fixed(when=truths(1), points=points), min_size=1, max_size=4),
        cap=_optional(points),
    ),
    "bonus": st.one_of(
        _with_keys("bonus", when=truths(1), points=_optional(points)),
        _fixed(kind=st.just("bonus"), points=st.just("0"), list=st.just(["a", "unit"])),
        _with_keys(
            "bonus",
            levels=st.lists(_fixed(count=numbers(1), points=points), min_size=1, max_size=3),
            cap=_optional(points),
        ),
    ),
    "composite_deduct": _with_keys(
        "composite_deduct",
        parts=st.lists(deductions, min_size=1, max_size=4),
        start=_optional(points),
        cap=_optional(points),
        floor=st.sampled_from((None, "0", "0.5", "-3")),
        _zero=zero_denominators,
    ),
    "convert": _with_keys(
        "convert", value=st.sampled_from(("a / b", "a / 100", "a / (b - c)", "100 * a / b"))
    ),
    "deduct_per_event": _with_keys(
        "deduct_per_event",
        per=points,
        count=numbers(1),
        start=_optional(points),
        floor=st.sampled_from((None, "none", "0", "0.5", "-3")),
    ),
    "embedded": _with_keys(
        "embedded", of=figure_names, factor=st.sampled_from(("10%", "1/3", "2"))
    ),
    "escalating": _with_keys(
        "escalating",
        count=numbers(1),
        costs=st.builds(
            lambda some, last: [*some, *last],
            st.lists(points, min_size=1, max_size=3),
            st.sampled_from(((), ("all",))),
        ),
        start=_optional(points),
        floor=st.sampled_from((None, "0", "0.5", "-3")),
    ),
    "first_match": st.builds(
        lambda some, last: {"kind": "first_match", "branches": some + last},
        st.lists(branches, min_size=1, max_size=3),
        last_branches,
    ),
    "highest_once": _with_keys(
        "highest_once", count=numbers(1), points=st.sampled_from(("0.5", "1/3", "2"))
    ),
    "judged": _with_keys(
        "judged", metric=figure_names, deduct=st.sampled_from((None, "yes", "no"))
    ),
    "mixed": _with_keys("mixed", sources=sources, _zero=zero_denominators),
    "per_capita": _with_keys(
        "per_capita",
        value=values,
        _formula=st.one_of(
            st.sampled_from(("to_worst", "min_max", "rank", "none_else_rank")).map(
                lambda one: {"formula": one}
            ),
            _fixed(formula=st.just("absolute"), per_unit_loss=points),
        ),
        ties=_optional(st.sampled_from(TIES)),
        min_regions=_optional(st.sampled_from(("1", "2", "3"))),
    ),
    "per_unit": _with_keys(
        "per_unit",
        per=points,
        _count=counts,
        plus=_optional(st.sampled_from(("c", "coalesce(c, 0)"))),
        cap=_optional(points),
    ),
    "pool_judged": _with_keys(
        "pool_judged",
        metric=figure_names,
        add=_optional(_fixed(count=numbers(1), per=points)),
        cap=_optional(points),
        pooled=st.just(["2.2", "2.5"]),
    ),
    "proportional": st.one_of(
        _with_keys(
            "proportional",
            value=values,
            target=targets,
            base=_optional(st.sampled_from(("relative", "shortfall"))),
            _zero=zero_denominators,
        ),
        _with_keys(
            "proportional",
            value=values,
            target=st.sampled_from(("80%", "95%", "100%")),
            base=st.just("absolute"),
            _zero=zero_denominators,
        ),
    ),
    "rank": st.one_of(
        sums_of_ranks,
        sums_of_subscores,
        _with_keys(
            "rank",
            value=values,
            best=st.sampled_from(("lowest", "highest")),
            clean=_optional(cleans),
            ranked_max=_optional(points),
            _map=maps,
            pool=st.sampled_from(("branch", "league")),
            _ties=ties,
            zero_denominator=st.sampled_from((None, "missing", "one", "full")),
        ),
    ),
    "ratio": _with_keys("ratio", value=values, _zero=zero_denominators),
    "relative_to_best": _with_keys("relative_to_best", value=values, best=directions),
    "shortfall": st.one_of(
        _with_keys(
            "shortfall",
            value=values,
            target=targets,
            step=st.sampled_from(("1%", "0.5", "1", "1/7")),
            per_step=points,
            start=_optional(points),
            mode=_optional(st.sampled_from(("floor", "linear", "ceil"))),
            floor=_optional(points),
            _zero=zero_denominators,
        ),
        _with_keys(
            "shortfall",
            value=values,
            target=targets,
            start=_optional(points),
            below=_fixed(judged=figure_names),
            _zero=zero_denominators,
        ),
    ),
    "threshold": _with_keys(
        "threshold",
        value=values,
        _edge=thresholds,
        below=_optional(st.sampled_from(("zero", "proportional"))),
        _zero=zero_denominators,
    ),
    "tiers": st.one_of(
        _with_keys(
            "tiers", value=values, tiers=tiers(), before=befores, otherwise=_optional(points)
        ),
        _with_keys(
            "tiers",
            value=values,
            tiers=tiers(_fixed(points=points)),
            before=befores,
            otherwise=_optional(points),
            _zero=zero_denominators,
        ),
        _with_keys(
            "tiers",
            value=st.just("unit"),
            before=befores,
            values=_fixed(county=points, city=points),
            otherwise=points,
        ),
        _with_keys(
            "tiers",
            value=st.just("unit"),
            values=_fixed(county=points, city=points, district=points),
        ),
    ),
    "veto": _with_keys("veto", when=truths(), start=_optional(points), vetoed=_optional(points)),
}
PLAIN = tuple(RULES)
RULES["by_group"] = st.deferred(
    lambda: st.one_of(
        _with_keys(
            "by_group",
            by=st.just("unit"),
            rules=_fixed(county=inner_rules, city=inner_rules, district=inner_rules),
        ),
        _with_keys(
            "by_group",
            by=st.just("unit"),
            rules=_fixed(county=inner_rules),
            otherwise=inner_rules,
        ),
    )
)
"""A raw rule of every kind; a test keeps the list complete."""
inner_rules = st.sampled_from(PLAIN).flatmap(RULES.__getitem__)


POLICIES = ("full", "zero", "leave_out", "spread", "peers_mean")
around_a_rule = st.fixed_dictionaries(
    {},
    optional={
        "only_if": truths(1),
        "not_applicable": _fixed(when=truths(1), policy=st.sampled_from(POLICIES)),
        "round": st.fixed_dictionaries(
            {"decimals": st.sampled_from(("0", "1", "2"))},
            optional={"mode": st.sampled_from(("half_up", "down", "up"))},
        ),
    },
)
around_a_category = st.fixed_dictionaries(
    {},
    optional={
        "emptied_when": truths(1),
        "max_gain": points,
        "max_loss": points,
        "component": st.sampled_from(("base", "bonus")),
    },
)

CHOICES: dict[str, tuple[str | None, ...]] = {
    "p": ("true", "false"),
    "q": ("true", "false"),
    "day": DAYS,
    "unit": tuple(UNITS),
    "group": ("north", "north", "south", None),
}
NEEDS = ("always", "always", "always", "always", "optional", "p", "unit == county", "a is given")


def names_in(*texts: object) -> list[str]:
    """The metrics whose ids stand in the texts; ``part_*`` stands for all that begin so."""
    words = set(re.findall(r"[a-z_0-9]+\*?", json.dumps(texts)))
    return [
        name
        for name in METRICS
        if name in words or any(name.startswith(word[:-1]) for word in words if word[-1] == "*")
    ]


@st.composite
def documents(
    draw: Draw, kinds: tuple[str, ...] = tuple(RULES), most_criteria: int = 4
) -> dict[str, Any]:
    """A raw rubric with a few criteria of the kinds, caps, needs, leagues and ranks of any sort."""
    chosen = draw(st.lists(st.sampled_from(kinds), min_size=1, max_size=most_criteria))
    policies = draw(st.sampled_from((st.just({}), around_a_rule)))
    criteria = [
        criterion(
            f"1.{number}",
            draw(RULES[kind]),
            category=draw(st.sampled_from(("1", "2"))),
            max_points=draw(points),
            **draw(policies),
        )
        for number, kind in enumerate(chosen, start=1)
    ]
    limits = st.sampled_from(({}, {"max_points": "2"}, {"max_points": "1.8", "min_points": "-3"}))
    facts = draw(st.sampled_from((st.just({}), around_a_category)))
    categories = [
        {"id": name, "name": said(f"category {name}")} | draw(limits) | draw(facts)
        for name in ("1", "2")
    ]
    conditions = [one.get(key) for one in criteria for key in ("rule", "only_if", "not_applicable")]
    used = names_in(conditions, [one.get("emptied_when") for one in categories])
    needs = {name: draw(st.sampled_from(NEEDS)) for name in used}
    metrics = {name: METRICS[name] for name in names_in(used, list(needs.values()))}
    metrics = {name: one | {"needed": needs.get(name, "always")} for name, one in metrics.items()}
    more: dict[str, Any] = {}
    if draw(st.booleans()):
        metrics["group"] = METRICS["group"]
        more = {"split_by": "group"}
    total = {"max_points": draw(st.sampled_from(("100", "4", "1.8")))}
    ranking = {
        "ties": draw(st.sampled_from(TIES)),
        "decimals": draw(st.sampled_from(("0", "2", "6", "9"))),
    }
    return document(criteria, metrics, categories=categories, total=total, ranking=ranking, **more)


@st.composite
def rubrics_with_tables(
    draw: Draw,
    kinds: tuple[str, ...] = tuple(RULES),
    figures: tuple[str, ...] = FIGURES,
    most_criteria: int = 4,
) -> tuple[dict[str, Any], Cells]:
    """A raw rubric, and a value or none for each of its metrics in a few regions."""
    raw = draw(documents(kinds, most_criteria))
    gaps = draw(st.sampled_from(((), (None,), (None, None, None))))
    choices = {
        name: st.sampled_from((*CHOICES.get(name, figures), *gaps)) for name in raw["metrics"]
    }
    rows = draw(st.lists(st.fixed_dictionaries(choices), min_size=1, max_size=7))
    return raw, {f"region {number}": row for number, row in enumerate(rows, start=1)}
