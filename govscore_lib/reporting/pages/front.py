"""The first page of the site: every document with its rubrics, and who leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from govscore_lib.reporting.jobs import PageSpec
from govscore_lib.reporting.markup import say
from govscore_lib.reporting.pages import template
from govscore_lib.reporting.pages.listing import Listing
from govscore_lib.text import Bilingual


@dataclass(frozen=True)
class Group:
    """The rubrics of one document, each with its runs: one, or one for each setting.

    notice : what must be known of all their data; empty when they differ.
    """

    issuer: Bilingual
    document: str
    notice: Bilingual
    entries: tuple[tuple[Listing, ...], ...]


def index_page(listings: Sequence[Listing]) -> str:
    """Return the first page: by issuer and document every rubric, its settings together, with its leader."""
    taken_over = {inner for listing in listings for inner in listing.inner}
    ordered = sorted(
        listings,
        key=lambda one: (not one.official, one.document, one.rubric in taken_over, one.part),
    )
    documents: dict[tuple[Bilingual, str], list[Listing]] = {}
    for listing in ordered:
        documents.setdefault((listing.issuer, listing.document), []).append(listing)
    groups = []
    for (issuer, document), mine in documents.items():
        said = {listing.notice for listing in mine}
        entries = tuple(tuple(runs) for _, runs in groupby(mine, key=lambda one: one.rubric))
        notice = said.pop() if len(said) == 1 else say("", "")
        groups.append(Group(issuer, document, notice, entries))
    page = PageSpec(html="", root="", rubric_id="", title_zh="评价结果", title_en="Results")
    return template.render("index.html.j2", page, groups=groups)
