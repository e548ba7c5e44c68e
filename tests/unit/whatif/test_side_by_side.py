"""Several scenarios side by side: each as it is by itself, all in one table."""

from pathlib import Path

import polars as pl
import pytest

from govscore_lib.engine import Scorecard, score
from govscore_lib.errors import InputError, UsageError
from govscore_lib.rubric import load_rubric
from govscore_lib.whatif import Scenario, compare_scenarios, whatif
from govscore_lib.whatif.scenarios.side_by_side import FIGURES, LETTERS
from tests.asserts import observations
from tests.random_figures import table

ONE = Scenario("more for corrections").points({"1.02": "12.5"})
TWO = (
    Scenario("without the last", keep_total="none").category_points({"2": "20"}).without("region 1")
)
NOTHING = Scenario("as printed")


@pytest.fixture(scope="module")
def card() -> Scorecard:
    rubric = load_rubric("huaian-2021-integrity")
    return score(rubric, observations(table(rubric, 1)))


@pytest.fixture(scope="module")
def found(card):
    return compare_scenarios(card, [ONE, NOTHING, TWO])


@pytest.mark.parametrize(("letter", "scenario"), [("A", ONE), ("B", NOTHING), ("C", TWO)])
def test_each_scenario_is_what_it_is_by_itself(card, found, letter, scenario):
    alone = whatif(card, scenario)

    for before, after in (("", "before"), (f"_{letter}", "after")):
        mine = {
            row["region_id"]: [row[f"{name}{before}"] for name in FIGURES]
            for row in found.regions.iter_rows(named=True)
        }
        assert {
            row["region_id"]: [row[f"{name}_{after}"] for name in FIGURES]
            for row in alone.regions.iter_rows(named=True)
        } == mine
    reasons = found.criteria.filter(pl.col("scenario") == letter).drop("scenario")
    assert alone.criteria.equals(reasons)


def test_regions_stand_in_the_order_of_the_baseline(card, found):
    assert card.scores["region_id"].to_list() == found.regions["region_id"].to_list()


def test_who_moves_in_any_is_listed_once(card, found):
    moved = {region for one in (ONE, TWO) for region in whatif(card, one).moved["region_id"]}

    assert moved == set(found.moved["region_id"])
    assert len(moved) == found.moved.height


def test_a_scenario_without_changes_is_the_baseline(found):
    for name in FIGURES:
        assert found.regions[name].equals(found.regions[f"{name}_B"])


@pytest.mark.parametrize(("language", "head"), [("zh", "地区"), ("en", "region")])
def test_the_text_says_each_scenario_and_then_all_places(found, language, head):
    told, _, places = found.to_text(language).partition("\n\n")

    for letter, one in zip("ABC", (ONE, NOTHING, TWO), strict=True):
        assert f"{letter}  {one.name.in_language(language)}" in told
    lines = places.splitlines()
    assert lines[0].startswith(head)
    assert ["A", "B", "C"] == lines[0].split()[-3:]
    assert found.regions.height + 1 == len(lines)
    gone = found.regions.filter(pl.col("region_id") == "region 1")[f"region_{language}"].item()
    assert next(line for line in lines if line.startswith(gone)).endswith("—")


def test_the_tables_and_every_run_are_written(found, tmp_path: Path):
    found.write(tmp_path)

    wide = pl.read_csv(tmp_path / "side_by_side.csv", infer_schema_length=0)
    assert found.regions.height == wide.height
    assert {"total", "rank_A", "prize_C"} <= set(wide.columns)
    assert (tmp_path / "side_by_side_criteria.csv").read_text("utf-8").startswith("scenario,")
    for letter in "ABC":
        assert (tmp_path / letter / "scores.csv").exists()
        assert (tmp_path / letter / "scenario.yml").exists()


def test_the_faults_of_all_scenarios_are_told_at_once(card):
    with pytest.raises(InputError) as fault:
        compare_scenarios(
            card, [Scenario("a").points({"9.99": 1}), ONE, Scenario("b").without("巴黎")]
        )

    assert "9.99" in str(fault.value)
    assert "巴黎" in str(fault.value)


@pytest.mark.parametrize("count", [0, len(LETTERS) + 1])
def test_none_and_more_than_there_are_letters_are_refused(card, count):
    with pytest.raises(UsageError, match="side by side"):
        compare_scenarios(card, [NOTHING] * count)


def test_a_cell_shows_the_table_with_chinese_first(found):
    html = found._repr_html_()

    assert html.index("几个方案并排") < html.index("Scenarios side by side")
    assert html.count("<tr") == found.regions.height + 1
