"""Closed-form intervals of weights: by hand, beside the exact ones, and by brute force around every end."""

import numpy as np
import pytest

from govscore_lib.engine import score
from govscore_lib.errors import UsageError
from govscore_lib.whatif.margins.intervals import weight_intervals
from govscore_lib.whatif.margins.stability import stability
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric

NAMES = tuple("abcde")


def figures(size: int, seed: int) -> np.ndarray:
    return np.round(np.random.default_rng(seed).random((size, len(NAMES))), 4)


def test_two_regions_by_hand():
    """w + (1 − w)/2 = w/2 + 3 (1 − w)/4 at w = 1/3."""
    found = weight_intervals(np.array([[1, 0.5], [0.5, 0.75]]), np.array([0.5, 0.5]))

    assert [1 / 3, 0] == pytest.approx(found.low.tolist())
    assert [1, 2 / 3] == pytest.approx(found.high.tolist())
    assert [[0, 1], [-1, -1]] == found.low_pair.tolist()
    assert [[-1, -1], [0, 1]] == found.high_pair.tolist()


def rescaled(weights: np.ndarray, at: int, weight: float, others: str) -> np.ndarray:
    moved = weights.copy()
    if others == "rescaled":
        moved *= (1 - weight) / (1 - weights[at])
    moved[at] = weight
    return moved


@pytest.mark.parametrize("others", ["rescaled", "held"])
@pytest.mark.parametrize("seed", range(4))
def test_the_order_stays_up_to_an_end_and_changes_beyond(others, seed):
    table = figures(12, seed)
    weights = np.random.default_rng(seed + 50).dirichlet(np.ones(len(NAMES)))
    found = weight_intervals(table, weights, others)
    order = np.argsort(-(table @ weights)).tolist()

    for at in range(len(NAMES)):
        for end, pair, outwards in ((found.low[at], found.low_pair[at], -1), (found.high[at], found.high_pair[at], 1)):  # fmt: skip
            inside = end - outwards * 1e-6 if np.isfinite(end) else 1e3
            assert order == np.argsort(-(table @ rescaled(weights, at, inside, others))).tolist()
            if pair[0] >= 0:
                beyond = table @ rescaled(weights, at, end + outwards * 1e-6, others)
                assert beyond[pair[0]] < beyond[pair[1]]


@pytest.mark.parametrize("others", ["rescaled", "held"])
def test_a_rubric_without_caps_has_the_same_ends(others):
    """The exact ones compare totals of six decimals, and lie nearer by no more than that is worth."""
    table = figures(8, 9)
    raw = document([criterion(name, {"kind": "ratio", "value": name}) for name in NAMES],
                   {name: metric("decimal") for name in NAMES}, ranking={"decimals": "9"})  # fmt: skip
    values = {f"R{n}": dict(zip(NAMES, map(str, row), strict=True)) for n, row in enumerate(table.tolist())}  # fmt: skip
    exact = stability(score(load_document(raw), observations(values)), ["ranking"], others=others)
    weights = np.full(len(NAMES), 1 / len(NAMES))
    found = weight_intervals(table, weights, others)

    for at, name in enumerate(NAMES):
        low, high = exact.of(name).low.points, exact.of(name).high.points
        assert found.low[at] * 10 == pytest.approx(float(low or 0), abs=1e-6)
        assert found.high[at] * 10 == pytest.approx(np.inf if high is None else float(high), abs=1e-6)  # fmt: skip


@pytest.mark.parametrize(
    ("table", "weights", "words"),
    [
        ([[1, 2]], [1], "a weight per column"),
        ([[1, 2], [2, 1]], [1, 0], "above 0"),
        ([[1, 2], [2, 1]], [0.5, 0.5], "two sums are equal"),
    ],
)
def test_what_has_no_intervals_is_told(table, weights, words):
    with pytest.raises(UsageError, match=words):
        weight_intervals(np.array(table, float), np.array(weights, float))


def test_one_region_keeps_its_place():
    found = weight_intervals(np.array([[1.0, 2.0]]), np.array([0.5, 0.5]))

    assert ([0, 0], [1, 1]) == (found.low.tolist(), found.high.tolist())
