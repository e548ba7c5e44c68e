"""Places of whole blocks: packed sorting, ties and counting against the engine's own ranks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from govscore_lib.algebra.league import places
from govscore_lib.whatif.weightings.placing import Counts, joined, placed
from tests.strategies import TIES

totals = arrays(
    np.int64, st.tuples(st.integers(1, 4), st.integers(1, 9)), elements=st.integers(-4, 4)
)
# with nine regions at most, floats hold a spread of 8 × 10¹³ beside their numbers and not one of 8 × 10¹⁴
largest = st.sampled_from([1, 10**6, 10**11, 10**13, 10**14])


def by_region(order, values):
    """Values by position, put back to the regions."""
    found = np.empty_like(values)
    np.put_along_axis(found, order, values, axis=1)
    return found


@given(keys=totals, scale=largest, ties=st.sampled_from(TIES), kind=st.sampled_from([int, float]))
def test_places_are_those_of_the_engine(keys, scale, ties, kind):
    expected = [places(row * scale, ties, "highest").tolist() for row in keys]

    block = placed((keys * scale).astype(kind))

    assert expected == by_region(block.order, block.doubled(ties)).tolist()


@given(keys=totals, ties=st.sampled_from(TIES))
def test_counts_are_those_of_the_engine(keys, ties):
    draws, size = keys.shape
    counts = Counts(size, draws, ties)
    for row in keys:
        block = placed(row[None].copy())
        counts.store(block, counts.reserve(1))
        counts.correct(block)

    table = counts.finished()

    expected = np.array([places(row, ties, "highest") for row in keys]) / 2
    for region in range(size):
        for column, place in enumerate(counts.places):
            assert int((expected[:, region] == place).sum()) == table[region, column]
    assert (table.sum(axis=1) == draws).all()


@given(keys=totals, data=st.data())
def test_some_regions_alone_keep_their_order_and_their_ties(keys, data):
    chosen = np.array(data.draw(st.lists(st.booleans(), min_size=keys.shape[1], max_size=keys.shape[1])))  # fmt: skip
    expected = [places(row[chosen], "min", "highest").tolist() for row in keys]

    block = placed(keys.copy()).within(chosen)

    numbers = np.cumsum(chosen) - 1
    found = by_region(numbers[block.order], block.doubled("min")) if chosen.any() else keys[:, :0]
    assert expected == found.tolist()


@given(first=totals, data=st.data())
def test_a_second_figure_decides_between_equal_ones_only(first, data):
    second = data.draw(arrays(np.int64, first.shape, elements=st.integers(-4, 4)))
    pairs = [list(zip(*rows, strict=True)) for rows in zip(first.tolist(), second.tolist(), strict=True)]  # fmt: skip
    expected = [[1 + sum(other > own for other in row) for own in row] for row in pairs]

    block = placed(joined([first, second]))

    assert expected == (by_region(block.order, block.doubled("min")) // 2).tolist()


def test_more_draws_than_can_be_stored_are_counted_in_between(monkeypatch):
    monkeypatch.setattr("govscore_lib.whatif.weightings.placing.SHORT", 0)
    monkeypatch.setattr("govscore_lib.whatif.weightings.placing.STORED", 3 * 2 * 4)
    counts = Counts(3, 1000, "min")
    rng = np.random.default_rng(1)

    for _ in range(10):
        block = placed(rng.permuted(np.tile([5, 6, 7], (4, 1)), axis=1))
        counts.store(block, counts.reserve(4))
        counts.correct(block)

    assert (3, 4) == counts.stored.shape
    assert 120 == counts.finished().sum()


@pytest.mark.parametrize("ties", TIES)
def test_a_small_league_is_counted_at_once_and_alike(monkeypatch, ties):
    keys = np.random.default_rng(2).integers(0, 9, (700, 12))

    def table(short: int) -> list[list[int]]:
        monkeypatch.setattr("govscore_lib.whatif.weightings.placing.SHORT", short)
        counts = Counts(12, 700, ties)
        block = placed(keys.astype(float))
        counts.store(block, counts.reserve(700))
        counts.correct(block)
        return counts.finished().tolist()

    assert table(0) == table(256)


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257])
def test_any_number_of_regions_is_packed(size):
    keys = np.arange(size)[::-1].copy()[None]

    assert list(range(size)) == placed(keys).order[0].tolist()


@pytest.mark.parametrize("spread", [2**50 - 1, 2**50, 2**50 + 1])
def test_the_last_digit_of_large_figures_counts(spread):
    """Four regions take two bits of a float's 52; what is left holds a spread below 2⁵⁰."""
    keys = np.array([[0, spread - 1, spread, spread]], dtype=float)

    block = placed(keys)

    assert [2, 3, 1, 0] == block.order[0].tolist()
    assert [[0], [0]] == block.level.tolist()
