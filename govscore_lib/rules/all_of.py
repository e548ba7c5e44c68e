"""All the points only when every requirement is met."""

from typing import Annotated, Literal

from pydantic import Field

from govscore_lib.algebra.expr import Every, points_if
from govscore_lib.rules.base import Clause, Condition, Lowered, Rule, exactly, points_en, told
from govscore_lib.text import Bilingual


class AllOf(Rule):
    """The criterion's maximum when all conditions hold, otherwise 0; no part points (须全部满足)."""

    kind: Literal["all_of"]
    all: Annotated[tuple[Condition, ...], Field(min_length=2)]

    def lower(self, clause: Clause) -> Lowered:
        return Lowered(points_if(Every(self.all), exactly(clause.full)))

    def describe(self, clause: Clause) -> Bilingual:
        full = told(clause.full)
        return Bilingual(
            zh=f"{'；'.join(clause.say(one, 'zh') for one in self.all)}：全部满足得 {full} 分，否则 0 分。",
            en=f"{'; '.join(clause.say(one, 'en') for one in self.all)}: all needed for {points_en(clause.full)}, otherwise 0.",
        )
