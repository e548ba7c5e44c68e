"""What a join brings over to each record, the same on every kind of frame."""

from __future__ import annotations

import operator
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import reduce

import narwhals as nw
import polars as pl

from govscore_lib.records.columns import has
from govscore_lib.records.engines import LazyFrame, handed_over, lazily

_HALF = 2**31


def matched(
    records: LazyFrame, sums: LazyFrame, on: Collection[str], columns: list[str]
) -> LazyFrame:
    """Return the records with the sums that belong to them; 0 where a cell of ``on`` is empty or none match.

    A left join turns whole numbers into floats on some frames: each goes in two halves that a float holds.
    """
    whole = sums.with_columns(*(nw.col(name).cast(nw.Int64) for name in columns))
    upper = {name: f"_upper{name}" for name in columns}
    halves = whole.with_columns(
        *((nw.col(name) // _HALF).cast(nw.Int64).alias(upper[name]) for name in columns)
    ).with_columns(*((nw.col(name) - nw.col(upper[name]) * _HALF) for name in columns))
    joined = records.join(halves, on=list(on), how="left")
    is_given = reduce(operator.and_, (nw.col(has(name)) for name in on))
    return joined.with_columns(
        *(
            nw.when(is_given)
            .then(_filled(upper[name]) * _HALF + _filled(name))
            .otherwise(nw.lit(0, nw.Int64))
            .alias(name)
            for name in columns
        )
    ).drop(*upper.values())


def _filled(name: str) -> nw.Expr:
    return nw.col(name).fill_null(0).cast(nw.Int64)


def rows_of(register: str) -> str:
    """Return the name of the column that says how many records of a joined register belong to a record."""
    return f"_rows_{register}"


def table_like(records: LazyFrame, column: str, days: Mapping[str, list[datetime]]) -> LazyFrame:
    """Return a small table of days as a frame of the same engine as ``records``, typed as ``column``."""
    table = lazily(pl.DataFrame(days, schema=dict.fromkeys(days, pl.Datetime("us"))))
    alike = handed_over(table, records)
    engine = records.implementation
    if engine.is_pandas_like() or engine.is_dask():
        return lazily(alike.to_native().astype(records.to_native()[column].dtype))
    return alike
