"""Ingested tables → ``data/processed/RUBRIC`` and back."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl

from govscore_lib.findings import read_findings, write_findings
from govscore_lib.ingest.cells import canonical, typed
from govscore_lib.ingest.collect import FILES, Ingested
from govscore_lib.rubric.model import Rubric
from govscore_lib.tables import CLAIMS, OBSERVATIONS, PROVENANCE, REGISTER_TYPES

_COLUMNS = (
    "region_id",
    "metric_id",
    "value",
    "period",
    "status",
    "file",
    "sheet",
    "place",
    *CLAIMS,
)
"""Order in ``observations.csv``: what ``score`` reads comes first."""


def write_processed(ingested: Ingested, processed_dir: Path) -> None:
    """Write observations.csv, registers/NAME.csv, findings.csv and files.csv.

    Everything is written to a folder beside and put in place at the end, so that no half-written
    state is ever seen; what stood there before is replaced.
    """
    beside = processed_dir.with_name(processed_dir.name + ".partial")
    shutil.rmtree(beside, ignore_errors=True)
    (beside / "registers").mkdir(parents=True)
    ingested.observations.select(_COLUMNS).write_csv(beside / "observations.csv")
    for name, frame in ingested.registers.items():
        texts = frame.select(canonical(column) for column in frame.iter_columns())
        texts.write_csv(beside / "registers" / f"{name}.csv")
    write_findings(ingested.findings, beside / "findings.csv")
    ingested.files.write_csv(beside / "files.csv")
    before = processed_dir.with_name(processed_dir.name + ".before")
    shutil.rmtree(before, ignore_errors=True)
    if processed_dir.exists():
        processed_dir.replace(before)
    beside.replace(processed_dir)
    shutil.rmtree(before, ignore_errors=True)


def read_processed(rubric: Rubric, processed_dir: Path) -> Ingested:
    """Return what :func:`write_processed` wrote, columns typed as the rubric declares them."""
    registers = {}
    for path in sorted((processed_dir / "registers").glob("*.csv")):
        columns = rubric.registers[path.stem].columns
        texts = pl.read_csv(path, infer_schema=False)
        registers[path.stem] = texts.select(
            *(
                typed(texts[name], column.type).cast(REGISTER_TYPES[column.type]).alias(name)
                for name, column in columns.items()
                if name in texts.columns
            ),
            *(pl.col(name).cast(dtype) for name, dtype in PROVENANCE.items()),
        )
    observations = pl.read_csv(processed_dir / "observations.csv", infer_schema=False)
    places = pl.col("file", "sheet", "place", "source", "evidence").fill_null("")
    return Ingested(
        observations.select([*OBSERVATIONS, *CLAIMS]).with_columns(places),
        {name: registers[name] for name in rubric.registers if name in registers},
        read_findings(processed_dir / "findings.csv"),
        pl.read_csv(processed_dir / "files.csv", schema=FILES).with_columns(
            pl.col(pl.String).fill_null("")
        ),
    )
