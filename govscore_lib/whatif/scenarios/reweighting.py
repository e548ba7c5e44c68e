"""Other points for criteria and categories, with the rules left as printed.

A clause worth 4 points instead of 2 awards what its rule awards, recorded as printed, times 4/2, recorded
again to nine decimals: steps, thresholds, places and flags stay what the document says, and only their worth
changes. Why so, and not otherwise, stands in ``docs/whatif.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from govscore_lib.errors import InputError, Problem, did_you_mean, listed
from govscore_lib.points import SCALE, added, plain, round_half_up
from govscore_lib.rubric.model import Category, Criterion, Rubric
from govscore_lib.rules.base import Clause

KeepTotal = Literal["proportional", "none"]
"""What becomes of the total when points change: the others give or take in proportion, or it moves."""

ZERO, ONE = Fraction(0), Fraction(1)


class Reweighted(Criterion):
    """A criterion worth other points than printed, recorded points ``times`` a factor; its rule stays."""

    printed: Criterion
    times: Fraction

    @property
    def factor(self) -> Fraction:
        return self.times

    @property
    def clause_context(self) -> Clause:
        return self.printed.clause_context

    @property
    def least(self) -> Fraction | None:
        least = self.printed.least
        return None if least is None else least * self.times

    @property
    def most(self) -> Fraction | None:
        most = self.printed.most
        return None if most is None else most * self.times


@dataclass(frozen=True)
class Maxima:
    """What criteria and categories are worth, on the grid of 1e-9 points.

    criteria : id → points, of those that have a maximum. categories : id → points; where a category has no
    printed maximum, the sum of its criteria. factors : id → what recorded points are multiplied by, all.
    """

    criteria: Mapping[str, Fraction]
    categories: Mapping[str, Fraction]
    factors: Mapping[str, Fraction]


def printed_maxima(rubric: Rubric) -> Maxima:
    """Return what the document says."""
    return Maxima(
        {one.id: one.max_points for one in rubric.criteria_list if one.max_points},
        {one.id: category_points(rubric, one) for one in rubric.categories},
        {one.id: ONE for one in rubric.criteria_list},
    )


def category_points(rubric: Rubric, category: Category) -> Fraction:
    """Return the maximum of a category; where none is printed, the sum of its criteria's."""
    if category.max_points is not None:
        return category.max_points
    return added(one.max_points or ZERO for one in _members(rubric, category.id))


def new_maxima(
    rubric: Rubric,
    criteria: Mapping[str, Fraction],
    categories: Mapping[str, Fraction],
    keep_total: KeepTotal = "proportional",
) -> Maxima:
    """Return what everything is worth once some criteria and categories are given other points.

    Inside a category with given points the criteria that are not given take up the difference in proportion.
    With ``proportional`` so do all other criteria of the base, so that the base keeps its sum; bonuses stay
    outside. The maximum of a category moves with the sum of its criteria.
    Raises InputError with every fault: unknown ids, negative points, a criterion without a maximum, and
    points that leave the others less than nothing.
    """
    problems = [*_faults(rubric, criteria, categories)]
    if problems:
        raise InputError(problems)
    return _Plan(rubric, dict(criteria), dict(categories), keep_total).maxima()


class _Plan:
    def __init__(
        self,
        rubric: Rubric,
        criteria: dict[str, Fraction],
        categories: dict[str, Fraction],
        keep_total: KeepTotal,
    ) -> None:
        self.rubric = rubric
        self.keep_total = keep_total
        self.given = {name: _on_grid(points) for name, points in criteria.items()}
        self.category_given = {name: _on_grid(points) for name, points in categories.items()}
        self.before = printed_maxima(rubric)
        self.after = dict(self.before.criteria) | self.given

    def maxima(self) -> Maxima:
        for category in self.rubric.categories:
            if category.id in self.category_given:
                self._inside(category)
        if self.keep_total == "proportional":
            self._outside()
        return Maxima(self.after, self._categories(), self._factors())

    def _inside(self, category: Category) -> None:
        """Share the points of a category among its criteria that are not given."""
        old = self.before.categories[category.id]
        wanted = self._sum_before(category) * self.category_given[category.id] / old
        where = f"points of category {category.id}"
        self._share([one for one in self._maxed(category) if one not in self.given], wanted - self._sum_given(category), where)  # fmt: skip

    def _outside(self) -> None:
        """Share what the given points leave of the base among all others of it."""
        base = [one for one in self.rubric.categories if one.component == "base"]
        touched = any(one.id in self.category_given for one in base) or any(
            name in self.given for one in base for name in self._maxed(one)
        )
        if not touched:
            return
        left, free_worth, free = ZERO, ZERO, []
        for category in base:
            old = self.before.categories[category.id]
            if category.id in self.category_given:
                left += old - self.category_given[category.id]
                continue
            worth = self._worth(category)
            mine = [one for one in self._maxed(category) if one not in self.given]
            free += mine
            share = worth * sum((self.before.criteria[one] for one in mine), ZERO)
            free_worth += share
            left += old - worth * self._sum_given(category) if self._maxed(category) else ZERO
        whole = sum((self.before.criteria[one] for one in free), ZERO)
        wanted = whole * left / free_worth if free_worth else left
        self._share(free, wanted, "points of the others")

    def _share(self, names: Sequence[str], wanted: Fraction, where: str) -> None:
        """Give so many points to the criteria, in proportion to what they had."""
        weights = [self.before.criteria[one] for one in names]
        if wanted < 0:
            found = f"the given points are {plain(-wanted)} more than there are to share out"
            hint = "give less, or say keep_total: none"
            raise InputError([Problem(where, found, hint=hint)])
        if not names and wanted != 0:
            found = f"nothing is left that could take {plain(wanted)} points"
            hint = "leave one criterion open, or say keep_total: none"
            raise InputError([Problem(where, found, hint=hint)])
        shares = apportion(round_half_up(wanted), weights)
        self.after |= {
            name: Fraction(units, SCALE) for name, units in zip(names, shares, strict=True)
        }

    def _maxed(self, category: Category) -> list[str]:
        members = _members(self.rubric, category.id)
        return [one.id for one in members if one.id in self.before.criteria]

    def _sum_before(self, category: Category) -> Fraction:
        return sum((self.before.criteria[one] for one in self._maxed(category)), ZERO)

    def _sum_given(self, category: Category) -> Fraction:
        return sum((self.given.get(one, ZERO) for one in self._maxed(category)), ZERO)

    def _worth(self, category: Category) -> Fraction:
        """Return what a point of the category's criteria adds to its maximum; 1 where they add up to it."""
        whole = self._sum_before(category)
        return self.before.categories[category.id] / whole if whole else ONE

    def _categories(self) -> dict[str, Fraction]:
        after = {}
        for category in self.rubric.categories:
            old, whole = self.before.categories[category.id], self._sum_before(category)
            now = sum((self.after[one] for one in self._maxed(category)), ZERO)
            moved = old if not whole else _on_grid(old * now / whole)
            after[category.id] = self.category_given.get(category.id, moved)
        return after

    def _factors(self) -> dict[str, Fraction]:
        factors = {}
        for criterion in self.rubric.criteria_list:
            old = self.before.criteria.get(criterion.id)
            new = self.category_given.get(criterion.category)
            if old is not None:
                factors[criterion.id] = self.after[criterion.id] / old
            elif new is not None:  # a bonus without a maximum of its own goes with its category
                factors[criterion.id] = new / self.before.categories[criterion.category]
            else:
                factors[criterion.id] = ONE
        return factors


