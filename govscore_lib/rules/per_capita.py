"""Points by events per head, measured against the league."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from govscore_lib.algebra.expr import (
    ONE,
    ZERO,
    Cases,
    Compare,
    Expr,
    LeagueFigure,
    LeagueRank,
    Maximum,
    Missing,
    Not,
    Ties,
    add,
    choose,
    choose_if_given,
    divide,
    multiply,
    number,
    numerator,
    subtract,
)
from govscore_lib.algebra.limits import limits
from govscore_lib.rules.base import Clause, Exact, Lowered, Rule, Value, exactly, told
from govscore_lib.text import Bilingual


class PerCapita(Rule):
    """Fewer events per head earn more, measured against the league (按事件数与人口之比计分).

    formula : "to_worst" M(1 − x / x_max), no event always M; "min_max" M(x_max − x)/(x_max − x_min), M when all are
    equal; "rank" M(n − r + 1)/n over all; "absolute" M − per_unit_loss · x, at least 0; "none_else_rank" M without
    events, the others ranked among themselves. A league with fewer than ``min_regions`` regions gives no comparison.
    """

    kind: Literal["per_capita"]
    value: Value
    formula: Literal["to_worst", "min_max", "rank", "absolute", "none_else_rank"] = "to_worst"
    per_unit_loss: Exact | None = None
    ties: Ties = "min"
    min_regions: Exact = Fraction(2)

    @model_validator(mode="after")
    def _formula_has_what_it_needs(self) -> Self:
        if (self.formula == "absolute") != (self.per_unit_loss is not None):
            raise ValueError("per_unit_loss goes with formula: absolute, and only with it")
        return self

    @property
    def _no_event(self) -> Expr:
        """No event at all: decided on the numerator, so that no division is needed."""
        return Compare("==", numerator(self.value), ZERO)

    def lower(self, clause: Clause) -> Lowered:
        most, value = exactly(clause.full), self.value
        if self.formula == "absolute":
            assert self.per_unit_loss is not None  # the validator saw to it
            lost = multiply(exactly(self.per_unit_loss), value)
            return Lowered(Maximum((ZERO, subtract(most, lost))), value)
        none = self._no_event
        among = Not(none) if self.formula == "none_else_rank" else None
        size = LeagueFigure("count", value, among)
        alone = Compare("<", LeagueFigure("count", value), number(self.min_regions))
        worst = LeagueFigure("highest", value)
        if self.formula == "to_worst":
            points = multiply(most, subtract(ONE, divide(value, worst)))
            return Lowered(Cases(((none, most), (alone, Missing())), points), value)
        if self.formula == "min_max":
            best = LeagueFigure("lowest", value)
            points = divide(multiply(most, subtract(worst, value)), subtract(worst, best))
            points = choose_if_given(value, Compare("==", worst, best), most, points)
            return Lowered(choose(alone, Missing(), points), value)
        place = LeagueRank(value, "lowest", self.ties, among)
        points = divide(multiply(most, add(subtract(size, place), ONE)), size)
        if self.formula == "none_else_rank":
            return Lowered(choose(none, most, points), value)
        return Lowered(choose(alone, Missing(), points), value)

    def least(self, clause: Clause) -> Fraction | None:
        below = limits(self.value, self.ranges(clause)).low
        if self.formula == "to_worst" and (below is None or below < 0):
            return None
        return min(Fraction(0), clause.full)

    def describe(self, clause: Clause) -> Bilingual:
        most = told(clause.full)
        loss = told(self.per_unit_loss) if self.per_unit_loss is not None else ""
        linear = f"{most} × (n − rank + 1) ÷ n"
        zh, en = {
            "to_worst": (
                f"{most} ×（1 − 本值 ÷ 组内最高值），无事件得满分",
                f"{most} × (1 − value ÷ highest of the league); no event earns the maximum",
            ),
            "min_max": (
                f"{most} ×（最高值 − 本值）÷（最高值 − 最低值）",
                f"{most} × (highest − value) ÷ (highest − lowest)",
            ),
            "rank": (f"{most} ×（n − 名次 + 1）÷ n", linear),
            "absolute": (
                f"{most} − {loss} × 本值，最低 0 分",
                f"{most} − {loss} × value, 0 at least",
            ),
            "none_else_rank": (
                f"无事件得 {most} 分，其余按名次得 {most} ×（n − 名次 + 1）÷ n",
                f"{most} without events, the others {linear}",
            ),
        }[self.formula]
        return Bilingual(
            zh=f"按{clause.say(self.value, 'zh')}计算：{zh}。",
            en=f"by {clause.say(self.value, 'en')}: {en}.",
        )
