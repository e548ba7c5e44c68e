"""Back end "columns": an expression over all regions of a league at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

import numpy as np
import numpy.typing as npt

from govscore_lib.algebra import columns as cols
from govscore_lib.algebra.columns import CodeColumn, Column, NumberColumn, TruthColumn, Truths
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
)
from govscore_lib.algebra.league import league_figure, league_rank

NEVER = dt.date.max.toordinal() + 1
"""Stands for a date that did not happen (``none``): later than every day."""


@dataclass(frozen=True)
class Frame:
    """Typed inputs of a run: one row a region.

    columns : metric id → column; dates are numbers (proleptic ordinals).
    league : whole number per region; ranks are taken among equal ones.
    in_pool : regions that count in a league; reference rows do not.
    period : first and last day, as ordinals.
    previous : the same metrics in the period before.
    """

    size: int
    columns: Mapping[str, Column]
    league: npt.NDArray[np.int64]
    in_pool: Truths
    period: tuple[int, int]
    previous: Mapping[str, Column] = field(default_factory=dict)


class Evaluator:
    """Evaluates expressions over one frame and remembers every part by identity."""

    def __init__(
        self, frame: Frame, given: Mapping[int, tuple[Expr, Column]] | None = None
    ) -> None:
        """Start afresh; given : values that some parts are to have instead, by the identity of the part."""
        self.frame = frame
        self._known: dict[int, tuple[Expr, Column]] = dict(given or {})

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take the parts of a copy or an unpickled evaluator by their new identities."""
        self.__dict__.update(state)
        self._known = {id(pair[0]): pair for pair in state["_known"].values()}

    def column(self, expr: Expr) -> Column:
        """Return the value of the expression in every region."""
        hit = self._known.get(id(expr))
        if hit is None:
            hit = self._known[id(expr)] = (expr, self._evaluate(expr))
        return hit[1]

    def number(self, expr: Expr) -> NumberColumn:
        """Return the value of a number expression in every region."""
        return cast(NumberColumn, self.column(expr))

    def truth(self, expr: Expr) -> TruthColumn:
        """Return where a condition holds."""
        return cast(TruthColumn, self.column(expr))

    def _evaluate(self, expr: Expr) -> Column:
        size = self.frame.size
        match expr:
            case Number(value=value):
                return cols.constant(value, size)
            case Day(value=day):
                return cols.number_column([Fraction(day.toordinal())] * size)
            case Code(value=code):
                return cols.code_column([code] * size)
            case Missing():
                return cols.unknown(size)
            case Name(id=name):
                return self.frame.columns[name]
            case PreviousPeriod(id=name):
                return self.frame.previous.get(name) or cols.unknown(size)
            case Arithmetic(op=op, left=left, right=right):
                return self._arithmetic(op, self.number(left), self.number(right))
            case Compare(op=op, left=left, right=right):
                return self._compare(op, self.column(left), self.column(right))
            case OneOf(item=item, options=options):
                return self._any(
                    [self._compare("==", self.column(item), self.column(one)) for one in options]
                )
            case InPeriod(item=item):
                dates = self.number(item)
                first, last = self.frame.period
                inside = (dates.num >= first) & (dates.num <= last) & dates.known
                return TruthColumn(inside.astype(bool), dates.known)
            case Given(item=item):
                return TruthColumn(self.column(item).known, np.ones(size, dtype=bool))
            case Every(args=args):
                negated = [self._not(self.truth(arg)) for arg in args]
                return self._not(self._any(negated))
            case AnyOf(args=args):
                return self._any([self.truth(arg) for arg in args])
            case Not(arg=arg):
                return self._not(self.truth(arg))
            case CountTrue(args=args):
                truths = [self.truth(arg) for arg in args]
                known = np.logical_and.reduce([truth.known for truth in truths])
                count = np.add.reduce([truth.holds.astype(np.int64) for truth in truths])
                return NumberColumn(np.where(known, count, 0), np.ones(size, dtype=np.int64), known)
            case Minimum(args=args):
                return self._fold(cols.smaller, args)
            case Maximum(args=args):
                return self._fold(cols.larger, args)
            case Mean(args=args, trimmed=trimmed):
                return self._mean(args, trimmed)
            case Floor(arg=arg):
                return cols.floor(self.number(arg))
            case Lookup(item=item, table=table):
                return self._lookup(self.column(item), table)
            case Coalesce(item=item, default=default):
                return self._coalesce(self.column(item), self.column(default))
            case Cases():
                return self._cases(expr)
            case LeagueRank(value=value, best=best, ties=ties, among=among):
                ranked = self.number(value)
                eligible = self._eligible(ranked, among)
                return league_rank(ranked, eligible, self.frame.league, best=best, ties=ties)
            case LeagueFigure(figure=figure, value=value, among=among):
                measured = self.number(value)
                eligible = self._eligible(measured, among)
                return league_figure(figure, measured, eligible, self.frame.league)
        raise TypeError(f"unknown node {type(expr).__name__}")

    def _eligible(self, value: NumberColumn, among: Expr | None) -> Truths:
        eligible = value.known & self.frame.in_pool
        return eligible if among is None else eligible & self.truth(among).holds

    @staticmethod
    def _arithmetic(op: str, left: NumberColumn, right: NumberColumn) -> NumberColumn:
        match op:
            case "+":
                return cols.add(left, right)
            case "-":
                return cols.add(left, right, -1)
            case "*":
                return cols.multiply(left, right)
        return cols.divide(left, right)

    @staticmethod
    def _compare(op: str, left: Column, right: Column) -> TruthColumn:
        if isinstance(left, NumberColumn) and isinstance(right, NumberColumn):
            return cols.compare(op, left, right)
        same = (
            cast(CodeColumn | TruthColumn, left).value
            == cast(CodeColumn | TruthColumn, right).value
        )
        known = left.known & right.known
        return TruthColumn((same if op == "==" else ~same).astype(bool) & known, known)

    @staticmethod
    def _not(truth: TruthColumn) -> TruthColumn:
        return TruthColumn(~truth.value & truth.known, truth.known)

    @staticmethod
    def _any(truths: list[TruthColumn]) -> TruthColumn:
        """One that holds settles it; otherwise one unknown leaves it unknown."""
        holds = np.logical_or.reduce([truth.holds for truth in truths])
        all_known = np.logical_and.reduce([truth.known for truth in truths])
        return TruthColumn(holds, holds | all_known)

    def _fold(
        self, step: Callable[[NumberColumn, NumberColumn], NumberColumn], args: tuple[Expr, ...]
    ) -> NumberColumn:
        result = self.number(args[0])
        for arg in args[1:]:
            result = step(result, self.number(arg))
        return result

    def _mean(self, args: tuple[Expr, ...], trimmed: bool) -> NumberColumn:
        total, count = self._fold(cols.add, args), len(args)
        if trimmed:
            for extreme in (self._fold(cols.smaller, args), self._fold(cols.larger, args)):
                total = cols.add(total, extreme, -1)
            count -= 2
        return cols.divide(total, cols.constant(Fraction(count), self.frame.size))

    def _lookup(self, item: Column, table: tuple[tuple[Code, Number], ...]) -> NumberColumn:
        result = cols.unknown(self.frame.size)
        for code, number in table:
            hit = (cast(CodeColumn, item).value == code.value).astype(bool) & item.known
            result = cols.pick(hit, cols.constant(number.value, self.frame.size), result)
        return result

    @staticmethod
    def _coalesce(item: Column, default: Column) -> Column:
        if isinstance(item, NumberColumn):
            return cols.pick(item.known, item, cast(NumberColumn, default))
        other = cast(CodeColumn | TruthColumn, default)
        value = np.where(item.known, item.value, other.value)
        return type(item)(value, item.known | other.known)

    def _cases(self, expr: Cases) -> NumberColumn:
        size = self.frame.size
        result = cols.unknown(size)
        pending = np.ones(size, dtype=bool)
        for condition, value in expr.branches:
            truth = self.truth(condition)
            result = cols.pick(pending & truth.holds, self.number(value), result)
            pending = pending & truth.known & ~truth.value
        return cols.pick(pending, self.number(expr.otherwise), result)
