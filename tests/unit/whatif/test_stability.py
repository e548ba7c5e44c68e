"""Exact stability in cases that can be worked out by hand, and the engine's own certificate."""

from fractions import Fraction

import polars as pl
import pytest

from govscore_lib.engine import score
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError
from govscore_lib.whatif.margins.certificate import certify
from govscore_lib.whatif.margins.flips import flips
from govscore_lib.whatif.margins.stability import Bound, stability
from tests.asserts import observations, read_table
from tests.small_rubrics import criterion, document, load_document, metric, said


def card(table: str, points: dict[str, str] | None = None, **more: object) -> Scorecard:
    """One criterion of 2 points (or those given) per column of the table, the maximum times the figure."""
    cells = read_table(table)
    columns = list(next(iter(cells.values())))
    worth = dict.fromkeys(columns, "2") | (points or {})
    criteria = [
        criterion(name, {"kind": "ratio", "value": name}, max_points=worth[name])
        for name in columns
    ]
    exactly = {"ranking": {"decimals": "9"}}
    raw = document(criteria, {name: metric("decimal") for name in columns}, **(exactly | more))
    return score(load_document(raw), observations(cells))


TWO = "region | a | b\n A | 1 | 0.5\n B | 0.5 | 0.75"
"""A has 2 + 1, B has 1 + 1.5: level once a is worth 1, or b 4."""


def test_the_interval_ends_where_two_regions_are_level():
    found = stability(card(TWO))

    assert (1, ("A", "B")) == (near(found.of("a").low), found.of("a").low.between)
    assert Bound(None) == found.of("a").high
    assert (4, ("A", "B")) == (near(found.of("b").high), found.of("b").high.between)
    assert Bound(Fraction(0), True) == found.of("b").low


def near(bound: Bound) -> Fraction:
    """The points with what comparing at nine decimals moves them by taken off."""
    assert bound.points is not None
    plain = bound.points.limit_denominator(1000)

    assert abs(plain - bound.points) < Fraction(1, 10**7)
    return plain


def test_with_the_others_giving_way_the_total_stays():
    """a worth v and b worth 4 − v: level where v + (4 − v) / 2 = v / 2 + 3 (4 − v) / 4, at v = 4/3."""
    found = stability(card(TWO), others="rescaled")

    assert Fraction(4, 3) == near(found.of("a").low)
    assert Bound(Fraction(4), True) == found.of("a").high
    assert Fraction(8, 3) == near(found.of("b").high)


def test_one_direction_that_leads_nowhere_does_not_hide_the_other():
    """Only more of b can bring B level: less of b, down to nothing, cannot, and must not end the search."""
    found = stability(card(TWO), others="rescaled").of("b")

    assert (Fraction(0), True, ()) == (found.low.points, found.low.kept, found.low.between)
    assert Fraction(8, 3) == near(found.high)
    assert Fraction(2, 3) == abs(near(found.high) - 2)


def test_a_tie_holds_at_the_printed_points_only():
    """A and B have 2 each, in different criteria: any change of either splits them."""
    found = stability(card("region | a | b\n A | 1 | 0\n B | 0 | 1")).of("a")

    assert (2, 2) == (near(found.low), near(found.high))
    assert found.holds(Fraction(2))
    assert not found.holds(Fraction(2) + Fraction(1, 10**6))
    assert {"A", "B"} == set(found.high.between)


def test_regions_alike_everywhere_stay_level():
    found = stability(card("region | a | b\n A | 1 | 0.5\n B | 1 | 0.5"))

    assert [Bound(Fraction(0), True), Bound(None)] == [found.of("a").low, found.of("a").high]


def test_first_place_and_top_three_hold_longer_than_the_ranking():
    """With a worth less, B passes D at 1.125 first, then A and C; with more of it nothing changes."""
    found = stability(card("""
        region | a   | b
        A      | 1   | 0.75
        B      | 0   | 1
        C      | 0.6 | 0.9
        D      | 0.4 | 0.775"""))  # fmt: skip

    lows = [near(found.of("a", target).low) for target in ("ranking", "top_three", "first")]
    assert [Fraction(9, 8), Fraction(9, 8), Fraction(3, 4)] == lows
    assert [("B", "D")] * 2 == [tuple(sorted(found.of("a", one).low.between)) for one in ("ranking", "top_three")]  # fmt: skip
    assert found.of("a").room == 2 - found.of("a").low.points


@pytest.mark.parametrize(("decimals", "low"), [("9", "1"), ("1", "1.15")])
def test_what_the_rubric_rounds_counts(decimals, low):
    """At one decimal A has 2.2 down to v = 1.15 (2.15 exactly) and 2.1 below, which B has there too."""
    found = stability(card(TWO, ranking={"decimals": decimals})).of("a").low

    assert Fraction(low) == near(found)


def test_prizes_stay_while_only_places_within_a_class_change():
    """A and B have the two prizes; C, third, is level with A once a is worth 2/9, with B once b is 1/4."""
    prizes = [{"id": "p", "name": said("p"), "places": "2"}]
    awards = {"prizes": prizes, "source": {"document": "文"}}
    table = "region | a | b\n A | 1 | 0\n B | 0 | 0.9\n C | 0.1 | 0.1"
    found = stability(card(table, awards=awards))

    assert Fraction(9, 5) == near(found.of("a").low)
    assert Fraction(2, 9) == near(found.of("a", "awards").low)
    assert Fraction(1, 4) == near(found.of("b", "awards").low)


