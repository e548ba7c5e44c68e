"""Ordered branches, of which the first that fits decides."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from govscore_lib.algebra.expr import ZERO, Cases, Expr, points_if
from govscore_lib.rules.base import (
    Clause,
    Condition,
    Exact,
    Lowered,
    Rule,
    Value,
    exactly,
    points_en,
    told,
)
from govscore_lib.text import Bilingual


class Branch(BaseModel):
    """One branch: an optional condition and what it then gives.

    points : awarded outright. needs : a condition that earns them (the criterion's maximum unless
    ``points`` says otherwise). judged : a metric whose judged value counts.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    condition: Annotated[Condition | None, Field(alias="if")] = None
    needs: Condition | None = None
    judged: Value | None = None
    points: Exact | None = None

    @model_validator(mode="after")
    def _gives_something(self) -> Self:
        if self.judged is not None and (self.needs is not None or self.points is not None):
            raise ValueError("a branch is either judged or has needs / points, not both")
        if self.judged is None and self.needs is None and self.points is None:
            raise ValueError("a branch needs one of: points, needs, judged")
        return self


class FirstMatch(Rule):
    """The first branch whose condition holds decides; only its own inputs are needed (依次判断，先中先得)."""

    kind: Literal["first_match"]
    branches: Annotated[tuple[Branch, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _only_the_last_is_open(self) -> Self:
        if any(branch.condition is None for branch in self.branches[:-1]):
            raise ValueError("only the last branch may go without 'if'")
        return self

    def lower(self, clause: Clause) -> Lowered:
        conditional = tuple(
            (branch.condition, self._gives(branch, clause))
            for branch in self.branches
            if branch.condition is not None
        )
        last = self.branches[-1]
        otherwise = self._gives(last, clause) if last.condition is None else ZERO
        return Lowered(Cases(conditional, otherwise) if conditional else otherwise)

    @staticmethod
    def _gives(branch: Branch, clause: Clause) -> Expr:
        if branch.judged is not None:
            return branch.judged
        points = exactly(clause.full if branch.points is None else branch.points)
        return points if branch.needs is None else points_if(branch.needs, points)

    def describe(self, clause: Clause) -> Bilingual:
        return Bilingual(zh=self._told(clause, "zh") + "。", en=self._told(clause, "en") + ".")

    def _told(self, clause: Clause, language: str) -> str:
        english = language == "en"
        sentences = []
        for branch in self.branches:
            if branch.judged is not None:
                gives = (
                    f"{'judged: ' if english else '评定：'}{clause.say(branch.judged, language)}"
                )
            else:
                points = clause.full if branch.points is None else branch.points
                gives = points_en(points) if english else f"得 {told(points)} 分"
                if branch.needs is not None:
                    needs = clause.say(branch.needs, language)
                    gives = f"{gives} if {needs}" if english else f"{needs}，{gives}"
            if branch.condition is None:
                sentences.append(f"otherwise {gives}" if english else f"其他情形：{gives}")
            else:
                when = clause.say(branch.condition, language)
                sentences.append(f"where {when}: {gives}" if english else f"{when}的：{gives}")
        return "; ".join(sentences) if english else "；".join(sentences)
