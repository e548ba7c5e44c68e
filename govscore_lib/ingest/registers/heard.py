"""What is wrong or unusual in one table of records, gathered over all its pieces and told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from govscore_lib.ingest.cells import telling
from govscore_lib.ingest.cells.columns import ReadColumn
from govscore_lib.ingest.cells.spelling import CHANGES
from govscore_lib.ingest.files.tables import Remark

_FAULT = {
    "order": pl.Int64(), "column": pl.String(), "fault": pl.String(), "region": pl.String(),
    "count": pl.Int64(), "rows": pl.List(pl.Int64()), "texts": pl.List(pl.String()),
}  # fmt: skip


@dataclass(frozen=True)
class CellFaults:
    """Cells of one column in one region with the same fault.

    count : how many. rows, texts : where the first of them stand, and what the first different ones say.
    """

    column: str
    fault: str
    region: str
    count: int
    rows: tuple[int, ...]
    texts: tuple[str, ...]


class Heard:
    """Gathers over the pieces of one table; what it holds does not grow with the number of rows."""

    def __init__(self) -> None:
        self.rows = 0
        self.personal: dict[str, None] = {}
        self.masked: Counter[str] = Counter()
        self._changes: Counter[tuple[str, str]] = Counter()
        self._remarks: dict[str, Remark] = {}
        self._faults: list[pl.DataFrame] = []

    def remark(self, remarks: Iterable[Remark]) -> None:
        """Take in what is unusual about a piece."""
        for one in remarks:
            before = self._remarks.get(one.code)
            rows = (*before.rows, *one.rows) if before else one.rows
            self._remarks[one.code] = replace(one, rows=rows)

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is unusual about the table."""
        return tuple(self._remarks.values())

    def change(self, read: Mapping[str, ReadColumn]) -> None:
        """Count the changed cells of a piece by column and kind of change."""
        for name, column in read.items():
            for change, count in column.changes.drop_nulls().value_counts().rows():
                self._changes[name, change] += count

    def changed(self, columns: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
        """Return kind of change → columns, in the order given, and how many of their cells had it."""
        found: dict[str, list[tuple[str, int]]] = {}
        for name in columns:
            for change in sorted({one for of, one in self._changes if of == name}):
                if CHANGES[change].reported:
                    found.setdefault(change, []).append((name, self._changes[name, change]))
        return found

    def fault(
        self, order: int, name: str, faults: pl.Series, texts: pl.Series, regions: pl.Series, rows: pl.Series
    ) -> None:  # fmt: skip
        """Take in the faulty cells of a column of a piece.

        order : place of the column among those told. faults : key of the fault of each cell, null without.
        """
        cells = pl.DataFrame(
            {
                "fault": faults.cast(pl.String),
                "region": regions.cast(pl.String),
                "text": texts.cast(pl.String),
                "row": rows,
            }
        ).filter(pl.col("fault").is_not_null())
        if cells.is_empty():
            return
        said = pl.col("text").filter(pl.col("text").is_not_null() & (pl.col("text") != ""))
        told = cells.group_by("fault", pl.col("region").fill_null(""), maintain_order=True).agg(
            pl.len().cast(pl.Int64).alias("count"),
            pl.col("row").head(telling.SHOWN).alias("rows"),
            said.unique(maintain_order=True).head(telling.SHOWN + 1).alias("texts"),
        )
        marked = told.with_columns(
            pl.lit(order, dtype=pl.Int64).alias("order"), pl.lit(name).alias("column")
        )
        self._faults.append(
            marked.select(pl.col(name).cast(type_) for name, type_ in _FAULT.items())
        )

    def faults(self) -> Iterator[CellFaults]:
        """Yield the faults by column, in each by their first row."""
        every = pl.concat([pl.DataFrame(schema=_FAULT), *self._faults])
        merged = every.group_by("order", "column", "fault", "region", maintain_order=True).agg(
            pl.col("count").sum(),
            pl.col("rows").explode().head(telling.SHOWN),
            pl.col("texts").explode().drop_nulls(),
        )
        for one in merged.sort("order", maintain_order=True).iter_rows(named=True):
            texts = tuple(dict.fromkeys(one["texts"]))[: telling.SHOWN + 1]
            yield CellFaults(
                one["column"], one["fault"], one["region"], one["count"], tuple(one["rows"]), texts
            )


class Repeats:
    """Gathers rows that repeat another word for word, by file and sheet."""

    def __init__(self) -> None:
        self._found: list[pl.DataFrame] = []
        self._firsts: list[pl.DataFrame] = []

    def take(self, rows: pl.DataFrame, key: str) -> None:
        """Take in repeating rows, in their order. ``key`` names the column that is quoted."""
        if rows.is_empty():
            return
        texts = rows.with_columns(pl.col(key).cast(pl.String).alias("key")).sort("_row")
        first = texts.unique(["_file", "_sheet", "key"], keep="first", maintain_order=True)
        self._firsts.append(
            first.group_by("_file", "_sheet", maintain_order=True)
            .head(telling.SHOWN + 1)
            .select("_file", "_sheet", "_row", "key")
        )
        self._found.append(
            texts.group_by("_file", "_sheet", maintain_order=True).agg(
                pl.len().cast(pl.Int64).alias("count"),
                pl.col("_row").head(telling.SHOWN).alias("rows"),
            )
        )

    def told(self) -> Iterator[tuple[str, str, int, Sequence[int], Sequence[str]]]:
        """Yield file, sheet, number of rows, the first rows and the first keys."""
        if not self._found:
            return
        keys: dict[tuple[str, str], list[str]] = {}
        for file, sheet, _, key in pl.concat(self._firsts).sort("_row").iter_rows():
            keys.setdefault((file, sheet), []).append(key)
        merged = (
            pl.concat(self._found)
            .group_by("_file", "_sheet", maintain_order=True)
            .agg(pl.col("count").sum(), pl.col("rows").explode().sort().head(telling.SHOWN))
        )
        for file, sheet, count, rows in merged.iter_rows():
            different = tuple(dict.fromkeys(keys[file, sheet]))[: telling.SHOWN + 1]
            yield file, sheet, count, rows, different
