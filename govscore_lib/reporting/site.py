"""The site: an index over rubrics, a page for each rubric, and the pages that notebooks become."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from importlib import resources
from pathlib import Path

from govscore_lib.engine.handing import Asked, handed_over
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import InputError, Problem
from govscore_lib.files import sweep, write_beside
from govscore_lib.findings import Finding
from govscore_lib.fingerprints import digest, library_digest
from govscore_lib.reporting import charts, fragments, pages
from govscore_lib.reporting.front import index_page
from govscore_lib.reporting.jobs import EngineName, JobResult, NotebookJob
from govscore_lib.reporting.manifest import Manifest, canonical
from govscore_lib.reporting.notebook_pages import (
    menu,
    notebook_jobs,
    page_spec,
    read_notice,
    run_parameters,
)
from govscore_lib.reporting.notebooks import run_notebooks
from govscore_lib.reporting.packing import write_page
from govscore_lib.reporting.privacy import hold_back, published
from govscore_lib.reporting.sliders import source as sliders
from govscore_lib.text import Bilingual


@dataclass(frozen=True)
class Result:
    """One rubric's run, as the site needs it."""

    scorecard: Scorecard
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class SiteReport:
    """What became of the site: its index, every notebook's result, how many pages were still fresh."""

    index: Path
    results: tuple[JobResult, ...]
    reused: int

    @property
    def failed(self) -> tuple[JobResult, ...]:
        """The notebooks that did not run to their end; each has a page that says why."""
        return tuple(result for result in self.results if result.failure is not None)


def build_site(
    results: Sequence[Result],
    reports: Path,
    *,
    project: Path,
    engine: EngineName = "fork",
    workers: int | None = None,
    executor: Executor | None = None,
    on_plan: Callable[[int], None] | None = None,
    on_done: Callable[[JobResult], None] | None = None,
) -> SiteReport:
    """Write the site and return what became of it.

    results : every rubric of this run. reports : the site's folder. project : the root with
    ``notebooks/`` and ``data/``. on_plan : called once with the number of notebooks to run;
    on_done : with each result. Every file is written beside its place and moved there; a page whose
    inputs did not change is kept; pages of regions that are gone are removed.
    Raises InputError, after everything else is published, for files with a number that names a person.
    """
    sweep(reports)
    write_assets(reports)
    planned: list[NotebookJob] = []
    made_from: dict[str, dict[str, str]] = {}
    manifests = {}
    notices: dict[str, Bilingual] = {}
    reused = 0
    for result in results:
        part = result.scorecard.part
        folder = reports / part
        manifests[part] = manifest = Manifest(folder)
        keys = made_from[part] = {}
        rubric = result.scorecard.rubric
        notices[part] = notice = read_notice(project / "data" / "raw" / rubric.id, rubric.nature)
        beside = neighbours(result.scorecard, results, reports)
        base = digest(run_digest(result), notice.zh, notice.en, *beside)
        for job in notebook_jobs(result.scorecard, reports, project, beside):
            if job.page is None:
                continue
            name = Path(job.page.html).relative_to(folder).as_posix()
            keys[name] = digest(base, Path(job.notebook).read_bytes(), canonical(job.parameters))
            if manifest.is_fresh(name, keys[name]) and Path(job.output).is_file():
                reused += 1
            else:
                planned.append(job)
    if on_plan is not None:
        on_plan(len(planned))
    pages_of_jobs = {job.name: job.page for job in planned if job.page is not None}

    def finished(one: JobResult) -> None:
        page = pages_of_jobs[one.name]
        if one.failure is None:
            name = Path(page.html).relative_to(reports.resolve() / page.part).as_posix()
            manifests[page.part].add(name, made_from[page.part][name])
        if on_done is not None:
            on_done(one)

    with handed_over(_runs_of(planned, results, project)) as environment:
        done = run_notebooks(
            planned,
            engine=engine,
            workers=workers,
            executor=executor,
            on_done=finished,
            environment=environment,
        )
    failed = {result.name for result in done if result.failure is not None}
    refused: list[Problem] = []
    for result in results:
        part = result.scorecard.part
        folder = reports / part
        siblings = [
            other.scorecard
            for other in results
            if other.scorecard.rubric.id == result.scorecard.rubric.id
        ]
        write_page(folder / "index.html", rubric_page(result, notices[part], siblings))
        keys = made_from[part]
        broken = [
            Path(job.page.html).relative_to(folder).as_posix()
            for job in planned
            if job.name in failed and job.page is not None and job.page.part == part
        ]
        held = hold_back(published(folder), reports)
        refused += held.values()
        broken += [path.relative_to(folder).as_posix() for path in held]
        manifests[part].keep(keys, broken)
        _remove_strangers(folder, keys)
    index = reports / "index.html"
    write_page(index, index_page([result.scorecard for result in results], notices))
    refused += hold_back([index], reports).values()
    if refused:
        raise InputError(refused)
    return SiteReport(index, done, reused)


