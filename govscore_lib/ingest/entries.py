"""Files with figures → entries: one per region and metric, as written, with the cell it stands in.

Three forms are read: a materials workbook per region, a long table (region, metric, value) and a wide one
(a column per metric), with ``STEM.mapping.yml`` beside it where the columns bear other names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from govscore_lib.errors import did_you_mean
from govscore_lib.findings import Finding, Severity
from govscore_lib.ingest import telling
from govscore_lib.ingest.files import ROW, RawTable, UnreadableFile, read_tables
from govscore_lib.ingest.headers import REGION_WORDS, HeaderMatch, Headers, plain_header
from govscore_lib.ingest.raw import RawFile
from govscore_lib.rubric.model import Rubric

METRIC_WORDS = ("metric_id", "metric", "指标编码", "指标代码", "指标")
NAME_WORDS = ("metric_name", "指标名称")
VALUE_WORDS = ("value", "填报值", "数值", "值")
PERIOD_WORDS = ("period", "考核期", "期间", "周期")
RATE_ENDINGS = ("率", "_rate", "_share", "_pct", "占比", "比例")
"""A header or code that ends so is a rate, which is never taken as given."""
_MAPPING_KEYS = ("region", "metrics", "period", "keep")


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
    hint = f". Hint: {error.hint}" if error.hint else ""
    return Finding(
        error.code, "critical", f"{error.zh}，其中的数据未采用", f"{error.en}; none of its data is used{hint}",
        "observations", region_id, file=file, criteria=criteria,
    )  # fmt: skip


def metric_words(rubric: Rubric) -> dict[str, list[str]]:
    """Return the headers under which each metric may stand in a wide table."""
    return {name: [metric.name.zh, metric.name.en] for name, metric in rubric.metrics.items()}


def read_observation_file(file: RawFile, rubric: Rubric, criteria: tuple[str, ...]) -> EntriesRead:
    """Return the entries of a long or wide table.

    criteria : ids of all criteria that observations can touch, named when the file is unusable.
    """
    read = EntriesRead()
    long = Headers(
        {
            "region": REGION_WORDS,
            "metric": METRIC_WORDS,
            "value": VALUE_WORDS,
            "period": PERIOD_WORDS,
        }
    )
    mapping = _mapping(file, rubric, read, criteria)
    if mapping is None:
        return read
    wide = _wide_headers(rubric, mapping)
    try:
        tables = read_tables(file.path, lambda row: long.looks_like(row) or wide.looks_like(row))
    except UnreadableFile as error:
        read.findings.append(unreadable(error, file.name, criteria))
        return read
    for table in tables:
        read.form = table.form
        read.rows += table.cells.height
        match = long.match(table.header)
        if not mapping and {"region", "metric", "value"} <= set(match.found):
            _long(file, table, match, read)
        else:
            _wide(file, table, wide, mapping, rubric, read, criteria)
    read.sources = _sources(tables)
    return read


def _mapping(
    file: RawFile, rubric: Rubric, read: EntriesRead, criteria: tuple[str, ...]
) -> Mapping[str, Any] | None:
    """Return the mapping beside the file, empty when there is none; None when it is faulty."""
    path = file.path.with_name(file.path.name.split(".")[0] + ".mapping.yml")
    if not path.is_file():
        return {}
    name = file.name.rsplit("/", 1)[0] + "/" + path.name if "/" in file.name else path.name

    def fault(zh: str, en: str) -> None:
        read.find("bad-mapping", "critical", zh, en, name, criteria=criteria)

    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        fault(
            "对应关系文件不是有效的 YAML",
            f"the mapping is no valid YAML: {str(error).splitlines()[0]}",
        )
        return None
    if not isinstance(raw, dict) or not isinstance(raw.get("metrics", {}), dict):
        fault(
            "对应关系文件应为“键: 值”结构", f"the mapping needs the keys {', '.join(_MAPPING_KEYS)}"
        )
        return None
    wrong = [key for key in raw if key not in _MAPPING_KEYS]
    unknown = [metric for metric in raw.get("metrics", {}) if metric not in rubric.metrics]
    for word, allowed in [(key, list(_MAPPING_KEYS)) for key in wrong] + [
        (metric, list(rubric.metrics)) for metric in unknown
    ]:
        hint = did_you_mean(word, allowed)
        fault(
            f"对应关系文件中的“{word}”无法识别",
            f"'{word}' in the mapping is not known. {hint}".rstrip(),
        )
    return None if wrong or unknown else raw


def _wide_headers(rubric: Rubric, mapping: Mapping[str, Any]) -> Headers:
    columns: dict[str, Iterable[str]] = {
        "": [mapping["region"]] if "region" in mapping else REGION_WORDS,
        ":period": PERIOD_WORDS,
    }
    if "metrics" in mapping:
        columns |= {metric: [header] for metric, header in mapping["metrics"].items()}
    else:
        columns |= metric_words(rubric)
    return Headers(columns)


def _long(file: RawFile, table: RawTable, match: HeaderMatch, read: EntriesRead) -> None:
    cells = {name: table.cells[f"c{position}"] for name, position in match.found.items()}
    empty = [None] * table.cells.height
    word = telling.row_word(table.form)
    for region, metric, value, period, row in zip(
        cells["region"], cells["metric"], cells["value"], cells.get("period", empty), table.cells[ROW],
        strict=True,
    ):  # fmt: skip
        read.entries.append(
            Entry(
                region or "", metric or "", (value or "").strip(), file.name, table.sheet, f"{word} {row}",
                period or "",
            )
        )  # fmt: skip


def _wide(
    file: RawFile,
    table: RawTable,
    wide: Headers,
    mapping: Mapping[str, Any],
    rubric: Rubric,
    read: EntriesRead,
    criteria: tuple[str, ...],
) -> None:
    match = wide.match(table.header)
    wanted = {"": mapping.get("region", "region_id")} | dict(mapping.get("metrics", {}))
    absent = [header for column, header in wanted.items() if column not in match.found]
    if not absent and set(match.found) <= {"", ":period"}:
        absent = ["metric_id"]
    for header in absent:
        hint = did_you_mean(header, match.extra)
        read.find(
            "missing-column",
            "critical",
            f"缺少列“{header}”，文件未采用。现有的列：{'、'.join(table.header)}",
            f"the column '{header}' is missing; the file is not used. Its columns: {', '.join(table.header)}."
            + (f" Hint: {hint}" if hint else ""),
            file.name,
            table.sheet,
            criteria=criteria,
        )
    if absent:
        return
    kept = {plain_header(header) for header in mapping.get("keep", [])} | {
        "source_url",
        "note",
        "备注",
    }
    rates = {
        f"c{position}": header.strip()
        for position, header in enumerate(table.header)
        if wide.column(header) is None and plain_header(header).endswith(RATE_ENDINGS)
    }
    unread = [h for h in match.extra if plain_header(h) not in kept and h not in rates.values()]
    if unread:
        read.find(
            "column-not-read", "note",
            f"未使用的列：{'、'.join(unread)}", f"columns not used: {', '.join(unread)}", file.name, table.sheet,
        )  # fmt: skip
    metrics = {
        f"c{position}": column
        for column, position in match.found.items()
        if column not in ("", ":period")
    } | rates
    word = telling.row_word(table.form)
    for row in table.cells.iter_rows(named=True):
        period = (
            row[f"c{match.found[':period']}"] if ":period" in match.found else mapping.get("period")
        )
        for cell, metric in metrics.items():
            read.entries.append(
                Entry(
                    row[f"c{match.found['']}"] or "", metric, (row[cell] or "").strip(), file.name, table.sheet,
                    f"{word} {row[ROW]}, {table.header[int(cell[1:])].strip()}", period or "",
                )
            )  # fmt: skip


def _sources(tables: Iterable[RawTable]) -> tuple[str, ...]:
    """Return the different addresses in columns named source_url or 来源."""
    found: dict[str, None] = {}
    for table in tables:
        for position, header in enumerate(table.header):
            if plain_header(header) in ("source_url", "来源", "来源网址"):
                found |= dict.fromkeys(
                    table.cells[f"c{position}"].drop_nulls().unique(maintain_order=True)
                )
    return tuple(found)
