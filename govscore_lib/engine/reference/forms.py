"""The reference scorer's own reading of lines between two values, escalating costs and weighted mixes."""

from __future__ import annotations

from fractions import Fraction

from govscore_lib.engine.reference.values import Inputs, divides_by_zero, edge, number
from govscore_lib.rules.between import Between
from govscore_lib.rules.escalating import Escalating
from govscore_lib.rules.mixed import Mixed, MixedSource

Points = Fraction | None


def between(rule: Between, full: Fraction, inputs: Inputs) -> Points:
    """Return points along the line from base to challenge."""
    most = full if rule.challenge_points is None else rule.challenge_points
    if rule.zero_denominator == "full":
        empty = divides_by_zero(rule.value, inputs)
        if empty is not False:
            return most if empty else None
    own, base, challenge = (
        number(rule.value, inputs),
        edge(rule.base, inputs),
        edge(rule.challenge, inputs),
    )
    if own is None or challenge is None:
        return None
    upward = rule.best == "highest" if rule.best else rule.base < rule.challenge  # type: ignore[operator]
    if own == challenge or (own > challenge) == upward:
        return most
    if base is None:
        return None
    if own != base and (own < base) == upward:
        return rule.base_points if rule.otherwise is None else rule.otherwise
    return rule.base_points + (most - rule.base_points) * (own - base) / (challenge - base)


def escalating(rule: Escalating, full: Fraction, inputs: Inputs) -> Points:
    """Return what is left after every event has taken its own cost."""
    events = number(rule.count, inputs)
    if events is None:
        return None
    left = full if rule.start is None else rule.start
    event = 1
    while event <= events and left > rule.floor:
        cost = rule.costs[min(event, len(rule.costs)) - 1]
        if cost == "all":
            return rule.floor
        if cost == 0 and event >= len(rule.costs):
            break
        left -= cost
        event += 1
    return max(left, rule.floor)


def mixed(rule: Mixed, full: Fraction, inputs: Inputs) -> Points:
    """Return the sum of the weighted sources."""
    total = Fraction(0)
    for source in rule.sources:
        found = _source(source, rule.zero_denominator == "full", full, inputs)
        if found is None:
            return None
        total += source.weight * found
    return total


def _source(source: MixedSource, empty_is_full: bool, full: Fraction, inputs: Inputs) -> Points:
    """Return the points of one source out of the criterion's maximum."""
    if source.judged is not None:
        return number(source.judged, inputs)
    assert source.value is not None  # a source is one of the two
    if empty_is_full:
        empty = divides_by_zero(source.value, inputs)
        if empty is not False:
            return full if empty else None
    found = number(source.value, inputs)
    return None if found is None else full * found
