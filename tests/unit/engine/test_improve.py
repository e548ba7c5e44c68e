"""The next improvement: the smallest change that brings something, and exactly what it brings."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given

from govscore_lib.engine import Scorecard, next_improvements, outlook, region_outlook, score
from govscore_lib.engine.explaining.candidates import NO_LIMITS
from govscore_lib.engine.explaining.search import Search
from govscore_lib.points import SCALE, round_half_up
from govscore_lib.rules import KINDS
from tests.asserts import engine_points, observations
from tests.small_rubrics import criterion, document, load_document, metric, said
from tests.strategies import RULES, rubrics_with_tables, search

Values = Mapping[str, Mapping[str, str | None]]

COUNT = metric("int", min="0")
TRUTH = metric("bool")
JUDGED = metric("judged", min="0", max="2")


def card_of(
    rule: Mapping[str, Any],
    metrics: Mapping[str, Mapping[str, Any]],
    values: Values,
    max_points: str | None = "2",
    **more: Any,
) -> Scorecard:
    raw = document([criterion("1.01", rule, max_points=max_points)], metrics, **more)
    return score(load_document(raw), observations(values))


def told(card: Scorecard, region: str = "A") -> list[tuple[str, str]]:
    """Each improvement as a reader sees it: changes, gain."""
    return [
        (
            " & ".join(f"{one.metric_id} {one.before}→{one.after}" for one in found.changes),
            f"{found.gain:f}".rstrip("0").rstrip("."),
        )
        for found in next_improvements(card, region, "1.01")
    ]


KINDS_BY_EXAMPLE = [
    ({"kind": "binary", "when": "p"}, {"p": TRUTH}, {"p": "false"}, [("p false→true", "2")]),
    (
        {"kind": "all_of", "all": ["p", "a >= 5"]},
        {"p": TRUTH, "a": COUNT},
        {"p": "false", "a": "2"},
        [("p false→true & a 2→5", "2")],
    ),
    (
        {"kind": "checklist", "items": [{"when": "p", "points": "0.4"}, {"when": "q", "points": "0.6"}]},
        {"p": TRUTH, "q": TRUTH},
        {"p": "false", "q": "false"},
        [("q false→true", "0.6"), ("p false→true", "0.4")],
    ),
    (
        {"kind": "first_match", "branches": [{"if": "u == none", "points": "0"}, {"judged": "j"}]},
        {"u": metric("enum", values={"none": "无", "some": "有"}), "j": JUDGED},
        {"u": "some", "j": "1.2"},
        [("j 1.2→2", "0.8")],
    ),
    (
        {"kind": "threshold", "value": "a / b", "at_least": "95%"},
        {"a": COUNT, "b": COUNT},
        {"a": "900", "b": "1000"},
        [("a 900→950", "2")],
    ),
    (
        {"kind": "tiers", "value": "a", "tiers": [{"at_least": "50000", "points": "2"}, {"above": "700", "points": "1"}]},
        {"a": COUNT},
        {"a": "3"},
        [("a 3→701", "1")],
    ),
    ({"kind": "ratio", "value": "a / b"}, {"a": COUNT, "b": COUNT}, {"a": "3", "b": "4"}, [("a 3→4", "0.5")]),
    (
        {"kind": "proportional", "value": "a / b", "target": "95%"},
        {"a": COUNT, "b": COUNT},
        {"a": "50", "b": "100"},
        [("a 50→51", "0.021052632")],
    ),
    (
        {"kind": "shortfall", "value": "a", "target": "60000", "step": "1500", "per_step": "0.1", "start": "2"},
        {"a": COUNT},
        {"a": "43510"},
        [("a 43510→45001", "0.1")],
    ),
    ({"kind": "per_unit", "per": "0.5", "count": "a", "cap": "2"}, {"a": COUNT}, {"a": "1"}, [("a 1→2", "0.5")]),
    ({"kind": "deduct_per_event", "per": "0.5", "count": "a"}, {"a": COUNT}, {"a": "6"}, [("a 6→3", "0.5")]),
    (
        {"kind": "composite_deduct", "parts": [{"count": "a", "per": "0.2", "cap": "0.4"}, {"unless": "p", "minus": "1"}]},
        {"a": COUNT, "p": TRUTH},
        {"a": "4", "p": "false"},
        [("p false→true", "1"), ("a 4→1", "0.2")],
    ),
    ({"kind": "convert", "value": "a / 100"}, {"a": metric("decimal", max="100")}, {"a": "92.5"}, [("a 92.5→100", "0.15")]),
    ({"kind": "bonus", "when": "p", "points": "2"}, {"p": TRUTH}, {"p": "false"}, [("p false→true", "2")]),
    ({"kind": "judged", "metric": "j"}, {"j": JUDGED}, {"j": "1.5"}, [("j 1.5→2", "0.5")]),
    ({"kind": "judged", "metric": "j", "deduct": "yes"}, {"j": JUDGED}, {"j": "1.5"}, [("j 1.5→0", "1.5")]),
    (
        {"kind": "pool_judged", "metric": "j", "add": {"count": "a", "per": "0.5"}, "cap": "2", "pooled": ["2.2"]},
        {"j": JUDGED, "a": COUNT},
        {"j": "1", "a": "0"},
        [("j 1→2", "1"), ("a 0→1", "0.5")],
    ),
    ({"kind": "veto", "when": "a >= 2"}, {"a": COUNT}, {"a": "5"}, [("a 5→1", "2")]),
    ({"kind": "highest_once", "count": "a", "points": "0.5"}, {"a": COUNT}, {"a": "1"}, [("a 1→2", "0.5")]),
    (
        {"kind": "embedded", "of": "t", "factor": "0.1"},
        {"t": metric("decimal", min="0", max="20")},
        {"t": "12.5"},
        [("t 12.5→20", "0.75")],
    ),
    (
        {"kind": "between", "value": "a", "base": "50", "challenge": "90"},
        {"a": COUNT},
        {"a": "30"},
        [("a 30→51", "0.05")],
    ),
    ({"kind": "escalating", "count": "a", "costs": ["0.5", "all"]}, {"a": COUNT}, {"a": "4"}, [("a 4→1", "1.5")]),
    (
        {"kind": "mixed", "sources": [{"value": "a / b", "weight": "0.6"}, {"judged": "j", "weight": "0.4"}]},
        {"a": COUNT, "b": COUNT, "j": JUDGED},
        {"a": "3", "b": "4", "j": "1"},
        [("j 1→2", "0.4"), ("a 3→4", "0.3")],
    ),
    (
        {"kind": "by_group", "by": "u", "rules": {"town": {"kind": "binary", "when": "p"}}, "otherwise": {"kind": "binary", "when": "q"}},
        {"u": metric("enum", values={"town": "镇", "zone": "区"}), "p": TRUTH, "q": TRUTH},
        {"u": "town", "p": "false", "q": "true"},
        [("p false→true", "2")],
    ),
    (
        {"kind": "binary", "when": "day <= 2021-03-31"},
        {"day": metric("date")},
        {"day": "2021-04-20"},
        [("day 2021-04-20→2021-03-31", "2")],
    ),
    (
        {"kind": "binary", "when": "day in period"},
        {"day": metric("date")},
        {"day": "none"},
        [("day none→2021-12-31", "2")],
    ),
    (
        {"kind": "binary", "when": "a == 700"},
        {"a": COUNT},
        {"a": "3000"},
        [("a 3000→700", "2")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "metrics", "values", "expected"),
    KINDS_BY_EXAMPLE,
    ids=[f"{one[0]['kind']} {one[3][0][0]}" for one in KINDS_BY_EXAMPLE],
)
def test_the_smallest_change_that_brings_something(rule, metrics, values, expected):
    assert expected == told(card_of(rule, metrics, {"A": values}))


RANKED = {"kind": "rank", "value": "a / b", "best": "lowest", "clean": {"when": "a == 0", "points": "2"}, "ranked_max": "1.8"}  # fmt: skip
THREE = {
    "A": {"a": "6", "b": "30"},
    "B": {"a": "4", "b": "40"},
    "C": {"a": "9", "b": "30"},
}


def test_a_place_is_gained_by_the_smallest_change_that_ties_or_passes():
    """B has 10 %; A has 20 % and shares B's place with 3 of 30."""
    assert [("a 6→3", "0.6")] == told(card_of(RANKED, {"a": COUNT, "b": COUNT}, THREE))


