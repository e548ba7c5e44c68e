"""What the search box finds: pages, regions, criteria and metrics of every rubric of the site."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.fragments.dictionary import PAGE, metric_anchor
from govscore_lib.reporting.markup import criterion_file, say
from govscore_lib.reporting.pages import glossary
from govscore_lib.reporting.pages.from_notebooks import menu
from govscore_lib.reporting.views.board import board_of
from govscore_lib.text import Bilingual

FILE = "assets/search-data.js"
KINDS = ("page", "region", "criterion", "metric", "word")
"""What an entry may be, in the order in which equally good ones are shown; site search.js has their words."""


def search_data(scorecards: Iterable[Scorecard]) -> str:
    """Return the index as a script, which a page loads from ``file://`` when somebody starts to search.

    ``govscoreFound`` gets a list of parts: folder, title in both languages, entries; an entry is kind,
    address within the folder, and its name in both languages (once where they are the same).
    """
    parts = [
        [card.part, *_names(card.title), [_entry(*one) for one in _entries(card)]]
        for card in scorecards
    ]
    words = [
        _entry("word", f"{glossary.FILE}#w-{word.key}", word.name)
        for group in glossary.GLOSSARY.values()
        for word in group
    ]
    parts.append(["", *_names(say("用语", "Words")), words])
    told = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return f"govscoreFound({told});\n"


def _entry(kind: str, address: str, name: Bilingual) -> list[str | int]:
    same = name.zh == name.en
    return [KINDS.index(kind), address, name.zh, *([] if same else [name.en])]


def _names(name: Bilingual) -> Sequence[str]:
    return name.zh, name.en


def _entries(card: Scorecard) -> Iterator[tuple[str, str, Bilingual]]:
    yield "page", "index.html", card.title
    for file, zh, en in menu(card):
        yield "page", file, say(zh, en)
    yield "page", PAGE, say("指标与台账", "Metrics and registers")
    for s in board_of(card).standings:
        yield "region", f"regions/{s.region_id}.html", s.name
    for ident, criterion in card.rubric.criteria.items():
        name = say(f"{ident} {criterion.name.zh}", f"{ident} {criterion.name.en}")
        yield "criterion", criterion_file(ident), name
    for ident, metric in card.rubric.metrics.items():
        yield "metric", f"{PAGE}#{metric_anchor(ident)}", metric.name
