"""What a change of a figure costs: so much a unit of change, or every smallest step the same."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import lcm
from pathlib import Path
from typing import Any

from govscore_lib.errors import InputError, Problem, UsageError, did_you_mean, listed
from govscore_lib.points import exact
from govscore_lib.rubric.document import read_document
from govscore_lib.rubric.model import Rubric

Costs = Mapping[str, Fraction]
"""Metric → what one unit of change costs: a case, a percentage point, a day; of a truth or code, the change."""

EQUAL = Fraction(1)
"""What the smallest step costs where no cost is given."""


def read_costs(given: Mapping[str, Any] | str | Path | None, rubric: Rubric) -> Costs:
    """Return the costs in a mapping or a YAML file of ``metric: cost``; none given is an empty mapping.

    Raises InputError naming every metric that the rubric does not have, and every cost that is no number
    above 0.
    """
    if given is None:
        return {}
    if isinstance(given, Mapping):
        lines = {str(name): f"costs, {name}" for name in given}
        return _checked(given, lines, rubric)
    document = read_document(Path(given))
    places = {name: f"{document.name}, line {document.line((name,))}, {name}" for name in document.raw}  # fmt: skip
    return _checked(document.raw, places, rubric)


def _checked(given: Mapping[str, Any], places: Mapping[str, str], rubric: Rubric) -> Costs:
    costs, problems = {}, []
    for name, text in given.items():
        if name not in rubric.metrics:
            hint = did_you_mean(name, rubric.metrics)
            problems.append(Problem(places[name], f"is no metric of {rubric.id}", hint=hint))
            continue
        try:
            costs[name] = _cost(text)
        except ValueError as error:
            problems.append(Problem(places[name], str(error), "a number above 0, such as 3 or 1/3"))
    if problems:
        raise InputError(problems)
    return costs


def _cost(text: Any) -> Fraction:
    if isinstance(text, bool) or not isinstance(text, (str, int, float, Fraction)):
        raise ValueError(f"'{text}' is no number")
    cost = exact(text if isinstance(text, str) else repr(text)) if not isinstance(text, Fraction) else text  # fmt: skip
    if cost <= 0:
        raise ValueError(f"'{text}' is not above 0")
    return cost


def common_scale(costs: Mapping[str, Fraction]) -> int:
    """Return by what costs are multiplied so that all of them are whole numbers."""
    return lcm(1, *(one.denominator for one in costs.values()))


def named_metrics(rubric: Rubric, names: tuple[str, ...], option: str) -> frozenset[str]:
    """Return the metrics that names stand for: a metric itself, or a criterion with all its metrics.

    Raises UsageError for a name that is neither.
    """
    found: set[str] = set()
    for name in names:
        if name in rubric.metrics:
            found.add(name)
        elif name in rubric.criteria:
            found.update(rubric.criteria[name].metrics)
        else:
            known = (*rubric.metrics, *rubric.criteria)
            hint = did_you_mean(name, known) or f"Metrics: {listed(rubric.metrics)}"
            raise UsageError(
                f"{option}: '{name}' is no metric and no criterion of {rubric.id}. {hint}"
            )
    return frozenset(found)
