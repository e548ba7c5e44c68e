"""Text of the rubric language → expression. Our own grammar; nothing is ever evaluated as code.

condition  := and ("or" and)*            comparison := sum (OP sum | "in" list | "in period" | "is given" | "is empty")?
and        := not ("and" not)*           sum        := product (("+" | "-") product)*
not        := "not" not | comparison     product    := unary (("*" | "/") unary)*
unary      := "-" unary | atom           atom       := number | date | name | name "(" arguments ")" | "(" condition ")"
list       := "[" atom ("," atom)* "]"
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import cast

from govscore_lib.algebra.expr import (
    ZERO,
    AnyOf,
    Arithmetic,
    ArithmeticOp,
    Coalesce,
    Compare,
    CompareOp,
    CountTrue,
    Day,
    Every,
    Expr,
    Figure,
    Floor,
    Given,
    InPeriod,
    LeagueFigure,
    Maximum,
    Mean,
    Minimum,
    Name,
    Not,
    Number,
    OneOf,
    PreviousPeriod,
    subtract,
)
from govscore_lib.errors import ExpressionError, did_you_mean
from govscore_lib.points import exact

_TOKEN = re.compile(
    r"\s*(?:(?P<date>\d{4}-\d{2}-\d{2})|(?P<number>(?:\d+(?:\.\d*)?|\.\d+)%?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<symbol>==|!=|<=|>=|[-+*/<>()\[\],])|(?P<other>\S))"
)
_COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")
_WORDS = {"and", "or", "not", "in", "is", "period", "given", "empty"}


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def parse(text: str) -> Expr:
    """Return the expression that ``text`` spells.

    Raises ExpressionError naming the place (counted from 1) and what was expected there.
    """
    try:
        return _Parser(text).whole()
    except RecursionError:
        raise ExpressionError(
            f"'{text[:40]}…' is nested too deeply. Hint: split it over several criteria."
        ) from None


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [
            _Token(
                match.lastgroup,
                match.group(match.lastgroup or 0),
                match.start(match.lastgroup or 0) + 1,
            )
            for match in _TOKEN.finditer(text)
            if match.lastgroup
        ]
        self.tokens.append(_Token("end", "", len(text) + 1))
        self.next = 0

    @property
    def token(self) -> _Token:
        return self.tokens[self.next]

    def fail(self, expected: str) -> ExpressionError:
        found = f"'{self.token.text}'" if self.token.kind != "end" else "the end"
        hint = ""
        if self.token.text == "=":
            hint = " Hint: equality is written '=='."
        if self.token.text in ("&", "|", "!"):
            hint = " Hint: write 'and', 'or', 'not'."
        if self.token.text in ("given", "empty", "period"):
            hint = " Hint: this word belongs to the language; a metric needs another id."
        return ExpressionError(
            f"in '{self.text}', place {self.token.at}: expected {expected}, found {found}.{hint}"
        )

    def take(self, *texts: str) -> str | None:
        """Consume the next token if it is one of the texts and return it."""
        if self.token.kind in ("symbol", "name") and self.token.text in texts:
            self.next += 1
            return self.tokens[self.next - 1].text
        return None

    def expect(self, text: str) -> None:
        if not self.take(text):
            raise self.fail(f"'{text}'")

    def whole(self) -> Expr:
        expr = self.condition()
        if self.token.kind != "end":
            raise self.fail("an operator or the end")
        return expr

    def condition(self) -> Expr:
        parts = [self.conjunction()]
        while self.take("or"):
            parts.append(self.conjunction())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def conjunction(self) -> Expr:
        parts = [self.negation()]
        while self.take("and"):
            parts.append(self.negation())
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def negation(self) -> Expr:
        return Not(self.negation()) if self.take("not") else self.comparison()

    def comparison(self) -> Expr:
        left = self.sum()
        if op := self.take(*_COMPARISONS):
            return Compare(cast(CompareOp, op), left, self.sum())
        if self.take("in"):
            return InPeriod(left) if self.take("period") else OneOf(left, self.options())
        if self.take("is"):
            if self.take("given"):
                return Given(left)
            if self.take("empty"):
                return Not(Given(left))
            raise self.fail("'given' or 'empty'")
        return left

    def options(self) -> tuple[Expr, ...]:
        self.expect("[")
        options = [self.atom()]
        while self.take(","):
            options.append(self.atom())
        self.expect("]")
        return tuple(options)

    def sum(self) -> Expr:
        left = self.product()
        while op := self.take("+", "-"):
            left = Arithmetic(cast(ArithmeticOp, op), left, self.product())
        return left

    def product(self) -> Expr:
        left = self.unary()
        while op := self.take("*", "/"):
            left = Arithmetic(cast(ArithmeticOp, op), left, self.unary())
        return left

    def unary(self) -> Expr:
        return subtract(ZERO, self.unary()) if self.take("-") else self.atom()

    def atom(self) -> Expr:
        token = self.token
        if token.kind == "number":
            self.next += 1
            return Number(exact(token.text), token.text)
        if token.kind == "date":
            self.next += 1
            try:
                return Day(dt.date.fromisoformat(token.text))
            except ValueError:
                raise ExpressionError(
                    f"in '{self.text}', place {token.at}: '{token.text}' is no day of the calendar."
                ) from None
        if token.kind == "name" and token.text not in _WORDS:
            self.next += 1
            return self.call(token) if self.take("(") else Name(token.text)
        if self.take("("):
            inner = self.condition()
            self.expect(")")
            return inner
        raise self.fail("a number, a date, a name or '('")

    def call(self, function: _Token) -> Expr:
        arguments = [self.condition()]
        while self.take(","):
            arguments.append(self.condition())
        self.expect(")")
        build = _FUNCTIONS.get(function.text)
        if build is None:
            raise ExpressionError(
                f"in '{self.text}', place {function.at}: there is no function '{function.text}'. "
                f"Allowed: {', '.join(sorted(_FUNCTIONS))}. {did_you_mean(function.text, _FUNCTIONS)}".rstrip()
            )
        try:
            return build(*arguments)
        except TypeError:
            raise ExpressionError(
                f"in '{self.text}', place {function.at}: '{function.text}' does not take {len(arguments)} arguments."
            ) from None


def _minimum(first: Expr, second: Expr, *more: Expr) -> Expr:
    return Minimum((first, second, *more))


def _maximum(first: Expr, second: Expr, *more: Expr) -> Expr:
    return Maximum((first, second, *more))


def _count_true(first: Expr, *more: Expr) -> Expr:
    return CountTrue((first, *more))


def _sum(first: Expr, second: Expr, *more: Expr) -> Expr:
    return reduce(lambda left, right: Arithmetic("+", left, right), (first, second, *more))


def _mean(first: Expr, second: Expr, *more: Expr) -> Expr:
    return Mean((first, second, *more))


def _trimmed_mean(first: Expr, second: Expr, third: Expr, *more: Expr) -> Expr:
    return Mean((first, second, third, *more), trimmed=True)


def _league(figure: Figure) -> Callable[[Expr], Expr]:
    return lambda value: LeagueFigure(figure, value)


def _previous(metric: Expr) -> Expr:
    if not isinstance(metric, Name):
        raise ExpressionError("previous(…) takes the name of a metric")
    return PreviousPeriod(metric.id)


_FUNCTIONS: dict[str, Callable[..., Expr]] = {
    "min": _minimum,
    "max": _maximum,
    "floor": Floor,
    "count_true": _count_true,
    "coalesce": Coalesce,
    "sum": _sum,
    "mean": _mean,
    "trimmed_mean": _trimmed_mean,
    "previous": _previous,
    "league_max": _league("highest"),
    "league_mean": _league("mean"),
    "league_min": _league("lowest"),
    "league_sum": _league("sum"),
}
