"""The cheapest way for a region to the next place, a rank, a prize or more points, under the real rules.

Every plan is carried out as a scenario by the engine before it is told: the points, the rank and the prize it
promises are those of that run, the other regions' movements included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from govscore_lib.engine.cells import say_cell, text_of
from govscore_lib.engine.explaining.outlooks import Change
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError, did_you_mean, listed
from govscore_lib.points import exact, round_half_up, to_decimal
from govscore_lib.rubric.league import Region
from govscore_lib.text import Bilingual, counted
from govscore_lib.whatif.improving.aims import Aim
from govscore_lib.whatif.improving.costs import named_metrics, read_costs
from govscore_lib.whatif.improving.dominance import Whole
from govscore_lib.whatif.improving.figures import (
    Figure,
    kept_conditions,
    standing_facts,
    workable_figures,
)
from govscore_lib.whatif.improving.goal import Goal, GoalStep, scenario_of
from govscore_lib.whatif.improving.menus import blocks_of
from govscore_lib.whatif.improving.planning import Part, Plan, find_plan
from govscore_lib.whatif.improving.recount import Recount
from govscore_lib.whatif.scenarios.comparison import Comparison
from govscore_lib.whatif.scenarios.run import carry_out


def goals(
    card: Scorecard,
    region: str,
    *,
    places: int | None = None,
    rank: int | None = None,
    prize: str | None = None,
    points: Any = None,
    costs: Mapping[str, Any] | str | Path | None = None,
    only: Sequence[str] | None = None,
    without: Sequence[str] = (),
    at_most: int | None = None,
    in_group: bool = False,
) -> Goal:
    """Return the cheapest set of changes by which a region reaches an aim, the figures of the others held.

    region : code, name or alias. Exactly one aim: places gained, a rank, a prize (its id; a better class will
    do), or points gained in total. costs : metric → cost of one unit of change (a case, a point of a rate, a
    day; of a truth or code, the change), or a YAML file of that; what is not named costs 1 for its smallest
    step. only, without : metrics, or criteria with all their metrics, that may change or not. at_most : so
    many figures may change. in_group : ranks are those within the region's group.
    Counts stay whole, metrics keep to their ranges and checks, and what decides about the region as a whole
    stays as it is. Raises UsageError for an unknown name, and for a region without a rank.
    """
    found = card.assessed(region)
    rubric = card.rubric
    aim = _aim(card, found, places, rank, prize, points, in_group)
    if at_most is not None and at_most < 1:
        raise UsageError(f"at most {at_most} figures cannot change: give 1 or more.")
    scoring, row = card.scoring, card.row(found.id)
    kept = kept_conditions(scoring, row)
    figures = workable_figures(
        card,
        found.id,
        read_costs(costs, rubric),
        None if only is None else named_metrics(rubric, tuple(only), "only"),
        named_metrics(rubric, tuple(without), "without"),
        kept,
    )
    standing = scoring.standings.by_row.get(row)
    if standing is not None and (standing.total is not None or aim.kind == "prize"):
        return Goal(card, found, aim.name, "impossible", why_not=standing.because)
    blocks = blocks_of(
        scoring, row, figures.figures, kept, standing_facts(scoring), whole=not aim.is_monotone
    )
    plan = find_plan(aim, blocks, at_most)
    return _told(card, found, aim, plan, figures.figures, figures.scale, figures.left_out)


def _aim(
    card: Scorecard,
    region: Region,
    places: int | None,
    rank: int | None,
    prize: str | None,
    points: Any,
    in_group: bool,
) -> Aim:
    given = [one for one in (places, rank, prize, points) if one is not None]
    if len(given) != 1:
        raise UsageError("give one aim: places, rank, prize or points.")
    recount, row = Recount(card), card.row(region.id)
    if card.scoring.standings.unranked[row]:
        raise UsageError(
            f"{region.id} {region.name_zh} has no rank: {card.scoring.standings.by_row[row].because.en}."
        )
    every = np.ones(recount.size, dtype=bool)
    among = recount.group_of(row) if in_group else every
    if points is not None:
        return Aim(recount, row, "points", every, units=_units(points))
    if prize is not None:
        return Aim(recount, row, "prize", every, prize=_prize(card, prize))
    scores, total = recount.scores(recount.base)
    now = int(recount.rank2(recount.base, scores, total, among)[row])
    if places is not None and places < 1:
        raise UsageError(f"{places} places cannot be gained: give 1 or more.")
    last = recount.last_place(among)
    if rank is not None and rank > last:
        raise UsageError(
            f"there is no rank {rank} among {counted(last, 'region')}: give 1 to {last}."
        )
    wanted = 2 * rank if rank is not None else now - 2 * (places or 0)
    if wanted < 2:
        best = int(np.ceil(now / 2)) - 1
        here = f"{region.id} {region.name_zh} is at rank {now / 2:g}: "
        if not places:
            raise UsageError(f"{here}rank 1 is the best.")
        gain = f"{best} places can be gained at most" if best else "there is no better place"
        raise UsageError(f"{here}{gain}.")
    return Aim(recount, row, "rank", among, rank2=wanted)


def _units(points: Any) -> int:
    try:
        units = round_half_up(exact(str(points)))
    except ValueError as error:
        raise UsageError(f"points: {error}.") from None
    if units <= 0:
        raise UsageError(f"{points} points cannot be gained: give more than 0.")
    return units


def _prize(card: Scorecard, prize: str) -> str:
    awards = card.rubric.awards
    ids = [] if awards is None else [one.id for one in awards.prizes]
    if prize not in ids:
        hint = did_you_mean(prize, ids) or (f"Prizes: {listed(ids)}" if ids else "It has none.")
        raise UsageError(f"{card.rubric.id} has no prize '{prize}'. {hint}")
    return prize


def _told(
    card: Scorecard,
    region: Region,
    aim: Aim,
    plan: Plan,
    figures: Mapping[str, Figure],
    scale: int,
    left_out: tuple[str, ...],
) -> Goal:
    if plan.parts is None:
        return Goal(
            card, region, aim.name,
            "impossible" if plan.bound is None else "not_found",
            bound=None if plan.bound is None else Fraction(plan.bound, scale),
            furthest=_standing(aim, plan.furthest),
            left_out=left_out,
        )  # fmt: skip
    if not plan.parts:
        zero = Fraction(0)
        return Goal(
            card,
            region,
            aim.name,
            "already",
            cost=zero,
            bound=zero,
            furthest=_standing(aim, aim.recount.base),
        )
    steps = tuple(
        sorted(
            (_step(card, aim.row, part, figures, scale) for part in plan.parts),
            key=lambda step: (step.cost, tuple(step.gains)),
        )
    )
    scenario = scenario_of(card, region, aim.name, steps)
    after = carry_out(scenario, card)
    _confirm(aim, after)
    return Goal(
        card, region, aim.name, "reached", steps,
        Fraction(plan.cost, scale), Fraction(plan.bound or 0, scale),
        Comparison(scenario, card, after), left_out=left_out,
    )  # fmt: skip


def _standing(aim: Aim, values: Whole) -> tuple[Decimal, float]:
    """Return total and rank of the region under some points of everybody."""
    scores, total = aim.recount.scores(values)
    rank2 = aim.recount.rank2(values, scores, total, aim.among)
    return to_decimal(int(total[aim.row])), int(rank2[aim.row]) / 2


def _confirm(aim: Aim, after: Scorecard) -> None:
    """Hold the plan against the run of the engine: what is told is what comes of it."""
    if not aim.is_reached(after.scoring.points.known.astype(np.int64)):
        raise AssertionError(
            f"the plan for '{aim.name.en}' does not reach it when it is carried out"
        )


def _step(
    card: Scorecard, row: int, part: Part, figures: Mapping[str, Figure], scale: int
) -> GoalStep:
    rubric = card.rubric
    changes = []
    for name, cell in part.changes.items():
        metric, own = rubric.metrics[name], figures[name].own
        after = text_of(metric, cell)
        assert after is not None  # a plan puts values in
        told = say_cell(rubric, metric, cell)
        if metric.unit is not None:
            told = Bilingual(zh=f"{told.zh} {metric.unit.zh}", en=f"{told.en} {metric.unit.en}")
        changes.append(
            Change(
                name, text_of(metric, own), after, metric.name, say_cell(rubric, metric, own), told
            )
        )
    gains = {
        rubric.criteria_list[criterion].id: to_decimal(int(units))
        for (other, criterion), units in zip(part.columns, part.delta, strict=True)
        if other == row and units
    }
    return GoalStep(tuple(changes), Fraction(part.cost, scale), gains)
