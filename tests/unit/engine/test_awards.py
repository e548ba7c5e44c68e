"""Prizes proposed from the ranking."""

import polars as pl
import pytest

from govscore_lib.engine import score
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric, said

SOURCE = {"document": "文〔2021〕1号"}
PRIZES = [
    {"id": "first", "name": said("first"), "places": "2"},
    {"id": "second", "name": said("second"), "places": "2"},
    {"id": "third", "name": said("third"), "places": "1"},
]
QUOTAS = {"first": "7", "second": "11", "third": "3"}


def card(totals: dict[str, str | None], facts: dict[str, str] | None = None, **awards: object):
    """A scorecard of one judged clause; ``facts``: region → true where it is vetoed."""
    rules = {"prizes": PRIZES, "source": SOURCE} | awards
    veto = {"status": "vetoed", "when": "crime", "because": said("crime"), "source": SOURCE}
    raw = document(
        [criterion("1.01", {"kind": "judged", "metric": "judged"}, max_points="100")],
        {"judged": metric("judged"), "crime": metric("bool", needed="optional")},
        awards=rules,
        standing=[veto],
    )
    values = {
        region: {"judged": total, "crime": (facts or {}).get(region)}
        for region, total in totals.items()
    }
    return score(load_document(raw), observations(values))


def won(table: pl.DataFrame) -> dict[str, tuple[int | None, str, str]]:
    return {
        row["region_id"]: (row["place"], row["prize"], row["state"]) for row in table.to_dicts()
    }


def test_places_are_taken_from_the_top():
    found = won(card({"R1": "9", "R2": "8", "R3": "7", "R4": "6", "R5": "5", "R6": "4"}).awards)

    assert found == {
        "R1": (1, "first", "firm"),
        "R2": (2, "first", "firm"),
        "R3": (3, "second", "firm"),
        "R4": (4, "second", "firm"),
        "R5": (5, "third", "firm"),
        "R6": (6, "", "firm"),
    }


def test_a_vetoed_region_keeps_its_rank_and_takes_no_place():
    table = card({"R1": "9", "R2": "8", "R3": "7"}, {"R1": "true"}).awards

    assert won(table) == {
        "R1": (None, "", "not_eligible"),
        "R2": (1, "first", "firm"),
        "R3": (2, "first", "firm"),
    }
    assert table["rank"].to_list() == [1, 2, 3]


def test_a_tie_across_a_boundary_is_escalated_and_says_what_each_choice_does():
    table = card({"R1": "9", "R2": "8", "R3": "8", "R4": "7", "R5": "6"}).awards

    assert won(table)["R2"] == (2, "", "decision_needed")
    assert won(table)["R3"] == (2, "", "decision_needed")
    assert won(table)["R4"] == (4, "second", "firm")
    reason = table.filter(pl.col("region_id") == "R2")["reason_en"][0]
    assert "places 2–3" in reason
    assert "all first: 1 too many" in reason
    assert "all second: 1 of them left over" in reason


@pytest.mark.parametrize(("boundary", "prize"), [("up", "first"), ("down", "second")])
def test_the_document_may_say_which_class_a_tie_gets(boundary, prize):
    found = won(card({"R1": "9", "R2": "8", "R3": "8"}, boundary=boundary).awards)

    assert found["R2"] == found["R3"] == (2, prize, "firm")


def test_a_tie_inside_a_class_is_no_question():
    found = won(card({"R1": "9", "R2": "9", "R3": "8"}).awards)

    assert found["R1"] == found["R2"] == (1, "first", "firm")


def test_a_provisional_total_makes_a_provisional_prize():
    assert won(card({"R1": "9", "R2": None}).awards)["R2"] == (2, "first", "provisional")


@pytest.mark.parametrize(
    ("count", "top", "scaled", "kept"),
    [
        (20, "7/11/2", "7/10/3", "7/10/3"),
        (19, "7/11/1", "6/10/3", "7/9/3"),
        (18, "7/11/0", "6/9/3", "7/8/3"),
        (17, "7/10/0", "6/9/2", "7/7/3"),
    ],
)
def test_fewer_regions_than_places(count, top, scaled, kept):
    prizes = [{"id": id, "name": said(id), "places": many} for id, many in QUOTAS.items()]
    totals = {f"R{number}": str(100 - number) for number in range(count)}

    options = card(totals, prizes=prizes).award_options

    shared = {
        str(option[0]): "/".join(map(str, part["places"].to_list()))
        for option, part in options.group_by("option", maintain_order=True)
    }
    assert shared == {"from_the_top": top, "scaled": scaled, "last_kept": kept}


def test_no_options_where_every_place_is_taken():
    prizes = [{"id": id, "name": said(id), "places": many} for id, many in QUOTAS.items()]
    totals = {f"R{number}": str(100 - number) for number in range(21)}

    assert card(totals, prizes=prizes).award_options.is_empty()
