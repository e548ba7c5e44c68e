"""Ordered branches, of which the first that fits decides."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from govscore_lib.algebra.expr import ZERO, Cases, Expr, points_if
from govscore_lib.algebra.limits import Limits
from govscore_lib.rules.base import (
    Clause,
    Flag,
    Lowered,
    Rule,
    RuleCondition,
    exactly,
    points_en,
    told,
)
from govscore_lib.rules.outcome import Outcome, judged_flag
from govscore_lib.text import Bilingual


class Branch(Outcome):
    """One branch: an optional condition and what it then gives.

    points : awarded outright. needs : a condition that earns them (the criterion's maximum unless
    ``points`` says otherwise). judged : a metric whose judged value counts, between ``min`` (0 unless said)
    and ``max`` (the criterion's maximum unless said).
    """

    condition: Annotated[RuleCondition | None, Field(alias="if")] = None
    needs: RuleCondition | None = None

    @model_validator(mode="after")
    def _gives_something(self) -> Self:
        if self.judged is not None and self.needs is not None:
            raise ValueError("a branch is either judged or has needs / points, not both")
        if self.judged is None and self.needs is None and self.points is None:
            raise ValueError("a branch needs one of: points, needs, judged")
        return self

    def worth(self, clause: Clause) -> Fraction:
        """Return the points of a branch that is not judged."""
        return clause.full if self.points is None else self.points

    def lower(self, clause: Clause) -> Expr:
        """Return what the branch gives."""
        if self.judged is not None:
            return self.judged
        points = exactly(self.worth(clause))
        return points if self.needs is None else points_if(self.needs, points)


class FirstMatch(Rule):
    """The first branch whose condition holds decides; only its own inputs are needed (依次判断，先中先得)."""

    kind: Literal["first_match"]
    branches: Annotated[tuple[Branch, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _only_the_last_is_open(self) -> Self:
        if any(branch.condition is None for branch in self.branches[:-1]):
            raise ValueError("only the last branch may go without 'if'")
        return self

    @property
    def _conditions(self) -> list[Expr]:
        return [branch.condition for branch in self.branches if branch.condition is not None]

    def lower(self, clause: Clause) -> Lowered:
        conditional = tuple(
            (branch.condition, branch.lower(clause))
            for branch in self.branches
            if branch.condition is not None
        )
        last = self.branches[-1]
        otherwise = last.lower(clause) if last.condition is None else ZERO
        points = Cases(conditional, otherwise) if conditional else otherwise
        return Lowered(points, flags=self._flags)

    @property
    def _flags(self) -> tuple[Flag, ...]:
        conditions = self._conditions
        return tuple(
            judged_flag(branch.judged, conditions[:index], branch.condition)
            for index, branch in enumerate(self.branches)
            if branch.judged is not None
        )

    def judged_ranges(self, clause: Clause) -> dict[str, Limits]:
        ranges = [branch.judged_range(clause) for branch in self.branches]
        return {name: limits for one in ranges for name, limits in one.items()}

    def describe(self, clause: Clause) -> Bilingual:
        return Bilingual(zh=self._told(clause, "zh") + "。", en=self._told(clause, "en") + ".")

    def _told(self, clause: Clause, language: str) -> str:
        english = language == "en"
        sentences = []
        for branch in self.branches:
            gives = self._gives(branch, clause, language)
            if branch.condition is None:
                sentences.append(f"otherwise {gives}" if english else f"其他情形：{gives}")
            else:
                when = clause.say(branch.condition, language)
                sentences.append(f"where {when}: {gives}" if english else f"{when}的：{gives}")
        return "; ".join(sentences) if english else "；".join(sentences)

    @staticmethod
    def _gives(branch: Branch, clause: Clause, language: str) -> str:
        if branch.judged is not None:
            return branch.say(clause).in_language(language)
        english, points = language == "en", branch.worth(clause)
        gives = points_en(points) if english else f"得 {told(points)} 分"
        if branch.needs is None:
            return gives
        needs = clause.say(branch.needs, language)
        return f"{gives} if {needs}" if english else f"{needs}，{gives}"
