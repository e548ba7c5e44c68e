"""What a check reads, and what it has to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

from govscore_lib.rubric.document import Document, PathPiece, paths
from govscore_lib.rubric.model import Criterion, Rubric

Severity = Literal["error", "remark"]
Path = tuple[PathPiece, ...]
_WORD = re.compile(r"[^\W\d]\w*\*?")
_EXPRESSIONS = ("rule", "only_if", "not_applicable")
_BY_CODE = ("values", "rules")
"""Keys of a rule whose own keys are codes of a metric."""


@dataclass(frozen=True)
class Remark:
    """One fault: file, line, how bad it is, and what is wrong.

    severity : an "error" is a fault whatever the author meant; a "remark" may be meant.
    """

    file: str
    line: int
    severity: Severity
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity}: {self.text}"


@dataclass(frozen=True)
class Subject:
    """A rubric under examination: the checked objects and the document they came from."""

    document: Document
    rubric: Rubric

    def remark(self, path: Path, severity: Severity, text: str) -> Remark:
        """Return a remark at the line of a path."""
        return Remark(self.document.name, self.document.line(path), severity, text)

    def error(self, path: Path, text: str) -> Remark:
        """Return an error at the line of a path."""
        return self.remark(path, "error", text)

    def criteria(self) -> Iterator[tuple[Path, Criterion]]:
        """Yield every criterion with its path, in the order of the document."""
        for index, criterion in enumerate(self.rubric.criteria_list):
            yield ("criteria", index), criterion

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that an expression may use: of rules, readings, derivations and conditions on metrics.

        Names and codes are taken from the text, for a parameter leaves no name behind in a checked rule.
        """
        found = set(self.general_words | self.record_words | self.bulletin_words)
        for criterion in self.document.raw.get("criteria") or []:
            found |= words_of([criterion.get(key) for key in _EXPRESSIONS])
            found |= _codes_of(criterion.get("rule"))
        found |= _codes_of(self.document.raw.get("parameters"))
        for metric in (self.document.raw.get("metrics") or {}).values():
            found |= words_of([metric.get("needed"), metric.get("check")])
        return frozenset(found)

    @cached_property
    def general_words(self) -> frozenset[str]:
        """Every word of readings, and of what is said of regions and of categories as a whole."""
        raw = self.document.raw
        parts = [*(raw.get("criteria") or []), *(raw.get("categories") or [])]
        topics = (raw.get("readings") or {}).values()
        options = [one.get("readings") for one in parts] + [one.get("options") for one in topics]
        found = words_of([raw.get(key) for key in ("split_by", "rank_within", "run_per")])
        found |= words_of([one.get("when") for one in raw.get("standing") or []])
        found |= words_of([one.get("emptied_when") for one in raw.get("categories") or []])
        for readings in options:
            found |= words_of([one.get("change") for one in (readings or {}).values()])
        return frozenset(found)

    @cached_property
    def record_words(self) -> frozenset[str]:
        """Every word of the derivations."""
        return frozenset(words_of(self.document.raw.get("derivations")))

    @cached_property
    def bulletin_words(self) -> frozenset[str]:
        """Every word of the bulletins."""
        return frozenset(words_of(self.document.raw.get("bulletins")))


def words_of(raw: Any) -> set[str]:
    """Return every word in the texts of a part of a document, keys left out."""
    return {word for _, text in paths(raw) if isinstance(text, str) for word in _WORD.findall(text)}


def _codes_of(rule: Any) -> set[str]:
    """Return the codes that a rule, or a table of parameters, names as keys."""
    return {
        str(piece) for path, _ in paths(rule) for key, piece in pairwise(path) if key in _BY_CODE
    }
