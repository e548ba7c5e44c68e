"""Points outside the base need evidence: which figures that concerns."""

from __future__ import annotations

from govscore_lib.rubric.model import Rubric


def bonus_metrics(rubric: Rubric) -> frozenset[str]:
    """Return the metrics that earn points outside the base, and nothing else."""
    outside = {one.id for one in rubric.categories if one.component == "bonus"}
    return frozenset(
        name
        for name in rubric.metrics
        if (used := rubric.criteria_of_metric(name))
        and all(rubric.criteria[one].category in outside for one in used)
    )
