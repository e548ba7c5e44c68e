"""The site: an index over rubrics, a page for each rubric, and the pages that notebooks become."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from importlib import resources
from pathlib import Path

from govscore_lib.engine.handing import Asked, handed_over
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import InputError, Problem
from govscore_lib.files import sweep, write_beside
from govscore_lib.findings import Finding
from govscore_lib.fingerprints import digest, files_digest, library_digest
from govscore_lib.project import project_in
from govscore_lib.reporting.copies import annual
from govscore_lib.reporting.downloads.offered import (
    FOLDER,
    all_downloads,
    notebooks_file,
    result_files,
    write_notebooks,
    write_results,
)
from govscore_lib.reporting.jobs import EngineName, JobResult, NotebookJob
from govscore_lib.reporting.manifest import Manifest, canonical
from govscore_lib.reporting.pages import font_test, glossary, listing, searching
from govscore_lib.reporting.pages.direct import direct_pages, rubric_page
from govscore_lib.reporting.pages.from_notebooks import (
    executed_notebooks,
    notebook_jobs,
    page_spec,
    raw_before,
    read_notice,
    run_parameters,
)
from govscore_lib.reporting.pages.front import index_page
from govscore_lib.reporting.pages.listing import every_listing, list_run, write_listing
from govscore_lib.reporting.privacy import hold_back, published
from govscore_lib.reporting.runner.notebooks import run_notebooks
from govscore_lib.reporting.sliders import source as sliders
from govscore_lib.reporting.stored import alike
from govscore_lib.reporting.stored.packing import write_page

PLACES = ("regions", "criteria")
"""Folders of a part of the site whose pages are alike."""


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
    on_step: Callable[[str], None] | None = None,
) -> SiteReport:
    """Write the site and return what became of it.

    results : every rubric of this run. reports : the site's folder. project : the root with
    ``notebooks/`` and ``data/``. on_plan : called once with the number of notebooks to run;
    on_done : with each result; on_step : with the name of longer work beside. Every file is written
    beside its place and moved there; a page whose inputs did not change is kept; pages of regions that
    are gone are removed.
    Raises InputError, after everything else is published, for files with a number that names a person.
    """
    sweep(reports)
    write_assets(reports)
    parts = [Part(result, results, reports, project) for result in results]
    planned = [job for part in parts for job in part.plan()]
    if on_plan is not None:
        on_plan(len(planned))
    by_name = {part.name: part for part in parts}
    pages_of_jobs = {job.name: job.page for job in planned if job.page is not None}

    def finished(one: JobResult) -> None:
        if one.failure is None:
            page = pages_of_jobs[one.name]
            by_name[page.part].keep_at_once(Path(page.html))
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
    for part in parts:
        refused += part.finish(failed, on_step)
    index = reports / "index.html"
    listings = every_listing(
        [part.listing for part in parts], reports, project_in(project).rubrics_with_data()
    )
    write_beside(reports / searching.FILE, searching.search_data(listings))
    write_page(reports / glossary.FILE, glossary.glossary_page())
    write_page(reports / font_test.PAGE, font_test.font_test_page())
    write_page(index, index_page(listings))
    refused += hold_back([index], reports).values()
    if refused:
        raise InputError(refused)
    return SiteReport(index, done, sum(part.reused for part in parts))


class Part:
    """One run's part of the site while it is made.

    keys : file within the part → what it is made from. reused : how many notebooks were still fresh.
    """

    def __init__(
        self, result: Result, results: Sequence[Result], reports: Path, project: Path
    ) -> None:
        card = result.scorecard
        self.result, self.reports, self.project = result, reports, project
        self.name = card.part
        self.folder = reports / card.part
        self.executed = executed_notebooks(project, card.part)
        self.notice = read_notice(project / "data" / "raw" / card.rubric.id, card.rubric.nature)
        self.listing = list_run(card, self.notice)
        self.manifest = Manifest(self.folder)
        self.keys: dict[str, str] = {}
        self.reused = 0
        self._beside = neighbours(card, results, reports)
        self._siblings = [
            other.scorecard for other in results if other.scorecard.rubric.id == card.rubric.id
        ]
        self._base = digest(
            run_digest(result),
            self.notice.zh,
            self.notice.en,
            *self._beside,
            _data_before(project, card),
        )
        self._planned: list[NotebookJob] = []
        self._held: dict[Path, Problem] = {}

    def plan(self) -> list[NotebookJob]:
        """Write the files of results, which pages lead to, and return the notebooks that have to run."""
        card = self.result.scorecard
        for place in PLACES:
            alike.drop_lost(self.folder / place)
        files = result_files(self.name)
        fresh = [self._is_fresh(file, digest(self._base, file)) for file in files]
        if not all(fresh):
            write_results(card, self.folder)
        self._held = hold_back(published(self.folder / FOLDER), self.reports)
        for job in notebook_jobs(card, self.reports, self.project, self._beside):
            if job.page is None:
                continue
            copies = annual.copies_offered() if self._file(job) == annual.PAGE else ()
            job = replace(job, page=replace(job.page, copies=copies))
            made_from = digest(
                self._base,
                Path(job.notebook).read_bytes(),
                canonical(job.parameters),
                *(copy.name for copy in copies),
            )
            if self._is_fresh(self._file(job), made_from) and Path(job.output).is_file():
                self.reused += 1
            else:
                self._planned.append(job)
        return self._planned

    def keep_at_once(self, page: Path) -> None:
        """Write down a page as soon as it is made, so that a run that is cut short goes on from there."""
        file = page.relative_to(self.folder.resolve()).as_posix()
        self.manifest.add(file, self.keys[file])

    def finish(
        self, failed: Collection[str], on_step: Callable[[str], None] | None = None
    ) -> list[Problem]:
        """Make all that needs no notebook, and return why files were held back.

        failed : names of the notebooks that did not run to their end. on_step : told of longer work.
        """
        broken = [self._file(job) for job in self._planned if job.name in failed]
        stems = {
            name.removesuffix(".html").replace("/", "-")
            for name in self.keys
            if name.endswith(".html")
        }
        for path in self.executed.glob("*.ipynb"):
            if path.stem not in stems:
                path.unlink()
        held = self._held | hold_back(sorted(self.executed.glob("*.ipynb")), self.project / "data")
        archive = notebooks_file(self.name)
        if not self._is_fresh(archive, digest(*self.keys.values())) or self._planned:
            write_notebooks(self.name, self.executed, self.folder)
        self._direct_pages()
        held |= hold_back(filter(Path.is_file, [self.folder / annual.PAGE]), self.reports)
        if annual.PAGE not in broken:
            broken += annual.make_copies(self._annual, on_step)
        files = all_downloads(self.name, self.folder)
        write_page(
            self.folder / "index.html",
            rubric_page(
                self.result.scorecard,
                self.result.findings,
                self.notice,
                self._siblings,
                files,
                annual.copies_ready(self.folder),
            ),
        )
        self._is_fresh(listing.FILE, digest(self._base, listing.FILE))
        write_listing(self.listing, self.folder)
        held |= hold_back(published(self.folder), self.reports)
        broken += [archive] if broken else []
        broken += [
            path.relative_to(self.folder).as_posix()
            for path in held
            if path.is_relative_to(self.folder)
        ]
        for place in PLACES:
            for path in sorted(self.folder.glob(f"{place}/*.html")):
                if path.relative_to(self.folder).as_posix() not in self.keys:
                    path.unlink()
            alike.share(self.folder / place)
        self.manifest.keep(self.keys, broken)
        return list(held.values())

    @property
    def _annual(self) -> annual.Source:
        card = self.result.scorecard
        return annual.Source(card, self.notice, self.folder, self.manifest, self.keys)

    def _direct_pages(self) -> None:
        """Make the pages that come straight from the scorecard."""
        for made in direct_pages(self.result.scorecard):
            if not self._is_fresh(made.file, digest(self._base, made.file)):
                path = self.folder / made.file
                spec = page_spec(
                    self.result.scorecard, made.file, made.title, str(path), self.notice
                )
                write_page(path, made.draw(replace(spec, neighbours=self._beside)))

    def _is_fresh(self, file: str, made_from: str) -> bool:
        """Note what a file is made from, and say whether it lies there made from just that."""
        self.keys[file] = made_from
        return self.manifest.is_fresh(file, made_from)

    def _file(self, job: NotebookJob) -> str:
        assert job.page is not None  # only such jobs are planned
        return Path(job.page.html).relative_to(self.folder.resolve()).as_posix()


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


def _data_before(project: Path, card: Scorecard) -> str:
    """Return the hash of the raw data of the period before; empty where there are none."""
    raw = raw_before(project, card.rubric.id)
    return (
        "" if raw is None else files_digest((one for one in raw.rglob("*") if one.is_file()), raw)
    )


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
    """Return a style sheet without comments, and without the spaces, quotes and noughts that make it readable."""
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    style = re.sub(r"\s+", " ", style)
    style = re.sub(r" ?([{};>]) ?|([:,]) ", r"\1\2", style)
    style = re.sub(r"(?<![\w.])0(?=\.\d)", "", style)
    style = re.sub(r'="([a-z][a-z-]*)"\]', r"=\1]", style)
    return style.replace(";}", "}").strip()
