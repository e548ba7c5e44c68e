"""Raw files too large for memory → the same tables of cell texts, some thousand rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path

import polars as pl

from govscore_lib.ingest.files.containers import kind_of
from govscore_lib.ingest.files.tables import (
    RawTable,
    arrow_table,
    header_at,
    header_of,
    not_parquet,
    read_tables,
    separator_remarks,
    truncated_parquet,
    with_rows,
)
from govscore_lib.ingest.files.text_tables import HEADER_WITHIN, IsHeader, text_rows
from govscore_lib.ingest.files.unreadable import empty_file, no_access
from govscore_lib.records.stored import PIECE

_SEPARATORS = {".csv": ",", ".txt": ",", ".tsv": "\t"}


@dataclass(frozen=True)
class TableInPieces:
    """A table as its header and the pieces that hold its rows, in their order; they can be had once."""

    sheet: str
    header: tuple[str, ...]
    pieces: Iterable[RawTable]


def whole(table: RawTable) -> TableInPieces:
    """Return a table that is in memory as one piece."""
    return TableInPieces(table.sheet, table.header, (table,))


def whole_tables(path: Path, is_header: IsHeader) -> list[TableInPieces]:
    """Return the tables of a file, read whole. Raises UnreadableFile."""
    return [whole(table) for table in read_tables(path, is_header)]


def tables_in_pieces(path: Path, is_header: IsHeader) -> list[TableInPieces]:
    """Return the tables of a file whose rows come while they are asked for; a workbook is read whole.

    Raises UnreadableFile, here or with any piece.
    """
    suffix = path.suffix.lower()
    if suffix not in (".parquet", *_SEPARATORS):
        return whole_tables(path, is_header)
    _require_contents(path)
    pieces = _parquet(path) if suffix == ".parquet" else _text(path, _SEPARATORS[suffix], is_header)
    first = next(pieces)
    return [TableInPieces(first.sheet, first.header, chain((first,), pieces))]


def _require_contents(path: Path) -> None:
    try:
        with path.open("rb") as file:
            while chunk := file.read(1 << 20):
                if chunk.strip():
                    return
    except OSError as error:
        raise no_access(error) from None
    raise empty_file()


def _parquet(path: Path) -> Iterator[RawTable]:
    """Yield the rows of a parquet file; first an empty piece that tells the columns."""
    with path.open("rb") as stream:
        if kind_of(stream.read(8)) != "parquet":
            raise not_parquet()
    import pyarrow
    from pyarrow import parquet

    done = 0
    try:  # not by polars, which takes the process down with some damaged files
        with parquet.ParquetFile(path) as file:
            yield arrow_table(file.schema_arrow.empty_table())
            for batch in file.iter_batches(PIECE):
                batch.validate(full=True)
                yield arrow_table(pyarrow.Table.from_batches([batch]), done)
                done += batch.num_rows
    except (pyarrow.ArrowException, pl.exceptions.PolarsError, OSError, ValueError, TypeError):
        raise truncated_parquet(done) from None


def _text(path: Path, separator: str, is_header: IsHeader) -> Iterator[RawTable]:
    """Yield the rows of a text; the first piece may be without any."""
    read = text_rows(lambda: path.open("rb"), separator, is_header)
    start = list(islice(read.rows, HEADER_WITHIN))
    top = header_at([row for _, row in start], is_header)
    line, cells = start[top]
    empty = RawTable("", header_of(cells), line, pl.DataFrame(), f"CSV, {read.encoding}")
    rows = chain(start[top + 1 :], read.rows)
    remarks = tuple(separator_remarks(read.separator, separator))
    yield with_rows(replace(empty, remarks=remarks), [], [])
    while piece := list(islice(rows, PIECE)):
        yield with_rows(empty, [row for _, row in piece], [at for at, _ in piece])
