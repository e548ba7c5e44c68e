"""Caps, floors and deductions that have no effect, or more than the clause can lose."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from govscore_lib.algebra.expr import Number
from govscore_lib.rubric.lint.bounds import most_of_items, most_of_units
from govscore_lib.rubric.lint.remark import Path, Remark, Subject
from govscore_lib.rubric.model import Criterion
from govscore_lib.rules.base import told
from govscore_lib.rules.checklist import Checklist
from govscore_lib.rules.composite_deduct import CompositeDeduct
from govscore_lib.rules.deduct_per_event import DeductPerEvent
from govscore_lib.rules.deductions import (
    Deduction,
    DutyDeduction,
    EventDeduction,
    FactDeduction,
    ShareDeduction,
    StepDeduction,
)
from govscore_lib.rules.escalating import Escalating
from govscore_lib.rules.per_unit import PerUnit
from govscore_lib.rules.shortfall import Shortfall


def caps_that_never_bind(subject: Subject) -> Iterator[Remark]:
    """A cap is no higher than what it caps can come to."""
    for path, criterion in subject.criteria():
        rule = criterion.rule
        reach: Fraction | None = None
        if isinstance(rule, Checklist):
            reach = most_of_items(rule)
        elif isinstance(rule, PerUnit):
            reach = most_of_units(rule, subject.rubric.metrics)
        elif isinstance(rule, CompositeDeduct):
            reach = _at_stake(criterion)
        else:
            continue
        if rule.cap is not None and reach is not None and rule.cap > reach:
            yield subject.remark(
                (*path, "rule", "cap"),
                "remark",
                f"criterion {criterion.id}: the cap of {told(rule.cap)} never binds, "
                f"{told(reach)} is the most there is",
            )


def deductions_above_the_start(subject: Subject) -> Iterator[Remark]:
    """One deduction takes off no more than there is to lose."""
    for path, criterion in subject.criteria():
        stake = _at_stake(criterion)
        if stake is None or stake <= 0:
            continue
        for key, lost in _single_deductions(criterion):
            if lost > stake:
                yield subject.remark(
                    (*path, "rule", *key),
                    "remark",
                    f"criterion {criterion.id}: one deduction of {told(lost)}, "
                    f"but only {told(stake)} can be lost",
                )


def floors_above_the_start(subject: Subject) -> Iterator[Remark]:
    """The floor lies below the points that a clause starts with."""
    for path, criterion in subject.criteria():
        stake = _at_stake(criterion)
        if stake is not None and stake <= 0:
            yield subject.error(
                (*path, "rule", "floor"),
                f"criterion {criterion.id}: the floor is not below the start, so nothing is ever lost",
            )


def _at_stake(criterion: Criterion) -> Fraction | None:
    """Return how many points there are between start and floor; None where there is no floor."""
    rule = criterion.rule
    if not isinstance(rule, CompositeDeduct | DeductPerEvent | Escalating | Shortfall):
        return None
    if rule.floor is None:
        return None
    start = criterion.max_points if rule.start is None else rule.start
    return None if start is None else start - rule.floor


def _single_deductions(criterion: Criterion) -> Iterator[tuple[Path, Fraction]]:
    """Yield where a fixed deduction stands and how large it is."""
    rule = criterion.rule
    if isinstance(rule, DeductPerEvent):
        yield ("per",), rule.per
    elif isinstance(rule, Shortfall) and rule.per_step is not None:
        yield ("per_step",), rule.per_step
    elif isinstance(rule, Escalating):
        for index, cost in enumerate(rule.costs):
            if cost != "all":
                yield ("costs", index), cost
    elif isinstance(rule, CompositeDeduct):
        for index, part in enumerate(rule.parts):
            lost = _one_time(part)
            if lost is not None:
                yield ("parts", index), lost


def _one_time(part: Deduction) -> Fraction | None:
    """Return what one event, fact or step of a part costs; None where a figure says it."""
    if isinstance(part, EventDeduction):
        return part.per if part.cap is None else max(part.per, part.cap)
    if isinstance(part, StepDeduction):
        return part.per_step if part.cap is None else max(part.per_step, part.cap)
    if isinstance(part, ShareDeduction):
        return part.up_to
    if isinstance(part, FactDeduction | DutyDeduction) and isinstance(part.minus, Number):
        return part.minus.value
    return None