def test_a_cap_bends_the_line():
    """Category 1 holds a and b at 3 points: A loses nothing of a until the cap of 3/4 of the maxima lets go."""
    base = card(
        "region | a | b | c\n A | 1 | 1 | 0\n B | 0.4 | 1 | 0.1",
        categories=[{"id": "1", "name": said("1"), "max_points": "3"}],
    )
    found = stability(base)

    assert found.of("a").low.points is not None
    assert certified(base)


def certified(base: Scorecard) -> bool:
    """Whether the engine confirms every bound within a millionth of a point, those next to 0 left out."""
    tables = [certify(stability(base, others=others)) for others in ("held", "rescaled")]
    within = pl.concat(tables).filter(pl.col("bound") > 1e-6)["within"]
    return bool((within.fill_null(1) <= 1e-6).all())


def test_the_engine_certifies_every_bound():
    base = card("""
        region | a   | b   | c
        A      | 1   | 0.3 | 0.5
        B      | 0.2 | 0.9 | 0.4
        C      | 0.7 | 0.7 | 0.1
        D      | 0.3 | 0.8 | 0.9""", {"a": "3", "c": "1.5"})  # fmt: skip
    table = certify(stability(base))

    assert table.height > 6
    assert certified(base)


def test_the_smallest_change_that_makes_two_level():
    found = flips(card(TWO), "A", "B")

    lever, level = found.smallest
    assert ("a", Fraction(1)) == (lever.id, level)
    assert [("a", 1.0), ("b", 4.0)] == list(found.table.select("id", "level_at").iter_rows())
    text = found.to_text("en")
    assert text.startswith("A and B are level once a criterion a is worth 1 instead of 2 points")
    assert found.to_text("zh").endswith("A与B持平，再变则先后互换。")


def test_no_change_can_bring_who_is_behind_everywhere_level():
    found = flips(card("region | a | b\n A | 1 | 1\n B | 0.5 | 0.5"), "A", "B", others="rescaled")

    assert found.smallest is None
    assert [None, None] == found.table["level_at"].to_list()
    assert "No change of one criterion lets A and B change places." == found.to_text("en")
    assert "先后都不变" in found.to_text("zh")


def test_who_is_only_caught_up_with_is_not_overtaken():
    """Category 1 holds both at 3 points from a = 5 on: B draws level with A and stays so."""
    base = card(
        "region | a | b\n A | 0.6 | 1\n B | 0.4 | 1",
        {"b": "1"},
        categories=[{"id": "1", "name": said("1"), "max_points": "3"}],
    )

    assert [None, None] == flips(base, "A", "B").table["level_at"].to_list()


def test_categories_move_with_their_criteria():
    raw = document(
        [
            criterion("1.1", {"kind": "ratio", "value": "a"}),
            criterion("1.2", {"kind": "ratio", "value": "b"}),
            criterion("2.1", {"kind": "ratio", "value": "c"}, category="2"),
        ],
        {name: metric("decimal") for name in "abc"},
        categories=[{"id": one, "name": said(one)} for one in "12"],
        ranking={"decimals": "9"},
    )
    table = "region | a | b | c\n A | 1 | 0.5 | 0\n B | 0 | 0.5 | 0.75"
    found = stability(score(load_document(raw), observations(read_table(table))), over="categories")

    assert ["1", "2"] == sorted(one.lever.id for one in found.intervals if one.target == "ranking")
    assert Fraction(3) == near(found.of("1").low)
    assert Fraction(8, 3) == near(found.of("2").high)


def test_the_tightest_come_first_in_the_table():
    table = stability(card(TWO)).table.filter(pl.col("target") == "ranking")

    assert ["a", "b"] == table["id"].to_list()
    assert (None, True) == table.select("high", "high_kept").row(0)
    assert "A B" == table["low_between"][0]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda one: stability(one, ["places"]), "target 'places': allowed are ranking, first, top_three, awards"),
        (lambda one: stability(one, ["awards"]), "has no prizes to look at here"),
        (lambda one: stability(one).of("z"), "there is no interval of 'z' for ranking here"),
        (lambda one: flips(one, "A", "A"), "A and A are level already"),
        (lambda one: flips(one, "A", "Z"), "there is no region 'Z'"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_is_told(call, words):
    with pytest.raises(UsageError, match=words):
        call(card(TWO))


def test_clauses_that_scale_what_is_left_are_told():
    raw = document(
        [
            criterion("a", {"kind": "ratio", "value": "a"}, not_applicable={"when": "q", "policy": "leave_out"}),
            criterion("b", {"kind": "ratio", "value": "b"}),
        ],
        {"a": metric("decimal"), "b": metric("decimal"), "q": metric("bool")},
        total={"max_points": "4"},
    )  # fmt: skip
    base = score(load_document(raw), observations(read_table("region | a | b | q\n A | 0 | 1 | true")))  # fmt: skip

    with pytest.raises(UsageError, match="look at random weights instead"):
        stability(base)
