"""Registers counted on disk beside hand-written queries, in one run.

    python benchmarks/bench_records.py [TICKETS] [ROUNDS]

Writes TICKETS hotline tickets (50 million by default, seeded) as one parquet file a month into a temporary folder,
and counts the hotline metrics of huaian-2021-integrity by region: through the library, as it reads registers that
stay on disk and forced onto DuckDB, and by a query written by hand for these very metrics in polars and in DuckDB.
Each runs in a process of its own, ROUNDS times in turn (3 by default); the best times count, since a busy machine
only adds. All four must give the same whole numbers. Prints time and peak memory (of the whole process, libraries
included) as ratios to the better hand-written query. Ratios, not seconds, are what to look at: machines are noisy.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

RUBRIC, REGISTER = "huaian-2021-integrity", "hotline_tickets"
METRICS = ("hotline_due", "hotline_on_time", "hotline_rated", "hotline_satisfied")
SEED = 2021
PIECE = 500_000
ROW_GROUP = 122_880
"""Rows that a parquet file keeps together: DuckDB's own number."""
WORDS = ["region_id", "satisfaction"]
"""Columns of few different words, which are written as a list of words."""
AIM_RATIO, AIM_MB = 1.15, 500

Figures = dict[str, dict[str, int]]
"""Region → metric → count."""


