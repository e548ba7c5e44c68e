"""Which criteria a critical finding keeps from being scored. Light: scoring imports it on every run."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govscore_lib.findings import Finding
from govscore_lib.rubric.model import Rubric


def criteria_blocked(
    rubric: Rubric, findings: Iterable[Finding], region_ids: Sequence[str]
) -> dict[tuple[str, str], str]:
    """Return (region, criterion) → reason, in Chinese, for every criterion that must not be scored.

    region_ids : the regions of the run. A critical finding blocks its criteria in its region; one without
    a region, such as a register that cannot be read, blocks them in every region. The first reason stays.
    """
    blocked: dict[tuple[str, str], str] = {}
    for finding in findings:
        if finding.severity != "critical":
            continue
        touched = [finding.region_id] if finding.region_id else region_ids
        for region in touched:
            for criterion in finding.criteria:
                if region in region_ids and criterion in rubric.criteria:
                    blocked.setdefault((region, criterion), finding.zh)
    return blocked
