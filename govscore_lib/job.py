"""The main journey in order: ingest, check, score, notebooks, site. Each step is redone only when stale."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import polars as pl

from govscore_lib.errors import InputError, Problem, UsageError, listed
from govscore_lib.files import write_beside
from govscore_lib.findings import Finding, Quality, read_findings, write_findings
from govscore_lib.fingerprints import digest, file_digest, files_digest, library_digest
from govscore_lib.inert import inert_csv, written_columns
from govscore_lib.project import Project, State, find_project, project_in
from govscore_lib.rubric import League, Rubric, load_league, load_rubric
from govscore_lib.rubric.readings import readings_of

if TYPE_CHECKING:
    from govscore_lib.engine import Scorecard
    from govscore_lib.ingest import Ingested, Proceedings
    from govscore_lib.reporting.jobs import EngineName

T = TypeVar("T")

FINDINGS_FILE, COVERAGE_FILE, STATE_FILE = "quality.csv", "coverage.csv", ".state.json"


def ingest_rubric(project: Project, rubric: Rubric, *, force: bool = False) -> Ingested:
    """Return what data/raw holds for a rubric, read anew only when something changed.

    Raises InputError when the rubric has no folder of raw data.
    """
    from govscore_lib.ingest import read_processed, write_processed

    raw, processed = project.raw(rubric.id), project.processed(rubric.id)
    if not raw.is_dir():
        known = listed(project.rubrics_with_data()) or "none"
        raise InputError(
            [Problem(f"data/raw/{rubric.id}", "does not exist", f"rubrics with data: {known}")]
        )
    key = _ingest_key(project, rubric)
    outputs = (processed / "observations.csv", processed / "registers")

    def stored() -> Ingested | None:
        fresh = not force and State(processed / STATE_FILE).is_fresh("ingest", key, outputs)
        return read_processed(rubric, processed) if fresh else None

    def build() -> Ingested:
        state = State(processed / STATE_FILE)
        large = processed.with_name(f"{processed.name}.large")
        shutil.rmtree(large, ignore_errors=True)
        try:
            ingested = write_processed(read_raw(project, rubric, large), processed)
        finally:
            shutil.rmtree(large, ignore_errors=True)
        state.done("ingest", key)
        return ingested

    return _once(project, rubric, stored, build)


def _once(
    project: Project, rubric: Rubric, stored: Callable[[], T | None], build: Callable[[], T]
) -> T:
    """Return what is stored and fresh, or else build it, unless another process did while this one waited."""
    found = stored()
    if found is not None:
        return found
    with project.alone(rubric.id):
        found = stored()
        return build() if found is None else found


def preview_rubric(
    project: Project, rubric: Rubric, language: str = "zh"
) -> tuple[str, tuple[Finding, ...]]:
    """Return what is understood of a rubric's raw data, as text, and the findings. Nothing is written.

    Raises InputError when the rubric has no folder of raw data.
    """
    from govscore_lib.ingest import preview

    ingested = read_raw(project, rubric)
    text = preview(ingested, rubric, load_league(rubric.league), language)
    return text, ingested.findings


def settings_with_data(project: Project) -> list[tuple[str, str]]:
    """Return (rubric id, setting) of every run that the project has raw data for."""
    from govscore_lib.ingest import settings_of

    return [
        (name, setting)
        for name in project.rubrics_with_data()
        for setting in settings_of(load_rubric(name))
    ]


def read_raw(project: Project, rubric: Rubric, large: Path | None = None) -> Ingested:
    """Return what the raw data say, with the first setting and the registers of embedded rubrics.

    large : folder for registers too large for memory, by default a temporary one. Nothing else is written;
    see ``ingest_rubric`` for what is kept in data/processed.
    """
    from govscore_lib.ingest import (
        chosen_setting,
        ingest,
        read_proceedings,
        with_registers_of,
        with_setting,
    )

    place = None if large is None else large / rubric.id
    ingested = ingest(rubric, project.raw(rubric.id), load_league(rubric.league), place)
    for inner in _embedded_with_data(project, rubric):
        ingested = with_registers_of(ingested, rubric, read_raw(project, inner, large), inner.id)
    league = load_league(rubric.league)
    observations = with_setting(ingested.observations, rubric, chosen_setting(rubric, ""), league)
    proceedings = read_proceedings(rubric, project.raw(rubric.id), league)
    return replace(
        ingested,
        observations=observations,
        findings=(*ingested.findings, *proceedings.findings),
    )


def _embedded_with_data(project: Project, rubric: Rubric) -> list[Rubric]:
    return [inner for inner in rubric.embedded.values() if project.raw(inner.id).is_dir()]


def _ingest_key(project: Project, rubric: Rubric) -> str:
    folders = [project.raw(one.id) for one in (rubric, *_embedded_with_data(project, rubric))]
    files = [
        files_digest((path for path in raw.rglob("*") if path.is_file()), raw) for raw in folders
    ]
    return digest(*files, rubric.hash, library_digest())


def check_rubric(project: Project, rubric: Rubric, *, force: bool = False) -> Quality:
    """Return the findings of expectations and cross-checks, run anew only when something changed."""
    ingested = ingest_rubric(project, rubric)
    processed = project.processed(rubric.id)
    suites = project.expectations / rubric.id
    expected = files_digest(suites.glob("*.json"), suites) if suites.is_dir() else ""
    key = digest(_ingest_key(project, rubric), expected)
    outputs = (processed / FINDINGS_FILE, processed / COVERAGE_FILE)
    tables = (ingested.changes, ingested.names, ingested.files)

    def stored() -> Quality | None:
        fresh = not force and State(processed / STATE_FILE).is_fresh("check", key, outputs)
        return Quality(*_read_checked(processed), *tables) if fresh else None

    def build() -> Quality:
        from govscore_lib.quality import check

        result = check(rubric, ingested, project.expectations)
        write_findings(result.findings, outputs[0])
        write_beside(outputs[1], inert_csv(result.coverage))
        State(processed / STATE_FILE).done("check", key)
        return Quality(result.findings, result.coverage, *tables)

    return _once(project, rubric, stored, build)


def _read_checked(processed: Path) -> tuple[tuple[Finding, ...], pl.DataFrame]:
    """Return the findings and the coverage of the last check."""
    from govscore_lib.quality.coverage import COVERAGE

    coverage = pl.read_csv(processed / COVERAGE_FILE, schema=COVERAGE, empty_string_is_null=False)
    return read_findings(processed / FINDINGS_FILE), written_columns(coverage)


def load_quality(rubric: str, *, project: Project | None = None) -> Quality:
    """Return what was found in a rubric's data and what was made of them, checked first when that is stale."""
    return check_rubric(project or find_project(), load_rubric(rubric))


