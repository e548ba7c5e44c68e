"""What a check reads, and what it has to say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from govscore_lib.rubric.document import Document, PathPiece, paths
from govscore_lib.rubric.model import Criterion, Rubric

Severity = Literal["error", "remark"]
Path = tuple[PathPiece, ...]
_WORD = re.compile(r"[^\W\d]\w*\*?")


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
        raw = self.document.raw
        found: set[str] = set()
        for criterion in raw.get("criteria") or []:
            found |= words_of(criterion.get("rule"))
            for reading in (criterion.get("readings") or {}).values():
                found |= words_of(reading.get("change"))
        for metric in (raw.get("metrics") or {}).values():
            found |= words_of([metric.get("needed"), metric.get("check")])
        return frozenset(found | self.record_words)

    @cached_property
    def record_words(self) -> frozenset[str]:
        """Every word of the derivations."""
        return frozenset(words_of(self.document.raw.get("derivations")))


def words_of(raw: Any) -> set[str]:
    """Return every word in the texts of a part of a document, keys left out."""
    return {word for _, text in paths(raw) if isinstance(text, str) for word in _WORD.findall(text)}
