"""What is measured, when, and the figures that rules use by name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from govscore_lib.algebra.expr import Code, Day, Expr, Lookup, Name, Number
from govscore_lib.algebra.typing import KIND_OF_TYPE, NameType
from govscore_lib.errors import did_you_mean, listed
from govscore_lib.points import exact
from govscore_lib.rules.base import Condition, Exact, Names
from govscore_lib.text import Bilingual


class Part(BaseModel):
    """Base of everything in a rubric: frozen, no unknown keys."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=True
    )


Text = Annotated[str, Field(min_length=1)]
_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class Period(Part):
    """The time that is assessed, both ends included.

    previous : the label of the period before, if used. due : the last day on which data may be sent, if declared.
    """

    label: Text
    start: dt.date
    end: dt.date
    previous: Text | None = None
    due: dt.date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"the period ends ({self.end}) before it starts ({self.start})")
        if self.due is not None and self.due < self.start:
            raise ValueError(f"data are due ({self.due}) before the period starts ({self.start})")
        if self.previous == self.label:
            raise ValueError(f"the period before has the same label, '{self.label}'")
        return self


class Parameter(Part):
    """A named figure that rules and derivations use: a number, a day or a code, with its source.

    by and values : instead of one value, a number for each code of an enumeration; for rules only.
    """

    value: str = Field(default="", min_length=1)
    by: Text | None = None
    values: dict[str, Text] = Field(default_factory=dict)
    name: Bilingual
    source: Text | Bilingual

    @model_validator(mode="after")
    def _one_value_or_a_table(self, info: ValidationInfo) -> Self:
        if bool(self.value) == bool(self.values):
            raise ValueError("exactly one of value and values is needed")
        if (self.by is None) == bool(self.values):
            raise ValueError("by and values go together")
        if self.by is not None and isinstance(info.context, Names):
            check_table(self.by, self.values, info.context.types)
        return self

    @property
    def literal(self) -> Expr:
        """The value as an expression."""
        return literal(self.value) if self.by is None else table(self.by, self.values)

    @property
    def shown(self) -> str:
        """The value as text; of a table every code with its number."""
        return self.value or "; ".join(f"{code}: {one}" for code, one in self.values.items())


def table(by: str, values: Mapping[str, str]) -> Expr:
    """Return a table of numbers by code as an expression. Raises ValueError for anything but numbers."""
    return Lookup(
        Name(by), tuple((Code(code), Number(exact(one), one)) for code, one in values.items())
    )


def check_table(by: str, values: Mapping[str, str], types: Mapping[str, NameType]) -> None:
    """Raise ValueError unless the table has a number for every code of its enumeration, and for no other."""
    if by not in types or not types[by].codes:
        hint = did_you_mean(by, [name for name, type in types.items() if type.codes])
        raise ValueError(f"by: '{by}' is no enumeration. {hint}".rstrip())
    codes = types[by].codes
    for code, one in values.items():
        if code not in codes:
            hint = did_you_mean(code, codes)
            raise ValueError(
                f"'{code}' is no value of {by}. Allowed: {listed(codes)}. {hint}".rstrip()
            )
        exact(one)
    absent = [code for code in codes if code not in values]
    if absent:
        raise ValueError(f"no number for {listed(absent)}")


def literal(text: str) -> Expr:
    """Return a number, an ISO day or a bare word as an expression. Raises ValueError for anything else."""
    if _WORD.fullmatch(text):
        return Code(text)
    try:
        return Day(dt.date.fromisoformat(text))
    except ValueError:
        return Number(exact(text), text)


class Check(Part):
    """A condition that must hold in every region, and how bad it is when it does not."""

    that: Condition
    severity: Literal["critical", "warning"] = "critical"


def _as_unit(value: Any) -> Any:
    return {"zh": value, "en": value} if isinstance(value, str) and value else value


Unit = Annotated[
    Bilingual,
    BeforeValidator(_as_unit),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
                    "required": ["zh", "en"],
                    "additionalProperties": False,
                },
            ],
            "description": "a unit in both languages, or one word for both",
        }
    ),
]


def _as_check(value: Any) -> Any:
    return {"that": value} if isinstance(value, str) else value


CheckEntry = Annotated[
    Check,
    BeforeValidator(_as_check),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "description": "a condition that must hold"},
                {
                    "type": "object",
                    "properties": {
                        "that": {"type": "string"},
                        "severity": {"enum": ["critical", "warning"]},
                    },
                    "required": ["that"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


class Metric(Part):
    """A measured quantity: what it is, in which unit, in which range, and when it is needed.

    needed : "always"; "optional" (empty has the meaning its rule gives it); "evidence" (no effect on
    points); or the condition under which it is needed.
    """

    id: str = ""
    name: Bilingual
    type: Literal["int", "decimal", "judged", "bool", "date", "enum", "text"]
    unit: Unit | None = None
    min: Exact | None = None
    max: Exact | None = None
    values: dict[str, str] = {}
    values_en: dict[str, str] = {}
    needed: Literal["always", "optional", "evidence"] | Condition = "always"
    check: tuple[CheckEntry, ...] = ()
    small_below: Exact | None = None
    definition: Bilingual | None = None

    @field_validator("needed", mode="wrap")
    @classmethod
    def _word_or_condition(cls, value: Any, handler: Any) -> Any:
        if value in ("always", "optional", "evidence"):
            return value
        return handler(value)

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.type in ("int", "decimal") and not self.unit:
            raise ValueError(f"a metric of type {self.type} needs a unit")
        if (self.type == "enum") != bool(self.values):
            raise ValueError("values go with type: enum, and only with it")
        strangers = [code for code in self.values_en if code not in self.values]
        if strangers:
            raise ValueError(
                f"values_en has a word for '{strangers[0]}', which values does not list. "
                f"{did_you_mean(strangers[0], self.values)}".rstrip()
            )
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError("min is larger than max")
        return self

    @property
    def kind(self) -> NameType:
        """What the metric is in an expression."""
        return NameType(KIND_OF_TYPE[self.type], tuple(self.values), self.min)


def with_ids(metrics: object) -> object:
    """Tell each metric its own id."""
    if not isinstance(metrics, Mapping):
        return metrics
    return {
        name: {**body, "id": name} if isinstance(body, Mapping) else body
        for name, body in metrics.items()
    }
