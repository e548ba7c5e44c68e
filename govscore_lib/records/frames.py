"""Any supported frame → the filled columns that records are computed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import narwhals as nw

from govscore_lib.errors import InputError, Problem, did_you_mean, listed
from govscore_lib.records.columns import DECIMALS, MILLION, Cells, Field, has
from govscore_lib.records.declare import ColumnType, Register

LazyFrame = nw.LazyFrame[Any]

NUMBER_PATTERN = rf"^[+-]?[0-9]{{1,12}}(?:\.[0-9]{{1,{DECIMALS}}})?$"
"""A decimal number that fits: 12 digits before the point, 6 behind."""

EPOCH = dt.datetime.combine(dt.date(1970, 1, 1), dt.time.min)
LARGEST = 10**12
"""Numbers in registers are smaller than this."""
_INT64 = 2**63

FIELDS: dict[ColumnType, Field] = {
    "text": Field("code"),
    "enum": Field("code"),
    "int": Field("number"),
    "decimal": Field("number", DECIMALS),
    "bool": Field("truth"),
    "date": Field("day"),
    "datetime": Field("moment"),
}


def lazily(frame: Any) -> LazyFrame:
    """Return a native or narwhals frame as a lazy narwhals frame."""
    return nw.from_native(frame).lazy()


def prepare(
    register: Register, frame: Any, names: Collection[str], added: Collection[str] = ()
) -> LazyFrame:
    """Return the columns ``names`` of a register, filled, each beside its ``_has_`` column.

    A declared column that need not exist and does not is empty throughout. Columns ``added`` go
    into sums, so their size is looked at first.
    Raises InputError for a missing column, a column of the wrong type, a number that does not fit.
    """
    lazy = lazily(frame)
    schema = dict(lazy.collect_schema())
    wanted = [name for name in register.columns if name in names]
    problems = missing_columns(register, schema)
    if problems:
        raise InputError(problems)
    columns: list[nw.Expr] = []
    for name in wanted:
        type_ = register.columns[name].type
        if name not in schema:
            columns += [_filler(type_).alias(name), nw.lit(False).alias(has(name))]
            continue
        cells = _filled(register, name, type_, schema[name])
        columns += [cells.value.alias(name), cells.given_or_true().alias(has(name))]
    decimals = [name for name in wanted if register.columns[name].type == "decimal"]
    # Whole numbers are looked at where they are added up, or counted in millionths beside decimals.
    whole = [
        name
        for name in wanted
        if register.columns[name].type == "int" and (decimals or name in added)
    ]
    if looked_at := [name for name in (*decimals, *whole) if name in schema]:
        _require_numbers(register, lazy, schema, looked_at)
    if all(name not in schema for name in wanted):
        return lazy.with_columns(*columns).select(*wanted, *(has(name) for name in wanted))
    return lazy.select(*columns)


def missing_columns(
    register: Register, present: Iterable[str], where: str | None = None
) -> list[Problem]:
    """Return a problem for every column that must exist and does not."""
    present = list(present)
    return [
        Problem(
            where or register.id,
            f"column '{name}' ({column.name.zh}) is missing; the columns are {listed(present)}",
            hint=did_you_mean(name, present) or f"add a column named '{name}'",
        )
        for name, column in register.columns.items()
        if column.required and name not in present
    ]


def _filler(type_: ColumnType) -> nw.Expr:
    fillers: Mapping[str, Any] = {
        "code": "",
        "number": 0,
        "truth": False,
        "day": EPOCH,
        "moment": EPOCH,
    }
    filler = nw.lit(fillers[FIELDS[type_].kind])
    if FIELDS[type_].kind in ("day", "moment"):
        return filler.cast(nw.Datetime("us"))
    return filler


def _filled(register: Register, name: str, type_: ColumnType, dtype: nw.dtypes.DType) -> Cells:
    column = nw.col(name)
    kind = FIELDS[type_].kind
    fits = {
        "code": (nw.String, nw.Categorical, nw.Enum, nw.Object, nw.Unknown),
        "number": (nw.String, nw.Object, nw.Unknown),
        "truth": (nw.Boolean, nw.Object, nw.Unknown),
        "day": (nw.Date, nw.Datetime, nw.Object, nw.Unknown),
        "moment": (nw.Datetime, nw.Object, nw.Unknown),
    }
    is_number = dtype.is_integer() or (type_ == "int" and dtype.is_float())
    if not isinstance(dtype, fits[kind]) and not (kind == "number" and is_number):
        raise InputError(
            [
                Problem(
                    f"{register.id}, column {name}",
                    f"a column declared as {type_} holds {dtype}",
                    hint="read the file as text and type it by the register's declaration",
                )
            ]
        )
    given = ~column.is_null()
    if kind == "code" or (type_ == "decimal" and not is_number):
        text = column.cast(nw.String) if dtype != nw.String else column
        filled = text.fill_null("")
        given = given & (filled != "")
        if kind == "code":
            return Cells("code", filled, given)
        return Cells("number", _millionths(filled), given, DECIMALS)
    if type_ == "decimal":
        return Cells("number", column.fill_null(0).cast(nw.Int64) * MILLION, given, DECIMALS)
    if type_ == "int":
        return Cells("number", column.fill_null(0).cast(nw.Int64), given)
    if type_ == "bool":
        return Cells("truth", column.fill_null(False).cast(nw.Boolean), given)
    moment = column.cast(nw.Datetime("us")).fill_null(EPOCH)
    return Cells(kind, moment, given)


def _millionths(text: nw.Expr) -> nw.Expr:
    """Return the number that a text spells in whole millionths; 0 where it is no number that fits."""
    number = nw.when(text.str.contains(NUMBER_PATTERN)).then(text).otherwise(nw.lit("0"))
    digits = number.str.replace_all("^[+-]", "")
    whole = digits.str.replace_all(r"\..*$", "").cast(nw.Int64)
    behind = digits.str.replace_all(r"^[0-9]*\.?", "")
    padded = nw.concat_str(behind, nw.lit("0" * DECIMALS)).str.slice(0, DECIMALS).cast(nw.Int64)
    units = whole * MILLION + padded
    return nw.when(number.str.starts_with("-")).then(-units).otherwise(units)


def _require_numbers(
    register: Register, lazy: LazyFrame, schema: Mapping[str, nw.dtypes.DType], names: list[str]
) -> None:
    """Raise InputError unless every cell is a number that fits and no sum can leave 64 bits."""
    checks: list[nw.Expr] = []
    for name in names:
        if register.columns[name].type == "int" or schema[name].is_integer():
            number = nw.col(name).fill_null(0).cast(nw.Int64)
            bad = (number >= LARGEST) | (number <= -LARGEST)
            units = nw.when(bad).then(nw.lit(0, nw.Int64)).otherwise(number * MILLION)
        else:
            text = nw.col(name).cast(nw.String).fill_null("")
            bad = ~text.str.contains(NUMBER_PATTERN) & (text != "")
            units = _millionths(text)
        checks += [
            bad.cast(nw.Int64).alias(f"_bad_{name}"),
            nw.when(units < 0).then(-units).otherwise(units).alias(f"_peak_{name}"),
        ]
    flagged = lazy.select(*checks)
    totals = flagged.select(
        *(nw.col(f"_bad_{name}").sum() for name in names),
        *(nw.col(f"_peak_{name}").max() for name in names),
        nw.len().alias("_rows"),
    )
    row = totals.collect().rows(named=True)[0]
    problems = []
    for name in names:
        where = f"{register.id}, column {name}"
        if row[f"_bad_{name}"]:
            problems.append(
                Problem(
                    where,
                    f"{int(row[f'_bad_{name}'])} cells are no plain numbers that fit",
                    f"up to 12 digits before the point and {DECIMALS} behind, such as 1250.75",
                )
            )
        elif int(row[f"_peak_{name}"] or 0) * int(row["_rows"]) >= _INT64:
            problems.append(Problem(where, "the numbers are too large to be added up exactly"))
    if problems:
        raise InputError(problems)
