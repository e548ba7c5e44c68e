"""One call from what was ingested to every finding and the coverage."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from govscore_lib.findings import SEVERITIES, Finding
from govscore_lib.ingest import Ingested
from govscore_lib.quality.broken import findings_of
from govscore_lib.quality.coverage import coverage
from govscore_lib.quality.crosschecks import crosschecks
from govscore_lib.quality.declared import suites_of
from govscore_lib.quality.expect import Failure, failures
from govscore_lib.quality.expectation import read_suites
from govscore_lib.quality.figures import figures_of
from govscore_lib.quality.frames import figures_frame, register_frame
from govscore_lib.quality.pieces import failures_on_disk
from govscore_lib.quality.truths import OBSERVATIONS
from govscore_lib.records.stored import StoredRegister
from govscore_lib.rubric import Rubric, load_league


@dataclass(frozen=True)
class CheckResult:
    """What the checks say.

    findings : those of ingest and of the checks together, critical ones first, nothing twice.
    coverage : who has sent what, columns :data:`govscore_lib.quality.coverage.COVERAGE`.
    """

    findings: tuple[Finding, ...]
    coverage: pl.DataFrame


def check(rubric: Rubric, ingested: Ingested, expectations_dir: Path) -> CheckResult:
    """Return every finding on what was ingested, and who has sent what.

    expectations_dir : folder with one folder of suites a rubric; a rubric without one is held to the suites
    that follow from its declarations.
    Raises InputError for a suite that cannot be read.
    """
    suites = read_suites(expectations_dir / rubric.id) or suites_of(rubric)
    figures = figures_of(rubric, ingested, load_league(rubric.league))
    registers = {
        name: records for name, records in ingested.registers.items() if name in rubric.registers
    }
    forms = dict(ingested.files.select("file", "form").iter_rows())
    frames = {OBSERVATIONS: figures_frame(figures)}
    shown: dict[str, pl.DataFrame] = {}
    on_disk: list[Failure] = []
    for name, records in registers.items():
        declared = rubric.registers[name]
        if isinstance(records, StoredRegister):
            failed, shown[name] = failures_on_disk(declared, records, suites.get(name, ()))
            on_disk += failed
        else:
            frames[name], shown[name] = register_frame(declared, records), records
    found = [
        *crosschecks(figures, registers, forms, ingested.findings),
        *findings_of([*failures(suites, frames), *on_disk], figures, shown, forms),
    ]
    findings = _sorted(_once(_without_unsent(rubric, [*ingested.findings, *found])))
    filed = frozenset(ingested.files["table"])
    return CheckResult(findings, coverage(figures, registers, findings, filed))


def _without_unsent(rubric: Rubric, findings: Sequence[Finding]) -> Iterable[Finding]:
    """Yield the findings, without the figures that are missing because their region sent no register."""
    unsent = {(one.table, one.region_id) for one in findings if one.code == "register-not-sent"}
    for one in findings:
        registers = rubric.derived_metrics.get(one.metric_id, ())
        told = unsent.intersection((name, one.region_id) for name in registers)
        if not told or one.code != "not-given":
            yield one


def _once(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Yield the findings, without what an earlier one says of the same figure or rows."""
    seen: set[tuple[str, ...]] = set()
    for one in findings:
        key: tuple[str, ...] = (one.code, one.table, one.region_id, one.metric_id)
        if not one.metric_id:
            key = (*key, one.file, one.sheet, one.place, one.zh)
        if one.stage == "check" and key in seen:
            continue
        seen.add(key)
        yield one


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: SEVERITIES.index(one.severity)))
