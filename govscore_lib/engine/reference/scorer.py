"""The slow, dull, independent scorer that the engine is held against.

It goes region by region and reads the rule kinds straight from their parameters, on fractions. It does not
use a rule's lowering, nor any back end of the algebra: a slip in one of the two shows in the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from pydantic import BaseModel

from govscore_lib.algebra.expr import Expr, Name
from govscore_lib.engine.reference import general, policies
from govscore_lib.engine.reference.general import rounded
from govscore_lib.engine.reference.kinds import award
from govscore_lib.engine.reference.values import Inputs, names_in, read_value
from govscore_lib.rubric.model import Criterion, Rubric
from govscore_lib.rules.base import Rule
from govscore_lib.rules.per_unit import PerUnit


@dataclass(frozen=True)
class ReferenceScores:
    """What the reference comes to, as exact fractions.

    points : by (region, criterion), recorded to nine decimals; None where missing. apart : (region,
    criterion) that does not apply and has no points; its weight goes elsewhere.
    categories : by (region, category), after the caps. totals, ranks, statuses : by region; a rank is a
    half where ties share the average place, 0 where there is none.
    """

    points: Mapping[tuple[str, str], Fraction | None]
    categories: Mapping[tuple[str, str], Fraction]
    totals: Mapping[str, Fraction]
    ranks: Mapping[str, Fraction]
    statuses: Mapping[str, str]
    apart: Collection[tuple[str, str]] = ()


def score(
    rubric: Rubric,
    values: Mapping[str, Mapping[str, str | None]],
    *,
    references: Collection[str] = (),
    blocked: Collection[tuple[str, str]] = (),
    previous: Mapping[str, Mapping[str, str | None]] | None = None,
) -> ReferenceScores:
    """Return points, category scores, totals and ranks of every region.

    values : canonical text by region and metric; None, an empty text or no entry is missing.
    references : regions shown for reference only; they are neither scored nor counted in a league.
    blocked : (region, criterion) that a critical finding forbids to score; such a region counts as
    one without data. previous : values of the period before, likewise by region and metric.
    """
    before = previous or {}
    regions = {
        region: _inputs(rubric, texts, before.get(region, {}))
        for region, texts in values.items()
        if region not in references
    }
    standing = general.decided(rubric, regions)
    waived = {region for region, one in standing.items() if one.status == "waived"}
    points: dict[tuple[str, str], Fraction | None] = {}
    apart: set[tuple[str, str]] = set()
    for criterion in rubric.criteria_list:
        shut_out = {region for region, one in blocked if one == criterion.id} | waived
        awarded, left = _criterion_points(rubric, criterion, regions, shut_out)
        for region in regions:
            points[region, criterion.id] = awarded.get(region)
        apart |= {(region, criterion.id) for region in left}
    categories = {
        (region, name): found
        for region, inputs in regions.items()
        for name, found in policies.category_scores(
            rubric,
            {name: points[region, name] for name in rubric.criteria},
            {name for name in rubric.criteria if (region, name) in apart},
            inputs,
        ).items()
    }
    sums = {
        region: sum(
            (categories[region, category.id] for category in rubric.categories), Fraction(0)
        )
        for region in regions
    }
    totals = general.settled(rubric, sums, standing)
    ranks = general.ranks(rubric, totals, standing, _deciding(rubric, points, categories, regions))
    lacking = {
        region
        for (region, name), one in points.items()
        if one is None and (region, name) not in apart
    }
    statuses = {
        region: "provisional" if region in lacking or policies.in_doubt(rubric, inputs) else "final"
        for region, inputs in regions.items()
    } | {region: one.status for region, one in standing.items()}
    return ReferenceScores(points, categories, totals, ranks, statuses, apart)


def _deciding(
    rubric: Rubric,
    points: Mapping[tuple[str, str], Fraction | None],
    categories: Mapping[tuple[str, str], Fraction],
    regions: Collection[str],
) -> dict[str, tuple[Fraction, ...]]:
    """Return what decides between equal totals: scores of categories, points of criteria, the base."""
    base = [one.id for one in rubric.categories if one.component == "base"]

    def figure(region: str, name: str) -> Fraction:
        if (region, name) in categories:
            return categories[region, name]
        if (region, name) in points:
            return points[region, name] or Fraction(0)
        return sum((categories[region, one] for one in base), Fraction(0))

    return {
        region: tuple(figure(region, name) for name in rubric.ranking.then) for region in regions
    }


def _inputs(
    rubric: Rubric, texts: Mapping[str, str | None], before: Mapping[str, str | None]
) -> Inputs:
    types = {name: metric.type for name, metric in rubric.metrics.items()}
    return Inputs(
        {name: read_value(texts.get(name), type) for name, type in types.items()},
        rubric.period.start,
        rubric.period.end,
        {name: read_value(before.get(name), type) for name, type in types.items()},
    )


def _criterion_points(
    rubric: Rubric, criterion: Criterion, regions: Mapping[str, Inputs], shut_out: Collection[str]
) -> tuple[dict[str, Fraction | None], list[str]]:
    """Return recorded points, and the regions to which the clause does not apply and that have none.

    Regions without data get none and are in no league.
    """
    admitted = {region: one for region, one in regions.items() if region not in shut_out}
    found = policies.asked(rubric, criterion, admitted, metrics_of(criterion.rule))
    full = criterion.clause_context.max_points or Fraction(0)
    awarded: dict[str, Fraction | None] = {}
    for league in {_league(rubric, inputs) for inputs in found.decides.values()}:
        members = {
            region: inputs
            for region, inputs in found.decides.items()
            if _league(rubric, inputs) == league
        }
        awarded.update(award(criterion.rule, full, members))
    points = policies.with_policies(
        criterion, found, awarded, lambda region: _league(rubric, regions[region])
    )
    recorded = {
        region: None if one is None else _recorded(one, criterion.factor)
        for region, one in points.items()
    }
    rule_apart = criterion.not_applicable
    without = rule_apart is not None and rule_apart.policy in ("leave_out", "spread")
    return recorded, found.apart if without else []


def _recorded(points: Fraction, factor: Fraction) -> Fraction:
    """Return points to nine decimals: as printed, then once more where a scenario multiplies them."""
    printed = rounded(points, 9)
    return printed if factor == 1 else rounded(printed * factor, 9)


def metrics_of(rule: Rule) -> set[str]:
    """Return the metrics that a rule uses, collected from its parameters."""
    return {name for expr in _expressions(rule) for name in names_in(expr)} - {"each"}


def _expressions(part: object) -> Iterator[Expr]:
    if isinstance(part, PerUnit):
        yield from (Name(one) for one in part.each)
    if isinstance(part, Expr):
        yield part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _expressions(getattr(part, name))
    elif isinstance(part, tuple | Mapping):
        for one in part.values() if isinstance(part, Mapping) else part:
            yield from _expressions(one)


def _league(rubric: Rubric, inputs: Inputs) -> object:
    """Return what tells the region's league; regions that leave it empty form one."""
    return None if rubric.split_by is None else inputs.values[rubric.split_by]
