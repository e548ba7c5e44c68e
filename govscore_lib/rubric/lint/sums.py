"""Points that do not add up."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from govscore_lib.rubric.lint.remark import Remark, Subject
from govscore_lib.rules.base import told


def category_sums(subject: Subject) -> Iterator[Remark]:
    """The criteria of a category add up to its maximum; a category has criteria."""
    for index, category in enumerate(subject.rubric.categories):
        path = ("categories", index)
        members = [one for one in subject.rubric.criteria_list if one.category == category.id]
        if not members:
            yield subject.error(path, f"category {category.id} has no criterion")
            continue
        if category.max_points is None or any(one.max_points is None for one in members):
            continue
        total = sum((one.max_points or Fraction(0) for one in members), Fraction(0))
        if total != category.max_points:
            yield subject.error(
                path,
                f"the criteria of category {category.id} add up to {told(total)}, "
                f"its maximum is {told(category.max_points)}",
            )


def total_sum(subject: Subject) -> Iterator[Remark]:
    """The categories of the base add up to the total."""
    base = [one.max_points for one in subject.rubric.categories if one.component == "base"]
    if None in base:
        return
    total = sum((one or Fraction(0) for one in base), Fraction(0))
    most = subject.rubric.total.max_points
    if total != most:
        yield subject.error(
            ("total", "max_points"),
            f"the categories add up to {told(total)}, the total is {told(most)}",
        )


def bonus_in_the_base(subject: Subject) -> Iterator[Remark]:
    """A bonus stands in a category outside the base."""
    base = {one.id for one in subject.rubric.categories if one.component == "base"}
    for path, criterion in subject.criteria():
        if criterion.rule.kind == "bonus" and criterion.category in base:
            yield subject.remark(
                path,
                "remark",
                f"criterion {criterion.id} is a bonus, but category {criterion.category} is no "
                "component: bonus",
            )
