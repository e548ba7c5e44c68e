"""All the points from a threshold on."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, Self

from pydantic import model_validator

from govscore_lib.algebra.expr import ZERO, Compare, Expr, choose, divide, multiply
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


class Threshold(Rule):
    """The criterion's maximum from the threshold on; below it 0, or in proportion (达标得分).

    at_least includes the threshold itself, above excludes it. It may be an expression: ``league_mean(rate)`` is the
    mean of all regions, ``previous(rate)`` the region's own figure of the period before.
    """

    kind: Literal["threshold"]
    value: Value
    at_least: Edge | None = None
    above: Edge | None = None
    below: Literal["zero", "proportional"] = "zero"
    zero_denominator: ZeroDenominator = "missing"
    monotone = True

    @model_validator(mode="after")
    def _one_threshold(self) -> Self:
        if (self.at_least is None) == (self.above is None):
            raise ValueError("exactly one of at_least and above is needed")
        target = self._target
        if self.below == "proportional" and isinstance(target, Fraction) and target <= 0:
            raise ValueError("below: proportional needs a threshold above 0")
        return self

    @property
    def _target(self) -> Fraction | Expr:
        edge = self.above if self.at_least is None else self.at_least
        assert edge is not None  # the validator saw to it
        return edge

    def lower(self, clause: Clause) -> Lowered:
        full = exactly(clause.full)
        target = edge_of(self.value, self._target)
        below: Expr = ZERO
        if self.below == "proportional":
            below = multiply(full, divide(self.value, target))
        reached = Compare(">" if self.at_least is None else ">=", self.value, target)
        points, flags = unless_empty(
            choose(reached, full, below), self.value, self.zero_denominator, clause.full
        )
        return Lowered(points, self.value, flags)

    def describe(self, clause: Clause) -> Bilingual:
        full = told(clause.full)
        target_zh, target_en = (
            edge_told(clause, self.value, self._target, language) for language in ("zh", "en")
        )
        zh_op, en_op = ("超过", "above") if self.at_least is None else ("达到", "of at least")
        zh_below = "不足的按比例得分" if self.below == "proportional" else "否则 0 分"
        en_below = "in proportion below" if self.below == "proportional" else "otherwise 0"
        return Bilingual(
            zh=f"{clause.say(self.value, 'zh')}{zh_op} {target_zh}，得 {full} 分；{zh_below}。",
            en=f"{points_en(clause.full)} for {clause.say(self.value, 'en')} {en_op} {target_en}; {en_below}.",
        )
