"""Observations → typed columns, one row a region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

import numpy as np
import polars as pl

from govscore_lib.algebra.columns import (
    CodeColumn,
    Column,
    code_column,
    number_column,
    truth_column,
)
from govscore_lib.algebra.evaluate import NEVER, Frame
from govscore_lib.algebra.typing import KIND_OF_TYPE
from govscore_lib.points import exact
from govscore_lib.rubric.metric import Metric
from govscore_lib.rubric.model import Rubric

Values = Mapping[tuple[str, str], str | None]
"""Canonical text by (region, metric); absent or None means missing."""


def values_of(observations: pl.DataFrame) -> dict[tuple[str, str], str | None]:
    """Return the observed texts by (region, metric); empty texts count as missing."""
    columns = observations.select("region_id", "metric_id", "value")
    return {
        (region, metric): value or None
        for region, metric, value in columns.iter_rows()
        if metric is not None
    }


def of_this_period(rubric: Rubric, observations: pl.DataFrame) -> pl.DataFrame:
    """Return the observations without those of the period before."""
    if rubric.period.previous is None or "period" not in observations.columns:
        return observations
    return observations.filter(pl.col("period").ne_missing(rubric.period.previous))


def previous_values(rubric: Rubric, observations: pl.DataFrame) -> Values:
    """Return the observed texts of the period before, by (region, metric); empty where none is declared."""
    if rubric.period.previous is None or "period" not in observations.columns:
        return {}
    return values_of(observations.filter(pl.col("period") == rubric.period.previous))


def build_frame(
    rubric: Rubric,
    values: Values,
    region_ids: Sequence[str],
    reference_ids: frozenset[str],
    previous: Values | None = None,
) -> Frame:
    """Return the typed columns of every metric that the rubric declares.

    region_ids : rows of the frame, in order. reference_ids : those that stay outside every league.
    previous : values of the period before.
    """
    columns = _columns(rubric, values, region_ids)
    return Frame(
        size=len(region_ids),
        columns=columns,
        league=_league(rubric, columns, len(region_ids)),
        in_pool=np.array([region not in reference_ids for region in region_ids], dtype=bool),
        period=(rubric.period.start.toordinal(), rubric.period.end.toordinal()),
        previous=_columns(rubric, previous, region_ids) if previous else {},
    )


def _columns(rubric: Rubric, values: Values, region_ids: Sequence[str]) -> dict[str, Column]:
    return {
        name: metric_column(metric, [values.get((region, name)) for region in region_ids])
        for name, metric in rubric.metrics.items()
    }


def metric_column(metric: Metric, texts: Sequence[str | None]) -> Column:
    """Return the column of one metric from canonical texts, one per region."""
    return _READERS[KIND_OF_TYPE[metric.type]](texts)


def _dates(texts: Sequence[str | None]) -> Column:
    return number_column([None if text is None else Fraction(_ordinal(text)) for text in texts])


def _ordinal(text: str) -> int:
    return NEVER if text == "none" else dt.date.fromisoformat(text).toordinal()


_READERS: dict[str, Callable[[Sequence[str | None]], Column]] = {
    "number": lambda texts: number_column([None if t is None else exact(t) for t in texts]),
    "truth": lambda texts: truth_column([None if t is None else t == "true" for t in texts]),
    "code": code_column,
    "date": _dates,
}


def _league(rubric: Rubric, columns: Mapping[str, Column], size: int) -> np.ndarray:
    """Return a whole number per region; regions without an entry in the split metric form one league."""
    if rubric.split_by is None:
        return np.zeros(size, dtype=np.int64)
    split = columns[rubric.split_by]
    if not isinstance(split, CodeColumn):
        return np.zeros(size, dtype=np.int64)
    _, labels = np.unique(split.value.astype(str), return_inverse=True)
    return labels.astype(np.int64)
