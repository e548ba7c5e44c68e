"""What stands around a rule: when a clause counts at all, what it gives where it does not apply, rounding."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict

from govscore_lib.algebra.expr import (
    ZERO,
    Cases,
    Every,
    Expr,
    LeagueFigure,
    Missing,
    Not,
)
from govscore_lib.algebra.narrowing import Narrowing
from govscore_lib.rules.base import Clause, Condition, Flag, Lowered, exactly
from govscore_lib.rules.rounding import Rounding
from govscore_lib.text import Bilingual

Policy = Literal["full", "zero", "leave_out", "spread", "peers_mean"]
WITHOUT_POINTS: tuple[Policy, ...] = ("leave_out", "spread")
"""Policies under which a clause that does not apply has no points; its weight goes elsewhere."""

_POLICY_WORDS: dict[Policy, tuple[str, str]] = {
    "full": ("得满分", "full points"),
    "zero": ("得 0 分", "no points"),
    "leave_out": (
        "不计分，其余基础分按比例折算为总分",
        "no points, the rest of the base is scaled up to the total",
    ),
    "spread": (
        "不计分，分值由本类其余条款按比例分摊",
        "no points, the other clauses of the category are scaled up to its maximum",
    ),
    "peers_mean": (
        "得其他适用地区的平均分",
        "the mean of the regions to which it applies",
    ),
}


class NotApplicable(BaseModel):
    """A region to which a clause does not apply, and what becomes of its points (不适用).

    policy : full and zero award the maximum and nothing; peers_mean awards the mean of the league's regions
    to which the clause applies; leave_out and spread award no points, and scale what is left: the base up to
    the total, or the category up to its maximum.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    when: Condition
    policy: Policy

    @property
    def has_points(self) -> bool:
        """Whether a region to which the clause does not apply is scored all the same."""
        return self.policy not in WITHOUT_POINTS


@dataclass(frozen=True)
class Policies:
    """The policies around one rule, from the inside out: only_if, not_applicable, round."""

    only_if: Expr | None = None
    not_applicable: NotApplicable | None = None
    rounding: Rounding | None = None

    @cached_property
    def applies(self) -> Expr | None:
        """The condition that the clause applies; None where it always does."""
        return None if self.not_applicable is None else Not(self.not_applicable.when)

    @cached_property
    def conditions(self) -> tuple[Expr, ...]:
        """The conditions under which the rule itself decides, in the order in which they are asked."""
        return tuple(one for one in (self.applies, self.only_if) if one is not None)

    def around(self, rule: Lowered, clause: Clause) -> Lowered:
        """Return the lowered rule with its policies.

        Where one of the conditions fails, the rule's own figures are not needed and the region stands in
        no league of the rule.
        """
        points, measured, flags = rule.points, rule.measured, rule.flags
        if self.conditions:
            narrowing = Narrowing(_all(self.conditions))
            points = narrowing.of(points)
            measured = None if measured is None else narrowing.of(measured)
            flags = tuple(replace(flag, when=_all((*self.conditions, flag.when))) for flag in flags)
        if self.only_if is not None:
            points = _first(Not(self.only_if), ZERO, points)
            closed = (*self.conditions[:-1], Not(self.only_if))
            flags = (Flag("only_if", _all(closed)), *flags)
        if self.not_applicable is not None:
            instead = self._instead(points, clause)
            points = _first(self.not_applicable.when, instead, points)
            flags = (Flag("not_applicable", self.not_applicable.when), *flags)
        if self.rounding is not None:
            points = self.rounding.lower(points)
        return Lowered(points, measured, flags)

    def _instead(self, points: Expr, clause: Clause) -> Expr:
        """Return what a region has to which the clause does not apply."""
        assert self.not_applicable is not None  # the caller looked
        policy = self.not_applicable.policy
        if policy == "zero":
            return ZERO
        if policy == "peers_mean":
            return LeagueFigure("mean", points, self.applies)
        full = exactly(clause.full)  # leave_out and spread need one too: it is the weight that goes
        return full if policy == "full" else Missing()

    def least(self, rule: Fraction | None, clause: Clause) -> Fraction | None:
        """Return the smallest points with the policies, from those of the rule; None where there is no bound."""
        return None if rule is None else self._rounded(min((rule, *self._outside(clause))))

    def most(self, rule: Fraction | None, clause: Clause) -> Fraction | None:
        """Return the largest points with the policies, from those of the rule; None where there is no bound."""
        return None if rule is None else self._rounded(max((rule, *self._outside(clause))))

    def _outside(self, clause: Clause) -> tuple[Fraction, ...]:
        """Return the points that a region may have without the rule; a mean of others lies among theirs."""
        found = [] if self.only_if is None else [Fraction(0)]
        if self.not_applicable is not None and self.not_applicable.policy == "zero":
            found.append(Fraction(0))
        if self.not_applicable is not None and self.not_applicable.policy == "full":
            found.append(clause.full)
        return tuple(found)

    def _rounded(self, points: Fraction) -> Fraction:
        return points if self.rounding is None else self.rounding.of(points)

    def describe(self, clause: Clause) -> tuple[Bilingual, ...]:
        """Return one sentence for each policy."""
        sentences = []
        if self.only_if is not None:
            zh, en = clause.say_before(self.only_if), clause.say(self.only_if, "en")
            sentences.append(
                Bilingual(
                    zh=f"仅在{zh}时计分，否则得 0 分。", en=f"Scored only where {en}, else 0."
                )
            )
        if self.not_applicable is not None:
            when = self.not_applicable.when
            zh, en = clause.say_before(when), clause.say(when, "en")
            then_zh, then_en = _POLICY_WORDS[self.not_applicable.policy]
            sentences.append(
                Bilingual(
                    zh=f"{zh}的不适用本条：{then_zh}。",
                    en=f"Where {en} it does not apply: {then_en}.",
                )
            )
        if self.rounding is not None:
            sentences.append(self.rounding.describe())
        return tuple(sentences)


def _all(conditions: tuple[Expr, ...]) -> Expr:
    return conditions[0] if len(conditions) == 1 else Every(conditions)


def _first(condition: Expr, value: Expr, otherwise: Expr) -> Cases:
    """Return the value where the condition holds, and the rest as it was: cases stay one list."""
    if isinstance(otherwise, Cases):
        return Cases(((condition, value), *otherwise.branches), otherwise.otherwise)
    return Cases(((condition, value),), otherwise)
