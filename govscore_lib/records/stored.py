"""Registers that stay on disk: parquet files, read a few columns and some thousand rows at a time."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import polars as pl

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

MEMORY = "350MB"
"""What groupings and joins may hold in memory before they go on in a temporary file."""
PIECE = 200_000
"""Rows that are looked at together where records are looked at one by one."""
_AHEAD = "2"
"""Groups of rows that polars reads ahead; by default so many that their memory is what a run needs most."""

Reader = Literal["duckdb", "polars"]
"""What reads the files."""


@dataclass(frozen=True)
class StoredRegister:
    """A register larger than memory, as the files that hold it.

    files : parquet files with columns typed as declared; no row stands in them twice.
    rows : how many they hold together. folder : stands in front of the names of the raw files of its rows.
    """

    files: tuple[str, ...]
    rows: int
    folder: str = ""

    @classmethod
    def of_files(cls, paths: Sequence[Path]) -> StoredRegister:
        """Return the register that stands in parquet files as it is; each may hold some of its months."""
        files = tuple(map(str, paths))
        rows = pl.scan_parquet(list(files), hive_partitioning=False).select(pl.len()).collect()
        return cls(files, int(rows.item()))

    def below(self, folder: str) -> StoredRegister:
        """Return the same register, its raw files said to lie in a folder."""
        return replace(self, folder=f"{folder}/{self.folder}")

    def relation(self) -> DuckDBPyRelation:
        """Return the rows for DuckDB, which goes on in a file where a grouping or join outgrows memory."""
        listed = ", ".join(quoted(path) for path in self.files)
        query = f"SELECT * FROM read_parquet([{listed}], hive_partitioning = false)"
        return connection().sql(query)

    def scan(self) -> pl.LazyFrame:
        """Return the rows for polars, which takes them in pieces when asked to stream."""
        os.environ.setdefault("POLARS_ROW_GROUP_PREFETCH_SIZE", _AHEAD)
        rows = pl.scan_parquet(list(self.files), hive_partitioning=False)
        if not self.folder:
            return rows
        return rows.with_columns((pl.lit(self.folder) + pl.col("_file")).alias("_file"))

    def pieces(self, rows: int = PIECE) -> Iterator[pl.DataFrame]:
        """Yield the rows in their order, so many at a time; of a file without rows its columns."""
        from pyarrow import parquet

        for path in self.files:
            with parquet.ParquetFile(path) as file:
                empty = (file.schema_arrow.empty_table(),) if not file.metadata.num_rows else ()
                for batch in chain(empty, file.iter_batches(rows)):
                    piece = pl.DataFrame(pl.from_arrow(batch))
                    if self.folder:
                        named = pl.lit(self.folder) + pl.col("_file")
                        piece = piece.with_columns(named.alias("_file"))
                    yield piece


Records = pl.DataFrame | StoredRegister
"""The records of a register: in memory, or on disk."""


def scanned(records: Records) -> pl.LazyFrame:
    """Return the records as a lazy frame; collect it with ``engine="streaming"``."""
    return records.scan() if isinstance(records, StoredRegister) else records.lazy()


def row_count(records: Records) -> int:
    """Return the number of records."""
    return records.rows if isinstance(records, StoredRegister) else records.height


def connection() -> DuckDBPyConnection:
    """Return the connection that all stored registers of this process share, so that they can be joined."""
    return _connection_of(os.getpid())


@cache
def _connection_of(process: int) -> DuckDBPyConnection:
    """Return the connection of a process: one that is forked may not use that of its parent."""
    import duckdb

    place = Path(tempfile.gettempdir()) / f"govscore-{process}"
    found = duckdb.connect()
    found.execute(f"SET memory_limit = '{MEMORY}'")
    found.execute(f"SET temp_directory = {quoted(place)}")
    found.execute("SET preserve_insertion_order = false")
    return found


def quoted(text: object) -> str:
    """Return a text as a literal of a query.

    >>> quoted("O'Neill")
    "'O''Neill'"
    """
    return "'" + str(text).replace("'", "''") + "'"
