"""Texts that a spreadsheet program would run as a formula, made harmless in what we write.

``=cmd|…``, ``+1+…``, ``@SUM(…)`` in a CSV file become formulas when the file is opened. An apostrophe in
front keeps them text; read back, exactly one apostrophe is taken off again.
"""

from __future__ import annotations

import re

import polars as pl

_ACTIVE = r"^'*[=+\-@\t\r]"
_NUMBER = r"^[+-]?(\d[\d,]*\.?\d*|\.\d+)\s?%?$"
_ACTIVE_TEXT, _NUMBER_TEXT = re.compile(_ACTIVE), re.compile(_NUMBER)


def inert(text: str) -> str:
    """Return the text, with an apostrophe in front where a spreadsheet would take it for a formula."""
    if _ACTIVE_TEXT.match(text) and not _NUMBER_TEXT.fullmatch(text):
        return f"'{text}"
    return text


def as_written(text: str) -> str:
    """Return the text that :func:`inert` was given."""
    if text.startswith("'") and _ACTIVE_TEXT.match(text) and not _NUMBER_TEXT.fullmatch(text[1:]):
        return text[1:]
    return text


def inert_csv(table: pl.DataFrame) -> str:
    """Return a table as CSV text that stays a table of values when a spreadsheet program opens it."""
    texts = pl.col(pl.String)
    active = texts.str.contains(_ACTIVE) & ~texts.str.contains(_NUMBER)
    headers = {name: inert(name) for name in table.columns}
    return (
        table.with_columns(pl.when(active).then(pl.lit("'") + texts).otherwise(texts).name.keep())
        .rename(headers)
        .write_csv()
    )


def written_columns(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table with the texts as they were before :func:`inert_csv` wrote them."""
    texts = pl.col(pl.String)
    marked = texts.str.contains("^'" + _ACTIVE[1:]) & ~texts.str.slice(1).str.contains(_NUMBER)
    return table.with_columns(pl.when(marked).then(texts.str.slice(1)).otherwise(texts).name.keep())
