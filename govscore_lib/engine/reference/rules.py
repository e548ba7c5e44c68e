"""The reference scorer's own reading of the kinds that look at one region, from their parameters alone."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from govscore_lib.engine.reference.deductions import composite_deduct
from govscore_lib.engine.reference.values import (
    Inputs,
    divides_by_zero,
    edge,
    either,
    every,
    holds,
    number,
    value,
)
from govscore_lib.rules.all_of import AllOf
from govscore_lib.rules.binary import Binary
from govscore_lib.rules.bonus import Bonus
from govscore_lib.rules.checklist import Checklist
from govscore_lib.rules.convert import Convert
from govscore_lib.rules.deduct_per_event import DeductPerEvent
from govscore_lib.rules.embedded import Embedded
from govscore_lib.rules.first_match import Branch, FirstMatch
from govscore_lib.rules.highest_once import HighestOnce
from govscore_lib.rules.judged import Judged
from govscore_lib.rules.per_unit import PerUnit
from govscore_lib.rules.pool_judged import PoolJudged
from govscore_lib.rules.proportional import Proportional
from govscore_lib.rules.ratio import Ratio
from govscore_lib.rules.shortfall import Shortfall
from govscore_lib.rules.threshold import Threshold
from govscore_lib.rules.tiers import Tiers
from govscore_lib.rules.veto import Veto

Points = Fraction | None
NOTHING = Fraction(0)


def _if(truth: bool | None, points: Fraction) -> Points:
    if truth is None:
        return None
    return points if truth else NOTHING


def _measured(rule: Any, inputs: Inputs, full: Fraction) -> tuple[Points, bool]:
    """Return the rule's value, or the points that a zero denominator earns outright (then True)."""
    if rule.zero_denominator == "full":
        empty = divides_by_zero(rule.value, inputs)
        if empty is None:
            return None, True
        if empty:
            return full, True
    found = number(rule.value, inputs)
    return found, found is None


def _binary(rule: Binary, full: Fraction, inputs: Inputs) -> Points:
    return _if(holds(rule.when, inputs), full)


def _all_of(rule: AllOf, full: Fraction, inputs: Inputs) -> Points:
    empty = [divides_by_zero(one, inputs) for one in rule.all]
    met = [holds(one, inputs) for one in rule.all]
    if rule.zero_denominator == "full":
        met = [either([free, one]) for free, one in zip(empty, met, strict=True)]
    elif either(empty) is not False:
        return None
    return _if(every(met), full)


def _bonus(rule: Bonus, full: Fraction, inputs: Inputs) -> Points:
    if rule.when is not None:
        return _if(holds(rule.when, inputs), full if rule.points is None else rule.points)
    added = NOTHING
    for level in rule.levels:
        count = number(level.count, inputs)
        if count is None:
            return None
        added += count * level.points
    return added if rule.cap is None or added <= rule.cap else rule.cap


def _convert(rule: Convert, full: Fraction, inputs: Inputs) -> Points:
    part = number(rule.value, inputs)
    return None if part is None else part * full


def _checklist(rule: Checklist, full: Fraction, inputs: Inputs) -> Points:
    total = NOTHING
    for item in rule.items:
        points = _if(holds(item.when, inputs), item.points)
        if points is None:
            return None
        total += points
    if rule.cap is not None and total > rule.cap:
        return rule.cap
    return total


def _deduct_per_event(rule: DeductPerEvent, full: Fraction, inputs: Inputs) -> Points:
    events = number(rule.count, inputs)
    if events is None:
        return None
    left = (full if rule.start is None else rule.start) - rule.per * events
    if rule.floor is not None and left < rule.floor:
        return rule.floor
    return left


def _first_match(rule: FirstMatch, full: Fraction, inputs: Inputs) -> Points:
    for branch in rule.branches:
        fits = True if branch.condition is None else holds(branch.condition, inputs)
        if fits is None:
            return None
        if fits:
            return _branch(branch, full, inputs)
    return NOTHING


def _branch(branch: Branch, full: Fraction, inputs: Inputs) -> Points:
    if branch.judged is not None:
        return number(branch.judged, inputs)
    points = full if branch.points is None else branch.points
    return points if branch.needs is None else _if(holds(branch.needs, inputs), points)


def _judged(rule: Judged, full: Fraction, inputs: Inputs) -> Points:
    judged = number(rule.metric, inputs)
    if rule.deduct and judged is not None:
        return full - judged
    return judged


def _pool_judged(rule: PoolJudged, full: Fraction, inputs: Inputs) -> Points:
    points, cap = number(rule.metric, inputs), rule.cap
    if rule.add is not None:
        counted = number(rule.add.count, inputs)
        if points is not None and counted is not None:
            points += rule.add.per * counted
        if cap is None:
            cap = full
    return cap if points is not None and cap is not None and points > cap else points


def _veto(rule: Veto, full: Fraction, inputs: Inputs) -> Points:
    found = holds(rule.when, inputs)
    if found is None:
        return None
    if found:
        return rule.vetoed
    return full if rule.start is None else rule.start


