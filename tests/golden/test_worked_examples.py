"""Every worked example of every document: by library, command line and reference scorer."""

from __future__ import annotations

from functools import cache

import pytest

from tests.golden.worked_examples import WAYS, Scorer, WorkedExamples

WORKED = {
    worked.rubric: worked
    for worked in (
        WorkedExamples("huaian-2021-integrity", "huaian_worked_examples.yml"),
        WorkedExamples("xiangxi-2021-services", "xiangxi_worked_examples.yml"),
        WorkedExamples("rudong-2021-townships", "rudong_worked_examples.yml"),
        WorkedExamples("sichuan-2021-services", "sichuan_services_worked_examples.yml"),
        WorkedExamples("sichuan-2021-trading", "sichuan_trading_worked_examples.yml"),
        WorkedExamples("sichuan-2021-publicity", "sichuan_publicity_worked_examples.yml"),
    )
}
WITHOUT = {"huaian-2021-integrity": 28}
"""Clauses without an example: plain facts, one question each."""
CASES = [
    pytest.param(rubric, *case.values, id=f"{rubric}-{case.id}")
    for rubric, worked in WORKED.items()
    for case in worked.cases
]


@pytest.fixture(scope="module")
def scorer_of(tmp_path_factory: pytest.TempPathFactory):
    @cache
    def scorer(rubric: str) -> Scorer:
        return Scorer(WORKED[rubric], lambda: tmp_path_factory.mktemp("golden"))

    return scorer


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("rubric", "number", "variant"), CASES)
def test_worked_example(way: str, rubric: str, number: int, variant: str, scorer_of):
    worked = WORKED[rubric]
    expected = worked.expected(number, variant)
    actual = worked.picked(number, scorer_of(rubric).ledger(way, worked.run_of(number, variant)))

    assert expected == actual


@pytest.mark.parametrize("rubric", WORKED)
def test_every_reading_of_a_clause_has_an_example(rubric: str):
    """A reading that the rubric offers is pinned by a figure worked out by hand."""
    worked = {
        (criterion, slug)
        for criterion, slugs in WORKED[rubric].variants.items()
        for slug in slugs[1:]
    }

    assert WORKED[rubric].letters.keys() == worked


@pytest.mark.parametrize("rubric", WORKED)
def test_clauses_have_an_example(rubric: str):
    lacking = WORKED[rubric].clauses.keys() - WORKED[rubric].variants.keys()

    assert WITHOUT.get(rubric, 0) == len(lacking)
