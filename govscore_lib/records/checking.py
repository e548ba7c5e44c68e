"""Faults of a typed register: what a strict command refuses and ingest sets aside."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

import polars as pl

from govscore_lib.errors import Problem, did_you_mean, listed
from govscore_lib.points import plain
from govscore_lib.records.columns import DECIMALS
from govscore_lib.records.conditions import broken_rows, told
from govscore_lib.records.declare import Column, Register
from govscore_lib.records.frames import NUMBER_PATTERN, missing_columns

_FIRST_LINE = 2
"""Line of the first record of a file with a header."""


def check_register(
    register: Register,
    frame: pl.DataFrame,
    *,
    regions: Collection[str] | None = None,
    where: str | None = None,
) -> list[Problem]:
    """Return every fault of a register, in the order of its columns and rows.

    frame : columns typed by the declaration (decimals as text); ``_file``, ``_sheet`` and ``_row``,
        where present, name the place of a row. Columns that are not declared are ignored.
    regions : regions of the run; a row of another is a fault. None accepts any.
    where : name of the file, for frames that do not say it.

    Faults: a missing column; an empty cell where none may be; a region, code or number that is not
    allowed (none in a column whose misfits count as empty); more than 6 decimals; a condition of the
    register that a row breaks; the same key with different contents (a row repeated word for word is
    none).
    """
    absent = missing_columns(register, frame.columns, where)
    if absent:
        return absent
    places = _Places(frame, where or register.id)
    problems: list[Problem] = []
    for name, column in register.columns.items():
        if name not in frame.columns:
            continue
        problems += _empty_cells(register, name, column, frame, places)
        if name == register.region:
            problems += _unknown_regions(name, frame, regions, places)
        elif column.otherwise == "empty":
            continue
        elif column.type == "enum":
            problems += _unknown_codes(name, column, frame, places)
        elif column.type in ("int", "decimal"):
            problems += _wrong_numbers(name, column, frame, places)
    problems += [
        Problem(places.at(broken.row), told(register, broken).en)
        for broken in broken_rows(register, frame)
    ]
    return problems + _conflicting_keys(register, frame, places)


class _Places:
    """Where each row of a frame stands."""

    def __init__(self, frame: pl.DataFrame, where: str) -> None:
        self.where = where
        count = frame.height
        empty: list[None] = [None] * count
        self.files = frame["_file"].to_list() if "_file" in frame.columns else empty
        self.sheets = frame["_sheet"].to_list() if "_sheet" in frame.columns else empty
        self.rows = (
            frame["_row"].to_list()
            if "_row" in frame.columns
            else list(range(_FIRST_LINE, count + _FIRST_LINE))
        )

    def source(self, row: int) -> str:
        file = self.files[row] or self.where
        return f"{file}, sheet {self.sheets[row]}" if self.sheets[row] else file

    def at(self, row: int, column: str = "") -> str:
        word = "row" if self.sheets[row] else "line"
        place = f"{self.source(row)}, {word} {self.rows[row]}"
        return f"{place}, column {column}" if column else place

    def both(self, first: int, second: int) -> str:
        if self.source(first) == self.source(second):
            word = "rows" if self.sheets[first] else "lines"
            return f"{self.source(first)}, {word} {self.rows[first]} and {self.rows[second]}"
        return f"{self.at(first)} and {self.at(second)}"


def _is_empty(frame: pl.DataFrame, name: str) -> pl.Series:
    cells = frame[name]
    return cells.is_null() | (cells == "") if cells.dtype == pl.String else cells.is_null()


def _where_true(flags: pl.Series) -> list[int]:
    return flags.fill_null(False).arg_true().to_list()


def _empty_cells(
    register: Register, name: str, column: Column, frame: pl.DataFrame, places: _Places
) -> list[Problem]:
    if column.empty_allowed and name != register.region and name not in register.key:
        return []
    return [
        Problem(
            places.at(row, name),
            f"the cell is empty ({column.name.zh})",
            allowed=_allowed(column),
        )
        for row in _where_true(_is_empty(frame, name))
    ]


def _allowed(column: Column) -> str:
    if column.type == "enum":
        return listed(column.values)
    return {
        "text": "a text",
        "int": "a whole number",
        "decimal": "a number",
        "bool": "true or false",
        "date": "a date such as 2021-03-01",
        "datetime": "a time such as 2021-03-01T09:30",
    }[column.type]


def _unknown_regions(
    name: str, frame: pl.DataFrame, regions: Collection[str] | None, places: _Places
) -> list[Problem]:
    if regions is None:
        return []
    known = frame[name].is_in(list(regions)) | _is_empty(frame, name)
    return [
        Problem(
            places.at(row, name),
            f"region '{frame[name][row]}' is not one of this run",
            allowed=listed(regions),
            hint=did_you_mean(str(frame[name][row]), regions),
        )
        for row in _where_true(~known)
    ]


def _unknown_codes(
    name: str, column: Column, frame: pl.DataFrame, places: _Places
) -> list[Problem]:
    known = frame[name].cast(pl.String).is_in(list(column.values)) | _is_empty(frame, name)
    return [
        Problem(
            places.at(row, name),
            f"'{frame[name][row]}' is none of the values",
            allowed=listed(f"{code} ({word})" for code, word in column.values.items()),
            hint=did_you_mean(str(frame[name][row]), column.values),
        )
        for row in _where_true(~known)
    ]


def _wrong_numbers(
    name: str, column: Column, frame: pl.DataFrame, places: _Places
) -> list[Problem]:
    texts = frame[name].cast(pl.String)
    fits = texts.str.contains(NUMBER_PATTERN)
    given = ~_is_empty(frame, name)
    problems = [
        Problem(
            places.at(row, name),
            f"'{texts[row]}' is no number with at most {DECIMALS} decimals",
            allowed=f"up to 12 digits before the point and {DECIMALS} behind, such as 1250.75",
        )
        for row in _where_true(given & ~fits)
    ]
    if column.min is None and column.max is None:
        return problems
    for row in _where_true(given & fits):
        value = Fraction(texts[row])
        if column.min is not None and value < column.min:
            problems.append(
                Problem(
                    places.at(row, name),
                    f"{texts[row]} is too small",
                    allowed=f"{plain(column.min)} or more",
                )
            )
        if column.max is not None and value > column.max:
            problems.append(
                Problem(
                    places.at(row, name),
                    f"{texts[row]} is too large",
                    allowed=f"{plain(column.max)} at most",
                )
            )
    return problems


def _conflicting_keys(register: Register, frame: pl.DataFrame, places: _Places) -> list[Problem]:
    """Return a problem for each key that stands over different contents."""
    if not register.key:
        return []
    declared = [name for name in register.columns if name in frame.columns]
    rows = frame.select(declared).with_row_index("_number")
    for name in register.key:
        rows = rows.filter(~_is_empty(rows, name))
    repeated = rows.filter(pl.struct(register.key).is_duplicated())
    contents = repeated.unique(subset=declared, keep="first", maintain_order=True)
    conflicts = contents.group_by(register.key, maintain_order=True).agg("_number")
    problems = []
    for conflict in conflicts.iter_rows(named=True):
        first, *others = conflict["_number"]
        key = ", ".join(f"{name} '{conflict[name]}'" for name in register.key)
        for other in others:
            differing = [name for name in declared if frame[name][first] != frame[name][other]]
            problems.append(
                Problem(
                    places.both(first, other),
                    f"{key} stands twice with different contents ({', '.join(differing)})",
                    allowed="rows with the same key only when all their cells agree",
                    hint="remove or correct one of the two rows",
                )
            )
    return problems
