"""What a clause can lose points for, one form a class; :mod:`govscore_lib.rules.composite_deduct` adds them up."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Tag, model_validator

from govscore_lib.algebra.expr import (
    ONE,
    ZERO,
    Expr,
    Maximum,
    Minimum,
    Not,
    Number,
    choose,
    divide,
    multiply,
    points_if,
    subtract,
)
from govscore_lib.rules.base import (
    Clause,
    Exact,
    Flag,
    RuleCondition,
    Value,
    exactly,
    told,
    zero_denominator,
)
from govscore_lib.rules.edges import Edge, edge_of, edge_told
from govscore_lib.rules.shortfall import STEPS_EN, STEPS_ZH, StepMode, steps_below
from govscore_lib.text import Bilingual


class Deduction(BaseModel):
    """One part of a clause: how many points it costs, and how that is said."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    form: ClassVar[str]
    """The key that tells this form from the others."""
    name: Bilingual | None = None

    def lost(self) -> Expr:
        """Return the points lost, at least 0 for figures in their range."""
        raise TypeError(f"{type(self).__name__} cannot be lowered")

    def empty(self) -> Expr | None:
        """Return the condition that a rate of this part has no denominator; None where there is no rate."""
        return None

    def told(self, clause: Clause) -> Bilingual:
        """Return the part in words."""
        raise TypeError(f"{type(self).__name__} cannot be said")

    def lower(self, policy: str) -> tuple[Expr, tuple[Flag, ...]]:
        """Return the points lost, and the flag of a rate without denominator that loses nothing ("full")."""
        empty = self.empty()
        if policy == "missing" or empty is None:
            return self.lost(), ()
        return choose(empty, ZERO, self.lost()), (Flag("empty_ratio", empty),)

    def say(self, clause: Clause) -> Bilingual:
        """Return the part in words, headed by its name if it has one."""
        said = self.told(clause)
        if self.name is None:
            return said
        return Bilingual(zh=f"{self.name.zh}：{said.zh}", en=f"{self.name.en}: {said.en}")


def _capped(lost: Expr, cap: Fraction | None) -> Expr:
    return lost if cap is None else Minimum((lost, exactly(cap)))


def _up_to(said: Bilingual, cap: Fraction | None) -> Bilingual:
    if cap is None:
        return said
    most = told(cap)
    return Bilingual(zh=f"{said.zh}，最多扣 {most} 分", en=f"{said.en}, {most} at most")


class EventDeduction(Deduction):
    """So many points for each event, up to a cap of its own (每 1 个扣分)."""

    form = "count"
    count: Value
    per: Exact
    cap: Exact | None = None

    def lost(self) -> Expr:
        return _capped(multiply(exactly(self.per), self.count), self.cap)

    def told(self, clause: Clause) -> Bilingual:
        per = told(self.per)
        zh, en = clause.say(self.count, "zh"), clause.say(self.count, "en")
        return _up_to(
            Bilingual(zh=f"{zh}每 1 个扣 {per} 分", en=f"{per} off for each of {en}"), self.cap
        )


class FactDeduction(Deduction):
    """Points lost where a fact holds; what is lost is needed only there (有下列情形的扣分)."""

    form = "when"
    when: RuleCondition
    minus: Value

    def lost(self) -> Expr:
        return points_if(self.when, self.minus)

    def told(self, clause: Clause) -> Bilingual:
        zh, en = clause.say(self.when, "zh"), clause.say(self.when, "en")
        return _off(self.minus, clause, zh, f"where {en}")


class DutyDeduction(Deduction):
    """Points lost unless a duty is met; what is lost is needed only then (未做到的扣分)."""

    form = "unless"
    unless: RuleCondition
    minus: Value

    def lost(self) -> Expr:
        return points_if(Not(self.unless), self.minus)

    def told(self, clause: Clause) -> Bilingual:
        zh, en = clause.say(self.unless, "zh"), clause.say(self.unless, "en")
        return _off(self.minus, clause, f"不满足“{zh}”", f"unless {en}")


def _off(minus: Expr, clause: Clause, zh: str, en: str) -> Bilingual:
    """Return "2 off where …", or which figure says how much."""
    if isinstance(minus, Number):
        points = told(minus.value)
        return Bilingual(zh=f"{zh}，扣 {points} 分", en=f"{points} off {en}")
    return Bilingual(
        zh=f"{zh}，按“{clause.say(minus, 'zh')}”扣分",
        en=f"off by '{clause.say(minus, 'en')}' {en}",
    )


