"""Pages made straight from a scorecard, without a notebook: the rubric's own, its criteria, its dictionary."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.findings import Finding
from govscore_lib.reporting import charts, fragments
from govscore_lib.reporting.downloads.offered import Download
from govscore_lib.reporting.jobs import Copy, PageSpec
from govscore_lib.reporting.markup import both, criterion_file, say
from govscore_lib.reporting.pages import template
from govscore_lib.reporting.pages.from_notebooks import GROUPS, menu, page_spec
from govscore_lib.reporting.views.board import board_of
from govscore_lib.text import Bilingual

Figure = template.DrawnFigure | None


@dataclass(frozen=True)
class DirectPage:
    """One page of a rubric's part of the site. draw : returns its markup; called only when it has to be made."""

    file: str
    title: Bilingual
    draw: Callable[[PageSpec], str]


def direct_pages(scorecard: Scorecard) -> Iterator[DirectPage]:
    """Yield the pages of a part of the site that need no notebook, besides the rubric's own."""
    yield DirectPage(
        fragments.dictionary.PAGE,
        say("指标与台账", "Metrics and registers"),
        lambda page: dictionary_page(scorecard, page),
    )
    for ident, criterion in scorecard.rubric.criteria.items():
        title = say(f"{ident} {criterion.name.zh}", f"{ident} {criterion.name.en}")
        yield DirectPage(
            criterion_file(ident),
            title,
            lambda page, ident=ident: criterion_page(scorecard, ident, page),  # type: ignore[misc]
        )


def criterion_page(scorecard: Scorecard, criterion: str, page: PageSpec) -> str:
    """Return the page of one criterion: rule, source, metrics, every region's points, readings, neighbours."""
    rubric = scorecard.rubric
    ids = list(rubric.criteria)
    at = ids.index(criterion)
    parts = {
        "rule": fragments.show_criterion_rule(scorecard, criterion),
        "points": fragments.show_criterion_points(scorecard, criterion),
        "metrics": fragments.show_metrics(scorecard, criterion),
        "readings": fragments.show_criterion_readings(scorecard, criterion),
    }
    return template.render(
        "criterion.html.j2",
        page,
        part={name: fragment.html for name, fragment in parts.items()},
        figure=criterion_figure(scorecard, criterion),
        ranked=criterion in board_of(scorecard).ranked_criteria,
        ident=criterion,
        before=_neighbour(scorecard, ids[at - 1] if at else ""),
        after=_neighbour(scorecard, ids[at + 1] if at + 1 < len(ids) else ""),
    )


def criterion_figure(scorecard: Scorecard, criterion: str) -> Figure:
    """Return the chart of a criterion's page; none where nobody is scored yet."""
    board = board_of(scorecard)
    if all(
        line["points"] is None for (_, ident), line in board.lines.items() if ident == criterion
    ):
        return None
    return template.drawn(charts.plot_points(scorecard, criterion).to_plotly_json())


def _neighbour(scorecard: Scorecard, criterion: str) -> tuple[str, str] | None:
    """Address, seen from a criterion's page, and words of another one."""
    if not criterion:
        return None
    name = scorecard.rubric.criteria[criterion].name
    file = criterion_file(criterion).removeprefix("criteria/")
    return file, both(say(f"{criterion} {name.zh}", f"{criterion} {name.en}"))


def dictionary_page(scorecard: Scorecard, page: PageSpec) -> str:
    """Return the metric dictionary of a rubric."""
    parts = {
        "metrics": fragments.show_metrics(scorecard),
        "registers": fragments.show_registers(scorecard),
        "parameters": fragments.show_parameters(scorecard),
    }
    return template.render(
        "dictionary.html.j2", page, part={name: one.html for name, one in parts.items()}
    )


def rubric_page(
    scorecard: Scorecard,
    findings: Sequence[Finding],
    notice: Bilingual,
    siblings: Sequence[Scorecard] = (),
    files: Sequence[Download] = (),
    copies: Sequence[Copy] = (),
) -> str:
    """Return the page of a rubric: ranking, breakdown, data, readings, rules, downloads, provenance.

    siblings : every run of the same rubric, this one among them. files : what lies ready to be taken away.
    copies : the annual report in other formats.
    """
    rubric, title, part = scorecard.rubric, scorecard.title, scorecard.part
    page = page_spec(scorecard, "index.html", title, "", notice)
    root = page.root
    page = replace(page, crumbs=page.crumbs[:1])
    parts = {
        "statement": fragments.show_statement(scorecard),
        "ranking": fragments.show_ranking(scorecard),
        "references": fragments.show_references(scorecard),
        "categories": fragments.show_scores_by_category(scorecard),
        "findings": fragments.show_finding_counts(findings),
        "readings": fragments.show_readings(scorecard),
        "grounds": fragments.show_grounds(scorecard),
        "criteria": fragments.show_criteria(scorecard),
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
    others = [
        (f"{root}{other.part}/index.html", other.title.zh, other.title.en)
        for other in siblings
        if other.part != part
    ]
    groups = [(name, menu(scorecard, group)) for group, name in GROUPS.items()]
    groups[-1][1].extend(
        [
            (fragments.dictionary.PAGE, "指标与台账", "Metrics and registers"),
            ("#rules", "全部条款", "All criteria"),
            ("#downloads", "下载", "Downloads"),
        ]
    )
    groups.append((say("其他分表", "Other runs"), others))
    return template.render(
        "rubric.html.j2",
        page,
        about=rubric,
        groups=[(name, links) for name, links in groups if links],
        files=[(one.file, one.words) for one in files],
        copies=copies,
        part={name: fragment.html for name, fragment in parts.items()},
        figure={name: template.drawn(figure.to_plotly_json()) for name, figure in figures.items()},
        metrics_count=len(rubric.metrics),
        registers_count=len(rubric.registers),
    )
