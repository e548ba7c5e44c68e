"""The pages that notebooks become: which ones a rubric has, and the job that makes each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from govscore_lib.engine.league_table import compares_regions
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import InputError, Problem
from govscore_lib.project import BEFORE, Project
from govscore_lib.reporting.downloads.offered import result_downloads
from govscore_lib.reporting.fragments.cautions import caution
from govscore_lib.reporting.jobs import NotebookJob, PageSpec
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.parameters import Scalar
from govscore_lib.reporting.views.board import Board
from govscore_lib.reporting.views.bulletins import bulletin_page, spans_shown
from govscore_lib.rubric.model import Rubric
from govscore_lib.text import Bilingual
from govscore_lib.whatif.scenarios.sliders import has_sliders

HOME = ("首页", "Home")
NOTICE = "NOTICE.md"
"""File beside the raw data that every page repeats: one line in Chinese, one in English."""


GROUPS: dict[str, Bilingual] = {
    "results": say("结果", "Results"),
    "questions": say("推敲", "Questions"),
    "data": say("数据与规则", "Data and rules"),
}
"""What the pages of a rubric are about, in the order of its menu."""


@dataclass(frozen=True)
class Target:
    """One page of a kind: its file, its title, and the parameters that single it out.

    listed : whether the rubric's page leads there itself.
    """

    page: str
    title: Bilingual
    parameters: Mapping[str, Scalar] = field(default_factory=dict)
    listed: bool = True


@dataclass(frozen=True)
class NotebookPage:
    """One kind of page that a notebook becomes.

    targets : the pages of this kind that a run has. suits : whether a rubric has something to show there.
    group : where the rubric's menu lists them, see ``GROUPS``.
    """

    notebook: str
    targets: Callable[[Scorecard], tuple[Target, ...]]
    suits: Callable[[Rubric], bool] = lambda rubric: True
    group: str = "results"


def _once(page: str, title: Bilingual) -> Callable[[Scorecard], tuple[Target, ...]]:
    return lambda scorecard: (Target(page, title),)


def _regions(scorecard: Scorecard) -> tuple[Target, ...]:
    """A page for every region; the ranking leads there."""
    return tuple(
        Target(f"regions/{s.region_id}.html", s.name, {"REGION": s.region_id}, listed=False)
        for s in Board(scorecard).standings
    )


def _comparison(scorecard: Scorecard) -> tuple[Target, ...]:
    """The page of leader and runner-up; none where one region is alone."""
    title = say("第一名与第二名", "Leader and runner-up")
    return (Target("compare.html", title),) if len(scorecard.regions) > 1 else ()


def _firmness(scorecard: Scorecard) -> tuple[Target, ...]:
    """One page where two regions at least are ranked."""
    if scorecard.scores["rank"].drop_nulls().len() < 2:
        return ()
    return (Target("robustness.html", say("名次稳不稳", "How firm the ranking is")),)


def _can_be_weighed(rubric: Rubric) -> bool:
    """Whether two criteria of the base at least have points that could be shared out otherwise."""
    base = {one.id for one in rubric.categories if one.component == "base"}
    return sum(bool(one.max_points) and one.category in base for one in rubric.criteria_list) > 1


def _bulletins(scorecard: Scorecard) -> tuple[Target, ...]:
    """A page for every period of every bulletin; the rubric's page leads to the longest, which has the others."""
    rubric = scorecard.rubric
    return tuple(
        Target(
            bulletin_page(rubric, bulletin, span),
            say(
                f"{bulletin.name.zh}通报 {span.name.zh}",
                f"Bulletin: {bulletin.name.en}, {span.name.en}",
            ),
            {"PERIOD": span.label, "BULLETIN": bulletin.id},
            listed=place == 0,
        )
        for bulletin in rubric.bulletins
        for place, span in enumerate(spans_shown(rubric, bulletin))
    )


NOTEBOOK_PAGES: tuple[NotebookPage, ...] = (
    NotebookPage(
        "40_annual_report.ipynb", _once("annual-report.html", say("年度报告", "Annual report"))
    ),
    NotebookPage(
        "20_rank_items.ipynb",
        _once("rank-items.html", say("排名条款", "Ranked criteria")),
        suits=lambda rubric: any(compares_regions(one) for one in rubric.criteria_list),
    ),
    NotebookPage("35_compare_two.ipynb", _comparison, group="questions"),
    NotebookPage(
        "10_data_and_quality.ipynb",
        _once("quality.html", say("数据质量", "Data and quality")),
        group="data",
    ),
    NotebookPage(
        "50_readings.ipynb",
        _once("readings.html", say("其他读法", "Other readings")),
        suits=lambda rubric: bool(rubric.targets or rubric.embedded),
        group="questions",
    ),
    NotebookPage("55_robustness.ipynb", _firmness, suits=_can_be_weighed, group="questions"),
    NotebookPage(
        "80_what_if.ipynb",
        _once("what-if.html", say("分值换一种分法", "What if")),
        suits=has_sliders,
        group="questions",
    ),
    NotebookPage(
        "60_awards.ipynb",
        _once("awards.html", say("评奖建议", "Prizes")),
        suits=lambda rubric: rubric.awards is not None,
    ),
    NotebookPage("70_bulletin.ipynb", _bulletins, suits=lambda rubric: bool(rubric.bulletins)),
    NotebookPage("30_explain_a_region.ipynb", _regions),
)


IN_LAB_ONLY = ("00_tour.ipynb",)
"""Notebooks that lead into JupyterLab and become no page."""


def pages_of(rubric: Rubric) -> tuple[NotebookPage, ...]:
    """Return the kinds of notebook pages that a rubric has."""
    return tuple(kind for kind in NOTEBOOK_PAGES if kind.suits(rubric))


