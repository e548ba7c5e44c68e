"""Expressions over records → narwhals columns that never hold a null.

Frames treat empty cells differently (null, NaN, NaT), and some turn whole numbers into floats for
their sake. So every column is filled, and a second column says which cells had a value; a comparison
holds only where both sides have one. Numbers are whole: decimals are counted in millionths.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any, Literal

import narwhals as nw

from govscore_lib.algebra import Expr, Name
from govscore_lib.algebra.expr import (
    AnyOf,
    Arithmetic,
    Coalesce,
    Code,
    Compare,
    CountTrue,
    Day,
    Every,
    Given,
    InPeriod,
    Maximum,
    Minimum,
    Not,
    Number,
    OneOf,
)
from govscore_lib.errors import ExpressionError

DECIMALS = 6
"""Decimals that a number in a register may have."""
MILLION = 10**DECIMALS

CellKind = Literal["number", "truth", "day", "moment", "code"]

_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MIRRORED = {"==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
_ONE_DAY = dt.timedelta(days=1)


def has(name: str) -> str:
    """Return the name of the column that says where ``name`` has a value."""
    return f"_has_{name}"


@dataclass(frozen=True)
class Field:
    """Kind of a column; numbers are in units of ``10**-scale`` (scale 0 or 6)."""

    kind: CellKind
    scale: int = 0


FIELDS: dict[str, Field] = {
    "text": Field("code"),
    "enum": Field("code"),
    "int": Field("number"),
    "decimal": Field("number", DECIMALS),
    "bool": Field("truth"),
    "date": Field("day"),
    "datetime": Field("moment"),
}
"""What a column holds, by its declared type."""


@dataclass(frozen=True)
class Cells:
    """A compiled expression: filled values, and where they are real (None: everywhere)."""

    kind: CellKind
    value: nw.Expr
    given: nw.Expr | None = None
    scale: int = 0
    literal: Any = None

    @property
    def field(self) -> Field:
        """Its kind as that of a column."""
        return Field(self.kind, self.scale)

    def given_or_true(self) -> nw.Expr:
        """Where the cells have a value, as a column."""
        return nw.lit(True) if self.given is None else self.given


@dataclass(frozen=True)
class Scope:
    """The columns in reach, and the days of the period."""

    fields: Mapping[str, Field]
    start: dt.date
    end: dt.date


def truth(expr: Expr, scope: Scope) -> nw.Expr:
    """Return a Boolean column, never null: a comparison with an empty cell is false."""
    match expr:
        case Every(args=args):
            return reduce(operator.and_, (truth(arg, scope) for arg in args))
        case AnyOf(args=args):
            return reduce(operator.or_, (truth(arg, scope) for arg in args))
        case Not(arg=arg):
            return ~truth(arg, scope)
        case Given(item=item):
            return cells(item, scope).given_or_true()
        case Compare(op=op, left=left, right=right):
            return _compare(op, cells(left, scope), cells(right, scope))
        case OneOf(item=item, options=options):
            one = cells(item, scope)
            return reduce(
                operator.or_, (_compare("==", one, cells(option, scope)) for option in options)
            )
        case InPeriod(item=item):
            one = cells(item, scope)
            first, after = _midnight(scope.start), _midnight(scope.end) + _ONE_DAY
            return _where((one.value >= first) & (one.value < after), one)
        case _:
            condition = cells(expr, scope)
            if condition.kind != "truth":
                raise ExpressionError("a condition is needed")
            return condition.value


def cells(expr: Expr, scope: Scope) -> Cells:
    """Return the values of an expression over records.

    Raises ExpressionError for what records are not for: division, products, ranks.
    """
    match expr:
        case Name(id=name):
            field = scope.fields[name]
            return Cells(field.kind, nw.col(name), nw.col(has(name)), field.scale)
        case Number(value=value):
            return _literal_number(value)
        case Day(value=value):
            moment = _midnight(value)
            return Cells("day", nw.lit(moment), literal=moment)
        case Code(value=value):
            return Cells("code", nw.lit(value), literal=value)
        case Arithmetic(op="+" | "-" as op, left=left, right=right):
            first, second = _aligned(cells(left, scope), cells(right, scope))
            combine = operator.add if op == "+" else operator.sub
            combined: nw.Expr = combine(first.value, second.value)
            return Cells("number", combined, _both(first, second), first.scale)
        case Minimum(args=args):
            return reduce(_smaller, (cells(arg, scope) for arg in args))
        case Maximum(args=args):
            return reduce(_larger, (cells(arg, scope) for arg in args))
        case Coalesce(item=item, default=default):
            return _coalesce(cells(item, scope), cells(default, scope))
        case CountTrue(args=args):
            flags = (truth(arg, scope).cast(nw.Int64) for arg in args)
            return Cells("number", reduce(operator.add, flags))
        case Compare() | OneOf() | InPeriod() | Given() | Every() | AnyOf() | Not():
            return Cells("truth", truth(expr, scope))
    raise ExpressionError(
        "records are compared, counted and added up; products, ratios and ranks belong in a rule"
    )


def _literal_number(value: Fraction) -> Cells:
    scale = 0 if value.denominator == 1 else DECIMALS
    units = value * 10**scale
    if units.denominator != 1:
        raise ExpressionError(f"a number beside records has {DECIMALS} decimals at most")
    return Cells("number", nw.lit(int(units), nw.Int64), scale=scale, literal=int(units))


def _aligned(left: Cells, right: Cells) -> tuple[Cells, Cells]:
    scale = max(left.scale, right.scale)
    return _rescaled(left, scale), _rescaled(right, scale)


def _rescaled(part: Cells, scale: int) -> Cells:
    if part.scale == scale:
        return part
    literal = None if part.literal is None else part.literal * MILLION
    value = part.value * MILLION if literal is None else nw.lit(literal, nw.Int64)
    return Cells(part.kind, value, part.given, scale, literal)


def _both(left: Cells, right: Cells) -> nw.Expr | None:
    if left.given is None or right.given is None:
        return left.given if right.given is None else right.given
    return left.given & right.given


def _where(condition: nw.Expr, *parts: Cells) -> nw.Expr:
    given = [part.given for part in parts if part.given is not None]
    return reduce(operator.and_, given, condition)


def _compare(op: str, left: Cells, right: Cells) -> nw.Expr:
    if left.literal is not None and right.literal is None:
        left, right, op = right, left, _MIRRORED[op]
    if {left.kind, right.kind} == {"day", "moment"}:
        return _compare_days(op, left, right)
    left, right = _aligned(left, right)
    other = right.value if right.literal is None else right.literal
    return _where(_OPERATORS[op](left.value, other), left, right)


def _compare_days(op: str, left: Cells, right: Cells) -> nw.Expr:
    """Compare a moment with a day of the calendar: what counts is the day of the moment."""
    if right.literal is None or left.kind != "moment":
        raise ExpressionError("a column of moments is not compared with a column of days")
    first, after = right.literal, right.literal + _ONE_DAY
    value = left.value
    within = (value >= first) & (value < after)
    by_operator = {
        "<": value < first,
        "<=": value < after,
        ">": value >= after,
        ">=": value >= first,
        "==": within,
        "!=": ~within,
    }
    return _where(by_operator[op], left)


def _smaller(left: Cells, right: Cells) -> Cells:
    left, right = _aligned(left, right)
    value = nw.when(left.value <= right.value).then(left.value).otherwise(right.value)
    return Cells("number", value, _both(left, right), left.scale)


def _larger(left: Cells, right: Cells) -> Cells:
    left, right = _aligned(left, right)
    value = nw.when(left.value >= right.value).then(left.value).otherwise(right.value)
    return Cells("number", value, _both(left, right), left.scale)


def _coalesce(item: Cells, default: Cells) -> Cells:
    given = item.given
    if given is None:
        return item
    if {item.kind, default.kind} == {"day", "moment"}:
        raise ExpressionError("coalesce takes two days or two moments, not one of each")
    item, default = _aligned(item, default)
    value = nw.when(given).then(item.value).otherwise(default.value)
    either = None if default.given is None else given | default.given
    return Cells(item.kind, value, either, item.scale)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min)
