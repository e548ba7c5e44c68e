"""Points outside the base need evidence: a figure that claims them without any counts nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from govscore_lib.findings import Finding
from govscore_lib.ingest.figures.settle import QUARANTINED, Settling
from govscore_lib.points import exact
from govscore_lib.rubric.metric import Metric
from govscore_lib.rubric.model import Rubric

NO_EVIDENCE = "no evidence"
"""Stands as source where a claim was taken as none."""
_NOTHING = {"bool": "false", "int": "0", "decimal": "0", "judged": "0", "date": "none"}
"""What a claim counts as, by type; a code or text cannot say "none" and is set aside."""


def bonus_metrics(rubric: Rubric) -> frozenset[str]:
    """Return the metrics that earn points outside the base, and nothing else."""
    outside = {one.id for one in rubric.categories if one.component == "bonus"}
    return frozenset(
        name
        for name in rubric.metrics
        if (used := rubric.criteria_of_metric(name))
        and all(rubric.criteria[one].category in outside for one in used)
    )


def bonus_without_evidence(rubric: Rubric, settling: Settling) -> Iterator[Finding]:
    """Take every claim to a bonus without evidence for none, and yield a finding for each.

    Only a file that asks for evidence can lack it; a reviewer's value needs it too.
    """
    outside = bonus_metrics(rubric)
    for (region, name), cell in settling.cells.items():
        if name not in outside or cell.value is None or cell.entry.evidence is None:
            continue
        metric = rubric.metrics[name]
        if cell.entry.evidence.strip() or not _claims(metric, cell.value):
            continue
        nothing = _NOTHING.get(metric.type)
        entry = replace(cell.entry, source=NO_EVIDENCE)
        yield Finding(
            "bonus-without-evidence", "warning" if nothing else "critical",
            f"加分项“{metric.name.zh}”填报为 {entry.value}，没有佐证材料，计 0 分",
            f"the bonus {name} is given as {entry.value} without evidence; it counts 0. "
            "Hint: name the document beside it",
            "observations", region, name, entry.file, entry.sheet, entry.place, rubric.criteria_of_metric(name),
        )  # fmt: skip
        cell.entry, cell.value = entry, nothing
        if nothing is None:
            cell.status = QUARANTINED


def _claims(metric: Metric, value: str) -> bool:
    """Whether a value claims anything at all."""
    if metric.type in ("int", "decimal", "judged"):
        return exact(value) != 0
    return value != _NOTHING.get(metric.type)
