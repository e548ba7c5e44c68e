"""A scenario carried out: changed rubric, changed inputs, the same engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import polars as pl

from govscore_lib.engine.regions import run_league
from govscore_lib.engine.run import rescore, score
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import InputError, Problem, UsageError
from govscore_lib.points import plain
from govscore_lib.records.stored import Records
from govscore_lib.rubric.frame import Values, values_of
from govscore_lib.rubric.league import League
from govscore_lib.rubric.model import Rubric
from govscore_lib.whatif.scenarios.comparison import Comparison
from govscore_lib.whatif.scenarios.preparation import (
    Prepared,
    contradictions,
    new_contradictions,
    prepare,
)
from govscore_lib.whatif.scenarios.records import corrected_registers
from govscore_lib.whatif.scenarios.scenario import Scenario


def apply(
    scenario: Scenario,
    rubric: Rubric,
    observations: pl.DataFrame,
    registers: Mapping[str, Records] | None = None,
    *,
    league: League | None = None,
    partial_league: bool = False,
    blocked: Mapping[tuple[str, str], str] | None = None,
    inputs: Mapping[str, str] | None = None,
) -> Scorecard:
    """Return the scorecard of a scenario over observations and registers; the arguments are those of ``score``.

    An empty scenario gives what ``score`` gives, to the byte. Raises InputError with every fault of the
    scenario before anything is scored.
    """
    if league is None:
        ids = observations["region_id"].drop_nulls().unique(maintain_order=True).to_list()
        league = run_league(rubric, ids, partial=partial_league)
    prepare(scenario, rubric, league)
    baseline = score(rubric, observations, registers, league=league, blocked=blocked, inputs=inputs)
    return carry_out(scenario, baseline)


def carry_out(scenario: Scenario, baseline: Scorecard) -> Scorecard:
    """Return the scorecard of a scenario over the inputs of a run; the run itself where nothing changes.

    A figure that the scenario supposes stands instead of any other, and lifts what keeps its criteria from
    being scored in that region. Raises InputError with every fault of the scenario, UsageError where the
    run is itself the outcome of one.
    """
    prepared = prepare(scenario, baseline.rubric, baseline.league)
    if scenario.is_empty:
        return baseline
    if "scenario" in baseline.receipt:
        raise UsageError(
            "this scorecard is itself the outcome of a scenario. Add the changes to that scenario instead."
        )
    values = values_of(baseline.observations)
    league = prepared.league or baseline.league
    problems = new_contradictions(scenario, prepared, values, league)
    given = {region for region, metric in values if values[region, metric] is not None}
    if not any(region.id in given for region in league.ranked):
        problems.append(Problem(scenario.place(), "none of the regions compared has any figure"))
    if problems:
        raise InputError(problems)
    registers = corrected_registers(scenario, baseline, league)
    source = baseline if registers is None else _with_registers(baseline, registers)
    card = rescore(
        source,
        prepared.rubric,
        league=prepared.league if registers is None else league,
        supposed=prepared.supposed,
        blocked=_still_blocked(baseline, prepared),
    )
    if registers is not None:
        _check_counted(scenario, prepared, values, card)
    return replace(card, receipt={**card.receipt, "scenario": _recorded(scenario, prepared)})


def _with_registers(baseline: Scorecard, registers: Mapping[str, Records]) -> Scorecard:
    if baseline.given is None:
        raise UsageError("this scorecard does not hold the inputs it was made from.")
    return replace(baseline, given=replace(baseline.given, registers=registers))


def _check_counted(scenario: Scenario, prepared: Prepared, before: Values, card: Scorecard) -> None:
    """Raise InputError where figures counted from changed records contradict each other as they did not before."""
    after = values_of(card.observations)
    regions = [region.id for region in card.regions]
    if problems := contradictions(scenario, prepared.rubric, before, after, regions):
        raise InputError(problems)


def whatif(
    baseline: Scorecard | Rubric,
    scenario: Scenario,
    observations: pl.DataFrame | None = None,
    registers: Mapping[str, Records] | None = None,
) -> Comparison:
    """Return a scenario beside its baseline.

    baseline : a scorecard, or a rubric together with observations (and registers) as for ``score``.
    Raises InputError with every fault of the scenario.
    """
    if isinstance(baseline, Rubric):
        if observations is None:
            raise UsageError("a rubric alone has no scores: give observations, or a scorecard.")
        baseline = score(baseline, observations, registers)
    return Comparison(scenario, baseline, carry_out(scenario, baseline))


def _still_blocked(baseline: Scorecard, prepared: Prepared) -> dict[tuple[str, str], str]:
    """Return what may not be scored, less the criteria of a region that a supposed figure settles."""
    criteria = prepared.rubric.criteria
    lifted = {
        (region, name)
        for region, metric in prepared.supposed
        for name in prepared.rubric.criteria_of_metric(metric)
    }
    return {
        (region, name): reason
        for (region, name), reason in baseline.blocked.items()
        if (region, name) not in lifted and name in criteria
    }


def _recorded(scenario: Scenario, prepared: Prepared) -> dict[str, Any]:
    """Return what the receipt keeps: the scenario whole, its hash, and what everything came to be worth."""
    rubric = prepared.rubric
    return {
        "sha256": scenario.hash,
        **scenario.document(),
        "points": {
            one.id: plain(one.max_points or Fraction(0))
            for one in rubric.criteria_list
            if one.factor != 1
        },
    }
