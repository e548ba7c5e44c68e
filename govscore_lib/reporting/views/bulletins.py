"""Which bulletins get a page of a site, and what the pages are called."""

from __future__ import annotations

from govscore_lib.rubric.bulletin import Bulletin
from govscore_lib.rubric.model import Rubric
from govscore_lib.spans import Span, spans_within


def spans_shown(rubric: Rubric, bulletin: Bulletin) -> tuple[Span, ...]:
    """Return the periods that get a page: years and quarters within the rubric's period, and its last month.

    The places of all months stand on every page; a month of one's own choice is one call away.
    """
    found: list[Span] = []
    for cycle in ("year", "quarter", "month"):
        if cycle in bulletin.cycle:
            within = spans_within(rubric.period.start, rubric.period.end, cycle)
            found += within[-1:] if cycle == "month" else within
    return tuple(found)


def bulletin_page(rubric: Rubric, bulletin: Bulletin, span: Span) -> str:
    """Return the page of one period inside the rubric's part of the site.

    The rubric's first bulletin needs no name: bulletin-2021-Q1.html; others have it: bulletin-calls-2021-Q1.html.
    """
    first = bulletin.id == rubric.bulletins[0].id
    return f"bulletin-{'' if first else f'{bulletin.id}-'}{span.label}.html"
