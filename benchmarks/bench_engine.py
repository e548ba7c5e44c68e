"""The engine beside a hand-written query, in one run.

    python benchmarks/bench_engine.py [REGIONS] [CRITERIA]

Scores REGIONS × CRITERIA cells of exact rules (ratio, proportional, tiers, shortfall in turn), adds up and ranks:
by the engine, by integer polars expressions written out by hand for these very rules (the limit), and, on the
first regions only, by the reference scorer on fractions. Prints times as ratios to the hand-written query and
checks that every cell agrees. Ratios, not seconds, are what to look at: machines are noisy.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl

from govscore_lib.engine import reference
from govscore_lib.engine.scoring import Scoring
from govscore_lib.rubric import Rubric, load_rubric
from govscore_lib.rubric.frame import build_frame

SCALE = 10**9
KINDS = ("ratio", "proportional", "tiers", "shortfall")
REFERENCE_REGIONS = 100


def rule(kind: str, n: str, d: str) -> dict[str, object]:
    value = f"{n} / {d}"
    return {
        "ratio": {"kind": "ratio", "value": value},
        "proportional": {"kind": "proportional", "value": value, "target": "0.95"},
        "tiers": {
            "kind": "tiers",
            "value": value,
            "tiers": [
                {"at_least": "0.95", "points": "2"},
                {"at_least": "0.9", "points": "1.5"},
                {"at_least": "0.8", "points": "1"},
            ],
        },
        "shortfall": {
            "kind": "shortfall",
            "value": value,
            "target": "1",
            "step": "0.01",
            "per_step": "0.1",
        },
    }[kind]


def make_rubric(criteria: int) -> Rubric:
    words = {"zh": "指标", "en": "criterion"}
    names = [f"{part}{i}" for i in range(criteria) for part in "nd"]
    raw = {
        "rubric": "bench",
        "title": words,
        "issuer": words,
        "document": "bench",
        "period": {"label": "2021", "start": "2021-01-01", "end": "2021-12-31"},
        "unit_assessed": words,
        "league": "huaian-2021",
        "total": {"max_points": str(2 * criteria)},
        "categories": [{"id": "1", "name": words, "max_points": str(2 * criteria)}],
        "metrics": {name: {"name": words, "type": "int", "unit": "cases"} for name in names},
        "criteria": [
            {
                "id": f"1.{i}",
                "category": "1",
                "name": words,
                "max_points": "2",
                "rule": rule(KINDS[i % len(KINDS)], f"n{i}", f"d{i}"),
                "source": {"document": "bench"},
            }
            for i in range(criteria)
        ],
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "bench.yml")
        path.write_text(json.dumps(raw, ensure_ascii=False), "utf-8")
        return load_rubric(path)


def by_hand(table: pl.DataFrame, criteria: int) -> pl.DataFrame:
    """The same rules as integer expressions, written for these parameters and nothing else."""

    def half_up(num: pl.Expr, den: pl.Expr) -> pl.Expr:
        return (2 * num + den) // (2 * den)

    points = []
    for i in range(criteria):
        n, d = pl.col(f"n{i}"), pl.col(f"d{i}")
        kind = KINDS[i % len(KINDS)]
        if kind == "ratio":
            expr = half_up(2 * SCALE * n, d)
        elif kind == "proportional":
            part = half_up(2 * SCALE * 100 * n, 95 * d)
            expr = pl.when(100 * n >= 95 * d).then(2 * SCALE).otherwise(part)
        elif kind == "tiers":
            expr = (
                pl.when(100 * n >= 95 * d).then(2 * SCALE)
                .when(10 * n >= 9 * d).then(15 * SCALE // 10)
                .when(10 * n >= 8 * d).then(SCALE)
                .otherwise(0)
            )  # fmt: skip
        else:
            steps = (100 * (d - n)) // d
            expr = pl.max_horizontal(2 * SCALE - SCALE // 10 * steps, pl.lit(0))
        points.append(expr.cast(pl.Int64).alias(f"p{i}"))
    scored = table.select(points)
    return scored.with_columns(total=pl.sum_horizontal(pl.all())).with_columns(
        rank=pl.col("total").rank("min", descending=True)
    )


def median_seconds(call: Callable[[], object], rounds: int = 7) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    regions = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    criteria = int(sys.argv[2]) if len(sys.argv) > 2 else 60
    draw = random.Random(2021)
    rubric = make_rubric(criteria)
    ids = [f"R{row}" for row in range(regions)]
    values: dict[tuple[str, str], str | None] = {}
    for region in ids:
        for i in range(criteria):
            total = draw.randint(1, 5000)
            values[region, f"d{i}"] = str(total)
            values[region, f"n{i}"] = str(total - min(total, int(draw.expovariate(12) * total)))
    frame = build_frame(rubric, values, ids, frozenset())
    table = pl.DataFrame(
        {name: [int(values[region, name] or 0) for region in ids] for name in rubric.metrics}
    )

    def engine() -> Scoring:
        scoring = Scoring(rubric, frame)
        _ = scoring.totals
        return scoring

    hand, ours = by_hand(table, criteria), engine()
    assert np.array_equal(ours.points.units, hand.select(pl.col("^p\\d+$")).to_numpy())
    assert np.array_equal(ours.totals.rank2 // 2, hand["rank"].to_numpy())

    few = {region: {m: values[region, m] for m in rubric.metrics} for region in ids[:REFERENCE_REGIONS]}  # fmt: skip
    limit = median_seconds(lambda: by_hand(table, criteria))
    engine_seconds = median_seconds(engine)
    reference_seconds = median_seconds(lambda: reference.score(rubric, few), 1)
    scaled = reference_seconds * regions / min(regions, REFERENCE_REGIONS)
    print(f"{regions} regions × {criteria} criteria, every cell equal")
    print(f"  hand-written polars (the limit)  1.0×   {limit * 1000:8.1f} ms")
    print(
        f"  engine                         {engine_seconds / limit:5.1f}×   {engine_seconds * 1000:8.1f} ms"
    )
    print(f"  reference, scaled up           {scaled / limit:5.0f}×   {scaled * 1000:8.1f} ms")


if __name__ == "__main__":
    main()
