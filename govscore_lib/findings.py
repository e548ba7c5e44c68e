"""Findings: what an office should look at in its data. Never raised, always shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Literal, cast

import polars as pl

from govscore_lib.files import write_beside
from govscore_lib.glance import Head, glance
from govscore_lib.inert import inert_csv, written_columns
from govscore_lib.text import Bilingual

Severity = Literal["critical", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("critical", "warning", "note")
SEVERITY_NAMES: dict[Severity, Bilingual] = {
    "critical": Bilingual(zh="严重", en="critical"),
    "warning": Bilingual(zh="注意", en="warning"),
    "note": Bilingual(zh="提示", en="note"),
}
MOST_SHOWN = 10
"""So many findings are shown in a notebook cell."""
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


@dataclass(frozen=True)
class Quality:
    """What the checks found: findings of ingest and check together, and who has sent what.

    changes, names, files : every value read otherwise than written, every name of a region or period, every
    raw file; columns as in ``ingest``.
    """

    findings: tuple[Finding, ...]
    coverage: pl.DataFrame
    changes: pl.DataFrame
    names: pl.DataFrame
    files: pl.DataFrame

    def _repr_html_(self) -> str:
        """Show in a notebook how many findings there are, and the first of them."""
        heads = (
            Head(Bilingual(zh="轻重", en="Severity")),
            Head(Bilingual(zh="位置", en="Place")),
            Head(Bilingual(zh="问题", en="Finding")),
        )
        rows = [
            (
                SEVERITY_NAMES[one.severity],
                " ".join(filter(None, (one.file, one.sheet, one.place))),
                Bilingual(zh=one.zh, en=one.en),
            )
            for severity in SEVERITIES
            for one in self.findings
            if one.severity == severity
        ][:MOST_SHOWN]
        more = len(self.findings) - len(rows)
        rest = Bilingual(
            zh=f"另有 {more} 处，见 findings；到数、改写、名称和文件见 coverage、changes、names、files。",
            en=f"{more} more in findings; see also coverage, changes, names and files.",
        )
        title = Bilingual(
            zh=f"数据质量：{self._counts('zh')}", en=f"Quality of the data: {self._counts('en')}"
        )
        return glance(title, heads, rows, below=[rest])

    def __repr__(self) -> str:
        return f"<Quality: {self._counts('en')}>"

    def _counts(self, language: str) -> str:
        counts = Counter(one.severity for one in self.findings)
        named = [(SEVERITY_NAMES[one].in_language(language), counts[one]) for one in SEVERITIES]
        return ("、" if language == "zh" else ", ").join(
            f"{name} {count}" if language == "zh" else f"{count} {name}" for name, count in named
        )
