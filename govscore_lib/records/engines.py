"""Frames of several engines in one derivation: handed over to one of them, collected at its end.

Frames held in memory go to the engine that reads from disk or on a cluster, never the other way round;
two such engines in one derivation are refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import narwhals as nw

from govscore_lib.errors import InputError, Problem
from govscore_lib.records.stored import Reader, StoredRegister

if TYPE_CHECKING:
    import pyarrow as pa

LazyFrame = nw.LazyFrame[Any]


def lazily(frame: Any, reader: Reader = "duckdb") -> LazyFrame:
    """Return a native or narwhals frame, or a stored register, as a lazy narwhals frame.

    reader : what reads a stored register.
    """
    native: Any = frame
    if isinstance(frame, StoredRegister):
        native = frame.scan() if reader == "polars" else frame.relation()
    known = nw.from_native(native)
    if isinstance(known, nw.DataFrame) and known.implementation.is_pyarrow():
        known = nw.from_native(known.to_polars())
    return known.lazy()


def home_of(frames: Iterable[LazyFrame]) -> LazyFrame:
    """Return the frame whose engine takes the others in: the first not held in memory, else the first."""
    every = list(frames)
    return next((frame for frame in every if not _in_memory(frame)), every[0])


def handed_over(frame: LazyFrame, home: LazyFrame) -> LazyFrame:
    """Return a frame of filled columns as one of the engine of ``home``, on its connection.

    Raises InputError where the frame belongs to another engine than memory and ``home``.
    """
    own, engine = nw.Implementation(frame.implementation), nw.Implementation(home.implementation)
    if own is engine:
        return frame
    if not _in_memory(frame):
        raise InputError(
            [
                Problem(
                    "registers",
                    f"one is a frame of {own.value}, another of {engine.value}",
                    "registers counted together of one engine, or held in memory",
                )
            ]
        )
    held = frame.collect()
    if engine.is_polars():
        return nw.from_native(held.to_polars()).lazy()
    if engine.is_duckdb():
        return lazily(_beside(home.to_native(), held.to_arrow()))
    if engine.is_dask():
        from dask.dataframe import from_pandas

        return lazily(from_pandas(held.to_pandas(), npartitions=1))
    return lazily(held.to_pandas())


def _beside(home: Any, given: pa.Table) -> Any:
    """Return a table as a relation of the connection that the relation ``home`` belongs to."""
    return home.query("_home", "SELECT * FROM given")  # finds the table by the name of the argument


def collected(frame: LazyFrame) -> list[dict[str, Any]]:
    """Return the rows of a small frame; polars takes its input in pieces."""
    if frame.implementation.is_polars():
        return frame.collect("polars", engine="streaming").rows(named=True)
    return frame.collect().rows(named=True)


def _in_memory(frame: LazyFrame) -> bool:
    engine = frame.implementation
    return engine.is_polars() or engine.is_pandas_like() or engine.is_pyarrow()
