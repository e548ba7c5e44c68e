"""The figures of a region that can be worked on: their possible values, and what a change costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import ceil, floor
from typing import NamedTuple

from govscore_lib.algebra.evaluate import NEVER
from govscore_lib.algebra.expr import (
    Arithmetic,
    Compare,
    Expr,
    Name,
    is_league_relative,
    names,
    walk,
)
from govscore_lib.algebra.limits import Limits
from govscore_lib.engine.cells import Cell, cell_at
from govscore_lib.engine.explaining.candidates import Axis, axis, codes, workable
from govscore_lib.engine.explaining.worlds import Changes, Worlds
from govscore_lib.engine.scored import Scored
from govscore_lib.engine.scoring import Scoring
from govscore_lib.rubric.metric import Metric
from govscore_lib.rubric.model import Criterion, Rubric
from govscore_lib.whatif.improving.costs import EQUAL, Costs, common_scale

NEAR, VALUES = 12, 1_000
"""So many steps to either side of a figure are looked at one by one at least, and at most; beyond, ever wider
apart."""


class Move(NamedTuple):
    """Another value of a figure, and what the change costs in whole units."""

    cell: Cell
    cost: int


@dataclass(frozen=True)
class Figure:
    """A figure of the region.

    line : its ordered values; None for truths and codes. price : cost of one step in whole units. days : the
    days that an event which never happened could have happened on.
    """

    metric: Metric
    own: Cell
    line: Axis | None
    price: int
    days: tuple[Fraction, ...] = ()

    def moves(self, budget: int) -> list[Move]:
        """Return the other values, cheapest first: all that the budget allows, and some beyond."""
        if self.days:
            return [Move(day, self.price) for day in self.days]
        if self.line is None:
            return [Move(code, self.price) for code in codes(self.metric, self.own)]
        line, near = self.line, self._near(budget)
        low = -near if line.low is None else max(-near, line.low)
        high = near if line.high is None else min(near, line.high)
        steps = [*range(low, high + 1), *(one for one in self._wide if abs(one) > near)]
        steps = sorted((one for one in steps if one), key=lambda step: (abs(step), -step))
        return [Move(line.value(step), abs(step) * self.price) for step in steps]

    def towards(self, way: int) -> Figure | None:
        """Return the figure with its larger values alone (way 1), its smaller ones (−1); None where there are none.

        Codes have no order and keep all their values; a truth can only become what it is not.
        """
        if way == 0:
            return None
        if isinstance(self.own, bool):
            return None if self.own == (way > 0) else self
        if self.line is None or self.days:
            return self
        line = replace(self.line, low=0) if way > 0 else replace(self.line, high=0)
        return None if line.low == line.high else replace(self, line=line)

    def _near(self, budget: int) -> int:
        return min(VALUES, max(NEAR, budget // self.price))

    @cached_property
    def _wide(self) -> list[int]:
        """Steps far off, ever wider apart, and where a comparison may turn."""
        assert self.line is not None  # only ordered figures are asked for
        steps = [self.line.low, self.line.high, *_powers(self.line.reach)]
        return sorted({one for one in steps if one is not None and self.line.holds(one)})

    def complete_to(self, budget: int) -> int | None:
        """Return the cost up to which the moves are all there are; None where they are simply all."""
        if self.days or self.line is None:
            return None
        near = self._near(budget)
        ends = (self.line.low, self.line.high)
        whole = all(end is not None and abs(end) <= near for end in ends)
        return None if whole else near * self.price


def _powers(last: int) -> Iterator[int]:
    step = NEAR
    while step <= last:
        yield step
        yield -step
        step = step * 3 // 2


@dataclass(frozen=True)
class Workable:
    """The figures of a region that a plan can change.

    scale : whole units that one unit of cost makes. left_out : metrics of the criteria that cannot be worked
    on although they count, because a value is missing or in doubt.
    """

    figures: dict[str, Figure]
    scale: int
    left_out: tuple[str, ...]


def workable_figures(
    card: Scored,
    region_id: str,
    costs: Costs,
    only: frozenset[str] | None,
    without: frozenset[str],
    kept: Sequence[Expr],
) -> Workable:
    """Return the figures of a region that can be worked on.

    Left out are what kind of place it is, what the measure only divides by, what decides whether a clause
    applies (``candidates.workable``), figures that are missing and those of a criterion whose data are in doubt.
    kept : conditions that have to go on holding; where one bounds a figure by itself, its values end there.
    """
    scoring, row, rubric = card.scoring, card.row(region_id), card.rubric
    wanted = [name for name in _wanted(rubric) if (only is None or name in only) and name not in without]  # fmt: skip
    blocked = {
        name
        for (region, criterion) in card.blocked
        if region == region_id and criterion in rubric.criteria
        for name in rubric.criteria[criterion].metrics
    }
    held = _held(rubric)
    made: dict[str, tuple[Metric, Cell, Axis | None]] = {}
    left_out = []
    for name in wanted:
        metric, column = rubric.metrics[name], scoring.frame.columns[name]
        own = cell_at(column, row)
        if name in blocked or (own is None and scoring.metric_missing(name)[row]):
            left_out.append(name)
        else:
            made[name] = (metric, own, axis(metric, column, row, held.get(name, Limits())))
    lines = _bounded(scoring, row, {name: line for name, (*_, line) in made.items()}, kept)
    prices = {
        name: costs[name] * (1 if line is None else line.step) if name in costs else EQUAL
        for name, line in lines.items()
    }
    scale = common_scale(prices)
    figures = {
        name: Figure(
            metric, own, lines[name], int(prices[name] * scale), _days(scoring, metric, own)
        )
        for name, (metric, own, _) in made.items()
    }
    return Workable(figures, scale, tuple(left_out))


def _bounded(
    scoring: Scoring, row: int, lines: dict[str, Axis | None], kept: Sequence[Expr]
) -> dict[str, Axis | None]:
    """Return the axes, ended where a condition stops holding that is linear in one figure and in no other."""
    found = dict(lines)
    for condition in kept:
        mine = [name for name in names(condition) if name in lines]
        line = found[mine[0]] if len(mine) == 1 else None
        if line is None or not isinstance(condition, Compare):
            continue
        left, right, name = condition.left, condition.right, mine[0]
        if condition.op in ("==", "!=") or not (_is_linear(left, name) and _is_linear(right, name)):
            continue
        probes: list[Changes] = [{}, {name: line.value(1)}]
        evaluator = Worlds(scoring, row, probes, alone=True).scoring.evaluator
        sides = [evaluator.number(side) for side in (left, right)]
        ends = [(sides[0].fraction(at), sides[1].fraction(at)) for at in (0, 1)]
        gaps = [b - a for a, b in ends if a is not None and b is not None]
        if len(gaps) == 2 and gaps[0] != gaps[1]:
            found[name] = _ended(line, condition.op, gaps[0], gaps[1] - gaps[0])
    return found


def _is_linear(expr: Expr, name: str) -> bool:
    """Whether a number is a multiple of a metric plus something that does not depend on it."""
    if name not in names(expr) or isinstance(expr, Name):
        return True
    if not isinstance(expr, Arithmetic):
        return False
    left, right = _is_linear(expr.left, name), _is_linear(expr.right, name)
    if expr.op in ("+", "-"):
        return left and right
    alone = name not in names(expr.right)
    return (left and alone) or (expr.op == "*" and right and name not in names(expr.left))


def _ended(line: Axis, op: str, gap: Fraction, slope: Fraction) -> Axis:
    """Return an axis with the steps for which ``gap + slope × step`` keeps the sign that the comparison asks for."""
    if op in (">", ">="):
        gap, slope = -gap, -slope
    last = -gap / slope  # the step at which both sides meet
    if op in ("<", ">") and last.denominator == 1:
        last -= 1 if slope < 0 else -1
    if slope < 0:
        high = floor(last)
        return replace(line, high=high if line.high is None else min(high, line.high))
    low = ceil(last)
    return replace(line, low=low if line.low is None else max(low, line.low))


def _wanted(rubric: Rubric) -> tuple[str, ...]:
    found = (name for criterion in rubric.criteria_list for name in workable(rubric, criterion))
    return tuple(dict.fromkeys(found))


def _held(rubric: Rubric) -> dict[str, Limits]:
    """Return the range that the rules leave each judged metric."""
    found: dict[str, Limits] = {}
    for criterion in rubric.criteria_list:
        for name, new in criterion.rule.judged_ranges(criterion.clause_context).items():
            old = found.get(name, Limits())
            lows = [one for one in (old.low, new.low) if one is not None]
            highs = [one for one in (old.high, new.high) if one is not None]
            found[name] = Limits(max(lows, default=None), min(highs, default=None))
    return found


def _days(scoring: Scoring, metric: Metric, own: Cell) -> tuple[Fraction, ...]:
    """Return the days of the period for an event that did not happen; nothing else."""
    if metric.type != "date" or own != NEVER:
        return ()
    first, last = scoring.frame.period
    return tuple(Fraction(day) for day in range(first, last + 1))


def kept_conditions(scoring: Scoring, row: int) -> tuple[Expr, ...]:
    """Return the conditions between figures that hold in a region, or cannot be told, and have to go on holding.

    They are the declared checks of the metrics, and of every rate of two counts in the same unit that the
    part does not exceed the whole.
    """
    rubric = scoring.rubric
    declared = [check.that for metric in rubric.metrics.values() for check in metric.check]
    shares = [share for criterion in rubric.criteria_list for share in _shares(rubric, criterion)]
    found = []
    for condition in dict.fromkeys((*declared, *shares)):
        truth = scoring.evaluator.truth(condition)
        if not (truth.known[row] and not truth.value[row]):
            found.append(condition)
    return tuple(found)


def _shares(rubric: Rubric, criterion: Criterion) -> Iterator[Compare]:
    for node in walk(criterion.lowered.points):
        if isinstance(node, Arithmetic) and node.op == "/" and not is_league_relative(node):
            parts, wholes = names(node.left), names(node.right)
            units = {rubric.metrics[name].unit for name in (*parts, *wholes)}
            counts = all(rubric.metrics[name].type == "int" for name in (*parts, *wholes))
            if parts and wholes and counts and len(units) == 1:
                yield Compare("<=", node.left, node.right)


def standing_facts(scoring: Scoring) -> tuple[Expr, ...]:
    """Return the conditions that decide about regions as a whole, about categories and about which clauses apply."""
    rubric = scoring.rubric
    found = [rule.when for rule in rubric.standing]
    found += [one.emptied_when for one in rubric.categories if one.emptied_when is not None]
    found += [
        one.not_applicable.when
        for one in rubric.criteria_list
        if one.not_applicable is not None
    ]  # fmt: skip
    return tuple(dict.fromkeys(found))
