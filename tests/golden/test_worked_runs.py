"""Whole runs of Sichuan's documents, registers and general rules included: three ways, every open question."""

from __future__ import annotations

from functools import cache

import pytest

import govscore_lib as gs
from tests.golden.worked_examples import WAYS
from tests.golden.worked_runs import RunScorer, WorkedRuns

RUNS = {
    runs.rubric: runs
    for runs in (
        WorkedRuns("sichuan-2021-services", "sichuan_services_worked_runs.yml"),
        WorkedRuns("sichuan-2021-trading", "sichuan_trading_worked_runs.yml"),
        WorkedRuns("sichuan-2021-publicity", "sichuan_publicity_worked_runs.yml"),
    )
}
CASES = [
    pytest.param(rubric, *case.values, id=f"{rubric}-{case.id}")
    for rubric, runs in RUNS.items()
    for case in runs.cases
]


@pytest.fixture(scope="module")
def scorer_of(tmp_path_factory: pytest.TempPathFactory):
    @cache
    def scorer(rubric: str) -> RunScorer:
        return RunScorer(RUNS[rubric], lambda: tmp_path_factory.mktemp("runs"))

    return scorer


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("rubric", "number", "readings"), CASES)
def test_worked_run(way: str, rubric: str, number: int, readings: str, scorer_of):
    expected = RUNS[rubric].expected(number, readings, way)
    actual = scorer_of(rubric).results(way, number, readings)

    assert expected == actual


@pytest.mark.parametrize("rubric", RUNS)
def test_every_open_question_beyond_a_clause_has_a_run(rubric: str):
    """A reading of a category or of the whole rubric is pinned by a run worked out by hand."""
    offered = {
        (target.key, option.slug)
        for target in gs.load_rubric(rubric).targets.values()
        for option in target.options.values()
        if not target.criterion
    }

    assert offered
    assert set() == offered - RUNS[rubric].readings
