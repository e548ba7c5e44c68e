"""What offices claim beside what counts: verified otherwise, or without the evidence that a bonus needs."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import polars as pl

from govscore_lib.engine import Scorecard
from govscore_lib.ingest.figures.claims import reviewed
from govscore_lib.points import exact, plain
from govscore_lib.reporting.fragments.places import file_name, page_of_clauses
from govscore_lib.reporting.markup import (
    Cell,
    Column,
    Fragment,
    anchor,
    both,
    long_table,
    page_link,
    say,
)
from govscore_lib.rubric.metric import Metric

LISTED = 20
"""Figures that stand open, those with the largest difference; the rest are folded."""
_NUMBERS = ("int", "decimal", "judged")


def show_claims(scorecard: Scorecard) -> Fragment:
    """Return the figures that count otherwise than claimed, largest difference first, and how many there are."""
    given = scorecard.given.observations if scorecard.given else pl.DataFrame()
    found = reviewed(given)
    if found.is_empty():
        nothing = say(
            "没有核定值：各项按填报计分。", "Nothing was verified: figures count as claimed."
        )
        return Fragment("claims", f"<p>{both(nothing)}</p>")
    differing = [row for row in found.iter_rows(named=True) if _differs(scorecard, row)]
    count, differ = found.height, len(differing)
    summary = both(
        say(
            f"评审核定 {count} 项，其中 {differ} 项与填报不同。核定值计分，填报值保留。",
            f"{count} figures were verified, {differ} of them otherwise than claimed. The verified ones count.",
        )
    )
    if not differ:
        return Fragment("claims", f"<p>{summary}</p>")
    columns = [
        Column(say("指标", "Metric")),
        Column(say("地区", "Region")),
        Column(say("填报", "Claimed"), figure=True),
        Column(say("核定", "Counts"), figure=True),
        Column(say("相差", "Difference"), figure=True),
        Column(say("佐证", "Evidence")),
        Column(say("条款", "Criteria")),
    ]
    rows = [_row(scorecard, **row) for row in differing]
    rows.sort(key=lambda row: float(row[4].sort or 0), reverse=True)
    return Fragment(
        "claims",
        f"<p>{summary}</p>" + long_table(columns, rows, LISTED, sortable=True, kind="claims"),
    )


def _differs(scorecard: Scorecard, row: Mapping[str, str | None]) -> bool:
    claimed, value = row["claimed"], row["value"]
    if claimed is None or value is None:
        return claimed is not None
    if scorecard.rubric.metrics[str(row["metric_id"])].type in _NUMBERS:
        return exact(claimed) != exact(value)
    return claimed != value


def _row(
    scorecard: Scorecard,
    region_id: str,
    metric_id: str,
    claimed: str,
    value: str | None,
    source: str,
    evidence: str | None,
) -> tuple[str, str, str, str, Cell, str, str]:
    rubric = scorecard.rubric
    metric, region = rubric.metrics[metric_id], scorecard.region(region_id)
    page = page_of_clauses(scorecard, region.id)
    links = " ".join(
        page_link(scorecard.part, f"{page}#{anchor(one)}", f'<span class="id">{escape(one)}</span>')
        for one in rubric.criteria_of_metric(metric_id)
    )
    gap = ""
    if metric.type in _NUMBERS and value is not None:
        gap = plain(exact(claimed) - exact(value))
    proof = file_name(evidence or "") or both(say("没有佐证", "none"))
    return (
        both(metric.name),
        both(say(region.name("zh"), region.name("en"))),
        _said(metric, claimed),
        _said(metric, value),
        Cell(escape(gap.replace("-", "−")), gap.lstrip("-")),
        f'<span class="file">{proof}</span>',
        links,
    )


def _said(metric: Metric, value: str | None) -> str:
    """Return a figure as a reader reads it."""
    if value is None:
        return "—"
    if metric.type == "bool":
        return both(say("是", "yes") if value == "true" else say("否", "no"))
    if metric.type == "enum" and value in metric.values:
        return both(say(metric.values[value], metric.values_en.get(value, value.replace("_", " "))))
    if metric.type == "date" and value == "none":
        return both(say("没有发生", "never"))
    return escape(value)
