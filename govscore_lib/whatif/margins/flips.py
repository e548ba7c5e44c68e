"""The smallest change of points that lets one region overtake another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError
from govscore_lib.points import plain
from govscore_lib.whatif.margins.motion import Motion, Others
from govscore_lib.whatif.overviews import flips_at_a_glance
from govscore_lib.whatif.weightings.board import Board, Lever, Over

FLIPS: dict[str, Any] = {
    "id": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "points": pl.Float64,
    "level_at": pl.Float64,
    "change": pl.Float64,
}


@dataclass(frozen=True)
class Flips:
    """For two regions, the points of each lever at which they are level, beyond which they change places."""

    board: Board
    first: str
    second: str
    points: tuple[tuple[Lever, Fraction | None], ...]

    @cached_property
    def table(self) -> pl.DataFrame:
        """One row per lever, the smallest change first; level_at is null where no points will do."""
        rows = [
            {
                "id": lever.id,
                "name_zh": lever.name.zh,
                "name_en": lever.name.en,
                "points": float(lever.points),
                "level_at": None if level is None else float(level),
                "change": None if level is None else float(level - lever.points),
            }
            for lever, level in sorted(self.points, key=self._size)
        ]
        return pl.DataFrame(rows, schema=FLIPS, orient="row")

    @staticmethod
    def _size(entry: tuple[Lever, Fraction | None]) -> tuple[bool, Fraction]:
        lever, level = entry
        return level is None, Fraction(0) if level is None else abs(level - lever.points)

    @property
    def smallest(self) -> tuple[Lever, Fraction] | None:
        """The lever and the points of the smallest change, None where no change of one lever will do."""
        reached = [(lever, level) for lever, level in self.points if level is not None]
        return min(reached, key=self._size, default=None)

    def to_text(self, language: str = "zh") -> str:
        """Return the smallest change in one sentence, in ``"zh"`` or ``"en"``."""
        regions = [self.board.card.region(name) for name in (self.first, self.second)]
        one, other = (region.name(language) for region in regions)
        if self.smallest is None:
            if language == "en":
                return f"No change of one criterion lets {one} and {other} change places."
            return f"单独改变任何一项的分值，{one}与{other}的先后都不变。"
        lever, level = self.smallest
        name, was, now = lever.name.in_language(language), plain(lever.points), plain(level)
        if language == "en":
            return f"{one} and {other} are level once {lever.id} {name} is worth {now} instead of {was} points, and change places beyond."
        return f"{lever.id} {name}由 {was} 分改为 {now} 分时，{one}与{other}持平，再变则先后互换。"

    def _repr_html_(self) -> str:
        return flips_at_a_glance(self)

    def __repr__(self) -> str:
        return f"<Flips: {self.to_text('en')}>"


def flips(
    card: Scorecard, first: str, second: str, *, others: Others = "held", over: Over = "criteria"
) -> Flips:
    """Return by which points of each criterion two regions change places, the nearer ones where both ways do.

    first, second : ids, names or aliases. others, over : as for ``stability``.
    The points are those at which the unrounded totals meet, an exact fraction. Totals that only touch, or
    stay level from there on, do not change places.
    Raises UsageError where the two are level already, or one of them has no rank.
    """
    board = Board(card)
    a, b = board.row(first), board.row(second)
    if board.total_units[a] == board.total_units[b]:
        raise UsageError(f"{first} and {second} are level already.")
    points = []
    for lever in board.levers(over):
        motions = (Motion(board, lever, others, -1), Motion(board, lever, others, 1))
        found = [level for motion in motions for level in _crossings(motion, a, b)]
        points.append((lever, _nearest(found, lever.points)))
    return Flips(board, board.region_ids[a], board.region_ids[b], tuple(points))


def _nearest(found: Sequence[Fraction], points: Fraction) -> Fraction | None:
    distances = [(abs(level - points), level) for level in found]
    return min(distances)[1] if distances else None


def _crossings(motion: Motion, a: int, b: int) -> Iterator[Fraction]:
    """Yield the points beyond which the order of two totals is the other way round, if it ever is."""
    sign = 0
    for piece in motion.pieces():
        (one, rise), (other, other_rise) = piece.figures[0].of(a), piece.figures[0].of(b)
        gap, opening = one - other, rise - other_rise
        sign = sign or (1 if gap > 0 else -1)
        if opening * sign >= 0:
            continue
        steps = Fraction(-gap) / opening
        if piece.length is None or steps < piece.length:
            yield motion.points(piece.x(steps))
            return
