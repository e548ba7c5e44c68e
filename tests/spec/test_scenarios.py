"""What a scenario changes, and what it must leave as it is."""

import json
from pathlib import Path

import polars as pl
import pytest

from govscore_lib.engine import score, write_scorecard
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import InputError, UsageError
from govscore_lib.points import plain
from govscore_lib.rubric import Rubric, load_rubric
from govscore_lib.whatif.scenarios.run import apply, carry_out, whatif
from govscore_lib.whatif.scenarios.scenario import Scenario
from tests.asserts import observations, read_table
from tests.small_rubrics import criterion, document, metric, said

READING = {"slug": "linear", "change": {"rule/mode": "linear"}, "because": said("why")}
SHORTFALL = {"kind": "shortfall", "value": "b / 10", "target": "1", "step": "0.2", "per_step": "1"}
DOCUMENT = document(
    [
        criterion("1", {"kind": "ratio", "value": "a / limit"}),
        criterion("2", SHORTFALL, readings={"B": READING}),
        criterion("3", {"kind": "rank", "value": "c", "best": "highest"}, max_points="3"),
        criterion("4", {"kind": "bonus", "when": "p", "points": "1"}, category="9", max_points=None),
    ],
    {
        "a": metric("int", min="0", max="10"),
        "b": metric("int", min="0", check=["b <= 10"]),
        "c": metric("int"),
        "p": metric("bool"),
    },
    parameters={"limit": {"value": "10", "name": said("limit"), "source": "law"}},
    categories=[
        {"id": "1", "name": said("base"), "max_points": "7"},
        {"id": "9", "name": said("bonus"), "max_points": "2", "component": "bonus"},
    ],
    total={"max_points": "7"},
)  # fmt: skip
TABLE = """
    region | a  | b | c | p
    A      | 10 | 9 | 5 | false
    B      | 5  | 8 | 7 | false
    C      | 0  | 3 | 1 | true"""


@pytest.fixture(scope="module")
def rubric(tmp_path_factory: pytest.TempPathFactory) -> Rubric:
    path = tmp_path_factory.mktemp("rubric") / "small.yml"
    path.write_text(json.dumps(DOCUMENT, ensure_ascii=False), encoding="utf-8")
    return load_rubric(path)


@pytest.fixture(scope="module")
def card(rubric: Rubric) -> Scorecard:
    return score(rubric, observations(read_table(TABLE)))


def totals(scorecard: Scorecard) -> str:
    rows = scorecard.scores.sort("region_id").select("region_id", "total", "rank").iter_rows()
    return "; ".join(f"{region} {plain(total)} {rank}" for region, total, rank in rows)


def test_the_baseline(card):
    """a/10 of 2; 2 less 1 a started fifth below 10 of b; thirds of 3 by place; a bonus of 1."""
    assert "A 6 1; B 5 2; C 2 3" == totals(card)


@pytest.mark.parametrize(
    ("scenario", "expected"),
    [
        (Scenario("first worth 4", keep_total="none").points({"1": 4}), "A 8 1; B 6 2; C 2 3"),
        (Scenario("first worth 4.5, others halved").points({"1": 4.5}), "A 6.5 1; B 4.25 2; C 1.5 3"),
        (Scenario("first worth nothing", keep_total="none").points({"1": 0}), "A 4 1; B 4 1; C 2 3"),
        (Scenario("base worth 14", keep_total="none").category_points({"1": 14}), "A 12 1; B 10 2; C 3 3"),
        (Scenario("bonus worth double").category_points({"9": 4}), "A 6 1; B 5 2; C 3 3"),
        (Scenario("a parameter").change("parameters/limit/value", 20), "A 5 1; B 4.5 2; C 2 3"),
        (Scenario("a rule").change("criteria/2/rule/per_step", "0.5"), "A 6 1; B 5.5 2; C 2.5 3"),
        (Scenario("tie rule").change("ranking/decimals", 0).change("ranking/ties", "max"), "A 6 1; B 5 2; C 2 3"),
        (Scenario("a reading").read("2", "linear"), "A 5.5 1; B 5 2; C 2 3"),
        (Scenario("a figure moves others too").figure("C", "c", 9), "A 5 1; B 4 2; C 4 2"),
        (Scenario("a figure is missing").figure("A", "c", None), "A 4 2; B 5 1; C 2.5 3"),
        (Scenario("without one").without("B"), "A 7 1; C 2.5 2"),
        (Scenario("among two").among(["B", "C"]), "B 5 1; C 2.5 2"),
    ],
    ids=lambda value: value.name.en if isinstance(value, Scenario) else "",
)  # fmt: skip
def test_what_changes(card, scenario, expected):
    assert expected == totals(carry_out(scenario, card))


