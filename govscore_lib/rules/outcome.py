"""What a branch of a rule gives: points, or what an assessor judges within a range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from govscore_lib.algebra.expr import Every, Expr, Given, Name, Not
from govscore_lib.algebra.limits import Limits
from govscore_lib.rules.base import (
    Clause,
    Exact,
    Flag,
    Lowered,
    Rule,
    Value,
    exactly,
    points_en,
    told,
)
from govscore_lib.text import Bilingual


class Outcome(BaseModel):
    """Points, or a judged value between ``min`` (0 unless said) and ``max`` (the criterion's maximum unless said)."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    points: Exact | None = None
    judged: Value | None = None
    min: Exact | None = None
    max: Exact | None = None

    @model_validator(mode="after")
    def _points_or_judged(self) -> Self:
        if self.judged is not None and self.points is not None:
            raise ValueError("points are either given or judged, not both")
        if self.judged is None and (self.min, self.max) != (None, None):
            raise ValueError("min and max go with judged, and only with it")
        if self.max is not None and self.max < self._low:
            raise ValueError(f"max is below min: {told(self.max)} < {told(self._low)}")
        return self

    @property
    def _low(self) -> Fraction:
        return Fraction(0) if self.min is None else self.min

    def _high(self, clause: Clause) -> Fraction:
        return clause.full if self.max is None else self.max

    def gives(self) -> Expr:
        """Return what the branch awards."""
        if self.judged is not None:
            return self.judged
        assert self.points is not None  # a branch says one of the two
        return exactly(self.points)

    def judged_range(self, clause: Clause) -> dict[str, Limits]:
        """Return the metric that is judged, with its range; nothing where points are given."""
        return range_of(self.judged, self._low, clause.max_points if self.max is None else self.max)

    def say(self, clause: Clause) -> Bilingual:
        """Return what the branch awards in words, to stand after its condition."""
        if self.judged is None:
            assert self.points is not None  # a branch says one of the two
            return Bilingual(zh=f"得 {told(self.points)} 分", en=points_en(self.points))
        low, high = told(self._low), told(self._high(clause))
        zh, en = clause.say(self.judged, "zh"), clause.say(self.judged, "en")
        return Bilingual(
            zh=f"由评审人在 {low} 至 {high} 分之间评定（{zh}）",
            en=f"judged between {low} and {high} ({en})",
        )


def range_of(judged: Expr | None, low: Fraction, high: Fraction | None) -> dict[str, Limits]:
    """Return the range of a metric that a person judges; nothing where the judgement is put together."""
    return {judged.id: Limits(low, high)} if isinstance(judged, Name) else {}


def flagged(rule: Rule, clause: Clause) -> Lowered:
    """Return a rule inside another as algebra, with the flag that a person gives its points."""
    lowered = rule.lower(clause)
    if rule.judgement is None:
        return lowered
    return replace(lowered, flags=(*lowered.flags, judged_flag(rule.judgement)))


def judged_flag(judged: Expr, earlier: Sequence[Expr] = (), when: Expr | None = None) -> Flag:
    """Return the flag that a branch is judged; it shows only where the branch is taken and judged.

    earlier : conditions of the branches before it. when : its own, if it has one.
    """
    conditions = [Not(one) for one in earlier]
    return Flag("judged", Every((*conditions, *(() if when is None else (when,)), Given(judged))))
