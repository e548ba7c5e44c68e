"""Targets and thresholds: numbers, or figures that differ from region to region or from year to year."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema

from govscore_lib.algebra.expr import Expr, LeagueFigure, Number, denominators
from govscore_lib.rules.base import Clause, expression_of, read_exact, share, told

_OF_THE_LEAGUE = {
    "mean": ("各地平均值", "the mean of the league"),
    "highest": ("各地最高值", "the highest of the league"),
    "lowest": ("各地最低值", "the lowest of the league"),
    "sum": ("各地合计", "the sum of the league"),
    "count": ("参排地区数", "the number of regions ranked"),
}
"""The same quantity over the whole league, in Chinese and English."""
_read_expression = expression_of("number")


def _read(value: Any, info: ValidationInfo) -> Fraction | Expr:
    if isinstance(value, Expr):
        return value
    try:
        return read_exact(value, info)
    except ValueError as not_a_number:
        try:
            expr = _read_expression(value, info)
        except ValueError as error:
            raise ValueError(f"{not_a_number}; as an expression: {error}") from None
    return expr.value if isinstance(expr, Number) else expr


Edge = Annotated[
    Fraction | Expr,
    BeforeValidator(_read),
    WithJsonSchema(
        {
            "type": "string",
            "minLength": 1,
            "description": "a number, or an expression with one as value",
        }
    ),
]
"""A number where something begins ("95%"), or an expression for it (``league_mean(rate)``, ``previous(rate)``)."""


def edge_of(value: Expr, edge: Fraction | Expr) -> Expr:
    """Return the node of an edge; a number is written as a percentage where the value is a rate."""
    if isinstance(edge, Expr):
        return edge
    return Number(edge, share(edge) if denominators(value) else "")


def edge_told(clause: Clause, value: Expr, edge: Fraction | Expr, language: str) -> str:
    """Return an edge or step for a sentence: a number as a percentage where the value is a rate."""
    if isinstance(edge, LeagueFigure) and edge.value == value:
        return _OF_THE_LEAGUE[edge.figure][language == "en"]
    if isinstance(edge, Expr):
        return clause.say(edge, language)
    return share(edge) if denominators(value) else told(edge)
