"""The reference scorer's own reading of expressions: one region at a time, on fractions.

Nothing here is shared with the back ends of the algebra but the parsed nodes themselves, so that a
slip in one shows in the other. A value that is not there is ``None`` throughout.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from govscore_lib.algebra import expr as nodes
from govscore_lib.algebra.expr import Expr


@dataclass(frozen=True, order=True)
class Date:
    """A calendar day, or ``never``, which is later than every day."""

    never: bool
    day: dt.date = dt.date.max


Value = Fraction | bool | str | Date | None


@dataclass(frozen=True)
class Inputs:
    """What is known of one region: a value by metric, the period assessed, the values before it.

    league : all regions with data of its league, itself included; they do not carry it again.
    """

    values: Mapping[str, Value]
    start: dt.date
    end: dt.date
    previous: Mapping[str, Value] = field(default_factory=dict)
    league: tuple[Inputs, ...] = ()

    def within(self, league: tuple[Inputs, ...]) -> Inputs:
        """Return the inputs of a region of the league."""
        return replace(self, league=league)

    def calling(self, name: str, metric: str) -> Inputs:
        """Return the inputs in which a metric goes by another name as well."""
        return replace(
            self,
            values={**self.values, name: self.values[metric]},
            previous={**self.previous, name: self.previous.get(metric)},
            league=tuple(one.calling(name, metric) for one in self.league),
        )


def read_value(text: str | None, type: str) -> Value:
    """Return the value that a canonical text spells, by the metric's declared type.

    Raises ValueError or KeyError for a text that is none of that type.
    """
    if text is None or text == "":
        return None
    if type == "bool":
        return {"true": True, "false": False}[text]
    if type == "date":
        return Date(True) if text == "none" else Date(False, dt.date.fromisoformat(text))
    if type in ("enum", "text"):
        return text
    if text.endswith("%"):
        return Fraction(text[:-1]) / 100
    return Fraction(text)


def number(expr: Expr, inputs: Inputs) -> Fraction | None:
    """Return the number that an expression comes to in one region."""
    found = value(expr, inputs)
    assert found is None or isinstance(found, Fraction)  # the rubric's types were checked
    return found


def edge(written: Fraction | Expr, inputs: Inputs) -> Fraction | None:
    """Return a target or threshold as it is for one region."""
    return number(written, inputs) if isinstance(written, Expr) else written


def holds(expr: Expr, inputs: Inputs) -> bool | None:
    """Return whether a condition holds in one region; None where it cannot be told."""
    found = value(expr, inputs)
    assert found is None or isinstance(found, bool)  # the rubric's types were checked
    return found


def value(expr: Expr, inputs: Inputs) -> Value:
    """Return what an author's expression comes to in one region."""
    match expr:
        case nodes.Number(value=exact):
            return exact
        case nodes.Day(value=day):
            return Date(False, day)
        case nodes.Code(value=code):
            return code
        case nodes.Missing():
            return None
        case nodes.Name(id=name):
            return inputs.values.get(name)
        case nodes.PreviousPeriod(id=name):
            return inputs.previous.get(name)
        case nodes.Given(item=item):
            return value(item, inputs) is not None
        case nodes.Coalesce(item=item, default=default):
            found = value(item, inputs)
            return value(default, inputs) if found is None else found
        case nodes.Arithmetic(op=op, left=left, right=right):
            return _arithmetic(op, number(left, inputs), number(right, inputs))
        case nodes.Minimum(args=args):
            numbers = _all_known([number(arg, inputs) for arg in args])
            return None if numbers is None else min(numbers)
        case nodes.Maximum(args=args):
            numbers = _all_known([number(arg, inputs) for arg in args])
            return None if numbers is None else max(numbers)
        case nodes.Mean(args=args, trimmed=trimmed):
            numbers = _all_known([number(arg, inputs) for arg in args])
            return None if numbers is None else _mean(sorted(numbers), trimmed)
        case nodes.Lookup(item=item, table=table):
            own = value(item, inputs)
            return next((one.value for key, one in table if key.value == own), None)
        case nodes.LeagueFigure():
            return _over_the_league(expr, inputs)
        case nodes.Floor(arg=arg):
            found = number(arg, inputs)
            return None if found is None else Fraction(math.floor(found))
        case nodes.CountTrue(args=args):
            truths = [holds(arg, inputs) for arg in args]
            return None if None in truths else Fraction(truths.count(True))
        case nodes.Compare(op=op, left=left, right=right):
            return _compare(op, value(left, inputs), value(right, inputs))
        case nodes.OneOf(item=item, options=options):
            one = value(item, inputs)
            return either([_compare("==", one, value(option, inputs)) for option in options])
        case nodes.InPeriod(item=item):
            date = value(item, inputs)
            if not isinstance(date, Date):
                return None
            return not date.never and inputs.start <= date.day <= inputs.end
        case nodes.Every(args=args):
            return every([holds(arg, inputs) for arg in args])
        case nodes.AnyOf(args=args):
            return either([holds(arg, inputs) for arg in args])
        case nodes.Not(arg=arg):
            truth = holds(arg, inputs)
            return None if truth is None else not truth
    raise TypeError(f"an author cannot write {type(expr).__name__}")


