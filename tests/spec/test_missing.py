"""Missing is not 0: no points, a provisional total, and bounds for what is still open."""

from fractions import Fraction

from tests.small_rubrics import criterion, document, load_document, metric

RUBRIC = """
    categories: [{id: "1", max_points: "3"}]
    criteria:
      - {id: "1.01", max_points: "2", rule: {kind: judged, metric: first}}
      - {id: "1.02", max_points: "2", rule: {kind: judged, metric: second}}
"""


def test_known_points_are_ranked_and_the_rest_is_bounded(check_totals):
    check_totals(RUBRIC, """
        region | first | second | total | rank | status      | lower | upper
        R1     | 2     | 0      | 2     | 1    | final       | 2     | 2
        R2     | 1.5   |        | 1.5   | 2    | provisional | 1.5   | 3
        R3     | 0.5   |        | 0.5   | 3    | provisional | 0.5   | 2.5
        R4     |       |        | 0     | 4    | provisional | 0     | 3
        R5     | 0     | 0      | 0     | 4    | final       | 0     | 0 """)  # fmt: skip


def test_a_measured_zero_is_a_zero(check_rule):
    check_rule("kind: per_unit, count: plans, per: 0.5", """
        plans | points
        0     | 0
              | missing """)  # fmt: skip


def test_a_needed_metric_is_needed_even_where_the_rest_would_settle_it(check_rule):
    check_rule("kind: binary, when: planned or held", """
        planned | held | points
        true    | true | 2
        true    |      | missing """)  # fmt: skip


def test_an_optional_metric_has_the_meaning_its_rule_gives_it(check_rule):
    check_rule("kind: per_unit, per: 1, count: 'plans + coalesce(others, 0)'", """
        plans | others | points
        1     | 2      | 3
        1     |        | 1
              | 2      | missing """,
        metrics={"others": {"type": "int", "unit": "plans", "needed": "optional"}})  # fmt: skip


def test_an_optional_metric_without_a_meaning_leaves_a_gap(check_rule):
    check_rule("kind: per_unit, per: 1, count: plans + others", """
        plans | others | points
        1     |        | missing """,
        metrics={"others": {"type": "int", "unit": "plans", "needed": "optional"}})  # fmt: skip


def test_a_metric_may_be_needed_only_under_a_condition(check_rule):
    check_rule("kind: binary, when: not breaches or registered", """
        breaches | registered | points
        true     | true       | 2
        true     |            | missing
        false    |            | 2
                 | true       | missing """,
        metrics={"registered": {"type": "bool", "needed": "breaches"}})  # fmt: skip


def test_a_figure_that_may_be_negative_lowers_the_bound():
    """A change of −20 % at worst can cost 0.4 of 2 points; without a declared minimum nothing is below 0."""
    least = {}
    for minimum in ({}, {"min": "-20%"}):
        rule = {"kind": "ratio", "value": "change"}
        raw = document([criterion("1.01", rule)], {"change": metric("decimal", **minimum)})
        least[minimum.get("min", "")] = load_document(raw).criteria["1.01"].least

    assert {"": 0, "-20%": Fraction("-0.4")} == least
