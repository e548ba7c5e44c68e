"""A weighted mix of several sources."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from govscore_lib.algebra.expr import Expr, Number, add, multiply
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
    share,
    told,
    unless_empty,
)
from govscore_lib.rules.outcome import judged_flag, range_of
from govscore_lib.text import Bilingual


class MixedSource(BaseModel):
    """One source: a value that earns the maximum at 100%, or points that an assessor gives, and its weight.

    judged : points out of the criterion's maximum.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    value: Value | None = None
    judged: Value | None = None
    weight: Exact

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.value is None) == (self.judged is None):
            raise ValueError("a source is exactly one of value and judged")
        if self.weight <= 0:
            raise ValueError("weight must be above 0")
        return self

    def lower(self, full: Fraction, policy: str) -> tuple[Expr, tuple[Flag, ...]]:
        """Return the weighted points, and their flags."""
        weight = Number(self.weight, share(self.weight))
        if self.judged is not None:
            return multiply(weight, self.judged), (judged_flag(self.judged),)
        assert self.value is not None  # the validator saw to it
        points = multiply(multiply(weight, exactly(full)), self.value)
        return unless_empty(points, self.value, policy, full * self.weight)

    def say(self, clause: Clause) -> Bilingual:
        """Return the source and its weight in words."""
        weight = share(self.weight)
        if self.judged is not None:
            zh, en = clause.say(self.judged, "zh"), clause.say(self.judged, "en")
            return Bilingual(zh=f"评审人评定的{zh}占 {weight}", en=f"{weight} judged ({en})")
        assert self.value is not None  # the validator saw to it
        full = clause.full
        zh, en = clause.say(self.value, "zh"), clause.say(self.value, "en")
        return Bilingual(
            zh=f"{told(full)} 分 ×（{zh}）占 {weight}", en=f"{weight} of {points_en(full)} × ({en})"
        )


class Mixed(Rule):
    """Several sources, each with its weight; the weights sum to 1 (多来源加权计分)."""

    kind: Literal["mixed"]
    sources: Annotated[tuple[MixedSource, ...], Field(min_length=2)]
    zero_denominator: ZeroDenominator = "missing"
    monotone = True

    @model_validator(mode="after")
    def _weights_make_a_whole(self) -> Self:
        total = sum((one.weight for one in self.sources), Fraction(0))
        if total != 1:
            raise ValueError(f"the weights sum to {told(total)}, not 1")
        return self

    def lower(self, clause: Clause) -> Lowered:
        lowered = [one.lower(clause.full, self.zero_denominator) for one in self.sources]
        points = reduce(add, (points for points, _ in lowered))
        return Lowered(points, flags=tuple(flag for _, flags in lowered for flag in flags))

    def judged_ranges(self, clause: Clause) -> dict[str, Limits]:
        ranges = [range_of(one.judged, Fraction(0), clause.max_points) for one in self.sources]
        return {name: limits for one in ranges for name, limits in one.items()}

    def describe(self, clause: Clause) -> Bilingual:
        said = [one.say(clause) for one in self.sources]
        return Bilingual(
            zh=f"加权计分：{'；'.join(one.zh for one in said)}。",
            en=f"a weighted mix: {'; '.join(one.en for one in said)}.",
        )