def _mean(ordered: list[Fraction], trimmed: bool) -> Fraction:
    kept = ordered[1:-1] if trimmed else ordered
    return sum(kept, Fraction(0)) / len(kept)


def _over_the_league(expr: nodes.LeagueFigure, inputs: Inputs) -> Fraction | None:
    """Return a figure over the regions of the league that have a value; an author names no others."""
    found = [number(expr.value, one.within(inputs.league)) for one in inputs.league]
    known = [one for one in found if one is not None]
    if not known:
        return None
    if expr.figure == "highest":
        return max(known)
    if expr.figure == "lowest":
        return min(known)
    total = sum(known, Fraction(0))
    return total if expr.figure == "sum" else total / len(known)


def every(truths: list[bool | None]) -> bool | None:
    """Return ``and``: one false settles it, else one unknown leaves it open."""
    if False in truths:
        return False
    return None if None in truths else True


def either(truths: list[bool | None]) -> bool | None:
    """Return ``or``: one true settles it, else one unknown leaves it open."""
    if True in truths:
        return True
    return None if None in truths else False


def _arithmetic(op: str, left: Fraction | None, right: Fraction | None) -> Fraction | None:
    if left is None or right is None:
        return None
    if op == "+":
        return left + right
    if op == "-":
        return left - right
    if op == "*":
        return left * right
    return None if right == 0 else left / right


def _compare(op: str, left: Value, right: Value) -> bool | None:
    if left is None or right is None:
        return None
    if op == "==":
        return left == right
    if op == "!=":
        return left != right
    less = left < right  # type: ignore[operator]  # only numbers and dates come this far
    if op == "<":
        return less
    if op == "<=":
        return less or left == right
    if op == ">":
        return not less and left != right
    return not less


def _all_known(numbers: list[Fraction | None]) -> list[Fraction] | None:
    known = [one for one in numbers if one is not None]
    return known if len(known) == len(numbers) else None


def names_in(expr: Expr) -> Iterator[str]:
    """Yield every name of an expression, as often as it stands there."""
    if isinstance(expr, nodes.Name | nodes.PreviousPeriod):
        yield expr.id
    for child in expr.children():
        yield from names_in(child)


def divides_by_zero(expr: Expr, inputs: Inputs) -> bool | None:
    """Return whether one of the region's own figures that the expression divides by is zero."""
    return either(list(_zero_divisors(expr, inputs)))


def _zero_divisors(expr: Expr, inputs: Inputs) -> Iterator[bool | None]:
    if isinstance(expr, nodes.LeagueFigure):
        return  # what other regions divide by is their business
    if isinstance(expr, nodes.Arithmetic) and expr.op == "/" and any(names_in(expr.right)):
        divisor = number(expr.right, inputs)
        yield None if divisor is None else divisor == 0
    for child in expr.children():
        yield from _zero_divisors(child, inputs)


def numerator_is_zero(expr: Expr, inputs: Inputs) -> bool | None:
    """Return whether the expression, without anything that it divides by, is zero."""
    top = _numerator(expr, inputs)
    return None if top is None else top == 0


def _numerator(expr: Expr, inputs: Inputs) -> Fraction | None:
    if isinstance(expr, nodes.Arithmetic) and expr.op == "/":
        return _numerator(expr.left, inputs)
    if isinstance(expr, nodes.Arithmetic) and expr.op == "*":
        return _arithmetic("*", _numerator(expr.left, inputs), _numerator(expr.right, inputs))
    return number(expr, inputs)
