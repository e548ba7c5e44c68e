"""The forms of a change: points, rules, readings, figures, records, regions. One class each, checked as it is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from govscore_lib.records.declare import YesNo
from govscore_lib.rubric.metric import Part, Text
from govscore_lib.rules.base import Exact, told
from govscore_lib.text import Bilingual


def as_texts(value: Any) -> Any:
    """Return what a document would hold: every scalar as text, so that numbers stay exact."""
    if isinstance(value, Mapping):
        return {str(key): as_texts(one) for key, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [as_texts(one) for one in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, (int, Decimal)):
        return str(value)
    return told(value) if isinstance(value, Fraction) else value


def _points(value: Any) -> Any:
    return as_texts(value) if isinstance(value, float) else value


def _not_negative(value: Fraction) -> Fraction:
    if value < 0:
        raise ValueError(f"{told(value)} points are less than none; write 0 or more")
    return value


def _both(value: Any) -> Any:
    return {"zh": value, "en": value} if isinstance(value, str) else value


Points = Annotated[Exact, BeforeValidator(_points), AfterValidator(_not_negative)]
Raw = Annotated[Any, BeforeValidator(as_texts)]
Cell = Annotated[str | None, BeforeValidator(as_texts)]
Words = Annotated[Bilingual, BeforeValidator(_both)]
"""One text for both languages, or a pair."""


class Change(Part):
    """One change. note : why, for the reader; by, on, document : who decided it, when, and by what paper."""

    note: Text | None = None
    by: Text | None = None
    on: Text | None = None
    document: Text | None = None

    @property
    def target(self) -> tuple[str, ...]:
        """What is changed; a scenario changes it once."""
        raise TypeError(f"{type(self).__name__} changes nothing")


class CriterionPoints(Change):
    """Other points for a criterion: ``{criterion: "1.02", points: "4"}``."""

    criterion: Text
    points: Points

    @property
    def target(self) -> tuple[str, ...]:
        return "criterion", self.criterion


class CategoryPoints(Change):
    """Other points for a category, its criteria along: ``{category: "5", points: "20"}``."""

    category: Text
    points: Points

    @property
    def target(self) -> tuple[str, ...]:
        return "category", self.category


class Setting(Change):
    """Another value somewhere in the rubric: ``{path: criteria/2.06/rule/at_least, to: 98%}``."""

    path: Text
    to: Raw

    @property
    def target(self) -> tuple[str, ...]:
        return "path", self.path.strip("/")


class ChosenReading(Change):
    """Another reading: ``{reading: 1.02=B}``, ``{reading: "category:9=B"}``."""

    reading: Text

    @field_validator("reading")
    @classmethod
    def _pair(cls, value: str) -> str:
        if not all(part.strip() for part in value.partition("=")):
            raise ValueError(f"'{value}' is no choice; write it as TARGET=KEY")
        return value

    @property
    def name(self) -> str:
        """What is read otherwise."""
        return self.reading.partition("=")[0].strip()

    @property
    def key(self) -> str:
        """The letter or slug that is chosen."""
        return self.reading.partition("=")[2].strip()

    @property
    def target(self) -> tuple[str, ...]:
        return "reading", self.name


class Figure(Change):
    """Another figure in one region: ``{region: 金湖县, metric: gov_sessions, value: "4"}``; empty is missing."""

    region: Text
    metric: Text
    value: Cell

    @property
    def target(self) -> tuple[str, ...]:
        return "figure", self.region, self.metric


class Record(Change):
    """A record of a register that is withdrawn, altered or added.

    ``{register: litigation, record: C-12, withdrawn: yes}``, ``{register: litigation, record: C-12, set:
    {result: upheld}}``, ``{register: litigation, add: {case_id: C-99, …}}``.
    record : the value of the key, or column → value where several columns name a record. set, add : column →
    value as in a file; an empty value is empty.
    """

    in_register: Text = Field(alias="register")
    record: Text | dict[Text, Cell] | None = None
    withdrawn: YesNo = False
    set: dict[Text, Cell] | None = None
    add: dict[Text, Cell] | None = None

    @model_validator(mode="after")
    def _does_one_thing(self) -> Self:
        if sum((self.withdrawn, self.set is not None, self.add is not None)) != 1:
            raise ValueError("one of withdrawn: yes, set and add is needed")
        if (self.record is None) == (self.add is None):
            raise ValueError(
                "record names what is withdrawn or altered; a record that is added has none"
            )
        return self

    @property
    def target(self) -> tuple[str, ...]:
        named = self.record if self.add is None else self.add
        text = named if isinstance(named, str) else repr(sorted((named or {}).items()))
        return "record", self.in_register, text


class LeftOut(Change):
    """A region that is not compared: ``{leave_out: 涟水县}``."""

    leave_out: Text

    @property
    def target(self) -> tuple[str, ...]:
        return "region", self.leave_out


class OtherLeague(Change):
    """Other regions compared: ``{league: sichuan}``, or only some of the run's: ``{league: [金湖县, 盱眙县]}``."""

    league: Text | tuple[Text, ...]

    @property
    def target(self) -> tuple[str, ...]:
        return ("league",)


AnyChange = (
    CriterionPoints
    | CategoryPoints
    | Setting
    | ChosenReading
    | Figure
    | Record
    | LeftOut
    | OtherLeague
)
FORMS: Mapping[str, type[Change]] = {
    "criterion": CriterionPoints,
    "category": CategoryPoints,
    "path": Setting,
    "reading": ChosenReading,
    "metric": Figure,
    "register": Record,
    "leave_out": LeftOut,
    "league": OtherLeague,
}
"""The key that tells a change → what it is."""
