"""Column names and types of the tables that carry everything, and their shape checks."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from govscore_lib.errors import InputError, Problem, did_you_mean, listed

POINTS = pl.Decimal(38, 9)

OBSERVATIONS: dict[str, pl.DataType] = {
    "region_id": pl.String(),
    "period": pl.String(),
    "metric_id": pl.String(),
    "value": pl.String(),
    "status": pl.String(),
    "file": pl.String(),
    "sheet": pl.String(),
    "place": pl.String(),
}
"""One row per region and metric: the value as canonical text, null when missing."""

CLAIMS: dict[str, pl.DataType] = {
    "claimed": pl.String(),
    "source": pl.String(),
    "evidence": pl.String(),
}
"""Columns that ingested observations carry beside those: what the office claims, canonical where it can be
read; which of its values counts ("claimed", "verified", "no evidence"; empty outside forms); its evidence."""

PROVENANCE: dict[str, pl.DataType] = {
    "_file": pl.String(),
    "_sheet": pl.String(),
    "_row": pl.Int64(),
}
"""Columns that a processed register carries beside its declared ones."""

REGISTER_TYPES: dict[str, pl.DataType] = {
    "text": pl.String(),
    "enum": pl.String(),
    "int": pl.Int64(),
    "bool": pl.Boolean(),
    "date": pl.Date(),
    "datetime": pl.Datetime("us"),
    "decimal": pl.String(),
}
"""Type of a register column by its declared type; decimals stay as typed (exact)."""

SCORES: dict[str, pl.DataType] = {
    "region_id": pl.String(),
    "region_zh": pl.String(),
    "region_en": pl.String(),
    "total": POINTS,
    "rank": pl.Int64(),
    "status": pl.String(),
    "lower": POINTS,
    "upper": POINTS,
    "missing_criteria": pl.Int64(),
    "gap_to_next": POINTS,
    "total_effect": POINTS,
}
CATEGORIES: dict[str, pl.DataType] = {
    "region_id": pl.String(),
    "category_id": pl.String(),
    "points_sum": POINTS,
    "cap_effect": POINTS,
    "score": POINTS,
    "max_points": POINTS,
}
LEDGER: dict[str, pl.DataType] = {
    "region_id": pl.String(),
    "period": pl.String(),
    "criterion_id": pl.String(),
    "category_id": pl.String(),
    "points": POINTS,
    "max_points": POINTS,
    "lost_points": POINTS,
    "status": pl.String(),
    "reading": pl.String(),
    "inputs": pl.String(),
    "rate": pl.String(),
    "formula": pl.String(),
    "flags": pl.String(),
    "missing": pl.String(),
    "citation": pl.String(),
    "records_used": pl.String(),
}


def require_columns(
    frame: pl.DataFrame, required: Mapping[str, object] | tuple[str, ...], where: str
) -> None:
    """Raise InputError naming every column of ``required`` that ``frame`` lacks."""
    absent = [name for name in required if name not in frame.columns]
    if absent:
        raise InputError(
            Problem(
                where=where,
                found=f"column '{name}' is missing; the columns are {listed(frame.columns)}",
                hint=did_you_mean(name, frame.columns) or f"add a column named '{name}'",
            )
            for name in absent
        )
