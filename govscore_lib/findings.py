"""Findings: what an office should look at in its data. Never raised, always shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, cast

import polars as pl

from govscore_lib.files import write_beside
from govscore_lib.inert import inert_csv, written_columns

Severity = Literal["critical", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("critical", "warning", "note")
_LIST_SEPARATOR = " "


@dataclass(frozen=True)
class Finding:
    """One thing seen in the data, in both languages, with its place.

    code : stable key of the kind of finding ("duplicate-key").
    severity : critical stops the scoring of the criteria it protects.
    zh, en : one sentence each, numbers put in.
    table : "observations" or the name of a register.
    region_id, metric_id : empty when the finding is not tied to one.
    file, sheet, place : where it stands ("C7", "line 12").
    criteria : ids of the criteria whose points it touches.
    stage : "ingest" or "check".
    """

    code: str
    severity: Severity
    zh: str
    en: str
    table: str
    region_id: str = ""
    metric_id: str = ""
    file: str = ""
    sheet: str = ""
    place: str = ""
    criteria: tuple[str, ...] = ()
    stage: str = "ingest"


COLUMNS = tuple(field.name for field in fields(Finding))


def findings_table(findings: Iterable[Finding]) -> pl.DataFrame:
    """Return one row per finding, all columns text, ``criteria`` joined by spaces."""
    rows = [
        {
            name: _LIST_SEPARATOR.join(finding.criteria)
            if name == "criteria"
            else getattr(finding, name)
            for name in COLUMNS
        }
        for finding in findings
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String))


def write_findings(findings: Iterable[Finding], path: Path) -> None:
    """Write the findings as CSV, beside the target first, then renamed."""
    write_beside(path, inert_csv(findings_table(findings)))


def read_findings(path: Path) -> tuple[Finding, ...]:
    """Return the findings written by :func:`write_findings`, in their order."""
    table = written_columns(pl.read_csv(path, infer_schema=False, empty_string_is_null=False))
    return tuple(
        Finding(
            **{
                **row,
                "severity": cast(Severity, row["severity"]),
                "criteria": tuple(row["criteria"].split()),
            }
        )
        for row in table.iter_rows(named=True)
    )
