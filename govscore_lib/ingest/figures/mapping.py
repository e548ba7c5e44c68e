"""The small file beside a table whose columns bear names of their own: which column is which metric.

``STEM.mapping.yml`` stands beside ``STEM.csv`` or ``STEM.xlsx``. It holds one mapping, or a list of them, one a
sheet. A sheet with a header over several rows, rows between groups and remarks at the foot says so here.
"""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from govscore_lib.errors import did_you_mean, shown
from govscore_lib.ingest.cells.amounts import unit_of
from govscore_lib.points import exact
from govscore_lib.rubric.model import Rubric

KEYS = ("region", "metrics", "period", "keep", "sheet", "header", "groups", "footers")
COLUMN_KEYS = ("column", "unit", "scale")
_LARGEST = 1_000_000
"""Bytes that a mapping may have."""


@dataclass(frozen=True)
class MappedColumn:
    """Where a metric stands.

    column : header; parts of a header over several rows are joined by "/", and the last part will do where
        only one column ends so; or the letter of a column.
    factor : how much one unit of the column is in the metric's unit; None where they are the same.
    """

    column: str
    factor: Fraction | None = None


@dataclass(frozen=True)
class SheetMapping:
    """What a mapping says of one table.

    region : header of the column with the regions; empty for the usual words.
    header : rows of the header, counted from 1; empty where it is to be found.
    groups : rows to pass over, by what stands in the region's column or first in the row; ``*`` stands for
        anything. footers : the table ends above the first row that begins so.
    keep : further columns that are meant to stand there.
    """

    region: str = ""
    metrics: Mapping[str, MappedColumn] = field(default_factory=dict)
    period: str = ""
    keep: tuple[str, ...] = ()
    sheet: str = ""
    header: tuple[int, ...] = ()
    groups: tuple[str, ...] = ()
    footers: tuple[str, ...] = ()

    @property
    def is_of_a_legacy_sheet(self) -> bool:
        """Whether the table is more than a header with a row per region."""
        return bool(self.sheet or self.header or self.groups or self.footers)


def fits(patterns: tuple[str, ...], text: str) -> bool:
    """Whether a text is one of the patterns, spaces and widths of characters aside; ``*`` is anything."""
    plain = _folded(text)
    return bool(plain) and any(
        fnmatch.fnmatchcase(plain, _folded(pattern).replace("[", "[[]").replace("?", "[?]"))
        for pattern in patterns
    )


