"""Policies and caps that move nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from govscore_lib.rubric.lint.remark import Remark, Subject
from govscore_lib.rubric.model import Criterion
from govscore_lib.rules.base import told


def gains_and_losses(subject: Subject) -> Iterator[Remark]:
    """A cap for gains or for losses is lower than what the criteria of its category can gain or lose."""
    for index, category in enumerate(subject.rubric.categories):
        members = [one for one in subject.rubric.criteria_list if one.category == category.id]
        gain = _added([one.most for one in members], 1)
        loss = _added([one.least for one in members], -1)
        caps = (("max_gain", category.max_gain, gain), ("max_loss", category.max_loss, loss))
        for key, cap, reach in caps:
            if cap is not None and reach is not None and cap >= reach:
                yield subject.remark(
                    ("categories", index, key),
                    "remark",
                    f"category {category.id}: {key} {told(cap)} never binds, "
                    f"{told(reach)} is the most there is",
                )


def _added(ends: list[Fraction | None], sign: int) -> Fraction | None:
    """Return what ends on one side of zero come to; None where one of them is open."""
    known = [one for one in ends if one is not None]
    if len(known) < len(ends):
        return None
    return sum((max(sign * one, Fraction(0)) for one in known), Fraction(0))


def weights_without_taker(subject: Subject) -> Iterator[Remark]:
    """What a clause that does not apply leaves behind goes to other clauses."""
    base = {one.id for one in subject.rubric.categories if one.component == "base"}
    for path, criterion in subject.criteria():
        rule = criterion.not_applicable
        place = (*path, "not_applicable")
        if rule is None:
            continue
        if rule.policy == "leave_out" and criterion.category not in base:
            yield subject.remark(
                place,
                "remark",
                f"criterion {criterion.id} is outside the base: leaving it out scales nothing",
            )
        elif not rule.has_points:
            within = base if rule.policy == "leave_out" else {criterion.category}
            others = [one for one in subject.rubric.criteria_list if one.category in within]
            if not any(_takes(one, criterion) for one in others):
                yield subject.error(
                    place,
                    f"criterion {criterion.id}: where it does not apply, no other clause is left to "
                    "take its points",
                )


def _takes(other: Criterion, criterion: Criterion) -> bool:
    """Whether a clause has points where another one does not apply."""
    if other is criterion or not other.max_points:
        return False
    mine, its = criterion.not_applicable, other.not_applicable
    return its is None or its.has_points or mine is None or its.when != mine.when


def rounding_without_effect(subject: Subject) -> Iterator[Remark]:
    """Rounding changes some points."""
    for path, criterion in subject.criteria():
        if criterion.round is None:
            continue
        clause = criterion.clause_context
        plain = replace(criterion.policies, rounding=None)
        if plain.around(criterion.rule.lower(clause), clause) == criterion.lowered:
            yield subject.remark(
                (*path, "round"),
                "remark",
                f"criterion {criterion.id}: its points never have more decimals, so rounding "
                "changes nothing",
            )
