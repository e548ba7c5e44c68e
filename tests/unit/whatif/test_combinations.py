"""Readings in combination: every draw is what the engine finds, and the choice that decides a place is named."""

import sys
from pathlib import Path

import numpy as np
import pytest

from govscore_lib.engine import score
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError
from govscore_lib.rubric import load_rubric, rubric_ids
from govscore_lib.whatif.readings.combinations import combinations
from govscore_lib.whatif.readings.combined import Combinations, explained
from tests.asserts import observations, read_table
from tests.random_figures import table
from tests.small_rubrics import criterion, document, metric, said, write_document

TABLE = """
    region | done | judged | extra | q
    A      | 1    | 1.5    | 0.5   | false
    B      | 2    | 0.9    | 0     | false
    C      | 0    | 1.9    | 1     | true
    D      |      | 1.25   | 0     | false
    E      | 1    | 1.504  | 0.5   | false"""


def reading(slug: str, **change: object) -> dict[str, object]:
    return {"slug": slug, "change": change, "because": said("why")}


def rubric_file(folder: Path, whole: bool = True) -> Path:
    """Two clauses with readings, one of which moves its weight; a category and two topics, where ``whole``."""
    apart = {"when": "q", "policy": "spread"}
    category = {"id": "1", "name": said("one"), "max_points": "6"}
    topics = {
        "veto": {"name": said("veto"), "options": {"B": reading("none", **{"criteria/1.3/rule/max": "0.2"})}},
        "prizes": {"name": said("prizes"), "options": {"B": reading("total", **{"total/min_points": "1"})}},
    }  # fmt: skip
    raw = document(
        [
            criterion(
                "1.1", {"kind": "proportional", "value": "done", "target": "2"},
                readings={"B": reading("half", **{"rule/target": "1"}), "C": reading("never", **{"rule/target": "8"})},
            ),
            criterion(
                "1.2", {"kind": "judged", "metric": "judged"},
                readings={"B": reading("apart", not_applicable=apart)} if whole else {"B": reading("less", max_points="1.5")},
            ),
            criterion("1.3", {"kind": "judged", "metric": "extra", "min": "0", "max": "1"}),
        ],
        {"done": metric("int"), "judged": metric("judged"), "extra": metric("judged"), "q": metric("bool")},
        categories=[category | ({"readings": {"B": reading("capped", max_points="3")}} if whole else {})],
        total={"max_points": "6"},
        **({"readings": topics} if whole else {}),
    )  # fmt: skip
    return write_document(raw, folder)


@pytest.fixture
def card(tmp_path: Path) -> Scorecard:
    return score(load_rubric(rubric_file(tmp_path)), observations(read_table(TABLE)))


def assert_as_scored(found: Combinations, card: Scorecard, step: int = 1) -> None:
    """The engine, run from the file on every draw (or every so many), finds the same totals and ranks."""
    for draw in range(0, found.draws, step):
        readings = dict(card.rubric.chosen)
        changes: dict[str, str] = {}
        for factor, level in zip(found.factors, found.levels[draw], strict=True):
            option = factor.options[level]
            if factor.key == "whole":
                readings |= dict(one.split("=") for one in option.split())
            else:
                (changes if "/" in factor.key else readings)[factor.key] = option
        other = score(load_rubric(card.rubric.origin, readings=readings, changes=changes), card.given.observations)  # fmt: skip
        rows = {row["region_id"]: row for row in other.scores.iter_rows(named=True)}
        drawn = zip(
            card.regions, found.totals[draw].tolist(), found.ranks[draw].tolist(), strict=True
        )
        for region, total, place in drawn:
            if rows[region.id]["total"] is not None:  # who is shut out has neither total nor rank
                assert int(rows[region.id]["total"].scaleb(9)) == total
            assert rows[region.id]["rank"] == (None if np.isnan(place) else place)


def test_every_draw_is_what_the_engine_finds(card):
    found = combinations(card, draws=40, seed=2, wholes=8)

    assert ["1.1", "ranking/ties", "ranking/decimals", "whole"] == [
        one.key for one in found.factors
    ]
    assert 8 == len(set(found.levels[:, -1].tolist()))
    assert_as_scored(found, card)


