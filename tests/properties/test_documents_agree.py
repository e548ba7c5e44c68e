"""The library's own rubrics, under every reading they offer, on random data: engine and reference agree."""

import random
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscore_lib.rubric import Metric, Rubric, load_rubric, rubric_ids
from tests.asserts import assert_same_scores
from tests.strategies import DAYS, search

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


def cell(metric: Metric, chance: random.Random, gaps: float) -> str | None:
    """A value that the metric's declaration allows, from a short list so that ties are common."""
    if chance.random() < gaps:
        return None
    if metric.type == "bool":
        return chance.choice(["true", "false"])
    if metric.type == "date":
        return chance.choice(DAYS)
    if metric.type == "enum":
        return chance.choice(list(metric.values))
    if metric.type == "text":
        return chance.choice(["淮安市", "宿迁市"])
    least = int(metric.min or 0)
    return str(chance.randint(least, least + chance.choice([1, 4, 10])))


def table(rubric: Rubric, seed: int) -> dict[str, dict[str, str | None]]:
    chance = random.Random(seed)
    gaps = chance.choice([0.0, 0.0, 0.02, 0.3])
    return {
        f"region {number}": {
            name: cell(metric, chance, gaps) for name, metric in rubric.metrics.items()
        }
        for number in range(chance.randint(1, 9))
    }


@pytest.mark.parametrize("name", RUBRICS)
@search(30)
@given(seed=st.integers(0, 2**32))
def test_rubrics_agree(name, seed):
    rubric = loaded(name)

    assert_same_scores(rubric, table(rubric, seed))


@pytest.mark.parametrize(("name", "turn"), TURNS)
def test_every_reading_agrees(name, turn):
    rubric = loaded(name, turn)

    assert rubric.chosen
    for seed in range(8):
        assert_same_scores(rubric, table(rubric, seed))
