"""How firm a ranking is when nobody agrees on the weights: places, pairs and prizes over random weightings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError, did_you_mean, listed
from govscore_lib.text import counted
from govscore_lib.whatif.overviews import robustness_at_a_glance
from govscore_lib.whatif.weightings.board import Board, Over
from govscore_lib.whatif.weightings.evaluation import Evaluation, compared
from govscore_lib.whatif.weightings.placing import Counts, Placed, joined, placed
from govscore_lib.whatif.weightings.sampling import (
    BLOCK,
    Around,
    Shares,
    Uniform,
    Weights,
    Within,
    block,
)

How = Literal["uniform", "within", "around"]
Bounds = Mapping[str, tuple[float, float]]

DRAWS = 10_000
CENTRAL = 0.90
"""Share of the draws that a rank interval holds; half of the rest lies on either side."""
PAIRS_UP_TO = 100
"""So many regions are compared pair by pair unless asked otherwise."""
MOST_REGIONS = 10_000
"""A table of regions by places of this size takes 400 MB."""
NEAR = 48_000
"""Cells that are ordered at a time, so that they stay in the cache."""

UNDECIDED, NOTHING = "decision_needed", "none"


@dataclass(frozen=True)
class Robustness:
    """What random weightings do to a ranking.

    counts : how often each region had each place, (regions, places). wins : how often the region of the row
    stood strictly before that of the column; None where not counted. awarded : how often each region had
    each prize, then needed a decision, then had none; None where the rubric has no prizes.
    record : how the weightings were drawn, the seed included.
    """

    board: Board
    evaluation: Evaluation
    counts: npt.NDArray[np.int32]
    places: npt.NDArray[np.float64]
    wins: npt.NDArray[np.int64] | None
    awarded: npt.NDArray[np.int64] | None
    draws: int
    record: Mapping[str, Any]

    @property
    def rows(self) -> npt.NDArray[np.int64]:
        """Rows of the board that have a rank."""
        return np.flatnonzero(self.board.ranked)

    @cached_property
    def acceptability(self) -> npt.NDArray[np.float64]:
        """Share of the draws in which a region has a place, (ranked regions, places)."""
        return self.counts[self.rows] / self.draws

    @cached_property
    def ranks(self) -> pl.DataFrame:
        """One row per ranked region, in the order of the ranking.

        rank : as printed. best, worst : over all draws. low, high : the interval that holds 90% of them.
        median, mean. kept : share of the draws in which the printed rank holds. first : share of first places.
        """
        rows = self.rows
        counts = self.counts[rows]
        below = np.cumsum(counts, axis=1)
        tail = (1 - CENTRAL) / 2
        printed = self.board.rank2[rows] / 2
        at_printed = counts[np.arange(len(rows)), np.searchsorted(self.places, printed)]
        table = self._named() | {
            "rank": printed,
            "best": self.places[(counts > 0).argmax(axis=1)],
            "low": self._quantile(below, tail),
            "median": self._quantile(below, 0.5),
            "high": self._quantile(below, 1 - tail),
            "worst": self.places[counts.shape[1] - 1 - (counts[:, ::-1] > 0).argmax(axis=1)],
            "mean": counts @ self.places / self.draws,
            "kept": at_printed / self.draws,
            "first": counts[:, 0] / self.draws,
        }
        return pl.DataFrame(table).sort("rank", "mean", maintain_order=True)

    def _quantile(self, below: npt.NDArray[Any], share: float) -> npt.NDArray[np.float64]:
        return self.places[(below >= share * self.draws).argmax(axis=1)]

    def _named(self) -> dict[str, Any]:
        regions = [self.board.regions[row] for row in self.rows]
        return {
            "region_id": [one.id for one in regions],
            "region_zh": [one.name_zh for one in regions],
            "region_en": [one.name("en") for one in regions],
        }

    @cached_property
    def acceptability_table(self) -> pl.DataFrame:
        """Rank acceptability, one row per ranked region and one column per place that anybody had."""
        held = np.flatnonzero(self.counts[self.rows].any(axis=0))
        columns = {f"{self.places[one]:g}": self.acceptability[:, one] for one in held}
        return pl.DataFrame(self._named() | columns)

    @cached_property
    def winning(self) -> pl.DataFrame:
        """One row per pair of ranked regions: how often the first stands before the second, and level with it.

        Raises UsageError where pairs were not counted.
        """
        if self.wins is None:
            raise UsageError("pairs were not counted; ask for them with pairs=True.")
        rows = self.rows
        wins = self.wins[np.ix_(rows, rows)]
        ids = [self.board.regions[row].id for row in rows]
        a, b = np.nonzero(~np.eye(len(rows), dtype=bool))
        ahead, behind = wins[a, b], wins[b, a]
        return pl.DataFrame(
            {
                "region_id": [ids[one] for one in a],
                "other_id": [ids[one] for one in b],
                "ahead": ahead / self.draws,
                "level": (self.draws - ahead - behind) / self.draws,
            }
        )

    @cached_property
    def prizes(self) -> pl.DataFrame:
        """One row per ranked region, one column per class of the prize: how often the region had it.

        ``decision_needed`` : how often its group of equal totals lay across a boundary. ``none`` : no prize.
        Raises UsageError where the rubric has no prizes, or one group was looked at alone.
        """
        if self.awarded is None:
            raise UsageError(f"{self.board.rubric.id} has no prizes to look at here.")
        classes = [*_prize_ids(self.board), UNDECIDED, NOTHING]
        shares = self.awarded[self.rows] / self.draws
        return pl.DataFrame(
            self._named() | {name: shares[:, at] for at, name in enumerate(classes)}
        )

    def _repr_html_(self) -> str:
        return robustness_at_a_glance(self)

    def __repr__(self) -> str:
        return f"<Robustness: {len(self.rows)} ranked regions, {counted(self.draws, 'random weighting')}, seed {self.record['seed']}>"


def robustness(
    card: Scorecard,
    weights: How = "uniform",
    *,
    over: Over = "criteria",
    draws: int = DRAWS,
    seed: int = 0,
    margin: float = 0.2,
    bounds: Bounds | None = None,
    concentration: float = 100.0,
    pairs: bool | None = None,
    group: str | None = None,
    threads: int = 2,
) -> Robustness:
    """Return what random weightings do to the ranking of a scorecard.

    weights : ``uniform``, every division of the base among its levers as likely as any other; ``within``,
    the same held to ``margin`` (0.2 is a fifth) around the printed points, or to ``bounds`` in points by
    lever; ``around``, near the printed points, the nearer the larger the ``concentration``.
    over : what the base is divided among. seed : 0 is one too; the same seed gives the same figures with any
    number of threads. pairs : whether to compare every two regions, by default up to 100 regions.
    group : one group only, where the rubric ranks within groups.
    Bonuses, caps, ties and what the rubric says of standings hold in every draw; bonuses keep their points.
    Raises UsageError for less than one draw, bounds that cannot be kept, an unknown lever or group, and more
    than 10,000 regions.
    """
    board = Board(card, group)
    evaluation = Evaluation(board, over)
    _check(board, evaluation, draws)
    drawn = _weights(evaluation, weights, margin, bounds, concentration)
    counting = _Counting(evaluation, draws, board.size <= PAIRS_UP_TO if pairs is None else pairs, group is None)  # fmt: skip
    counting.run(drawn, seed, threads)
    record = {"draws": draws, "seed": seed, "over": over, **drawn.told()}
    return Robustness(
        board,
        evaluation,
        counting.counts.finished(),
        counting.counts.places,
        counting.wins,
        counting.awarded,
        draws,
        record,
    )


def _check(board: Board, evaluation: Evaluation, draws: int) -> None:
    if draws < 1:
        raise UsageError(f"{draws} draws are not enough: take at least 1.")
    if board.size > MOST_REGIONS:
        raise UsageError(
            f"{board.size} regions by as many places do not fit into memory; "
            f"look at one group, {MOST_REGIONS} regions at most."
        )
    if not evaluation.levers:
        raise UsageError(f"{board.rubric.id} has no criteria with points that could be varied.")


def _weights(
    evaluation: Evaluation, how: How, margin: float, bounds: Bounds | None, concentration: float
) -> Weights:
    if how == "around":
        return Around(tuple(evaluation.shares.tolist()), concentration)
    if how == "within":
        return Within(*_bounds(evaluation, margin, bounds or {}))
    if how == "uniform":
        return Uniform(len(evaluation.levers))
    raise UsageError(f"weights '{how}': allowed are uniform, within and around.")


def _bounds(evaluation: Evaluation, margin: float, bounds: Bounds) -> tuple[Shares, Shares]:
    """Return lower and upper bounds as shares of the base."""
    if not margin >= 0:
        raise UsageError(f"the margin cannot be below 0, and is {margin:g}")
    known = {lever.id: lever for lever in evaluation.levers}
    for name in bounds:
        if name not in known:
            hint = did_you_mean(name, known) or f"Known: {listed(known)}"
            raise UsageError(f"there are no points of '{name}' to vary. {hint}")
    low = np.maximum(evaluation.shares * (1 - margin), 0)
    high = np.minimum(evaluation.shares * (1 + margin), 1)
    for at, lever in enumerate(evaluation.levers):
        if lever.id in bounds:
            to_share = float(lever.share) / float(lever.points) / evaluation.base
            low[at], high[at] = (float(one) * to_share for one in bounds[lever.id])
    return low, high


def _prize_ids(board: Board) -> list[str]:
    awards = board.rubric.awards
    return [] if awards is None else [one.id for one in awards.prizes]


class _Counting:
    """Goes through the draws block by block and counts."""

    def __init__(self, evaluation: Evaluation, draws: int, pairs: bool, prizes: bool) -> None:
        self.evaluation, self.board, self.draws = evaluation, evaluation.board, draws
        self.ranking = self.board.rubric.ranking
        size = self.board.size
        self.counts = Counts(size, draws, self.ranking.ties)
        self.wins = np.zeros((size, size), dtype=np.int64) if pairs else None
        classes = len(_prize_ids(self.board)) + 2
        with_prizes = prizes and self.board.rubric.awards is not None
        self.awarded = np.zeros((size, classes), dtype=np.int64) if with_prizes else None

    def run(self, weights: Weights, seed: int, threads: int) -> None:
        """Go through the draws, as many tasks at a time as there are threads; a task is a block, or several small ones."""
        size, total = self.board.size, -(-self.draws // BLOCK)
        together = max(1, NEAR // (BLOCK * size))
        tasks = [range(first, min(first + together, total)) for first in range(0, total, together)]
        side_by_side = max(1, min(threads, len(tasks), self.counts.room // (BLOCK * together)))

        def work(task: range, start: int) -> list[Placed]:
            drawn = [block(weights, number, self.draws, seed) for number in task]
            return self._place(drawn, start)

        with ThreadPoolExecutor(side_by_side) as pool:
            run = pool.map if side_by_side > 1 else map
            for first in range(0, len(tasks), side_by_side):
                several = tasks[first : first + side_by_side]
                lengths = [min(task.stop * BLOCK, self.draws) - task.start * BLOCK for task in several]  # fmt: skip
                start = self.counts.reserve(sum(lengths))
                starts = [start + sum(lengths[:number]) for number in range(len(lengths))]
                for placed_blocks in list(run(work, several, starts)):
                    for one in placed_blocks:
                        self.counts.correct(one)
                        self._count(one)

    def _place(self, drawn: Sequence[Shares], start: int) -> list[Placed]:
        """Return the places of some draws, part by part: a part stays near the processor, a block does not."""
        each = [[self.evaluation.totals(one)] for one in drawn]
        if self.ranking.then:
            for one, of_one in zip(drawn, each, strict=True):
                of_one += self.evaluation.deciding(one)
        figures = [np.concatenate(one) if len(one) > 1 else one[0] for one in zip(*each, strict=True)]  # fmt: skip
        found = []
        step = max(1, NEAR // self.board.size)
        for first in range(0, len(figures[0]), step):
            parts = [figure[first : first + step] for figure in figures]
            ordered = placed(joined([compared(one, self.ranking.decimals) for one in parts]))
            self.counts.store(ordered, start + first)
            found.append(ordered)
        return found

    def _count(self, block: Placed) -> None:
        if self.wins is not None:
            first, _ = block.bounds
            place = np.empty(block.order.shape, dtype=np.int32)
            np.put_along_axis(place, block.order, first.astype(np.int32), axis=1)
            for row in range(self.board.size):
                self.wins[row] += (place[:, row : row + 1] < place).sum(axis=0)
        if self.awarded is not None:
            self._award(block.within(self.board.eligible))

    def _award(self, block: Placed) -> None:
        """Count who has which prize, as the rubric shares them out among those who can have one."""
        awards, awarded = self.board.rubric.awards, self.awarded
        if awards is None or awarded is None:
            return
        ends = np.array(list(accumulate(one.places for one in awards.prizes)))
        undecided, nothing = len(ends), len(ends) + 1
        first, last = block.bounds
        best, worst = (np.searchsorted(ends, at, side="right") for at in (first, last))
        if awards.boundary == "escalate":
            won = np.where(best == worst, best, undecided)
            won[(best == worst) & (best == len(ends))] = nothing
        else:
            won = (best if awards.boundary == "up" else worst).copy()
            won[won == len(ends)] = nothing
        width = awarded.shape[1]
        flat = np.bincount((block.order * width + won).ravel(), minlength=awarded.size)
        awarded += flat.reshape(awarded.shape)
        awarded[~self.board.eligible, nothing] += len(block.order)
