"""Points converted from a score that somebody else gave."""

from typing import Literal, Self

from pydantic import model_validator

from govscore_lib.algebra.expr import Arithmetic, multiply, walk
from govscore_lib.rules.base import Clause, Lowered, Rule, Value, exactly, points_en, told
from govscore_lib.text import Bilingual


class Convert(Rule):
    """The criterion's maximum times an outside score over its full mark (按外部得分折算).

    The full mark stands in the value, as a metric, a parameter or a number: nothing is assumed for it.
    """

    kind: Literal["convert"]
    value: Value
    monotone = True

    @model_validator(mode="after")
    def _has_a_full_mark(self) -> Self:
        if not any(isinstance(one, Arithmetic) and one.op == "/" for one in walk(self.value)):
            raise ValueError("convert needs a full mark: value: score / full_mark")
        return self

    def lower(self, clause: Clause) -> Lowered:
        return Lowered(multiply(exactly(clause.full), self.value), self.value)

    def describe(self, clause: Clause) -> Bilingual:
        return Bilingual(
            zh=f"按 {clause.say(self.value, 'zh')} 折算，满分 {told(clause.full)} 分。",
            en=f"converted: {points_en(clause.full)} × {clause.say(self.value, 'en')}.",
        )