class JudgedDeduction(Deduction):
    """What an assessor takes off (酌情扣分)."""

    form = "judged"
    judged: Value

    def lost(self) -> Expr:
        return self.judged

    def told(self, clause: Clause) -> Bilingual:
        return Bilingual(
            zh=f"由评审人酌情扣分（{clause.say(self.judged, 'zh')}）",
            en=f"what the assessor takes off ({clause.say(self.judged, 'en')})",
        )


class StepDeduction(Deduction):
    """So many points for each step below a target, up to a cap of its own (每少一档扣分)."""

    form = "shortfall"
    shortfall: Value
    target: Edge
    step: Exact
    per_step: Exact
    mode: StepMode = "floor"
    cap: Exact | None = None

    @model_validator(mode="after")
    def _step_leads_down(self) -> Self:
        if self.step <= 0:
            raise ValueError("step must be above 0")
        return self

    def lost(self) -> Expr:
        steps = steps_below(self.shortfall, self.target, self.step, self.mode)
        return _capped(multiply(exactly(self.per_step), steps), self.cap)

    def empty(self) -> Expr | None:
        return zero_denominator(self.shortfall)

    def told(self, clause: Clause) -> Bilingual:
        target_zh, target_en = (
            edge_told(clause, self.shortfall, self.target, language) for language in ("zh", "en")
        )
        step, per = edge_told(clause, self.shortfall, self.step, "zh"), told(self.per_step)
        zh, en = clause.say(self.shortfall, "zh"), clause.say(self.shortfall, "en")
        said = Bilingual(
            zh=f"{zh}不足 {target_zh} 的，每少 {step} 扣 {per} 分（{STEPS_ZH[self.mode]}）",
            en=f"{per} off per {step} below {target_en} of {en} ({STEPS_EN[self.mode]})",
        )
        return _up_to(said, self.cap)


class ShareDeduction(Deduction):
    """Below the target the missing share of so many points, all of them at 0 (未达标的按比例扣分)."""

    form = "value"
    value: Value
    target: Edge
    up_to: Exact

    @model_validator(mode="after")
    def _target_can_be_a_divisor(self) -> Self:
        if isinstance(self.target, Fraction) and self.target <= 0:
            raise ValueError("target must be above 0")
        return self

    def lost(self) -> Expr:
        reached = divide(self.value, edge_of(self.value, self.target))
        return multiply(exactly(self.up_to), Maximum((ZERO, subtract(ONE, reached))))

    def empty(self) -> Expr | None:
        return zero_denominator(self.value)

    def told(self, clause: Clause) -> Bilingual:
        target_zh, target_en = (
            edge_told(clause, self.value, self.target, language) for language in ("zh", "en")
        )
        most = told(self.up_to)
        zh, en = clause.say(self.value, "zh"), clause.say(self.value, "en")
        return Bilingual(
            zh=f"{zh}不足 {target_zh} 的扣 {most} ×（1 − 实际值 ÷ {target_zh}）分",
            en=f"{most} × (1 − value ÷ {target_en}) off below {target_en} of {en}",
        )


FORMS: dict[str, type[Deduction]] = {
    one.form: one
    for one in (
        EventDeduction,
        FactDeduction,
        DutyDeduction,
        JudgedDeduction,
        StepDeduction,
        ShareDeduction,
    )
}


def _form(part: Any) -> str | None:
    """Return which form a part has, None where it has none or several."""
    if isinstance(part, Deduction):
        return type(part).__name__
    keys = [key for key in FORMS if isinstance(part, Mapping) and key in part]
    return FORMS[keys[0]].__name__ if len(keys) == 1 else None


AnyDeduction = Annotated[
    Annotated[EventDeduction, Tag("EventDeduction")]
    | Annotated[FactDeduction, Tag("FactDeduction")]
    | Annotated[DutyDeduction, Tag("DutyDeduction")]
    | Annotated[JudgedDeduction, Tag("JudgedDeduction")]
    | Annotated[StepDeduction, Tag("StepDeduction")]
    | Annotated[ShareDeduction, Tag("ShareDeduction")],
    Discriminator(
        _form,
        custom_error_type="deduction_form",
        custom_error_message=f"a part has exactly one of: {', '.join(FORMS)}",
    ),
]
"""Any form of deduction, told apart by its key."""