def _embedded(rule: Embedded, full: Fraction, inputs: Inputs) -> Points:
    total = number(rule.of, inputs)
    return None if total is None else total * rule.factor


def _highest_once(rule: HighestOnce, full: Fraction, inputs: Inputs) -> Points:
    matters = number(rule.count, inputs)
    return None if matters is None else matters * rule.points


def _per_unit(rule: PerUnit, full: Fraction, inputs: Inputs) -> Points:
    if rule.count is not None:
        units = number(rule.count, inputs)
    else:
        assert rule.count_where is not None  # a rule has one of the two
        units = NOTHING
        for name in rule.each:
            counts = holds(rule.count_where, inputs.calling("each", name))
            units = None if counts is None or units is None else units + (1 if counts else 0)
    more = NOTHING if rule.plus is None else number(rule.plus, inputs)
    if units is None or more is None:
        return None
    points = rule.per * (units + more)
    if rule.cap is not None and points > rule.cap:
        return rule.cap
    return points


def _proportional(rule: Proportional, full: Fraction, inputs: Inputs) -> Points:
    found, settled = _measured(rule, inputs, full)
    if found is None or settled:
        return found
    target = edge(rule.target, inputs)
    if target is None:
        return None
    if rule.base == "relative":
        return None if target == 0 else full * min(Fraction(1), found / target)
    if found >= target:
        return full
    if rule.base == "absolute":
        return full * found
    return full * (1 - (target - found))


def _ratio(rule: Ratio, full: Fraction, inputs: Inputs) -> Points:
    found, settled = _measured(rule, inputs, full)
    return found if found is None or settled else full * found


def _shortfall(rule: Shortfall, full: Fraction, inputs: Inputs) -> Points:
    start = full if rule.start is None else rule.start
    found, settled = _measured(rule, inputs, start)
    if found is None or settled:
        return found
    target = edge(rule.target, inputs)
    if target is None:
        return None
    if rule.below is not None:
        assert rule.below.judged is not None  # below is always judged
        return start if found >= target else number(rule.below.judged, inputs)
    if found >= target:
        return max(start, rule.floor)
    assert rule.step is not None  # a rule that is not judged has steps
    assert rule.per_step is not None
    steps = (target - found) / rule.step
    if rule.mode == "floor":
        steps = Fraction(math.floor(steps))
    elif rule.mode == "ceil":
        steps = Fraction(math.ceil(steps))
    return max(start - rule.per_step * steps, rule.floor)


def _threshold(rule: Threshold, full: Fraction, inputs: Inputs) -> Points:
    found, settled = _measured(rule, inputs, full)
    if found is None or settled:
        return found
    written = rule.above if rule.at_least is None else rule.at_least
    assert written is not None  # a rule has one of the two
    target = edge(written, inputs)
    if target is None:
        return None
    if found > target or (rule.at_least is not None and found == target):
        return full
    if rule.below == "zero":
        return NOTHING
    return None if target == 0 else full * found / target


def _tiers(rule: Tiers, full: Fraction, inputs: Inputs) -> Points:
    if rule.values:
        return _by_code(rule, inputs)
    empty = divides_by_zero(rule.value, inputs)
    if rule.zero_denominator == "full" and empty is not False:
        return rule.tiers[0].points if empty else None
    if rule.before and empty is not False:
        return None
    known, settled = _settled_before(rule, inputs)
    found = number(rule.value, inputs)
    if settled or found is None:
        return known
    for tier in rule.tiers:
        begins = edge(tier.edge, inputs)
        if begins is None:
            return None
        if found > begins or (tier.at_least is not None and found == begins):
            return tier.points if tier.judged is None else number(tier.judged, inputs)
    return NOTHING if rule.otherwise is None else rule.otherwise


def _settled_before(rule: Tiers, inputs: Inputs) -> tuple[Points, bool]:
    """Return what the facts that come first settle (then True), None where one of them cannot be told."""
    for one in rule.before:
        fact = holds(one.when, inputs)
        if fact is not False:
            return (one.points if fact else None), True
    return None, False


def _by_code(rule: Tiers, inputs: Inputs) -> Points:
    known, settled = _settled_before(rule, inputs)
    code = value(rule.value, inputs)
    if settled or code is None:
        return known
    assert isinstance(code, str)  # values go with an enumeration
    return rule.values.get(code, NOTHING if rule.otherwise is None else rule.otherwise)


BY_REGION: dict[str, Callable[[Any, Fraction, Inputs], Points]] = {
    "all_of": _all_of,
    "binary": _binary,
    "bonus": _bonus,
    "checklist": _checklist,
    "composite_deduct": composite_deduct,
    "convert": _convert,
    "deduct_per_event": _deduct_per_event,
    "embedded": _embedded,
    "first_match": _first_match,
    "highest_once": _highest_once,
    "judged": _judged,
    "per_unit": _per_unit,
    "pool_judged": _pool_judged,
    "proportional": _proportional,
    "ratio": _ratio,
    "shortfall": _shortfall,
    "threshold": _threshold,
    "tiers": _tiers,
    "veto": _veto,
}
"""Kinds that look at one region at a time: rule, the criterion's maximum, inputs → points."""