def _runs_of(
    planned: Sequence[NotebookJob], results: Sequence[Result], project: Path
) -> dict[Asked, Scorecard]:
    """Return the runs that the planned notebooks are about, by what they will ask for."""
    parts = {job.page.part for job in planned if job.page is not None}
    runs: dict[Asked, Scorecard] = {}
    for result in results:
        if result.scorecard.part in parts:
            which = run_parameters(result.scorecard, project)
            runs[project, which["RUBRIC"], which["READINGS"], which["SETTING"]] = result.scorecard
    return runs


def run_digest(result: Result) -> str:
    """Return the hash of everything that the pages of a run depend on, the clock excepted.

    A ranked criterion depends on every region, so the whole run is one key.
    """
    receipt = {key: value for key, value in result.scorecard.receipt.items() if key != "time"}
    blocked = sorted((*key, why) for key, why in result.scorecard.blocked.items())
    return digest(
        library_digest(),
        canonical(receipt),
        canonical(blocked),
        canonical([asdict(finding) for finding in result.findings]),
    )


def neighbours(scorecard: Scorecard, results: Sequence[Result], reports: Path) -> tuple[str, ...]:
    """Return the parts of embedded rubrics that are in the site: made in this run or before."""
    made = {result.scorecard.part for result in results}
    inner = dict.fromkeys(card.part for card in scorecard.embedded.values())
    return tuple(
        part for part in inner if part in made or (reports / part / "index.html").is_file()
    )


def rubric_page(result: Result, notice: Bilingual, siblings: Sequence[Scorecard] = ()) -> str:
    """Return the page of a rubric: ranking, breakdown, data, readings, rules, provenance.

    siblings : every run of the same rubric, this one among them.
    """
    scorecard = result.scorecard
    rubric, title, part = scorecard.rubric, scorecard.title, scorecard.part
    page = page_spec(scorecard, "index.html", title, "", notice)
    root = page.root
    page = replace(page, crumbs=page.crumbs[:1])
    parts = {
        "statement": fragments.show_statement(scorecard),
        "ranking": fragments.show_ranking(scorecard),
        "references": fragments.show_references(scorecard),
        "categories": fragments.show_scores_by_category(scorecard),
        "findings": fragments.show_finding_counts(result.findings),
        "readings": fragments.show_readings(scorecard),
        "grounds": fragments.show_grounds(scorecard),
        "criteria": fragments.show_criteria(scorecard),
        "metrics": fragments.show_metrics(scorecard),
        "badges": fragments.show_badges(scorecard),
        "provenance": fragments.show_provenance(scorecard),
    }
    figures = {
        "ranking": charts.plot_ranking(scorecard),
        "heatmap": charts.plot_heatmap(scorecard),
        "coverage": charts.plot_coverage(scorecard),
    }
    tiles = charts.plot_tiles(scorecard)
    if tiles is not None:
        figures["tiles"] = tiles
    return pages.render(
        "rubric.html.j2",
        page,
        about=rubric,
        pages=[
            *menu(scorecard),
            *(
                (f"{root}{other.part}/index.html", other.title.zh, other.title.en)
                for other in siblings
                if other.part != part
            ),
        ],
        part={name: fragment.html for name, fragment in parts.items()},
        figure={name: pages.drawn(figure.to_plotly_json()) for name, figure in figures.items()},
        metrics_count=len(rubric.metrics),
    )


def write_assets(reports: Path) -> None:
    """Write style sheets, scripts and chart library beside the pages; unchanged files stay as they are."""
    source = Path(str(resources.files("govscore_lib.reporting").joinpath("assets")))
    files = {
        path.relative_to(source): path.read_bytes()
        for path in sorted(source.rglob("*"))
        if path.is_file()
    }
    files[Path("sliders.js")] = sliders.classic().encode("utf-8")
    files[Path("sliders.css")] = sliders.style().encode("utf-8")
    for name, data in files.items():
        target = reports / "assets" / name
        if name.suffix == ".css":
            data = slim(data.decode("utf-8")).encode("utf-8")
        if target.is_file() and target.read_bytes() == data:
            continue
        write_beside(target, data)


def slim(style: str) -> str:
    """Return a style sheet without comments and without the spaces that only make it readable."""
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    style = re.sub(r"\s+", " ", style)
    style = re.sub(r" ?([{};]) ?|([:,]) ", r"\1\2", style)
    return style.replace(";}", "}").strip()


def _remove_strangers(folder: Path, pages_now: Iterable[str]) -> None:
    """Remove region pages and executed notebooks that no region of this run has."""
    wanted = set(pages_now)
    stems = {name.removesuffix(".html").replace("/", "-") for name in wanted}
    for path in sorted(folder.glob("regions/*.html")):
        if path.relative_to(folder).as_posix() not in wanted:
            path.unlink()
    for path in sorted(folder.glob("notebooks/*.ipynb")):
        if path.stem not in stems:
            path.unlink()
