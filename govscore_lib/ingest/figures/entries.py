"""What files with figures are read as: one entry per region and metric, as written, with its cell."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from govscore_lib.findings import Finding, Severity
from govscore_lib.ingest.figures import forms
from govscore_lib.ingest.files.tables import RawTable
from govscore_lib.ingest.files.unreadable import UnreadableFile
from govscore_lib.rubric.model import Rubric

METRIC_WORDS = ("metric_id", "metric", "指标编码", "指标代码", "指标")
NAME_WORDS = ("metric_name", "指标名称")
VALUE_WORDS = ("value", "填报值", "数值", "值")
VERIFIED_WORDS = ("核定数", "核定", *forms.words(forms.VERIFIED))
EVIDENCE_WORDS = ("佐证", *forms.words(forms.EVIDENCE))
PERIOD_WORDS = ("period", "考核期", "期间", "周期")
RATE_ENDINGS = ("率", "_rate", "_share", "_pct", "占比", "比例")
"""A header or code that ends so is a rate, which is never taken as given."""


@dataclass(frozen=True)
class Entry:
    """One figure as written.

    region, metric : as written; metric is empty in a row that only names its region.
    value : the text of the cell that counts; empty when nothing was filled in.
    period : as written; empty for the rubric's own.
    place : "C7" or "line 12".
    claimed : what the office claims; the value itself, unless a reviewer verified another.
    source : "claimed" or "verified", where the value comes from a form; empty where it was not filled in.
    evidence : what it names as evidence, empty where it names none; None where the file has no such column.
    regions_too : what further columns of the row say of the region.
    factor : how much one unit of the column is in the metric's unit; None where they are the same.
    """

    region: str
    metric: str
    value: str
    file: str
    sheet: str = ""
    place: str = ""
    period: str = ""
    claimed: str = ""
    source: str = ""
    evidence: str | None = None
    regions_too: tuple[str, ...] = ()
    factor: Fraction | None = None


@dataclass(frozen=True)
class FormRecords:
    """Records that stand in a form.

    region : id of the region that sent them; empty where the form is a department's, of all regions.
    table : their cells; without rows where the form says that there are none.
    """

    register: str
    region: str
    table: RawTable


@dataclass
class EntriesRead:
    """Entries and records of one file, what was wrong with it, its form, and the web addresses it cites."""

    entries: list[Entry] = field(default_factory=list)
    records: list[FormRecords] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    form: str = ""
    rows: int = 0
    sources: tuple[str, ...] = ()

    def find(
        self,
        code: str,
        severity: Severity,
        zh: str,
        en: str,
        file: str,
        sheet: str = "",
        **more: Any,
    ) -> None:
        """Add a finding about the file."""
        self.findings.append(
            Finding(code, severity, zh, en, "observations", file=file, sheet=sheet, **more)
        )


def unreadable(
    error: UnreadableFile, file: str, criteria: tuple[str, ...], region_id: str = ""
) -> Finding:
    """Return the finding for a file that cannot be read."""
    zh, en = error.told("其中的数据未采用", "none of its data is used")
    return Finding(
        error.code, "critical", zh, en, "observations", region_id, file=file, criteria=criteria
    )


def metric_words(rubric: Rubric) -> dict[str, list[str]]:
    """Return the headers under which each metric may stand in a wide table."""
    return {name: [metric.name.zh, metric.name.en] for name, metric in rubric.metrics.items()}