def test_clauses_alone_need_no_further_scoring(tmp_path, monkeypatch):
    card = score(load_rubric(rubric_file(tmp_path, whole=False)), observations(read_table(TABLE)))
    _ = card.readings
    monkeypatch.setattr(sys.modules[combinations.__module__], "read_otherwise", None)

    found = combinations(card, draws=60)

    assert ["1.1", "1.2", "ranking/ties", "ranking/decimals"] == [one.key for one in found.factors]
    assert_as_scored(found, card)


@pytest.mark.parametrize("name", rubric_ids())
def test_combinations_of_every_rubric_are_what_the_engine_finds(name):
    rubric = load_rubric(name)
    card = score(rubric, observations(table(rubric, seed=5)))

    found = combinations(card, draws=4, wholes=2, seed=4)

    assert {"ranking/decimals"} <= {one.key for one in found.factors}
    assert_as_scored(found, card, step=3)


def test_what_was_crossed_is_told(card):
    """Four questions with two answers each: a clause that moves its weight, a category, two topics."""
    few, every = (combinations(card, draws=100, wholes=wholes, seed=2) for wholes in (3, 100))

    assert (3, 16, False) == (few.crossed.scored, few.crossed.possible, few.crossed.all)
    assert (16, 16, True) == (every.crossed.scored, every.crossed.possible, every.crossed.all)
    assert {"scored": 3, "possible": 16} == few.record["wholes"]


def test_tie_rule_and_rounding_are_choices_too(card):
    """All that was varied is listed with its options, what moves nothing too."""
    choices = combinations(card, draws=300, wholes=2).choices

    assert {"1.1", "ranking/ties", "ranking/decimals", "whole"} == set(choices["factor"])
    assert {"ranking/ties": 4, "ranking/decimals": 3}.items() <= dict(choices.select("factor", "options").iter_rows()).items()  # fmt: skip
    assert choices["share"].is_sorted(descending=True)


def test_a_run_with_another_reading_is_the_one_compared_with(tmp_path):
    rubric = load_rubric(rubric_file(tmp_path), readings={"1.1": "C", "category:1": "B"})
    card = score(rubric, observations(read_table(TABLE)))

    found = combinations(card, draws=20, wholes=4)

    assert "C" == found.factors[0].current
    assert_as_scored(found, card)


def test_the_choice_that_decides_a_place_is_named(tmp_path):
    """Only how 1.1 is read brings B past C: B has 2 under both, C nothing; A gains a point by B, is first then."""
    table = "region | done | judged | extra | q\n A | 1 | 1.4 | 0 | false\n B | 2 | 0.9 | 0 | false\n C | 0 | 0 | 0 | false"  # fmt: skip
    card = score(load_rubric(rubric_file(tmp_path, whole=False)), observations(read_table(table)))
    found = combinations(card, draws=600)
    rows = {row["region_id"]: row for row in found.table.iter_rows(named=True)}

    assert ("1.1", "1.1", "") == tuple(rows[one]["decided_by"] for one in "ABC")
    assert (1, 2) == (rows["A"]["best"], rows["A"]["worst"])
    assert (3, 3, 1.0) == tuple(rows["C"][name] for name in ("best", "worst", "kept"))
    assert rows["A"]["share"] > 0.4
    strongest = found.influence.filter(found.influence["region_id"] == "A").row(0, named=True)
    assert "1.1" == strongest["factor"]
    assert strongest["best_mean"] < strongest["worst_mean"]


def test_shares_of_independent_choices_add_up():
    """A place that is a sum of two fair coins hangs on each by half; on a third coin by nothing."""
    rng = np.random.default_rng(0)
    coins = rng.integers(2, size=(4000, 3))
    places = (coins[:, 0] + coins[:, 1]).astype(float)
    whole = float(((places - places.mean()) ** 2).sum())

    shares = [explained(places, coins[:, at], whole) for at in range(3)]
    assert [0.5, 0.5, 0] == pytest.approx(shares, abs=0.03)


def test_the_same_seed_gives_the_same(card):
    one, again, other = (combinations(card, draws=30, wholes=3, seed=seed) for seed in (0, 0, 1))

    assert one.table.equals(again.table)
    assert (one.levels != other.levels).any()
    assert {"draws": 30, "seed": 0} == {name: one.record[name] for name in ("draws", "seed")}


def test_a_single_combination_is_not_enough(card):
    with pytest.raises(UsageError, match="take at least 2 combinations"):
        combinations(card, draws=1)