def load_proceedings(rubric: str, *, project: Project | None = None) -> Proceedings:
    """Return how far a rubric's assessment has come and what was decided."""
    from govscore_lib.ingest import read_proceedings

    loaded = load_rubric(rubric)
    raw = (project or find_project()).raw(loaded.id)
    return read_proceedings(loaded, raw, load_league(loaded.league))


def load_run(
    rubric: str,
    *,
    project: Project | None = None,
    readings: Mapping[str, str] | str | None = None,
    setting: str = "",
) -> Scorecard:
    """Return the scorecard of a rubric over the project's data.

    rubric : id or path. readings : readings chosen instead of the default, {"1.02": "B"} or, as a
    notebook's parameter carries them, one text "1.02=B 1.03=C". setting : for a rubric that is run
    several times, which run ("rt"); the first by default. Data are ingested and checked
    first when that is absent or stale; criteria that a critical finding protects are not scored.
    Within the main job it is the very run that the job scored.
    """
    from govscore_lib.engine.handing import taken_over

    found = project or find_project()
    if isinstance(readings, str):
        handed = taken_over((found.root, rubric, readings, setting))
        if handed is not None:
            return handed
        readings = readings_of(readings)
    loaded = load_rubric(rubric, readings=readings)
    quality = check_rubric(found, loaded)
    card = score_ingested(loaded, ingest_rubric(found, loaded), quality.findings, setting)
    return _with_known_readings(found, card)


def load_before(
    rubric: str,
    since: str,
    *,
    project: Project | None = None,
    readings: str = "",
    setting: str = "",
) -> Scorecard | None:
    """Return the run of the period before, from the project that holds it; None where none is named.

    since : folder of that project, seen from the root of this one.
    """
    if not since:
        return None
    before = project_in((project or find_project()).root / since)
    return load_run(rubric, project=before, readings=readings, setting=setting)


def score_ingested(
    rubric: Rubric, ingested: Ingested, findings: Sequence[Finding] = (), setting: str = ""
) -> Scorecard:
    """Return the scorecard of what was ingested, over the declared league."""
    from govscore_lib.engine import score
    from govscore_lib.ingest import chosen_setting, quarantined_criteria, with_setting
    from govscore_lib.quality.blocking import criteria_blocked

    league = load_league(rubric.league)
    blocked = criteria_blocked(rubric, findings, [region.id for region in league.ranked])
    chosen = chosen_setting(rubric, setting)
    return score(
        rubric,
        with_setting(usable(ingested.observations), rubric, chosen, league),
        ingested.registers,
        league=league,
        blocked=blocked | quarantined_criteria(rubric, ingested.observations),
        inputs=ingested.inputs,
        setting=chosen,
    )


