"""Problems that say the same of many rows → one problem that names the rows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from govscore_lib.errors import Problem
from govscore_lib.ingest.cells import telling

_PLACE = re.compile(r"(?P<before>.*), (?P<word>line|row) (?P<row>\d+)(?P<after>, column .*)?")


def gathered(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems in their order, those alike but for the row told once.

    A file with one wrong word in 5,000 rows has one message, not 5,000.
    """
    rows: dict[tuple[str, ...], list[int]] = {}
    for problem in problems:
        match = _PLACE.fullmatch(problem.where)
        same = (problem.found, problem.allowed, problem.hint)
        if match is None:
            rows.setdefault((problem.where, "", "", *same), [])
        else:
            place = (match["before"], match["word"], match["after"] or "")
            rows.setdefault((*place, *same), []).append(int(match["row"]))
    return [
        Problem(
            f"{before}, {telling.places(numbers, 'CSV' if word == 'line' else '')}{after}"
            if numbers
            else before,
            found,
            allowed,
            hint,
        )
        for (before, word, after, found, allowed, hint), numbers in rows.items()
    ]
