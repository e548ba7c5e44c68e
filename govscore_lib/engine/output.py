"""A scorecard as files: ledger, categories, scores, receipt."""

from __future__ import annotations

import json
import shutil
from decimal import Decimal
from pathlib import Path

import polars as pl

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.inert import inert_csv


def plain_csv(table: pl.DataFrame) -> str:
    """Return a table as CSV text; points without trailing zeros, nulls empty."""
    decimals = [name for name, dtype in table.schema.items() if isinstance(dtype, pl.Decimal)]
    shown = table.with_columns(
        pl.Series(
            name,
            [None if value is None else _plain(value) for value in table[name].to_list()],
            dtype=pl.String,
        )
        for name in decimals
    )
    return inert_csv(shown)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_scorecard(card: Scorecard, folder: Path) -> None:
    """Write ledger.csv, categories.csv, scores.csv and receipt.json into ``folder``.

    With a rubric that has prizes also awards.csv, the proposal.

    Everything is written beside the folder first, then moved in, so that nothing is left half-written.
    """
    files = {
        "ledger.csv": plain_csv(card.ledger),
        "categories.csv": plain_csv(card.categories),
        "scores.csv": plain_csv(card.scores),
        "receipt.json": json.dumps(card.receipt, ensure_ascii=False, indent=1) + "\n",
    }
    if card.rubric.awards is not None:
        files["awards.csv"] = plain_csv(card.awards)
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / ".partial"
    beside.mkdir(exist_ok=True)
    for name, text in files.items():
        (beside / name).write_text(text, encoding="utf-8", newline="")
    for name in files:
        (beside / name).replace(folder / name)
    shutil.rmtree(beside)
