"""All the points only when every requirement is met."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from govscore_lib.algebra.expr import AnyOf, Every, Expr, Missing, choose, points_if
from govscore_lib.rules.base import (
    Clause,
    Flag,
    Lowered,
    Rule,
    RuleCondition,
    ZeroDenominator,
    exactly,
    points_en,
    told,
    zero_denominator,
)
from govscore_lib.text import Bilingual


class AllOf(Rule):
    """The criterion's maximum when all conditions hold, otherwise 0; no part points (须全部满足).

    zero_denominator : a rate without denominator leaves the clause missing, even where another requirement is not
    met; or ("full") its requirement counts as met and the region is flagged.
    """

    kind: Literal["all_of"]
    all: Annotated[tuple[RuleCondition, ...], Field(min_length=2)]
    zero_denominator: ZeroDenominator = "missing"

    def lower(self, clause: Clause) -> Lowered:
        empty, full = zero_denominator(Every(self.all)), exactly(clause.full)
        if empty is None:
            return Lowered(points_if(Every(self.all), full))
        if self.zero_denominator == "missing":
            return Lowered(choose(empty, Missing(), points_if(Every(self.all), full)))
        met = Every(tuple(self._met(one) for one in self.all))
        return Lowered(points_if(met, full), flags=(Flag("empty_ratio", empty),))

    @staticmethod
    def _met(condition: Expr) -> Expr:
        """Return the requirement, met as well where its rate has no denominator."""
        empty = zero_denominator(condition)
        return condition if empty is None else AnyOf((empty, condition))

    def describe(self, clause: Clause) -> Bilingual:
        full = told(clause.full)
        zh_empty = en_empty = ""
        if self.zero_denominator == "full" and zero_denominator(Every(self.all)) is not None:
            zh_empty, en_empty = "；分母为零的视为满足", "; a zero denominator counts as met"
        return Bilingual(
            zh=f"{'；'.join(clause.say(one, 'zh') for one in self.all)}：全部满足得 {full} 分，否则 0 分{zh_empty}。",
            en=f"{'; '.join(clause.say(one, 'en') for one in self.all)}: all needed for "
            f"{points_en(clause.full)}, otherwise 0{en_empty}.",
        )
