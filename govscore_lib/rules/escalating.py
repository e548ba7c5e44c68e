"""Points lost by events that cost more and more."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from govscore_lib.algebra.expr import (
    Cases,
    Compare,
    Expr,
    Floor,
    Maximum,
    multiply,
    number,
    subtract,
)
from govscore_lib.rules.base import Clause, Exact, Lowered, Rule, Value, exactly, told
from govscore_lib.text import Bilingual

Cost = Exact | Literal["all"]


class Escalating(Rule):
    """The first event costs so much, the second so much more, down to the whole item (逐次加重扣分).

    costs : what the first event costs, what the second costs besides, and so on; ``all`` takes what is left.
    Further events cost what the last one says.
    """

    kind: Literal["escalating"]
    count: Value
    costs: Annotated[tuple[Cost, ...], Field(min_length=1)]
    start: Exact | None = None
    floor: Exact = Fraction(0)

    @model_validator(mode="after")
    def _all_comes_last(self) -> Self:
        if "all" in self.costs[:-1]:
            raise ValueError("all takes everything: nothing comes after it")
        if any(cost < 0 for cost in self.costs if isinstance(cost, Fraction)):
            raise ValueError("a cost is not below 0")
        return self

    def _start(self, clause: Clause) -> Fraction:
        return clause.full if self.start is None else self.start

    def left(self, clause: Clause) -> Iterator[Fraction]:
        """Yield the points left after no event, after one, after two and so on."""
        points = self._start(clause)
        yield max(points, self.floor)
        for cost in self.costs:
            points = self.floor if cost == "all" else points - cost
            yield max(points, self.floor)

    def lower(self, clause: Clause) -> Lowered:
        start, *after = self.left(clause)
        listed: list[tuple[Expr, Expr]] = [
            (Compare(">=", self.count, number(events)), exactly(points))
            for events, points in enumerate(after, start=1)
        ]
        branches = tuple(reversed(listed))
        last = self.costs[-1]
        if last != "all" and after[-1] > self.floor and last > 0:
            more = subtract(Floor(self.count), number(len(after)))
            points = subtract(exactly(after[-1]), multiply(exactly(last), more))
            further = Compare(">=", self.count, number(len(after) + 1))
            branches = ((further, Maximum((exactly(self.floor), points))), *branches)
        return Lowered(Cases(branches, exactly(start)), self.count)

    def describe(self, clause: Clause) -> Bilingual:
        start, floor = told(self._start(clause)), told(self.floor)
        zh = [
            f"第 {place} 个{'扣完' if cost == 'all' else f'扣 {told(cost)} 分'}"
            for place, cost in enumerate(self.costs, start=1)
        ]
        en = [
            f"{'all that is left' if cost == 'all' else f'{told(cost)} off'} for no. {place}"
            for place, cost in enumerate(self.costs, start=1)
        ]
        if self.costs[-1] != "all":
            zh.append(f"以后每个扣 {told(self.costs[-1])} 分")
            en.append(f"{told(self.costs[-1])} off for each more")
        return Bilingual(
            zh=f"起评 {start} 分，{clause.say(self.count, 'zh')}{'，'.join(zh)}，最低 {floor} 分。",
            en=f"starts at {start}; of {clause.say(self.count, 'en')}: {', '.join(en)}; {floor} at least.",
        )
