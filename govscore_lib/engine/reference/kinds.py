"""The reference scorer's own reading of every kind: of one region, of a league, and of rules inside rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from govscore_lib.engine.reference import forms
from govscore_lib.engine.reference import league as leagues
from govscore_lib.engine.reference.rules import BY_REGION as PLAIN
from govscore_lib.engine.reference.values import Inputs, value
from govscore_lib.rules.base import Rule
from govscore_lib.rules.by_group import ByGroup
from govscore_lib.rules.rank import Rank

Points = Fraction | None


def award(rule: Rule, full: Fraction, league: Mapping[str, Inputs]) -> dict[str, Points]:
    """Return the points of the regions of one league, all of them with data."""
    among = tuple(league.values())
    members = {region: inputs.within(among) for region, inputs in league.items()}
    if rule.kind in BY_LEAGUE:
        return BY_LEAGUE[rule.kind](rule, full, members)
    return {region: BY_REGION[rule.kind](rule, full, inputs) for region, inputs in members.items()}


def _rank(rule: Rank, full: Fraction, members: Mapping[str, Inputs]) -> dict[str, Points]:
    added: dict[str, Points] = dict.fromkeys(members)
    if rule.subscores:
        tables = [award(one.rule, one.max_points, members) for one in rule.subscores]
        for region in members:
            known = [one for table in tables if (one := table[region]) is not None]
            added[region] = sum(known, Fraction(0)) if len(known) == len(tables) else None
    return leagues.rank(rule, full, members, added)


def _by_group(rule: ByGroup, full: Fraction, members: Mapping[str, Inputs]) -> dict[str, Points]:
    points: dict[str, Points] = dict.fromkeys(members)
    codes = {region: value(rule.by, inputs) for region, inputs in members.items()}
    groups: list[tuple[Rule, dict[str, Inputs]]] = []
    for name, own in rule.rules.items():
        groups.append((own, {one: members[one] for one, code in codes.items() if code == name}))
    if rule.otherwise is not None:
        others = {one for one, code in codes.items() if code is not None and code not in rule.rules}
        groups.append((rule.otherwise, {one: members[one] for one in members if one in others}))
    for own, group in groups:
        points.update(award(own, full, group))
    return points


BY_REGION: dict[str, Callable[[Any, Fraction, Inputs], Points]] = {
    **PLAIN,
    "between": forms.between,
    "escalating": forms.escalating,
    "mixed": forms.mixed,
}
"""Kinds that look at one region at a time: rule, the criterion's maximum, inputs → points."""

BY_LEAGUE: dict[str, Callable[[Any, Fraction, Mapping[str, Inputs]], dict[str, Points]]] = {
    "by_group": _by_group,
    "per_capita": leagues.per_capita,
    "rank": _rank,
    "relative_to_best": leagues.relative_to_best,
}
"""Kinds that compare regions, or hold other rules: rule, maximum, the league's regions with data → points."""