def menu(scorecard: Scorecard, group: str | None = None) -> list[tuple[str, str, str]]:
    """Return (address, zh, en) of the notebook pages that the rubric's page leads to.

    group : only those of one group of ``GROUPS``.
    """
    return [
        (target.page, target.title.zh, target.title.en)
        for kind in pages_of(scorecard.rubric)
        if group in (None, kind.group)
        for target in kind.targets(scorecard)
        if target.listed
    ]


def executed_notebooks(project: Path, part: str) -> Path:
    """Return the folder of the executed notebooks of a part of the site."""
    return project.resolve() / "data" / "processed" / part / "notebooks"


def read_notice(raw: Path, nature: str) -> Bilingual:
    """Return what every reader of a page must know of its data; empty texts when there is nothing.

    raw : the rubric's folder of raw data. nature : the rubric's; a demonstration says so by itself.
    Raises InputError when the notice has not exactly two lines.
    """
    path = raw / NOTICE
    if path.is_file():
        lines = [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]
        if len(lines) != 2:
            raise InputError(
                [
                    Problem(
                        f"data/raw/{raw.name}/{NOTICE}",
                        f"{len(lines)} lines of text",
                        "two lines, the first in Chinese, the second in English",
                    )
                ]
            )
        return say(*lines)
    if nature == "demonstration":
        return say("演示，不是正式考核结果。", "A demonstration, not an official assessment.")
    return say("", "")


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
    which = run_parameters(scorecard, project)
    since = {"SINCE": BEFORE} if raw_before(project, rubric.id) else {}
    problems = []
    jobs = []
    for kind in pages_of(rubric):
        notebook = project.resolve() / "notebooks" / kind.notebook
        if not notebook.is_file():
            problems.append(Problem(f"notebooks/{kind.notebook}", "there is no such notebook"))
            continue
        for target in kind.targets(scorecard):
            stem = target.page.removesuffix(".html").replace("/", "-")
            jobs.append(
                NotebookJob(
                    name=f"{scorecard.part} {target.title.zh}",
                    notebook=str(notebook),
                    output=str(executed_notebooks(project, scorecard.part) / f"{stem}.ipynb"),
                    parameters={
                        **which,
                        **target.parameters,
                        **(since if "REGION" in target.parameters else {}),
                    },
                    cwd=str(project.resolve()),
                    page=replace(
                        page_spec(
                            scorecard, target.page, target.title, str(folder / target.page), notice
                        ),
                        neighbours=tuple(neighbours),
                        made_from=(
                            *made_from(scorecard),
                            made_by(kind.notebook, target.parameters),
                        ),
                        downloads=_downloads(target, folder, scorecard.part),
                    ),
                )
            )
    if problems:
        raise InputError(problems)
    return tuple(jobs)


def raw_before(project: Path, rubric_id: str) -> Path | None:
    """Return the raw data of the period before under the same rubric; None where the project has none."""
    before = Project(project).before
    raw = None if before is None else before.raw(rubric_id)
    return raw if raw is not None and raw.is_dir() else None


def _downloads(target: Target, folder: Path, part: str) -> tuple[tuple[str, str, str], ...]:
    """What a region's page offers to take away; the rubric's page, which leads to all others, does so itself."""
    if target.listed or "REGION" not in target.parameters:
        return ()
    up = "../" * target.page.count("/")
    return tuple(
        (f"{up}{one.file}", one.words.zh, one.words.en) for one in result_downloads(part, folder)
    )


def made_from(scorecard: Scorecard) -> tuple[tuple[str, str], ...]:
    """Return what every page of a run rests on: the rubric and the data, by the first digits of their hashes."""
    receipt = scorecard.receipt
    rubric, values = (str(receipt.get(key, ""))[:12] for key in ("rubric_sha256", "values_sha256"))
    return (
        (f"规则 {scorecard.rubric.id} {rubric}", f"rubric {scorecard.rubric.id} {rubric}"),
        (f"数据 {values}", f"data {values}"),
    )


def made_by(notebook: str, parameters: Mapping[str, Scalar]) -> tuple[str, str]:
    """Return which notebook a page was made by, with the parameters that single it out."""
    told = " ".join(f"{key}={value}" for key, value in parameters.items())
    return (
        f"由 notebooks/{notebook} 生成 {told}".rstrip(),
        f"made by notebooks/{notebook} {told}".rstrip(),
    )


def run_parameters(scorecard: Scorecard, project: Path) -> dict[str, str]:
    """Return the parameters by which a notebook loads this very run."""
    rubric = scorecard.rubric
    chosen = (f"{target}={key}" for target, key in sorted(rubric.chosen.items()))
    return {
        "RUBRIC": _origin(rubric, project),
        "READINGS": " ".join(chosen),
        "SETTING": scorecard.setting,
    }


def _origin(rubric: Rubric, project: Path) -> str:
    """Return what loads the rubric in a notebook: its id, or its path seen from the project's root."""
    path = Path(rubric.origin)
    if path.is_absolute() and path.is_relative_to(project.resolve()):
        return path.relative_to(project.resolve()).as_posix()
    return rubric.origin or rubric.id


def page_spec(
    scorecard: Scorecard, page: str, name: Bilingual, path: str, notice: Bilingual
) -> PageSpec:
    """Return what the template needs to know of a page of a rubric's part of the site.

    page : its place within the part. path : the file it is written to.
    """
    part, title = scorecard.part, scorecard.title
    root = "../" * (f"{part}/{page}".count("/"))
    warning = caution(scorecard.rubric)
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
        caution=(warning.zh, warning.en),
        made_from=made_from(scorecard),
    )
