"""Places of all regions under many weightings at once, and how often each had each place.

Totals are packed with the number of their region into one whole number each, so that one plain sort of a
block gives order and ties.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from govscore_lib.algebra.expr import Ties

Whole = npt.NDArray[np.int64]
STORED = 200_000_000
"""Bytes of orders kept before they are counted."""


@dataclass(frozen=True)
class Placed:
    """A block of weightings, regions in the order of their totals, best first.

    order : rows of the regions, (draws, regions). starts : where a total differs from the one before it;
    None where no two of a row are equal.
    """

    order: Whole
    starts: npt.NDArray[np.bool_] | None

    @cached_property
    def bounds(self) -> tuple[Whole, Whole]:
        """The first and last position (from 0) of everybody's group of equal totals."""
        draws, size = self.order.shape
        at = np.arange(size)
        if self.starts is None:
            every = np.broadcast_to(at, (draws, size))
            return every, every
        first = np.maximum.accumulate(np.where(self.starts, at, 0), axis=1)
        ends = np.concatenate([self.starts[:, 1:], np.ones((draws, 1), dtype=bool)], axis=1)
        backwards = np.where(ends, at, size - 1)[:, ::-1]
        return first, np.minimum.accumulate(backwards, axis=1)[:, ::-1]

    def doubled(self, ties: Ties) -> Whole:
        """Return twice the place of each position, as the engine counts them."""
        first, last = self.bounds
        if ties == "dense" and self.starts is not None:
            return 2 * np.cumsum(self.starts, axis=1)
        return 2 * (last + 1) if ties == "max" else first + last + 2 if ties == "average" else 2 * (first + 1)  # fmt: skip

    def within(self, chosen: npt.NDArray[np.bool_]) -> Placed:
        """Return the same weightings with some regions only, those that are true in ``chosen``."""
        if chosen.all():
            return self
        kept = chosen[self.order]
        draws, size = len(self.order), int(chosen.sum())
        starts = None
        if self.starts is not None:
            groups = np.cumsum(self.starts, axis=1)[kept].reshape(draws, size)
            starts = np.ones((draws, size), dtype=bool)
            starts[:, 1:] = groups[:, 1:] != groups[:, :-1]
        return Placed(self.order[kept].reshape(draws, size), starts)


def placed(keys: Whole) -> Placed:
    """Return the order of each row of whole numbers, larger first; the array is used up."""
    size = keys.shape[1]
    bits = max(size - 1, 1).bit_length()
    np.subtract(int(keys.max()), keys, out=keys)
    keys <<= bits
    keys |= np.arange(size)
    keys.sort(axis=1)
    mask = (1 << bits) - 1
    differs = (keys[:, 1:] ^ keys[:, :-1]) > mask
    starts = None
    if not differs.all():
        starts = np.concatenate([np.ones((len(keys), 1), dtype=bool), differs], axis=1)
    keys &= mask
    return Placed(keys, starts)


def joined(figures: list[Whole]) -> Whole:
    """Return whole numbers that order each row by the first figure, then by the next, larger first."""
    keys = figures[0]
    for figure in figures[1:]:
        keys = _steps(keys) * keys.shape[1] + _steps(figure)
    return keys


def _steps(figure: Whole) -> Whole:
    """Return 0, 1, 2 … for the distinct values of each row, smallest first."""
    order = np.argsort(figure, axis=1, kind="stable")
    ranked = np.take_along_axis(figure, order, axis=1)
    rises = np.zeros(figure.shape, dtype=np.int64)
    rises[:, 1:] = ranked[:, 1:] != ranked[:, :-1]
    steps = np.empty_like(figure)
    np.put_along_axis(steps, order, np.cumsum(rises, axis=1), axis=1)
    return steps


class Counts:
    """How often each region had each place; twice as many columns where ties share an average place."""

    def __init__(self, size: int, draws: int, ties: Ties) -> None:
        """Set up for so many regions and draws; memory stays bounded whatever the number of draws."""
        self.size, self.ties = size, ties
        self.halves = ties == "average"
        self.bins = 2 * size - 1 if self.halves else size
        self.table = np.zeros((self.bins, size), dtype=np.int32)
        kind = np.uint16 if size <= 2**16 else np.uint32
        room = max(1, min(draws, STORED // (size * np.dtype(kind).itemsize)))
        self.stored = np.empty((size, room), dtype=kind)
        self.filled = 0

    def reserve(self, draws: int) -> int:
        """Return where so many draws may be stored, counting what is stored first where room is short."""
        if self.filled + draws > self.stored.shape[1]:
            self.count()
        self.filled += draws
        return self.filled - draws

    def store(self, block: Placed, start: int) -> None:
        """Keep the order of a block as if no two were equal. Several threads may store at once."""
        self.stored[:, start : start + len(block.order)] = block.order.T

    def correct(self, block: Placed) -> None:
        """Move those who share a place to where the tie rule puts them. For one thread at a time."""
        if block.starts is None and not self.halves:
            return
        doubled = block.doubled(self.ties)
        bins = doubled - 2 if self.halves else doubled // 2 - 1
        at = np.broadcast_to(np.arange(self.size), bins.shape)
        moved = bins != at
        regions = block.order[moved]
        np.subtract.at(self.table, (at[moved], regions), 1)
        np.add.at(self.table, (bins[moved], regions), 1)

    def count(self) -> None:
        """Add what is stored to the table."""
        for place in range(self.size):
            regions = self.stored[place, : self.filled]
            self.table[place] += np.bincount(regions, minlength=self.size).astype(np.int32)
        self.filled = 0

    def finished(self) -> npt.NDArray[np.int32]:
        """Return the table, (regions, places)."""
        self.count()
        return self.table.T

    @property
    def places(self) -> npt.NDArray[np.float64]:
        """The place that each column stands for."""
        return 1 + np.arange(self.bins) / (2 if self.halves else 1)
