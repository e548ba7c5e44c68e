"""Seeded draws that come out the same on every machine and Python version."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")

SATURDAY = 6


class Draws:
    """Draws of one stream; the stream is named by the seed and the words after it.

    Only ``Random.random`` is used, the one method whose sequence Python promises to keep:
    ``choice``, ``sample`` and ``shuffle`` may change between versions.

    Examples
    --------
    >>> Draws(0, "ratings").between(1, 6) == Draws(0, "ratings").between(1, 6)
    True
    """

    def __init__(self, seed: int, *stream: str) -> None:
        self._random = random.Random("/".join((str(seed), *stream)))

    def between(self, low: int, high: int) -> int:
        """Return a whole number from ``low`` to ``high``, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def chance(self, share: float) -> bool:
        """Return True in about ``share`` (0–1) of the calls."""
        return self._random.random() < share

    def pick(self, options: Sequence[Item]) -> Item:
        """Return one of the options."""
        return options[self.between(0, len(options) - 1)]

    def shuffled(self, items: Sequence[Item]) -> list[Item]:
        """Return the items in a random order (Fisher–Yates)."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.between(0, last)
            order[last], order[other] = order[other], order[last]
        return order

    def flags(self, true: int, total: int) -> list[bool]:
        """Return ``total`` truth values in random order, exactly ``true`` of them True.

        Raises ValueError when ``true`` is not within 0 and ``total``.
        """
        if not 0 <= true <= total:
            raise ValueError(f"{true} of {total} cannot be true")
        return self.shuffled([True] * true + [False] * (total - true))

    def day(self, first: dt.date, last: dt.date) -> dt.date:
        """Return a day from ``first`` to ``last``, both included."""
        return first + dt.timedelta(days=self.between(0, (last - first).days))

    def weekday(self, first: dt.date, last: dt.date) -> dt.date:
        """Return a day from Monday to Friday, from ``first`` to two days after ``last``."""
        return next_weekday(self.day(first, last))

    def parts(self, total: int, count: int) -> list[int]:
        """Return ``count`` whole numbers of at least 1 that add up to ``total``.

        Raises ValueError when ``total`` is smaller than ``count``.
        """
        if total < count:
            raise ValueError(f"{total} cannot be split into {count} parts")
        weights = [self.between(1, 9) for _ in range(count)]
        rest = total - count
        parts = [1 + rest * weight // sum(weights) for weight in weights]
        parts[0] += total - sum(parts)
        return parts


def next_weekday(day: dt.date) -> dt.date:
    """Return the day itself, or the Monday after it when it falls on a weekend."""
    late = day.isoweekday() - SATURDAY
    return day if late < 0 else day + dt.timedelta(days=2 - late)
