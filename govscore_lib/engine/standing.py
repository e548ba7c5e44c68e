"""What becomes of a region as a whole: disqualified, waived, vetoed, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from govscore_lib.algebra.columns import Truths
from govscore_lib.algebra.evaluate import Evaluator
from govscore_lib.rubric.general import STANDINGS, Standing, StandingName
from govscore_lib.rubric.model import Rubric

UNRANKED: tuple[StandingName, ...] = ("disqualified", "waived")
"""Standings without a total and a rank."""


@dataclass(frozen=True)
class Standings:
    """The facts in force. by_row : row of the frame → the rule of the document that applies there."""

    size: int
    by_row: Mapping[int, Standing] = field(default_factory=dict)

    def rows(self, *names: StandingName) -> Truths:
        """Return where one of the standings is in force."""
        found = np.zeros(self.size, dtype=bool)
        found[[row for row, one in self.by_row.items() if one.status in names]] = True
        return found

    @property
    def unranked(self) -> Truths:
        """Where there is no total and no rank."""
        return self.rows(*UNRANKED)

    @property
    def sets_the_total(self) -> Truths:
        """Where a fact says what the total is."""
        found = np.zeros(self.size, dtype=bool)
        found[[row for row, one in self.by_row.items() if one.total is not None]] = True
        return found


def standings(rubric: Rubric, evaluator: Evaluator) -> Standings:
    """Return the standing of every region: the first that holds, disqualified before waived before vetoed.

    A condition without value does not hold: nobody is shut out for lack of a figure.
    """
    decided: dict[int, Standing] = {}
    for rule in sorted(rubric.standing, key=lambda one: STANDINGS.index(one.status)):
        for row in np.flatnonzero(evaluator.truth(rule.when).holds):
            decided.setdefault(int(row), rule)
    return Standings(evaluator.frame.size, decided)
