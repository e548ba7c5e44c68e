"""What would have to be true for a region to get more under one criterion: the values, as bounds, for every rule.

The others' figures are held. A condition is told as the whole range of values that are enough, not only as the
nearest of them: "cases lost ≤ 1 (now 3)".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from govscore_lib.engine.cells import Cell, say_cell
from govscore_lib.engine.explaining.candidates import Axis, codes
from govscore_lib.engine.explaining.improve import closed_outlook
from govscore_lib.engine.explaining.search import Search
from govscore_lib.engine.explaining.worlds import Changes
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError
from govscore_lib.points import exact, round_half_up, to_decimal
from govscore_lib.rubric.league import Region
from govscore_lib.rubric.model import Criterion
from govscore_lib.text import Bilingual
from govscore_lib.whatif.improving.figures import kept_conditions, standing_facts, workable_figures
from govscore_lib.whatif.improving.menus import Block, Menu
from govscore_lib.whatif.improving.requirement import (
    Condition,
    Level,
    Required,
    Requirement,
    Way,
)

Enough = Callable[[int | None], bool]
SMALL = 64
"""Combinations of several metrics are first looked for within so many steps."""


def required(card: Scorecard, region: str, criterion: str, *, points: Any = None) -> Required:
    """Return what would have to be true for a region to get more under a criterion.

    region : code, name or alias. points : so many points under the criterion, beside the next gain and full
    marks. Each metric is looked at by itself; several together only where none is enough alone.
    Raises UsageError for an unknown name, and for points that are no number.
    """
    found, clause = card.assessed(region), card.criterion(criterion)
    asked = None if points is None else _asked(points)
    closed = closed_outlook(card, found.id, clause)
    search = Search(card.scoring, card.row(found.id), clause)
    if closed is not None:
        zh, en = (closed.lines(language)[0] for language in ("zh", "en"))
        now = None if search.before is None else to_decimal(search.before)
        return Required(found, clause, closed.status, now, now, (), Bilingual(zh=zh, en=en))
    return _Requiring(card, found, clause, search).required(asked)


def _asked(points: Any) -> int:
    try:
        return round_half_up(exact(str(points)))
    except ValueError as error:
        raise UsageError(f"points: {error}.") from None


class _Requiring:
    def __init__(
        self, card: Scorecard, region: Region, criterion: Criterion, search: Search
    ) -> None:
        self.card = card
        self.region = region
        self.criterion = criterion
        self.search = search
        self.before = search.before or 0
        self.is_widened = False

    @cached_property
    def block(self) -> Block:
        """The criterion's metrics together."""
        scoring, row = self.card.scoring, self.card.row(self.region.id)
        kept = kept_conditions(scoring, row)
        only = frozenset(self.criterion.metrics)
        figures = workable_figures(self.card, self.region.id, {}, only, frozenset(), kept).figures
        mine = {name: one for name, one in figures.items() if name in self.search.metrics}
        number = self.card.rubric.criteria_list.index(self.criterion)
        return Block(scoring, row, tuple(mine.values()), (number,), kept, standing_facts(scoring))

    def required(self, asked: int | None) -> Required:
        """Return all levels; one that says the same as the level before it is left out."""
        levels: list[tuple[Level, int]] = [("next", self.before + 1)]
        if asked is not None:
            levels.append(("asked", asked))
        if self.search.most is not None:
            levels.append(("full", self.search.most))
        told: list[Requirement] = []
        for level, units in levels:
            ways = () if units <= self.before else tuple(self.ways(units))
            points = to_decimal(self.before if level == "next" else units)
            if told and told[-1].level == "next" and ways and told[-1].ways == ways:
                told.pop()
            told.append(Requirement(level, points, ways))
        reached = [way.points for one in told for way in one.ways]
        full = self.search.most
        if full is None or to_decimal(full) not in reached:
            reached.append(to_decimal(self.before + self.most_gained))
        now, most = to_decimal(self.before), max(reached)
        return Required(
            self.region,
            self.criterion,
            "open" if most > now else "nothing",
            now,
            most,
            tuple(told),
            Bilingual(zh="", en=""),
            is_cut=any(not one.ways and one.points > most for one in told) and self.is_cut,
        )

    @property
    def is_cut(self) -> bool:
        """Whether several metrics together have more combinations than were looked at."""
        return self.menu.complete_to is not None and len(self.block.figures) > 1

    @cached_property
    def menu(self) -> Menu:
        """What the criterion's metrics can become: what is near, and all of it once that is not enough."""
        return self.block.menu(min(SMALL, self.block.dearest))

    @property
    def own(self) -> list[int]:
        """What each option of the menu gains for the region."""
        row = self.search.row
        mine = [i for i, (other, _) in enumerate(self.menu.columns) if other == row]
        return [int(one) for one in self.menu.delta[:, mine].sum(axis=1)]

    @property
    def most_gained(self) -> int:
        """The largest gain on the menu."""
        return max(self.own, default=0)

    def ways(self, wanted: int) -> Iterator[Way]:
        """Yield every way by one metric, else the nearest by several together."""

        def enough(units: int | None) -> bool:
            return units is not None and units >= wanted

        alone = [way for name in self.search.metrics if (way := self.way(name, enough, {}))]
        if alone:
            yield from sorted(alone, key=lambda way: way.points)
            return
        chosen = self._together(wanted)
        if chosen is None:
            return
        ways = [
            self.way(name, enough, {one: cell for one, cell in chosen.items() if one != name})
            for name in chosen
        ]
        conditions = tuple(one for way in ways if way is not None for one in way.conditions)
        if conditions:
            (units,) = self.search.units([chosen])
            yield Way(conditions, to_decimal(units or 0))

    def _together(self, wanted: int) -> Changes | None:
        """Return the changes of several metrics that are enough in fewest steps."""
        gains = zip(self.menu.cost.tolist(), self.own, strict=True)
        options = [
            (cost, i) for i, (cost, gain) in enumerate(gains) if self.before + gain >= wanted
        ]
        if options:
            return self.menu.changes[min(options)[1]]
        if self.menu.complete_to is None or self.is_widened:
            return None
        self.menu, self.is_widened = self.block.menu(self.block.dearest), True
        return self._together(wanted)

    def way(self, name: str, enough: Enough, others: Changes) -> Way | None:
        """Return the values of one metric that are enough while others have some values; None without any."""
        line = self.search.axes.get(name)
        if line is None:
            return self._of_codes(name, enough, others)
        steps = line.steps(self.search.edges.get(name, ()))
        found = self.search.units([{**others, name: line.value(step)} for step in steps])
        units = self.search.with_last_steps(line, dict(zip(steps, found, strict=True)), others)
        ranges = [one for sign in (1, -1) if (one := self._range(line, units, sign, enough, others))]  # fmt: skip
        if not ranges:
            return None
        first, last, points = min(ranges, key=lambda one: abs(one[0]))
        if first in (line.low, line.high):  # there is nothing beyond
            last = first
        ends = [None if step is None else self._said(name, line.value(step)) for step in (first, last)]  # fmt: skip
        least, most = ends if first > 0 else ends[::-1]
        return Way((self._condition(name, least, most),), to_decimal(points))

    def _range(
        self,
        line: Axis,
        units: Mapping[int, int | None],
        sign: int,
        enough: Enough,
        others: Changes,
    ) -> tuple[int, int | None, int] | None:
        """Return the first step that is enough on one side, the last one behind it that is (None: there is no
        end, or it is the end of what the metric can be), and the points of the first.
        """
        side = sorted((step for step in units if step * sign > 0), key=abs)
        behind = 0
        for place, step in enumerate(side):
            if not enough(units[step]):
                behind = step
                continue
            first, points = self.search.closer(line, behind, (step, units[step]), enough, others)
            near = step
            for far in side[place + 1 :]:
                if not enough(units[far]):
                    ended, _ = self.search.closer(
                        line, near, (far, units[far]), lambda one: not enough(one), others
                    )
                    return first, ended - sign, points or 0
                near = far
            return first, None, points or 0
        return None

    def _of_codes(self, name: str, enough: Enough, others: Changes) -> Way | None:
        metric = self.card.rubric.metrics[name]
        tried = codes(metric, self.search.own(name))
        units = self.search.units([{**others, name: code} for code in tried])
        good = [(code, one) for code, one in zip(tried, units, strict=True) if enough(one)]
        if not good:
            return None
        told = [self._said(name, code) for code, _ in good]
        any_of = Bilingual(zh="或".join(one.zh for one in told), en=" or ".join(one.en for one in told))  # fmt: skip
        return Way((self._condition(name, any_of, any_of),), to_decimal(min(one or 0 for _, one in good)))  # fmt: skip

    def _condition(self, name: str, least: Bilingual | None, most: Bilingual | None) -> Condition:
        rubric, metric = self.card.rubric, self.card.rubric.metrics[name]
        now = say_cell(rubric, metric, self.search.own(name))
        unit = metric.unit if name in self.search.axes else None
        return Condition(name, metric.name, least, most, now, unit)

    def _said(self, name: str, cell: Cell) -> Bilingual:
        return say_cell(self.card.rubric, self.card.rubric.metrics[name], cell)
