"""Points taken over from the total of another rubric."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from govscore_lib.algebra.expr import Name, Number, multiply
from govscore_lib.rules.base import Clause, Exact, Lowered, Rule, Value, share
from govscore_lib.text import Bilingual


class Embedded(Rule):
    """A share of another rubric's total (按另一评分表的总分折算).

    of : the metric that holds the total; it is given, or the rubric named for it under ``embeds`` is scored.
    """

    kind: Literal["embedded"]
    of: Value
    factor: Exact
    monotone = True

    @model_validator(mode="after")
    def _a_share_of_one_total(self) -> Self:
        if not isinstance(self.of, Name):
            raise ValueError("of names one metric: the total of the other rubric")
        if self.factor <= 0:
            raise ValueError("factor must be above 0")
        return self

    def lower(self, clause: Clause) -> Lowered:
        return Lowered(multiply(Number(self.factor, share(self.factor)), self.of), self.of)

    def describe(self, clause: Clause) -> Bilingual:
        factor = share(self.factor)
        return Bilingual(
            zh=f"{clause.say(self.of, 'zh')}的 {factor} 计入得分。",
            en=f"{factor} of {clause.say(self.of, 'en')}.",
        )
