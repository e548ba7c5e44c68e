"""Which criteria have a league table."""

from govscore_lib.engine import explain, league_table, ranked_criteria, score
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric


def test_getting_the_mean_of_the_others_is_no_comparison():
    """B has the points of A without being compared with it: there is no table, and explaining works."""
    rule = {"kind": "ratio", "value": "a / b"}
    apart = {"when": "p", "policy": "peers_mean"}
    raw = document(
        [criterion("1.01", rule, not_applicable=apart)],
        {"a": metric("int"), "b": metric("int"), "p": metric("bool")},
    )
    values = {"A": {"a": "1", "b": "2", "p": "false"}, "B": {"a": "2", "b": "2", "p": "true"}}
    card = score(load_document(raw), observations(values))

    assert () == ranked_criteria(card)
    assert "Points: 1 / 2" in explain(card, "B", "1.01").to_text("en")


def test_a_rank_with_policies_around_it_keeps_its_table():
    """C is left out; A and B are ranked among themselves."""
    rule = {"kind": "rank", "value": "a", "best": "highest"}
    raw = document(
        [criterion("1.01", rule, not_applicable={"when": "p", "policy": "full"})],
        {"a": metric("int"), "p": metric("bool")},
    )
    values = {
        "A": {"a": "1", "p": "false"},
        "B": {"a": "2", "p": "false"},
        "C": {"a": "9", "p": "true"},
    }
    card = score(load_document(raw), observations(values))

    assert [("B", 1.0), ("A", 2.0), ("C", None)] == list(
        league_table(card, "1.01").select("region_id", "rank").iter_rows()
    )
