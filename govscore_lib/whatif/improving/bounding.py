"""What reaching an aim costs at least: what the blocks that are still open can bring, taken for the best.

A region passes a rival by what it gains and by what the rival loses. Added up block by block and without
looking at caps twice, that is never less than what the engine will find; so the cost at which it is enough is
never more than the true one.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from govscore_lib.whatif.improving.aims import Aim
from govscore_lib.whatif.improving.dominance import Whole
from govscore_lib.whatif.improving.menus import Menu

FAR = 2**62
"""A cost that nothing has."""
BINS = 128
"""Costs are told apart in so many bins; a table never takes a cost for more than it is."""
ROUNDING = 4
"""Units of 1e-9 that scaling a base may add by rounding."""


class Bounding:
    """Tables over the menus, the menus put in the order in which they are decided.

    order : numbers of the menus. columns : (row, criterion) of the others' points that can move. parts : by
    depth, what each option adds to the region's own points and to those columns.
    """

    def __init__(self, aim: Aim, menus: Sequence[Menu], budget: int) -> None:
        self.aim = aim
        self.recount = aim.recount
        self.row = aim.row
        self.budget = budget
        self.step = max(1, -(-budget // BINS))
        self.bins = budget // self.step + 1
        rubric = self.recount.rubric
        ids = [one.id for one in rubric.categories]
        self.category = np.array([ids.index(one.category) for one in rubric.criteria_list])
        self.stretch = self.recount.stretch(self.row)
        self._menus = menus
        self.order = sorted(range(len(menus)), key=self._sort_key)
        self.columns = sorted(
            {column for menu in menus for column in menu.columns if column[0] != self.row}
        )
        self.parts = [self._split(menus[number]) for number in self.order]
        self.held = self.recount.held(self.recount.base[[self.row]], self.row)
        self.now = int(self.recount.total(self.held, self.row)[0])
        self.gaps = self._gaps()
        self._falls = [self._falls_of(rivals) for _, rivals in self.parts]
        self._class = self._classes()
        self.tables = self._tables()

    def _home(self, number: int) -> int:
        """Return the one category that a menu moves for the region alone; −1 where it moves more than that."""
        columns = self._menus[number].columns
        found = {int(self.category[criterion]) for _, criterion in columns}
        alone = all(row == self.row for row, _ in columns)
        return found.pop() if alone and len(found) == 1 else -1

    def _sort_key(self, number: int) -> tuple[bool, bool, int, int]:
        columns = self._menus[number].columns
        moves_others = any(row != self.row for row, _ in columns)
        return moves_others, self._home(number) < 0, self._home(number), number

    def _split(self, menu: Menu) -> tuple[Whole, Whole]:
        own = np.zeros((menu.size, len(self.category)), dtype=np.int64)
        rivals = np.zeros((menu.size, len(self.columns)), dtype=np.int64)
        place = {column: i for i, column in enumerate(self.columns)}
        for i, (row, criterion) in enumerate(menu.columns):
            if row == self.row:
                own[:, criterion] += menu.delta[:, i]
            else:
                rivals[:, place[row, criterion]] += menu.delta[:, i]
        return own, rivals

    def _gaps(self) -> Whole:
        """Return what has to be gained on each rival; for points, on the region's own total."""
        if self.aim.kind == "points":
            return np.array([self.aim.units], dtype=np.int64)
        before = self.aim.before
        return np.asarray(before[self.aim.rivals] - before[self.row] - self.aim.short_of)

    @property
    def needed(self) -> int:
        """How many of the gaps have to be closed."""
        if self.aim.kind == "points":
            return 1
        return self.aim.must_pass(bool(self.columns))

    def _falls_of(self, rivals: Whole) -> Whole:
        """Return what each rival loses at most, shape (options, rivals)."""
        if self.aim.kind == "points":
            return np.zeros((len(rivals), 1), dtype=np.int64)
        falls: Whole = np.maximum(-rivals, 0) @ self._whose
        for place in np.flatnonzero(self.recount.is_scaled[self.aim.rivals]).tolist():
            falls[:, place] = self._stretched(falls[:, place], int(self.aim.rivals[place]))
        return falls

    @cached_property
    def _whose(self) -> Whole:
        """Which rival each of the others' columns belongs to, shape (columns, rivals)."""
        rows = np.array([row for row, _ in self.columns], dtype=np.int64)
        return (rows[:, None] == self.aim.rivals[None, :]).astype(np.int64)

    def _stretched(self, units: Whole, row: int) -> Whole:
        if not self.recount.is_scaled[row]:
            return units
        factor = self.stretch if row == self.row else self.recount.stretch(row)
        wide = (units.astype(object) * factor.numerator) // factor.denominator + ROUNDING
        return np.where(units > 0, wide.astype(np.int64), 0)

    def _classes(self) -> Whole:
        """Return, for each rival, the table that holds for it: rivals with the same losses share one."""
        every = np.concatenate([np.zeros((1, len(self.gaps)), np.int64), *self._falls])
        _, found = np.unique(every.T, axis=0, return_inverse=True)
        return np.asarray(found.reshape(-1))

    def _gains_of(self, own: Whole) -> Whole:
        """Return the most that options add to the region's total, each category held to its room."""
        gains = np.zeros(len(own), dtype=np.int64)
        for place in sorted(set(self.category[own.any(axis=0)].tolist())):
            category = self.recount.rubric.categories[place]
            mine = own[:, self.category == place]
            split = category.max_gain is not None or category.max_loss is not None
            added = np.maximum(mine, 0).sum(axis=1) if split else np.maximum(mine.sum(axis=1), 0)
            room = self.recount.room(self.row, place)
            gains += added if room is None else np.minimum(added, room)
        return self._stretched(gains, self.row)

    def _tables(self) -> list[Whole]:
        """Return, by depth, the most that the blocks from there on can bring: shape (classes, bins of cost)."""
        classes = int(self._class.max(initial=-1)) + 1
        first = [int(np.flatnonzero(self._class == one)[0]) for one in range(classes)]
        table = np.zeros((classes, self.bins), dtype=np.int64)
        found = [table]
        behind, shelf, home = table, np.zeros((1, self.bins), np.int64), -1
        for depth in range(len(self.order) - 1, -1, -1):
            number = self.order[depth]
            cost = self._menus[number].cost // self.step
            gains = self._gains_of(self.parts[depth][0])
            here = self._home(number)
            if here < 0:
                table = _joined(
                    table, self._best(cost, gains[:, None] + self._falls[depth][:, first])
                )
            else:
                if here != home:
                    behind, shelf = table, np.zeros((1, self.bins), np.int64)
                shelf = _joined(shelf, self._best(cost, gains[:, None]))
                room = self.recount.room(self.row, here)
                if room is not None:
                    most = self._stretched(np.array([room]), self.row)
                    shelf = np.minimum(shelf, most)
                table = _joined(behind, np.repeat(shelf, classes, axis=0))
            home = here
            found.append(table)
        return found[::-1]

    def _best(self, cost: Whole, worth: Whole) -> Whole:
        """Return the most that one option brings, by cost: shape (classes, bins)."""
        best = np.zeros((worth.shape[1], self.bins), dtype=np.int64)
        inside = cost < self.bins
        for i in range(worth.shape[1]):
            np.maximum.at(best[i], cost[inside], worth[inside, i])
        return np.maximum.accumulate(best, axis=1)

    @property
    def least_cost(self) -> int:
        """What the aim costs at least."""
        none = np.zeros((1, len(self.category)), np.int64)
        rivals = np.zeros((1, len(self.columns)), np.int64)
        return int(self.least(0, np.zeros(1, np.int64), none, rivals)[0])

    def gain(self, own: Whole) -> Whole:
        """Return what choices add to the region's total, exactly."""
        held = self.recount.held(self.recount.base[self.row] + own, self.row)
        return np.asarray(self.recount.total(held, self.row)).astype(np.int64) - self.now

    def least(self, depth: int, cost: Whole, own: Whole, rivals: Whole) -> Whole:
        """Return what partial choices will cost at least; ``FAR`` where they cannot reach the aim at all."""
        needed = self.needed
        if needed <= 0 or not len(cost):
            return cost.copy()
        needs = self.gaps[None, :] - self.gain(own)[:, None] - self._falls_of(rivals)
        extra = np.zeros(needs.shape, dtype=np.int64)
        for place in range(needs.shape[1]):
            table = self.tables[depth][self._class[place]]
            at = np.searchsorted(table, needs[:, place])
            extra[:, place] = np.where(at < self.bins, at * self.step, FAR)
        extra[needs <= 0] = 0
        ranked = np.partition(extra, needed - 1, axis=1)[:, needed - 1]
        return np.where(ranked >= FAR, FAR, cost + ranked)

    def merits(self, depth: int, own: Whole, rivals: Whole) -> Whole:
        """Return what still matters of partial choices, more being better: shape (choices, merits).

        Points of categories that are settled, or never held by a cap, count as one sum; those of the others
        criterion by criterion. What rivals lose counts rival by rival.
        """
        held = self.recount.held(self.recount.base[self.row] + own, self.row)
        open_ones = self._open(depth)
        settled = [i for i in range(held.shape[1]) if i not in open_ones]
        base = [self.recount.rubric.categories[i].component == "base" for i in settled]
        sums = held[:, settled]
        merits = [sums.sum(axis=1)]
        if self.recount.is_scaled[self.row] or self.recount.rubric.ranking.then:
            merits = [sums[:, base].sum(axis=1), sums[:, np.logical_not(base)].sum(axis=1)]
        for place in open_ones:
            category = self.recount.rubric.categories[place]
            mine = own[:, self.category == place]
            if category.max_gain is None and category.max_loss is None:
                merits.append(mine.sum(axis=1))
            else:
                merits += list(mine.T)
        merits += self._deciding(own, held)
        merits += [-one for one in rivals.T]
        return np.stack(merits, axis=1)

    def _open(self, depth: int) -> list[int]:
        """Return the categories that a cap may hold and whose blocks are not all decided."""
        rest = {
            int(self.category[criterion])
            for number in self.order[depth:]
            for row, criterion in self._menus[number].columns
            if row == self.row
        }
        return [place for place in sorted(rest) if not self.recount.is_plain(self.row, place)]

    def _deciding(self, own: Whole, held: Whole) -> list[Whole]:
        """Return the region's figures that decide between equal totals."""
        rubric = self.recount.rubric
        categories, criteria = [one.id for one in rubric.categories], list(rubric.criteria)
        found = []
        for name in rubric.ranking.then:
            if name in categories:
                found.append(held[:, categories.index(name)])
            elif name in criteria:
                found.append(own[:, criteria.index(name)])
        return found


def _joined(table: Whole, menu: Whole) -> Whole:
    """Return the most that a table and one option of a menu bring together, by cost."""
    rises = np.flatnonzero((np.diff(menu, axis=1, prepend=0) > 0).any(axis=0))
    found = table.copy()
    bins = table.shape[1]
    for cost in rises:
        sums = table[:, : bins - cost] + menu[:, cost, None]
        found[:, cost:] = np.maximum(found[:, cost:], sums)
    return found
