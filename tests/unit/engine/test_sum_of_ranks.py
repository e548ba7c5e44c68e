"""League tables, ledger lines and evidence of the kinds that add up ranks or only list."""

from decimal import Decimal

import polars as pl

from govscore_lib.engine import explain, score
from govscore_lib.engine.scorecard import Scorecard
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric

VALUES = {
    "A": {"visits": "90", "used": "8", "online": "10", "highlights": "two halls joined"},
    "B": {"visits": "70", "used": "9", "online": "10"},
    "C": {"visits": "80", "used": "5", "online": "10"},
    "D": {"visits": "60", "used": "0", "online": "0"},
}


def card(**keys: str) -> Scorecard:
    rule = {"kind": "rank", "sum_of_ranks": ["visits", "used / online"], "best": "highest"}
    metrics = {name: metric("int") for name in ("visits", "used", "online")}
    metrics["highlights"] = metric("text", needed="evidence")
    criteria = [
        criterion("1.01", {**rule, **keys}),
        criterion("1.02", {"kind": "bonus", "points": "0", "list": ["highlights"]}),
    ]
    return score(load_document(document(criteria, metrics)), observations(VALUES))


def test_the_league_table_shows_the_places_and_their_sum():
    """Places 1 + 2, 3 + 1, 2 + 3; D has no share and is in neither ranking."""
    table = card(map="last_zero").league_table("1.01")

    assert ["A", "B", "C", "D"] == table["region_id"].to_list()
    assert ["1 + 2 = 3", "3 + 1 = 4", "2 + 3 = 5", ""] == table["value"].to_list()
    assert [3.0, 4.0, 5.0, None] == table["value_float"].to_list()
    assert [1.0, 2.0, 3.0, None] == table["rank"].to_list()
    assert [Decimal(2), Decimal(1), Decimal(0), None] == table["points"].to_list()


def test_the_place_above_is_a_smaller_sum():
    """With C's sum at 4 it would share the second place with B."""
    row = card(map="last_zero").league_table("1.01").row(2, named=True)

    assert ("B", "3 + 1 = 4", 2.0, Decimal(1)) == (
        row["next_region"],
        row["next_value"],
        row["next_rank"],
        row["next_gain"],
    )


def test_sums_that_are_scaled_are_listed_from_the_smallest():
    table = card(map="min_max").league_table("1.01")

    assert ["A", "B", "C", "D"] == table["region_id"].to_list()
    assert [Decimal(2), Decimal(1), Decimal(0), None] == table["points"].to_list()


def test_the_ledger_says_sum_and_place():
    scored = card()
    line = scored.ledger.row(2, named=True)

    assert "3 + 1 = 4" == line["rate"]
    assert "2 × (3 − 2 + 1) ÷ 3 = 1.333333333" == line["formula"]
    assert "missing" == scored.ledger.row(6, named=True)["status"]
    assert "rank 2; reaching 1 + 2 = 3 (A)" in explain(scored, "B", "1.01").to_text("en")


def test_listed_metrics_are_shown_and_change_nothing():
    lines = card().ledger.filter(pl.col("criterion_id") == "1.02")

    assert ["highlights=two halls joined", "", "", ""] == lines["inputs"].to_list()
    assert [Decimal(0)] * 4 == lines["points"].to_list()
    assert ["scored"] * 4 == lines["status"].to_list()
