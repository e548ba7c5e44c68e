"""The reference scorer's own reading of the rule kinds, from their parameters alone."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from govscore_lib.algebra.expr import Expr
from govscore_lib.engine.reference_deductions import composite_deduct
from govscore_lib.engine.reference_values import (
    Inputs,
    divides_by_zero,
    either,
    every,
    holds,
    number,
    numerator_is_zero,
)
from govscore_lib.rules.all_of import AllOf
from govscore_lib.rules.binary import Binary
from govscore_lib.rules.bonus import Bonus
from govscore_lib.rules.checklist import Checklist
from govscore_lib.rules.convert import Convert
from govscore_lib.rules.deduct_per_event import DeductPerEvent
from govscore_lib.rules.first_match import Branch, FirstMatch
from govscore_lib.rules.judged import Judged
from govscore_lib.rules.per_capita import PerCapita
from govscore_lib.rules.per_unit import PerUnit
from govscore_lib.rules.proportional import Proportional
from govscore_lib.rules.rank import Rank
from govscore_lib.rules.ratio import Ratio
from govscore_lib.rules.shortfall import Shortfall
from govscore_lib.rules.threshold import Threshold
from govscore_lib.rules.tiers import Tiers

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
    return _if(every([holds(one, inputs) for one in rule.all]), full)


def _bonus(rule: Bonus, full: Fraction, inputs: Inputs) -> Points:
    if rule.when is None:
        return NOTHING
    return _if(holds(rule.when, inputs), full if rule.points is None else rule.points)


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


def _per_unit(rule: PerUnit, full: Fraction, inputs: Inputs) -> Points:
    if rule.count is not None:
        units = number(rule.count, inputs)
    else:
        assert rule.count_where is not None  # a rule has one of the two
        units = NOTHING
        for name in rule.each:
            one = inputs.having("each", inputs.values[name])
            counts = holds(rule.count_where, one)
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
    if rule.base == "relative":
        if rule.target == 0:
            return None
        return full * min(Fraction(1), found / rule.target)
    if found >= rule.target:
        return full
    if rule.base == "absolute":
        return full * found
    return full * (1 - (rule.target - found))


def _ratio(rule: Ratio, full: Fraction, inputs: Inputs) -> Points:
    found, settled = _measured(rule, inputs, full)
    return found if found is None or settled else full * found


def _shortfall(rule: Shortfall, full: Fraction, inputs: Inputs) -> Points:
    start = full if rule.start is None else rule.start
    found, settled = _measured(rule, inputs, start)
    if found is None or settled:
        return found
    if found >= rule.target:
        return max(start, rule.floor)
    steps = (rule.target - found) / rule.step
    if rule.mode == "floor":
        steps = Fraction(math.floor(steps))
    elif rule.mode == "ceil":
        steps = Fraction(math.ceil(steps))
    return max(start - rule.per_step * steps, rule.floor)


def _threshold(rule: Threshold, full: Fraction, inputs: Inputs) -> Points:
    found, settled = _measured(rule, inputs, full)
    if found is None or settled:
        return found
    if rule.at_least is not None:
        target, reached = rule.at_least, found >= rule.at_least
    else:
        assert rule.above is not None  # a rule has one of the two
        target, reached = rule.above, found > rule.above
    if reached:
        return full
    if rule.below == "zero":
        return NOTHING
    return None if target == 0 else full * found / target


def _tiers(rule: Tiers, full: Fraction, inputs: Inputs) -> Points:
    found, settled = _measured(rule, inputs, rule.tiers[0].points)
    if found is None or settled:
        return found
    for tier in rule.tiers:
        if tier.at_least is not None and found >= tier.at_least:
            return tier.points
        if tier.above is not None and found > tier.above:
            return tier.points
    return rule.otherwise


def place(own: Fraction, pool: list[Fraction], best: str, ties: str) -> Fraction:
    """Return the place of a value among those of a pool that holds it; 1 is the best."""
    better = [one for one in pool if (one < own if best == "lowest" else one > own)]
    equal = pool.count(own)
    if ties == "min":
        return Fraction(len(better) + 1)
    if ties == "max":
        return Fraction(len(better) + equal)
    if ties == "dense":
        return Fraction(len(set(better)) + 1)
    return Fraction(2 * len(better) + equal + 1, 2)


def _rank(rule: Rank, full: Fraction, regions: Mapping[str, Inputs]) -> dict[str, Points]:
    pool = _rank_sums(rule, regions) if rule.sum_of_ranks else _single_values(rule, regions)
    written = _written(rule)
    best = "lowest" if rule.sum_of_ranks else rule.best
    most = full if rule.ranked_max is None else rule.ranked_max
    points: dict[str, Points] = {}
    for region, inputs in regions.items():
        clean = False if rule.clean is None else holds(rule.clean.when, inputs)
        empty: bool | None = False
        if rule.zero_denominator == "full":
            empty = either([divides_by_zero(one, inputs) for one in written])
        if clean is None:
            points[region] = None
        elif clean and rule.clean is not None:
            points[region] = rule.clean.points
        elif empty is None:
            points[region] = None
        elif empty:
            points[region] = most
        elif region not in pool:
            points[region] = None
        else:
            points[region] = _place_points(rule, best, most, pool[region], list(pool.values()))
    return points


def _written(rule: Rank) -> list[Expr]:
    """Return the one value that is ranked, or those whose places are added."""
    if rule.value is not None:
        return [rule.value]
    return [one.value for one in rule.sum_of_ranks]


def _single_values(rule: Rank, regions: Mapping[str, Inputs]) -> dict[str, Fraction]:
    found = {region: _ranked_value(rule, inputs) for region, inputs in regions.items()}
    return {region: value for region, value in found.items() if value is not None}


def _rank_sums(rule: Rank, regions: Mapping[str, Inputs]) -> dict[str, Fraction]:
    """Return the sum of places of every region that has all the values and is not clean."""
    table: dict[str, list[Fraction]] = {}
    for region, inputs in regions.items():
        if rule.clean is not None and holds(rule.clean.when, inputs) is not False:
            continue
        row = [_value_or_one(rule, one.value, inputs) for one in rule.sum_of_ranks]
        known = [value for value in row if value is not None]
        if len(known) == len(row):
            table[region] = known
    sums = dict.fromkeys(table, NOTHING)
    for column, one in enumerate(rule.sum_of_ranks):
        everyone = [row[column] for row in table.values()]
        for region, own in table.items():
            sums[region] += place(own[column], everyone, one.best or rule.best, rule.ties)
    return sums


def _ranked_value(rule: Rank, inputs: Inputs) -> Points:
    """Return the value that a region is ranked with, None when it stays out of the pool."""
    assert rule.value is not None  # a rule without one adds up ranks
    if rule.clean is not None:
        clean = holds(rule.clean.when, inputs)
        if clean is None or (clean and rule.pool == "branch"):
            return None
        if clean:
            return rule.clean.counts_as
    return _value_or_one(rule, rule.value, inputs)


def _value_or_one(rule: Rank, expr: Expr, inputs: Inputs) -> Points:
    if rule.zero_denominator == "one":
        empty = divides_by_zero(expr, inputs)
        if empty is not False:
            return Fraction(1) if empty else None
    return number(expr, inputs)


def _place_points(
    rule: Rank, best: str, most: Fraction, own: Fraction, pool: list[Fraction]
) -> Fraction:
    if rule.map == "min_max":
        first, last = min(pool), max(pool)
        if best == "highest":
            first, last = last, first
        return most if first == last else most * (last - own) / (last - first)
    r = place(own, pool, best, rule.ties)
    n = len(set(pool)) if rule.places == "distinct" else len(pool)
    if rule.map == "last_positive":
        return most * (n - r + 1) / n
    if rule.map == "last_zero":
        return most if n == 1 else most * (n - r) / (n - 1)
    if rule.map == "bands":
        for band in rule.bands:
            if r / n <= band.up_to:
                return most * band.share
        return NOTHING
    assert rule.step is not None  # fixed_step has one
    return max(NOTHING, most - rule.step * (r - 1))


def _per_capita(
    rule: PerCapita, full: Fraction, regions: Mapping[str, Inputs]
) -> dict[str, Points]:
    values = {region: number(rule.value, inputs) for region, inputs in regions.items()}
    none = {region: numerator_is_zero(rule.value, inputs) for region, inputs in regions.items()}
    everyone = [value for value in values.values() if value is not None]
    with_events = [
        value for region, value in values.items() if value is not None and none[region] is False
    ]
    return {
        region: _against(rule, full, values[region], none[region], everyone, with_events)
        for region in regions
    }


def _against(
    rule: PerCapita,
    full: Fraction,
    own: Points,
    none: bool | None,
    everyone: list[Fraction],
    with_events: list[Fraction],
) -> Points:
    """Return one region's points against all the league's values and those with any event."""
    if rule.formula in ("to_worst", "none_else_rank"):
        if none is None:
            return None
        if none:
            return full
    if own is None:
        return None
    if rule.formula == "absolute":
        assert rule.per_unit_loss is not None  # absolute has one
        return max(NOTHING, full - rule.per_unit_loss * own)
    if rule.formula == "none_else_rank":
        r = place(own, with_events, "lowest", rule.ties)
        return full * (len(with_events) - r + 1) / len(with_events)
    if len(everyone) < rule.min_regions:
        return None
    worst, best = max(everyone), min(everyone)
    if rule.formula == "to_worst":
        return None if worst == 0 else full * (1 - own / worst)
    if rule.formula == "min_max":
        return full if worst == best else full * (worst - own) / (worst - best)
    r = place(own, everyone, "lowest", rule.ties)
    return full * (len(everyone) - r + 1) / len(everyone)


BY_REGION: dict[str, Callable[[Any, Fraction, Inputs], Points]] = {
    "all_of": _all_of,
    "binary": _binary,
    "bonus": _bonus,
    "checklist": _checklist,
    "composite_deduct": composite_deduct,
    "convert": _convert,
    "deduct_per_event": _deduct_per_event,
    "first_match": _first_match,
    "judged": _judged,
    "per_unit": _per_unit,
    "proportional": _proportional,
    "ratio": _ratio,
    "shortfall": _shortfall,
    "threshold": _threshold,
    "tiers": _tiers,
}
"""Kinds that look at one region at a time: rule, the criterion's maximum, inputs → points."""

BY_LEAGUE: dict[str, Callable[[Any, Fraction, Mapping[str, Inputs]], dict[str, Points]]] = {
    "per_capita": _per_capita,
    "rank": _rank,
}
"""Kinds that compare regions: rule, the criterion's maximum, the league's regions with data → points."""
