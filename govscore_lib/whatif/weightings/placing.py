"""Places of all regions under many weightings at once, and how often each had each place.

Totals are packed with the number of their region into one whole number each, so that one plain sort of a
block gives order and ties.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from govscore_lib.algebra.expr import Ties

Whole = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
FLOAT_WHOLE = 1 << 52
"""From here on neighbouring floats are whole numbers one apart."""
SHORT = 256
"""Regions up to which a row is written out for every draw, and orders are counted at once instead of stored."""
STORED = 200_000_000
"""Bytes of orders kept before they are counted."""


@dataclass(frozen=True)
class Placed:
    """A block of weightings, regions in the order of their totals, best first.

    order : rows of the regions, (draws, regions). level : draws and positions (from 0) at which a total equals the
    next one, (2, pairs), in order. Such pairs are few, and most work is done on them alone.
    """

    order: Whole
    level: Whole

    @cached_property
    def starts(self) -> npt.NDArray[np.bool_]:
        """Where a total differs from the one before it, (draws, regions)."""
        starts = np.ones(self.order.shape, dtype=bool)
        starts[self.level[0], self.level[1] + 1] = False
        return starts

    @cached_property
    def groups(self) -> tuple[Whole, Whole, Whole]:
        """Draw, first and last position of each group of equal totals."""
        draws, at = self.level
        new = np.ones(len(at), dtype=bool)
        new[1:] = (draws[1:] != draws[:-1]) | (at[1:] != at[:-1] + 1)
        begins = np.flatnonzero(new)
        ends = np.append(begins[1:], len(at))[: len(begins)] - 1
        return draws[begins], at[begins], at[ends] + 1

    @cached_property
    def bounds(self) -> tuple[Whole, Whole]:
        """The first and last position (from 0) of everybody's group of equal totals."""
        every = np.broadcast_to(np.arange(self.order.shape[1]), self.order.shape)
        if not self.level.size:
            return every, every
        ends = np.ones(self.order.shape, dtype=bool)
        ends[self.level[0], self.level[1]] = False
        first = np.maximum.accumulate(np.where(self.starts, every, 0), axis=1)
        backwards = np.where(ends, every, every.shape[1] - 1)[:, ::-1]
        return first, np.minimum.accumulate(backwards, axis=1)[:, ::-1]

    def doubled(self, ties: Ties) -> Whole:
        """Return twice the place of each position, as the engine counts them."""
        first, last = self.bounds
        if ties == "dense":
            return 2 * np.cumsum(self.starts, axis=1)
        return 2 * (last + 1) if ties == "max" else first + last + 2 if ties == "average" else 2 * (first + 1)  # fmt: skip

    def within(self, chosen: npt.NDArray[np.bool_]) -> Placed:
        """Return the same weightings with some regions only, those that are true in ``chosen``."""
        if chosen.all():
            return self
        kept = chosen[self.order]
        draws, size = len(self.order), int(chosen.sum())
        order = self.order[kept].reshape(draws, size)
        if not self.level.size:
            return Placed(order, self.level)
        groups = np.cumsum(self.starts, axis=1)[kept].reshape(draws, size)
        return Placed(order, _level(groups[:, 1:] == groups[:, :-1]))


def placed(keys: Whole | Floats) -> Placed:
    """Return the order of each row of whole numbers, larger first; the array is used up.

    Whole numbers in floating point are sorted there, which is quicker, and never turned into integers: between
    2⁵² and 2⁵³ the lower bits of a float are its whole number.
    """
    size = keys.shape[1]
    bits = max(size - 1, 1).bit_length()
    mask = (1 << bits) - 1
    top = int(keys.max())
    if keys.dtype == np.float64 and top - int(keys.min()) < FLOAT_WHOLE >> bits:
        floats = np.asarray(keys, dtype=np.float64)
        floats *= -float(1 << bits)  # exact: a power of two, and everything stays below 2⁵³
        floats += _repeated(np.arange(size) + float(FLOAT_WHOLE + (top << bits)), len(floats))
        floats.sort(axis=1)
        packed: Whole = floats.view(np.int64)
    else:
        packed = np.asarray(keys, dtype=np.int64)
        np.subtract(top, packed, out=packed)
        packed <<= bits
        packed |= np.arange(size)
        packed.sort(axis=1)
    level = _neighbours(packed, mask)
    packed &= mask
    return Placed(packed, level)


def _repeated(row: npt.NDArray[Any], draws: int) -> Floats:
    """Return a row that can be added to each of so many; a short one is written out, which is quicker to go through."""
    return row if len(row) > SHORT else np.asarray(np.tile(row, (draws, 1)), np.float64)


def _neighbours(packed: Whole, mask: int) -> Whole:
    """Return where a total equals the next one in its row; looked for all along, ends of rows left out after."""
    size = packed.shape[1]
    along = packed.reshape(-1)
    flat = np.flatnonzero((along[1:] ^ along[:-1]) <= mask)
    draws, at = np.divmod(flat, max(size, 1))
    inside = at < size - 1
    return np.stack([draws[inside], at[inside]])