def test_figures_that_are_only_divided_by_stay():
    """More cases concluded would lower the rate, but nobody works on that."""
    found = next_improvements(card_of(RANKED, {"a": COUNT, "b": COUNT}, THREE), "C", "1.01")

    assert ["a"] == [change.metric_id for one in found for change in one.changes]


def test_per_head_only_the_events_count():
    rule = {"kind": "per_capita", "value": "a / b"}

    assert [("a 6→5", "0.222222222")] == told(card_of(rule, {"a": COUNT, "b": COUNT}, THREE))


def test_measured_by_the_best_of_the_league():
    """B has 10 %, A 20 %, C 30 %, the lowest is best; the first step of A that counts is the next one."""
    rule = {"kind": "relative_to_best", "value": "a / b", "best": "lowest"}

    assert [("a 6→5", "0.2")] == told(card_of(rule, {"a": COUNT, "b": COUNT}, THREE))


def test_a_parameter_by_group_does_not_offer_another_group():
    target = {
        "by": "u",
        "values": {"town": "5", "zone": "2"},
        "name": said("target"),
        "source": "文",
    }
    metrics = {"u": metric("enum", values={"town": "镇", "zone": "区"}), "a": COUNT}
    rule = {"kind": "binary", "when": "a >= target"}
    card = card_of(rule, metrics, {"A": {"u": "town", "a": "3"}}, parameters={"target": target})

    assert [("a 3→5", "2")] == told(card)


