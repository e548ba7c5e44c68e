"""The reference's own reading of what stands around a rule, and of how a category is added up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from govscore_lib.algebra.expr import Expr
from govscore_lib.engine.reference.general import rounded
from govscore_lib.engine.reference.values import Inputs, holds, names_in
from govscore_lib.rubric.model import Category, Criterion, Rubric
from govscore_lib.rules.rounding import Rounding

Points = Fraction | None
NOTHING = Fraction(0)


@dataclass
class Asked:
    """Regions of one criterion by what its conditions say of them.

    decides : the rule says the points. closed : the result that it depends on is not there. apart : the
    clause does not apply. Regions in none of them cannot be told.
    """

    decides: dict[str, Inputs] = field(default_factory=dict)
    closed: list[str] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)


def asked(
    rubric: Rubric, criterion: Criterion, regions: Mapping[str, Inputs], own: set[str]
) -> Asked:
    """Ask the conditions of every region, from the outside in; own : the metrics of the rule."""
    found = Asked()
    for region, inputs in regions.items():
        if criterion.not_applicable is not None:
            excluded = _answer(rubric, criterion.not_applicable.when, inputs)
            if excluded is not False:
                if excluded:
                    found.apart.append(region)
                continue
        if criterion.only_if is not None:
            passed = _answer(rubric, criterion.only_if, inputs)
            if passed is not True:
                if passed is False:
                    found.closed.append(region)
                continue
        if not lacks(rubric, own, inputs):
            found.decides[region] = inputs
    return found


def _answer(rubric: Rubric, condition: Expr, inputs: Inputs) -> bool | None:
    return None if lacks(rubric, set(names_in(condition)), inputs) else holds(condition, inputs)


def lacks(rubric: Rubric, names: set[str], inputs: Inputs) -> bool:
    """Whether one of the metrics is needed here and has no value, whatever the others say."""
    for name in names:
        needed = rubric.metrics[name].needed
        is_needed = needed == "always" or (
            isinstance(needed, Expr) and holds(needed, inputs) is True
        )
        if is_needed and inputs.values[name] is None:
            return True
    return False


def with_policies(
    criterion: Criterion,
    found: Asked,
    decided: Mapping[str, Points],
    league: Callable[[str], object],
) -> dict[str, Points]:
    """Return the points of every region that has any, by the rule or by a policy; None where there are none.

    decided : points by the rule. league : region → what tells its league.
    """
    points: dict[str, Points] = {**decided, **dict.fromkeys(found.closed, NOTHING)}
    applies = {region: one for region, one in points.items() if one is not None}
    for region in found.apart:
        policy = criterion.not_applicable.policy if criterion.not_applicable else "zero"
        if policy == "full":
            points[region] = criterion.clause_context.max_points
        elif policy == "zero":
            points[region] = NOTHING
        elif policy == "peers_mean":
            peers = [one for other, one in applies.items() if league(other) == league(region)]
            points[region] = sum(peers, NOTHING) / len(peers) if peers else None
        else:
            points[region] = None
    if criterion.round is None:
        return points
    return {
        region: None if one is None else _cut(one, criterion.round)
        for region, one in points.items()
    }


def _cut(points: Fraction, rounding: Rounding) -> Fraction:
    """Return points at the rule's own decimals."""
    if rounding.mode == "half_up":
        return rounded(points, rounding.decimals)
    steps = abs(points) * 10**rounding.decimals
    whole = steps.numerator // steps.denominator
    if rounding.mode == "up" and whole != steps:
        whole += 1
    return Fraction(whole if points > 0 else -whole, 10**rounding.decimals)


def category_scores(
    rubric: Rubric, points: Mapping[str, Points], apart: set[str], inputs: Inputs
) -> dict[str, Fraction]:
    """Return the score of every category in one region.

    points : by criterion. apart : criteria that do not apply and have no points.
    """
    scores = {
        category.id: _category_score(rubric, category, points, apart, inputs)
        for category in rubric.categories
    }
    base = [one.id for one in rubric.categories if one.component == "base"]
    total = rubric.total.max_points
    gone = _gone(rubric, base, "leave_out", apart)
    if not 0 < gone < total:
        return scores
    running, before = NOTHING, NOTHING
    for name in base:
        running += scores[name]
        now = rounded(running * total / (total - gone), 9)
        scores[name], before = now - before, now
    return scores


def _category_score(
    rubric: Rubric,
    category: Category,
    points: Mapping[str, Points],
    apart: set[str],
    inputs: Inputs,
) -> Fraction:
    if category.emptied_when is not None and _answer(rubric, category.emptied_when, inputs):
        return NOTHING
    mine = [one for one in rubric.criteria_list if one.category == category.id]
    recorded = [points[one.id] or NOTHING for one in mine]
    gains = sum((one for one in recorded if one > 0), NOTHING)
    losses = sum((-one for one in recorded if one < 0), NOTHING)
    if category.max_gain is not None and gains > category.max_gain:
        gains = rounded(category.max_gain, 9)
    if category.max_loss is not None and losses > category.max_loss:
        losses = rounded(category.max_loss, 9)
    score = gains - losses
    whole = category.max_points
    if whole is None:
        whole = sum((one.max_points or NOTHING for one in mine), NOTHING)
    gone = _gone(rubric, [category.id], "spread", apart)
    if 0 < gone < whole:
        score = rounded(score * whole / (whole - gone), 9)
    if score < category.min_points:
        score = category.min_points
    if category.max_points is not None and score > category.max_points:
        score = category.max_points
    return score


def _gone(rubric: Rubric, categories: list[str], policy: str, apart: set[str]) -> Fraction:
    """Return the maxima of the criteria that do not apply, of some categories and under one policy."""
    return sum(
        (
            one.max_points or NOTHING
            for one in rubric.criteria_list
            if one.id in apart
            and one.category in categories
            and one.not_applicable is not None
            and one.not_applicable.policy == policy
        ),
        NOTHING,
    )


def in_doubt(rubric: Rubric, inputs: Inputs) -> bool:
    """Whether nobody can tell if a category is emptied."""
    return any(
        one.emptied_when is not None and _answer(rubric, one.emptied_when, inputs) is None
        for one in rubric.categories
    )
