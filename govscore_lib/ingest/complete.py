"""What a run needs beside its own raw files: the setting it is made for, and registers of another rubric."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from govscore_lib.errors import UsageError, did_you_mean, listed
from govscore_lib.ingest.collect import Ingested
from govscore_lib.records.stored import Records, StoredRegister
from govscore_lib.rubric.league import League
from govscore_lib.rubric.model import Rubric
from govscore_lib.tables import OBSERVATIONS


def settings_of(rubric: Rubric) -> tuple[str, ...]:
    """Return the codes that a rubric is run for, one after the other; ("",) where it is run once."""
    return ("",) if rubric.run_per is None else tuple(rubric.metrics[rubric.run_per].values)


def chosen_setting(rubric: Rubric, setting: str) -> str:
    """Return the code a run is made for: the one asked for, or the first.

    Raises UsageError for a code that the rubric does not know.
    """
    known = settings_of(rubric)
    if not setting:
        return known[0]
    if setting not in known:
        allowed = listed(known) if rubric.run_per else "none: it is run once"
        raise UsageError(
            f"{rubric.id} is not run for '{setting}'. Allowed: {allowed}. "
            f"{did_you_mean(setting, known)}".rstrip()
        )
    return setting


def with_setting(
    observations: pl.DataFrame, rubric: Rubric, setting: str, league: League
) -> pl.DataFrame:
    """Return the observations with the metric that tells runs apart set in every ranked region.

    setting : a code of that metric; "" leaves the observations as they are.
    """
    if rubric.run_per is None or not setting:
        return observations
    metric = rubric.run_per
    rows = [
        (region.id, rubric.period.label, metric, setting, "given", "", "", "")
        for region in league.ranked
    ]
    added = pl.DataFrame(rows, schema=OBSERVATIONS, orient="row")
    others = pl.col("metric_id").is_null() | (pl.col("metric_id") != metric)
    return pl.concat([observations.filter(others), added], how="diagonal")


def with_registers_of(ingested: Ingested, rubric: Rubric, other: Ingested, folder: str) -> Ingested:
    """Return what was ingested with the registers of an embedded rubric that its own files do not bring.

    other : what was ingested for the embedded rubric, from the raw folder ``folder``; its findings come
    along, tied to this rubric's criteria, and its files with their hashes.
    """
    borrowed = {
        name: _below(records, folder)
        for name, records in other.registers.items()
        if name in rubric.registers and name not in ingested.registers
    }
    if not borrowed:
        return ingested
    findings = [
        replace(
            one,
            file=f"{folder}/{one.file}" if one.file else "",
            criteria=rubric.criteria_of_register(one.table),
        )
        for one in other.findings
        if one.table in borrowed
    ]
    of_borrowed = pl.col("table").is_in(list(borrowed))
    files = _in_folder(other.files.filter(of_borrowed), folder)
    changes = _in_folder(other.changes.filter(of_borrowed), folder)
    return replace(
        ingested,
        registers={**ingested.registers, **borrowed},
        findings=(*ingested.findings, *findings),
        files=pl.concat([ingested.files, files]),
        changes=pl.concat([ingested.changes, changes]),
        names=_names_together(ingested.names, other.names, folder),
    )


def _in_folder(table: pl.DataFrame, folder: str) -> pl.DataFrame:
    """Return a table of files with their paths as seen from beside the folder."""
    return table.with_columns((pl.lit(f"{folder}/") + pl.col("file")).alias("file"))


def _names_together(own: pl.DataFrame, other: pl.DataFrame, folder: str) -> pl.DataFrame:
    """Return the names of two folders of raw files, each once; one that either uses is not unused."""
    paths = pl.col("files").str.split("; ").list.eval(pl.lit(f"{folder}/") + pl.element())
    theirs = other.with_columns(
        files=pl.when(pl.col("files") == "").then(pl.lit("")).otherwise(paths.list.join("; "))
    )
    together = pl.concat([own, theirs]).sort(pl.col("how") == "unused", maintain_order=True)
    return together.group_by("kind", "written", maintain_order=True).agg(
        pl.first("means", "how"),
        pl.col("cells").sum(),
        pl.col("files").filter(pl.col("files") != "").str.join("; "),
    )


def _below(records: Records, folder: str) -> Records:
    """Return records whose raw files are said to lie in a folder."""
    if isinstance(records, StoredRegister):
        return records.below(folder)
    return records.with_columns((pl.lit(f"{folder}/") + pl.col("_file")).alias("_file"))
