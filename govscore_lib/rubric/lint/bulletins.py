"""Readings of bulletins that do not load or change nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ValidationError

from govscore_lib.errors import UsageError
from govscore_lib.records.plan import parameter_values
from govscore_lib.rubric.bulletin import Bulletin, bulletin_faults
from govscore_lib.rubric.changes import apply_changes
from govscore_lib.rubric.lint.remark import Remark, Subject
from govscore_lib.rubric.readings import Reading


def readings_of_bulletins(subject: Subject) -> Iterator[Remark]:
    """A reading of a bulletin loads, and counts or ranks otherwise."""
    for index, bulletin in enumerate(subject.rubric.bulletins):
        for letter, reading in bulletin.readings.items():
            place = ("bulletins", index, "readings", letter)
            name = f"reading {letter} of bulletin {bulletin.id}"
            try:
                changed = _read_otherwise(subject, index, bulletin, reading)
            except UsageError as error:
                yield subject.error(place, f"{name} does not load: {error}")
                continue
            except ValidationError as error:
                said = "; ".join(one["msg"] for one in error.errors(include_url=False))
                yield subject.error(place, f"{name} does not load: {said}")
                continue
            for fault in _faults(subject, changed):
                yield subject.error(place, f"{name} does not load: {fault}")
            if changed == bulletin:
                yield subject.error(place, f"{name} changes nothing")


def _read_otherwise(subject: Subject, index: int, bulletin: Bulletin, reading: Reading) -> Bulletin:
    """Return the bulletin as a reading has it."""
    alone = {"bulletins": [subject.document.raw["bulletins"][index]]}
    changed = apply_changes(alone, reading.change, f"bulletins/{bulletin.id}")
    return Bulletin.model_validate(changed["bulletins"][0], context=subject.rubric.names)


def _faults(subject: Subject, bulletin: Bulletin) -> list[str]:
    rubric = subject.rubric
    texts = {name: one.value for name, one in rubric.parameters.items()}
    parameters = parameter_values(texts, rubric.period)
    return [found for _, found, _ in bulletin_faults(bulletin, rubric.registers, parameters)]
