"""The same inputs under other readings."""

import polars as pl
import pytest

from govscore_lib.engine import score
from govscore_lib.engine.readings import (
    rank_spread,
    read_otherwise,
    readings_of_criterion,
    readings_table,
)
from govscore_lib.errors import UsageError
from govscore_lib.rubric import load_rubric
from tests.asserts import observations
from tests.small_rubrics import criterion, document, metric, said, write_document


@pytest.fixture
def card(tmp_path):
    """Two clauses with readings, one topic, one category reading; three regions."""
    reason = {"because": said("reason")}
    raw = document(
        [
            criterion(
                "1.01",
                {"kind": "proportional", "value": "done / total", "target": "1"},
                readings={"B": {"slug": "half", "change": {"rule/target": "0.5"}, **reason}},
            ),
            criterion("1.02", {"kind": "judged", "metric": "judged"}, max_points="10"),
        ],
        {"done": metric("int"), "total": metric("int"), "judged": metric("judged")},
        categories=[
            {
                "id": "1",
                "name": said("one"),
                "readings": {"B": {"slug": "capped", "change": {"max_points": "5"}, **reason}},
            }
        ],
        readings={
            "ties": {
                "name": said("ties"),
                "options": {
                    "dense": {"slug": "dense", "change": {"ranking/ties": "dense"}, **reason}
                },
            }
        },
    )
    values = {
        "R1": {"done": "1", "total": "2", "judged": "5"},
        "R2": {"done": "2", "total": "2", "judged": "4"},
        "R3": {"done": "0", "total": "2", "judged": "4"},
    }
    return score(load_rubric(write_document(raw, tmp_path)), observations(values))


def test_the_default_reading_is_the_run_itself(card):
    again = read_otherwise(card, {"1.01": "A"})

    assert again.scores.equals(card.scores)
    assert again.ledger.equals(card.ledger)


def test_a_clause_read_otherwise_gives_other_points(card):
    table = readings_of_criterion(card, "1.01")

    found = {
        row["region_id"]: (row["key"], f"{row['points']:f}", f"{row['points_change']:f}")
        for row in table.to_dicts()
    }
    assert found == {
        "R1": ("B", "2.000000000", "1.000000000"),
        "R2": ("B", "2.000000000", "0.000000000"),
        "R3": ("B", "0.000000000", "0.000000000"),
    }


def test_a_clause_without_readings_has_none(card):
    assert readings_of_criterion(card, "1.02").is_empty()


def test_categories_and_topics_are_read_otherwise_too(card):
    table = readings_table(card)

    assert set(table["target"]) == {"1.01", "category:1", "rubric:ties"}
    capped = table.filter(pl.col("target") == "category:1")
    assert capped["total"].cast(pl.Float64).to_list() == [5, 5, 4]
    assert capped["points"].null_count() == 3


def test_the_spread_of_a_place_names_the_reading(card):
    spread = {row["region_id"]: row for row in rank_spread(card, readings_table(card)).to_dicts()}

    assert (spread["R1"]["rank"], spread["R1"]["worst_rank"]) == (1, 1)
    assert (spread["R2"]["rank"], spread["R2"]["best_rank"], spread["R2"]["best_by"]) == (1, 1, "")
    assert (spread["R3"]["rank"], spread["R3"]["best_rank"]) == (3, 2)
    assert spread["R3"]["best_by"] == "rubric:ties=dense"


def test_the_reading_in_force_is_left_out(card):
    other = read_otherwise(card, {"1.01": "half"})

    keys = readings_of_criterion(other, "1.01")["key"].unique().to_list()
    assert keys == ["A"]
    assert readings_of_criterion(other, "1.01")["slug"].unique().to_list() == ["default"]


def test_an_unknown_topic_is_told(card):
    with pytest.raises(UsageError, match="did you mean 'ties'"):
        read_otherwise(card, {"rubric:tie": "dense"})
