"""What kind of value an expression has, and what its names stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Literal

from govscore_lib.algebra.expr import (
    AnyOf,
    Arithmetic,
    Cases,
    Coalesce,
    Code,
    Compare,
    CountTrue,
    Day,
    Every,
    Expr,
    Floor,
    Given,
    InPeriod,
    LeagueFigure,
    LeagueRank,
    Lookup,
    Maximum,
    Mean,
    Minimum,
    Missing,
    Name,
    Not,
    Number,
    OneOf,
    PreviousPeriod,
    names,
)
from govscore_lib.errors import ExpressionError, did_you_mean, listed

ValueKind = Literal["number", "truth", "date", "code"]

KIND_OF_TYPE: dict[str, ValueKind] = {
    "int": "number",
    "decimal": "number",
    "judged": "number",
    "bool": "truth",
    "date": "date",
    "datetime": "date",
    "enum": "code",
    "text": "code",
}
"""Kind of value by the declared type of a metric or a register column."""


@dataclass(frozen=True)
class NameType:
    """What a name stands for: the kind of its value and, for codes, the words allowed (empty: any).

    low : the smallest number that it may be, where one is declared.
    """

    kind: ValueKind
    codes: tuple[str, ...] = ()
    low: Fraction | None = None


def resolve(expr: Expr, types: Mapping[str, NameType], parameters: Mapping[str, Expr]) -> Expr:
    """Return the expression with parameters put in and bare words read as codes.

    Raises ExpressionError for an unknown name, an unknown code or operands of the wrong kind.
    """
    resolved = _resolve(expr, types, parameters)
    kind_of(resolved, types)
    return resolved


def _resolve(expr: Expr, types: Mapping[str, NameType], parameters: Mapping[str, Expr]) -> Expr:
    if isinstance(expr, Name):
        if expr.id in types:
            return expr
        if expr.id in parameters:
            return _known(parameters[expr.id], types)
        raise unknown_name(expr.id, [*types, *parameters])
    if isinstance(expr, PreviousPeriod) and expr.id not in types:
        raise unknown_name(expr.id, types)
    if isinstance(expr, Compare) and (codes := _codes_of(expr.left, types)) is not None:
        return replace(expr, right=_code(expr.right, expr.left, codes, types, parameters))
    if isinstance(expr, OneOf) and (codes := _codes_of(expr.item, types)) is not None:
        return replace(
            expr,
            options=tuple(
                _code(option, expr.item, codes, types, parameters) for option in expr.options
            ),
        )

    def inside(value: object) -> object:
        if isinstance(value, Expr):
            return _resolve(value, types, parameters)
        if isinstance(value, tuple):
            return tuple(inside(part) for part in value)
        return value

    return replace(
        expr, **{field.name: inside(getattr(expr, field.name)) for field in fields(expr)}
    )


def _known(parameter: Expr, types: Mapping[str, NameType]) -> Expr:
    """Return a parameter; a table has to go by a known name."""
    unknown = [name for name in names(parameter) if name not in types]
    if unknown:
        raise unknown_name(unknown[0], types)
    return parameter


def unknown_name(name: str, known: Iterable[str]) -> ExpressionError:
    """Return the error for a name that is neither metric, column nor parameter."""
    known = list(known)
    hint = did_you_mean(name, known)
    return ExpressionError(
        f"'{name}' is not declared. " + (f"Hint: {hint}" if hint else f"Declared: {listed(known)}.")
    )


def _codes_of(expr: Expr, types: Mapping[str, NameType]) -> tuple[str, ...] | None:
    if isinstance(expr, Name) and expr.id in types and types[expr.id].kind == "code":
        return types[expr.id].codes
    return None


def _code(
    option: Expr,
    item: Expr,
    codes: tuple[str, ...],
    types: Mapping[str, NameType],
    parameters: Mapping[str, Expr],
) -> Expr:
    """Return what stands beside a code: another name, a parameter that is a code, else the bare word."""
    if isinstance(option, Code):
        return option
    if not isinstance(option, Name):
        raise ExpressionError("a code is compared with a bare word, such as unit_type == county")
    if option.id in types:
        return option
    parameter = parameters.get(option.id)
    word = parameter.value if isinstance(parameter, Code) else option.id
    if codes and word not in codes:
        subject = item.id if isinstance(item, Name) else "it"
        raise ExpressionError(
            f"'{word}' is no value of {subject}. Allowed: {listed(codes)}. {did_you_mean(word, codes)}".rstrip()
        )
    return Code(word)


def kind_of(expr: Expr, types: Mapping[str, NameType]) -> ValueKind | None:
    """Return the kind of value of a resolved expression; None for ``Missing``.

    Raises ExpressionError when an operand has the wrong kind.
    """

    def need(kind: ValueKind, *parts: Expr) -> None:
        for part in parts:
            found = kind_of(part, types)
            if found not in (kind, None):
                raise ExpressionError(f"a {_WORD[kind]} is needed where a {_WORD[found]} stands")

    match expr:
        case Number():
            return "number"
        case Day():
            return "date"
        case Code():
            return "code"
        case Missing():
            return None
        case Name(id=name) | PreviousPeriod(id=name):
            return types[name].kind
        case Arithmetic(left=left, right=right):
            need("number", left, right)
            return "number"
        case Compare(left=left, right=right, op=op):
            kinds = {kind_of(left, types), kind_of(right, types)}
            if len(kinds) > 1:
                raise ExpressionError(
                    f"a {_WORD[kind_of(left, types)]} is compared with a {_WORD[kind_of(right, types)]}"
                )
            if kinds & {"code", "truth"} and op not in ("==", "!="):
                raise ExpressionError(f"'{op}' needs numbers or dates")
            return "truth"
        case OneOf(item=item, options=options):
            for option in options:
                if kind_of(option, types) != kind_of(item, types):
                    raise ExpressionError("the options of 'in' are of another kind than the item")
            return "truth"
        case InPeriod(item=item):
            need("date", item)
            return "truth"
        case Given():
            return "truth"
        case Every(args=args) | AnyOf(args=args):
            need("truth", *args)
            return "truth"
        case Not(arg=arg):
            need("truth", arg)
            return "truth"
        case CountTrue(args=args):
            need("truth", *args)
            return "number"
        case Minimum(args=args) | Maximum(args=args) | Mean(args=args):
            need("number", *args)
            return "number"
        case Floor(arg=arg):
            need("number", arg)
            return "number"
        case Lookup(item=item):
            need("code", item)
            return "number"
        case Coalesce(item=item, default=default):
            kind = kind_of(item, types)
            if kind_of(default, types) != kind:
                raise ExpressionError("the default of coalesce is of another kind than its item")
            return kind
        case Cases(branches=branches, otherwise=otherwise):
            need("truth", *(condition for condition, _ in branches))
            kinds = {kind_of(value, types) for _, value in branches} | {kind_of(otherwise, types)}
            kinds.discard(None)
            if len(kinds) > 1:
                raise ExpressionError("the branches have values of different kinds")
            return kinds.pop() if kinds else None
        case LeagueRank(value=value, among=among) | LeagueFigure(value=value, among=among):
            need("number", value)
            if among is not None:
                need("truth", among)
            return "number"
    raise TypeError(f"unknown node {type(expr).__name__}")


_WORD: dict[ValueKind | None, str] = {
    "number": "number",
    "truth": "condition",
    "date": "date",
    "code": "code",
    None: "value",
}
