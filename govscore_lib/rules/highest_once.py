"""Points for matters that are counted once, at the highest level that they reached."""

from typing import Literal, Self

from pydantic import model_validator

from govscore_lib.algebra.expr import multiply
from govscore_lib.rules.base import Clause, Exact, Lowered, Rule, Value, exactly, points_en, told
from govscore_lib.text import Bilingual


class HighestOnce(Rule):
    """So many points for each matter whose highest level is this one (同一事项按最高级别计一次).

    count : the matters of this level; its derivation keeps one record a matter, that of the highest level.
    """

    kind: Literal["highest_once"]
    count: Value
    points: Exact
    monotone = True

    @model_validator(mode="after")
    def _is_worth_something(self) -> Self:
        if self.points <= 0:
            raise ValueError("points must be above 0")
        return self

    def lower(self, clause: Clause) -> Lowered:
        return Lowered(multiply(exactly(self.points), self.count), self.count)

    def describe(self, clause: Clause) -> Bilingual:
        return Bilingual(
            zh=f"同一事项只按最高级别计一次：{clause.say(self.count, 'zh')}每项得 {told(self.points)} 分。",
            en=f"each matter once, at its highest level: {points_en(self.points)} each of {clause.say(self.count, 'en')}.",
        )
