"""What would have to be true for a region to get more under one criterion: the values, as bounds, for every rule.

The others' figures are held. A condition is told as the whole range of values that are enough, not only as the
nearest of them: "cases lost ≤ 1 (now 3)".
"""

from __future__ import annotations

import html
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from govscore_lib.engine.cells import Cell, say_cell
from govscore_lib.engine.explaining.candidates import Axis, codes
from govscore_lib.engine.explaining.improve import outlook
from govscore_lib.engine.explaining.outlooks import OutlookStatus, told_points
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

Level = Literal["next", "asked", "full"]
"""Anything more than now; the points asked for; all that the criterion can award."""

Enough = Callable[[int | None], bool]
MOST_WAYS = 5
"""So many ways of one level are told."""
SMALL = 64
"""Combinations of several metrics are first looked for within so many steps."""
LEVELS = {
    "next": Bilingual(zh="再多得分", en="for more"),
    "asked": Bilingual(zh="得所求分", en="for the points asked"),
    "full": Bilingual(zh="得满分", en="for full marks"),
}


@dataclass(frozen=True)
class Condition:
    """The values of one metric that are enough.

    least, most : first and last value in words; None where that side is open. Equal for one value; for truths
    and codes both hold what is enough, joined by "or". now : the value as it is.
    """

    metric_id: str
    name: Bilingual
    least: Bilingual | None
    most: Bilingual | None
    now: Bilingual
    unit: Bilingual | None = None

    def in_words(self, language: str = "zh") -> str:
        """Return the condition: ``cases lost ≤ 1 cases (now 3)``."""
        least, most, unit = (
            None if one is None else one.in_language(language)
            for one in (self.least, self.most, self.unit)
        )
        if least == most:
            bound = f"= {least}"
        elif least is None:
            bound = f"≤ {most}"
        elif most is None:
            bound = f"≥ {least}"
        else:
            bound = f"{least} – {most}"
        now = self.now.in_language(language)
        said = f"{self.name.in_language(language)} {bound}" + (f" {unit}" if unit else "")
        return f"{said} (now {now})" if language == "en" else f"{said}（现 {now}）"


@dataclass(frozen=True)
class Way:
    """Conditions that together are enough, and the points that the nearest of these values give."""

    conditions: tuple[Condition, ...]
    points: Decimal

    def in_words(self, language: str = "zh") -> str:
        """Return the conditions and the points in one phrase."""
        joint, arrow = (" and ", " → ") if language == "en" else ("，且 ", " → ")
        said = joint.join(one.in_words(language) for one in self.conditions)
        points = told_points(self.points)
        return f"{said}{arrow}{points}" + ("" if language == "en" else " 分")


@dataclass(frozen=True)
class Requirement:
    """What it takes for one level of points; any of the ways will do, none means that it cannot be reached.

    points : at least so many; for ``next`` those that the region has now.
    """

    level: Level
    points: Decimal
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Required:
    """What would have to be true under one criterion.

    status : as of an outlook; requirements are there only where it is ``open`` or ``nothing``. points : now;
    reachable : the most that its figures can bring, as far as they were tried. is_cut : a level was not reached,
    and there are more combinations of several metrics than were tried.
    """

    region: Region
    criterion: Criterion
    status: OutlookStatus
    points: Decimal | None
    reachable: Decimal | None
    requirements: tuple[Requirement, ...]
    why_not: Bilingual
    is_cut: bool = False

    def lines(self, language: str = "zh") -> list[str]:
        """Return one line a level and way."""
        en = language == "en"
        if not self.requirements:
            return [self.why_not.in_language(language)]
        colon, found = (": " if en else "："), []
        for one in self.requirements:
            label = LEVELS[one.level].in_language(language)
            if one.level == "asked":
                label += f" {told_points(one.points)}"
            if self.points is not None and one.level != "next" and one.points <= self.points:
                found.append(f"{label}{colon}{'reached already' if en else '现已达到'}")
            elif not one.ways:
                found.append(f"{label}{colon}{self._beyond(en)}")
            else:
                told = [way.in_words(language) for way in one.ways[:MOST_WAYS]]
                more = len(one.ways) - MOST_WAYS
                if more > 0:
                    told.append(f"{more} more ways" if en else f"另有 {more} 种办法")
                found.append(f"{label}{colon}{(' or ' if en else '；或 ').join(told)}")
        return found

    def _beyond(self, en: bool) -> str:
        """Return that a level was not reached, and how sure that is."""
        most = told_points(self.reachable or Decimal(0))
        if self.is_cut:
            return (
                f"none found, {most} at most as far as combinations were tried"
                if en
                else f"未找到办法，已试的组合至多 {most} 分（组合过多，搜索有上限）"
            )
        return f"out of reach, {most} at most" if en else f"到不了，至多 {most} 分"

    def to_text(self, language: str = "zh") -> str:
        """Return the requirements as plain lines."""
        name = self.region.name(language)
        head = f"{name} · {self.criterion.id} {self.criterion.name.in_language(language)}"
        return "\n".join([head, *(f"  {line}" for line in self.lines(language))])

    def _repr_html_(self) -> str:
        head, *rest = self.to_text().splitlines()
        items = "".join(f"<li>{html.escape(line.strip())}</li>" for line in rest)
        return f"<p>{html.escape(head)}</p><ul>{items}</ul>"

    def __repr__(self) -> str:
        return self.to_text()


def required(card: Scorecard, region: str, criterion: str, *, points: Any = None) -> Required:
    """Return what would have to be true for a region to get more under a criterion.

    region : code, name or alias. points : so many points under the criterion, beside the next gain and full
    marks. Each metric is looked at by itself; several together only where none is enough alone.
    Raises UsageError for an unknown name, and for points that are no number.
    """
    found, clause = card.assessed(region), card.criterion(criterion)
    asked = None if points is None else _asked(points)
    so_far = outlook(card, found.id, clause.id)
    search = Search(card.scoring, card.row(found.id), clause)
    if so_far.status not in ("open", "nothing") or search.before is None:
        zh, en = (so_far.lines(language)[0] for language in ("zh", "en"))
        now = None if search.before is None else to_decimal(search.before)
        return Required(found, clause, so_far.status, now, now, (), Bilingual(zh=zh, en=en))
    return _Requiring(card, found, clause, search).required(asked, so_far.status)


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
        self.block = self._block()
        self.is_widened = False

    def _block(self) -> Block:
        scoring, row = self.card.scoring, self.card.row(self.region.id)
        kept = kept_conditions(scoring, row)
        only = frozenset(self.criterion.metrics)
        figures = workable_figures(self.card, self.region.id, {}, only, frozenset(), kept).figures
        mine = {name: one for name, one in figures.items() if name in self.search.metrics}
        number = self.card.rubric.criteria_list.index(self.criterion)
        return Block(scoring, row, tuple(mine.values()), (number,), kept, standing_facts(scoring))

    def required(self, asked: int | None, status: OutlookStatus) -> Required:
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
        return Required(
            self.region,
            self.criterion,
            status,
            to_decimal(self.before),
            max(reached),
            tuple(told),
            Bilingual(zh="", en=""),
            is_cut=self.is_cut and any(not one.ways and one.points > max(reached) for one in told),
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
