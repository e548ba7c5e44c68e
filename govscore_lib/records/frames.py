"""Any supported frame → the filled columns that records are computed on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import narwhals as nw

from govscore_lib.errors import InputError, Problem, did_you_mean, listed
from govscore_lib.records.columns import DECIMALS, FIELDS, MILLION, Cells, has
from govscore_lib.records.declare import ColumnType, Register
from govscore_lib.records.engines import LazyFrame, collected, lazily

NUMBER_PATTERN = rf"^[+-]?[0-9]{{1,12}}(?:\.[0-9]{{1,{DECIMALS}}})?$"
"""A decimal number that fits: 12 digits before the point, 6 behind."""

EPOCH = dt.datetime.combine(dt.date(1970, 1, 1), dt.time.min)
LARGEST = 10**12
"""Numbers in registers are smaller than this."""
_INT64 = 2**63
_TRUE, _FALSE = ("true", "True"), ("false", "False")
"""How truths are spelt where a frame holds them as texts (as Dask does beside empty cells)."""


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
    numbers = [
        name
        for name, type_ in present.items()
        if type_ == "decimal"
        or (type_ == "int" and (decimals or name in added or schema[name].is_float()))
    ]
    truths = [
        name for name, type_ in present.items() if type_ == "bool" and schema[name] == nw.String
    ]
    texts = [name for name in numbers if _is_text(register, name, schema[name])]
    if texts:
        lazy = _with_units(lazy, texts)
    if numbers or truths:
        _require_fitting(register, lazy, schema, numbers, truths)
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
    (values,) = collected(lazy.filter(~nw.col(name).is_null()).select(nw.len().alias("_rows")))
    if not values["_rows"]:
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
    "bool": (nw.Boolean, nw.String, nw.Object),
    "date": (nw.Date, nw.Datetime, nw.Object),
    "datetime": (nw.Datetime, nw.Object),
}


def _filled(name: str, type_: ColumnType, dtype: nw.dtypes.DType) -> Cells:
    column = nw.col(name)
    kind = FIELDS[type_].kind
    given = ~column.is_null()
    if kind == "code":
        text = column.cast(nw.String) if dtype != nw.String else column
        filled = text.fill_null("")
        return Cells("code", filled, given & (filled != ""))
    if type_ == "decimal" and not dtype.is_integer():
        return Cells("number", nw.col(_units(name)), nw.col(_text(name)) != "", DECIMALS)
    if type_ == "decimal":
        return Cells("number", column.fill_null(0).cast(nw.Int64) * MILLION, given, DECIMALS)
    if type_ == "int":
        return Cells("number", column.fill_null(0).cast(nw.Int64), given)
    if type_ == "bool" and dtype == nw.String:
        text = column.fill_null("")
        return Cells("truth", text.is_in(_TRUE), text.is_in(_TRUE + _FALSE))
    if type_ == "bool":
        return Cells("truth", column.fill_null(False).cast(nw.Boolean), given)
    moment = column.cast(nw.Datetime("us")).fill_null(EPOCH)
    return Cells(kind, moment, given)


def _text(name: str) -> str:
    return f"_text_{name}"


def _number(name: str) -> str:
    return f"_number_{name}"


def _units(name: str) -> str:
    return f"_units_{name}"


def _is_text(register: Register, name: str, dtype: nw.dtypes.DType) -> bool:
    return register.columns[name].type == "decimal" and not dtype.is_integer()


def _with_units(lazy: LazyFrame, names: Collection[str]) -> LazyFrame:
    """Return the frame with what numbers spelt as texts come to in whole millionths; 0 for what does not fit.

    Step by step in columns of their own: some engines work out again what stands twice in an expression.
    """
    texts = lazy.with_columns(
        *(nw.col(name).cast(nw.String).fill_null("").alias(_text(name)) for name in names)
    )
    spelt = texts.with_columns(
        *(
            nw.when(nw.col(_text(name)).str.contains(NUMBER_PATTERN))
            .then(nw.col(_text(name)))
            .otherwise(nw.lit("0"))
            .alias(_number(name))
            for name in names
        )
    )
    parts = spelt.with_columns(
        *(
            _digits(name).str.replace_all(r"\..*$", "").cast(nw.Int64).alias(f"_whole_{name}")
            for name in names
        ),
        *(
            nw.concat_str(_digits(name).str.replace_all(r"^[0-9]*\.?", ""), nw.lit("0" * DECIMALS))
            .str.slice(0, DECIMALS)
            .cast(nw.Int64)
            .alias(f"_behind_{name}")
            for name in names
        ),
    )
    sizes = {name: nw.col(f"_whole_{name}") * MILLION + nw.col(f"_behind_{name}") for name in names}
    return parts.with_columns(
        *(
            nw.when(nw.col(_number(name)).str.slice(0, 1) == "-")
            .then(-size)
            .otherwise(size)
            .alias(_units(name))
            for name, size in sizes.items()
        )
    )


def _digits(name: str) -> nw.Expr:
    return nw.col(_number(name)).str.strip_chars("+-")


def _require_fitting(
    register: Register,
    lazy: LazyFrame,
    schema: Mapping[str, nw.dtypes.DType],
    numbers: list[str],
    truths: list[str],
) -> None:
    """Raise InputError unless every cell is a number, or a truth, that fits and no sum can leave 64 bits."""
    checks: list[nw.Expr] = []
    for name in numbers:
        if not _is_text(register, name, schema[name]):
            typed = nw.col(name).fill_null(0)
            number = typed.cast(nw.Int64)
            bad = (number >= LARGEST) | (number <= -LARGEST) | (number != typed)
            units = nw.when(bad).then(nw.lit(0, nw.Int64)).otherwise(number) * MILLION
        else:
            text = nw.col(_text(name))
            bad = (text != "") & (text != nw.col(_number(name)))
            units = nw.col(_units(name))
        checks += [
            bad.cast(nw.Int64).alias(f"_bad_{name}"),
            nw.when(units < 0).then(-units).otherwise(units).alias(f"_peak_{name}"),
        ]
    for name in truths:
        bad = ~nw.col(name).fill_null("").is_in((*_TRUE, *_FALSE, ""))
        checks.append(bad.cast(nw.Int64).alias(f"_bad_{name}"))
    totals = lazy.select(*checks).select(
        *(nw.col(f"_bad_{name}").sum() for name in (*numbers, *truths)),
        *(nw.col(f"_peak_{name}").max() for name in numbers),
        nw.len().alias("_rows"),
    )
    (row,) = collected(totals)
    problems = []
    for name in (*numbers, *truths):
        where = f"{register.id}, column {name}"
        if row[f"_bad_{name}"]:
            problems.append(Problem(where, *_misfits(int(row[f"_bad_{name}"]), name in numbers)))
        elif row["_rows"] and int(row.get(f"_peak_{name}", 0)) * int(row["_rows"]) >= _INT64:
            problems.append(Problem(where, "the numbers are too large to be added up exactly"))
    if problems:
        raise InputError(problems)


def _misfits(count: int, are_numbers: bool) -> tuple[str, str]:
    """Return what was found and what is allowed."""
    if not are_numbers:
        return f"{count} cells are neither true nor false", "true, false or empty"
    return (
        f"{count} cells are no plain numbers that fit",
        f"up to 12 digits before the point and {DECIMALS} behind, such as 1250.75",
    )
