"""What a region could change, and what each change does to the points of everybody: menus to choose from.

Metrics that meet in a criterion or in a condition form one block; blocks do not touch each other, so the
points that choices of several blocks bring simply add up, criterion by criterion.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from govscore_lib.algebra.columns import Truths, to_units
from govscore_lib.algebra.direction import common_direction
from govscore_lib.algebra.expr import Expr, is_league_relative, names
from govscore_lib.engine.explaining.worlds import Changes, Worlds
from govscore_lib.engine.scoring import Scoring
from govscore_lib.points import round_half_up
from govscore_lib.whatif.improving.dominance import Whole, undominated
from govscore_lib.whatif.improving.figures import Figure, Move

ROWS = 100_000
"""Rows of a frame of copies; more copies are made in several frames."""
TOGETHER = 4_000
"""So many combinations of the metrics of one block are tried at most."""
FARTHEST = 1_000_000
"""Combinations that cost more whole units than this are never counted out."""

Choice = tuple[Changes, int]
"""Metric → new figure, and what that costs."""


@dataclass(frozen=True)
class Menu:
    """Changes of the metrics of one block that are worth choosing; "none" goes without saying.

    changes : metric → new figure, one entry an option. cost : whole units. count : how many figures change.
    columns : (row of the frame, number of the criterion) of every figure that some option moves.
    delta : shape (options, columns), what each adds, 1e-9 points. complete_to : every change that costs up to
    this is known, and so is taken up here or beaten by one that is; None where that is all there are.
    """

    changes: tuple[Changes, ...]
    cost: Whole
    count: Whole
    columns: tuple[tuple[int, int], ...]
    delta: Whole
    complete_to: int | None = None

    @property
    def size(self) -> int:
        """How many options there are."""
        return len(self.changes)


@dataclass(frozen=True)
class Block:
    """Metrics that depend on each other, and the criteria that they decide.

    criteria : numbers in the order of the rubric. kept : conditions between figures that have to go on
    holding. facts : conditions that must stay as they are: what decides about the region as a whole, whether a
    clause applies, what empties a category.
    """

    scoring: Scoring
    row: int
    figures: tuple[Figure, ...]
    criteria: tuple[int, ...]
    kept: tuple[Expr, ...]
    facts: tuple[Expr, ...]

    @cached_property
    def is_relative(self) -> bool:
        """Whether the points of other regions depend on these metrics too."""
        parts = [self.scoring.rubric.criteria_list[i].lowered.points for i in self.criteria]
        return any(is_league_relative(part) for part in (*parts, *self.kept, *self.facts))

    @cached_property
    def dearest(self) -> int:
        """What it costs to take every figure as far as it is looked at."""
        moves = (figure.moves(0) for figure in self.figures)
        return sum(max((move.cost for move in own), default=0) for own in moves)

    def menu(self, budget: int, *, counted: bool = False, whole: bool = False) -> Menu:
        """Return what is worth choosing; combinations of several metrics as far as the budget goes.

        counted : keep also what costs more and changes fewer figures. whole : keep all that changes any
        points, for aims to which it can help that others have more.
        """
        moves = [figure.moves(budget) for figure in self.figures]
        tried: list[Choice] = [
            ({figure.metric.id: move.cell}, move.cost)
            for figure, own in zip(self.figures, moves, strict=True)
            for move in own
        ]
        reaches = [figure.complete_to(budget) for figure in self.figures]
        complete_to = min((one for one in reaches if one is not None), default=None)
        if len(moves) > 1:
            limit = budget if complete_to is None else min(budget, complete_to)
            every, reach = self._together(moves, limit)
            tried += every
            if reach is not None:
                complete_to = reach if complete_to is None else min(complete_to, reach)
        menu = self._measured(tried, counted, whole)
        if len(moves) > 1 and complete_to is not None and (chain := self._chain(menu)):
            known = zip(menu.changes, menu.cost.tolist(), strict=True)
            menu = self._measured([*known, *chain], counted, whole)
        return replace(menu, complete_to=complete_to)

    def _together(
        self, moves: Sequence[Sequence[Move]], budget: int
    ) -> tuple[list[Choice], int | None]:
        """Return all combinations up to a cost, and that cost; None where these are all there are."""
        whole = sum(max((move.cost for move in own), default=0) for own in moves)
        reach = _affordable([[move.cost for move in own] for own in moves], min(budget, whole))
        names_ = [figure.metric.id for figure in self.figures]
        every = _combined(names_, moves, reach)
        return every, None if reach >= whole else reach

    def _chain(self, menu: Menu) -> list[Choice]:
        """Return the best single changes joined one after another, cheapest points first: what the list of
        combinations does not reach.
        """
        mine = [place for place, (row, _) in enumerate(menu.columns) if row == self.row]
        gain = menu.delta[:, mine].sum(axis=1)
        joined: list[Choice] = []
        for furthest in (False, True):
            best: dict[str, tuple[float, int, int]] = {}
            for i in np.flatnonzero((menu.count == 1) & (gain > 0)).tolist():
                (name,) = menu.changes[i]
                rate = int(gain[i]) / (1 if furthest else int(menu.cost[i]))
                if name not in best or rate > best[name][0]:
                    best[name] = (rate, int(menu.cost[i]), i)
            order = sorted(best, key=lambda name: (-int(gain[best[name][2]]) / best[name][1], name))
            for size in range(2, len(order) + 1):
                chosen = [best[name] for name in order[:size]]
                together = {
                    name: cell for *_, i in chosen for name, cell in menu.changes[i].items()
                }
                joined.append((together, sum(cost for _, cost, _ in chosen)))
        return joined

    def _measured(self, chosen: Sequence[Choice], counted: bool, whole: bool) -> Menu:
        """Return the options that are possible and worth having."""
        changes = [changed for changed, _ in chosen]
        rows = range(self.scoring.frame.size) if self.is_relative else (self.row,)
        places = [(row, criterion) for row in rows for criterion in self.criteria]
        size = max(1, ROWS // len(rows))
        parts = [
            self._points(changes[start : start + size], list(rows))
            for start in range(0, len(changes), size)
        ]
        if not parts:
            parts = [(np.zeros(0, dtype=bool), np.zeros((0, len(places)), dtype=np.int64))]
        admitted = np.concatenate([one for one, _ in parts])
        delta = np.concatenate([one for _, one in parts])
        sign = np.array([1 if row == self.row else -1 for row, _ in places])
        useful = admitted & ((delta != 0) if whole else (delta * sign > 0)).any(axis=1)
        moving = delta[useful].any(axis=0) if useful.any() else np.zeros(len(places), dtype=bool)
        kept = np.flatnonzero(useful)
        cost = np.array([chosen[i][1] for i in kept.tolist()], dtype=np.int64)
        count = np.array([len(changes[i]) for i in kept], dtype=np.int64)
        delta = delta[kept][:, moving]
        prices = np.stack([cost, count], axis=1) if counted else cost[:, None]
        merits = delta * sign[moving]
        best = np.arange(len(kept)) if whole or not len(kept) else undominated(prices, merits)
        columns = tuple(place for place, moves in zip(places, moving, strict=True) if moves)
        found = tuple(changes[kept[i]] for i in best)
        return Menu(found, cost[best], count[best], columns, delta[best])

    def _points(self, changes: Sequence[Changes], rows: list[int]) -> tuple[Truths, Whole]:
        """Return which changes are possible, and what each adds to the points."""
        worlds = Worlds(self.scoring, self.row, changes, alone=not self.is_relative)
        possible = np.ones(len(changes), dtype=bool)
        parts = []
        for number in self.criteria:
            criterion = self.scoring.rubric.criteria_list[number]
            column = worlds.scoring.criterion_points(criterion)
            known = column.known.reshape(len(changes), len(rows))
            before = self.scoring.points
            possible &= (known == before.scored[rows, number]).all(axis=1)
            units = np.where(known, to_units(column).reshape(known.shape), 0).astype(np.int64)
            if criterion.most is not None:
                own = int(before.known[self.row, number])
                mine = units[:, rows.index(self.row)]
                possible &= mine <= max(round_half_up(criterion.most), own)
            parts.append(units - before.known[rows, number].astype(np.int64))
        evaluator = worlds.scoring.evaluator
        for condition in self.kept:
            truth = evaluator.truth(condition)
            possible &= ~(truth.known & ~truth.value)[worlds.at]
        for fact in self.facts:
            truth, was = evaluator.truth(fact), self.scoring.evaluator.truth(fact)
            at = worlds.at
            possible &= truth.known[at] == was.known[self.row]
            possible &= ~truth.known[at] | (truth.value[at] == was.value[self.row])
        return possible, np.stack(parts, axis=2).reshape(len(changes), -1)


def helpful_figures(
    scoring: Scoring, row: int, figures: Mapping[str, Figure], conditions: Sequence[Expr]
) -> dict[str, Figure]:
    """Return the figures with the values left out that can only cost points, as far as the rules show it.

    Such a value in a plan could go back to what it is: the plan would cost less and bring as much. A figure
    that a condition looks at keeps all its values, and so do those of criteria with a figure missing.
    """
    held = {name for condition in conditions for name in names(condition)}
    found = {}
    for name, figure in figures.items():
        mine = [one for one in scoring.rubric.criteria_list if name in one.metrics]
        known = all(
            scoring.frame.columns[other].known[row] for one in mine for other in one.metrics
        )
        way = common_direction((one.lowered.points for one in mine), name)
        if name in held or not known or way is None:
            found[name] = figure
        elif (turned := figure.towards(way)) is not None:
            found[name] = turned
    return found


def _affordable(costs: Sequence[Sequence[int]], budget: int) -> int:
    """Return the largest cost, within the budget, up to which there are not too many combinations."""
    budget = min(budget, FARTHEST)
    ways = np.zeros(budget + 1)
    ways[0] = 1
    for own in costs:
        more = ways.copy()
        for cost in own:
            if cost <= budget:
                more[cost:] += ways[: budget + 1 - cost]
        ways = more
    return int(np.flatnonzero(np.cumsum(ways) <= TOGETHER)[-1]) if ways[0] <= TOGETHER else 0


def _combined(metrics: Sequence[str], moves: Sequence[Sequence[Move]], budget: int) -> list[Choice]:
    """Return every choice of moves of two metrics or more that costs no more than the budget."""
    found: list[Choice] = [({}, 0)]
    for name, own in zip(metrics, moves, strict=True):
        costs = [move.cost for move in own]
        found += [
            ({**changes, name: move.cell}, cost + move.cost)
            for changes, cost in found
            for move in own[: bisect_right(costs, budget - cost)]
        ]
    return [(changes, cost) for changes, cost in found if len(changes) > 1]


def blocks_of(
    scoring: Scoring,
    row: int,
    figures: Mapping[str, Figure],
    kept: Sequence[Expr],
    facts: Sequence[Expr],
    *,
    whole: bool = False,
) -> list[Block]:
    """Return the blocks that the metrics fall into, in the order of the rubric.

    kept, facts : conditions, see ``Block``; those that touch none of the metrics are left out. whole : look at
    every value, as ``Block.menu`` does; otherwise those that can only cost points are left out.
    """
    if not whole:
        figures = helpful_figures(scoring, row, figures, (*kept, *facts))
    criteria = scoring.rubric.criteria_list
    groups: dict[str, str] = {name: name for name in figures}

    def root(name: str) -> str:
        while groups[name] != name:
            name = groups[name]
        return name

    ties = [criterion.metrics for criterion in criteria]
    ties += [names(condition) for condition in (*kept, *facts)]
    for together in ties:
        known = [name for name in together if name in figures]
        for name in known[1:]:
            groups[root(name)] = root(known[0])
    members: dict[str, list[str]] = {}
    for name in figures:
        members.setdefault(root(name), []).append(name)
    return [
        Block(
            scoring,
            row,
            tuple(figures[name] for name in mine),
            tuple(i for i, one in enumerate(criteria) if set(mine) & set(one.metrics)),
            tuple(one for one in kept if set(mine) & set(names(one))),
            tuple(one for one in facts if set(mine) & set(names(one))),
        )
        for mine in members.values()
    ]
