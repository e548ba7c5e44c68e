"""The reference scorer's own reading of clauses that lose points for several things."""

from __future__ import annotations

import math
from fractions import Fraction

from govscore_lib.engine.reference.values import Inputs, divides_by_zero, edge, holds, number
from govscore_lib.rules.composite_deduct import CompositeDeduct
from govscore_lib.rules.deductions import (
    Deduction,
    DutyDeduction,
    EventDeduction,
    FactDeduction,
    JudgedDeduction,
    ShareDeduction,
    StepDeduction,
)


def composite_deduct(rule: CompositeDeduct, full: Fraction, inputs: Inputs) -> Fraction | None:
    """Return what is left after every part has been taken off; None where one cannot be told."""
    lost = Fraction(0)
    for part in rule.parts:
        cost = _cost(part, inputs, rule.zero_denominator == "full")
        if cost is None:
            return None
        lost += cost
    if rule.cap is not None and lost > rule.cap:
        lost = rule.cap
    left = (full if rule.start is None else rule.start) - lost
    return rule.floor if left < rule.floor else left


def _cost(part: Deduction, inputs: Inputs, empty_is_free: bool) -> Fraction | None:
    match part:
        case EventDeduction():
            events = number(part.count, inputs)
            return None if events is None else _held(part.per * events, part.cap)
        case FactDeduction():
            return _minus(part, holds(part.when, inputs), inputs)
        case DutyDeduction():
            met = holds(part.unless, inputs)
            return _minus(part, None if met is None else not met, inputs)
        case JudgedDeduction():
            return number(part.judged, inputs)
        case StepDeduction() | ShareDeduction():
            value = part.shortfall if isinstance(part, StepDeduction) else part.value
            if empty_is_free:
                empty = divides_by_zero(value, inputs)
                if empty is not False:
                    return Fraction(0) if empty else None
            found, target = number(value, inputs), edge(part.target, inputs)
            return None if found is None or target is None else _below(part, found, target)
    raise TypeError(f"unknown deduction {type(part).__name__}")


def _minus(
    part: FactDeduction | DutyDeduction, costs: bool | None, inputs: Inputs
) -> Fraction | None:
    if costs is None:
        return None
    return number(part.minus, inputs) if costs else Fraction(0)


def _below(
    part: StepDeduction | ShareDeduction, found: Fraction, target: Fraction
) -> Fraction | None:
    """Return what a value under its target costs; None for a share of a target of 0."""
    if isinstance(part, ShareDeduction):
        return None if target == 0 else part.up_to * max(Fraction(0), 1 - found / target)
    if found >= target:
        return Fraction(0)
    steps = (target - found) / part.step
    if part.mode == "floor":
        steps = Fraction(math.floor(steps))
    elif part.mode == "ceil":
        steps = Fraction(math.ceil(steps))
    return _held(part.per_step * steps, part.cap)


def _held(cost: Fraction, cap: Fraction | None) -> Fraction:
    return cost if cap is None or cost <= cap else cap
