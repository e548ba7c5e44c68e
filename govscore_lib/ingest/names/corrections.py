"""Corrections in the open: ``corrections.yml`` beside the raw folders, never a change of a raw file.

Each names the place, what stands there, what should, why, by whom and when. It holds only while the source
still says what it said; once the source has been put right, the correction fails and has to go.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from string import ascii_uppercase
from typing import Any, Literal

import yaml

from govscore_lib.errors import did_you_mean, listed, shown
from govscore_lib.findings import Finding, Severity
from govscore_lib.ingest.cells.spelt import tidy
from govscore_lib.ingest.figures.entries import Entry
from govscore_lib.ingest.files.headers import plain_header
from govscore_lib.ingest.files.tables import ROW, RawTable
from govscore_lib.points import exact

FILE = "corrections.yml"
KEYS = (
    "file", "sheet", "cell", "row", "column", "region", "metric", "expect", "value", "because", "by", "on",
)  # fmt: skip
_NEEDED = ("expect", "value", "because", "by", "on")
_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d*")

State = Literal["applied", "obsolete", "stale"]


@dataclass(frozen=True)
class Correction:
    """One correction.

    number : its place in the file, from 1. place : "C7", "line 12" or "row 12" without the word; empty where
    region and metric say it. expect, value : the cell as it is, and as it should be.
    """

    number: int
    file: str
    sheet: str
    cell: str
    row: int
    column: str
    region: str
    metric: str
    expect: str
    value: str
    because: str
    by: str
    on: str

    @property
    def reason(self) -> str:
        """Why, by whom and when."""
        return f"{self.because} ({self.by}, {self.on})"

    @property
    def where(self) -> str:
        """The place as the file of corrections says it."""
        place = self.cell or (f"row {self.row}" if self.row else f"{self.region} {self.metric}")
        return " ".join(filter(None, (self.file, self.sheet, place, self.column)))


@dataclass
class Corrections:
    """The corrections of one raw folder, and what became of each."""

    entries: tuple[Correction, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    states: dict[int, State] = field(default_factory=dict)

    def of_figures(
        self, entries: Sequence[Entry], meaning: Mapping[int, tuple[str, str]]
    ) -> tuple[list[Entry], dict[Entry, Correction]]:
        """Return the entries with the corrections put in, and the correction of each that had one.

        meaning : region id and metric of each entry, by its position.
        """
        entries = list(entries)
        applied: dict[Entry, Correction] = {}
        for correction in self.entries:
            hits = [
                position
                for position, entry in enumerate(entries)
                if _is_at(correction, entry, meaning.get(position, ("", "")))
            ]
            if len(hits) > 1:
                places = listed(f"{entries[hit].file} {entries[hit].place}" for hit in hits)
                self._tell_several(correction, places)
                continue
            for hit in hits:
                entry, key = entries[hit], meaning.get(hit, ("", ""))
                if self._holds(correction, entry.value, *key, entry.file, entry.sheet, entry.place):
                    entries[hit] = replace(entry, value=correction.value)
                    applied[entries[hit]] = correction
        return entries, applied

    def of_table(
        self,
        file: str,
        table: RawTable,
        columns: Mapping[str, int],
        register: str,
        regions: Sequence[str | None],
    ) -> tuple[RawTable, list[tuple[Correction, int, int]], set[str]]:
        """Return the table with its corrections put in; each with the column and row, from 0, that it changed;
        and the regions of rows that say neither what was expected nor what was corrected.

        columns : position of each declared column in the header. regions : region id of each row.
        """
        cells, doubtful = table.cells, set()
        applied: list[tuple[Correction, int, int]] = []
        for correction in self.entries:
            if correction.file != file or (correction.sheet and correction.sheet != table.sheet):
                continue
            place = _place_in(correction, table, columns)
            if place is None:
                continue
            position, row = place
            name, region = f"c{position}", regions[row] or ""
            at = f"row {correction.row}, {table.header[position].strip()}"
            cell = (cells[name][row] or "", region, "", file, table.sheet, at)
            if self._holds(correction, *cell, table=register):
                cells = cells.with_columns(cells[name].scatter(row, correction.value or None))
                applied.append((correction, position, row))
            elif self.states[correction.number] == "stale":
                doubtful.add(region)
        return replace(table, cells=cells), applied, doubtful

    def tell_unmet(self, files: Iterable[str]) -> None:
        """Tell the corrections whose place was found in no file."""
        known = list(files)
        for correction in self.entries:
            if correction.number in self.states:
                continue
            hint = did_you_mean(correction.file, known) if correction.file not in known else ""
            self._find(
                "correction-not-found", "critical", correction,
                "所指的单元格不存在，未更正" + ("" if not hint else f"。是否为“{hint[14:-2]}”？"),
                f"there is no such cell; nothing was corrected. {hint}".rstrip(),
            )  # fmt: skip

    def _tell_several(self, correction: Correction, places: str) -> None:
        self.states[correction.number] = "stale"
        self._find(
            "correction-unclear", "critical", correction,
            f"所指的数据不止一处（{places}），未更正；请写明文件和单元格",
            f"it may be one of several cells ({places}); nothing was corrected. Hint: name file and cell",
        )  # fmt: skip

    def _holds(
        self,
        correction: Correction,
        found: str,
        region: str,
        metric: str,
        file: str,
        sheet: str,
        place: str,
        table: str = "observations",
    ) -> bool:
        """Return whether the cell still holds what the correction expects, and tell what becomes of it."""
        at = {"region": region, "metric": metric, "file": file, "sheet": sheet, "place": place, "table": table}  # fmt: skip
        shown_found, expect, value = map(shown, (found, correction.expect, correction.value))
        if _same(found, correction.expect):
            self.states[correction.number] = "applied"
            self._find(
                "corrected", "note", correction,
                f"“{shown_found}”更正为“{value}”：{correction.because}（{correction.by}，{correction.on}）",
                f"'{shown_found}' corrected to '{value}': {correction.reason}", **at,
            )  # fmt: skip
            return True
        if _same(found, correction.value):
            self.states[correction.number] = "obsolete"
            self._find(
                "correction-obsolete", "warning", correction,
                f"来源已改为“{value}”，更正不再需要；请从 {FILE} 中删除",
                f"it has been corrected at the source, which says '{value}' now. Hint: remove it from {FILE}", **at,
            )  # fmt: skip
            return False
        self.states[correction.number] = "stale"
        self._find(
            "correction-stale", "critical", correction,
            f"来源应为“{expect}”，实为“{shown_found}”，未更正；请核对后修改或删除该更正",
            f"the source should say '{expect}' and says '{shown_found}'; nothing was corrected. "
            f"Hint: look at the new figure, then change the correction or remove it from {FILE}", **at,
        )  # fmt: skip
        return False

    def _find(
        self,
        code: str,
        severity: Severity,
        correction: Correction,
        zh: str,
        en: str,
        *,
        table: str = "observations",
        region: str = "",
        metric: str = "",
        file: str = "",
        sheet: str = "",
        place: str = "",
    ) -> None:
        zh = f"第 {correction.number} 条更正：{zh}"
        en = f"correction {correction.number}: {en}"
        if not file:
            zh, en = f"{zh}（{correction.where}）", f"{en} ({correction.where})"
        self.findings.append(
            Finding(code, severity, zh, en, table, region, metric, file or FILE, sheet, place)
        )


def read_corrections(folder: Path) -> Corrections:
    """Return the corrections of a raw folder; a fault of their file is a finding, and then none is applied."""
    path = folder / FILE
    if not path.is_file():
        return Corrections()
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) or []
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        reason = shown(str(error).splitlines()[0])
        return Corrections(findings=[_fault("不是有效的 YAML", f"it is no valid YAML: {reason}")])
    if not isinstance(raw, list):
        return Corrections(findings=[_fault("应为更正的列表", "it holds a list of corrections")])
    findings = [
        _fault(f"第 {number} 条：{zh}", f"correction {number}: {en}")
        for number, entry in enumerate(raw, start=1)
        for zh, en in _faults(entry)
    ]
    if findings:
        return Corrections(findings=findings)
    return Corrections(tuple(_correction(number, entry) for number, entry in enumerate(raw, 1)))


def _correction(number: int, raw: Mapping[str, str]) -> Correction:
    texts = {key: raw.get(key, "").strip() for key in KEYS if key != "row"}
    return Correction(number=number, row=int(raw.get("row", "0")), **texts)


def _faults(raw: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(raw, dict) or not all(isinstance(value, str) for value in raw.values()):
        yield "应为“键: 值”结构", f"it holds KEY: VALUE; the keys are {', '.join(KEYS)}"
        return
    for key in raw:
        if key not in KEYS:
            hint = did_you_mean(key, KEYS)
            yield f"“{shown(key)}”无法识别", f"'{shown(key)}' is not known. {hint}".rstrip()
    for key in _NEEDED:
        if key not in raw or (key in ("because", "by", "on") and not raw[key].strip()):
            yield f"缺少 {key}", f"'{key}' is missing"
    on_place = bool(raw.get("file")) and bool(raw.get("cell") or raw.get("row"))
    if not on_place and not (raw.get("region") and raw.get("metric")):
        yield (
            "要写明 file 和 cell（或 row），或写明 region 和 metric",
            "say file and cell (or row), or region and metric",
        )
    if raw.get("cell") and not _CELL.fullmatch(raw["cell"]):
        yield f"cell 应如 C7，实为“{shown(raw['cell'])}”", f"'cell' is such as C7, found '{shown(raw['cell'])}'"  # fmt: skip
    if raw.get("row") and not re.fullmatch(r"[1-9]\d{0,8}", raw["row"]):
        yield f"row 应为行号，实为“{shown(raw['row'])}”", f"'row' is a number, found '{shown(raw['row'])}'"  # fmt: skip
    if raw.get("on"):
        try:
            dt.date.fromisoformat(raw["on"])
        except ValueError:
            found = shown(raw["on"])
            yield (
                f"on 应为日期，如 2022-01-06，实为“{found}”",
                f"'on' is a date such as 2022-01-06, found '{found}'",
            )


def _fault(zh: str, en: str) -> Finding:
    return Finding(
        "bad-corrections", "critical", f"更正文件：{zh}，全部更正未采用", f"corrections: {en}; none of them is applied",
        "observations", file=FILE,
    )  # fmt: skip


def _is_at(correction: Correction, entry: Entry, key: tuple[str, str]) -> bool:
    """Whether an entry is the one that a correction means."""
    if correction.file and correction.file != entry.file:
        return False
    if correction.sheet and correction.sheet != entry.sheet:
        return False
    if correction.cell and correction.cell != entry.place:
        return False
    place, _, header = entry.place.partition(", ")
    if correction.row and place.rpartition(" ")[2].lstrip(ascii_uppercase) != str(correction.row):
        return False
    if correction.column and plain_header(correction.column) != plain_header(header):
        return False
    if correction.region and correction.region not in (key[0], entry.region):
        return False
    return not correction.metric or correction.metric in (key[1], entry.metric)


def _place_in(
    correction: Correction, table: RawTable, columns: Mapping[str, int]
) -> tuple[int, int] | None:
    """Return column and row of the cell of a table, counted from 0; None where it is not there."""
    if not correction.row or not correction.column:
        return None
    headers = [plain_header(header) for header in table.header]
    position = columns.get(correction.column)
    if position is None and plain_header(correction.column) in headers:
        position = headers.index(plain_header(correction.column))
    index = (table.cells[ROW] == correction.row).arg_true()
    return None if position is None or index.is_empty() else (position, int(index[0]))


def _same(one: str, other: str) -> bool:
    one, other = tidy(one)[0], tidy(other)[0]
    if one == other:
        return True
    try:
        return exact(one) == exact(other)
    except ValueError:
        return False
