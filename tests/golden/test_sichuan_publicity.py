"""The worked examples of sichuan-2021-publicity: library, command line and reference scorer."""

from __future__ import annotations

import pytest

import govscore_lib as gs
from tests.golden.worked_examples import WAYS, Scorer, WorkedExamples
from tests.golden.worked_runs import RunScorer, WorkedRuns

WORKED = WorkedExamples("sichuan-2021-publicity", "sichuan_publicity_worked_examples.yml")
RUNS = WorkedRuns("sichuan-2021-publicity", "sichuan_publicity_worked_runs.yml")


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


def test_every_reading_of_a_part_or_of_the_whole_has_a_run():
    offered = {
        (target.key, option.slug)
        for target in gs.load_rubric(RUNS.rubric).targets.values()
        for option in target.options.values()
    }

    assert set() == offered - RUNS.readings
