"""Faults of a rubric that still loads: sums that do not close, names nobody uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from govscore_lib.rubric.document import Document, PathPiece, read_document
from govscore_lib.rubric.load import load_rubric, rubric_path
from govscore_lib.rubric.model import Rubric
from govscore_lib.rules.base import told


@dataclass(frozen=True)
class Remark:
    """One fault: file, line, how bad it is, and what is wrong."""

    file: str
    line: int
    severity: Literal["error", "remark"]
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity}: {self.text}"


def lint_rubric(source: str | Path) -> tuple[Remark, ...]:
    """Return every fault of a rubric in the order of its lines.

    Raises InputError when the rubric does not load at all.
    """
    document = read_document(rubric_path(source))
    rubric = load_rubric(source)
    remarks = [
        *_sums(document, rubric),
        *_bonus_in_the_base(document, rubric),
        *_unused(document, rubric),
    ]
    return tuple(sorted(remarks, key=lambda remark: remark.line))


def _sums(document: Document, rubric: Rubric) -> Iterator[Remark]:
    for index, category in enumerate(rubric.categories):
        members = [one for one in rubric.criteria_list if one.category == category.id]
        if not members:
            yield _remark(
                document, ("categories", index), "error", f"category {category.id} has no criterion"
            )
            continue
        if category.max_points is None or any(one.max_points is None for one in members):
            continue
        total = sum((one.max_points or Fraction(0) for one in members), Fraction(0))
        if total != category.max_points:
            yield _remark(
                document,
                ("categories", index),
                "error",
                f"the criteria of category {category.id} add up to {told(total)}, "
                f"its maximum is {told(category.max_points)}",
            )
    base = [one.max_points for one in rubric.categories if one.component == "base"]
    if None not in base:
        total = sum((one or Fraction(0) for one in base), Fraction(0))
        if total != rubric.total.max_points:
            yield _remark(
                document,
                ("total", "max_points"),
                "error",
                f"the categories add up to {told(total)}, the total is {told(rubric.total.max_points)}",
            )


def _bonus_in_the_base(document: Document, rubric: Rubric) -> Iterator[Remark]:
    base = {one.id for one in rubric.categories if one.component == "base"}
    for index, criterion in enumerate(rubric.criteria_list):
        if criterion.rule.kind == "bonus" and criterion.category in base:
            yield _remark(
                document,
                ("criteria", index),
                "remark",
                f"criterion {criterion.id} is a bonus, but category {criterion.category} is no "
                "component: bonus",
            )


def _unused(document: Document, rubric: Rubric) -> Iterator[Remark]:
    used = {name for one in rubric.criteria_list for name in (*one.metrics, *one.beside)}
    used |= {rubric.split_by} if rubric.split_by else set()
    for name, metric in rubric.metrics.items():
        if name not in used and metric.needed != "evidence":
            yield _remark(document, ("metrics", name), "remark", f"no criterion uses metric {name}")


def _remark(
    document: Document,
    path: tuple[PathPiece, ...],
    severity: Literal["error", "remark"],
    text: str,
) -> Remark:
    return Remark(document.name, document.line(path), severity, text)