def apportion(units: int, weights: Sequence[Fraction]) -> list[int]:
    """Return whole numbers in proportion to the weights that add up to ``units`` (largest remainders)."""
    total = sum(weights, ZERO)
    if not total:
        return [0] * len(weights)
    exact = [units * weight / total for weight in weights]
    shares = [int(one) for one in exact]
    by_rest = sorted(range(len(weights)), key=lambda at: (shares[at] - exact[at], at))
    for at in by_rest[: units - sum(shares)]:
        shares[at] += 1
    return shares


def reweighted(rubric: Rubric, maxima: Maxima) -> Rubric:
    """Return the rubric with its criteria and categories worth what ``maxima`` says.

    A criterion whose points stay is the very same object; with printed maxima so is everything.
    """
    before = printed_maxima(rubric)
    if maxima == before:
        return rubric
    criteria = [_criterion(one, maxima) for one in rubric.criteria_list]
    categories = [_category(one, before, maxima) for one in rubric.categories]
    base = [one.id for one in rubric.categories if one.component == "base"]
    moved = sum((maxima.categories[one] - before.categories[one] for one in base), ZERO)
    most = rubric.total.max_points + moved
    fields = {name: getattr(rubric, name) for name in type(rubric).model_fields}
    fields |= {
        "criteria_list": tuple(criteria),
        "categories": tuple(categories),
        "total": rubric.total.model_copy(update={"max_points": most}),
    }
    return type(rubric).model_construct(**fields)


def _criterion(criterion: Criterion, maxima: Maxima) -> Criterion:
    factor = maxima.factors[criterion.id]
    if factor == 1:
        return criterion
    fields = {name: getattr(criterion, name) for name in Criterion.model_fields}
    fields["max_points"] = maxima.criteria.get(criterion.id, criterion.max_points)
    return Reweighted.model_construct(**fields, printed=criterion, times=factor)


def _category(category: Category, before: Maxima, maxima: Maxima) -> Category:
    old, new = before.categories[category.id], maxima.categories[category.id]
    if old == new:
        return category
    bounds = {
        name: _on_grid(bound * new / old)
        for name in ("min_points", "max_gain", "max_loss")
        if (bound := getattr(category, name)) is not None
    }
    most = {} if category.max_points is None else {"max_points": new}
    return category.model_copy(update={**bounds, **most})


def _faults(
    rubric: Rubric, criteria: Mapping[str, Fraction], categories: Mapping[str, Fraction]
) -> Iterator[Problem]:
    known = {one.id: one for one in rubric.categories}
    for name, points in criteria.items():
        where, found = f"points of criterion {name}", rubric.criteria.get(name)
        if found is None:
            hint = did_you_mean(name, rubric.criteria)
            yield Problem(where, "there is no such criterion", listed(rubric.criteria), hint)
        elif points < 0:
            yield Problem(where, f"{plain(points)} is below 0")
        elif not found.max_points:
            hint = f"change the points of category {found.category}"
            yield Problem(where, "it has no maximum of its own that could be changed", hint=hint)
    for name, points in categories.items():
        where = f"points of category {name}"
        if name not in known:
            hint = did_you_mean(name, known)
            yield Problem(where, "there is no such category", listed(known), hint)
        elif points < 0:
            yield Problem(where, f"{plain(points)} is below 0")
        elif not category_points(rubric, known[name]):
            yield Problem(where, "it has no points that could be changed")


def _members(rubric: Rubric, category_id: str) -> list[Criterion]:
    return [one for one in rubric.criteria_list if one.category == category_id]


def _on_grid(points: Fraction) -> Fraction:
    return Fraction(round_half_up(points), SCALE)
