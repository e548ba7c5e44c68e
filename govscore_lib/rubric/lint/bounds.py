"""The most that an expression or a rule can come to, as far as the rubric says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from govscore_lib.algebra.expr import (
    Arithmetic,
    Code,
    Compare,
    CountTrue,
    Expr,
    Floor,
    Maximum,
    Minimum,
    Name,
    Number,
)
from govscore_lib.rubric.metric import Metric
from govscore_lib.rubric.model import Criterion
from govscore_lib.rules.base import Rule
from govscore_lib.rules.between import Between
from govscore_lib.rules.bonus import Bonus
from govscore_lib.rules.by_group import ByGroup
from govscore_lib.rules.checklist import Checklist
from govscore_lib.rules.composite_deduct import CompositeDeduct
from govscore_lib.rules.deduct_per_event import DeductPerEvent
from govscore_lib.rules.embedded import Embedded
from govscore_lib.rules.escalating import Escalating
from govscore_lib.rules.first_match import FirstMatch
from govscore_lib.rules.highest_once import HighestOnce
from govscore_lib.rules.judged import Judged
from govscore_lib.rules.outcome import Outcome
from govscore_lib.rules.per_unit import PerUnit
from govscore_lib.rules.pool_judged import PoolJudged
from govscore_lib.rules.rank import Rank
from govscore_lib.rules.shortfall import Shortfall
from govscore_lib.rules.tiers import Tiers
from govscore_lib.rules.veto import Veto

Metrics = Mapping[str, Metric]


def highest(expr: Expr, metrics: Metrics) -> Fraction | None:
    """Return a number that the expression never exceeds; None where the rubric sets no limit."""
    if isinstance(expr, Number):
        return expr.value
    if isinstance(expr, Name):
        return metrics[expr.id].max if expr.id in metrics else None
    if isinstance(expr, CountTrue):
        return Fraction(len(expr.args))
    if isinstance(expr, Floor):
        return highest(expr.arg, metrics)
    if isinstance(expr, Minimum):
        known = [one for arg in expr.args if (one := highest(arg, metrics)) is not None]
        return min(known) if known else None
    if isinstance(expr, Maximum):
        return _largest(highest(arg, metrics) for arg in expr.args)
    if isinstance(expr, Arithmetic) and expr.op == "+":
        left, right = highest(expr.left, metrics), highest(expr.right, metrics)
        return None if left is None or right is None else left + right
    return None


def _largest(limits: Iterable[Fraction | None]) -> Fraction | None:
    """Return the largest of the limits, None where one of them is open."""
    found = list(limits)
    return None if None in found else max(one for one in found if one is not None)


def most(criterion: Criterion, metrics: Metrics) -> Fraction | None:
    """Return the most points that a criterion can earn: never less than it can; None where open."""
    return most_of_rule(criterion.rule, criterion.max_points, metrics)


def most_of_rule(rule: Rule, full: Fraction | None, metrics: Metrics) -> Fraction | None:
    """Return the most points that a rule can award in a criterion of so many."""
    if isinstance(rule, ByGroup):
        inner = [*rule.rules.values(), *([] if rule.otherwise is None else [rule.otherwise])]
        return _largest(most_of_rule(one, full, metrics) for one in inner)
    if isinstance(rule, Checklist):
        total = most_of_items(rule)
        return total if rule.cap is None else min(total, rule.cap)
    if isinstance(rule, PerUnit):
        units = most_of_units(rule, metrics)
        return min((one for one in (units, rule.cap) if one is not None), default=None)
    if isinstance(rule, Tiers):
        steps = [_most_of(tier, full, metrics) for tier in rule.tiers]
        settled = [*(one.points for one in rule.before), *rule.values.values(), rule.rest]
        return _largest([*steps, *settled])
    if isinstance(rule, Rank):
        ranked = full if rule.ranked_max is None else rule.ranked_max
        clean = None if rule.clean is None else rule.clean.points
        if ranked is not None and rule.bands:
            ranked *= max(band.share for band in rule.bands)
        if ranked is not None and rule.table is not None:
            ranked = max(*rule.table.listed(ranked), rule.table.rest(ranked))
        return max((one for one in (ranked, clean) if one is not None), default=None)
    if isinstance(rule, FirstMatch):
        return _largest(_most_of(branch, full, metrics) for branch in rule.branches)
    if isinstance(rule, PoolJudged) and rule.add is not None:
        return full if rule.cap is None else rule.cap
    if isinstance(rule, Judged | PoolJudged):
        if isinstance(rule, Judged) and rule.deduct:
            return None if full is None else full - rule.min
        allowed = (full if rule.max is None else rule.max, highest(rule.metric, metrics))
        return min((one for one in allowed if one is not None), default=None)
    if isinstance(rule, Bonus):
        if rule.levels:
            return rule.cap
        return full if rule.points is None or rule.list else rule.points
    if isinstance(rule, Veto):
        return _largest([full if rule.start is None else rule.start, rule.vetoed])
    if isinstance(rule, Embedded):
        limit = highest(rule.of, metrics)
        return None if limit is None else rule.factor * limit
    if isinstance(rule, HighestOnce):
        limit = highest(rule.count, metrics)
        return None if limit is None else rule.points * limit
    if isinstance(rule, Between):
        return full if rule.challenge_points is None else rule.challenge_points
    if isinstance(rule, Shortfall | DeductPerEvent | CompositeDeduct | Escalating):
        return full if rule.start is None else rule.start
    return full


def _most_of(branch: Outcome, full: Fraction | None, metrics: Metrics) -> Fraction | None:
    """Return the most that one branch gives: its points, else the most that may be judged."""
    if branch.judged is None:
        return full if branch.points is None else branch.points
    allowed = (full if branch.max is None else branch.max, highest(branch.judged, metrics))
    return min((one for one in allowed if one is not None), default=None)


def most_of_items(rule: Checklist) -> Fraction:
    """Return what all items come to; of items on several codes of one metric only the best counts."""
    free, apart = Fraction(0), dict[str, Fraction]()
    for item in rule.items:
        when, points = item.when, max(item.points, Fraction(0))
        if (
            isinstance(when, Compare)
            and when.op == "=="
            and isinstance(when.left, Name)
            and isinstance(when.right, Code)
        ):
            apart[when.left.id] = max(points, apart.get(when.left.id, Fraction(0)))
        else:
            free += points
    return free + sum(apart.values(), Fraction(0))


def most_of_units(rule: PerUnit, metrics: Metrics) -> Fraction | None:
    """Return what all units come to without a cap; None where they may be any number."""
    units = highest(rule.counted, metrics)
    return None if units is None else rule.per * units
