"""All the points for one fact, none without it."""

from typing import Literal

from govscore_lib.algebra.expr import points_if
from govscore_lib.rules.base import Clause, Lowered, Rule, RuleCondition, exactly, points_en, told
from govscore_lib.text import Bilingual


class Binary(Rule):
    """The criterion's maximum when the condition holds, otherwise 0 (符合条件得满分)."""

    kind: Literal["binary"]
    when: RuleCondition

    def lower(self, clause: Clause) -> Lowered:
        return Lowered(points_if(self.when, exactly(clause.full)))

    def describe(self, clause: Clause) -> Bilingual:
        full = told(clause.full)
        return Bilingual(
            zh=f"{clause.say(self.when, 'zh')}，得 {full} 分；否则 0 分。",
            en=f"{clause.say(self.when, 'en')}: {points_en(clause.full)}; otherwise 0.",
        )
