"""Which way points go when one figure grows and all others stay: read off the expression, not tried out.

What can be told so holds for every value; where the form of an expression does not show it, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from govscore_lib.algebra.expr import (
    AnyOf,
    Arithmetic,
    Cases,
    Compare,
    Every,
    Expr,
    Floor,
    Maximum,
    Mean,
    Minimum,
    Name,
    Not,
    Number,
    names,
)

Direction = int | None
"""1: never less when the figure grows; −1: never more; 0: the figure does not matter; None: cannot be told."""


def direction(expr: Expr, name: str) -> Direction:
    """Return which way a number goes when the figure ``name`` grows."""
    if name not in names(expr):
        return 0
    match expr:
        case Name():
            return 1
        case Floor(arg=arg):
            return direction(arg, name)
        case Minimum(args=args) | Maximum(args=args):
            return _together(direction(arg, name) for arg in args)
        case Mean(args=args, trimmed=False):
            return _together(direction(arg, name) for arg in args)
        case Arithmetic():
            return _of_arithmetic(expr, name)
        case Cases():
            return _of_cases(expr, name)
    return None


def truth_direction(expr: Expr, name: str) -> Direction:
    """Return which way a condition turns when the figure grows: 1 from false to true only, −1 the other way."""
    if name not in names(expr):
        return 0
    match expr:
        case Name():
            return 1
        case Not(arg=arg):
            return _turned(truth_direction(arg, name))
        case Every(args=args) | AnyOf(args=args):
            return _together(truth_direction(arg, name) for arg in args)
        case Compare(op=op, left=left, right=right) if op not in ("==", "!="):
            above = _together((direction(left, name), _turned(direction(right, name))))
            return above if op in (">", ">=") else _turned(above)
    return None


def common_direction(exprs: Iterable[Expr], name: str) -> Direction:
    """Return which way all of several numbers go when the figure grows; None where they do not agree."""
    return _together(direction(expr, name) for expr in exprs)


def _of_arithmetic(expr: Arithmetic, name: str) -> Direction:
    left, right = direction(expr.left, name), direction(expr.right, name)
    if expr.op == "+":
        return _together((left, right))
    if expr.op == "-":
        return _together((left, _turned(right)))
    if isinstance(expr.right, Number):
        return left if expr.right.value >= 0 else _turned(left)
    if expr.op == "*" and isinstance(expr.left, Number):
        return right if expr.left.value >= 0 else _turned(right)
    return None


def _of_cases(expr: Cases, name: str) -> Direction:
    """Return the direction where all conditions turn one way and the values behind them fall or rise in order."""
    values = [*(value for _, value in expr.branches), expr.otherwise]
    if not all(isinstance(value, Number) for value in values):
        return None
    points = [value.value for value in values if isinstance(value, Number)]
    turning = _together(truth_direction(when, name) for when, _ in expr.branches)
    if all(a >= b for a, b in pairwise(points)):  # the first true condition only moves forward
        return turning
    return _turned(turning) if all(a <= b for a, b in pairwise(points)) else None


def _together(found: Iterable[Direction]) -> Direction:
    """Return the direction of parts that count the same way; None where they differ or one cannot be told."""
    kinds = set(found) - {0}
    return kinds.pop() if len(kinds) == 1 else None if kinds else 0


def _turned(found: Direction) -> Direction:
    return None if found is None else -found
