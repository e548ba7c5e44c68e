"""The small algebra that every rule lowers itself to.

Nodes are frozen and compared by value. Numbers are exact. Back ends (columns, words, …) read these
nodes and nothing else; an author's text is turned into them by :mod:`govscore_lib.algebra.parser`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from fractions import Fraction
from typing import Literal

ArithmeticOp = Literal["+", "-", "*", "/"]
CompareOp = Literal["==", "!=", "<", "<=", ">", ">="]
Ties = Literal["min", "dense", "average", "max"]
Direction = Literal["lowest", "highest"]
Figure = Literal["lowest", "highest", "mean", "sum", "count"]


@dataclass(frozen=True)
class Expr:
    """Base of every node."""

    def children(self) -> Iterator[Expr]:
        """Yield the expressions directly inside this one, left to right."""
        for field in fields(self):
            yield from _inside(getattr(self, field.name))


def _inside(value: object) -> Iterator[Expr]:
    if isinstance(value, Expr):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _inside(part)


@dataclass(frozen=True)
class Number(Expr):
    """An exact number; ``shown`` keeps the author's way of writing it ("95%")."""

    value: Fraction
    shown: str = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Number) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


@dataclass(frozen=True)
class Day(Expr):
    """A calendar day."""

    value: dt.date


@dataclass(frozen=True)
class Code(Expr):
    """A code of an enumeration or a text, compared but never computed with."""

    value: str


@dataclass(frozen=True)
class Name(Expr):
    """A metric of the rubric, or a column of a register."""

    id: str


@dataclass(frozen=True)
class Missing(Expr):
    """No value: the criterion stays without points."""


@dataclass(frozen=True)
class Arithmetic(Expr):
    """``left op right`` on numbers; a division by zero has no value."""

    op: ArithmeticOp
    left: Expr
    right: Expr


@dataclass(frozen=True)
class Compare(Expr):
    """``left op right``; no value where either side has none."""

    op: CompareOp
    left: Expr
    right: Expr


@dataclass(frozen=True)
class OneOf(Expr):
    """Whether the item equals one of the options."""

    item: Expr
    options: tuple[Expr, ...]


@dataclass(frozen=True)
class InPeriod(Expr):
    """Whether a date lies in the rubric's period, both ends included."""

    item: Expr


@dataclass(frozen=True)
class Given(Expr):
    """Whether the item has a value at all; never without a value itself."""

    item: Expr


@dataclass(frozen=True)
class Every(Expr):
    """All conditions hold."""

    args: tuple[Expr, ...]


@dataclass(frozen=True)
class AnyOf(Expr):
    """At least one condition holds."""

    args: tuple[Expr, ...]


@dataclass(frozen=True)
class Not(Expr):
    """The condition does not hold."""

    arg: Expr


@dataclass(frozen=True)
class Minimum(Expr):
    """The smallest of the numbers."""

    args: tuple[Expr, ...]


@dataclass(frozen=True)
class Maximum(Expr):
    """The largest of the numbers."""

    args: tuple[Expr, ...]


@dataclass(frozen=True)
class Mean(Expr):
    """The mean of the numbers; ``trimmed``: without one smallest and one largest of them."""

    args: tuple[Expr, ...]
    trimmed: bool = False


@dataclass(frozen=True)
class Floor(Expr):
    """The largest whole number that is not above the argument."""

    arg: Expr


@dataclass(frozen=True)
class CountTrue(Expr):
    """How many of the conditions hold."""

    args: tuple[Expr, ...]


@dataclass(frozen=True)
class Coalesce(Expr):
    """The item, or the default where the item has no value."""

    item: Expr
    default: Expr


@dataclass(frozen=True)
class Lookup(Expr):
    """The number that a table gives for the item's code; no value for a code that it leaves out."""

    item: Expr
    table: tuple[tuple[Code, Number], ...]


@dataclass(frozen=True)
class Cases(Expr):
    """The value of the first branch whose condition holds, else ``otherwise``.

    Only the branch taken needs its inputs: a value missing elsewhere does no harm.
    """

    branches: tuple[tuple[Expr, Expr], ...]
    otherwise: Expr


@dataclass(frozen=True)
class LeagueRank(Expr):
    """Place of a value among the regions of the league for which ``among`` holds; 1 is the best.

    Regions without a value, or for which ``among`` does not hold, have no place and do not count.
    """

    value: Expr
    best: Direction
    ties: Ties = "min"
    among: Expr | None = None


