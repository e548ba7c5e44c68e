"""The change since the period before: rule, performance and peers, to the last digit."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscore_lib.engine import Scorecard, score
from govscore_lib.errors import UsageError
from govscore_lib.whatif import change_split
from tests.asserts import observations, read_table
from tests.small_rubrics import criterion, document, load_document, metric, said

RANK = {"kind": "rank", "value": "lost", "best": "lowest"}
PLANS = {"kind": "per_unit", "per": "0.5", "count": "plans", "cap": "2"}
METRICS = {
    "lost": metric("int", min="0"),
    "plans": metric("int", min="0"),
    "day": metric("date", needed="optional"),
}
BEFORE = """
    region | lost | plans
    A      | 3    | 2
    B      | 2    | 1
    C      | 1    | 3"""
AFTER = """
    region | lost | plans
    A      | 2    | 3
    B      | 3    | 1
    C      | 1    | 3"""


def run(table: str, plans: dict | None = PLANS, rank: dict | None = RANK, **more) -> Scorecard:
    criteria = [criterion("1", rank, max_points="3")] if rank else []
    criteria += [criterion("2", plans)] if plans else []
    rubric = load_document(document(criteria, METRICS, **more))
    return score(rubric, observations(read_table(table)))


def parts(found, region: str) -> dict[str, tuple[float, ...]]:
    rows = found.criteria.filter(pl.col("region_id") == region).iter_rows(named=True)
    names = ("rule", "performance", "peers", "unsplit")
    return {row["criterion_id"]: tuple(float(row[name]) for name in names) for row in rows}


def test_own_figures_and_those_of_others():
    """A's 2 among the old figures is level with B and shares the second place; B's 3 is level with A's old 3 and
    keeps it, until A has its new figure: that point went to a peer.
    """
    found = change_split(run(BEFORE), run(AFTER))

    assert {"1": (0, 1, 0, 0), "2": (0, 0.5, 0, 0)} == parts(found, "A")
    assert {"1": (0, 0, -1, 0), "2": (0, 0, 0, 0)} == parts(found, "B")


def test_peers_move_who_stands_still():
    found = change_split(run(BEFORE), run(BEFORE.replace("C      | 1 ", "C      | 4 ")))

    assert (0, 0, 1, 0) == parts(found, "A")["1"]
    assert (0, -2, 0, 0) == parts(found, "C")["1"]


def test_a_stricter_rule():
    """Half a point a plan became a quarter: A's two old plans lost 0.5 by the rule, its third won 0.25."""
    found = change_split(run(BEFORE), run(AFTER, PLANS | {"per": "0.25"}))

    assert (-0.5, 0.25, 0, 0) == parts(found, "A")["2"]


def test_new_and_abolished_clauses_cannot_be_split():
    new = change_split(run(BEFORE, plans=None), run(AFTER))
    gone = change_split(run(BEFORE), run(AFTER, plans=None))

    assert (0, 0, 0, 1.5) == parts(new, "A")["2"]
    assert (0, 0, 0, -1) == parts(gone, "A")["2"]
    assert "上期没有这一条" in new.of("A")["why_zh"].to_list()
    assert "the clause is gone" in gone.of("A")["why_en"].to_list()


def test_a_missing_figure_cannot_be_split():
    found = change_split(run(BEFORE.replace("A      | 3    | 2", "A      | 3    |  ")), run(AFTER))

    assert (0, 0, 0, 1.5) == parts(found, "A")["2"]


def test_rules_about_days_are_not_held_against_old_days():
    dated = {"kind": "binary", "when": "day in period"}
    before, after = (
        f"""
        region | lost | plans | day
        A      | 3    | 2     | {day}
        B      | 2    | 1     | none"""
        for day in ("none", "2021-05-01")
    )

    found = change_split(run(before, dated), run(after, dated))

    assert (0, 0, 0, 2) == parts(found, "A")["2"]


def test_what_caps_do_is_told_apart_and_all_adds_up():
    held = [{"id": "1", "name": said("held"), "max_points": "3.2"}]
    found = change_split(run(BEFORE), run(AFTER, categories=held))

    mine = found.regions.filter(pl.col("region_id") == "A").row(0, named=True)
    assert Decimal("1.2") == mine["change"]
    assert Decimal("-0.3") == mine["caps"]


def test_it_says_itself():
    text = change_split(run(BEFORE), run(AFTER)).to_text("zh")

    assert "A +1.5（自身 +1.5）" in text
    assert "B −1（他人 −1）" in text


def test_regions_of_which_nothing_changed_are_counted():
    same = run(BEFORE)

    assert ["不变：3 个地区"] == change_split(same, same).lines("zh")
    assert "unchanged: 1 region" == change_split(run(BEFORE), run(AFTER)).lines("en")[-1]


def test_runs_without_anything_in_common():
    with pytest.raises(UsageError, match="no region in common"):
        change_split(run(BEFORE), run(AFTER.replace("A  ", "X  ").replace("B  ", "Y  ").replace("C  ", "Z  ")))  # fmt: skip


FIGURE = st.tuples(st.integers(0, 3), st.integers(0, 5))
LEAGUE = st.lists(st.tuples(FIGURE, FIGURE), min_size=2, max_size=5)


@given(LEAGUE, st.sampled_from(("0.25", "0.5", "0.3")), st.sampled_from(("1.1", "9")))
def test_the_parts_add_up_to_the_change_of_every_total(rows, per, cap):
    names = [f"R{number}" for number in range(len(rows))]
    tables = [
        "region | lost | plans\n" + "\n".join(f"{name} | {row[when][0]} | {row[when][1]}" for name, row in zip(names, rows, strict=True))
        for when in (0, 1)
    ]  # fmt: skip
    held = [{"id": "1", "name": said("held"), "max_points": cap}]

    found = change_split(run(tables[0]), run(tables[1], PLANS | {"per": per}, categories=held))

    for row in found.criteria.iter_rows(named=True):
        assert row["change"] == row["rule"] + row["performance"] + row["peers"] + row["unsplit"]
    for row in found.regions.iter_rows(named=True):
        split = sum((row[part] for part in ("rule", "performance", "peers", "unsplit", "caps")), Decimal(0))  # fmt: skip
        assert row["change"] == split == row["after"] - row["before"]


def test_one_region_is_told_criterion_by_criterion():
    found = change_split(run(BEFORE), run(AFTER))

    told = found.to_text("en", "A").splitlines()
    assert told[1:] == [
        "  1 criterion 1 +1 (performance +1)",
        "  2 criterion 2 +0.5 (performance +0.5)",
    ]
