"""What the strict readers share: one table a file, its columns, and the faults of a cell in words."""

from __future__ import annotations

from pathlib import Path

from govscore_lib.errors import InputError, Problem, did_you_mean, listed, shown
from govscore_lib.ingest.cells import telling
from govscore_lib.ingest.cells.spelling import FAULTS, Spelling
from govscore_lib.ingest.files.tables import RawTable, read_tables
from govscore_lib.ingest.files.text_tables import SEPARATORS
from govscore_lib.ingest.files.unreadable import UnreadableFile
from govscore_lib.points import plain
from govscore_lib.records import Column
from govscore_lib.rubric.metric import Metric

TOLERATED = {"", "spaces", "whole", "plus"}
"""Changes of a spelling that leave no doubt; every other must be made in the file."""


def only_table(path: Path, columns: set[str]) -> RawTable:
    """Return the table of a file, its header in the first row. Raises InputError."""
    if not path.exists() and not path.is_symlink():
        raise InputError([Problem(path.name, "the file does not exist", hint="check the path")])
    try:
        tables = read_tables(path, lambda row: False)
    except UnreadableFile as error:
        raise InputError([Problem(path.name, error.en, hint=error.hint)]) from None
    fitting = [table for table in tables if columns & {cell.strip() for cell in table.header}]
    return (fitting or tables)[0]


def remarked(table: RawTable, where: str) -> list[Problem]:
    """Return a problem for each thing that a tolerant reader only remarks on."""
    return [
        Problem(
            f"{where}, {telling.places(remark.rows, table.form)}" if remark.rows else where,
            remark.en,
            hint="remove it from the file",
        )
        for remark in table.remarks
    ]


def require(header: list[str], required: tuple[str, ...], where: str) -> None:
    """Raise InputError naming every required column that is missing, and every one that stands twice."""
    other = next((en for sep, (_, en) in SEPARATORS.items() if sep != "," and sep in header[0]), "")
    problems = [
        Problem(
            where,
            f"column '{name}' is missing; the columns are {listed(shown(one) for one in header)}",
            hint=f"its columns are separated by {other}; save it with commas"
            if other and len(header) == 1
            else did_you_mean(name, header) or f"add a column named '{name}'",
        )
        for name in required
        if name not in header
    ]
    problems += [
        Problem(where, f"column '{name}' stands {header.count(name)} times")
        for name in dict.fromkeys(header)
        if name and header.count(name) > 1
    ]
    if problems:
        raise InputError(problems)


def cell_fault(spelling: Spelling, text: str, allowed: str) -> tuple[str, str, str] | None:
    """Return what is wrong with a cell, what is allowed, and the likely fix; None when it is right."""
    if spelling.fault:
        fault = FAULTS[spelling.fault]
        return f"'{shown(text)}' {fault.en}", allowed, fault.hint
    if spelling.change in TOLERATED:
        return None
    return f"'{text}' is not in the required form", allowed, f"write '{spelling.value}'"


def allowed_metric(metric: Metric) -> str:
    """Return what may stand in a figure of a metric."""
    word = _ALLOWED.get(metric.type, "a number")
    if metric.type == "enum":
        return listed(metric.values)
    if metric.type == "date":
        word += ", or none"
    return word + _bounds(metric)


def allowed_column(column: Column) -> str:
    """Return what may stand in a cell of a register's column."""
    if column.type == "enum":
        return listed(column.values, 20)
    return _ALLOWED.get(column.type, "a number") + _bounds(column)


_ALLOWED = {
    "int": "a whole number",
    "bool": "true or false",
    "date": "a date such as 2021-03-01",
    "datetime": "a time such as 2021-03-01T09:30",
    "text": "a text",
}


def _bounds(declared: Metric | Column) -> str:
    low = None if declared.min is None else plain(declared.min)
    high = None if declared.max is None else plain(declared.max)
    if low is None and high is None:
        return ""
    if high is None:
        return f", {low} or more"
    return f", {high} at most" if low is None else f" from {low} to {high}"
