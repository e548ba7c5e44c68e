"""The reference scorer's own reading of the kinds that compare regions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from govscore_lib.algebra.expr import Expr
from govscore_lib.engine.reference.values import (
    Inputs,
    divides_by_zero,
    either,
    holds,
    number,
    numerator_is_zero,
)
from govscore_lib.rules.per_capita import PerCapita
from govscore_lib.rules.rank import Rank
from govscore_lib.rules.rank_parts import PlaceTable
from govscore_lib.rules.relative_to_best import RelativeToBest

Points = Fraction | None
NOTHING = Fraction(0)


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


def rank(
    rule: Rank, full: Fraction, regions: Mapping[str, Inputs], added: Mapping[str, Points]
) -> dict[str, Points]:
    """Return points by place; None where a region has none. added : the sums of sub-scores, where they are ranked."""
    if rule.sum_of_ranks:
        pool = _rank_sums(rule, regions)
    else:
        ranked = {
            region: _ranked_value(rule, inputs, added.get(region))
            for region, inputs in regions.items()
        }
        pool = {region: value for region, value in ranked.items() if value is not None}
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


def _ranked_value(rule: Rank, inputs: Inputs, added: Points) -> Points:
    """Return the value that a region is ranked with, None when it stays out of the pool."""
    if rule.clean is not None:
        clean = holds(rule.clean.when, inputs)
        if clean is None or (clean and rule.pool == "branch"):
            return None
        if clean:
            return rule.clean.counts_as
    return added if rule.value is None else _value_or_one(rule, rule.value, inputs)


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
    if rule.table is not None:
        return _listed(rule.table, rule.ties, best, most, own, pool)
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


def _listed(
    table: PlaceTable, ties: str, best: str, most: Fraction, own: Fraction, pool: list[Fraction]
) -> Fraction:
    """Return the points that a table gives a place, counted from its end."""
    if table.end == "bottom":
        best = "lowest" if best == "highest" else "highest"
    r = place(own, pool, best, ties)
    listed = table.points or [one * most for one in table.shares]
    for index, points in enumerate(listed):
        if r <= index + 1:
            return points
    if table.otherwise is None:
        return NOTHING if table.end == "top" else most
    return table.otherwise * (most if table.shares else 1)


def relative_to_best(
    rule: RelativeToBest, full: Fraction, regions: Mapping[str, Inputs]
) -> dict[str, Points]:
    """Return points in proportion to the best; None where they cannot be told."""
    values = {region: number(rule.value, inputs) for region, inputs in regions.items()}
    known = [value for value in values.values() if value is not None]
    points: dict[str, Points] = dict.fromkeys(regions)
    for region, own in values.items():
        if own is None:
            continue
        best = max(known) if rule.best == "highest" else min(known)
        above, below = (own, best) if rule.best == "highest" else (best, own)
        if own == best:
            points[region] = full
        elif below != 0:
            points[region] = full * above / below
    return points


def per_capita(rule: PerCapita, full: Fraction, regions: Mapping[str, Inputs]) -> dict[str, Points]:
    """Return points by events per head; None where they cannot be told."""
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
