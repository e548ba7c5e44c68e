"""Registers too large for memory: the same checks, a piece at a time, and the records kept as one parquet file.

What stands in a single row is checked piece by piece. Repeated keys are looked for by DuckDB, which goes on in a
temporary file where they outgrow memory; only rows whose key stands more than once are looked at by themselves.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import polars as pl

from govscore_lib.ingest.cells.changes import CHANGED, changes_table
from govscore_lib.ingest.files.pieces import tables_in_pieces
from govscore_lib.ingest.files.raw import RawFile
from govscore_lib.ingest.files.tables import RawTable
from govscore_lib.ingest.registers.heard import Repeats
from govscore_lib.ingest.registers.reader import RegisterRead, RegisterReader
from govscore_lib.records.declare import Register
from govscore_lib.records.stored import PIECE, StoredRegister, connection, quoted
from govscore_lib.tables import PROVENANCE, REGISTER_TYPES

IN_MEMORY_ROWS = 500_000
"""A register with more rows than that, all its files together, stays on disk."""
BYTES_A_ROW = 60
"""Rows of a text or workbook are guessed by its size, before anything of it is read."""
CHANGES_LISTED = 1_000
"""So many changed cells of a register on disk are listed with all others; the file beside it has every one."""
ROW_GROUP = 122_880
"""Rows that a file keeps together: DuckDB's own number, so that either engine reads it in small steps."""


def is_large(files: Iterable[RawFile]) -> bool:
    """Whether the files of one register hold more rows than are kept in memory."""
    return sum(_rows(file.path) for file in files) > IN_MEMORY_ROWS


def _rows(path: Path) -> int:
    """Return the rows of a file: of parquet as it says itself, else by its size; 0 of what cannot be read."""
    import pyarrow
    from pyarrow import parquet

    try:
        if path.suffix.lower() == ".parquet":
            return int(parquet.read_metadata(path).num_rows)
        return path.stat().st_size // BYTES_A_ROW
    except (OSError, pyarrow.ArrowException):
        return 0


def read_large(
    reader: RegisterReader,
    files: Iterable[RawFile],
    in_forms: Iterable[tuple[RawFile, RawTable]],
    folder: Path,
) -> RegisterRead:
    """Return the register that the files hold together, as ``NAME.parquet`` in a folder.

    Beside it ``NAME.changes.parquet`` holds every changed cell, where there is any; the first of them come
    with what is returned. Nothing stays in the folder of a register that cannot be used.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path, first = folder / f"{reader.name}.parquet", folder / f".{reader.name}.first.parquet"
    told = folder / f"{reader.name}.changes.parquet"
    with _records(first, reader.register) as records, RecordFile(told, CHANGED, CHANGED) as changes:
        for part in reader.parts(files, in_forms, tables_in_pieces, changes.write):
            if reader.usable:
                records.write(part)
    if not reader.usable or not records.pieces:
        first.unlink(missing_ok=True)
        return reader.result(None, changes.head)
    left_out = _left_out(reader, StoredRegister.of_files([first]))
    if left_out.is_empty() and not reader.register.conditions:
        first.replace(path)
    else:
        with _records(path, reader.register) as kept:
            for piece in _without(StoredRegister.of_files([first]), left_out):
                kept.write(reader.without_broken(piece))
        first.unlink()
    _tell_changes(reader, changes.rows)
    return reader.result(StoredRegister.of_files([path]), changes.head)


def write_stored(stored: StoredRegister, path: Path) -> None:
    """Write the records of a stored register to one file."""
    with RecordFile(path, {}, PROVENANCE) as records:
        for piece in stored.pieces():
            records.write(piece)


def _records(path: Path, register: Register) -> RecordFile:
    columns = {name: REGISTER_TYPES[column.type] for name, column in register.columns.items()}
    words = {name for name, column in register.columns.items() if column.type == "enum"}
    words |= {"_file", "_sheet", *([register.region] if register.region else [])}
    return RecordFile(path, columns | PROVENANCE, words)


def _left_out(reader: RegisterReader, stored: StoredRegister) -> pl.Series:
    """Return the places, from 0, of the rows that repeat another or whose key has other contents too."""
    keys = reader.register.key
    nothing = pl.Series([], dtype=pl.Int64)
    if not keys:
        return nothing
    named = ", ".join(f'"{name}"' for name in keys)
    source = f"read_parquet({quoted(stored.files[0])}, file_row_number = true)"
    run = connection().execute
    run(
        f"CREATE OR REPLACE TEMP TABLE twice AS SELECT {named}, sum(1) AS times FROM {source} "
        f"GROUP BY {named} HAVING count(*) > 1"
    )
    ((rows,),) = run("SELECT coalesce(sum(times), 0)::BIGINT FROM twice").fetchall()
    repeats, left_out = Repeats(), [nothing]
    shares = -(-rows // PIECE)
    for share in range(shares):
        query = (
            f"SELECT * FROM {source} SEMI JOIN twice USING ({named}) "
            f"WHERE hash({named}) % {shares} = {share} ORDER BY file_row_number"
        )
        frame = pl.DataFrame(pl.from_arrow(connection().sql(query).to_arrow_table()))
        kept = reader.without_repeats(frame, repeats)
        place = pl.col("file_row_number")
        left_out.append(frame.join(kept, on="file_row_number", how="anti").select(place.cast(pl.Int64)).to_series())  # fmt: skip
    run("DROP TABLE twice")
    reader.tell.repeated(repeats)
    return pl.concat(left_out)


def _without(stored: StoredRegister, left_out: pl.Series) -> Iterator[pl.DataFrame]:
    gone, before = left_out.sort(), 0
    for piece in stored.pieces():
        places = pl.int_range(before, before + piece.height, dtype=pl.Int64, eager=True)
        yield piece.filter(~places.is_in(gone.implode()))
        before += piece.height


def _tell_changes(reader: RegisterReader, count: int) -> None:
    if count > CHANGES_LISTED:
        name = f"{reader.name}.changes.parquet"
        reader.tell.find(
            "changes-listed-apart", "note",
            f"共有 {count:,} 处改动，更改清单列出前 {CHANGES_LISTED:,} 处，全部见 registers/{name}",
            f"{count:,} cells were changed; the list of changes has the first {CHANGES_LISTED:,}, registers/{name} all of them",
        )  # fmt: skip


class RecordFile:
    """A parquet file that grows piece by piece; it is not made before the first one.

    words : columns of few different texts. head : the first rows of a file of changes.
    """

    def __init__(
        self, path: Path, schema: Mapping[str, pl.DataType], words: Collection[str]
    ) -> None:
        self.path, self.schema, self.words = path, schema, words
        self.head = changes_table()
        self.rows = self.pieces = 0
        self._writer: Any = None
        path.unlink(missing_ok=True)

    def write(self, piece: pl.DataFrame) -> None:
        """Add rows; an empty first piece makes an empty file, but for changes."""
        if self.schema is CHANGED:
            if piece.is_empty():
                return
            room = max(0, CHANGES_LISTED - self.head.height)
            self.head = pl.concat([self.head, piece.head(room)])
        from pyarrow import parquet

        table = piece.to_arrow(compat_level=pl.CompatLevel.oldest())
        if self._writer is None:
            self._writer = parquet.ParquetWriter(
                self.path, table.schema, compression="zstd", use_dictionary=list(self.words)
            )
        self._writer.write_table(table, row_group_size=ROW_GROUP)
        self.rows += piece.height
        self.pieces += 1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        if self._writer is not None:
            self._writer.close()
        if kind is not None:
            self.path.unlink(missing_ok=True)
