"""The library's own rubrics, under every reading they offer, on random data: engine and reference agree."""

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscore_lib.rubric import Rubric, load_rubric, rubric_ids
from tests.asserts import assert_same_scores
from tests.random_figures import table
from tests.strategies import search

RUBRICS = rubric_ids()


@cache
def loaded(name: str, turn: int = 0) -> Rubric:
    """The rubric with the first, second, … reading of every clause, category and topic that has so many.

    0 is the default.
    """
    if not turn:
        return load_rubric(name)
    offered = {one.key: list(one.options) for one in loaded(name).targets.values()}
    return load_rubric(
        name, readings={key: keys[turn - 1] for key, keys in offered.items() if turn <= len(keys)}
    )


def turns(name: str) -> range:
    """As many turns as the question with most readings needs."""
    targets = loaded(name).targets.values()
    return range(1, 1 + max((len(one.options) for one in targets), default=0))


TURNS = [(name, turn) for name in RUBRICS for turn in turns(name)]


@pytest.mark.parametrize("name", RUBRICS)
@search(12, wide=300)
@given(seed=st.integers(0, 2**32))
def test_rubrics_agree(name, seed):
    rubric = loaded(name)

    assert_same_scores(rubric, table(rubric, seed))


@pytest.mark.parametrize(("name", "turn"), TURNS)
def test_every_reading_agrees(name, turn):
    rubric = loaded(name, turn)

    assert rubric.chosen
    for seed in range(4):
        assert_same_scores(rubric, table(rubric, seed))