def test_a_region_keeps_to_its_own_league():
    metrics = {"a": COUNT, "league": metric("text", needed="optional")}
    values = {
        "A": {"a": "5", "league": "north"},
        "B": {"a": "9", "league": "north"},
        "C": {"a": "6", "league": "south"},
    }
    rule = {"kind": "rank", "value": "a", "best": "highest"}

    assert [("a 5→9", "1")] == told(card_of(rule, metrics, values, split_by="league"))


def test_ranges_and_conditions_are_kept():
    """Answered requests cannot exceed those received, whatever that would bring."""
    metrics = {"a": metric("int", min="0", check=["a <= b"]), "b": COUNT}
    rule = {"kind": "per_unit", "per": "1", "count": "a", "cap": "2"}

    card = card_of(rule, metrics, {"A": {"a": "1", "b": "1"}})

    assert [] == told(card)
    assert ["no change of its figures brings more"] == outlook(card, "A", "1.01").lines("en")


def test_a_condition_broken_already_forbids_nothing():
    metrics = {"a": metric("int", min="0", check=["a <= b"]), "b": COUNT}
    rule = {"kind": "per_unit", "per": "1", "count": "a", "cap": "2"}

    assert [("a 1→2", "1")] == told(card_of(rule, metrics, {"A": {"a": "1", "b": "0"}}))


def test_the_limit_of_a_figure_is_told_beside_its_first_step():
    card = card_of({"kind": "ratio", "value": "a / b"}, {"a": COUNT, "b": COUNT}, {"A": {"a": "1", "b": "4"}})  # fmt: skip
    (found,) = next_improvements(card, "A", "1.01")

    assert ("4", Decimal("1.5")) == (found.limit.after, found.limit_gain)
    assert "a 1 → 2 cases: +0.5 here, +0.5 in total, rank as before; at 4 cases: +1.5" == found.in_words("en")  # fmt: skip
    assert "a 1 → 2 cases：本条 +0.5，总分 +0.5，名次不变；到 4 cases共 +1.5" == found.in_words(
        "zh"
    )


def test_the_limit_is_exact_where_no_condition_is_written_down():
    """Nothing says that answered cannot exceed received, but a rate above 100 % would exceed the maximum."""
    values = {"A": {"a": "300", "b": "1000"}}
    card = card_of({"kind": "ratio", "value": "a / b"}, {"a": COUNT, "b": COUNT}, values)

    assert ["1000"] == [one.limit.after for one in next_improvements(card, "A", "1.01")]


def test_a_gain_without_end_has_no_limit():
    rule = {"kind": "per_unit", "per": "0.1", "count": "a"}
    card = card_of(rule, {"a": COUNT}, {"A": {"a": "1"}}, max_points=None)

    assert [None] == [one.limit for one in next_improvements(card, "A", "1.01")]


def test_an_empty_figure_that_may_be_empty_is_tried_too():
    rule = {"kind": "per_unit", "per": "0.5", "count": "coalesce(a, 0)", "cap": "2"}
    card = card_of(rule, {"a": metric("int", min="0", needed="optional")}, {"A": {"a": None}})

    assert [("a None→1", "0.5")] == told(card)


def test_two_facts_are_changed_together_only_where_one_does_not_help():
    rule = {"kind": "all_of", "all": ["p", "q", "r"]}
    metrics = {"p": TRUTH, "q": TRUTH, "r": TRUTH}
    values = {
        "A": {"p": "false", "q": "false", "r": "true"},
        "B": {"p": "true", "q": "false", "r": "true"},
        "C": {"p": "false", "q": "false", "r": "false"},
    }
    card = card_of(rule, metrics, values)

    assert [("p false→true & q false→true", "2")] == told(card, "A")
    assert [("q false→true", "2")] == told(card, "B")
    assert [("p false→true & q false→true & r false→true", "2")] == told(card, "C")


