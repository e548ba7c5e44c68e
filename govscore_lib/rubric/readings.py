"""Admissible interpretations: of a clause, of a category, of the whole rubric by topic; and their choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from govscore_lib.errors import UsageError, did_you_mean, listed
from govscore_lib.rubric.changes import apply_changes
from govscore_lib.rubric.metric import Part, Text
from govscore_lib.text import Bilingual

DEFAULT = "A"
"""The letter of the reading that the document's file spells."""


class Reading(Part):
    """One admissible interpretation besides the default: changes, and why."""

    slug: Text
    change: dict[str, Any]
    because: Bilingual


class Topic(Part):
    """A question about the rubric as a whole (ties, rounding, scope of a cap), with its other answers."""

    name: Bilingual
    default_because: Bilingual | None = None
    options: dict[str, Reading] = Field(min_length=1)


LISTS = {
    "": "criteria",
    "criterion": "criteria",
    "category": "categories",
    "bulletin": "bulletins",
}
"""What stands before the colon of a target → the list in which the rest is an id."""


@dataclass(frozen=True)
class Target:
    """Something that admits several readings.

    key : what a run names it by, ``1.02``, ``category:9`` or ``rubric:ties``. below : path that the
    changes are relative to, "" for the document.
    """

    key: str
    name: Bilingual
    below: str
    options: Mapping[str, Reading]
    default_because: Bilingual | None = None

    @property
    def criterion(self) -> str:
        """The id of the criterion that is read, "" where it is something else."""
        return "" if ":" in self.key else self.key


def with_readings(
    raw: dict[str, Any], readings: Mapping[str, str]
) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the raw document as the readings have it, and target → key of those that are no default.

    Raises UsageError for a target or a key that does not exist, naming those that do.
    """
    chosen: dict[str, str] = {}
    for target, wanted in readings.items():
        key, below, options = _options(raw, target)
        letter = _letter(options, wanted)
        if letter is None:
            known = ", ".join([f"{DEFAULT} (default)", *_told(options)])
            raise UsageError(f"{_called(key)} has no reading '{wanted}'. Allowed: {known}.")
        if letter != DEFAULT:
            raw = apply_changes(raw, options[letter].get("change") or {}, below)
            chosen[key] = letter
    return raw, chosen


def _options(raw: Mapping[str, Any], target: str) -> tuple[str, str, Mapping[str, Any]]:
    """Return key, path and options of a target, read from the raw document."""
    section, _, name = target.rpartition(":")
    if section == "rubric":
        topics = raw.get("readings") or {}
        if name not in topics:
            hint = did_you_mean(name, topics)
            known = listed(topics) or "none"
            raise UsageError(
                f"the rubric leaves no question '{name}' open. {hint or 'Topics: ' + known}."
            )
        return f"rubric:{name}", "", topics[name].get("options") or {}
    list_name = LISTS.get(section)
    if list_name is None:
        raise UsageError(
            f"'{target}' names nothing to read otherwise. "
            "A reading is chosen as 1.02=B, category:9=B, bulletin:NAME=B or rubric:ties=dense."
        )
    items = [item for item in raw.get(list_name) or [] if isinstance(item, dict)]
    ids = [str(item.get("id")) for item in items]
    if name not in ids:
        word = section or "criterion"
        raise UsageError(
            f"there is no {word} '{name}' to read otherwise. {did_you_mean(name, ids)}".rstrip()
        )
    key = name if list_name == "criteria" else f"{section}:{name}"
    return key, f"{list_name}/{name}", items[ids.index(name)].get("readings") or {}


def _letter(options: Mapping[str, Any], wanted: str) -> str | None:
    if wanted in (DEFAULT, "default"):
        return DEFAULT
    if wanted in options:
        return wanted
    by_slug = {one.get("slug"): letter for letter, one in options.items() if isinstance(one, dict)}
    return by_slug.get(wanted)


def _told(options: Mapping[str, Any]) -> list[str]:
    return [f"{key} ({one.get('slug', '')})" for key, one in options.items()]


def _called(key: str) -> str:
    section, _, name = key.rpartition(":")
    return f"{ {'': 'criterion', 'rubric': 'topic'}.get(section, section) } {name}"


def readings_of(text: str) -> dict[str, str]:
    """Return the readings that a text spells, "1.02=B 1.03=C". Raises UsageError for anything else."""
    readings = {}
    for pair in text.split():
        target, equals, key = pair.partition("=")
        if not (target and equals and key):
            raise UsageError(
                f"reading '{pair}': write it as TARGET=KEY, several with spaces between."
            )
        readings[target] = key
    return readings