def _level(same: npt.NDArray[np.bool_]) -> Whole:
    """Return where a mask is true, as draws and positions; by way of bytes, for it is nearly empty."""
    flat = np.flatnonzero(same)
    return np.stack(np.divmod(flat, max(same.shape[1], 1)))


def joined(figures: Sequence[Whole | Floats]) -> Whole | Floats:
    """Return whole numbers that order each row by the first figure, then by the next, larger first."""
    keys = figures[0]
    for figure in figures[1:]:
        keys = _steps(keys) * keys.shape[1] + _steps(figure)
    return keys


def _steps(figure: Whole | Floats) -> Whole:
    """Return 0, 1, 2 … for the distinct values of each row, smallest first."""
    order = np.argsort(figure, axis=1, kind="stable")
    ranked = np.take_along_axis(figure, order, axis=1)
    rises = np.zeros(figure.shape, dtype=np.int64)
    rises[:, 1:] = ranked[:, 1:] != ranked[:, :-1]
    steps = np.empty(figure.shape, dtype=np.int64)
    np.put_along_axis(steps, order, np.cumsum(rises, axis=1), axis=1)
    return steps


class Counts:
    """How often each region had each place; twice as many columns where ties share an average place."""

    def __init__(self, size: int, draws: int, ties: Ties) -> None:
        """Set up for so many regions and draws; memory stays bounded whatever the number of draws."""
        self.size, self.ties = size, ties
        self.halves = ties == "average"
        self.step = 2 if self.halves else 1
        self.bins = (size - 1) * self.step + 1
        self.table = np.zeros((self.bins, size), dtype=np.int32)
        kind = np.uint16 if size <= 2**16 else np.uint32
        room = max(1, min(draws, STORED // (size * np.dtype(kind).itemsize)))
        self.at_once = size <= SHORT
        self.room = draws if self.at_once else room
        """How many draws can be stored before they are counted."""
        self.stored = np.empty((size, 0 if self.at_once else room), dtype=kind)
        self.filled = 0
        self._adding = Lock()

    def reserve(self, draws: int) -> int:
        """Return where so many draws may be stored, counting what is stored first where room is short."""
        if self.filled + draws > self.room:
            self.count()
        self.filled += draws
        return self.filled - draws

    def store(self, block: Placed, start: int) -> None:
        """Keep the order of a block as if no two were equal. Several threads may store at once."""
        if self.at_once:
            cells = block.order + np.arange(self.size) * (self.step * self.size)
            found = np.bincount(cells.reshape(-1), minlength=self.table.size)
            with self._adding:
                self.table += found.astype(np.int32).reshape(self.table.shape)
            return
        few = block.order.astype(self.stored.dtype)  # turned round in a quarter of the bytes
        self.stored[:, start : start + len(few)] = few.T

    def correct(self, block: Placed) -> None:
        """Move those who share a place to where the tie rule puts them. For one thread at a time."""
        if not block.level.size:
            return
        draws, at, doubled = self._dense(block) if self.ties == "dense" else self._shared(block)
        bins = doubled - 2 if self.halves else doubled // 2 - 1
        regions = block.order[draws, at]
        table = self.table.reshape(-1)
        np.subtract.at(table, at * self.step * self.size + regions, 1)
        np.add.at(table, bins * self.size + regions, 1)

    def _shared(self, block: Placed) -> tuple[Whole, Whole, Whole]:
        """Return draw, position and twice the place of everybody in a group of equal totals."""
        draws, first, last = block.groups
        length = last - first + 1
        shared = {"min": 2 * first + 2, "max": 2 * last + 2, "average": first + last + 2}
        within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
        return np.repeat(draws, length), np.repeat(first, length) + within, np.repeat(shared[self.ties], length)  # fmt: skip

    def _dense(self, block: Placed) -> tuple[Whole, Whole, Whole]:
        """Return the same of everybody behind equal totals too: all move up."""
        draws = np.unique(block.level[0])
        doubled = 2 * np.cumsum(block.starts[draws], axis=1)
        rows, at = np.nonzero(doubled != 2 * np.arange(1, self.size + 1))
        return draws[rows], at, doubled[rows, at]

    def count(self) -> None:
        """Add what is stored to the table."""
        if self.at_once:
            return
        for place in range(self.size):
            regions = self.stored[place, : self.filled]
            self.table[place * self.step] += np.bincount(regions, minlength=self.size).astype(np.int32)  # fmt: skip
        self.filled = 0

    def finished(self) -> npt.NDArray[np.int32]:
        """Return the table, (regions, places)."""
        self.count()
        return self.table.T

    @property
    def places(self) -> npt.NDArray[np.float64]:
        """The place that each column stands for."""
        return 1 + np.arange(self.bins) / self.step
