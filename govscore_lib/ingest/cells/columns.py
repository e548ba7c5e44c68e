"""A column of cell texts → canonical texts, with the changes counted and the faults named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from govscore_lib.ingest.cells.spelling import Spelling


@dataclass(frozen=True)
class ReadColumn:
    """What a column of cell texts means.

    values : canonical texts, null where the cell is empty or has a fault.
    changes : change key per cell; null where nothing was changed.
    faults : fault key per cell; null where there is none.
    """

    values: pl.Series
    changes: pl.Series
    faults: pl.Series


_PLAIN_WORD = "^[0-9A-Za-z](?:[ -~]{0,200}[!-~])?$"
_DAY, _TIME = "[12][0-9]{3}-[0-9]{2}-[0-9]{2}", "[0-9]{2}:[0-9]{2}:[0-9]{2}"


def _stands(cells: pl.Series, kind: str) -> pl.Series:
    """Return which cells surely read as they stand, whatever is declared but the type."""
    match kind:
        case "text":
            return cells.str.contains(_PLAIN_WORD)
        case "date":
            shaped = cells.str.contains(f"^{_DAY}$")
            return shaped & cells.str.to_date("%Y-%m-%d", strict=False).is_not_null()
        case "datetime":
            shaped = cells.str.contains(f"^{_DAY}T{_TIME}$") & ~cells.str.ends_with("60")
            moments = cells.str.to_datetime("%Y-%m-%dT%H:%M:%S", strict=False, time_unit="us")
            return shaped & moments.is_not_null()
    return pl.Series([False]).new_from_index(0, len(cells))


def read_column(texts: pl.Series, read: Callable[[str], Spelling], kind: str = "") -> ReadColumn:
    """Return what the cells mean; each different text is read once.

    texts : String series, null or blank where the cell is empty. kind : the declared type, where cells that
    are canonical already may be taken as they stand without being read one by one.
    """
    cells = texts.cast(pl.String).alias("text")
    stands = _stands(cells, kind).fill_null(False) if kind else None
    if stands is None or not stands.any():
        return _read(cells, read)
    read_apart = _read(cells.set(stands, None), read)
    return ReadColumn(
        cells.zip_with(stands, read_apart.values).alias("value"),
        read_apart.changes,
        read_apart.faults,
    )


def _read(cells: pl.Series, read: Callable[[str], Spelling]) -> ReadColumn:
    different = cells.drop_nulls().unique()
    spellings = [read(cell) if cell.strip() else Spelling(None) for cell in different]
    table = pl.DataFrame(
        {
            "text": different,
            "value": [spelling.value for spelling in spellings],
            "change": [spelling.change or None for spelling in spellings],
            "fault": [spelling.fault or None for spelling in spellings],
        },
        schema=dict.fromkeys(("text", "value", "change", "fault"), pl.String),
    )
    joined = cells.to_frame().join(table, on="text", how="left", maintain_order="left")
    return ReadColumn(joined["value"], joined["change"], joined["fault"])


def together(one: ReadColumn, other: ReadColumn, fault: str) -> ReadColumn:
    """Return two columns that stand for the same as one; ``fault`` marks the cells where they differ."""
    differ = (one.values != other.values).fill_null(False)
    fill = one.values.is_null() & one.faults.is_null() & other.values.is_not_null()
    return ReadColumn(
        values=one.values.zip_with(~fill, other.values).set(differ, None),
        changes=one.changes.zip_with(~fill, other.changes),
        faults=one.faults.set(differ, fault),
    )


def typed(values: pl.Series, kind: str) -> pl.Series:
    """Return canonical texts as the type that a register column of type ``kind`` has."""
    match kind:
        case "int":
            return values.cast(pl.Int64)
        case "bool":
            return values == "true"
        case "date":
            return values.str.to_date("%Y-%m-%d")
        case "datetime":
            return values.str.to_datetime("%Y-%m-%dT%H:%M:%S", time_unit="us")
    return values


def canonical(values: pl.Series) -> pl.Series:
    """Return a typed series as canonical texts, the inverse of :func:`typed`."""
    dtype = values.dtype
    if dtype == pl.Boolean:
        return values.replace_strict(
            {True: "true", False: "false"}, default=None, return_dtype=pl.String
        )
    if dtype == pl.Date:
        return values.dt.to_string("%Y-%m-%d")
    if isinstance(dtype, pl.Datetime):
        if dtype.time_zone is not None:  # an instant; registers hold the clock of the office
            values = values.dt.convert_time_zone("Asia/Shanghai")
        return values.dt.to_string("%Y-%m-%dT%H:%M:%S")
    if dtype.is_float():
        return pl.Series(
            values.name, [None if v is None else plain_float(v) for v in values], dtype=pl.String
        )
    return values.cast(pl.String)


def plain_float(value: float) -> str:
    """Return a binary number as a person would read it: 15 significant digits, no exponent.

    A spreadsheet stores 0.3 as the binary number next to it; it shows, and means, fifteen digits.
    """
    text = format(Decimal(format(value, ".15g")), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