def _folded(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()


@dataclass(frozen=True)
class MappingFault:
    """What is wrong in a mapping, in both languages."""

    zh: str
    en: str


def mapping_path(path: Path) -> Path:
    """Return where the mapping of a file stands, whether there is one or not."""
    return path.with_name(path.name.split(".")[0] + ".mapping.yml")


def read_mappings(
    path: Path, rubric: Rubric
) -> tuple[tuple[SheetMapping, ...], tuple[MappingFault, ...]]:
    """Return the mappings of a file, one a sheet, and everything that is wrong in them."""
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError("it is larger than a megabyte")
        raw = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, OSError, RecursionError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        fault = MappingFault(
            "对应关系文件不是有效的 YAML", f"the mapping is no valid YAML: {shown(reason)}"
        )
        return (), (fault,)
    entries = raw if isinstance(raw, list) else [raw]
    faults: list[MappingFault] = []
    mappings = tuple(_Reading(rubric, faults).mapping(entry) for entry in entries)
    if len(entries) > 1 and not all(one.sheet for one in mappings):
        faults.append(
            MappingFault("有多份对应关系时，每份都要写明工作表（sheet）", "where a file has several mappings, each names its sheet")
        )  # fmt: skip
    return (() if faults else mappings), tuple(faults)


class _Reading:
    """Reads one mapping; faults are collected."""

    def __init__(self, rubric: Rubric, faults: list[MappingFault]) -> None:
        self.rubric, self.faults = rubric, faults

    def _fault(self, zh: str, en: str) -> None:
        self.faults.append(MappingFault(zh, en))

    def mapping(self, raw: Any) -> SheetMapping:
        if not isinstance(raw, dict) or not isinstance(raw.get("metrics", {}), dict):
            self._fault(
                "对应关系文件应为“键: 值”结构", f"the mapping needs the keys {', '.join(KEYS)}"
            )
            return SheetMapping()
        self._require_known(raw, KEYS)
        self._require_known(raw.get("metrics", {}), tuple(self.rubric.metrics))
        return SheetMapping(
            region=self._text(raw, "region"),
            metrics={
                metric: self._column(metric, column)
                for metric, column in raw.get("metrics", {}).items()
                if metric in self.rubric.metrics
            },
            period=self._text(raw, "period"),
            keep=self._texts(raw, "keep"),
            sheet=self._text(raw, "sheet"),
            header=tuple(self._rows(raw)),
            groups=self._texts(raw, "groups"),
            footers=self._texts(raw, "footers"),
        )

    def _require_known(self, raw: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for word in raw:
            if word not in known:
                hint = did_you_mean(word, known)
                self._fault(
                    f"对应关系文件中的“{shown(word)}”无法识别",
                    f"'{shown(word)}' in the mapping is not known. {hint}".rstrip(),
                )

    def _text(self, raw: Mapping[str, Any], key: str) -> str:
        value = raw.get(key, "")
        if isinstance(value, str):
            return value
        self._fault(f"“{key}”应为一段文字", f"'{key}' in the mapping is one text")
        return ""

    def _texts(self, raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = raw.get(key, [])
        if isinstance(value, str):
            return (value,)
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        self._fault(f"“{key}”应为文字的列表", f"'{key}' in the mapping is a list of texts")
        return ()

    def _rows(self, raw: Mapping[str, Any]) -> Iterator[int]:
        """Yield the rows of the header: ``header: 3`` or ``header: [3, 4]``."""
        value = raw.get("header", [])
        for row in [value] if isinstance(value, str) else value:
            if isinstance(row, str) and re.fullmatch(r"[1-9]\d{0,3}", row):
                yield int(row)
            else:
                self._fault(
                    f"“header”应为表头的行号，如 [3, 4]，实为“{shown(str(row))}”",
                    f"'header' in the mapping holds rows such as [3, 4], found '{shown(str(row))}'",
                )

    def _column(self, metric: str, raw: Any) -> MappedColumn:
        if isinstance(raw, str):
            return MappedColumn(raw)
        if not isinstance(raw, dict) or "column" not in raw or not all(
            isinstance(value, str) for value in raw.values()
        ):  # fmt: skip
            self._fault(
                f"“{metric}”应写列名，或 {{column: 列名, unit: 单位}}",
                f"'{metric}' in the mapping is a header, or {{column: header, unit: …}}",
            )
            return MappedColumn("")
        self._require_known(raw, COLUMN_KEYS)
        return MappedColumn(raw["column"], self._factor(metric, raw))

    def _factor(self, metric: str, raw: Mapping[str, str]) -> Fraction | None:
        """Return the factor that a unit or a scale stands for; None for 1."""
        if "unit" in raw and "scale" in raw:
            self._fault(
                f"“{metric}”的 unit 与 scale 只写一个", f"'{metric}' has both unit and scale"
            )
            return None
        declared = self.rubric.metrics[metric]
        names = (declared.unit.zh, declared.unit.en) if declared.unit else ()
        if "scale" in raw:
            try:
                factor = exact(raw["scale"])
            except ValueError:
                factor = Fraction(0)
            if factor <= 0:
                self._fault(
                    f"“{metric}”的 scale 应为正数，如 10000，实为“{shown(raw['scale'])}”",
                    f"'scale' of '{metric}' is a positive number such as 10000, found '{shown(raw['scale'])}'",
                )
                return None
            return None if factor == 1 else factor
        if "unit" not in raw:
            return None
        theirs, ours = unit_of(raw["unit"]), unit_of(*names)
        if not theirs.words & ours.words:
            allowed = "、".join(dict.fromkeys(names))
            self._fault(
                f"“{metric}”的单位“{shown(raw['unit'])}”与指标单位（{allowed}）不是同一种",
                f"the unit '{shown(raw['unit'])}' of '{metric}' is no unit of the metric's kind ({allowed})",
            )
            return None
        factor = Fraction(theirs.scale, ours.scale)
        return None if factor == 1 else factor
