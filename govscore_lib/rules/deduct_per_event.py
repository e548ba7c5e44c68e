"""Points lost for every event."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, WithJsonSchema

from govscore_lib.algebra.expr import Expr, Maximum, multiply, subtract
from govscore_lib.rules.base import Clause, Exact, Lowered, Rule, Value, exactly, told
from govscore_lib.text import Bilingual


def _no_floor(value: Any) -> Any:
    return None if value in ("none", None) else value


Floor = Annotated[
    Exact | None,
    BeforeValidator(_no_floor),
    WithJsonSchema({"type": "string", "description": "a number, or none"}),
]


class DeductPerEvent(Rule):
    """Starts at the maximum and loses so many points per event, down to a floor (每发生一起扣分)."""

    kind: Literal["deduct_per_event"]
    per: Exact
    count: Value
    start: Exact | None = None
    floor: Floor = Fraction(0)

    def lower(self, clause: Clause) -> Lowered:
        points: Expr = subtract(
            exactly(self._start(clause)), multiply(exactly(self.per), self.count)
        )
        if self.floor is not None:
            points = Maximum((exactly(self.floor), points))
        return Lowered(points, self.count)

    def _start(self, clause: Clause) -> Fraction:
        return clause.full if self.start is None else self.start

    def describe(self, clause: Clause) -> Bilingual:
        start, per = told(self._start(clause)), told(self.per)
        zh = "" if self.floor is None else f"，最低 {told(self.floor)} 分"
        en = "" if self.floor is None else f", {told(self.floor)} at least"
        zh = f"{clause.say(self.count, 'zh')}每 1 个扣 {per} 分{zh}。"
        en = f"{per} off for each of {clause.say(self.count, 'en')}{en}."
        if self._start(clause) == 0:
            return Bilingual(zh=zh, en=en)
        return Bilingual(zh=f"起评 {start} 分，{zh}", en=f"starts at {start}; {en}")
