"""Claimed beside verified: what the office says stays visible where a reviewer says otherwise."""

from __future__ import annotations

import polars as pl

from govscore_lib.ingest.figures.evidence import NO_EVIDENCE
from govscore_lib.ingest.figures.settle import Settling, metric_reader
from govscore_lib.tables import CLAIMS


def with_claims(settling: Settling) -> pl.DataFrame:
    """Return the settled observations with the columns of ``tables.CLAIMS``."""
    observations = settling.table()
    metrics = settling.rubric.metrics
    readers = {name: metric_reader(metric) for name, metric in metrics.items()}
    rows: list[tuple[str | None, str, str]] = []
    for key in observations.select("region_id", "metric_id").iter_rows():
        cell = settling.cells.get(key)
        if cell is None or not cell.entry.source:
            rows.append((None, "", (cell.entry.evidence or "") if cell else ""))
            continue
        entry = cell.entry
        claimed = readers[key[1]](entry.claimed).value if entry.claimed else None
        rows.append((claimed or entry.claimed or None, entry.source, entry.evidence or ""))
    return observations.hstack(pl.DataFrame(rows, schema=CLAIMS, orient="row"))


def reviewed(observations: pl.DataFrame) -> pl.DataFrame:
    """Return the figures that were not taken as claimed: region_id, metric_id, claimed, value, source, evidence.

    observations : with or without the columns of ``tables.CLAIMS``; without them there are none.
    Figures that a reviewer verified are in it, also where he found the same.
    """
    if "source" not in observations.columns:
        observations = observations.with_columns(pl.lit("").alias(name) for name in CLAIMS)
    return observations.filter(pl.col("source").is_in(["verified", NO_EVIDENCE])).select(
        "region_id", "metric_id", "claimed", "value", "source", "evidence"
    )