def test_at_most_three_are_told_and_the_largest_gain_first():
    items = [{"when": f"p{n}", "points": f"0.{n}"} for n in range(1, 6)]
    metrics = {f"p{n}": TRUTH for n in range(1, 6)}
    card = card_of({"kind": "checklist", "items": items}, metrics, {"A": dict.fromkeys(metrics, "false")})  # fmt: skip

    assert [("p5 false→true", "0.5"), ("p4 false→true", "0.4"), ("p3 false→true", "0.3")] == told(card)  # fmt: skip
    assert 5 == len(outlook(card, "A", "1.01").every)


MISSING = [
    ({"kind": "binary", "when": "p"}, {"p": TRUTH}, {"p": None}, "missing: p; it decides between 0 and 2 points"),
    ({"kind": "judged", "metric": "j"}, {"j": JUDGED}, {"j": None}, "missing: j; it decides between 0 and 2 points"),
    (
        {"kind": "deduct_per_event", "per": "0.5", "count": "a", "floor": "1"},
        {"a": COUNT},
        {"a": None},
        "missing: a; it decides between 1 and 2 points",
    ),
    (
        {"kind": "ratio", "value": "a / b"},
        {"a": metric("int", min="0", check=["a <= b"]), "b": COUNT},
        {"a": None, "b": "4"},
        "missing: a; it decides between 0 and 2 points",
    ),
    (
        {"kind": "checklist", "items": [{"when": "p", "points": "0.4"}, {"when": "q", "points": "0.6"}]},
        {"p": TRUTH, "q": TRUTH},
        {"p": "true", "q": None},
        "missing: q; it decides between 0.4 and 1 points",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "metrics", "values", "words"), MISSING)
def test_a_missing_figure_is_named_with_what_it_decides(rule, metrics, values, words):
    assert [words] == outlook(card_of(rule, metrics, {"A": values}), "A", "1.01").lines("en")


def test_why_nothing_is_told():
    rule = {"kind": "ratio", "value": "a / b"}
    values = {"A": {"a": "4", "b": "4"}, "B": {"a": "0", "b": "0"}, "C": {"a": "1", "b": "4"}}
    raw = document([criterion("1.01", rule)], {"a": COUNT, "b": COUNT})
    card = score(load_document(raw), observations(values), blocked={("C", "1.01"): "two contents"})

    statuses = [outlook(card, region, "1.01").status for region in "ABC"]

    assert ["full", "no_value", "blocked"] == statuses
    assert [()] * 3 == [next_improvements(card, region, "1.01") for region in "ABC"]


def test_a_clause_that_applies_to_others_only_offers_nothing():
    """Whether it applies is a fact; figures of a region to which it does not apply change nothing."""
    apart = {"when": "p", "policy": "leave_out"}
    raw = document(
        [criterion("1.01", {"kind": "ratio", "value": "a / b"}, not_applicable=apart)],
        {"a": COUNT, "b": COUNT, "p": TRUTH},
    )
    values = {"A": {"a": "1", "b": "4", "p": "true"}, "B": {"a": "1", "b": "4", "p": "false"}}
    card = score(load_document(raw), observations(values))

    assert ["not_applicable", "open"] == [outlook(card, one, "1.01").status for one in "AB"]
    assert [("a 1→2", "0.5")] == told(card, "B")


def test_a_result_that_has_to_pass_first_is_an_improvement():
    raw = document(
        [criterion("1.01", {"kind": "ratio", "value": "a / b"}, only_if="p")],
        {"a": COUNT, "b": COUNT, "p": TRUTH},
    )
    card = score(load_document(raw), observations({"A": {"a": "1", "b": "4", "p": "false"}}))

    assert [("p false→true", "0.5")] == told(card)


def test_a_cap_of_the_category_eats_the_gain():
    rule = {"kind": "per_unit", "per": "1", "count": "a", "cap": "2"}
    categories = [{"id": "1", "name": {"zh": "甲", "en": "one"}, "max_points": "1"}]
    (found,) = next_improvements(
        card_of(rule, {"a": COUNT}, {"A": {"a": "1"}}, categories=categories), "A", "1.01"
    )

    assert (Decimal(1), Decimal(0)) == (found.gain, found.total_gain)


