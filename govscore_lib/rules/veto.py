"""Points that one fact takes away."""

from fractions import Fraction
from typing import Literal

from govscore_lib.algebra.expr import choose
from govscore_lib.rules.base import (
    Clause,
    Exact,
    Lowered,
    Rule,
    RuleCondition,
    exactly,
    points_en,
    told,
)
from govscore_lib.text import Bilingual


class Veto(Rule):
    """All the points unless a fact is found, then what the veto leaves (一票否决).

    start : the points without the fact; the criterion's maximum unless said. vetoed : the points with it.
    """

    kind: Literal["veto"]
    when: RuleCondition
    start: Exact | None = None
    vetoed: Exact = Fraction(0)

    def _start(self, clause: Clause) -> Fraction:
        return clause.full if self.start is None else self.start

    def lower(self, clause: Clause) -> Lowered:
        return Lowered(choose(self.when, exactly(self.vetoed), exactly(self._start(clause))))

    def describe(self, clause: Clause) -> Bilingual:
        start, vetoed = self._start(clause), told(self.vetoed)
        return Bilingual(
            zh=f"起评 {told(start)} 分；{clause.say_before(self.when)}的，一票否决，得 {vetoed} 分。",
            en=f"{points_en(start)} to start with; vetoed to {vetoed} where {clause.say(self.when, 'en')}.",
        )
