"""Registers that stay on disk: read through DuckDB, a few columns and some thousand rows at a time."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

MEMORY = "350MB"
"""What groupings and joins may hold in memory before they go on in a temporary file."""


@dataclass(frozen=True)
class StoredRegister:
    """A register larger than memory, as the query that reads it.

    query : SELECT of columns typed as declared, over parquet files. rows : how many it gives.
    No row stands in it twice.
    """

    query: str
    rows: int

    @classmethod
    def of_file(cls, path: Path) -> StoredRegister:
        """Return the register that stands in a parquet file as it is."""
        query = f"SELECT * FROM read_parquet({quoted(path)})"
        ((rows,),) = connection().sql(f"SELECT count(*) FROM ({query})").fetchall()
        return cls(query, rows)

    def relation(self) -> DuckDBPyRelation:
        """Return the rows as a relation that reads when it is asked."""
        return connection().sql(self.query)


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
