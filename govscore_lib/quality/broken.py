"""Failed expectations → findings: rows become files, lines, regions and figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

import polars as pl

from govscore_lib.findings import Finding
from govscore_lib.ingest.cells import telling
from govscore_lib.quality.declared import REGION
from govscore_lib.quality.expect import Failure
from govscore_lib.quality.figures import Figures, Place
from govscore_lib.quality.truths import OBSERVATIONS

STAGE = "check"


def findings_of(
    failed: Iterable[Failure],
    figures: Figures,
    registers: Mapping[str, pl.DataFrame],
    forms: Mapping[str, str],
) -> Iterator[Finding]:
    """Yield the findings of failed expectations.

    figures : rows of the table of figures are its regions. registers : typed frames with their provenance.
    forms : what kind of file each raw file is.
    """
    for failure in failed:
        if failure.error:
            yield _not_run(failure)
        elif not failure.rows:
            yield _whole_table(failure, figures)
        elif failure.table == OBSERVATIONS:
            yield from _figures(failure, figures)
        else:
            region = figures.rubric.registers[failure.table].region
            yield from _records(failure, registers[failure.table], region, forms)


def _not_run(failure: Failure) -> Finding:
    expected = failure.expectation
    return Finding(
        "expectation-not-run", "warning",
        f"预期“{expected.zh}”无法检验：{failure.error}", f"'{expected.en}' could not be checked: {failure.error}",
        failure.table, criteria=expected.criteria, stage=STAGE,
    )  # fmt: skip


def _whole_table(failure: Failure, figures: Figures) -> Finding:
    expected = failure.expectation
    zh, en = f"应当{expected.zh}", f"expected: {expected.en}"
    if expected.code == "league-incomplete":
        lacking = [r for r in figures.ranked if r.id not in figures.region_ids]
        zh += f"；缺{'、'.join(r.name_zh for r in lacking)}"
        en += f"; missing: {', '.join(r.name('en') for r in lacking)}"
    elif expected.code == "missing-column":
        zh, en = f"{zh}；缺 {failure.observed}", f"{en}; missing: {failure.observed}"
    elif failure.observed:
        zh, en = f"{zh}，实为 {failure.observed}", f"{en}; found {failure.observed}"
    return Finding(
        expected.code, expected.severity, zh, en, failure.table,
        metric_id=_metric(failure, figures), criteria=expected.criteria, stage=STAGE,
    )  # fmt: skip


def _metric(failure: Failure, figures: Figures) -> str:
    """Return the figure in doubt: the part, where a part and its whole are compared."""
    columns = failure.expectation.columns
    return columns[-1] if columns and columns[-1] in figures.rubric.metrics else ""


def _figures(failure: Failure, figures: Figures) -> Iterator[Finding]:
    expected = failure.expectation
    ranked = {region.id for region in figures.ranked}
    for row in failure.rows:
        region = figures.region_ids[row]
        metric = _metric(failure, figures)
        if (region, metric) in figures.doubted:
            continue  # set aside at ingest, with its own finding
        if expected.code == "not-given" and region not in ranked:
            continue  # reference rows need not be complete
        place = figures.places.get((region, metric), Place())
        shown = [figures.values.get((region, name)) for name in expected.columns if name != REGION]
        found = [text for text in shown if text is not None]
        yield Finding(
            expected.code, expected.severity,
            f"应当{expected.zh}" + (f"，实为 {'、'.join(found)}" if found else ""),
            f"expected: {expected.en}" + (f"; found {', '.join(found)}" if found else ""),
            failure.table, region, metric, place.file, place.sheet, place.place, expected.criteria, STAGE,
        )  # fmt: skip


def _records(
    failure: Failure, frame: pl.DataFrame, region: str | None, forms: Mapping[str, str]
) -> Iterator[Finding]:
    expected = failure.expectation
    rows = frame[list(failure.rows)].with_columns(
        (pl.col(region) if region else pl.lit("")).fill_null("").alias("_region")
    )
    for (where, file, sheet), group in rows.group_by(
        "_region", "_file", "_sheet", maintain_order=True
    ):
        count = group.height
        texts = [
            " / ".join(_shown(row[name]) for name in expected.columns)
            for row in group.iter_rows(named=True)
        ]
        zh, en = telling.quoted(texts, "zh"), telling.quoted(texts, "en")
        yield Finding(
            expected.code, expected.severity,
            f"应当{expected.zh}；{count} 行不符" + (f"（{zh}）" if zh else ""),
            f"expected: {expected.en}; {count} {'row does' if count == 1 else 'rows do'} not fit" + (f" ({en})" if en else ""),
            failure.table, str(where), "", str(file), str(sheet),
            telling.places(group["_row"].to_list(), forms.get(str(file), "")), expected.criteria, STAGE,
        )  # fmt: skip


def _shown(cell: object) -> str:
    if cell is None:
        return ""
    return cell.isoformat(" ") if isinstance(cell, dt.datetime) else str(cell)
