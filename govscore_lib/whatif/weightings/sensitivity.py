"""Which weights a score hangs on: Sobol indices of every region at once, effective weights, idle and twin criteria."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError
from govscore_lib.points import SCALE, round_half_up, to_decimal
from govscore_lib.tables import POINTS
from govscore_lib.text import counted
from govscore_lib.whatif.overviews import sensitivity_at_a_glance
from govscore_lib.whatif.weightings.board import Board, Over
from govscore_lib.whatif.weightings.evaluation import Evaluation, Floats

Function = Callable[[Floats], Floats]
"""Inputs (draws, factors) → outputs (draws, outputs)."""

STILL = 1e-12
"""Variance, as a share of the squared mean, below which an output does not vary: float rounding alone."""
CELLS = 4_000_000
"""Outputs are worked on in blocks of so many numbers."""


@dataclass(frozen=True)
class Sobol:
    """Sobol indices, (factors, outputs).

    first : share of an output's variance that goes with a factor alone. total : share that would be left if
    all other factors were fixed. variance : of each output; where it is 0 nothing varies and all indices are 0.
    """

    first: Floats
    total: Floats
    variance: Floats


def sobol(function: Function, factors: int, draws: int = 1024, seed: int = 0) -> Sobol:
    """Return the Sobol indices of every output of a function of independent factors, uniform on 0 to 1.

    Estimators: Saltelli and others 2010 for the first order, Jansen 1999 for the total; the two samples are
    Latin hypercubes, so that every factor is covered evenly. The function is called factors + 2 times.
    Raises UsageError for less than two draws or one factor.
    """
    one, other = samples(factors, draws, seed)
    base, changed = function(one), function(other)
    adding = _Adding(base, changed)
    for factor in range(factors):
        mixed = one.copy()
        mixed[:, factor] = other[:, factor]
        adding.add(base, changed, function(mixed))
    return adding.indices()


def samples(factors: int, draws: int, seed: int) -> tuple[Floats, Floats]:
    """Return two independent Latin hypercubes, (draws, factors) each."""
    if factors < 1 or draws < 2:
        raise UsageError(f"{draws} draws of {factors} factors: take at least 2 draws and 1 factor.")
    rng = np.random.default_rng(seed)
    return _hypercube(rng, draws, factors), _hypercube(rng, draws, factors)


def _hypercube(rng: np.random.Generator, draws: int, factors: int) -> Floats:
    cells = rng.permuted(np.tile(np.arange(draws), (factors, 1)), axis=1).T
    return (cells + rng.random((draws, factors))) / draws


class _Adding:
    """Collects the indices factor by factor, without keeping what a factor gave."""

    def __init__(self, base: Floats, changed: Floats) -> None:
        both = np.concatenate([base, changed])
        self.mean = both.mean(axis=0)
        variance = both.var(axis=0)
        self.varies = variance > STILL * (self.mean**2 + 1e-300)
        self.variance = np.where(self.varies, variance, 0.0)
        self.first: list[Floats] = []
        self.total: list[Floats] = []

    def add(self, base: Floats, changed: Floats, mixed: Floats) -> None:
        """Add the next factor; mixed : the outputs with that factor from the other sample."""
        moved = mixed - base
        self.first.append(
            self._share(np.einsum("dn,dn->n", changed - self.mean, moved) / len(base))
        )
        self.total.append(self._share(np.einsum("dn,dn->n", moved, moved) / (2 * len(base))))

    def _share(self, part: Floats) -> Floats:
        return np.where(self.varies, part / np.where(self.varies, self.variance, 1.0), 0.0)

    def indices(self) -> Sobol:
        return Sobol(np.array(self.first), np.array(self.total), self.variance)


@dataclass(frozen=True)
class Sensitivity:
    """Sobol indices of the totals with respect to the weights."""

    board: Board
    evaluation: Evaluation
    indices: Sobol
    draws: int
    seed: int
    margin: float | None

    @cached_property
    def table(self) -> pl.DataFrame:
        """One row per region and lever: first and total index, and the standard deviation of the total.

        The largest total index of a region comes first; all are 0 where the region's total does not move.
        """
        ids, levers = self.board.region_ids, self.evaluation.levers
        spread = np.sqrt(self.indices.variance) / SCALE
        rows = [
            (region, lever.id, lever.name.zh, lever.name.en, float(self.indices.first[at, row]),
             float(self.indices.total[at, row]), float(spread[row]))
            for row, region in enumerate(ids)
            for at, lever in sorted(enumerate(levers), key=lambda one: -self.indices.total[one[0], row])
        ]  # fmt: skip
        schema = {
            "region_id": pl.String, "id": pl.String, "name_zh": pl.String, "name_en": pl.String,
            "first": pl.Float64, "total": pl.Float64, "spread_points": pl.Float64,
        }  # fmt: skip
        return pl.DataFrame(rows, schema=schema, orient="row")

    def _repr_html_(self) -> str:
        return sensitivity_at_a_glance(self)

    def __repr__(self) -> str:
        regions, weights = len(self.board.regions), len(self.evaluation.levers)
        return f"<Sensitivity: {counted(regions, 'region')}, {counted(weights, 'weight')}, seed {self.seed}>"


def sensitivity(
    card: Scorecard,
    *,
    over: Over = "criteria",
    margin: float | None = None,
    draws: int = 1024,
    seed: int = 0,
    group: str | None = None,
) -> Sensitivity:
    """Return on which weights the total of each region hangs, all regions at once.

    Every lever gets a factor of its own, drawn independently: between nothing and twice its printed points,
    or within ``margin`` around them (0.2 is a fifth); then all are scaled so that the base keeps its sum.
    Raises UsageError where there is nothing to vary, and for a margin that is not between 0 and 1.
    """
    board = Board(card, group)
    evaluation = Evaluation(board, over)
    if not evaluation.levers:
        raise UsageError(f"{board.rubric.id} has no criteria with points that could be varied.")
    if margin is not None and not 0 < margin <= 1:
        raise UsageError(f"the margin must be above 0 and at most 1, and is {margin:g}.")
    width = 1.0 if margin is None else margin
    one, other = (_raw(evaluation, sample, width) for sample in samples(len(evaluation.levers), draws, seed))  # fmt: skip
    indices = _straight(evaluation, one, other) if evaluation.is_linear else _any(evaluation, one, other)  # fmt: skip
    return Sensitivity(board, evaluation, indices, draws, seed, margin)


def _raw(evaluation: Evaluation, sample: Floats, width: float) -> Floats:
    """Return weights before they are scaled to a whole."""
    return np.asarray(evaluation.shares * (1 - width + 2 * width * sample))


def _any(evaluation: Evaluation, one: Floats, other: Floats) -> Sobol:
    def totals(raw: Floats) -> Floats:
        return evaluation.totals(raw / raw.sum(axis=1, keepdims=True))

    base, changed = totals(one), totals(other)
    adding = _Adding(base, changed)
    for factor in range(one.shape[1]):
        mixed = one.copy()
        mixed[:, factor] = other[:, factor]
        adding.add(base, changed, totals(mixed))
    return adding.indices()


def _straight(evaluation: Evaluation, one: Floats, other: Floats) -> Sobol:
    """Return the same where totals are a matrix product: a changed weight is added, not multiplied out again."""
    matrix = evaluation.plain_base + evaluation.plain_rest
    size = matrix.shape[1]
    step = max(1, CELLS // len(one))
    parts = [_block(matrix[:, start : start + step], one, other) for start in range(0, size, step)]
    return Sobol(
        np.concatenate([part.first for part in parts], axis=1),
        np.concatenate([part.total for part in parts], axis=1),
        np.concatenate([part.variance for part in parts]),
    )


def _block(matrix: Floats, one: Floats, other: Floats) -> Sobol:
    sums, whole = one.sum(axis=1, keepdims=True), one @ matrix
    base, changed = whole / sums, (other @ matrix) / other.sum(axis=1, keepdims=True)
    adding = _Adding(base, changed)
    mixed = np.empty_like(base)
    for factor in range(one.shape[1]):
        moved = (other[:, factor] - one[:, factor])[:, None]
        np.multiply(moved, matrix[factor], out=mixed)
        mixed += whole
        mixed /= sums + moved
        adding.add(base, changed, mixed)
    return adding.indices()


EFFECTIVE: dict[str, Any] = {
    "id": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "points": POINTS,
    "nominal_share": pl.Float64,
    "effective_share": pl.Float64,
    "correlation": pl.Float64,
    "spread_points": pl.Float64,
    "full_marks": pl.Int64,
    "regions": pl.Int64,
    "remark": pl.String,
}
SEPARATES_NOBODY = "separates_nobody"


def effective_weights(card: Scorecard, group: str | None = None) -> pl.DataFrame:
    """Return, for every criterion, the weight it is meant to have beside the one that it has.

    nominal_share : its points as a share of all maxima. effective_share : its share of the variance of the
    totals (the covariance of its points with the total over the variance of the total); the shares of all
    criteria add up to 1 where no caps and no facts interfere, and one that counts against the others is
    negative; null where all totals are equal. correlation : with the total, null where one of them is constant.
    full_marks : so many of the regions that are scored have all points. remark : ``separates_nobody`` where
    all of them have the same points.
    Regions without a rank are left out, and missing points count as in the total.
    """
    board = Board(card, group)
    rows = np.flatnonzero(board.ranked)
    units, total = board.units[rows].astype(np.float64), board.total_units[rows].astype(np.float64)
    scored = card.scoring.points.scored[board.rows[rows]]
    maxima = [one.max_points or 0 for one in board.rubric.criteria_list]
    whole = sum(maxima)
    around = total - total.mean()
    variance = float((around**2).mean())
    table = []
    for column, criterion in enumerate(board.rubric.criteria_list):
        mine = units[:, column] - units[:, column].mean()
        same = bool((units[:, column] == units[0, column]).all())
        spread = 0.0 if same else float(np.sqrt((mine**2).mean()))
        shared = float((mine * around).mean())
        level = bool((total == total[0]).all())
        most = None if criterion.max_points is None else round_half_up(criterion.max_points)
        at_full = scored[:, column] & (board.units[rows][:, column] == most)
        table.append(
            {
                "id": criterion.id,
                "name_zh": criterion.name.zh,
                "name_en": criterion.name.en,
                "points": None if most is None else to_decimal(most),
                "nominal_share": float((criterion.max_points or 0) / whole) if whole else None,
                "effective_share": None if level else shared / variance,
                "correlation": None if level or same else shared / (spread * variance**0.5),
                "spread_points": spread / SCALE,
                "full_marks": int(at_full.sum()),
                "regions": int(scored[:, column].sum()),
                "remark": SEPARATES_NOBODY if same else "",
            }
        )
    return pl.DataFrame(table, schema=EFFECTIVE, orient="row")


def twins(card: Scorecard, least: float = 0.9, group: str | None = None) -> pl.DataFrame:
    """Return the pairs of criteria that say nearly the same of the regions, the closest first.

    Columns: id, other_id, correlation (of the points, Pearson), order_correlation (of the places, Spearman),
    regions (scored under both). A pair is listed where both are ``least`` or more, so that neither one region far
    off nor a handful of equal places makes twins; at least three regions have to be scored under both, and neither
    criterion may be constant among them.
    """
    board = Board(card, group)
    rows = np.flatnonzero(board.ranked)
    units = board.units[rows].astype(np.float64)
    scored = card.scoring.points.scored[board.rows[rows]]
    ids = list(board.rubric.criteria)
    found = []
    for one, other in combinations(range(len(ids)), 2):
        both = scored[:, one] & scored[:, other]
        a, b = units[both, one], units[both, other]
        if both.sum() < 3 or (a == a[0]).all() or (b == b[0]).all():
            continue
        straight, order = _correlation(a, b), _correlation(_places(a), _places(b))
        if min(straight, order) >= least:
            found.append((ids[one], ids[other], straight, order, int(both.sum())))
    schema = {
        "id": pl.String, "other_id": pl.String, "correlation": pl.Float64,
        "order_correlation": pl.Float64, "regions": pl.Int64,
    }  # fmt: skip
    table = pl.DataFrame(found, schema=schema, orient="row")
    closest = pl.max_horizontal("correlation", "order_correlation")
    return table.sort(closest, descending=True, maintain_order=True)


def _correlation(a: Floats, b: Floats) -> float:
    a, b = a - a.mean(), b - b.mean()
    return float(np.clip((a @ b) / np.sqrt((a @ a) * (b @ b)), -1, 1))


def _places(values: Floats) -> npt.NDArray[np.float64]:
    """Return average places, so that equal values share one."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return ((2 * ends - counts + 1) / 2)[inverse]
