"""Maxima that no figures reach, or that figures pass."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from govscore_lib.algebra.expr import Expr
from govscore_lib.rubric.lint.bounds import highest, most, most_of_units
from govscore_lib.rubric.lint.remark import Path, Remark, Subject
from govscore_lib.rules.base import Rule, told
from govscore_lib.rules.between import Between
from govscore_lib.rules.per_unit import PerUnit
from govscore_lib.rules.proportional import Proportional
from govscore_lib.rules.shortfall import Shortfall
from govscore_lib.rules.threshold import Threshold
from govscore_lib.rules.tiers import Tiers


def most_above_the_maximum(subject: Subject) -> Iterator[Remark]:
    """No rule awards more than its criterion has. Facts of a checklist may exclude each other: a remark."""
    for path, criterion in subject.criteria():
        best, full = most(criterion, subject.rubric.metrics), criterion.max_points
        if best is None or full is None or best <= full:
            continue
        certain = criterion.rule.kind != "checklist"
        yield subject.remark(
            _place(path, criterion.rule),
            "error" if certain else "remark",
            f"criterion {criterion.id} can earn {'' if certain else 'up to '}{told(best)}, "
            f"its maximum is {told(full)}",
        )


def most_below_the_maximum(subject: Subject) -> Iterator[Remark]:
    """Some figures earn the maximum."""
    for path, criterion in subject.criteria():
        best, full = most(criterion, subject.rubric.metrics), criterion.max_points
        if best is not None and full is not None and best < full:
            yield subject.error(
                _place(path, criterion.rule),
                f"no figures earn more than {told(best)} of the {told(full)} points of "
                f"criterion {criterion.id}",
            )


def units_without_cap(subject: Subject) -> Iterator[Remark]:
    """What is earned for each unit has an end."""
    for path, criterion in subject.criteria():
        rule, full = criterion.rule, criterion.max_points
        if not isinstance(rule, PerUnit) or rule.cap is not None or full is None:
            continue
        if most_of_units(rule, subject.rubric.metrics) is None:
            yield subject.remark(
                (*path, "rule"),
                "remark",
                f"criterion {criterion.id} has no cap: many units earn more than its {told(full)} points",
            )


def edges_out_of_range(subject: Subject) -> Iterator[Remark]:
    """A target or step is no higher than its figure may be."""
    for path, criterion in subject.criteria():
        for key, value, edge, is_above in _edges(criterion.rule):
            limit = highest(value, subject.rubric.metrics)
            if limit is not None and (limit < edge or (is_above and limit == edge)):
                yield subject.error(
                    (*path, "rule", *key),
                    f"criterion {criterion.id}: {told(edge)} is never reached, "
                    f"the figure is {told(limit)} at most",
                )


def _edges(rule: Rule) -> Iterator[tuple[Path, Expr, Fraction, bool]]:
    """Yield where a number stands as an edge, the value it is held against, the edge, whether it is excluded."""
    for key, value, edge, is_above in _every_edge(rule):
        if isinstance(edge, Fraction):
            yield key, value, edge, is_above


def _every_edge(rule: Rule) -> Iterator[tuple[Path, Expr, Fraction | Expr, bool]]:
    if isinstance(rule, Tiers):
        for index, tier in enumerate(rule.tiers):
            yield ("tiers", index), rule.value, tier.edge, tier.above is not None
    elif isinstance(rule, Threshold):
        if rule.at_least is not None:
            yield ("at_least",), rule.value, rule.at_least, False
        if rule.above is not None:
            yield ("above",), rule.value, rule.above, True
    elif isinstance(rule, Proportional | Shortfall):
        yield ("target",), rule.value, rule.target, False
    elif isinstance(rule, Between) and rule.direction == "highest":
        yield ("challenge",), rule.value, rule.challenge, False


def _place(path: Path, rule: Rule) -> Path:
    """Return where the points of a rule stand: the first of these keys that the rule sets."""
    keys = (
        "start",
        "cap",
        "items",
        "per",
        "tiers",
        "ranked_max",
        "clean",
        "branches",
        "max",
        "points",
    )
    key = next((one for one in keys if one in rule.model_fields_set), None)
    return (*path, "rule") if key is None else (*path, "rule", key)
