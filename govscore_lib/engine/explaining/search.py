"""The smallest changes of a region's figures that bring more points under one criterion.

Works on the lowered rule and the frame alone, so it knows every kind of rule: it tries other figures in copies
of the run and reads off the points. The other regions keep their figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import combinations, islice, pairwise, product
from math import prod

from govscore_lib.algebra.columns import NumberColumn, TruthColumn
from govscore_lib.algebra.expr import Expr, is_league_relative, names
from govscore_lib.engine.cells import Cell, cell_at
from govscore_lib.engine.explaining.candidates import (
    NO_LIMITS,
    Axis,
    asks_for_the_period,
    axis,
    codes,
    comparisons,
    workable,
)
from govscore_lib.engine.explaining.worlds import Changes, Worlds
from govscore_lib.engine.scoring import Scoring
from govscore_lib.points import round_half_up
from govscore_lib.rubric.model import Criterion

ROWS = 100_000
"""Rows of a frame of copies; more copies are made in several frames."""
TOGETHER = 4_000
"""So many combinations of several metrics are tried at most."""
BETWEEN = 62
"""So many steps between two others are tried at a time."""


@dataclass(frozen=True)
class Found:
    """A change that brings more points.

    changes : metric → new figure. units : points then (1e-9). limit, limit_units : for a single metric with
    an order, the nearest figure with the most points it can bring by itself, where there is such a one.
    steps : how far the figures move, in their smallest steps; another code is one step.
    """

    changes: Changes
    units: int
    limit: Cell = None
    limit_units: int | None = None
    steps: int = 1


class Search:
    """Other figures for one region under one criterion."""

    def __init__(self, scoring: Scoring, row: int, criterion: Criterion) -> None:
        """Prepare for the region in a row of the frame."""
        self.scoring = scoring
        self.row = row
        self.criterion = criterion
        self.alone = not is_league_relative(criterion.lowered.points)
        self.metrics = workable(scoring.rubric, criterion)
        points = Worlds(scoring, row, [{}], alone=self.alone).points(criterion)
        self.before = int(points[0][0]) if points[1][0] else None

    @property
    def most(self) -> int | None:
        """The most that the clause can award (1e-9), None where there is no bound."""
        most = self.criterion.most
        return None if most is None else round_half_up(most)

    def own(self, name: str) -> Cell:
        """Return the region's figure."""
        return cell_at(self.scoring.frame.columns[name], self.row)

    @cached_property
    def axes(self) -> Mapping[str, Axis]:
        """The metrics whose values have an order."""
        found = {}
        judged = self.criterion.rule.judged_ranges(self.criterion.clause_context)
        for name in self.criterion.metrics:
            metric = self.scoring.rubric.metrics[name]
            column = self.scoring.frame.columns[name]
            made = axis(metric, column, self.row, judged.get(name, NO_LIMITS))
            if made is not None:
                found[name] = made
        return found

    @cached_property
    def _checks(self) -> tuple[Expr, ...]:
        """Conditions on the metrics that hold now, or cannot be told, and so have to go on holding."""
        mine = set(self.criterion.metrics)
        checks = [
            check.that
            for metric in self.scoring.rubric.metrics.values()
            for check in metric.check
            if mine & set(names(check.that))
        ]
        return tuple(
            check for check in checks if not _broken(self.scoring.evaluator.truth(check))[self.row]
        )

    @cached_property
    def edges(self) -> Mapping[str, tuple[Fraction, ...]]:
        """Values at which a comparison turns, by metric: where both sides meet as the metric alone grows.

        Exact where the difference of the sides is linear in the metric, as it nearly always is.
        """
        parts = (self.criterion.lowered.points, *self._checks)
        pairs = comparisons(parts, self.axes)
        probes = [{name: one.value(steps)} for name, one in self.axes.items() for steps in (0, 1)]
        if not probes:
            return {}
        evaluator = Worlds(self.scoring, self.row, probes, alone=True).scoring.evaluator
        sides = [(evaluator.column(left), evaluator.column(right)) for left, right in pairs]
        found: dict[str, set[Fraction]] = {name: set() for name in self.axes}
        for left, right in sides:
            if not isinstance(left, NumberColumn) or not isinstance(right, NumberColumn):
                continue
            for place, (name, one) in enumerate(self.axes.items()):
                ends = [
                    (left.fraction(probe), right.fraction(probe))
                    for probe in (2 * place, 2 * place + 1)
                ]
                gaps = [a - b for a, b in ends if a is not None and b is not None]
                if len(gaps) == 2 and gaps[0] != gaps[1]:
                    found[name].add(one.start + one.step * gaps[0] / (gaps[0] - gaps[1]))
        if asks_for_the_period(parts):
            for name in self.axes:
                if self.scoring.rubric.metrics[name].type == "date":
                    found[name].update(map(Fraction, self.scoring.frame.period))
        return {name: tuple(sorted(values)) for name, values in found.items()}

    def units(self, changes: Sequence[Changes]) -> list[int | None]:
        """Return the points (1e-9) after each change; None where it is not admissible or gives no points."""
        found: list[int | None] = []
        size = 1 if self.alone else self.scoring.frame.size
        chunk = max(1, ROWS // size)
        for start in range(0, len(changes), chunk):
            found += self._units(changes[start : start + chunk])
        return found

    def _units(self, changes: Sequence[Changes]) -> list[int | None]:
        admitted = list(range(len(changes)))
        if self._checks:
            evaluator = Worlds(self.scoring, self.row, changes, alone=True).scoring.evaluator
            broken = [_broken(evaluator.truth(check)) for check in self._checks]
            admitted = [place for place in admitted if not any(one[place] for one in broken)]
        found: list[int | None] = [None] * len(changes)
        if not admitted:
            return found
        worlds = Worlds(
            self.scoring, self.row, [changes[place] for place in admitted], alone=self.alone
        )
        units, known = worlds.points(self.criterion)
        limit = None if self.most is None else max(self.most, self.before or 0)
        for place, unit, is_known in zip(admitted, units.tolist(), known.tolist(), strict=True):
            if is_known and (limit is None or unit <= limit):
                found[place] = int(unit)
        return found

    def _gains(self, units: int | None) -> bool:
        return units is not None and self.before is not None and units > self.before

    def singles(self) -> list[Found]:
        """Return, for every metric that can bring more by itself, its smallest change; all codes that do."""
        tried: list[tuple[str, Cell, int]] = []
        for name in self.metrics:
            line = self.axes.get(name)
            if line is None:
                metric = self.scoring.rubric.metrics[name]
                tried += [(name, code, 0) for code in codes(metric, self.own(name))]
            else:
                tried += [
                    (name, line.value(steps), steps)
                    for steps in line.steps(self.edges.get(name, ()))
                ]
        units = self.units([{name: cell} for name, cell, _ in tried])
        found: list[Found] = []
        for name in self.metrics:
            mine = [
                (cell, steps, unit)
                for (metric, cell, steps), unit in zip(tried, units, strict=True)
                if metric == name
            ]
            if name in self.axes:
                found += self._along(self.axes[name], {s: unit for _, s, unit in mine}, {})
            else:
                found += [
                    Found({name: cell}, unit)
                    for cell, _, unit in mine
                    if unit is not None and self._gains(unit)
                ]
        return found

    def _along(
        self, line: Axis, units: Mapping[int, int | None], others: Changes
    ) -> Iterator[Found]:
        """Yield the smallest gain along an axis and the nearest value with the most points, if there is a gain.

        units : points by step, of those tried already. others : changes made besides.
        """
        units = self.with_last_steps(line, units, others)

        def nearest(enough: Callable[[int | None], bool]) -> tuple[int, int]:
            ends = []
            for sign in (1, -1):
                side = sorted((step for step in units if step * sign > 0), key=abs)
                before = 0
                for step in side:
                    if enough(units[step]):
                        ends.append(self.closer(line, before, (step, units[step]), enough, others))
                        break
                    before = step
            return min(
                ((step, unit) for step, unit in ends if unit is not None),
                key=lambda end: (abs(end[0]), -end[1]),
            )

        best = max((unit for unit in units.values() if unit is not None), default=None)
        if best is None or not self._gains(best):
            return
        steps, gained = nearest(self._gains)
        top = nearest(lambda unit: unit is not None and unit >= best)
        name = line.metric_id
        open_end = (line.low is None and top[0] == min(units)) or (
            line.high is None and top[0] == max(units)
        )
        yield Found(
            {**others, name: line.value(steps)},
            gained,
            None if open_end else line.value(top[0]),
            None if open_end else top[1],
            abs(steps),
        )

    def closer(
        self,
        line: Axis,
        near: int,
        far: tuple[int, int | None],
        enough: Callable[[int | None], bool],
        others: Changes,
    ) -> tuple[int, int | None]:
        """Return the first step behind ``near`` that is enough, with its points; ``far`` is known to be enough."""
        step, units = far
        while abs(step - near) > 1:
            sign = 1 if step > near else -1
            stride = max(1, -(-(abs(step - near)) // (BETWEEN + 1)))
            tried = [*range(near + sign * stride, step, sign * stride)]
            found = self._at(line, tried, others)
            for one, unit in zip(tried, found, strict=True):
                if enough(unit):
                    step, units = one, unit
                    break
                near = one
            if stride == 1:
                break
        return step, units

    def _at(self, line: Axis, steps: Sequence[int], others: Changes) -> list[int | None]:
        """Return the points by step along an axis; None where the metric may not have the value."""
        held = [step for step in steps if line.holds(step)]
        found = self.units([{**others, line.metric_id: line.value(step)} for step in held])
        units = dict(zip(held, found, strict=True))
        return [units.get(step) for step in steps]

    def with_last_steps(
        self, line: Axis, units: Mapping[int, int | None], others: Changes
    ) -> dict[int, int | None]:
        """Return the points by step with the last step added, on either side, before there are none."""
        filled = dict(units)
        for sign in (1, -1):
            side = [0, *sorted((step for step in units if step * sign > 0), key=abs)]
            for near, far in pairwise(side):
                if units[far] is None:
                    end, _ = self.closer(line, near, (far, None), lambda unit: unit is None, others)
                    if end != near + sign:
                        (filled[end - sign],) = self._at(line, [end - sign], others)
                    break
        return filled

    def together(self) -> list[Found]:
        """Return the smallest sets of metrics that bring more together where none does by itself."""
        if not self.alone:
            return []
        few: dict[str, tuple[Cell, ...]] = {}
        for name in self.metrics:
            line = self.axes.get(name)
            if line is None:
                few[name] = codes(self.scoring.rubric.metrics[name], self.own(name))
            else:
                few[name] = tuple(map(line.value, line.few(self.edges.get(name, ()))))
        for size in range(2, len(few) + 1):
            tried = list(islice(_combined(few, size), TOGETHER + 1))
            if len(tried) > TOGETHER:
                return []
            found: dict[tuple[str, ...], Found] = {}
            for changes, unit in zip(tried, self.units(tried), strict=True):
                if unit is not None and self._gains(unit):
                    found.setdefault(tuple(changes), Found(changes, unit))
            if found:
                return [self._tightened(one) for one in found.values()]
        return []

    def _tightened(self, found: Found) -> Found:
        """Return the same set of metrics with each ordered one as near as it may be, the others held."""
        for name in found.changes:
            line = self.axes.get(name)
            if line is None:
                continue
            others = {other: cell for other, cell in found.changes.items() if other != name}
            steps = line.steps(self.edges.get(name, ()))
            units = self._at(line, steps, others)
            for nearer in self._along(line, dict(zip(steps, units, strict=True)), others):
                changes = {one: nearer.changes[one] for one in found.changes}
                found = Found(changes, nearer.units, steps=nearer.steps)
        return found

    def span(self, missing: Sequence[str]) -> tuple[int, int] | None:
        """Return the fewest and the most points (1e-9) that the missing figures can still give; None if unclear."""
        values: dict[str, tuple[Cell, ...]] = {}
        for name in missing:
            line = self.axes.get(name)
            if line is None:
                values[name] = codes(self.scoring.rubric.metrics[name], None)
            elif len(missing) > 1:
                values[name] = tuple(map(line.value, [0, *line.few(self.edges.get(name, ()))]))
            else:
                values[name] = tuple(map(line.value, [0, *line.steps(self.edges.get(name, ()))]))
        if not values or prod(map(len, values.values())) > TOGETHER:
            return None
        units = [one for one in self.units(list(_combined(values, len(values)))) if one is not None]
        return (min(units), max(units)) if units else None


def _broken(truth: TruthColumn) -> Sequence[bool]:
    return (truth.known & ~truth.value).tolist()


def _combined(values: Mapping[str, Sequence[Cell]], size: int) -> Iterator[dict[str, Cell]]:
    """Yield every choice of one value for each of ``size`` metrics, the first values first."""
    for chosen in combinations(values, size):
        for cells in product(*(values[name] for name in chosen)):
            yield dict(zip(chosen, cells, strict=True))
