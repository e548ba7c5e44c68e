"""What the search box finds: pages, regions, criteria and metrics of every rubric of the site."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from govscore_lib.reporting.markup import say
from govscore_lib.reporting.pages import glossary
from govscore_lib.reporting.pages.listing import Listing
from govscore_lib.text import Bilingual

FILE = "assets/search-data.js"
KINDS = ("page", "region", "criterion", "metric", "word")
"""What an entry may be, in the order in which equally good ones are shown; site search.js has their words."""


def search_data(listings: Iterable[Listing]) -> str:
    """Return the index as a script, which a page loads from ``file://`` when somebody starts to search.

    ``govscoreFound`` gets a list of parts: folder, title in both languages, entries; an entry is kind,
    address within the folder, and its name in both languages (once where they are the same).
    """
    parts = [
        [
            listing.part,
            *_names(listing.run_title),
            [_entry(one.kind, one.address, one.name) for one in listing.found],
        ]
        for listing in listings
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
