"""Ingested tables → ``data/processed/RUBRIC`` and back."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import polars as pl

from govscore_lib.files import write_beside
from govscore_lib.findings import read_findings, write_findings
from govscore_lib.inert import inert_csv, written_columns
from govscore_lib.ingest.cells.changes import CHANGED
from govscore_lib.ingest.cells.columns import canonical, typed
from govscore_lib.ingest.collect import FILES, Ingested
from govscore_lib.ingest.names.naming import NAMES
from govscore_lib.ingest.registers.large import write_stored
from govscore_lib.records.stored import Records, StoredRegister
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
_TABLES = {"files": FILES, "changes": CHANGED, "names": NAMES}
"""Tables of which nothing is scored, by the name of their file."""


def write_processed(ingested: Ingested, processed_dir: Path) -> Ingested:
    """Write observations.csv, registers/NAME.csv, findings.csv, files.csv, changes.csv and names.csv.

    Registers on disk are written as registers/NAME.parquet; what is returned reads them there.
    Everything is written to a folder beside and put in place at the end, so that no half-written
    state is ever seen; what stood there before is replaced.
    """
    beside = processed_dir.with_name(processed_dir.name + ".partial")
    shutil.rmtree(beside, ignore_errors=True)
    (beside / "registers").mkdir(parents=True)
    tables = {"observations": ingested.observations.select(_COLUMNS)} | {
        name: getattr(ingested, name) for name in _TABLES
    }
    for name, records in ingested.registers.items():
        if isinstance(records, StoredRegister):
            _put(records, beside / "registers" / f"{name}.parquet")
        else:
            texts = records.select(canonical(column) for column in records.iter_columns())
            tables[f"registers/{name}"] = texts
    for name, table in tables.items():
        write_beside(beside / f"{name}.csv", inert_csv(table))
    write_findings(ingested.findings, beside / "findings.csv")
    before = processed_dir.with_name(processed_dir.name + ".before")
    shutil.rmtree(before, ignore_errors=True)
    if processed_dir.exists():
        processed_dir.replace(before)
    beside.replace(processed_dir)
    shutil.rmtree(before, ignore_errors=True)
    return replace(ingested, registers={**ingested.registers, **_stored(processed_dir)})


def _put(stored: StoredRegister, path: Path) -> None:
    """Put the file of a stored register in its place, and its changes beside it."""
    if len(stored.files) != 1 or stored.folder:
        write_stored(stored, path)
        return
    file = Path(stored.files[0])
    for source, target in (
        (file, path),
        (file.with_suffix(".changes.parquet"), path.with_suffix(".changes.parquet")),
    ):
        if source.exists():
            try:
                target.hardlink_to(source)
            except OSError:  # another disk
                shutil.copyfile(source, target)


def _stored(processed_dir: Path) -> dict[str, Records]:
    return {
        path.stem: StoredRegister.of_files([path])
        for path in sorted((processed_dir / "registers").glob("*.parquet"))
        if not path.name.endswith(".changes.parquet")
    }


def read_processed(rubric: Rubric, processed_dir: Path) -> Ingested:
    """Return what :func:`write_processed` wrote, columns typed as the rubric declares them."""
    registers: dict[str, Records] = _stored(processed_dir)
    for path in sorted((processed_dir / "registers").glob("*.csv")):
        columns = rubric.registers[path.stem].columns
        texts = written_columns(pl.read_csv(path, infer_schema=False))
        registers[path.stem] = texts.select(
            *(
                typed(texts[name], column.type).cast(REGISTER_TYPES[column.type]).alias(name)
                for name, column in columns.items()
                if name in texts.columns
            ),
            *(pl.col(name).cast(dtype) for name, dtype in PROVENANCE.items()),
        )
    observations = written_columns(
        pl.read_csv(processed_dir / "observations.csv", infer_schema=False)
    )
    tables = {
        name: written_columns(
            pl.read_csv(processed_dir / f"{name}.csv", schema=schema)
        ).with_columns(pl.col(pl.String).fill_null(""))
        for name, schema in _TABLES.items()
    }
    places = pl.col("file", "sheet", "place", "source", "evidence").fill_null("")
    return Ingested(
        observations.select([*OBSERVATIONS, *CLAIMS]).with_columns(places),
        {name: registers[name] for name in rubric.registers if name in registers},
        read_findings(processed_dir / "findings.csv"),
        files=tables["files"],
        changes=tables["changes"],
        names=tables["names"],
    )
