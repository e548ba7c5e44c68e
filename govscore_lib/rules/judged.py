"""Points that a person gives within a range."""

from fractions import Fraction
from typing import Literal

from govscore_lib.rules.base import Clause, Exact, Lowered, Rule, Value, told
from govscore_lib.text import Bilingual


class Judged(Rule):
    """The value an assessor gave; never computed (由评审人在分值内评定)."""

    kind: Literal["judged"]
    metric: Value
    min: Exact = Fraction(0)
    max: Exact | None = None
    monotone = True

    def lower(self, clause: Clause) -> Lowered:
        return Lowered(self.metric, self.metric)

    def describe(self, clause: Clause) -> Bilingual:
        low, high = told(self.min), told(clause.full if self.max is None else self.max)
        return Bilingual(
            zh=f"由评审人在 {low} 至 {high} 分之间评定（{clause.say(self.metric, 'zh')}）。",
            en=f"judged by the assessor between {low} and {high} ({clause.say(self.metric, 'en')}).",
        )
