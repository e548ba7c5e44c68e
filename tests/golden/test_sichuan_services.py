"""The worked examples of sichuan-2021-services: library, command line and reference scorer."""

from __future__ import annotations

import pytest

from tests.golden.worked_examples import WAYS, Scorer, WorkedExamples

WORKED = WorkedExamples("sichuan-2021-services", "sichuan_services_worked_examples.yml")


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    return Scorer(WORKED, lambda: tmp_path_factory.mktemp("golden"))


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
