"""The same records as frames of every engine that counts them."""

from collections.abc import Callable
from typing import Any

import duckdb
import polars as pl

KINDS: dict[str, Callable[[pl.DataFrame], Any]] = {
    "polars": lambda frame: frame,
    "polars-lazy": lambda frame: frame.lazy(),
    "pandas": lambda frame: frame.to_pandas(),
    "pandas-arrow": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
    "duckdb": lambda frame: duckdb.from_arrow(frame.to_arrow()),
}
"""Frames of one machine, made of a polars frame."""


def dask_frame(frame: pl.DataFrame) -> Any:
    """Two parts of a Dask dataframe; cells of Python objects become texts in it."""
    from dask.dataframe import from_pandas

    return from_pandas(frame.to_pandas(), npartitions=2)


def dask_arrow_frame(frame: pl.DataFrame) -> Any:
    """Two parts of a Dask dataframe with the types of Arrow."""
    from dask.dataframe import from_pandas

    return from_pandas(frame.to_pandas(use_pyarrow_extension_array=True), npartitions=2)


CLUSTER_KINDS = {"dask": dask_frame, "dask-arrow": dask_arrow_frame}
"""Frames of several machines."""
