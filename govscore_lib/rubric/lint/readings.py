"""Readings that give no reason, change nothing or do not load."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from govscore_lib.errors import UsageError
from govscore_lib.rubric.changes import apply_changes
from govscore_lib.rubric.lint.remark import Path, Remark, Subject
from govscore_lib.rubric.model import Criterion
from govscore_lib.rubric.readings import Reading
from govscore_lib.rules.base import Lowered


def readings_without_reason(subject: Subject) -> Iterator[Remark]:
    """A reading says why, in both languages."""
    for path, criterion in subject.criteria():
        for letter, reading in criterion.readings.items():
            for language in ("zh", "en"):
                if not reading.because.in_language(language).strip():
                    yield subject.error(
                        (*path, "readings", letter, "because"),
                        f"reading {letter} of criterion {criterion.id} gives no reason ({language})",
                    )


def readings_without_effect(subject: Subject) -> Iterator[Remark]:
    """A reading loads, and awards its points otherwise than every earlier one."""
    for path, criterion in subject.criteria():
        earlier = {"A": _effect(criterion)}
        for letter, reading in criterion.readings.items():
            place = (*path, "readings", letter)
            name = f"reading {letter} of criterion {criterion.id}"
            try:
                effect = _effect(_read_otherwise(subject, path, criterion, reading))
            except UsageError as error:
                yield subject.error(place, f"{name} does not load: {error}")
                continue
            except ValidationError as error:
                said = "; ".join(one["msg"] for one in error.errors(include_url=False))
                yield subject.error(place, f"{name} does not load: {said}")
                continue
            same = next((other for other, one in earlier.items() if one == effect), None)
            if same is not None:
                yield subject.error(place, f"{name} changes nothing against reading {same}")
            earlier.setdefault(letter, effect)


def _read_otherwise(
    subject: Subject, path: Path, criterion: Criterion, reading: Reading
) -> Criterion:
    """Return the criterion as a reading has it."""
    assert isinstance(path[1], int)  # a path of Subject.criteria
    alone = {"criteria": [subject.document.raw["criteria"][path[1]]]}
    changed = apply_changes(alone, reading.change, f"criteria/{criterion.id}")
    return Criterion.model_validate(changed["criteria"][0], context=subject.rubric.names)


def _effect(criterion: Criterion) -> tuple[Lowered, str]:
    """Return what the points of a clause follow from, and its sentence, which tells limits too."""
    return criterion.lowered, criterion.rule.describe(criterion.clause_context).en