def test_an_empty_scenario_is_the_baseline_to_the_byte(rubric, card, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    inputs = observations(read_table(TABLE))
    write_scorecard(score(rubric, inputs), tmp_path / "plain")
    write_scorecard(apply(Scenario("nothing"), rubric, inputs), tmp_path / "empty")

    before, after = ({path.name: path.read_bytes() for path in folder.iterdir()}
                     for folder in (tmp_path / "plain", tmp_path / "empty"))  # fmt: skip

    assert before == after
    assert whatif(card, Scenario("nothing")).moved.is_empty()


def test_a_scenario_leaves_baseline_and_inputs_alone(card):
    before = card.scores.clone()
    inputs = card.observations.clone()

    carry_out(Scenario("a").figure("C", "c", 9).points({"1": 1}).without("B"), card)

    assert before.equals(card.scores)
    assert inputs.equals(card.observations)


def test_the_receipt_keeps_the_scenario(card):
    scenario = Scenario("first worth 4.5").points({"1": "4.5"})

    kept = carry_out(scenario, card).receipt["scenario"]

    assert scenario.hash == kept["sha256"]
    assert [{"criterion": "1", "points": "4.5"}] == kept["changes"]
    assert {"1": "4.5", "2": "1", "3": "1.5"} == kept["points"]
    assert "scenario" not in card.receipt


def test_who_moves_and_by_which_criteria(card):
    found = whatif(card, Scenario("a", keep_total="none").figure("C", "c", 9).points({"1": 0}))

    moved = {row["region_id"]: row["places_won"] for row in found.moved.iter_rows(named=True)}
    assert {"A": -1.0, "C": 2.0} == moved
    why = found.reasons("A").select("criterion_id", "change").iter_rows()
    assert [("1", "-2"), ("3", "-1")] == [(name, plain(change)) for name, change in why]
    assert "C: 3 → 1  2 → 4 (+2)  [3 +2]" in found.to_text("en")
    assert "C：3 → 1" in found.to_text("zh")


def test_changes_by_criterion_add_up_to_the_change_of_the_total(card):
    scenario = (
        Scenario("all").points({"1": "3.333"}).read("2", "B").change("categories/1/max_points", "5")
    )

    found = whatif(card, scenario)

    summed = dict(found.criteria.group_by("region_id").agg(pl.col("change").sum()).iter_rows())
    assert dict(found.regions.select("region_id", "total_change").iter_rows()) == summed
    assert {"cap:1"} <= set(found.criteria["criterion_id"])


def test_regions_that_go_are_told(card):
    found = whatif(card, Scenario("a").without("B"))

    gone = found.moved.filter(pl.col("region_id") == "B").row(0, named=True)
    assert (2.0, None, "final", None) == (
        gone["rank_before"],
        gone["rank_after"],
        gone["status_before"],
        gone["status_after"],
    )
    assert "B: 2 → —  final → absent" in found.to_text("en")


def test_a_comparison_is_written_with_its_run(card, tmp_path):
    whatif(card, Scenario("a").points({"1": 1})).write(tmp_path / "out")

    names = sorted(path.name for path in (tmp_path / "out").iterdir())

    assert ["categories.csv", "comparison.csv", "comparison_criteria.csv", "comparison_maxima.csv",
            "ledger.csv", "receipt.json", "scenario.yml", "scores.csv"] == names  # fmt: skip
    first = (tmp_path / "out" / "comparison_maxima.csv").read_text("utf-8").splitlines()[1]
    assert "1,criterion 1,criterion 1,2,1,-1" == first


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        (Scenario("s", rubric="other"), "scenario 's': is for the rubric other, not for small-2021."),
        (Scenario("s").points({"5": 1}), "scenario 's', change 1, points of criterion 5: there is no such criterion."),
        (Scenario("s").points({"1": 8}), "scenario 's', points of the others: the given points are 1 more than there are to share out."),
        (Scenario("s").read("2", "Z"), "scenario 's', change 1: criterion 2 has no reading 'Z'. Allowed: A (default), B (linear)."),
        (Scenario("s").read("7", "B"), "scenario 's', change 1: there is no criterion '7'"),
        (Scenario("s").change("criteria/2/rule/stpe", 1), "change 1, criteria/2/rule/stpe: key 'stpe' is not known here. Allowed: "),
        (Scenario("s").change("criteria/22/rule", 1), "there is no 'criteria/22' in the rubric."),
        (Scenario("s").change("league", "sichuan"), "path league: write {league: …} instead."),
        (Scenario("s").figure("A", "d", 1), "scenario 's', change 1, metric_id: 'd' is no metric of small-2021."),
        (Scenario("s").figure("A", "a", 11), "scenario 's', change 1, value (a): '11' "),
        (Scenario("s").figure("A", "p", "maybe"), "scenario 's', change 1, value (p): 'maybe' "),
        (Scenario("s").figure("D", "a", 1), "scenario 's', change 1: there is no region 'D'."),
        (Scenario("s").without("A").figure("A", "a", 1), "scenario 's', change 2: 'A' is not among the regions compared here."),
        (Scenario("s").figure("A", "b", 11), "scenario 's', change 1, region A, b: needed is b ≤ 10; found: b 11."),
        (Scenario("s").without("A", "B", "C"), "scenario 's': leaves no region to compare."),
        (Scenario("s").among("nowhere"), "scenario 's', change 1: is not known. Allowed: "),
        (Scenario("s").among("sichuan"), "scenario 's': none of the regions compared has any figure."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(card, scenario, words):
    with pytest.raises(InputError) as told:
        carry_out(scenario, card)

    assert words in str(told.value)


def test_all_that_does_not_fit_is_told_before_anything_runs(rubric):
    """The observations could not even be scored: the scenario is looked at first."""
    scenario = Scenario("s").points({"5": 1}).read("2", "Z").figure("A", "d", 1).without("X")

    with pytest.raises(InputError) as told:
        apply(
            scenario, rubric, pl.DataFrame({"region_id": ["A"], "metric_id": ["?"], "value": [""]})
        )

    assert 4 == len(told.value.problems)


def test_a_figure_lifts_what_kept_its_criteria_from_being_scored(rubric):
    inputs = observations(read_table(TABLE))
    card = score(rubric, inputs, blocked={("A", "1"): "doubtful", ("B", "1"): "doubtful"})

    after = carry_out(Scenario("the figure is right after all").figure("A", "a", 10), card)

    assert {("B", "1"): "doubtful"} == after.blocked
    assert "A 6 1; B 4 2; C 2 3" == totals(after)


def test_the_outcome_of_a_scenario_is_no_baseline(card):
    after = carry_out(Scenario("one").points({"1": 1}), card)

    with pytest.raises(UsageError, match="Add the changes to that scenario"):
        carry_out(Scenario("two").points({"1": 2}), after)


def test_a_rubric_that_cannot_be_loaded_again_is_told(card, tmp_path):
    path = tmp_path / "moved.yml"
    path.write_text(json.dumps(DOCUMENT, ensure_ascii=False), encoding="utf-8")
    other = score(load_rubric(path), observations(read_table(TABLE)))
    changed = json.dumps(DOCUMENT | {"document": "another"}, ensure_ascii=False)
    path.write_text(changed, encoding="utf-8")

    with pytest.raises(UsageError, match="is not what its file says now"):
        carry_out(Scenario("a").read("2", "B"), other)
    assert "A 8 1; B 6 2; C 2 3" == totals(
        carry_out(Scenario("points need no file", keep_total="none").points({"1": 4}), other)
    )


def test_a_rubric_alone_needs_observations(rubric):
    with pytest.raises(UsageError, match="give observations"):
        whatif(rubric, Scenario("a"))

    found = whatif(rubric, Scenario("a").points({"1": 1}), observations(read_table(TABLE)))
    assert Path(rubric.origin).name == "small.yml"
    assert 3 == found.regions.height


COUNTED = document(
    [criterion("1", {"kind": "per_unit", "per": "1", "count": "quick"})],
    {"quick": metric("int")},
    parameters={"last_day": {"value": "2021-06-30", "name": said("last day"), "source": "law"}},
    registers={
        "answers": {
            "name": said("answers"),
            "key": ["id"],
            "region": "region_id",
            "columns": {
                "id": {"type": "text", "name": said("id")},
                "region_id": {"type": "text", "name": said("region")},
                "answered_on": {"type": "date", "name": said("answered on")},
            },
        }
    },
    derivations=[
        {
            "from": "answers",
            "keep": "answered_on <= last_day",
            "yields": {"quick": {"count": "rows"}},
        }
    ],
)


def test_what_is_counted_from_records_follows_the_scenario(tmp_path):
    """A counts 1 answer and B 2 by the last day; a later one counts for A too; a figure wins over records."""
    path = tmp_path / "counted.yml"
    path.write_text(json.dumps(COUNTED, ensure_ascii=False), encoding="utf-8")
    days = pl.Series("answered_on", ["2021-06-30", "2021-07-01", "2021-01-05", "2021-02-05"])
    frame = pl.DataFrame(
        [pl.Series("id", list("abcd")), pl.Series("region_id", list("AABB")), days.str.to_date()]
    )
    regions = pl.DataFrame(
        {"region_id": ["A", "B"], "metric_id": [None, None], "value": [None, None]},
        schema_overrides={"metric_id": pl.String, "value": pl.String},
    )
    card = score(load_rubric(path), regions, {"answers": frame})
    later = Scenario("later").change("parameters/last_day/value", "2021-07-31")

    assert "A 1 2; B 2 1" == totals(card)
    assert "A 2 1; B 2 1" == totals(carry_out(later, card))
    assert "A 1 2; B 7 1" == totals(carry_out(Scenario("figure").figure("B", "quick", 7), card))
    assert "A 2 2; B 7 1" == totals(carry_out(later.figure("B", "quick", 7), card))
    assert "B 2 1" == totals(carry_out(later.without("A"), card))
