"""Points added up over a list of facts, each with its own worth."""

from __future__ import annotations

from functools import reduce
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from govscore_lib.algebra.expr import ZERO, Expr, Minimum, add, points_if
from govscore_lib.rules.base import Clause, Exact, Lowered, Rule, RuleCondition, exactly, told
from govscore_lib.text import Bilingual


class ChecklistItem(BaseModel):
    """One fact and what it is worth."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    when: RuleCondition
    points: Exact


class Checklist(Rule):
    """The points of every item whose condition holds, up to a cap (逐项得分，累计至上限)."""

    kind: Literal["checklist"]
    items: Annotated[tuple[ChecklistItem, ...], Field(min_length=1)]
    cap: Exact | None = None

    def lower(self, clause: Clause) -> Lowered:
        parts: list[Expr] = [ZERO]
        parts += [points_if(item.when, exactly(item.points)) for item in self.items]
        total = reduce(add, parts)
        return Lowered(total if self.cap is None else Minimum((total, exactly(self.cap))))

    def describe(self, clause: Clause) -> Bilingual:
        zh = "；".join(
            f"{clause.say_before(item.when)}得 {told(item.points)} 分" for item in self.items
        )
        en = "; ".join(
            f"{told(item.points)} for {clause.say(item.when, 'en')}" for item in self.items
        )
        if self.cap is None:
            return Bilingual(zh=f"{zh}。", en=f"{en}.")
        cap = told(self.cap)
        return Bilingual(zh=f"{zh}；最高 {cap} 分。", en=f"{en}; {cap} at most.")
