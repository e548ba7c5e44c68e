"""The course of a search for the cheapest plan: a first plan by greed, then nothing cheaper left unseen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from govscore_lib.engine.explaining.worlds import Changes
from govscore_lib.points import round_half_up
from govscore_lib.whatif.improving.aims import Aim
from govscore_lib.whatif.improving.bounding import FAR, Bounding
from govscore_lib.whatif.improving.cheapest import Cheapest
from govscore_lib.whatif.improving.dominance import Whole
from govscore_lib.whatif.improving.menus import Block, Menu

SMALL = 64
"""The first budget that is tried, in whole units of cost."""
WIDER = 4
"""By so much the next one is larger."""
WITHOUT_END = 10**15
"""Stands for points without an upper bound, 1e-9 points: a million."""


@dataclass(frozen=True)
class Part:
    """What one block contributes to a plan: its changes, their cost, and points by column."""

    changes: Changes
    cost: int
    columns: tuple[tuple[int, int], ...]
    delta: Whole


@dataclass(frozen=True)
class _Options:
    """One row an option: its menu, cost, points for the region by criterion, and what one rival loses at most.

    start : where the options of each menu begin.
    """

    number: Whole
    start: Whole
    cost: Whole
    own: Whole
    falls: Whole


@dataclass(frozen=True)
class Plan:
    """The cheapest changes found.

    parts : None where no changes reach the aim. cost : in whole units. bound : nothing that costs less than
    this reaches the aim; where it is the cost, the plan is the cheapest there is. None: nothing at all does.
    furthest : points of everybody, shape (regions, criteria), with all that was found to help.
    """

    parts: tuple[Part, ...] | None
    cost: int
    bound: int | None
    furthest: Whole


def find_plan(aim: Aim, blocks: Sequence[Block], at_most: int | None = None) -> Plan:
    """Return the cheapest plan that reaches an aim by changing the metrics of some blocks."""
    return _Course(aim, blocks, at_most).plan()


class _Course:
    def __init__(self, aim: Aim, blocks: Sequence[Block], at_most: int | None) -> None:
        self.aim = aim
        self.recount = aim.recount
        self.blocks = blocks
        self.at_most = at_most
        self.menus = [self._menu(block, 0) for block in blocks]
        self._asked = [0] * len(blocks)

    def plan(self) -> Plan:
        if self.aim.is_reached(self.recount.base):
            return Plan((), 0, 0, self.recount.base)
        everything = 1 + sum(block.dearest for block in self.blocks)
        first = self._greedy()
        found, least = self._rough(first, everything if first is None else _cost(first))
        parts = found or first
        if parts is None:
            return Plan(None, 0, None if least > everything else least, self._furthest())
        bound = FAR
        if (same := self._best(_cost(parts))[0]) is not None:
            parts = same
        while (cost := _cost(parts)) > 1 and bound >= cost:
            better, certain = self._best(cost - 1)
            if better is not None:
                parts = better
            elif certain < cost:
                bound = certain
            elif not self._enlarge(cost - 1):
                break
        cost = _cost(parts)
        bound = max(least, min(bound, cost, self._unseen(cost)))
        return Plan(parts, cost, bound, self._furthest())

    def _rough(
        self, first: tuple[Part, ...] | None, most: int
    ) -> tuple[tuple[Part, ...] | None, int]:
        """Return a plan from the first budget that is enough, and what any plan costs at least.

        Small budgets come first: their costs are told apart finely, and what they cannot do is seen at once.
        most : what the first plan costs, or what anything can cost.
        """
        budgets = [SMALL]
        while budgets[-1] < most:
            budgets.append(WIDER * budgets[-1])
        budgets = budgets[:-1] if first is not None else [*budgets[:-1], most]
        least, is_certain = 1, True
        for budget in budgets:
            better, certain = self._best(budget)
            unseen = budget if better is not None else self._unseen(budget)
            if better is None and unseen < budget and self._enlarge(budget):
                better, certain = self._best(budget)
                unseen = self._unseen(budget)
            if better is not None:
                return better, least
            reached = min(certain, unseen if unseen < budget else budget + 1)
            if is_certain:
                least = max(least, reached)
            is_certain = is_certain and reached > budget
        return None, least

    def _best(self, budget: int) -> tuple[tuple[Part, ...] | None, int]:
        """Return the cheapest plan up to a cost from the menus as they are, and what any such plan costs at least."""
        found = Cheapest(self.aim, self.menus, budget, self.at_most).search()
        return (None if found.chosen is None else self._parts(dict(found.chosen))), found.bound

    def _parts(self, chosen: dict[int, int]) -> tuple[Part, ...]:
        menus = [(self.menus[number], option) for number, option in chosen.items()]
        return tuple(
            Part(menu.changes[option], int(menu.cost[option]), menu.columns, menu.delta[option])
            for menu, option in menus
        )

    def _menu(self, block: Block, budget: int) -> Menu:
        return block.menu(budget, counted=self.at_most is not None, whole=not self.aim.is_monotone)

    def _enlarge(self, budget: int) -> bool:
        """Look at dearer combinations where that can matter; return whether any menu changed."""
        changed = False
        for number, (block, menu) in enumerate(zip(self.blocks, self.menus, strict=True)):
            reach = menu.complete_to
            if reach is None or reach >= budget or reach < self._asked[number]:
                continue  # all is known, or there were too many before
            larger = self._menu(block, budget)
            self._asked[number] = budget
            if larger.complete_to is None or larger.complete_to > reach:
                self.menus[number] = larger
                changed = True
        return changed

    def _unseen(self, budget: int) -> int:
        """Return what a plan costs at least that uses more than the menus hold; the budget where they hold all.

        What they do not hold is taken for as good as the rules allow.
        """
        menus = [
            menu
            if menu.complete_to is None or menu.complete_to >= budget - 1
            else _with_the_best(self.aim, block, menu)
            for block, menu in zip(self.blocks, self.menus, strict=True)
        ]
        if all(new is old for new, old in zip(menus, self.menus, strict=True)):
            return budget
        return Bounding(self.aim, menus, budget).least_cost

    def _greedy(self) -> tuple[Part, ...] | None:
        """Return a plan put together step by step, cheapest points first; None if that fails."""
        values = self.recount.base.copy()
        chosen: dict[int, int] = {}
        while not self.aim.is_reached(values):
            step = self._next_step(values, chosen)
            if step is None:
                return None
            number, option = step
            _put(values, self.menus[number], chosen.get(number), -1)
            _put(values, self.menus[number], option, 1)
            chosen[number] = option
            if self.at_most is not None and self._count(chosen) > self.at_most:
                return None
        for number in sorted(chosen, key=lambda one: -int(self.menus[one].cost[chosen[one]])):
            less = values.copy()
            _put(less, self.menus[number], chosen[number], -1)
            if self.aim.is_reached(less):
                values = less
                del chosen[number]
        return self._parts(chosen)

    def _count(self, chosen: dict[int, int]) -> int:
        return sum(int(self.menus[number].count[option]) for number, option in chosen.items())

    @cached_property
    def _options(self) -> _Options:
        """All options of all menus in one table."""
        row, size = self.aim.row, len(self.recount.rubric.criteria_list)
        own = [np.zeros((menu.size, size), dtype=np.int64) for menu in self.menus]
        falls = []
        for table, menu in zip(own, self.menus, strict=True):
            is_own = np.array([other == row for other, _ in menu.columns], dtype=bool)
            criteria = [criterion for other, criterion in menu.columns if other == row]
            table[:, criteria] = menu.delta[:, is_own]
            falls.append(np.maximum(-menu.delta[:, ~is_own], 0).max(axis=1, initial=0))
        numbers = [np.full(menu.size, number) for number, menu in enumerate(self.menus)]
        starts = np.cumsum([0, *(menu.size for menu in self.menus)])
        costs = [menu.cost for menu in self.menus]
        return _Options(
            np.concatenate(numbers),
            starts,
            np.concatenate(costs),
            np.concatenate(own),
            np.concatenate(falls),
        )

    def _next_step(self, values: Whole, chosen: dict[int, int]) -> tuple[int, int] | None:
        """Return the option that closes most of the gap for its cost, on top of what is chosen."""
        if not any(menu.size for menu in self.menus):
            return None
        every = self._options
        own, falls, cost = every.own.copy(), every.falls.copy(), every.cost.copy()
        for number, option in chosen.items():
            same, had = every.number == number, every.start[number] + option
            own[same] -= every.own[had]
            falls[same] -= every.falls[had]
            cost[same] -= every.cost[had]
        row, need = self.aim.row, self._need(values)
        now = int(self._total(values[[row]])[0])
        gain = np.minimum(self._total(values[row] + own) - now + falls, need)
        rate = np.where((gain > 0) & (cost > 0), gain / np.maximum(cost, 1), -1.0)
        best = int(rate.argmax())
        number = int(every.number[best])
        return (number, best - int(every.start[number])) if rate[best] > 0 else None

    def _total(self, own: Whole) -> Whole:
        row = self.aim.row
        held = self.recount.held(own, row)
        return np.asarray(self.recount.total(held, row)).astype(np.int64)

    def _need(self, values: Whole) -> int:
        """Return how much is still lacking to the next rival that has to be passed, 1e-9 points."""
        total = np.asarray(self.recount.scores(values)[1]).astype(np.int64)
        if self.aim.kind == "points":
            return int(self.aim.before[self.aim.row] + self.aim.units - total[self.aim.row])
        gaps = np.sort(total[self.aim.rivals] - total[self.aim.row])
        needed = self.aim.must_pass(False)
        gap = int(gaps[needed - 1]) if 0 < needed <= len(gaps) else 0
        return max(gap, 0) + self.aim.short_of + 1

    def _furthest(self) -> Whole:
        """Return the points of everybody with the option of every menu that brings the region most."""
        values = self.recount.base.copy()
        for menu in self.menus:
            if menu.size:
                sign = np.array([1 if row == self.aim.row else -1 for row, _ in menu.columns])
                _put(values, menu, int((menu.delta * sign).sum(axis=1).argmax()), 1)
        return values


def _cost(parts: Sequence[Part]) -> int:
    return sum(part.cost for part in parts)


def _put(values: Whole, menu: Menu, option: int | None, sign: int) -> None:
    """Add what an option brings to the points of everybody, or take it away, in place."""
    if option is not None:
        rows, criteria = np.array(menu.columns).T
        values[rows, criteria] += sign * menu.delta[option]


def _with_the_best(aim: Aim, block: Block, menu: Menu) -> Menu:
    """Return a menu with one more option: all that its criteria could ever give, for the first cost not seen."""
    recount = aim.recount
    rows = range(recount.size) if block.is_relative else (aim.row,)
    columns = list(menu.columns)
    columns += [
        place
        for row in rows
        for criterion in block.criteria
        if (place := (row, criterion)) not in menu.columns
    ]
    best = []
    for row, number in columns:
        criterion, now = recount.rubric.criteria_list[number], int(recount.base[row, number])
        end = criterion.most if row == aim.row else criterion.least
        far = WITHOUT_END if row == aim.row else -WITHOUT_END
        best.append(far if end is None else round_half_up(end) - now)
    padded = np.zeros((menu.size + 1, len(columns)), dtype=np.int64)
    padded[: menu.size, : len(menu.columns)] = menu.delta
    padded[menu.size] = best
    assert menu.complete_to is not None  # only then there is something beyond
    return replace(
        menu,
        changes=(*menu.changes, {}),
        cost=np.append(menu.cost, menu.complete_to + 1),
        count=np.append(menu.count, 1),
        columns=tuple(columns),
        delta=padded,
    )
