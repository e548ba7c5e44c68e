"""The first page of the site: every document with its rubrics, and who leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting import fragments
from govscore_lib.reporting.charts import captions
from govscore_lib.reporting.jobs import PageSpec
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.pages import template
from govscore_lib.reporting.views.board import Board
from govscore_lib.text import Bilingual


@dataclass(frozen=True)
class Run:
    """One run of a rubric on the first page: where it is, which setting it is, who leads."""

    href: str
    name: Bilingual
    lead: Bilingual


@dataclass(frozen=True)
class Entry:
    """One rubric on the first page. runs : one, or one for each setting."""

    title: Bilingual
    period: str
    size: Bilingual
    caution: Bilingual
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Group:
    """The rubrics of one document. notice : what must be known of all their data; empty when they differ."""

    issuer: Bilingual
    document: str
    notice: Bilingual
    entries: tuple[Entry, ...]


def index_page(scorecards: Sequence[Scorecard], notices: Mapping[str, Bilingual]) -> str:
    """Return the first page: by issuer and document every rubric, its settings together, with its leader.

    notices : by part of the site, what must be known of its data.
    """
    taken_over = {inner.id for card in scorecards for inner in card.rubric.embedded.values()}
    cards = sorted(
        scorecards,
        key=lambda card: (
            card.rubric.nature != "official",
            card.rubric.document,
            card.rubric.id in taken_over,
            card.part,
        ),
    )
    documents: dict[tuple[Bilingual, str], list[Scorecard]] = {}
    for card in cards:
        documents.setdefault((card.rubric.issuer, card.rubric.document), []).append(card)
    groups = []
    for (issuer, document), mine in documents.items():
        said = {notices[card.part] for card in mine}
        by_rubric: dict[str, list[Scorecard]] = {}
        for card in mine:
            by_rubric.setdefault(card.rubric.id, []).append(card)
        entries = tuple(_entry(runs) for runs in by_rubric.values())
        notice = said.pop() if len(said) == 1 else say("", "")
        groups.append(Group(issuer, document, notice, entries))
    page = PageSpec(html="", root="", rubric_id="", title_zh="评价结果", title_en="Results")
    return template.render("index.html.j2", page, groups=groups)


def _entry(runs: Sequence[Scorecard]) -> Entry:
    first = Board(runs[0])
    regions, criteria = len(first.standings), len(first.criteria)
    return Entry(
        title=first.rubric.title,
        period=first.rubric.period.label,
        size=say(
            f"{regions} 个地区，{criteria} 条",
            f"{regions} {'region' if regions == 1 else 'regions'}, "
            f"{criteria} {'criterion' if criteria == 1 else 'criteria'}",
        ),
        caution=fragments.caution(first.rubric),
        runs=tuple(_run(card) for card in runs),
    )


def _run(card: Scorecard) -> Run:
    board = Board(card)
    lead = captions.leaders(board, board.standings)
    per = card.rubric.run_per
    name = say("", "")
    if per is not None and card.setting:
        name = say(
            card.rubric.code_name(per, card.setting), card.rubric.code_name(per, card.setting, "en")
        )
    return Run(f"{card.part}/index.html", name, say(f"{lead.zh}。", f"{lead.en}."))