def write_tickets(folder: Path, tickets: int) -> None:
    """Write one parquet file for each month, a piece at a time."""
    import numpy as np
    import polars as pl
    import pyarrow.parquet as pq

    from govscore_lib.rubric import load_league, load_rubric

    regions = [region.id for region in load_league(load_rubric(RUBRIC).league).regions]
    words = ["satisfied", "basically_satisfied", "dissatisfied", "unrated"]
    draw = np.random.default_rng(SEED)
    per_month = [tickets // 12 + (month < tickets % 12) for month in range(12)]
    number = 0
    for month, rows in enumerate(per_month, start=1):
        place = folder / f"month=2021-{month:02}"
        place.mkdir(parents=True)
        first = np.datetime64(f"2021-{month:02}-01T00:00:00", "s")
        writer: Any = None
        for start in range(0, rows, PIECE):
            size = min(PIECE, rows - start)
            created = first + draw.integers(0, 28 * 86_400, size).astype("timedelta64[s]")
            due = created + draw.integers(3, 8, size).astype("timedelta64[D]")
            extended = due + np.timedelta64(5, "D")
            answered = created + (draw.exponential(3 * 86_400, size)).astype("timedelta64[s]")
            table = pl.DataFrame(
                {
                    "ticket_id": np.arange(number, number + size),
                    "region_id": draw.integers(0, len(regions), size),
                    "created_at": created.astype("datetime64[us]"),
                    "due_at": due.astype("datetime64[us]"),
                    "extended_due_at": extended.astype("datetime64[us]"),
                    "answered_at": answered.astype("datetime64[us]"),
                    "valid": draw.random(size) < 0.97,
                    "satisfaction": draw.choice(4, size, p=[0.5, 0.2, 0.1, 0.2]),
                    "is_extended": draw.random(size) < 0.1,
                    "is_answered": draw.random(size) < 0.98,
                }
            ).select(
                ("T" + pl.col("ticket_id").cast(pl.String).str.zfill(9)).alias("ticket_id"),
                pl.col("region_id").replace_strict(dict(enumerate(regions)), return_dtype=pl.String),
                "created_at",
                "due_at",
                pl.when("is_extended").then("extended_due_at"),
                pl.when("is_answered").then("answered_at"),
                "valid",
                pl.col("satisfaction").replace_strict(dict(enumerate(words)), return_dtype=pl.String),
            )  # fmt: skip
            number += size
            arrow = table.to_arrow(compat_level=pl.CompatLevel.oldest())
            writer = writer or pq.ParquetWriter(
                place / "part-0.parquet", arrow.schema, compression="zstd", use_dictionary=WORDS
            )
            writer.write_table(arrow, row_group_size=ROW_GROUP)
        if writer is not None:
            writer.close()


def of_library(frame: Any) -> Figures:
    """Count by the derivations of the rubric."""
    from govscore_lib.records import derive
    from govscore_lib.rubric import load_league, load_rubric

    rubric = load_rubric(RUBRIC)
    regions = [region.id for region in load_league(rubric.league).regions]
    chosen = [one for one in rubric.derivations if one.source == REGISTER]

    def count() -> Figures:
        found = derive(
            rubric.registers,
            chosen,
            {REGISTER: frame},
            period=rubric.period,
            parameters={name: one.value for name, one in rubric.parameters.items()},
            regions=regions,
            unrepeated=(REGISTER,),
        )
        figures: Figures = {region: {} for region in regions}
        for region, metric, value in found.metrics.iter_rows():
            figures[region][metric] = int(value)
        return figures

    return timed(count)


def library(files: list[str]) -> Figures:
    """Through the library as it reads registers on disk: streaming polars here, as nothing is grouped by record."""
    from govscore_lib.records import StoredRegister

    return of_library(StoredRegister.of_files([Path(file) for file in files]))


def library_duckdb(files: list[str]) -> Figures:
    """Through the library, handed a relation of DuckDB."""
    from govscore_lib.records import StoredRegister

    return of_library(StoredRegister.of_files([Path(file) for file in files]).relation())


def hand_duckdb(files: list[str]) -> Figures:
    """One query for these very metrics."""
    import duckdb

    listed = ", ".join(f"'{file}'" for file in files)
    due = "coalesce(extended_due_at, due_at)"
    inside = "BETWEEN TIMESTAMP '2021-01-01' AND TIMESTAMP '2021-12-31 23:59:59.999999'"
    query = f"""
        SELECT region_id,
            count(*) FILTER (WHERE {due} {inside}),
            count(*) FILTER (WHERE {due} {inside} AND answered_at <= {due}),
            count(*) FILTER (WHERE answered_at {inside} AND satisfaction <> 'unrated'),
            count(*) FILTER (WHERE answered_at {inside} AND satisfaction IN ('satisfied', 'basically_satisfied'))
        FROM read_parquet([{listed}]) WHERE valid GROUP BY region_id
    """
    connection = duckdb.connect()
    return timed(lambda: named(connection.sql(query).fetchall()))


def hand_polars(files: list[str]) -> Figures:
    """The same in polars, which takes the files in pieces."""
    import polars as pl

    first, after = dt.datetime(2021, 1, 1), dt.datetime(2022, 1, 1)  # noqa: DTZ001  days without zone
    due, answered = pl.coalesce("extended_due_at", "due_at"), pl.col("answered_at")
    due_inside = due.is_between(first, after, closed="left")
    answered_inside = answered.is_between(first, after, closed="left")
    word = pl.col("satisfaction")
    query = (
        pl.scan_parquet(files)
        .filter("valid")
        .group_by("region_id")
        .agg(
            due_inside.sum(),
            (due_inside & (answered <= due)).sum().alias("on_time"),
            (answered_inside & (word != "unrated")).sum().alias("rated"),
            (answered_inside & word.is_in(["satisfied", "basically_satisfied"])).sum().alias("good"),
        )
    )  # fmt: skip
    return timed(lambda: named(query.collect(engine="streaming").rows()))


def named(rows: list[tuple[Any, ...]]) -> Figures:
    return {
        str(region): dict(zip(METRICS, map(int, counts), strict=True)) for region, *counts in rows
    }


WAYS: dict[str, tuple[str, Callable[[list[str]], Figures]]] = {
    "hand_duckdb": ("hand-written DuckDB", hand_duckdb),
    "hand_polars": ("hand-written polars, streaming", hand_polars),
    "library": ("library, a register on disk", library),
    "library_duckdb": ("library, forced onto DuckDB", library_duckdb),
}
LAST: dict[str, float] = {}


def timed(count: Callable[[], Figures]) -> Figures:
    start, busy = time.perf_counter(), time.process_time()
    figures = count()
    LAST["seconds"] = time.perf_counter() - start
    LAST["cpu_seconds"] = time.process_time() - busy
    return figures


def peak_mb() -> float:
    """Return the most memory this process ever held, in MB; not that of the process which started it."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) / 1000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def in_own_process(way: str, files: list[str]) -> dict[str, Any]:
    command = [sys.executable, __file__, "--way", way, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def run_way(way: str, files: list[str]) -> None:
    figures = WAYS[way][1](files)
    sys.stdout.write(json.dumps({"figures": figures, "mb": peak_mb(), **LAST}))


def main(tickets: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory(prefix="govscore-bench-") as folder:
        write_tickets(Path(folder), tickets)
        files = sorted(str(path) for path in Path(folder).rglob("*.parquet"))
        size = sum(Path(file).stat().st_size for file in files)
        runs = [{way: in_own_process(way, files) for way in WAYS} for _ in range(rounds)]
    expected = runs[0]["hand_duckdb"]["figures"]
    for one in (one for turn in runs for one in turn.values()):
        found = {region: row for region, row in one["figures"].items() if any(row.values())}
        assert expected == found
    seconds = {way: min(turn[way]["seconds"] for turn in runs) for way in WAYS}
    busy = {way: min(turn[way]["cpu_seconds"] for turn in runs) for way in WAYS}
    mb = {way: max(turn[way]["mb"] for turn in runs) for way in WAYS}
    limit_busy = min(busy["hand_duckdb"], busy["hand_polars"])
    limit = min(seconds["hand_duckdb"], seconds["hand_polars"])
    least = min(mb["hand_duckdb"], mb["hand_polars"])
    print(
        f"{tickets:,} tickets in {len(files)} files of together {size / 1e6:,.0f} MB, every figure equal"
    )
    for way, (label, _) in WAYS.items():
        print(
            f"  {label:32} {seconds[way] / limit:5.2f}× {seconds[way]:7.2f} s"
            f"   processor {busy[way] / limit_busy:5.2f}× {busy[way]:7.2f} s"
            f"   peak {mb[way] / least:5.2f}× {mb[way]:7.0f} MB"
        )
    print(
        f"  aim for the library              {AIM_RATIO:5.2f}× at most     peak below {AIM_MB} MB"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--way"]:
        run_way(sys.argv[2], sys.argv[3:])
    else:
        asked = [int(text) for text in sys.argv[1:]]
        main(*(asked + [50_000_000, 3][len(asked) :]))