def test_a_figure_of_two_criteria_counts_twice_in_the_total():
    rule = {"kind": "per_unit", "per": "1", "count": "a", "cap": "2"}
    raw = document([criterion("1.01", rule), criterion("1.02", rule)], {"a": COUNT})
    card = score(load_document(raw), observations({"A": {"a": "1"}, "B": {"a": "2"}}))
    (found,) = next_improvements(card, "A", "1.01")

    assert (Decimal(1), Decimal(2)) == (found.gain, found.total_gain)
    assert (2.0, 1.0) == (found.rank, found.new_rank)


def test_the_best_of_a_region_come_first():
    rules = {"1.01": ("0.5", "a"), "1.02": ("1.5", "b")}
    raw = document(
        [criterion(name, {"kind": "per_unit", "per": per, "count": count, "cap": "2"}) for name, (per, count) in rules.items()],
        {"a": COUNT, "b": COUNT},
    )  # fmt: skip
    card = score(load_document(raw), observations({"A": {"a": "0", "b": "0"}}))

    assert ["1.02", "1.01"] == [one.criterion_id for one in region_outlook(card, "A").best]


def small_numbers(raw: dict[str, Any]) -> dict[str, Any]:
    """The document with every number a whole one from 0 to 9."""
    for name, one in raw["metrics"].items():
        if one["type"] in ("int", "decimal"):
            raw["metrics"][name] = one | {"type": "int", "min": "0", "max": "9"}
    return raw


def tables_of(kind: str, most_criteria: int = 1):
    return rubrics_with_tables((kind,), ("0", "1", "2", "3", "5", "9"), most_criteria)


def with_change(values: Values, region: str, changes: Mapping[str, str]) -> Values:
    return {**values, region: {**values[region], **changes}}


@pytest.mark.parametrize("kind", KINDS)
def test_no_smaller_change_of_a_figure_brings_anything(kind):
    """Every value from 0 to 9 is tried by scoring again."""

    @search(8)
    @given(case=tables_of(kind))
    def holds(case):
        raw, values = case
        rubric = load_document(small_numbers(raw))
        card = score(rubric, observations(values))
        (name,) = rubric.criteria
        region = next(iter(values))
        tried = Search(card.scoring, card.row(region), rubric.criteria[name])
        if tried.before is None:
            return
        numbers = [one for one in tried.metrics if rubric.metrics[one].type == "int"]
        found = {
            next(iter(one.changes)): one.steps
            for one in tried.singles()
            if next(iter(one.changes)) in numbers
        }

        assert found == {
            one: least
            for one in numbers
            if (least := _least_step(rubric, values, region, one, tried.before)) is not None
        }

    holds()


def _least_step(rubric, values: Values, region: str, name: str, before: int) -> int | None:
    (clause,) = rubric.criteria_list
    judged = clause.rule.judged_ranges(clause.clause_context).get(name, NO_LIMITS)
    own = int(values[region][name] or 0)
    limit = None if clause.most is None else max(before, round_half_up(clause.most))
    gains = []
    for figure in range(10):
        if (judged.low or 0) > figure or (judged.high is not None and judged.high < figure):
            continue
        points = next(
            iter(engine_points(rubric, with_change(values, region, {name: str(figure)})).values())
        )
        if points is None or figure == own or (limit is not None and points * SCALE > limit):
            continue
        if points * SCALE > before:
            gains.append(abs(figure - own))
    return min(gains, default=None)


@pytest.mark.parametrize("kind", KINDS)
def test_the_gain_told_is_that_of_scoring_again(kind):
    @search(8)
    @given(case=tables_of(kind, most_criteria=3))
    def holds(case):
        raw, values = case
        rubric = load_document(raw)
        card = score(rubric, observations(values))
        region = next(iter(values))
        row = card.scores.filter(pl.col("region_id") == region).row(0, named=True)
        for name, ahead in region_outlook(card, region).by_criterion.items():
            for one in ahead.improvements:
                changed = with_change(values, region, {c.metric_id: c.after for c in one.changes})
                again = score(rubric, observations(changed))
                after = again.scores.filter(pl.col("region_id") == region).row(0, named=True)
                points = engine_points(rubric, changed)[region, name]

                assert points == Fraction(one.points)
                assert one.gain > 0
                assert one.total_gain == after["total"] - row["total"]
                assert (one.rank, one.new_rank) == (row["rank"], after["rank"])

    holds()


def test_every_kind_is_searched():
    assert set(KINDS) == set(RULES)
