"""Caps hold and the tables close: points and cap effects add up to the totals, to the last digit."""

from decimal import Decimal

import polars as pl
from hypothesis import given

from govscore_lib.engine import reference, score
from tests.asserts import differences, engine_points, observations
from tests.small_rubrics import load_document
from tests.strategies import rubrics_with_tables, search


def scorecard(rubric, values):
    return score(rubric, observations(values))


def added(table: pl.DataFrame, column: str) -> dict[str, Decimal]:
    return {
        region: part[column].drop_nulls().sum() or Decimal(0)
        for (region,), part in table.group_by("region_id")
    }


@search(60)
@given(case=rubrics_with_tables())
def test_the_ledger_closes(case):
    raw, values = case
    card = scorecard(load_document(raw), values)
    points, effects = added(card.ledger, "points"), added(card.categories, "cap_effect")
    totals = dict(card.scores.select("region_id", "total").iter_rows())

    assert totals == {region: points[region] + effects[region] for region in points}
    assert totals == added(card.categories, "score")
    for row in card.ledger.filter(pl.col("points").is_not_null()).iter_rows(named=True):
        assert row["lost_points"] == row["max_points"] - row["points"]


@search(60)
@given(case=rubrics_with_tables())
def test_the_tables_say_what_the_reference_says(case):
    raw, values = case
    rubric = load_document(raw)
    expected, card = reference.score(rubric, values), scorecard(rubric, values)
    scores = {row["region_id"]: row for row in card.scores.iter_rows(named=True)}
    ledger = card.ledger.select("region_id", "criterion_id", "points").iter_rows()

    assert {} == differences(
        expected.points,
        {(region, name): points for region, name, points in ledger},
    )
    assert {} == differences(expected.totals, {name: row["total"] for name, row in scores.items()})
    assert {} == differences(expected.ranks, {name: row["rank"] for name, row in scores.items()})
    assert {} == differences(
        expected.statuses, {name: row["status"] for name, row in scores.items()}
    )


@search(60)
@given(case=rubrics_with_tables())
def test_caps_and_bounds_hold(case):
    raw, values = case
    rubric = load_document(raw)
    card = scorecard(rubric, values)

    left_out = card.ledger.filter(pl.col("status") == "not_applicable")["region_id"].to_list()
    for row in card.categories.iter_rows(named=True):
        category = next(one for one in rubric.categories if one.id == row["category_id"])
        assert row["cap_effect"] == row["score"] - row["points_sum"]
        if row["region_id"] in left_out or (category.emptied_when and not row["score"]):
            continue  # scaled beyond its own bounds, or emptied
        assert row["score"] >= category.min_points
        assert category.max_points is None or row["score"] <= category.max_points
    for row in card.scores.filter(pl.col("status") == "final").iter_rows(named=True):
        assert row["lower"] == row["total"] == row["upper"]


@search(60)
@given(case=rubrics_with_tables(("checklist", "per_unit")))
def test_caps_of_criteria_hold(case):
    raw, values = case
    rubric = load_document(raw)

    for (_, name), points in engine_points(rubric, values).items():
        cap = getattr(rubric.criteria[name].rule, "cap", None)
        assert cap is None or points is None or points <= reference.rounded(cap, 9)


@search(60)
@given(case=rubrics_with_tables())
def test_a_blocked_region_counts_as_one_without_data(case):
    """A critical finding takes the region out of the criterion and of its league."""
    raw, values = case
    rubric = load_document(raw)
    blocked = [(next(iter(values)), name) for name in rubric.criteria]

    expected = reference.score(rubric, values, blocked=blocked).points
    without = reference.score(rubric, dict(list(values.items())[1:])).points

    assert {} == differences(expected, engine_points(rubric, values, blocked))
    assert {} == differences(without, {key: one for key, one in expected.items() if key in without})
