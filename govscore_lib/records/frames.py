"""Any supported frame → the filled columns that records are computed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import narwhals as nw

from govscore_lib.errors import InputError, Problem, did_you_mean, listed
from govscore_lib.records.columns import DECIMALS, FIELDS, MILLION, Cells, has
from govscore_lib.records.declare import ColumnType, Register

LazyFrame = nw.LazyFrame[Any]

NUMBER_PATTERN = rf"^[+-]?[0-9]{{1,12}}(?:\.[0-9]{{1,{DECIMALS}}})?$"
"""A decimal number that fits: 12 digits before the point, 6 behind."""

EPOCH = dt.datetime.combine(dt.date(1970, 1, 1), dt.time.min)
LARGEST = 10**12
"""Numbers in registers are smaller than this."""
_INT64 = 2**63


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
    problems = missing_columns(register, schema)
    if problems:
        raise InputError(problems)
    wanted = {name: column.type for name, column in register.columns.items() if name in names}
    present = {
        name: type_
        for name, type_ in wanted.items()
        if name in schema and _fits(register, name, lazy, schema[name])
    }
    decimals = any(type_ == "decimal" for type_ in present.values())
    # Whole numbers are looked at where they are added up, counted in millionths beside decimals,
    # or held as floats (as pandas does beside empty cells).
    looked_at = [
        name
        for name, type_ in present.items()
        if type_ == "decimal"
        or (type_ == "int" and (decimals or name in added or schema[name].is_float()))
    ]
    if looked_at:
        _require_numbers(register, lazy, schema, looked_at)
    columns: list[nw.Expr] = []
    for name, type_ in wanted.items():
        empty = Cells(FIELDS[type_].kind, _filler(type_), nw.lit(False))
        cells = _filled(name, type_, schema[name]) if name in present else empty
        columns += [cells.value.alias(name), cells.given_or_true().alias(has(name))]
    if not present:
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
    kind = FIELDS[type_].kind
    if kind in ("day", "moment"):
        return nw.lit(EPOCH).cast(nw.Datetime("us"))
    if kind == "number":
        return nw.lit(0, nw.Int64)
    return nw.lit("") if kind == "code" else nw.lit(False)


def _fits(register: Register, name: str, lazy: LazyFrame, dtype: nw.dtypes.DType) -> bool:
    """Whether the column can hold what is declared; False where no cell has a value, whatever its type.

    Raises InputError for values of another type.
    """
    type_ = register.columns[name].type
    if isinstance(dtype, _FITTING[type_]):
        return True
    if type_ in ("int", "decimal") and dtype.is_integer():
        return True
    if type_ == "int" and dtype.is_float():
        return True
    values = lazy.filter(~nw.col(name).is_null()).select(nw.len().alias("_rows")).collect()
    if not values.rows(named=True)[0]["_rows"]:
        return False
    raise InputError(
        [
            Problem(
                f"{register.id}, column {name}",
                f"a column declared as {type_} holds {dtype}",
                hint="read the file as text and type it by the register's declaration",
            )
        ]
    )


_FITTING: Mapping[ColumnType, tuple[type[nw.dtypes.DType], ...]] = {
    "text": (nw.String, nw.Categorical, nw.Enum, nw.Object),
    "enum": (nw.String, nw.Categorical, nw.Enum, nw.Object),
    "int": (nw.Object,),
    "decimal": (nw.String, nw.Object),
    "bool": (nw.Boolean, nw.Object),
    "date": (nw.Date, nw.Datetime, nw.Object),
    "datetime": (nw.Datetime, nw.Object),
}


def _filled(name: str, type_: ColumnType, dtype: nw.dtypes.DType) -> Cells:
    column = nw.col(name)
    kind = FIELDS[type_].kind
    given = ~column.is_null()
    if kind == "code" or (type_ == "decimal" and not dtype.is_integer()):
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
            typed = nw.col(name).fill_null(0)
            number = typed.cast(nw.Int64)
            bad = (number >= LARGEST) | (number <= -LARGEST) | (number != typed)
            units = nw.when(bad).then(nw.lit(0, nw.Int64)).otherwise(number) * MILLION
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
        elif row["_rows"] and int(row[f"_peak_{name}"]) * int(row["_rows"]) >= _INT64:
            problems.append(Problem(where, "the numbers are too large to be added up exactly"))
    if problems:
        raise InputError(problems)
