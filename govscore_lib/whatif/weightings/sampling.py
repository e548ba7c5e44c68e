"""Random weights: uniform on the simplex, within bounds, or around given ones. Every draw is made from a seed.

Shares are arrays of shape (draws, levers) that add up to 1 in every row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from govscore_lib.errors import UsageError

Shares = npt.NDArray[np.float64]

BLOCK = 512
"""Draws of one generator. Draw number d is the same whatever comes after it and however many threads run."""
PILOT = 4096
"""So many trials decide which way of drawing within bounds is accepted most often."""
LEAST_ACCEPTED = 1e-4


class Weights(Protocol):
    """A distribution of shares."""

    def draw(self, rng: np.random.Generator, draws: int) -> Shares:
        """Return so many draws."""
        ...

    def told(self) -> dict[str, Any]:
        """Return what a receipt keeps of the distribution."""
        ...


@dataclass(frozen=True)
class Uniform:
    """Every combination of ``size`` shares that add up to 1 is as likely as any other: Dirichlet(1, …, 1).

    Made of exponentials over their sum. Uniforms over their sum would not do: they crowd the middle.
    """

    size: int

    def draw(self, rng: np.random.Generator, draws: int) -> Shares:
        return _over_sum(rng.standard_exponential((draws, self.size)))

    def told(self) -> dict[str, Any]:
        return {"weights": "uniform", "levers": self.size}


@dataclass(frozen=True)
class Around:
    """Shares around given ones: Dirichlet(concentration × share), whose mean are the given shares.

    concentration : how close; a share s spreads with standard deviation √(s (1 − s) / (concentration + 1)).
    """

    shares: tuple[float, ...]
    concentration: float

    def __post_init__(self) -> None:
        """Refuse a concentration that is not above 0."""
        if not self.concentration > 0:
            raise UsageError(f"the concentration must be above 0, not {self.concentration:g}")

    def draw(self, rng: np.random.Generator, draws: int) -> Shares:
        alpha = np.array(self.shares) * self.concentration
        drawn = np.zeros((draws, len(alpha)))
        kept = alpha > 0  # a share of 0 stays 0
        drawn[:, kept] = rng.standard_gamma(alpha[kept], (draws, int(kept.sum())))
        return _over_sum(drawn)

    def told(self) -> dict[str, Any]:
        return {"weights": "around the given ones", "concentration": self.concentration}


class Within:
    """Uniform on the shares that keep their bounds: every admissible combination as likely as any other.

    Nothing is bent to fit: combinations are drawn uniformly from a larger body and those outside are drawn
    again. Of three such bodies the one that is accepted most often is taken: the simplex above the lower
    bounds, the one below the upper bounds, and the box of all shares but the one with the widest bounds.
    """

    def __init__(self, lower: Sequence[float] | Shares, upper: Sequence[float] | Shares) -> None:
        """Set the bounds, shares of the whole. Raises UsageError where no combination keeps them."""
        self.lower, self.upper = np.array(lower, dtype=float), np.array(upper, dtype=float)
        if (self.lower < 0).any() or (self.lower > self.upper).any():
            raise UsageError("a lower bound lies below 0 or above its upper bound")
        if self.lower.sum() > 1 or self.upper.sum() < 1:
            raise UsageError(
                f"no weights keep these bounds: the lower ones add up to {self.lower.sum():.4g} "
                f"and the upper ones to {self.upper.sum():.4g} of the whole"
            )
        # what the others must leave or take bounds each share too
        self.low = np.maximum(self.lower, 1 - (self.upper.sum() - self.upper))
        self.high = np.minimum(self.upper, 1 - (self.lower.sum() - self.lower))
        self._ways = (self._above, self._below, self._boxed)
        rng = np.random.default_rng(0)
        rates = [self._accepted(way(rng, PILOT)).mean() for way in self._ways]
        self.way = int(np.argmax(rates))
        self.rate = float(rates[self.way])
        if self.rate < LEAST_ACCEPTED and not self._is_point:
            raise UsageError(
                "these bounds leave so little room that uniform draws within them are hardly ever found; "
                "widen them, or draw around the given weights"
            )

    @property
    def _is_point(self) -> bool:
        """Whether only one combination keeps the bounds."""
        return bool((self.high - self.low).max() <= 1e-12)

    def draw(self, rng: np.random.Generator, draws: int) -> Shares:
        if self._is_point:
            return np.tile(self.low, (draws, 1))
        found: list[Shares] = []
        missing = draws
        while missing > 0:
            tried = self._ways[self.way](rng, int(missing / self.rate * 1.1) + 16)
            found.append(tried[self._accepted(tried)][:missing])
            missing -= len(found[-1])
        return np.concatenate(found)

    def told(self) -> dict[str, Any]:
        return {"weights": "uniform within bounds", "lower": self.lower.tolist(), "upper": self.upper.tolist()}  # fmt: skip

    def _accepted(self, shares: Shares) -> npt.NDArray[np.bool_]:
        slack = 1e-12  # of a sum that is 1 up to float rounding
        inside = (shares >= self.low - slack) & (shares <= self.high + slack)
        return np.asarray(inside.all(axis=1))

    def _above(self, rng: np.random.Generator, draws: int) -> Shares:
        room = 1 - self.low.sum()
        return self.low + room * _over_sum(rng.standard_exponential((draws, len(self.low))))

    def _below(self, rng: np.random.Generator, draws: int) -> Shares:
        room = self.high.sum() - 1
        return self.high - room * _over_sum(rng.standard_exponential((draws, len(self.low))))

    def _boxed(self, rng: np.random.Generator, draws: int) -> Shares:
        widest = int(np.argmax(self.high - self.low))
        shares = self.low + (self.high - self.low) * rng.random((draws, len(self.low)))
        shares[:, widest] = 1 - np.delete(shares, widest, axis=1).sum(axis=1)
        return shares


def _over_sum(drawn: Shares) -> Shares:
    drawn /= drawn.sum(axis=1, keepdims=True)
    return drawn


def block(weights: Weights, number: int, draws: int, seed: int) -> Shares:
    """Return block ``number`` of so many draws; the same seed gives the same draws, 0 is a seed too."""
    rng = np.random.default_rng([seed, number])
    return weights.draw(rng, BLOCK)[: draws - number * BLOCK]


def blocks(weights: Weights, draws: int, seed: int) -> Iterator[Shares]:
    """Yield so many draws in blocks of ``BLOCK``."""
    for number in range(-(-draws // BLOCK)):
        yield block(weights, number, draws, seed)