@dataclass(frozen=True)
class LeagueFigure(Expr):
    """One figure over the regions of the league for which ``among`` holds and ``value`` has a value."""

    figure: Figure
    value: Expr
    among: Expr | None = None


@dataclass(frozen=True)
class PreviousPeriod(Expr):
    """The value that the metric had in the period before, for the same region."""

    id: str


ZERO = Number(Fraction(0))
ONE = Number(Fraction(1))


def number(value: Fraction | int | str) -> Number:
    """Return an exact number node."""
    return Number(Fraction(value))


def add(left: Expr, right: Expr) -> Expr:
    """Return ``left + right``, leaving out a plain zero."""
    if left == ZERO:
        return right
    return left if right == ZERO else Arithmetic("+", left, right)


def subtract(left: Expr, right: Expr) -> Expr:
    """Return ``left - right``."""
    return Arithmetic("-", left, right)


def multiply(left: Expr, right: Expr) -> Expr:
    """Return ``left * right``, leaving out a plain one."""
    if left == ONE:
        return right
    return left if right == ONE else Arithmetic("*", left, right)


def divide(left: Expr, right: Expr) -> Expr:
    """Return ``left / right``, leaving out a division by a plain one."""
    return left if right == ONE else Arithmetic("/", left, right)


def choose(condition: Expr, value: Expr, otherwise: Expr) -> Cases:
    """Return ``value`` where the condition holds, else ``otherwise``."""
    return Cases(((condition, value),), otherwise)


def choose_if_given(item: Expr, condition: Expr, value: Expr, otherwise: Expr) -> Cases:
    """Return what ``choose`` does where the item has a value, and no value elsewhere.

    A condition about the league alone holds for a region outside it too; the item keeps that one out.
    """
    return Cases(((Not(Given(item)), Missing()), (condition, value)), otherwise)


def points_if(condition: Expr, points: Expr) -> Cases:
    """Return the points where the condition holds, else zero."""
    return choose(condition, points, ZERO)


def walk(expr: Expr) -> Iterator[Expr]:
    """Yield the expression and everything inside it, outside first."""
    yield expr
    for child in expr.children():
        yield from walk(child)


def names(expr: Expr) -> tuple[str, ...]:
    """Return every name in the expression once, in order of first appearance."""
    found = dict.fromkeys(
        node.id for node in walk(expr) if isinstance(node, (Name, PreviousPeriod))
    )
    return tuple(found)


def denominators(expr: Expr) -> tuple[Expr, ...]:
    """Return what the expression divides by in the region itself, where that contains a name."""
    return tuple(
        node.right
        for node in _own_parts(expr)
        if isinstance(node, Arithmetic) and node.op == "/" and names(node.right)
    )


def _own_parts(expr: Expr) -> Iterator[Expr]:
    """Yield the expression and what is inside it, but for what is computed over a league."""
    yield expr
    if not isinstance(expr, (LeagueRank, LeagueFigure)):
        for child in expr.children():
            yield from _own_parts(child)


def numerator(expr: Expr) -> Expr:
    """Return the expression without what it divides by: ``events * 100000`` of ``events / population * 100000``."""
    if isinstance(expr, Arithmetic) and expr.op == "/":
        return numerator(expr.left)
    if isinstance(expr, Arithmetic) and expr.op == "*":
        return multiply(numerator(expr.left), numerator(expr.right))
    return expr


def substitute(expr: Expr, values: Mapping[str, Expr]) -> Expr:
    """Return the expression with each name found in ``values`` replaced."""
    if isinstance(expr, Name):
        return values.get(expr.id, expr)
    if isinstance(expr, PreviousPeriod):
        instead = values.get(expr.id)
        return PreviousPeriod(instead.id) if isinstance(instead, Name) else expr
    changed = {
        field.name: _substituted(getattr(expr, field.name), values) for field in fields(expr)
    }
    return replace(expr, **changed)


def _substituted(value: object, values: Mapping[str, Expr]) -> object:
    if isinstance(value, Expr):
        return substitute(value, values)
    if isinstance(value, tuple):
        return tuple(_substituted(part, values) for part in value)
    return value


def is_league_relative(expr: Expr) -> bool:
    """Whether the value of one region depends on the other regions."""
    return any(isinstance(node, (LeagueRank, LeagueFigure)) for node in walk(expr))
