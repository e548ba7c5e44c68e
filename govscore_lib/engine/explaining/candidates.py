"""Figures worth trying: the values that a metric of a region could have instead of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from govscore_lib.algebra.columns import Column, NumberColumn
from govscore_lib.algebra.evaluate import NEVER
from govscore_lib.algebra.expr import (
    ZERO,
    Arithmetic,
    Compare,
    Expr,
    InPeriod,
    Name,
    OneOf,
    is_league_relative,
    names,
    walk,
)
from govscore_lib.algebra.limits import Limits
from govscore_lib.engine.cells import Cell
from govscore_lib.rubric.metric import Metric
from govscore_lib.rubric.model import Criterion, Rubric

EVERY = 48
"""So many steps to either side are tried one by one; beyond, ever wider apart."""
WIDER = Fraction(3, 2)
REACH = 64
"""A figure without a bound is tried up to so many times the largest one in the league."""
FINEST = 9
"""Decimals of the finest step."""

NO_LIMITS = Limits()
_OF_THE_PLACE = ("unit_type", "group", "league")
"""Columns of a league's file: what a region is, not what it does. Metrics of these names say the same."""


def workable(rubric: Rubric, criterion: Criterion) -> tuple[str, ...]:
    """Return the metrics of a criterion by which a region can get more points, in order of appearance.

    Left out are texts, what kind of place a region is, whether the clause applies to it, and figures that the
    measure only divides by: nobody improves a rate by having fewer inhabitants.
    """
    group = getattr(criterion.rule, "by", None)  # rules by group name the metric that says which
    fixed = {*_OF_THE_PLACE, rubric.split_by, rubric.rank_within, rubric.run_per}
    fixed.update(() if group is None else names(group))
    fixed.update(one.by for one in rubric.parameters.values())
    points = criterion.rule.lower(criterion.clause_context).points
    divisions = (node for node in walk(points) if isinstance(node, Arithmetic) and node.op == "/")
    counted = set(_counted(points, frozenset(node.right for node in divisions)))
    if criterion.only_if is not None:
        counted.update(names(criterion.only_if))
    return tuple(
        name
        for name in criterion.metrics
        if name not in fixed and name in counted and rubric.metrics[name].type != "text"
    )


def _counted(expr: Expr, divisors: frozenset[Expr]) -> Iterator[str]:
    """Yield the names that stand elsewhere than below a fraction line or in its test for zero."""
    if isinstance(expr, Name):
        yield expr.id
    elif isinstance(expr, Arithmetic) and expr.op == "/":
        yield from _counted(expr.left, divisors)
    elif not (isinstance(expr, Compare) and expr.right == ZERO and expr.left in divisors):
        for part in expr.children():
            yield from _counted(part, divisors)


@dataclass(frozen=True)
class Axis:
    """The ordered values of one metric, numbered by steps from where the region stands.

    start : its value, or what stands for it where none is given. step : the smallest change: one for counts
    and days, for decimals the last decimal place in use. low, high : first and last step; None is open.
    reach : how far an open side is tried.
    """

    metric_id: str
    start: Fraction
    step: Fraction
    low: int | None
    high: int | None
    reach: int

    def value(self, steps: int) -> Fraction:
        """Return the value so many steps away."""
        return self.start + steps * self.step

    def holds(self, steps: int) -> bool:
        """Whether the metric may have the value so many steps away."""
        return (self.low is None or steps >= self.low) and (self.high is None or steps <= self.high)

    def around(self, value: Fraction) -> Iterator[int]:
        """Yield the steps at, just before and just behind a value."""
        nearest = (value - self.start) // self.step
        yield from (nearest - 1, nearest, nearest + 1, nearest + 2)

    def steps(self, edges: Iterable[Fraction] = ()) -> list[int]:
        """Return the steps to try, in order, the start left out: all near it, some further off, all edges."""
        found = {step for edge in edges for step in self.around(edge)}
        for sign, bound in ((1, self.high), (-1, self.low)):
            last = self.reach if bound is None else abs(bound)
            found.update(sign * distance for distance in _distances(last))
            if bound is not None:
                found.add(bound)
        return sorted(step for step in found if step and self.holds(step))

    def few(self, edges: Iterable[Fraction] = ()) -> list[int]:
        """Return a short list of steps for trying several metrics together, the nearest first."""
        wanted = {step for edge in edges for step in self.around(edge)}
        for sign, bound in ((1, self.high), (-1, self.low)):
            last = self.reach if bound is None else abs(bound)
            wanted.update({sign, sign * last})
        return sorted((step for step in wanted if step and self.holds(step)), key=abs)


def _distances(last: int) -> Iterator[int]:
    distance = Fraction(1)
    while distance <= last:
        yield int(distance)
        distance = distance + 1 if distance < EVERY else distance * WIDER


def axis(metric: Metric, column: Column, row: int, held: Limits = NO_LIMITS) -> Axis | None:
    """Return the ordered values of a metric around a region's own; None for truths and codes.

    held : the range that the rule leaves the metric, beside the one that the metric declares.
    """
    if not isinstance(column, NumberColumn):
        return None
    own = column.fraction(row)
    if metric.type == "date":
        start = Fraction(NEVER) if own is None else own
        first = dt.date.min.toordinal() - int(start)
        return Axis(metric.id, start, Fraction(1), first, NEVER - int(start), NEVER)
    known = [one for other in range(len(column.num)) if (one := column.fraction(other)) is not None]
    lows = [one for one in (metric.min, held.low) if one is not None]
    highs = [one for one in (metric.max, held.high) if one is not None]
    least, most = max(lows, default=None), min(highs, default=None)
    start = max(Fraction(0), least or Fraction(0)) if own is None else own
    step = Fraction(1) if metric.type == "int" else _finest([*known, *lows, *highs])
    if least is None and start >= 0:
        least = Fraction(0)
    largest = max([Fraction(16), *map(abs, known), abs(start)])
    return Axis(
        metric.id,
        start,
        step,
        None if least is None else -int((start - least) // step),
        None if most is None else int((most - start) // step),
        int(largest * REACH / step),
    )


def _finest(values: Iterable[Fraction]) -> Fraction:
    """Return one unit of the last decimal place that the values use."""
    for decimals in range(FINEST):
        if all((value * 10**decimals).denominator == 1 for value in values):
            return Fraction(1, 10**decimals)
    return Fraction(1, 10**FINEST)


def codes(metric: Metric, own: Cell) -> tuple[Cell, ...]:
    """Return the other values of a truth or an enumeration."""
    every: tuple[Cell, ...] = (True, False) if metric.type == "bool" else tuple(metric.values)
    return tuple(code for code in every if code != own)


def comparisons(parts: Iterable[Expr], wanted: Iterable[str]) -> list[tuple[Expr, Expr]]:
    """Return both sides of every comparison that one of the metrics takes part in and that needs no league."""
    wanted = set(wanted)
    found: list[tuple[Expr, Expr]] = []
    for part in parts:
        for node in walk(part):
            if isinstance(node, Compare):
                found.append((node.left, node.right))
            elif isinstance(node, OneOf):
                found += [(node.item, option) for option in node.options]
    return [
        pair
        for pair in found
        if wanted & {name for side in pair for name in names(side)}
        and not any(is_league_relative(side) for side in pair)
    ]


def asks_for_the_period(parts: Iterable[Expr]) -> bool:
    """Whether one of the expressions looks at the bounds of the period."""
    return any(isinstance(node, InPeriod) for part in parts for node in walk(part))
