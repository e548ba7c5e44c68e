"""The main journey in order: ingest, check, score, notebooks, site. Each step is redone only when stale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from govscore_lib.errors import InputError, Problem, UsageError, listed
from govscore_lib.findings import Finding, read_findings, write_findings
from govscore_lib.project import (
    Project,
    State,
    files_fingerprint,
    find_project,
    fingerprint,
    library_fingerprint,
)
from govscore_lib.rubric import League, Rubric, load_league, load_rubric

if TYPE_CHECKING:
    from govscore_lib.engine import Scorecard
    from govscore_lib.ingest import Ingested
    from govscore_lib.quality import CheckResult

CALENDAR = "workday_calendar"
FINDINGS_FILE, COVERAGE_FILE, STATE_FILE = "findings.csv", "coverage.csv", ".state.json"


@dataclass(frozen=True)
class Quality:
    """What the checks found: findings of ingest and check together, and who has sent what."""

    findings: tuple[Finding, ...]
    coverage: pl.DataFrame


def ingest_rubric(project: Project, rubric: Rubric, *, force: bool = False) -> Ingested:
    """Return what data/raw holds for a rubric, read anew only when something changed.

    Raises InputError when the rubric has no folder of raw data.
    """
    from govscore_lib.ingest import ingest, read_processed, write_processed
    from govscore_lib.records import load_calendar

    raw, processed = project.raw(rubric.id), project.processed(rubric.id)
    if not raw.is_dir():
        known = listed(project.rubrics_with_data()) or "none"
        raise InputError(
            [Problem(f"data/raw/{rubric.id}", "does not exist", f"rubrics with data: {known}")]
        )
    state = State(processed / STATE_FILE)
    key = _ingest_key(project, rubric)
    outputs = (processed / "observations.csv", processed / "registers")
    if not force and state.is_fresh("ingest", key, outputs):
        return read_processed(processed, rubric)
    ingested = ingest(rubric, raw, load_league(rubric.league))
    if CALENDAR in rubric.registers and CALENDAR not in ingested.registers:
        ingested.registers[CALENDAR] = load_calendar()
    write_processed(ingested, processed)
    state.done("ingest", key)
    return ingested


def _ingest_key(project: Project, rubric: Rubric) -> str:
    raw = project.raw(rubric.id)
    files = files_fingerprint((path for path in raw.rglob("*") if path.is_file()), raw)
    return fingerprint([files, rubric.hash, library_fingerprint()])


def check_rubric(project: Project, rubric: Rubric, *, force: bool = False) -> CheckResult | Quality:
    """Return the findings of expectations and cross-checks, run anew only when something changed."""
    ingested = ingest_rubric(project, rubric)
    processed = project.processed(rubric.id)
    state = State(processed / STATE_FILE)
    suites = project.expectations / rubric.id
    key = fingerprint(
        [
            _ingest_key(project, rubric),
            files_fingerprint(suites.glob("*.json"), suites) if suites.is_dir() else "",
        ]
    )
    outputs = (processed / FINDINGS_FILE, processed / COVERAGE_FILE)
    if not force and state.is_fresh("check", key, outputs):
        return read_quality(project, rubric.id)
    from govscore_lib.quality import check

    result = check(rubric, ingested, project.expectations)
    write_findings(result.findings, outputs[0])
    result.coverage.write_csv(outputs[1])
    state.done("check", key)
    return result


def read_quality(project: Project, rubric_id: str) -> Quality:
    """Return the findings and the coverage of the last check."""
    processed = project.processed(rubric_id)
    return Quality(
        read_findings(processed / FINDINGS_FILE),
        pl.read_csv(processed / COVERAGE_FILE, infer_schema=False),
    )


def load_quality(rubric: str, *, project: Project | None = None) -> Quality:
    """Return the findings and the coverage for a rubric, checked first when that is absent or stale."""
    found = project or find_project()
    result = check_rubric(found, load_rubric(rubric))
    return Quality(tuple(result.findings), result.coverage)


def load_run(
    rubric: str,
    *,
    project: Project | None = None,
    readings: Mapping[str, str] | None = None,
) -> Scorecard:
    """Return the scorecard of a rubric over the project's data.

    rubric : id or path. readings : readings chosen instead of the default. Data are ingested and checked
    first when that is absent or stale; criteria that a critical finding protects are not scored.
    """
    found = project or find_project()
    loaded = load_rubric(rubric, readings=readings)
    quality = check_rubric(found, loaded)
    return score_ingested(loaded, ingest_rubric(found, loaded), quality.findings)


def score_ingested(
    rubric: Rubric, ingested: Ingested, findings: Sequence[Finding] = ()
) -> Scorecard:
    """Return the scorecard of what was ingested, over the declared league."""
    from govscore_lib.engine import score
    from govscore_lib.quality.blocking import criteria_blocked

    league = load_league(rubric.league)
    return score(
        rubric,
        ingested.observations.filter(pl.col("status") != "quarantined"),
        ingested.registers,
        league=league,
        blocked=criteria_blocked(rubric, findings, [region.id for region in league.ranked]),
        inputs=dict(ingested.inputs),
    )


def score_files(
    rubric: Rubric,
    observations: Path,
    registers: Mapping[str, str],
    *,
    partial_league: bool = False,
) -> Scorecard:
    """Return the scorecard of given files; strict: any fault is an InputError with all of them."""
    from govscore_lib.engine import run_league, score
    from govscore_lib.ingest import load_observations, load_registers

    unknown = [name for name in registers if name not in rubric.registers]
    if unknown:
        raise UsageError(
            f"{rubric.id} has no register '{unknown[0]}'. Its registers: {listed(rubric.registers, 30) or 'none'}."
        )
    frame = load_observations(observations, rubric)
    ids = frame["region_id"].unique(maintain_order=True).to_list()
    league: League = run_league(rubric, ids, partial=partial_league, where=observations.name)
    frames = load_registers({name: Path(path) for name, path in registers.items()}, rubric, league)
    hashes = {
        path.name: files_fingerprint([path], path.parent)
        for path in (observations, *(Path(path) for path in registers.values()))
    }
    return score(rubric, frame, frames, league=league, inputs=hashes)
