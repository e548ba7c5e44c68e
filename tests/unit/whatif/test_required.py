"""What would have to be true under one criterion, as bounds, for every kind of rule."""

import pytest

from govscore_lib.engine import score
from govscore_lib.errors import UsageError
from govscore_lib.whatif import required
from tests.asserts import observations, read_table
from tests.small_rubrics import criterion, document, load_document, metric

COUNT = metric("int", min="0", unit="件")
TRUTH = metric("bool")
JUDGED = metric("judged", min="0", max="2")
METRICS = {
    "a": COUNT,
    "b": COUNT,
    "p": TRUTH,
    "q": TRUTH,
    "j": JUDGED,
    "d": metric("date"),
    "u": metric("enum", values={"x": "甲", "y": "乙", "z": "丙"}),
}
OTHERS = {"a": "0", "b": "10", "p": "false", "q": "false", "j": "1", "d": "2021-04-20", "u": "z"}


def card_of(rule: dict, metrics: dict | None = None, **values: str):
    raw = document([criterion("1.01", rule)], METRICS | (metrics or {}))
    return score(load_document(raw), observations({"A": OTHERS | values}))


@pytest.mark.parametrize(
    ("rule", "values", "expected"),
    [
        ({"kind": "binary", "when": "p"}, {}, ["得满分：p = 是（现 否） → 2 分"]),
        ({"kind": "binary", "when": "u in [x, y]"}, {}, ["得满分：u = 甲或乙（现 丙） → 2 分"]),
        ({"kind": "binary", "when": "d <= 2021-03-31"}, {}, ["得满分：d ≤ 2021-03-31（现 2021-04-20） → 2 分"]),
        ({"kind": "binary", "when": "a == 7"}, {}, ["得满分：a = 7 件（现 0） → 2 分"]),
        ({"kind": "all_of", "all": ["p", "a >= 5"]}, {}, ["得满分：p = 是（现 否），且 a ≥ 5 件（现 0） → 2 分"]),
        (
            {"kind": "checklist", "items": [{"when": "p", "points": "0.5"}, {"when": "q", "points": "1.5"}]},
            {},
            ["再多得分：p = 是（现 否） → 0.5 分；或 q = 是（现 否） → 1.5 分", "得满分：p = 是（现 否），且 q = 是（现 否） → 2 分"],
        ),
        (
            {"kind": "tiers", "value": "a", "tiers": [{"at_least": "5", "points": "2"}, {"at_least": "2", "points": "1"}]},
            {},
            ["再多得分：a ≥ 2 件（现 0） → 1 分", "得满分：a ≥ 5 件（现 0） → 2 分"],
        ),
        (
            {"kind": "tiers", "value": "a / b", "tiers": [{"at_least": "90%", "points": "2"}, {"at_least": "50%", "points": "1"}]},
            {"a": "3"},
            ["再多得分：a ≥ 5 件（现 3） → 1 分", "得满分：a ≥ 9 件（现 3） → 2 分"],
        ),
        (
            {"kind": "deduct_per_event", "per": "0.5", "count": "a"},
            {"a": "3"},
            ["再多得分：a ≤ 2 件（现 3） → 1 分", "得满分：a = 0 件（现 3） → 2 分"],
        ),
        (
            {"kind": "per_unit", "per": "0.5", "count": "a", "cap": "2"},
            {"a": "1"},
            ["再多得分：a ≥ 2 件（现 1） → 1 分", "得满分：a ≥ 4 件（现 1） → 2 分"],
        ),
        ({"kind": "veto", "when": "a >= 2"}, {"a": "3"}, ["得满分：a ≤ 1 件（现 3） → 2 分"]),
        (
            {"kind": "judged", "metric": "j"},
            {"j": "1.5"},
            ["再多得分：j ≥ 1.6（现 1.5） → 1.6 分", "得满分：j = 2（现 1.5） → 2 分"],
        ),
        ({"kind": "ratio", "value": "a / b"}, {"a": "9"}, ["得满分：a = 10 件（现 9） → 2 分"]),
    ],
)  # fmt: skip
def test_bounds_of_every_kind(rule, values, expected):
    assert expected == required(card_of(rule, **values), "A", "1.01").lines("zh")


def test_a_rank_is_told_with_the_others_held():
    """B has 10 and C has 4: whoever is level shares the better place."""
    raw = document([criterion("1", {"kind": "rank", "value": "a", "best": "lowest"}, max_points="3")], {"a": COUNT})  # fmt: skip
    table = """
        region | a
        A      | 12
        B      | 10
        C      | 4"""
    card = score(load_document(raw), observations(read_table(table)))

    told = required(card, "A", "1", points="2.5").lines("en")

    assert told == [
        "for more: a ≤ 10 件 (now 12) → 2",
        "for the points asked 2.5: a ≤ 4 件 (now 12) → 3",
        "for full marks: a ≤ 4 件 (now 12) → 3",
    ]


def test_points_that_cannot_be_reached_are_told_with_what_can():
    capped = {"a": metric("int", min="0", max="3", unit="件")}
    found = required(card_of({"kind": "per_unit", "per": "0.5", "count": "a"}, capped), "A", "1.01")

    assert "得满分：到不了，至多 1.5 分" in found.lines("zh")


def test_what_needs_nothing_and_what_cannot_be_told():
    rule = {"kind": "binary", "when": "p"}

    assert ["已得满分"] == required(card_of(rule, p="true"), "A", "1.01").lines("zh")
    assert ["missing: p; it decides between 0 and 2 points"] == required(
        card_of(rule, p=""), "A", "1.01"
    ).lines("en")
    half = card_of({"kind": "per_unit", "per": "0.5", "count": "a"}, a="2")
    assert "得所求分 1：现已达到" in required(half, "A", "1.01", points=1).lines("zh")


def test_points_that_are_no_number():
    with pytest.raises(UsageError, match="'much' is not a number"):
        required(card_of({"kind": "binary", "when": "p"}), "A", "1.01", points="much")


def test_the_bound_told_is_enough_and_the_value_before_it_is_not():
    rule = {"kind": "shortfall", "value": "a", "target": "60", "step": "7", "per_step": "0.3"}
    asked = required(card_of(rule, a="11"), "A", "1.01", points="1.1").requirements[1]
    (condition,) = asked.ways[0].conditions
    assert condition.least is not None
    least = int(condition.least.zh)

    short, enough = (card_of(rule, a=str(a)).points_of("1.01")["A"] for a in (least - 1, least))

    assert short < asked.points <= enough


def test_a_search_that_was_cut_does_not_claim_that_nothing_helps():
    """317 × 316 would be enough, which is far beyond the combinations that are tried."""
    count = metric("int", min="0", max="400", unit="件")
    card = card_of({"kind": "binary", "when": "a * b >= 100000"}, {"a": count, "b": count})

    found = required(card, "A", "1.01")

    assert found.is_cut
    assert "搜索有上限" in found.to_text()
    assert "as far as combinations were tried" in found.to_text("en")
    assert "到不了" not in found.to_text()
