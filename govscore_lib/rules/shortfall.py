"""Points lost step by step below a target."""

from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from govscore_lib.algebra.expr import ZERO, Expr, Floor, Maximum, divide, multiply, subtract
from govscore_lib.rules.base import (
    Clause,
    Exact,
    Lowered,
    Rule,
    Value,
    ZeroDenominator,
    edge_of,
    edge_told,
    exactly,
    points_en,
    told,
    unless_empty,
)
from govscore_lib.text import Bilingual

StepMode = Literal["floor", "linear", "ceil"]
STEPS_ZH = {"floor": "只计满档", "linear": "按比例计", "ceil": "不足一档按一档计"}
STEPS_EN = {
    "floor": "completed steps only",
    "linear": "parts of a step count",
    "ceil": "a started step counts",
}


def steps_below(value: Expr, target: Fraction, step: Fraction, mode: StepMode) -> Expr:
    """Return by how many steps the value is below the target; 0 from the target on."""
    missing = Maximum((ZERO, subtract(edge_of(value, target), value)))
    steps: Expr = divide(missing, exactly(step))
    if mode == "floor":
        return Floor(steps)
    if mode == "ceil":
        return subtract(ZERO, Floor(subtract(ZERO, steps)))
    return steps


class Shortfall(Rule):
    """So many points off per step below the target (每下降一档扣分).

    mode : "floor" counts completed steps, "ceil" counts a started step in full, "linear" counts parts of a step.
    """

    kind: Literal["shortfall"]
    value: Value
    target: Exact
    step: Exact
    per_step: Exact
    start: Exact | None = None
    mode: StepMode = "floor"
    floor: Exact = Fraction(0)
    zero_denominator: ZeroDenominator = "missing"
    monotone = True

    @model_validator(mode="after")
    def _step_leads_down(self) -> Self:
        if self.step <= 0:
            raise ValueError("step must be above 0")
        return self

    def lower(self, clause: Clause) -> Lowered:
        start = clause.full if self.start is None else self.start
        steps = steps_below(self.value, self.target, self.step, self.mode)
        points: Expr = subtract(exactly(start), multiply(exactly(self.per_step), steps))
        points = Maximum((exactly(self.floor), points))
        points, flags = unless_empty(points, self.value, self.zero_denominator, start)
        return Lowered(points, self.value, flags)

    def describe(self, clause: Clause) -> Bilingual:
        most = clause.full if self.start is None else self.start
        zh, en = STEPS_ZH[self.mode], STEPS_EN[self.mode]
        target, step, per = (
            edge_told(self.value, self.target),
            edge_told(self.value, self.step),
            told(self.per_step),
        )
        least = told(self.floor)
        return Bilingual(
            zh=f"{clause.say(self.value, 'zh')}达到 {target} 得 {told(most)} 分；"
            f"每低 {step} 扣 {per} 分（{zh}），最低 {least} 分。",
            en=f"{points_en(most)} at {target} of {clause.say(self.value, 'en')}; "
            f"{per} off per {step} below ({en}), {least} at least.",
        )
