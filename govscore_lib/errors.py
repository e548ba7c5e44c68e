"""The few errors of the library, and the shape every message has."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from govscore_lib.personal import masked


class GovscoreError(Exception):
    """Base of every error that a user may mend."""


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in an input, told so that a person can mend it.

    where : file and place in it ("f.csv, line 9, column value").
    found : what stands there.
    allowed : what may stand there; empty when the fault says it already.
    hint : the likely fix; empty when there is none worth guessing.
    """

    where: str
    found: str
    allowed: str = ""
    hint: str = ""

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.found}".rstrip(".") + "."]
        if self.allowed:
            parts.append(f"Allowed: {self.allowed}".rstrip(".") + ".")
        if self.hint:
            parts.append(f"Hint: {self.hint}")
        return " ".join(parts)


class InputError(GovscoreError):
    """An input with faults. Carries all of them; ``str`` prints one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        if not self.problems:
            raise ValueError("an InputError needs at least one problem")
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ExpressionError(GovscoreError):
    """A text that is not an expression of the rubric language."""


class UsageError(GovscoreError):
    """A call that cannot be carried out as asked."""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ``did you mean 'step'?`` for the closest known word, or an empty text."""
    close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else ""


def listed(words: Iterable[str], limit: int = 12) -> str:
    """Return the words joined by commas, cut after ``limit`` with the number left out."""
    shown = list(words)
    if len(shown) <= limit:
        return ", ".join(shown)
    return ", ".join(shown[:limit]) + f" and {len(shown) - limit} more"


_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ud800-\udfff]"
)
SHOWN_CHARACTERS = 60


def shown(text: str) -> str:
    """Return a text as a message can show it: what nobody sees as a blank box, a long text cut, and no
    number that names a person.
    """
    seen = masked(_UNSEEN.sub("\u25a1", text))
    return seen if len(seen) <= SHOWN_CHARACTERS else f"{seen[: SHOWN_CHARACTERS - 1]}…"
