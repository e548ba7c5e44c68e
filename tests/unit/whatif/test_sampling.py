"""Random weights are what they say: uniform on the simplex, within bounds, around given ones."""

import numpy as np
import pytest

from govscore_lib.errors import UsageError
from govscore_lib.whatif.weightings.sampling import BLOCK, Around, Uniform, Within, blocks

DRAWS = 20_000


def drawn(weights, draws=DRAWS, seed=7):
    return np.concatenate(list(blocks(weights, draws, seed)))


@pytest.mark.parametrize("weights", [
    Uniform(5),
    Around((0.5, 0.3, 0.2), 40),
    Within([0.1, 0, 0.2], [0.5, 0.4, 0.6]),
])  # fmt: skip
def test_shares_add_up_to_one_and_none_is_negative(weights):
    shares = drawn(weights, 2000)

    assert np.allclose(1, shares.sum(axis=1), atol=1e-12)
    assert (shares >= 0).all()


def test_uniform_weights_spread_as_on_the_simplex():
    """Uniform on the simplex: a share exceeds x with probability (1 − x)^(K − 1); at K = 10 its standard
    deviation is 0.0905. Uniforms over their sum have 0.0575 and are not uniform."""
    shares = drawn(Uniform(10))
    rng = np.random.default_rng(7)
    crowded = rng.random((DRAWS, 10))
    crowded /= crowded.sum(axis=1, keepdims=True)

    assert 0.0905 == pytest.approx(shares.std(axis=0).mean(), abs=0.001)
    assert 0.0575 == pytest.approx(crowded.std(axis=0).mean(), abs=0.001)
    for x in (0.01, 0.1, 0.3):  # sampling error at 20,000 draws: at most 0.0036
        assert (1 - x) ** 9 == pytest.approx((shares[:, 0] > x).mean(), abs=0.015)
        assert abs((crowded[:, 0] > x).mean() - (1 - x) ** 9) > 0.02


def test_uniform_weights_are_alike_in_all_coordinates():
    """The largest of three uniform shares exceeds 1/2 with probability 3/4, whichever it is."""
    shares = drawn(Uniform(3))

    assert 0.75 == pytest.approx((shares.max(axis=1) > 0.5).mean(), abs=0.015)
    assert np.allclose(1 / 3, [(shares.argmax(axis=1) == at).mean() for at in range(3)], atol=0.015)


def test_weights_around_given_ones_have_them_as_their_mean():
    given = (0.5, 0.3, 0.2, 0.0)
    shares = drawn(Around(given, 99))

    assert np.allclose(given, shares.mean(axis=0), atol=0.002)
    assert np.allclose([(s * (1 - s) / 100) ** 0.5 for s in given], shares.std(axis=0), atol=0.001)
    assert (shares[:, 3] == 0).all()


@pytest.mark.parametrize(
    ("lower", "upper", "way"),
    [
        ([0.1, 0.1, 0.1], [0.6, 0.7, 0.8], "_above"),
        ([0.0, 0.0, 0.0], [0.4, 0.4, 0.4], "_below"),
        ([0.25, 0.25, 0.25, 0.0], [0.35, 0.35, 0.35, 0.4], "_boxed"),
    ],
)
def test_bounds_are_kept_and_filled_uniformly(lower, upper, way):
    """Against draws from the whole simplex of which only those within the bounds are kept."""
    weights = Within(lower, upper)
    everywhere = drawn(Uniform(len(lower)), 2_000_000 if way == "_boxed" else 400_000, seed=3)
    inside = ((everywhere >= lower) & (everywhere <= upper)).all(axis=1)
    expected = everywhere[inside]

    shares = drawn(weights)

    assert way == weights._ways[weights.way].__name__
    assert (shares >= np.array(lower) - 1e-9).all()
    assert (shares <= np.array(upper) + 1e-9).all()
    error = 5 * expected.std(axis=0) * (1 / len(expected) + 1 / DRAWS) ** 0.5
    assert (abs(expected.mean(axis=0) - shares.mean(axis=0)) < error).all()
    assert np.allclose(expected.std(axis=0), shares.std(axis=0), rtol=0.1)
    for quantile in (0.1, 0.5, 0.9):
        cut = np.quantile(expected[:, 0], quantile)
        assert quantile == pytest.approx((shares[:, 0] <= cut).mean(), abs=0.04)


def test_a_fifth_around_sixty_shares_can_be_drawn():
    """The odds of a plain draw to fall within are nil; the box is accepted often enough."""
    printed = np.full(60, 1 / 60)

    weights = Within(0.8 * printed, 1.2 * printed)

    assert weights.rate > 0.1
    assert (abs(drawn(weights, 1000) * 60 - 1) < 0.2 + 1e-9).all()


def test_bounds_that_fix_everything_leave_one_combination():
    assert [[0.25, 0.75]] * 3 == drawn(Within([0.25, 0.75], [0.25, 0.75]), 3).tolist()


@pytest.mark.parametrize(
    ("lower", "upper", "words"),
    [
        ([0.6, 0.6], [0.7, 0.7], "the lower ones add up to 1.2"),
        ([0, 0], [0.3, 0.3], "the upper ones to 0.6"),
        ([0.5, 0], [0.4, 1], "above its upper bound"),
        ([-0.1, 0], [1, 1], "below 0"),
    ],
)
def test_bounds_that_cannot_be_kept_are_told(lower, upper, words):
    with pytest.raises(UsageError, match=words):
        Within(lower, upper)


def test_a_concentration_must_be_above_zero():
    with pytest.raises(UsageError, match="must be above 0, not 0"):
        Around((1.0,), 0)


def test_the_same_seed_gives_the_same_draws_and_zero_is_a_seed():
    first, again, other = (drawn(Uniform(4), 1000, seed=one) for one in (0, 0, 1))

    assert (first == again).all()
    assert not (first == other).any()


def test_a_draw_does_not_depend_on_how_many_follow():
    few, many = drawn(Uniform(4), BLOCK + 3), drawn(Uniform(4), 3 * BLOCK)

    assert (few == many[: BLOCK + 3]).all()
