"""Points in proportion to a target, full from the target on."""

from typing import Literal, Self

from pydantic import model_validator

from govscore_lib.algebra.expr import (
    ONE,
    Compare,
    Expr,
    Minimum,
    choose,
    divide,
    multiply,
    subtract,
)
from govscore_lib.rules.base import (
    Clause,
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
from govscore_lib.text import Bilingual


class Proportional(Rule):
    """Full points from the target on; below it in proportion (达标满分，不足按比例).

    base : "relative" awards max × value / target (continuous at the target); "absolute" awards
    max × value; "shortfall" awards max × (1 − (target − value)).
    """

    kind: Literal["proportional"]
    value: Value
    target: Edge
    base: Literal["relative", "absolute", "shortfall"] = "relative"
    zero_denominator: ZeroDenominator = "missing"
    monotone = True

    @model_validator(mode="after")
    def _target_can_be_a_divisor(self) -> Self:
        if isinstance(self.target, Expr):
            return self
        if self.target <= 0:
            raise ValueError("target must be above 0")
        if self.base == "absolute" and self.target > 1:
            raise ValueError("base: absolute needs a target of at most 100%")
        return self

    def lower(self, clause: Clause) -> Lowered:
        full, target = exactly(clause.full), edge_of(self.value, self.target)
        points: Expr
        if self.base == "relative":
            points = multiply(full, Minimum((ONE, divide(self.value, target))))
        else:
            part: Expr = self.value
            if self.base == "shortfall":
                part = subtract(ONE, subtract(target, self.value))
            points = choose(Compare(">=", self.value, target), full, multiply(full, part))
        points, flags = unless_empty(points, self.value, self.zero_denominator, clause.full)
        return Lowered(points, self.value, flags)

    def describe(self, clause: Clause) -> Bilingual:
        full = told(clause.full)
        target_zh, target_en = (
            edge_told(clause, self.value, self.target, language) for language in ("zh", "en")
        )
        zh, en = {
            "relative": (f"{full} × 实际值 ÷ {target_zh}", f"{full} × value ÷ {target_en}"),
            "absolute": (f"{full} × 实际值", f"{full} × value"),
            "shortfall": (f"{full} ×（1 − 差额）", f"{full} × (1 − shortfall)"),
        }[self.base]
        return Bilingual(
            zh=f"{clause.say(self.value, 'zh')}达到 {target_zh} 得 {full} 分；不足的得 {zh}。",
            en=f"{points_en(clause.full)} for {clause.say(self.value, 'en')} from {target_en} on; below it {en}.",
        )
