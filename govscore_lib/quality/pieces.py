"""Expectations on registers that stay on disk: run on some thousand rows at a time.

What stands in a row, or in a pair of cells, is checked as in memory. That no key stands twice was settled over the
whole register when it was read.
"""

from __future__ import annotations

import polars as pl

from govscore_lib.quality.expect import Failure, failures
from govscore_lib.quality.expectation import Suite
from govscore_lib.quality.frames import register_frame
from govscore_lib.records.declare import Register
from govscore_lib.records.stored import StoredRegister


def failures_on_disk(
    register: Register, stored: StoredRegister, suite: Suite
) -> tuple[list[Failure], pl.DataFrame]:
    """Return every expectation that fails, and the rows that fail one; positions are those of these rows.

    Raises InputError as ``failures``.
    """
    found: dict[int, Failure] = {}
    kept: list[pl.DataFrame] = []
    before = 0
    for piece in stored.pieces():
        table = {register.id: register_frame(register, piece)}
        for one in failures({register.id: suite}, table):
            number = suite.index(one.expectation)
            rows = tuple(range(before, before + len(one.rows)))
            if rows:
                kept.append(piece[list(one.rows)])
                before += len(rows)
            known = found.get(number)
            rows = (*known.rows, *rows) if known else rows
            found[number] = Failure(register.id, one.expectation, rows, one.observed, one.error)
    return [found[number] for number in sorted(found)], pl.concat(kept) if kept else pl.DataFrame()
