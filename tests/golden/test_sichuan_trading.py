"""The worked examples of sichuan-2021-trading: library, command line and reference scorer."""

from __future__ import annotations

from fractions import Fraction

import pytest

import govscore_lib as gs
from tests.golden.worked_examples import WAYS, Scorer, WorkedExamples
from tests.golden.worked_runs import RunScorer, WorkedRuns

WORKED = WorkedExamples("sichuan-2021-trading", "sichuan_trading_worked_examples.yml")
RUNS = WorkedRuns("sichuan-2021-trading", "sichuan_trading_worked_runs.yml")


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    return Scorer(WORKED, lambda: tmp_path_factory.mktemp("golden"))


@pytest.fixture(scope="module")
def run_scorer(tmp_path_factory: pytest.TempPathFactory) -> RunScorer:
    return RunScorer(RUNS, lambda: tmp_path_factory.mktemp("runs"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("number", "variant"), WORKED.cases)
def test_worked_example(way: str, number: int, variant: str, scorer: Scorer):
    expected = WORKED.expected(number, variant)
    actual = WORKED.picked(number, scorer.ledger(way, WORKED.run_of(number, variant)))

    assert expected == actual


def test_every_reading_of_a_clause_has_an_example():
    """A reading that the rubric offers is pinned by a figure worked out by hand."""
    worked = {
        (criterion, slug) for criterion, slugs in WORKED.variants.items() for slug in slugs[1:]
    }

    assert WORKED.letters.keys() == worked


def test_every_clause_has_an_example():
    assert WORKED.clauses.keys() == WORKED.variants.keys()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("number", "readings"), RUNS.cases)
def test_worked_run(way: str, number: int, readings: str, run_scorer: RunScorer):
    expected = RUNS.expected(number, readings, way)
    actual = run_scorer.results(way, number, readings)

    assert expected == actual


def test_every_topic_has_a_run():
    """A reading of the whole rubric is pinned by a run worked out by hand."""
    offered = {
        (f"rubric:{topic}", option["slug"])
        for topic, body in WORKED.document["readings"].items()
        for option in body["options"].values()
    }

    assert set() == offered - RUNS.readings


def test_every_reading_of_a_category_has_a_run():
    offered = {
        (f"category:{category['id']}", option["slug"])
        for category in WORKED.document["categories"]
        for option in category.get("readings", {}).values()
    }

    assert {("category:9", "third-component")} == offered
    assert set() == offered - RUNS.readings


def test_the_doubtful_amount_of_a_deduction_is_one_figure():
    """Another amount in one place prices all eleven kinds of event."""
    rubric = gs.load_rubric(WORKED.rubric, changes={"parameters/event_deduction/value": "2.5"})

    assert {Fraction(5, 2)} == {rubric.criteria[f"9.d{n}"].rule.per for n in range(1, 12)}
