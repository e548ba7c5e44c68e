"""Points added outside the base, or highlights that are only listed."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from govscore_lib.algebra.expr import ZERO, points_if
from govscore_lib.errors import did_you_mean
from govscore_lib.rules.base import (
    Clause,
    Condition,
    Exact,
    Lowered,
    Names,
    Rule,
    exactly,
    points_en,
    told,
)
from govscore_lib.text import Bilingual


def _declared(name: object, info: ValidationInfo) -> object:
    if isinstance(name, str) and isinstance(info.context, Names) and name not in info.context.types:
        hint = did_you_mean(name, info.context.types)
        raise ValueError(f"'{name}' is not declared. {hint}".rstrip())
    return name


MetricName = Annotated[str, BeforeValidator(_declared), Field(min_length=1)]


class Bonus(Rule):
    """Points added once where a condition holds, for a category outside the base (符合条件加分).

    list : for a bonus without a printed amount: nothing is added (points: 0), the metrics are listed as evidence.
    """

    kind: Literal["bonus"]
    when: Condition | None = None
    points: Exact | None = None
    list: tuple[MetricName, ...] = ()

    @model_validator(mode="after")
    def _adds_or_lists(self) -> Self:
        if (self.when is None) != bool(self.list):
            raise ValueError("a bonus needs either when or list")
        if self.list and self.points not in (None, 0):
            raise ValueError("a bonus that only lists adds nothing: points must be 0")
        return self

    @property
    def listed(self) -> tuple[str, ...]:
        return self.list

    def lower(self, clause: Clause) -> Lowered:
        if self.when is None:
            return Lowered(ZERO)
        return Lowered(points_if(self.when, exactly(self._added(clause))))

    def least(self, clause: Clause) -> Fraction:
        return Fraction(0) if self.when is None else min(Fraction(0), self._added(clause))

    def _added(self, clause: Clause) -> Fraction:
        return clause.full if self.points is None else self.points

    def describe(self, clause: Clause) -> Bilingual:
        if self.when is None:
            zh = "、".join(clause.naming(name, "zh") for name in self.list)
            en = ", ".join(clause.naming(name, "en") for name in self.list)
            return Bilingual(
                zh=f"未载明分值，不加分，仅列示：{zh}。",
                en=f"no amount is stated: nothing is added, only listed: {en}.",
            )
        added = self._added(clause)
        return Bilingual(
            zh=f"{clause.say(self.when, 'zh')}，加 {told(added)} 分；否则不加分。",
            en=f"{clause.say(self.when, 'en')}: {points_en(added)} added; otherwise none.",
        )
