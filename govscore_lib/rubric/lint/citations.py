"""Clauses whose place in the document is told less exactly than that of their neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from govscore_lib.rubric.lint.remark import Remark, Subject

_WHOLE_DOCUMENT = ("annex", "item")


def cited_places(subject: Subject) -> Iterator[Remark]:
    """A source names annex and item where all others do, and the clause where its item has several.

    A clause with a ``repair`` says itself what could not be read.
    """
    criteria = list(subject.criteria())
    for path, criterion in criteria:
        if criterion.repair is not None:
            continue
        source = criterion.source
        others = [one.source for _, one in criteria if one is not criterion]
        siblings = [one for one in others if (one.annex, one.item) == (source.annex, source.item)]
        lacking = [
            key
            for key in _WHOLE_DOCUMENT
            if others and not getattr(source, key) and all(getattr(one, key) for one in others)
        ]
        if not source.clause and any(one.clause for one in siblings):
            lacking.append("clause")
        if lacking:
            yield subject.remark(
                (*path, "source"),
                "remark",
                f"the source of criterion {criterion.id} names no {' and no '.join(lacking)}, "
                "its neighbours do",
            )
