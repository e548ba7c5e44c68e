"""Points that a person gives, or takes off, within a range."""

from fractions import Fraction
from typing import Literal

from govscore_lib.algebra.expr import Expr, subtract
from govscore_lib.algebra.limits import Limits
from govscore_lib.rules.base import Clause, Exact, Lowered, Rule, Truth, Value, exactly, told
from govscore_lib.rules.outcome import range_of
from govscore_lib.text import Bilingual


class Judged(Rule):
    """The value an assessor gave; never computed (由评审人在分值内评定).

    deduct : the assessor judges what is taken off the maximum instead (酌情扣分).
    """

    kind: Literal["judged"]
    metric: Value
    min: Exact = Fraction(0)
    max: Exact | None = None
    deduct: Truth = False
    monotone = True

    @property
    def judgement(self) -> Expr:
        return self.metric

    def lower(self, clause: Clause) -> Lowered:
        if self.deduct:
            return Lowered(subtract(exactly(clause.full), self.metric), self.metric)
        return Lowered(self.metric, self.metric)

    def judged_ranges(self, clause: Clause) -> dict[str, Limits]:
        return range_of(self.metric, self.min, clause.max_points if self.max is None else self.max)

    def _high(self, clause: Clause) -> Fraction:
        return clause.full if self.max is None else self.max

    def describe(self, clause: Clause) -> Bilingual:
        low, high = told(self.min), told(self._high(clause))
        zh, en = clause.say(self.metric, "zh"), clause.say(self.metric, "en")
        if self.deduct:
            full = told(clause.full)
            return Bilingual(
                zh=f"起评 {full} 分，由评审人酌情扣 {low} 至 {high} 分（{zh}）。",
                en=f"starts at {full}; the assessor takes off between {low} and {high} ({en}).",
            )
        return Bilingual(
            zh=f"由评审人在 {low} 至 {high} 分之间评定（{zh}）。",
            en=f"judged by the assessor between {low} and {high} ({en}).",
        )
