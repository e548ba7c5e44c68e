"""The site: an index over rubrics, a page for each rubric, and the pages that notebooks become."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from importlib import resources
from pathlib import Path

from govscore_lib.engine.league_table import compares_regions
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import InputError, Problem
from govscore_lib.files import write_beside
from govscore_lib.findings import Finding
from govscore_lib.fingerprints import digest, library_digest
from govscore_lib.reporting import charts, fragments, pages
from govscore_lib.reporting.board import Board
from govscore_lib.reporting.front import index_page
from govscore_lib.reporting.jobs import EngineName, JobResult, NotebookJob, PageSpec
from govscore_lib.reporting.manifest import Manifest, canonical
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.notebook_pages import HOME, menu, notebook_jobs, read_notice
from govscore_lib.reporting.notebooks import run_notebooks
from govscore_lib.reporting.privacy import hold_back, published
from govscore_lib.text import Bilingual

<<<<<<< main
=======
HOME = ("首页", "Home")
NOTICE = "NOTICE.md"
"""File beside the raw data that every page repeats: one line in Chinese, one in English."""


@dataclass(frozen=True)
class NotebookPage:
    """One kind of page that a notebook becomes.

    per_region : one for every region. suits : whether a rubric has something to show there.
    """

    notebook: str
    page: str
    title: Bilingual
    per_region: bool = False
    suits: Callable[[Rubric], bool] = lambda rubric: True


NOTEBOOK_PAGES: tuple[NotebookPage, ...] = (
    NotebookPage("40_annual_report.ipynb", "annual-report.html", say("年度报告", "Annual report")),
    NotebookPage(
        "20_rank_items.ipynb",
        "rank-items.html",
        say("排名条款", "Ranked criteria"),
        suits=lambda rubric: any(compares_regions(one) for one in rubric.criteria_list),
    ),
    NotebookPage("10_data_and_quality.ipynb", "quality.html", say("数据质量", "Data and quality")),
    NotebookPage(
        "50_readings.ipynb",
        "readings.html",
        say("其他读法", "Other readings"),
        suits=lambda rubric: bool(rubric.targets or rubric.embedded),
    ),
    NotebookPage(
        "60_awards.ipynb",
        "awards.html",
        say("评奖建议", "Prizes"),
        suits=lambda rubric: rubric.awards is not None,
    ),
    NotebookPage(
        "30_explain_a_region.ipynb", "regions/{region}.html", say("", ""), per_region=True
    ),
)

>>>>>>> local

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
    done = run_notebooks(
        planned, engine=engine, workers=workers, executor=executor, on_done=on_done
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
        write_beside(folder / "index.html", rubric_page(result, notices[part], siblings))
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
    write_beside(index, index_page([result.scorecard for result in results], notices))
    refused += hold_back([index], reports).values()
    if refused:
        raise InputError(refused)
    return SiteReport(index, done, reused)


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


<<<<<<< main
=======
def neighbours(scorecard: Scorecard, results: Sequence[Result], reports: Path) -> tuple[str, ...]:
    """Return the parts of embedded rubrics that are in the site: made in this run or before."""
    made = {result.scorecard.part for result in results}
    inner = dict.fromkeys(card.part for card in scorecard.embedded.values())
    return tuple(
        part for part in inner if part in made or (reports / part / "index.html").is_file()
    )


def notebook_jobs(
    scorecard: Scorecard, reports: Path, project: Path, neighbours: Sequence[str] = ()
) -> tuple[NotebookJob, ...]:
    """Return every notebook of a rubric's part of the site, with its parameters and page.

    neighbours : other parts of the site that its pages may link to.
    Raises InputError when a notebook is missing from the project.
    """
    rubric = scorecard.rubric
    folder = reports.resolve() / scorecard.part
    notice = read_notice(project / "data" / "raw" / rubric.id, rubric.nature)
    readings = " ".join(f"{target}={key}" for target, key in sorted(rubric.chosen.items()))
    problems = []
    jobs = []
    for kind in pages_of(rubric):
        notebook = project.resolve() / "notebooks" / kind.notebook
        if not notebook.is_file():
            problems.append(Problem(f"notebooks/{kind.notebook}", "there is no such notebook"))
            continue
        for region_id, name in _targets(scorecard, kind):
            page = kind.page.format(region=region_id)
            stem = page.removesuffix(".html").replace("/", "-")
            parameters: dict[str, Scalar] = {
                "RUBRIC": _origin(rubric, project),
                "READINGS": readings,
                "SETTING": scorecard.setting,
            }
            if kind.per_region:
                parameters["REGION"] = region_id
            jobs.append(
                NotebookJob(
                    name=f"{scorecard.part} {name.zh}",
                    notebook=str(notebook),
                    output=str(folder / "notebooks" / f"{stem}.ipynb"),
                    parameters=parameters,
                    cwd=str(project.resolve()),
                    page=replace(
                        _page(scorecard, page, name, str(folder / page), notice),
                        neighbours=tuple(neighbours),
                    ),
                )
            )
    if problems:
        raise InputError(problems)
    return tuple(jobs)


def pages_of(rubric: Rubric) -> tuple[NotebookPage, ...]:
    """Return the kinds of notebook pages that a rubric has."""
    return tuple(kind for kind in NOTEBOOK_PAGES if kind.suits(rubric))


def _origin(rubric: Rubric, project: Path) -> str:
    """Return what loads the rubric in a notebook: its id, or its path seen from the project's root."""
    path = Path(rubric.origin)
    if path.is_absolute() and path.is_relative_to(project.resolve()):
        return path.relative_to(project.resolve()).as_posix()
    return rubric.origin or rubric.id


def _targets(scorecard: Scorecard, kind: NotebookPage) -> list[tuple[str, Bilingual]]:
    if not kind.per_region:
        return [("", kind.title)]
    return [(s.region_id, s.name) for s in Board(scorecard).standings]


def _page(
    scorecard: Scorecard, page: str, name: Bilingual, path: str, notice: Bilingual
) -> PageSpec:
    part, title = scorecard.part, scorecard.title
    root = "../" * (f"{part}/{page}".count("/"))
    caution = fragments.caution(scorecard.rubric)
    return PageSpec(
        html=path,
        root=root,
        rubric_id=scorecard.rubric.id,
        part=part,
        title_zh=name.zh,
        title_en=name.en,
        crumbs=(
            (f"{root}index.html", *HOME),
            (f"{root}{part}/index.html", title.zh, title.en),
        ),
        notice=(notice.zh, notice.en),
        caution=(caution.zh, caution.en),
    )


>>>>>>> local
def rubric_page(result: Result, notice: Bilingual, siblings: Sequence[Scorecard] = ()) -> str:
    """Return the page of a rubric: ranking, breakdown, data, readings, rules, provenance.

    siblings : every run of the same rubric, this one among them.
    """
    scorecard = result.scorecard
    rubric, title, part = scorecard.rubric, scorecard.title, scorecard.part
    page = replace(_page(scorecard, "index.html", title, "", notice), crumbs=())
    root = page.root
    page = replace(page, crumbs=((f"{root}index.html", *HOME),))
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
    """Copy style sheets, script and chart library beside the pages; unchanged files stay as they are."""
    source = Path(str(resources.files("govscore_lib.reporting").joinpath("assets")))
    for path in sorted(source.rglob("*")):
        if not path.is_file():
            continue
        target = reports / "assets" / path.relative_to(source)
        data = path.read_bytes()
        if target.is_file() and target.read_bytes() == data:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.partial")
        beside.write_bytes(data)
        beside.replace(target)


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
