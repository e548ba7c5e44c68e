"""Points added outside the base, or highlights that are only listed."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    model_validator,
)

from govscore_lib.algebra.expr import ZERO, Expr, Minimum, add, multiply, points_if
from govscore_lib.errors import did_you_mean
from govscore_lib.rules.base import (
    Clause,
    Exact,
    Lowered,
    Names,
    Rule,
    RuleCondition,
    Value,
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


class BonusLevel(BaseModel):
    """One level of recognition: what is counted at it, and the points for each."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    count: Value
    points: Exact
    name: Bilingual | None = None

    def say(self, clause: Clause) -> Bilingual:
        """Return the level in words."""
        zh, en = clause.say(self.count, "zh"), clause.say(self.count, "en")
        if self.name is not None:
            zh, en = self.name.zh, self.name.en
        return Bilingual(
            zh=f"{zh}每项加 {told(self.points)} 分", en=f"{points_en(self.points)} each for {en}"
        )


class Bonus(Rule):
    """Points added outside the base, for a category with ``component: bonus`` (加分).

    when : points are added once where the condition holds (the criterion's maximum unless ``points`` says otherwise).
    levels : points for each matter by its level; that a matter counts once, at its highest level, is the business
    of the derivation that counts it. cap : the most that all levels add.
    list : for a bonus without a printed amount: nothing is added (points: 0), the metrics are listed as evidence.
    """

    kind: Literal["bonus"]
    when: RuleCondition | None = None
    points: Exact | None = None
    levels: tuple[BonusLevel, ...] = ()
    cap: Exact | None = None
    list: tuple[MetricName, ...] = ()

    @model_validator(mode="after")
    def _adds_or_lists(self) -> Self:
        if (self.when is not None) + bool(self.levels) + bool(self.list) != 1:
            raise ValueError("a bonus needs exactly one of when, levels and list")
        if self.list and self.points not in (None, 0):
            raise ValueError("a bonus that only lists adds nothing: points must be 0")
        if self.levels and self.points is not None:
            raise ValueError("with levels, each level says its own points")
        if self.cap is not None and not self.levels:
            raise ValueError("cap goes with levels, and only with them")
        return self

    @property
    def listed(self) -> tuple[str, ...]:
        return self.list

    def lower(self, clause: Clause) -> Lowered:
        if self.when is not None:
            return Lowered(points_if(self.when, exactly(self._added(clause))))
        parts: list[Expr] = [ZERO]
        parts += [multiply(exactly(level.points), level.count) for level in self.levels]
        added = reduce(add, parts)
        return Lowered(added if self.cap is None else Minimum((added, exactly(self.cap))))

    def _added(self, clause: Clause) -> Fraction:
        return clause.full if self.points is None else self.points

    def describe(self, clause: Clause) -> Bilingual:
        if self.levels:
            return self._levels_told(clause)
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

    def _levels_told(self, clause: Clause) -> Bilingual:
        said = [level.say(clause) for level in self.levels]
        cap_zh = cap_en = ""
        if self.cap is not None:
            cap_zh, cap_en = f"；最多加 {told(self.cap)} 分", f"; {told(self.cap)} at most"
        return Bilingual(
            zh=f"按级别加分：{'；'.join(one.zh for one in said)}{cap_zh}。",
            en=f"added by level: {'; '.join(one.en for one in said)}{cap_en}.",
        )
