"""Our tables as pandas frames, which is what Great Expectations reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd
import polars as pl

from govscore_lib.quality.declared import REGION
from govscore_lib.quality.figures import Figures
from govscore_lib.records.declare import Register

NEVER = dt.datetime(9999, 12, 31)  # noqa: DTZ001  days without zone
"""Stands for a date that did not happen (``none``)."""


def figures_frame(figures: Figures) -> pd.DataFrame:
    """Return one row a region, one typed column a metric; numbers are floats here, as no points hang on them."""
    regions = figures.region_ids
    columns = {REGION: _texts(list(regions))}
    for name, metric in figures.rubric.metrics.items():
        texts = [figures.values.get((region, name)) for region in regions]
        columns[name] = _typed(metric.type, texts)
    return pd.DataFrame(columns)


def register_frame(register: Register, frame: pl.DataFrame) -> pd.DataFrame:
    """Return the declared columns of a register, typed; the index counts the rows of the frame."""
    return pd.DataFrame(
        {
            name: _column(column.type, frame[name])
            for name, column in register.columns.items()
            if name in frame.columns
        }
    )


def _typed(type: str, texts: Sequence[str | None]) -> pd.Series:
    match type:
        case "int":
            return pd.Series([None if t is None else int(t) for t in texts], dtype="Int64")
        case "decimal" | "judged":
            return pd.Series([np.nan if t is None else float(t) for t in texts], dtype="float64")
        case "bool":
            return pd.Series([None if t is None else t == "true" for t in texts], dtype="boolean")
        case "date":
            days = [None if t is None else _day(t) for t in texts]
            return pd.Series(np.array(days, dtype="datetime64[us]"))
    return _texts(texts)


def _texts(texts: Sequence[str | None]) -> pd.Series:
    return pd.Series(list(texts), dtype="str")


def _day(text: str) -> dt.datetime:
    return NEVER if text == "none" else dt.datetime.fromisoformat(text)


def _column(type: str, cells: pl.Series) -> pd.Series:
    match type:
        case "int":
            return pd.Series(cells.to_list(), dtype="Int64")
        case "bool":
            return pd.Series(cells.to_list(), dtype="boolean")
        case "decimal":
            return pd.Series(cells.cast(pl.Float64).to_numpy())
        case "date" | "datetime":
            return pd.Series(cells.cast(pl.Datetime("us")).to_numpy())
    return _texts(cells.to_list())
