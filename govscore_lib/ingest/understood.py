"""What was understood of the raw files, as text to read before anything is taken over."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

import polars as pl

from govscore_lib.errors import shown
from govscore_lib.ingest.cells.spelling import CHANGES
from govscore_lib.ingest.collect import Ingested
from govscore_lib.records.stored import scanned
from govscore_lib.rubric.league import League
from govscore_lib.rubric.model import Rubric

_HEADERS = {
    "zh": ("位置", "地区", "指标", "原文", "读作", "改动"),
    "en": ("place", "region", "metric", "written", "read as", "change"),
}
_WORDS = {
    "quarantined": ("未采用", "set aside"),
    "missing": ("未填写", "not given"),
    "records": ("条记录", "records"),
    "no figures": ("没有读到任何填报指标", "no figures were read"),
}
_GAP = "  "


def preview(ingested: Ingested, rubric: Rubric, league: League, language: str = "zh") -> str:
    """Return every figure with its cell, region, metric, the text as written and the value it is read as; for
    each register its files and how many records they hold.

    language : "zh" or "en".
    """
    return "\n".join(_lines(ingested, rubric, league, 0 if language == "zh" else 1, language))


def _lines(
    ingested: Ingested, rubric: Rubric, league: League, at: int, language: str
) -> Iterator[str]:
    changed = {
        tuple(key): change
        for *key, change in ingested.changes.filter(table="observations")
        .select("file", "sheet", "place", "region_id", "name", "change")
        .iter_rows()
    }
    names = {region.id: f"{region.id} {region.name(language)}" for region in league.regions}
    figures = ingested.observations.drop_nulls("metric_id").filter(pl.col("file") != "")
    if figures.is_empty() and not ingested.registers:
        yield _WORDS["no figures"][at]
    for (file, sheet), group in figures.group_by("file", "sheet", maintain_order=True):
        yield f"{file}{_GAP}{sheet}".rstrip()
        rows = []
        for one in group.iter_rows(named=True):
            region, metric = one["region_id"], one["metric_id"]
            change = changed.get((file, sheet, one["place"], region, metric), "")
            written = ingested.written.get((region, metric), one["value"] or "")
            value = one["value"]
            if value is None:
                value = f"({_WORDS.get(one['status'], ('', ''))[at]})"
            rows.append(
                (
                    one["place"],
                    names.get(region, region),
                    f"{metric} {rubric.metric_name(metric, language)}",
                    shown(written),
                    shown(value),
                    (CHANGES[change].zh, CHANGES[change].en)[at] if change else "",
                )
            )
        yield from _table(_HEADERS[language], rows)
        yield ""
    for name, records in ingested.registers.items():
        declared = rubric.registers.get(name)
        yield f"{declared.name.in_language(language)} ({name})" if declared else name
        numbered = scanned(records).with_row_index("_number")
        parts = numbered.group_by("_file", "_sheet").agg(pl.len(), pl.col("_number").min())
        for file, sheet, count, _ in parts.collect(engine="streaming").sort("_number").iter_rows():
            yield f"{_GAP}{file} {sheet}".rstrip() + f"{_GAP}{count} {_WORDS['records'][at]}"
        yield ""


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield the rows under their header, columns aligned; a Chinese character takes two places."""
    widths = [max(map(_width, column)) for column in zip(header, *rows, strict=True)]
    for row in (header, *rows):
        cells = (
            text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True)
        )
        yield (_GAP + _GAP.join(cells)).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
