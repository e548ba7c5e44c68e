"""Records dated outside the period: they do not count, and an office should know."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from govscore_lib.algebra.expr import Coalesce, Expr, InPeriod, Name, substitute, walk
from govscore_lib.algebra.parser import parse
from govscore_lib.findings import Finding
from govscore_lib.ingest.cells import telling
from govscore_lib.records.declare import ROWS, Derivation
from govscore_lib.records.stored import Records, scanned
from govscore_lib.rubric.model import Rubric

Dates = tuple[Expr, ...]
"""Dates of which one must lie in the period for a record to count; each is a column, or the first filled
one of several columns."""


def deciding_dates(name: str, derivations: tuple[Derivation, ...]) -> tuple[Dates, ...]:
    """Return the dates of a register on which it depends whether a record counts at all.

    Dates in the condition that every record must meet decide one by one; those of the single counts
    decide together, and only where each count asks for a date in the period.
    """
    found: list[Dates] = []
    for derivation in derivations:
        for join in derivation.join:
            if join.other == name:
                found += [(date,) for date in _dates(join.keep, {})]
        if derivation.source != name:
            continue
        let: dict[str, Expr] = {}
        for column, text in derivation.let.items():
            let[column] = substitute(parse(text), let)
        kept = _dates(derivation.keep, let)
        counts = [_dates(one.text, let) for one in derivation.yields.values()]
        if kept:
            found += [(date,) for date in kept]
        elif all(counts):
            found.append(tuple(dict.fromkeys(date for dates in counts for date in dates)))
    return tuple(dict.fromkeys(found))


def deciding_columns(name: str, derivations: tuple[Derivation, ...]) -> tuple[str, ...]:
    """Return the columns of a register that hold those dates."""
    dates = deciding_dates(name, derivations)
    return tuple(
        dict.fromkeys(column for one in dates for date in one for column in _columns(date))
    )


def _dates(text: str | None, let: Mapping[str, Expr]) -> Dates:
    if not text or text == ROWS:
        return ()
    return tuple(
        node.item
        for node in walk(substitute(parse(text), let))
        if isinstance(node, InPeriod) and isinstance(node.item, (Name, Coalesce))
    )


def _columns(date: Expr) -> list[str]:
    parts = [date] if isinstance(date, Name) else list(date.children())
    return [part.id for part in parts if isinstance(part, Name)]


def outside_period(
    name: str, records: Records, rubric: Rubric, forms: Mapping[str, str]
) -> list[Finding]:
    """Return one note per file and deciding date with records outside the period."""
    findings = []
    columns = rubric.registers[name].columns
    start, end = rubric.period.start, rubric.period.end
    rows = scanned(records).with_row_index("_number")
    for dates in deciding_dates(name, rubric.derivations):
        names = [_columns(date) for date in dates]
        days = [pl.coalesce(pl.col(column).cast(pl.Date) for column in one) for one in names]
        inside = pl.any_horizontal(day.is_between(start, end).fill_null(False) for day in days)
        outside = rows.filter(~inside & pl.any_horizontal(day.is_not_null() for day in days))
        shown = names[0][-1]
        groups = outside.group_by("_file", "_sheet").agg(
            pl.col("_number").min(),
            pl.len().alias("_count"),
            pl.col("_row").bottom_k(telling.SHOWN).sort(),
        )
        found = groups.collect(engine="streaming").sort("_number")
        for file, sheet, _, count, first in found.iter_rows():
            findings.append(
                Finding(
                    "outside-period",
                    "note",
                    f"{count} 行的“{columns[shown].name.zh}”在考核期（{rubric.period.label}）之外，不计入",
                    f"{count} {'row has' if count == 1 else 'rows have'} {shown} outside the period "
                    f"({rubric.period.label}) and {'does' if count == 1 else 'do'} not count",
                    table=name,
                    file=str(file),
                    sheet=str(sheet),
                    place=telling.places(first, forms[str(file)], count),
                )
            )
    return findings
