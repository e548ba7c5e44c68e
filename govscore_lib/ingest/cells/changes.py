"""Every value that reads otherwise than it was written: where it stood, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

import polars as pl

from govscore_lib.ingest.cells.columns import ReadColumn
from govscore_lib.ingest.cells.spelling import CHANGES

CHANGED: dict[str, pl.DataType] = {
    "table": pl.String(),
    "region_id": pl.String(),
    "name": pl.String(),
    "change": pl.String(),
    "before": pl.String(),
    "after": pl.String(),
    "file": pl.String(),
    "sheet": pl.String(),
    "place": pl.String(),
    "reason": pl.String(),
}
"""One row per changed cell: "observations" or the register; the metric or column; a key of
:data:`govscore_lib.ingest.cells.spelling.CHANGES`; the cell as written, and as it is read; where it stands
("C7", "line 12, 审结日期"); for a correction why, by whom and when. Declared words read as their codes and
spaces at the ends are no changes."""


@dataclass(frozen=True)
class ChangedCell:
    """One changed cell; the fields are the columns of :data:`CHANGED`."""

    table: str
    region_id: str
    name: str
    change: str
    before: str
    after: str
    file: str
    sheet: str
    place: str
    reason: str = ""


def changes_table(cells: Iterable[ChangedCell] = ()) -> pl.DataFrame:
    """Return one row per changed cell, in the order given."""
    return pl.DataFrame([astuple(cell) for cell in cells], schema=CHANGED, orient="row")


def changed_column(
    read: ReadColumn, texts: pl.Series, regions: pl.Series, places: pl.Series, names: Sequence[str]
) -> pl.DataFrame:
    """Return the changed cells of one column of a register, as columns of :data:`CHANGED`.

    texts, regions, places : the cells as written, the region of each and where it stands.
    names : register, column, file and sheet.
    """
    told = [key for key, change in CHANGES.items() if change.reported]
    table, name, file, sheet = names
    return (
        pl.DataFrame(
            {
                "region_id": regions,
                "change": read.changes,
                "before": texts,
                "after": read.values,
                "place": places,
            }
        )
        .filter(pl.col("change").is_in(told) & pl.col("after").is_not_null())
        .select(
            pl.lit(table).alias("table"),
            pl.col("region_id").fill_null(""),
            pl.lit(name).alias("name"),
            "change",
            "before",
            "after",
            pl.lit(file).alias("file"),
            pl.lit(sheet).alias("sheet"),
            "place",
            pl.lit("").alias("reason"),
        )
    )
