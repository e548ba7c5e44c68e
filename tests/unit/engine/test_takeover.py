"""With the other's figures under one clause, everyone scored again."""

from decimal import Decimal

import polars as pl
import pytest

from govscore_lib.engine import score
from govscore_lib.engine.explaining.takeover import takeovers
from govscore_lib.errors import UsageError
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric

FIRST, SECOND, THIRD = "320803", "320804", "320812"
FACTS = {
    #      done, asked, lost, cases, plans, awards
    FIRST: ("8", "10", "1", "10", "3", "2"),
    SECOND: ("9", "10", "2", "10", "1", "2"),
    THIRD: ("5", "10", "3", "10", None, "0"),
}
NAMES = ("done", "asked", "lost", "cases", "plans", "awards")


def card(facts=FACTS):
    rank = {"kind": "rank", "value": "lost / cases", "best": "lowest"}
    raw = document(
        [
            criterion("1", {"kind": "ratio", "value": "done / asked"}, max_points="10"),
            criterion("2", rank | {"ranked_max": "3"}, max_points="3"),
            criterion("3", {"kind": "per_unit", "count": "plans", "per": "1", "cap": "5"}, max_points="5", category="2"),
            criterion("4", {"kind": "per_unit", "count": "awards", "per": "2", "cap": "4"}, max_points="4", category="2"),
        ],
        {name: metric("int") for name in NAMES},
        categories=[
            {"id": "1", "name": {"zh": "甲", "en": "A"}, "max_points": "13"},
            {"id": "2", "name": {"zh": "乙", "en": "B"}, "max_points": "6"},
        ],
    )  # fmt: skip
    given = {region: dict(zip(NAMES, row, strict=True)) for region, row in facts.items()}
    return score(load_document(raw), observations(given), partial_league=True)


def test_a_rate_brings_the_difference_and_the_cap_takes_its_part():
    """FIRST has 3 + 4 held at 6, SECOND 1 + 4: three plans instead of one bring 2, of which 1 is left."""
    (plans,) = [one for one in takeovers(card(), SECOND, FIRST).each if one.criteria == ("3",)]

    assert (Decimal(2), Decimal(1)) == (plans.gain, plans.total_gain)


def test_a_ranked_clause_is_ranked_again():
    """With one lost case as well, SECOND shares the first place."""
    found = takeovers(card(), SECOND, FIRST)
    (ranked,) = [one for one in found.each if one.criteria == ("2",)]
    scored = card().points_of("2")
    alike = card(FACTS | {SECOND: ("9", "10", "1", "10", "1", "2")}).points_of("2")

    assert alike[SECOND] - scored[SECOND] == ranked.gain


def test_all_at_once_is_a_run_with_all_of_the_figures():
    found = takeovers(card(), SECOND, FIRST)
    scored = card(FACTS | {SECOND: ("9", "10", "1", "10", "3", "2")}).scores

    after = scored.row(by_predicate=pl.col("region_id") == SECOND, named=True)
    assert {"2", "3"} == set(found.together.criteria)
    assert (after["total"], after["rank"]) == (found.together.total, found.together.rank)


def test_figures_that_other_clauses_share_change_the_one_clause_only():
    """``done`` is taken over for clause 1; nothing else of the region moves."""
    (rate,) = [one for one in takeovers(card(), FIRST, SECOND).each if one.criteria == ("1",)]

    assert Decimal(1) == rate.gain == rate.total_gain


def test_a_clause_that_one_of_them_lacks_is_left_out():
    assert "3" not in {name for one in takeovers(card(), THIRD, FIRST).each for name in one.criteria}  # fmt: skip


def test_nothing_to_take_over():
    alike = card(dict.fromkeys(FACTS, FACTS[FIRST]))

    assert takeovers(alike, SECOND, FIRST).together is None
    assert () == takeovers(alike, SECOND, FIRST).each


def test_an_unknown_region_is_told():
    with pytest.raises(UsageError, match="no region 'nowhere'"):
        takeovers(card(), "nowhere", FIRST)
