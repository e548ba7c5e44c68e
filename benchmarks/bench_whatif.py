"""What-if questions beside plain numpy and the named libraries, in one run.

    python benchmarks/bench_whatif.py [REGIONS] [CRITERIA] [DRAWS]

Prints times as ratios, medians of several rounds, and the peak memory of this process. A library is measured on
as many draws, outputs or steps as it does in a few seconds, and the time is scaled up; one that is not installed
(`pip install -e '.[bench]'`, then `pip install --no-deps pysensmcda`) is told and left out.
Ratios, not seconds, are what to look at: machines are noisy.
Results are compared before times are: every table of ranks has to be the same, every index close.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("OPENBLAS_NUM_THREADS", "2")  # the same for everyone

import numpy as np
import polars as pl

from govscore_lib.engine import score
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.rubric import load_rubric
from govscore_lib.whatif import robustness, sensitivity, stability
from govscore_lib.whatif.margins.intervals import weight_intervals
from govscore_lib.whatif.weightings.board import Board
from govscore_lib.whatif.weightings.sampling import Uniform, blocks

BLOCK = 512
SOBOL_DRAWS = 256
FEW = 20
"""Draws on which a library of one weighting at a time is measured, and the league has thousands of regions."""
OUTPUTS = 3
"""Outputs on which a library of one output at a time is measured."""


def made_card(regions: int, criteria: int) -> Scorecard:
    """A league with random figures of four decimals, one plain criterion a column."""
    words = {"zh": "指标", "en": "criterion"}
    names = [f"m{i}" for i in range(criteria)]
    raw = {
        "rubric": "bench",
        "title": words,
        "issuer": words,
        "document": "bench",
        "period": {"label": "2021", "start": "2021-01-01", "end": "2021-12-31"},
        "unit_assessed": words,
        "league": "huaian-2021",
        "total": {"max_points": str(2 * criteria)},
        "categories": [{"id": "1", "name": words}],
        "metrics": {name: {"name": words, "type": "decimal", "unit": "cases"} for name in names},
        "criteria": [
            {
                "id": name,
                "category": "1",
                "name": words,
                "max_points": "2",
                "rule": {"kind": "ratio", "value": name},
                "source": {"document": "bench"},
            }
            for name in names
        ],
    }
    figures = np.random.default_rng(2021).integers(0, 10_001, (regions, criteria))
    rows = [
        (f"R{row}", name, f"{figure / 10_000:.4f}")
        for row, line in enumerate(figures.tolist())
        for name, figure in zip(names, line, strict=True)
    ]
    values = pl.DataFrame(rows, schema=["region_id", "metric_id", "value"], orient="row")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.yml")
        path.write_text(json.dumps(raw, ensure_ascii=False), "utf-8")
        return score(load_rubric(path), values)


def seconds(call: Callable[[], Any], rounds: int = 5) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def processor_seconds(call: Callable[[], Any]) -> float:
    """Return the time of all processors together, which says more than the clock where others are at work."""
    start = time.process_time()
    call()
    return time.process_time() - start


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def plain_histogram(matrix: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Counts of places by region: a matrix product, an argsort and a bincount a block."""
    size, criteria = matrix.shape
    counts = np.zeros(size * size, dtype=np.int64)
    offset = np.arange(size) * size
    for start in range(0, draws, BLOCK):
        rng = np.random.default_rng([seed, start // BLOCK])
        weights = rng.standard_exponential((BLOCK, criteria))[: draws - start]
        weights /= weights.sum(axis=1, keepdims=True)
        order = np.argsort(-(weights @ matrix.T), axis=1)
        place = np.empty_like(order)
        np.put_along_axis(place, order, np.arange(size)[None, :], axis=1)
        counts += np.bincount((place + offset).ravel(), minlength=size * size)
    return counts.reshape(size, size)


def plain_shared(matrix: np.ndarray, draws: int, seed: int, decimals: int) -> np.ndarray:
    """The same counts with totals rounded half up and equal ones sharing the better place, for comparison only."""
    size, criteria = matrix.shape
    counts = np.zeros((size, size), dtype=np.int64)
    every = np.arange(size)
    for start in range(0, draws, BLOCK):
        rng = np.random.default_rng([seed, start // BLOCK])
        weights = rng.standard_exponential((BLOCK, criteria))[: draws - start]
        weights /= weights.sum(axis=1, keepdims=True)
        for totals in np.floor(weights @ matrix.T * 10**decimals + 0.5):
            ahead = size - np.searchsorted(np.sort(totals), totals, side="right")
            counts[every, ahead] += 1
    return counts


def libraries() -> dict[str, Callable[[np.ndarray, np.ndarray], Any]]:
    """Name → ranks of a table under one weighting, for each library that is installed."""
    found: dict[str, Callable[[np.ndarray, np.ndarray], Any]] = {}
    try:
        from pymcdm.helpers import rankdata
        from pymcdm.methods import WSM
        from pymcdm.normalizations import max_normalization

        method = WSM(
            max_normalization
        )  # without the checks of its arguments, which cost as much again
        found["pymcdm"] = lambda table, w: rankdata(
            method._method(table, w, np.ones(len(w)))[-1], reverse=True
        )
    except ImportError as error:
        print(f"  pymcdm: not installed ({error})")
    try:
        import skcriteria
        from skcriteria.agg.simple import WeightedSumModel

        model = WeightedSumModel()

        def by_skcriteria(table: np.ndarray, w: np.ndarray) -> Any:
            matrix = skcriteria.mkdm(table, [max] * len(w), weights=w)
            return model.evaluate(matrix).rank_

        found["scikit-criteria"] = by_skcriteria
    except ImportError as error:
        print(f"  scikit-criteria: not installed ({error})")
    try:
        from pyrepo_mcda.additions import rank_preferences
        from pyrepo_mcda.mcda_methods import SAW

        saw = SAW(normalization_method=lambda table, types: table)

        def by_pyrepo(table: np.ndarray, w: np.ndarray) -> Any:
            return rank_preferences(saw(table, w, np.ones(len(w))), reverse=True)

        found["pyrepo-mcda"] = by_pyrepo
    except (ImportError, TypeError) as error:
        print(f"  pyrepo-mcda: not installed ({error})")
    return found


def acceptability(regions: int, criteria: int, draws: int) -> None:
    print(f"\nRank acceptability, {draws:,} weightings × {regions:,} regions × {criteria} criteria")
    card = made_card(regions, criteria)
    before = peak_mb()
    found = robustness(card, draws=draws, pairs=False)
    ours = seconds(lambda: robustness(card, draws=draws, pairs=False), 5)
    drawing = seconds(lambda: list(blocks(Uniform(criteria), draws, 0)), 5)
    after = peak_mb()
    one_thread = seconds(lambda: robustness(card, draws=draws, pairs=False, threads=1), 3)
    evaluation = found.evaluation
    matrix = (evaluation.plain_base + evaluation.plain_rest).T / 1e9
    plain = seconds(lambda: plain_histogram(matrix, draws, 0), 3)
    counts = plain_histogram(matrix, draws, 0)
    apart = np.abs(counts - found.counts).sum() // 2
    ranking = card.rubric.ranking
    assert ranking.ties == "min"
    rounded = plain_shared(matrix, draws, 0, ranking.decimals)
    differ = np.abs(rounded - found.counts).sum() // 2
    print(f"  govscore {ours:.4f} s (one thread {one_thread:.4f} s)")
    print(f"  drawing the weights alone, one thread: {drawing:.3f} s")
    print(f"  peak memory {after:,.0f} MB, {after - before:,.0f} of them for this")
    print(f"  plain numpy, full histogram: {plain:.4f} s = {plain / ours:.1f} ×")
    work = [processor_seconds(lambda: robustness(card, draws=draws, pairs=False, threads=1)),
            processor_seconds(lambda: plain_histogram(matrix, draws, 0))]  # fmt: skip
    print(f"  processor time: {work[0]:.2f} s against {work[1]:.2f} s = {work[1] / work[0]:.1f} ×")
    print(
        f"  places counted: {draws * regions:,}; {apart:,} differ from argsort, which never lets two share a place; "
        f"{differ:,} once plain numpy rounds totals to {ranking.decimals} decimals and lets equal ones share"
    )
    weights = next(iter(blocks(Uniform(criteria), BLOCK, 0)))
    table = matrix / matrix.max(
        axis=0
    )  # what a library may divide by is done beforehand, so that all rank the same
    few = min(FEW * max(1, 3000 // regions), BLOCK, draws)
    for name, ranks in libraries().items():
        wanted = np.argsort(-(table @ weights[0]))
        got = np.argsort(np.asarray(ranks(table, weights[0])), kind="stable")
        same = (wanted == got).mean()
        each = seconds(lambda ranks=ranks: [ranks(table, w) for w in weights[:few]], 3) / few
        print(f"  {name}: {each * draws:.1f} s ({few} measured) = {each * draws / ours:.0f} ×; order alike for {same:.0%}")  # fmt: skip


def read_in(card: Scorecard) -> Any:
    """What every exact answer needs of a scorecard first: points in whole numbers, and what criteria are worth."""
    board = Board(card)
    return board.base, board.is_straight, board.counted_units


def smallest_changes(regions: int, criteria: int) -> None:
    print(f"\nSmallest change of one weight that alters the order, {regions} × {criteria}")
    card = made_card(regions, criteria)
    matrix = card.scoring.points.units / 2e9
    weights = np.full(criteria, 1 / criteria)
    found = weight_intervals(matrix, weights)
    closed = seconds(lambda: weight_intervals(matrix, weights), 51)
    exact = seconds(lambda: stability(card, ["ranking"], others="rescaled"), 51)
    reading = seconds(lambda: read_in(card), 51)
    print(f"  govscore, closed form: {closed * 1e3:.3f} ms")
    print(
        f"  govscore, exact fractions with the rubric's rounding and ties, from the scorecard on: {exact * 1e3:.2f} ms, "
        f"{reading * 1e3:.2f} of them to read it in; both ends of every criterion, and the pair that meets there"
    )
    try:
        import pymcdm
        from pysensmcda.ranking import ranking_alteration
    except ImportError as error:
        print(f"  pysensmcda: not installed ({error})")
        return

    def weighted(matrix: np.ndarray, weights: np.ndarray) -> np.ndarray:
        return matrix @ weights

    print(
        "  a grid tells the first of its points, in either direction, at which unrounded places differ"
    )
    first = pymcdm.helpers.rankdata(matrix @ weights, True)
    for step in (0.01, 0.001, 0.0001):
        arguments = {"matrix": matrix, "weights": weights}
        grid = seconds(lambda a=arguments, s=step: ranking_alteration(weights, first, weighted, a, True, s), 3)  # fmt: skip
        rows = ranking_alteration(weights, first, weighted, arguments, True, step)
        none = sum(bool((ranking == first).all()) for _, _, ranking in rows)
        print(
            f"  pysensmcda, grid of {step:g}: {grid * 1e3:.1f} ms = {grid / closed:,.0f} × the closed form, "
            f"{grid / exact:.2f} × the exact one; no change found for {none} of {criteria}"
        )
    ends = np.minimum(weights - found.low, found.high - weights)
    print(f"  true smallest changes: {ends.min():.2g} to {ends.max():.2g} of the whole")


def sobol_indices(regions: int, criteria: int) -> None:
    print(f"\nSobol indices, {regions:,} outputs, {criteria} weights, n = {SOBOL_DRAWS}")
    card = made_card(regions, criteria)
    ours = seconds(lambda: sensitivity(card, draws=SOBOL_DRAWS), 3)
    print(f"  govscore, all at once: {ours:.2f} s; peak memory {peak_mb():,.0f} MB")
    try:
        from SALib.analyze import sobol as analyze
        from SALib.sample import sobol as sample
    except ImportError as error:
        print(f"  SALib: not installed ({error})")
        return
    matrix = card.scoring.points.units / 2e9
    problem = {"num_vars": criteria, "names": [f"w{i}" for i in range(criteria)], "bounds": [[0, 1]] * criteria}  # fmt: skip

    def one_by_one(outputs: int) -> list[Any]:
        drawn = sample.sample(problem, SOBOL_DRAWS, calc_second_order=False)
        totals = (drawn / drawn.sum(axis=1, keepdims=True)) @ matrix[:outputs].T
        return [
            analyze.analyze(problem, totals[:, at], calc_second_order=False, num_resamples=2)
            for at in range(outputs)
        ]

    some = seconds(lambda: one_by_one(1 + OUTPUTS), 3)
    alone = seconds(lambda: one_by_one(1), 3)
    theirs = alone + (some - alone) / OUTPUTS * (regions - 1)
    print(f"  SALib: {theirs:.0f} s ({1 + OUTPUTS} outputs measured) = {theirs / ours:.0f} ×")


def main() -> None:
    regions, criteria, draws = (
        int(sys.argv[at]) if len(sys.argv) > at else default
        for at, default in ((1, 3000), (2, 60), (3, 10_000))
    )
    warnings.filterwarnings("ignore")
    print(f"{os.cpu_count()} processors, numpy {np.__version__}")
    acceptability(31, criteria, draws)
    smallest_changes(31, criteria)
    sobol_indices(regions, criteria)
    acceptability(regions, criteria, draws)


if __name__ == "__main__":
    main()
