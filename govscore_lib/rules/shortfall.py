"""Points lost step by step below a target."""

from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from govscore_lib.algebra.expr import (
    ZERO,
    Compare,
    Expr,
    Floor,
    Maximum,
    choose,
    divide,
    multiply,
    subtract,
)
from govscore_lib.algebra.limits import Limits
from govscore_lib.rules.base import (
    Clause,
    Exact,
    Flag,
    Lowered,
    Rule,
    Value,
    ZeroDenominator,
    exactly,
    points_en,
    told,
    unless_empty,
)
from govscore_lib.rules.edges import Edge, edge_of, edge_told
from govscore_lib.rules.outcome import Outcome, judged_flag
from govscore_lib.text import Bilingual

StepMode = Literal["floor", "linear", "ceil"]
STEPS_ZH = {"floor": "只计满档", "linear": "按比例计", "ceil": "不足一档按一档计"}
STEPS_EN = {
    "floor": "completed steps only",
    "linear": "parts of a step count",
    "ceil": "a started step counts",
}


def steps_below(value: Expr, target: Fraction | Expr, step: Fraction, mode: StepMode) -> Expr:
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
    below : instead of steps, what an assessor gives below the target, where the printed steps are lost.
    """

    kind: Literal["shortfall"]
    value: Value
    target: Edge
    step: Exact | None = None
    per_step: Exact | None = None
    start: Exact | None = None
    mode: StepMode = "floor"
    floor: Exact = Fraction(0)
    below: Outcome | None = None
    zero_denominator: ZeroDenominator = "missing"
    monotone = True

    @model_validator(mode="after")
    def _steps_or_a_judgement(self) -> Self:
        if self.below is not None:
            steps = {"step", "per_step", "mode", "floor"} & self.model_fields_set
            if steps:
                raise ValueError(f"below stands instead of {', '.join(sorted(steps))}")
            if self.below.judged is None:
                raise ValueError("below needs judged; for fixed points take tiers")
            return self
        for name, given in (("step", self.step), ("per_step", self.per_step)):
            if given is None:
                raise ValueError(f"{name} is needed, or below")
        if self.step is not None and self.step <= 0:
            raise ValueError("step must be above 0")
        return self

    def _start(self, clause: Clause) -> Fraction:
        return clause.full if self.start is None else self.start

    def lower(self, clause: Clause) -> Lowered:
        start = self._start(clause)
        points, judged = self._below_target(exactly(start))
        points, flags = unless_empty(points, self.value, self.zero_denominator, start)
        return Lowered(points, self.value, (*flags, *judged))

    def _below_target(self, start: Expr) -> tuple[Expr, tuple[Flag, ...]]:
        if self.below is not None and self.below.judged is not None:
            reached = Compare(">=", self.value, edge_of(self.value, self.target))
            points = choose(reached, start, self.below.judged)
            return points, (judged_flag(self.below.judged, [reached]),)
        assert self.step is not None  # the validator saw to it
        assert self.per_step is not None
        steps = steps_below(self.value, self.target, self.step, self.mode)
        lost = multiply(exactly(self.per_step), steps)
        return Maximum((exactly(self.floor), subtract(start, lost))), ()

    def judged_ranges(self, clause: Clause) -> dict[str, Limits]:
        return {} if self.below is None else self.below.judged_range(clause)

    def describe(self, clause: Clause) -> Bilingual:
        most = told(self._start(clause))
        target_zh, target_en = (
            edge_told(clause, self.value, self.target, language) for language in ("zh", "en")
        )
        if self.below is not None:
            below = self.below.say(clause)
            return Bilingual(
                zh=f"{clause.say(self.value, 'zh')}达到 {target_zh} 得 {most} 分；未达到的，{below.zh}。",
                en=f"{points_en(self._start(clause))} at {target_en} of {clause.say(self.value, 'en')}; below it {below.en}.",
            )
        assert self.step is not None  # the validator saw to it
        assert self.per_step is not None
        zh, en = STEPS_ZH[self.mode], STEPS_EN[self.mode]
        step, per = edge_told(clause, self.value, self.step, "zh"), told(self.per_step)
        least = told(self.floor)
        return Bilingual(
            zh=f"{clause.say(self.value, 'zh')}达到 {target_zh} 得 {most} 分；"
            f"每低 {step} 扣 {per} 分（{zh}），最低 {least} 分。",
            en=f"{points_en(self._start(clause))} at {target_en} of {clause.say(self.value, 'en')}; "
            f"{per} off per {step} below ({en}), {least} at least.",
        )
