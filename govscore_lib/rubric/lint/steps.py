"""Steps, bands and branches that are out of order, or that nothing reaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from govscore_lib.algebra.expr import Expr
from govscore_lib.rubric.lint.remark import Path, Remark, Subject
from govscore_lib.rules.all_of import AllOf
from govscore_lib.rules.base import told
from govscore_lib.rules.checklist import Checklist
from govscore_lib.rules.first_match import FirstMatch
from govscore_lib.rules.rank import Rank
from govscore_lib.rules.tiers import Tiers


def tiers_without_order(subject: Subject) -> Iterator[Remark]:
    """The points of steps rise or fall all the way, and neighbours differ; judged steps are left aside.

    Steps that overlap do not load, and between steps there is no gap: each ends where the next begins.
    """
    for path, criterion in subject.criteria():
        rule = criterion.rule
        if not isinstance(rule, Tiers) or not rule.tiers:
            continue
        steps = [*(tier.points for tier in rule.tiers), rule.rest]
        points = [one for one in steps if one is not None]
        place = (*path, "rule", "tiers")
        for index, (one, other) in enumerate(pairwise(steps)):
            if one is not None and one == other:
                edge = rule.tiers[index].edge
                begins = told(edge) if isinstance(edge, Fraction) else "its figure on"
                yield subject.remark(
                    (*place, index),
                    "remark",
                    f"criterion {criterion.id}: the step from {begins} earns "
                    f"{told(one)} like the next one below",
                )
        if points not in (sorted(points), sorted(points, reverse=True)):
            yield subject.remark(
                place,
                "remark",
                f"criterion {criterion.id}: the points of its steps go up and down: {_list(points)}",
            )


def bands_out_of_order(subject: Subject) -> Iterator[Remark]:
    """Bands of places come first places first, earn less and less, and reach the last place."""
    for path, criterion in subject.criteria():
        rule = criterion.rule
        if not isinstance(rule, Rank) or not rule.bands:
            continue
        place = (*path, "rule", "bands")
        for index, (one, other) in enumerate(pairwise(rule.bands), start=1):
            if other.up_to <= one.up_to:
                yield subject.error(
                    (*place, index),
                    f"criterion {criterion.id}: the band up to {told(other.up_to)} stands below the one "
                    f"up to {told(one.up_to)} and is never reached",
                )
        shares = [band.share for band in rule.bands]
        if shares != sorted(shares, reverse=True):
            yield subject.remark(
                place,
                "remark",
                f"criterion {criterion.id}: a later band earns more than an earlier one: {_list(shares)}",
            )
        last = max(band.up_to for band in rule.bands)
        if last < 1:
            yield subject.remark(
                place,
                "remark",
                f"criterion {criterion.id}: places beyond {told(last)} of the league lie in no band "
                "and earn 0",
            )


def branches_never_reached(subject: Subject) -> Iterator[Remark]:
    """No branch repeats the condition of an earlier one."""
    for path, criterion in subject.criteria():
        if isinstance(criterion.rule, FirstMatch):
            conditions = [branch.condition for branch in criterion.rule.branches]
            for index, first in _repeated(conditions):
                yield subject.error(
                    (*path, "rule", "branches", index),
                    f"criterion {criterion.id}: branch {index + 1} is never reached, "
                    f"branch {first + 1} has the same condition",
                )


def conditions_twice(subject: Subject) -> Iterator[Remark]:
    """No fact is asked for twice in one list."""
    for path, criterion in subject.criteria():
        rule = criterion.rule
        places: Path
        if isinstance(rule, Checklist):
            places, conditions = (*path, "rule", "items"), [item.when for item in rule.items]
        elif isinstance(rule, AllOf):
            places, conditions = (*path, "rule", "all"), list(rule.all)
        else:
            continue
        for index, first in _repeated(conditions):
            yield subject.error(
                (*places, index),
                f"criterion {criterion.id}: entry {index + 1} has the same condition as entry {first + 1}",
            )


def _repeated(conditions: Sequence[Expr | None]) -> Iterator[tuple[int, int]]:
    """Yield the index of each condition that stands already earlier, with the earlier index."""
    for index, condition in enumerate(conditions):
        first = conditions.index(condition)
        if condition is not None and first < index:
            yield index, first


def _list(points: Sequence[Fraction]) -> str:
    return ", ".join(told(one) for one in points)