def store_readings(project: Project, card: Scorecard) -> Scorecard:
    """Return the scorecard with what every other reading gives, worked out once for all its pages."""
    known = _with_known_readings(project, card)
    if known.given is not None and known.given.readings is not None:
        return known
    from govscore_lib.engine.readings import READINGS

    path, state, key = _readings_place(project, card)
    card.readings.select(list(READINGS)).write_parquet(path)
    state.done(path.stem, key)
    return _with_known_readings(project, card)


def _with_known_readings(project: Project, card: Scorecard) -> Scorecard:
    path, state, key = _readings_place(project, card)
    if card.given is None or not state.is_fresh(path.stem, key, (path,)):
        return card
    return replace(card, given=replace(card.given, readings=pl.read_parquet(path)))


def _readings_place(project: Project, card: Scorecard) -> tuple[Path, State, str]:
    processed = project.processed(card.rubric.id)
    name = f"readings-{card.setting}" if card.setting else "readings"
    receipt = {key: value for key, value in card.receipt.items() if key != "time"}
    blocked = sorted("|".join(one) for one in card.blocked)
    key = digest(json.dumps(receipt, sort_keys=True), *blocked, library_digest())
    return processed / f"{name}.parquet", State(processed / STATE_FILE), key


def usable(observations: pl.DataFrame) -> pl.DataFrame:
    """Return the observations with the doubted ones left out; their regions stay."""
    doubted = pl.col("status") == "quarantined"
    return observations.with_columns(value=pl.when(~doubted).then("value"))


def score_files(
    rubric: Rubric,
    observations: Path,
    registers: Mapping[str, str],
    *,
    partial_league: bool = False,
) -> Scorecard:
    """Return the scorecard of given files; strict: any fault is an InputError with all of them."""
    from govscore_lib.engine import run_league, score
    from govscore_lib.ingest import (
        load_observations,
        load_registers,
        quarantined_criteria,
        require_conditions,
    )

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
        path.name: file_digest(path)
        for path in (observations, *(Path(path) for path in registers.values()))
    }
    blocked = quarantined_criteria(rubric, frame)
    card = score(rubric, frame, frames, league=league, blocked=blocked, inputs=hashes)
    require_conditions(rubric, card.observations)
    return card


@dataclass(frozen=True)
class Outcome:
    """What became of the main job: the site's first page, every scorecard, the notebooks that failed."""

    index: Path
    scorecards: tuple[Scorecard, ...]
    failed: tuple[str, ...]


def run_all(
    project: Project,
    rubrics: Sequence[str] = (),
    readings: Mapping[str, str] | None = None,
    *,
    engine: EngineName = "fork",
    workers: int | None = None,
    force: bool = False,
) -> Outcome:
    """Do the main job for the named rubrics, by default all that have raw data.

    readings : readings chosen instead of the default; only with one rubric.
    Bad rows and files become findings; the site is published all the same.
    Raises InputError for a rubric that does not load, UsageError for readings without one rubric.
    """
    from govscore_lib.ingest import settings_of
    from govscore_lib.progress import Progress, final_table
    from govscore_lib.reporting.site import Result, build_site

    names = list(rubrics or project.rubrics_with_data())
    if readings and len(names) != 1:
        raise UsageError("--reading goes with exactly one rubric.")
    loaded = [load_rubric(name, readings=readings) for name in names]
    results = []
    with Progress() as progress:
        for rubric in loaded:
            progress.step(f"{rubric.id}: ingest")
            ingested = ingest_rubric(project, rubric, force=force)
            progress.step(f"{rubric.id}: check")
            quality = check_rubric(project, rubric, force=force)
            if (before := project.before) is not None and before.raw(rubric.id).is_dir():
                progress.step(f"{rubric.id}: the period before")
                check_rubric(before, rubric, force=force)
            progress.step(f"{rubric.id}: score, every reading")
            for setting in settings_of(rubric):
                card = score_ingested(rubric, ingested, quality.findings, setting)
                results.append(Result(store_readings(project, card), quality.findings))
        site = build_site(
            results,
            project.reports,
            project=project.root,
            engine=engine,
            workers=workers,
            on_plan=progress.plan,
            on_step=progress.step,
            on_done=lambda done: progress.done(
                done.name, done.seconds, None if done.failure is None else done.failure.message
            ),
        )
    final_table([result.scorecard for result in results], site)
    return Outcome(
        site.index,
        tuple(result.scorecard for result in results),
        tuple(result.name for result in site.failed),
    )
