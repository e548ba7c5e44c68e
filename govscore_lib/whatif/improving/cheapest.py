"""The cheapest choice from menus that reaches an aim: branch and bound over whole layers of choices at once.

One block of metrics is decided after another. Of every partial choice it is known what it costs and, from
tables of what the remaining blocks can bring at best, what it will cost at least; choices that no longer can
do better, and those that another beats in everything, are dropped. What is left at the end is put to the test
with the sums and ranks of the engine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from govscore_lib.whatif.improving.aims import Aim
from govscore_lib.whatif.improving.bounding import FAR, Bounding
from govscore_lib.whatif.improving.dominance import Whole, undominated
from govscore_lib.whatif.improving.menus import Menu

LAYER = 2_000
"""So many partial choices are followed at a time; if there are more, the hopeful ones."""
GROWTH = 8
"""The cost allowed grows by an eighth at least from one sweep to the next."""
EFFORT = 150_000
"""So many partial choices are looked at in all before a search is given up."""


@dataclass(frozen=True)
class Found:
    """The outcome of a search.

    chosen : (number of the menu, number of the option); None where nothing reaches the aim. cost : of it.
    bound : no choice from these menus that reaches the aim costs less.
    """

    chosen: tuple[tuple[int, int], ...] | None
    cost: int
    bound: int


@dataclass(frozen=True)
class _Layer:
    """Partial choices. own : points added to the region, (choices, criteria); rivals : to others, by column."""

    cost: Whole
    count: Whole
    own: Whole
    rivals: Whole
    picks: Whole

    def at(self, places: Whole) -> _Layer:
        return _Layer(
            self.cost[places],
            self.count[places],
            self.own[places],
            self.rivals[places],
            self.picks[places],
        )


class Cheapest:
    """A search among menus."""

    def __init__(
        self, aim: Aim, menus: Sequence[Menu], budget: int, at_most: int | None = None
    ) -> None:
        """Prepare; budget : what a choice may cost. at_most : how many figures may change."""
        self.aim = aim
        self.recount = aim.recount
        self.budget = budget
        self.at_most = at_most
        self.effort = 0
        self.bounding = Bounding(aim, menus, budget)
        self.order = self.bounding.order
        self.menus = [menus[number] for number in self.order]

    def search(self) -> Found:
        """Return the cheapest choice. Of the same cost, the one that changes fewest figures and brings most."""
        if self.aim.is_reached(self.recount.base):
            return Found((), 0, 0)
        allowed = max(1, self.bounding.least_cost)
        if allowed >= FAR:
            return Found(None, 0, self.budget + 1)
        while allowed <= self.budget:
            if self.effort > EFFORT:
                return Found(None, 0, allowed)
            found, further, dropped = self._sweep(allowed)
            if found is not None:
                chosen, cost = found
                return Found(chosen, cost, min(cost, dropped))
            if dropped <= allowed:
                return Found(None, 0, dropped)
            if further > self.budget:
                break
            allowed = min(self.budget, max(further, allowed + allowed // GROWTH))
        return Found(None, 0, self.budget + 1)

    def _sweep(
        self, allowed: int
    ) -> tuple[tuple[tuple[tuple[int, int], ...], int] | None, int, int]:
        """Return the cheapest choice up to a cost, what the next dearer one costs at least, and what was dropped."""
        size = len(self.recount.rubric.criteria_list)
        layer = _Layer(
            np.zeros(1, np.int64),
            np.zeros(1, np.int64),
            np.zeros((1, size), np.int64),
            np.zeros((1, len(self.bounding.columns)), np.int64),
            np.full((1, len(self.menus)), -1, np.int64),
        )
        further = dropped = FAR
        for depth, menu in enumerate(self.menus):
            layer, dearer = self._expanded(layer, depth, menu, allowed)
            further = min(further, dearer)
            self.effort += len(layer.cost)
            least = self.bounding.least(depth + 1, layer.cost, layer.own, layer.rivals)
            beyond = least[least > allowed]
            further = min(further, int(beyond.min(initial=FAR)))
            layer = layer.at(np.flatnonzero(least <= allowed))
            layer = layer.at(self._worth_keeping(layer, depth))
            if len(layer.cost) > LAYER:
                hopes = self.bounding.least(depth + 1, layer.cost, layer.own, layer.rivals)
                ordered = np.argsort(hopes, kind="stable")
                dropped = min(dropped, int(hopes[ordered[LAYER:]].min()))
                layer = layer.at(np.sort(ordered[:LAYER]))
        return self._first_that_reaches(layer), further, dropped

    def _expanded(self, layer: _Layer, depth: int, menu: Menu, allowed: int) -> tuple[_Layer, int]:
        """Return the choices with and without an option of one menu, and the least that a dearer one costs."""
        own, rivals = self.bounding.parts[depth]
        costs = layer.cost[:, None] + menu.cost[None, :]
        fits = np.ones(costs.shape, dtype=bool)
        if self.at_most is not None:
            fits = layer.count[:, None] + menu.count[None, :] <= self.at_most
        dearer = int(costs[fits & (costs > allowed)].min(initial=FAR))
        which, option = np.nonzero(fits & (costs <= allowed))
        picks = layer.picks[which]
        picks[:, depth] = option
        expanded = _Layer(
            np.concatenate([layer.cost, layer.cost[which] + menu.cost[option]]),
            np.concatenate([layer.count, layer.count[which] + menu.count[option]]),
            np.concatenate([layer.own, layer.own[which] + own[option]]),
            np.concatenate([layer.rivals, layer.rivals[which] + rivals[option]]),
            np.concatenate([layer.picks, picks]),
        )
        return expanded, dearer

    def _worth_keeping(self, layer: _Layer, depth: int) -> Whole:
        """Return the partial choices that no other one beats in everything that still matters."""
        if not self.aim.is_monotone:
            every = np.column_stack([layer.cost, layer.count, layer.own, layer.rivals])
            return np.sort(np.unique(every, axis=0, return_index=True)[1])
        merits = self.bounding.merits(depth + 1, layer.own, layer.rivals)
        prices = layer.cost[:, None]
        if self.at_most is not None:
            prices = np.stack([layer.cost, layer.count], axis=1)
        first = np.argsort(
            layer.count, kind="stable"
        )  # of equal choices the one with fewer figures stays
        return first[undominated(prices[first], merits[first])]

    def _first_that_reaches(self, layer: _Layer) -> tuple[tuple[tuple[int, int], ...], int] | None:
        gain = self.bounding.gain(layer.own)
        for place in np.lexsort((-gain, layer.count, layer.cost)):
            if self.aim.is_reached(self.values(layer.picks[place])):
                picks = layer.picks[place]
                chosen = tuple(
                    (int(self.order[depth]), int(option))
                    for depth, option in enumerate(picks)
                    if option >= 0
                )
                return chosen, int(layer.cost[place])
        return None

    def values(self, picks: Whole) -> Whole:
        """Return the points of everybody under a choice, shape (regions, criteria)."""
        values = self.recount.base.copy()
        for menu, option in zip(self.menus, picks, strict=True):
            if option >= 0:
                rows, criteria = np.array(menu.columns).T
                values[rows, criteria] += menu.delta[option]
        return values
