"""Back end "limits": between which numbers an expression lies, as far as its names have limits.

The answer is safe, not always the tightest: what two parts have in common is not looked at.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import NamedTuple

from govscore_lib.algebra.expr import (
    Arithmetic,
    Cases,
    Coalesce,
    CountTrue,
    Expr,
    Floor,
    LeagueFigure,
    LeagueRank,
    Lookup,
    Maximum,
    Mean,
    Minimum,
    Missing,
    Name,
    Number,
    PreviousPeriod,
)


class Limits(NamedTuple):
    """The smallest and the largest number that something can be; None where there is no limit."""

    low: Fraction | None = None
    high: Fraction | None = None


NOT_NEGATIVE = Limits(Fraction(0))
Ranges = Callable[[str], Limits]
_End = Fraction | float
"""One end of a range; without limit it is infinite."""
_Span = tuple[_End, _End]


def limits(expr: Expr, ranges: Ranges) -> Limits:
    """Return the limits of a number expression; ranges : those of each name."""
    low, high = _span(expr, ranges)
    return Limits(*(None if isinstance(end, float) else end for end in (low, high)))


def _span(expr: Expr, ranges: Ranges) -> _Span:
    match expr:
        case Number(value=value):
            return value, value
        case Name(id=name) | PreviousPeriod(id=name):
            low, high = ranges(name)
            return (-math.inf if low is None else low), (math.inf if high is None else high)
        case Arithmetic(op=op, left=left, right=right):
            return _arithmetic(op, _span(left, ranges), _span(right, ranges))
        case Minimum(args=args) | Maximum(args=args):
            spans = [_span(arg, ranges) for arg in args]
            pick = min if isinstance(expr, Minimum) else max
            return pick(low for low, _ in spans), pick(high for _, high in spans)
        case Mean(args=args):
            spans = [_span(arg, ranges) for arg in args]
            return min(low for low, _ in spans), max(high for _, high in spans)
        case Lookup(table=table):
            return _either((number.value, number.value) for _, number in table)
        case Floor(arg=arg):
            inside = _span(arg, ranges)
            return _whole(inside[0]), _whole(inside[1])
        case CountTrue(args=args):
            return Fraction(0), Fraction(len(args))
        case Coalesce(item=item, default=default):
            return _either([_span(item, ranges), _span(default, ranges)])
        case Cases(branches=branches, otherwise=otherwise):
            values = [*(value for _, value in branches), otherwise]
            return _either(_span(one, ranges) for one in values if not isinstance(one, Missing))
        case LeagueRank():
            return Fraction(1), math.inf
        case LeagueFigure(figure=figure, value=value):
            return _over_the_league(figure, _span(value, ranges))
    return -math.inf, math.inf


def _either(spans: Iterable[_Span]) -> _Span:
    found = list(spans)
    if not found:
        return -math.inf, math.inf
    return min(low for low, _ in found), max(high for _, high in found)


def _over_the_league(figure: str, one: _Span) -> _Span:
    if figure == "count":
        return Fraction(0), math.inf
    if figure == "sum":
        return (one[0] if one[0] >= 0 else -math.inf), (one[1] if one[1] <= 0 else math.inf)
    return one


def _arithmetic(op: str, left: _Span, right: _Span) -> _Span:
    if op == "+":
        return _plus(left[0], right[0]), _plus(left[1], right[1])
    if op == "-":
        return _plus(left[0], _minus(right[1])), _plus(left[1], _minus(right[0]))
    if op == "/":
        right = _reciprocal(right)
    products = [_times(one, other) for one in left for other in right]
    return min(products), max(products)


def _reciprocal(span: _Span) -> _Span:
    """Return the range of 1 ÷ x; a division by zero has no value, so zero itself does not count."""
    low, high = span
    if low < 0 < high or low == high == 0:
        return -math.inf, math.inf
    if low >= 0:
        return _over(high, math.inf), _over(low, math.inf)
    return _over(high, -math.inf), _over(low, -math.inf)


def _over(end: _End, at_zero: float) -> _End:
    if isinstance(end, float):
        return Fraction(0)
    return 1 / end if end else at_zero


def _plus(left: _End, right: _End) -> _End:
    if isinstance(left, float):
        return left
    return right if isinstance(right, float) else left + right


def _minus(end: _End) -> _End:
    return -end


def _times(left: _End, right: _End) -> _End:
    if left == 0 or right == 0:
        return Fraction(0)
    if isinstance(left, float) or isinstance(right, float):
        return math.inf if (left > 0) == (right > 0) else -math.inf
    return left * right


def _whole(end: _End) -> _End:
    return end if isinstance(end, float) else Fraction(math.floor(end))
