"""Points in step with a rate."""

from typing import Literal

from govscore_lib.algebra.expr import multiply
from govscore_lib.rules.base import (
    Clause,
    Lowered,
    Rule,
    Value,
    ZeroDenominator,
    exactly,
    points_en,
    told,
    unless_empty,
)
from govscore_lib.text import Bilingual


class Ratio(Rule):
    """The criterion's maximum times the rate (按率计分)."""

    kind: Literal["ratio"]
    value: Value
    zero_denominator: ZeroDenominator = "missing"
    monotone = True

    def lower(self, clause: Clause) -> Lowered:
        points, flags = unless_empty(
            multiply(exactly(clause.full), self.value),
            self.value,
            self.zero_denominator,
            clause.full,
        )
        return Lowered(points, self.value, flags)

    def describe(self, clause: Clause) -> Bilingual:
        full = told(clause.full)
        zh = "；分母为零得满分" if self.zero_denominator == "full" else ""
        en = "; a zero denominator earns the full points" if self.zero_denominator == "full" else ""
        return Bilingual(
            zh=f"{full} 分 × {clause.say(self.value, 'zh')}{zh}。",
            en=f"{points_en(clause.full)} × {clause.say(self.value, 'en')}{en}.",
        )
