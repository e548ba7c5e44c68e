"""The reference scorer's own reading of every kind: those of one region, and those that compare regions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from govscore_lib.engine.reference_league import per_capita, rank
from govscore_lib.engine.reference_rules import BY_REGION
from govscore_lib.engine.reference_values import Inputs
from govscore_lib.rules.base import Rule

Points = Fraction | None

BY_LEAGUE: dict[str, Callable[[Any, Fraction, Mapping[str, Inputs]], dict[str, Points]]] = {
    "per_capita": per_capita,
    "rank": rank,
}
"""Kinds that compare regions: rule, the criterion's maximum, the league's regions with data → points."""


def award(rule: Rule, full: Fraction, league: Mapping[str, Inputs]) -> dict[str, Points]:
    """Return the points of the regions of one league, all of them with data."""
    among = tuple(league.values())
    members = {region: inputs.within(among) for region, inputs in league.items()}
    if rule.kind in BY_LEAGUE:
        return BY_LEAGUE[rule.kind](rule, full, members)
    return {region: BY_REGION[rule.kind](rule, full, inputs) for region, inputs in members.items()}
