"""The slow, dull, independent scorer that the engine is held against.

It goes region by region and reads the rule kinds straight from their parameters, on fractions. It does not
use a rule's lowering, nor any back end of the algebra: a slip in one of the two shows in the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pydantic import BaseModel

from govscore_lib.algebra.expr import Expr
from govscore_lib.engine import reference_general as general
from govscore_lib.engine.reference_general import rounded
from govscore_lib.engine.reference_rules import BY_LEAGUE, BY_REGION
from govscore_lib.engine.reference_values import Inputs, holds, names_in, read_value
from govscore_lib.rubric.model import Criterion, Rubric
from govscore_lib.rules.base import Rule


@dataclass(frozen=True)
class ReferenceScores:
    """What the reference comes to, as exact fractions.

    points : by (region, criterion), recorded to nine decimals; None where missing.
    categories : by (region, category), after the caps. totals, ranks, statuses : by region; a rank is a
    half where ties share the average place, 0 where there is none.
    """

    points: Mapping[tuple[str, str], Fraction | None]
    categories: Mapping[tuple[str, str], Fraction]
    totals: Mapping[str, Fraction]
    ranks: Mapping[str, Fraction]
    statuses: Mapping[str, str]


def score(
    rubric: Rubric,
    values: Mapping[str, Mapping[str, str | None]],
    *,
    references: Collection[str] = (),
    blocked: Collection[tuple[str, str]] = (),
) -> ReferenceScores:
    """Return points, category scores, totals and ranks of every region.

    values : canonical text by region and metric; None, an empty text or no entry is missing.
    references : regions shown for reference only; they are neither scored nor counted in a league.
    blocked : (region, criterion) that a critical finding forbids to score; such a region counts as
    one without data.
    """
    regions = {
        region: _inputs(rubric, texts)
        for region, texts in values.items()
        if region not in references
    }
    standing = general.decided(rubric, regions)
    waived = {region for region, one in standing.items() if one.status == "waived"}
    points: dict[tuple[str, str], Fraction | None] = {}
    for criterion in rubric.criteria_list:
        shut_out = {region for region, one in blocked if one == criterion.id} | waived
        awarded = _criterion_points(rubric, criterion, regions, shut_out)
        for region in regions:
            points[region, criterion.id] = awarded[region]
    categories = {
        (region, category.id): _held(
            sum(
                (
                    points[region, criterion.id] or Fraction(0)
                    for criterion in rubric.criteria_list
                    if criterion.category == category.id
                ),
                Fraction(0),
            ),
            category.min_points,
            category.max_points,
        )
        for region in regions
        for category in rubric.categories
    }
    sums = {
        region: sum(
            (categories[region, category.id] for category in rubric.categories), Fraction(0)
        )
        for region in regions
    }
    totals = general.settled(rubric, sums, standing)
    ranks = general.ranks(rubric, totals, standing, _deciding(rubric, points, categories, regions))
    statuses = {
        region: "provisional"
        if any(points[region, criterion.id] is None for criterion in rubric.criteria_list)
        else "final"
        for region in regions
    } | {region: one.status for region, one in standing.items()}
    return ReferenceScores(points, categories, totals, ranks, statuses)


def _deciding(
    rubric: Rubric,
    points: Mapping[tuple[str, str], Fraction | None],
    categories: Mapping[tuple[str, str], Fraction],
    regions: Collection[str],
) -> dict[str, tuple[Fraction, ...]]:
    """Return what decides between equal totals: scores of categories, points of criteria."""
    return {
        region: tuple(
            categories[region, name]
            if (region, name) in categories
            else points[region, name] or Fraction(0)
            for name in rubric.ranking.then
        )
        for region in regions
    }


def _inputs(rubric: Rubric, texts: Mapping[str, str | None]) -> Inputs:
    return Inputs(
        {name: read_value(texts.get(name), metric.type) for name, metric in rubric.metrics.items()},
        rubric.period.start,
        rubric.period.end,
    )


def _criterion_points(
    rubric: Rubric, criterion: Criterion, regions: Mapping[str, Inputs], shut_out: Collection[str]
) -> dict[str, Fraction | None]:
    """Return the recorded points of every region; those without data get none and are in no league."""
    with_data = {
        region: inputs
        for region, inputs in regions.items()
        if region not in shut_out and not _lacks_data(rubric, criterion.rule, inputs)
    }
    full = Fraction(0) if criterion.max_points is None else criterion.max_points
    awarded: dict[str, Fraction | None] = dict.fromkeys(regions)
    rule = criterion.rule
    if rule.kind in BY_REGION:
        for region, inputs in with_data.items():
            awarded[region] = BY_REGION[rule.kind](rule, full, inputs)
    else:
        for league in {_league(rubric, inputs) for inputs in with_data.values()}:
            members = {
                region: inputs
                for region, inputs in with_data.items()
                if _league(rubric, inputs) == league
            }
            awarded.update(BY_LEAGUE[rule.kind](rule, full, members))
    return {
        region: None if points is None else rounded(points, 9) for region, points in awarded.items()
    }


def _lacks_data(rubric: Rubric, rule: Rule, inputs: Inputs) -> bool:
    """Whether a metric that the rule uses is needed here and has no value, whatever the others say."""
    for name in metrics_of(rule):
        needed = rubric.metrics[name].needed
        is_needed = needed == "always" or (
            isinstance(needed, Expr) and holds(needed, inputs) is True
        )
        if is_needed and inputs.values[name] is None:
            return True
    return False


def metrics_of(rule: Rule) -> set[str]:
    """Return the metrics that a rule uses, collected from its parameters."""
    found = {name for expr in _expressions(rule) for name in names_in(expr)}
    listed = getattr(rule, "each", ())
    return (found - {"each"}) | set(listed)


def _expressions(part: object) -> Iterator[Expr]:
    if isinstance(part, Expr):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _expressions(getattr(part, name))
    elif isinstance(part, tuple):
        for one in part:
            yield from _expressions(one)


def _league(rubric: Rubric, inputs: Inputs) -> object:
    """Return what tells the region's league; regions that leave it empty form one."""
    return None if rubric.split_by is None else inputs.values[rubric.split_by]


def _held(total: Fraction, least: Fraction, most: Fraction | None) -> Fraction:
    held = max(total, least)
    return held if most is None else min(held, most)
