"""Points by steps of a value."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from govscore_lib.algebra.expr import Cases, Compare, Expr
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
    told,
    unless_empty,
)
from govscore_lib.text import Bilingual


class Tier(BaseModel):
    """One step: from a value on (``at_least``) or beyond it (``above``), so many points."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    at_least: Exact | None = None
    above: Exact | None = None
    points: Exact

    @model_validator(mode="after")
    def _one_edge(self) -> Self:
        if (self.at_least is None) == (self.above is None):
            raise ValueError("exactly one of at_least and above is needed")
        return self

    @property
    def edge(self) -> Exact:
        """The value where the step begins."""
        return self.above if self.at_least is None else self.at_least  # type: ignore[return-value]


class Tiers(Rule):
    """The points of the first step reached, highest step first (分档得分)."""

    kind: Literal["tiers"]
    value: Value
    tiers: Annotated[tuple[Tier, ...], Field(min_length=1)]
    otherwise: Exact = Fraction(0)
    zero_denominator: ZeroDenominator = "missing"

    @model_validator(mode="after")
    def _every_step_can_be_reached(self) -> Self:
        edges = [(tier.edge, tier.above is not None) for tier in self.tiers]
        for higher, lower in pairwise(edges):
            if lower >= higher:
                raise ValueError(
                    f"the highest step comes first: {told(lower[0])} stands below {told(higher[0])}"
                    " and is never reached"
                )
        return self

    def lower(self, clause: Clause) -> Lowered:
        branches: tuple[tuple[Expr, Expr], ...] = tuple(
            (
                Compare(
                    ">" if tier.at_least is None else ">=",
                    self.value,
                    edge_of(self.value, tier.edge),
                ),
                exactly(tier.points),
            )
            for tier in self.tiers
        )
        points, flags = unless_empty(
            Cases(branches, exactly(self.otherwise)),
            self.value,
            self.zero_denominator,
            self.tiers[0].points,
        )
        return Lowered(points, self.value, flags)

    def describe(self, clause: Clause) -> Bilingual:
        zh = "；".join(
            f"{'超过' if tier.at_least is None else '达到'} {edge_told(self.value, tier.edge)} 得 {told(tier.points)} 分"
            for tier in self.tiers
        )
        en = "; ".join(
            f"{told(tier.points)} {'above' if tier.at_least is None else 'from'} {edge_told(self.value, tier.edge)}"
            for tier in self.tiers
        )
        rest = told(self.otherwise)
        return Bilingual(
            zh=f"{clause.say(self.value, 'zh')}：{zh}；其余 {rest} 分。",
            en=f"{clause.say(self.value, 'en')}: {en}; otherwise {rest}.",
        )
