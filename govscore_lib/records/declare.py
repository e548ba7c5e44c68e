"""What a rubric declares of its registers, and of the metrics counted from them.

All scalars arrive as text ("no", "0.5"); the models give them their types and refuse unknown keys.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
    model_validator,
)

from govscore_lib.algebra import Expr, NameType, parse, resolve
from govscore_lib.algebra.expr import InPeriod, walk
from govscore_lib.algebra.typing import KIND_OF_TYPE, kind_of
from govscore_lib.errors import ExpressionError, did_you_mean, listed
from govscore_lib.points import exact
from govscore_lib.records.columns import FIELDS, Scope, truth
from govscore_lib.text import Bilingual

ColumnType = Literal["text", "int", "decimal", "bool", "date", "datetime", "enum"]
YieldKind = Literal["count", "sum", "exists", "value"]
ROWS = "rows"
"""The word that counts every record."""
STAR = "*"
"""Stands for a code in the metric ids of a derivation with ``for_each``."""

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


def _yes_no(word: object) -> object:
    if isinstance(word, str) and word in ("yes", "no", "true", "false"):
        return word in ("yes", "true")
    if isinstance(word, bool):
        return word
    raise ValueError(f"'{word}' is neither yes nor no")


def _exact(text: object) -> object:
    return exact(text) if isinstance(text, str) else text


def _identifier(text: str) -> str:
    if not _IDENTIFIER.fullmatch(text):
        raise ValueError(
            f"'{text}' is no name: small letters, digits and _ only, a letter in front"
        )
    return text


def _parses(text: str) -> str:
    try:
        parse(text)
    except ExpressionError as error:
        raise ValueError(str(error)) from None
    return text


YesNo = Annotated[bool, BeforeValidator(_yes_no), WithJsonSchema({"enum": ["yes", "no"]})]
Exact = Annotated[
    Fraction, BeforeValidator(_exact), WithJsonSchema({"type": "string", "format": "number"})
]
Identifier = Annotated[str, AfterValidator(_identifier)]
ExpressionText = Annotated[str, AfterValidator(_parses)]


class Declared(BaseModel):
    """Base of the models: frozen, and a misspelt key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Column(Declared):
    """One column of a register.

    required : the column must exist in the file.
    may_be_empty : cells may be empty; by default those of columns that are not required.
    otherwise : "empty" where a cell that does not fit type, list or range counts as empty; such a cell
        is a fault by default. The cells may then be empty.
    unit : of a number; needed for int and decimal.
    values : code → Chinese word, for an enum; their order counts where records are compared by it.
    min, max : smallest and largest number allowed, both included.
    """

    type: ColumnType
    name: Bilingual
    required: YesNo = True
    may_be_empty: YesNo | None = None
    otherwise: Literal["empty"] | None = None
    unit: str = ""
    values: dict[str, str] = {}
    min: Exact | None = None
    max: Exact | None = None

    @property
    def empty_allowed(self) -> bool:
        """Whether a cell of the column may be empty."""
        if self.otherwise == "empty":
            return True
        return not self.required if self.may_be_empty is None else self.may_be_empty

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        is_number = self.type in ("int", "decimal")
        if (self.type == "enum") != bool(self.values):
            raise ValueError("values are needed for an enum column, and for no other")
        if is_number and not self.unit:
            raise ValueError("a column of numbers needs a unit")
        if not is_number and (self.unit or self.min is not None or self.max is not None):
            raise ValueError("unit, min and max are for columns of numbers")
        if len(set(self.values.values())) != len(self.values):
            raise ValueError("two codes have the same Chinese word")
        if self.otherwise == "empty" and self.type == "text":
            raise ValueError("every cell fits a column of texts: leave out otherwise")
        if self.otherwise == "empty" and self.may_be_empty is False:
            raise ValueError("what counts as empty must be allowed: leave out may_be_empty: no")
        return self


class Register(Declared):
    """A table of records.

    key : columns that name a record; empty when records have no name of their own.
    region : the column that holds the region; None for a register of all regions (a calendar).
    check : conditions over the columns of one row; a row for which one is known not to hold is at fault.
    """

    id: str = ""
    name: Bilingual
    key: tuple[str, ...] = ()
    region: str | None = None
    columns: dict[Identifier, Column]
    check: tuple[ExpressionText, ...] = ()

    @cached_property
    def conditions(self) -> tuple[Expr, ...]:
        """The conditions of ``check``, codes told from columns."""
        return tuple(_row_condition(text, self.columns) for text in self.check)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        for role, name in [("key", name) for name in self.key] + [("region", self.region)]:
            if name is not None and name not in self.columns:
                raise ValueError(
                    f"{role} names the column '{name}', which is not declared. "
                    f"{did_you_mean(name, self.columns) or 'Declared: ' + listed(self.columns)}"
                )
            if name is not None and self.columns[name].otherwise == "empty":
                raise ValueError(f"{role} '{name}' names the record and cannot count as empty")
        headers = [column.name.zh for column in self.columns.values()]
        if len(set(headers)) != len(headers):
            raise ValueError("two columns have the same Chinese name")
        try:
            _ = self.conditions
        except ExpressionError as error:
            raise ValueError(f"check: {error}") from None
        return self


def _row_condition(text: str, columns: Mapping[str, Column]) -> Expr:
    """Return a condition over the columns of one row. Raises ExpressionError for anything else."""
    types = {
        name: NameType(KIND_OF_TYPE[column.type], tuple(column.values))
        for name, column in columns.items()
    }
    expr = resolve(parse(text), types, {})
    if kind_of(expr, types) != "truth":
        raise ExpressionError(f"'{text}' is not a condition")
    if any(isinstance(node, InPeriod) for node in walk(expr)):
        raise ExpressionError(
            "the cells of one row are compared; what is in the period is counted later"
        )
    fields = {name: FIELDS[column.type] for name, column in columns.items()}
    truth(expr, Scope(fields, dt.date.min, dt.date.min))
    return expr


def _with_ids(registers: object) -> object:
    if not isinstance(registers, Mapping):
        return registers
    return {
        name: {"id": name, **body} if isinstance(body, Mapping) else body
        for name, body in registers.items()
    }


Registers = Annotated[dict[Identifier, Register], BeforeValidator(_with_ids)]
"""Registers by name, each told its own id."""


class Take(Declared):
    """What a join brings over from the records that match: a number, 0 when none matches."""

    count: ExpressionText | None = None
    sum: ExpressionText | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        _exactly_one(self, ("count", "sum"))
        return self


class Join(Declared):
    """Records of another register that belong to a record, counted or added up.

    optional : where the other register is not supplied, what would be taken is empty; otherwise the
        metrics are not derived then.
    """

    other: str = Field(alias="register")
    optional: YesNo = False
    on: tuple[str, ...] = Field(min_length=1)
    keep: ExpressionText | None = None
    take: dict[Identifier, Take] = Field(min_length=1)


class Deadline(Declared):
    """A new date column: the last of so many working days after a date, that date not counted."""

    name: Identifier
    start: str = Field(alias="from")
    working_days: str
    calendar: str


class Latest(Declared):
    """Of the records that agree in ``per`` only the last by ``by`` stays."""

    per: tuple[str, ...] = Field(min_length=1)
    by: tuple[str, ...] = Field(min_length=1)


class Yield(Declared):
    """How a metric comes out of the records kept; exactly one key.

    count : "rows", or the condition a record must meet to be counted.
    sum : a number per record, added up.
    exists : true when at least one record meets the condition.
    value : a column, where one record a region is left; no record, no value.
    """

    count: ExpressionText | None = None
    sum: ExpressionText | None = None
    exists: ExpressionText | None = None
    value: ExpressionText | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        _exactly_one(self, ("count", "sum", "exists", "value"))
        return self

    @property
    def kind(self) -> YieldKind:
        """Which of the four it is."""
        if self.count is not None:
            return "count"
        if self.sum is not None:
            return "sum"
        return "exists" if self.exists is not None else "value"

    @property
    def text(self) -> str:
        """The expression as written."""
        return str(getattr(self, self.kind))


def _exactly_one(model: BaseModel, keys: tuple[str, ...]) -> None:
    given = [key for key in keys if getattr(model, key) is not None]
    if len(given) != 1:
        raise ValueError(f"exactly one of {', '.join(keys)} is needed, found {len(given)}")


class Derivation(Declared):
    """How metrics are counted from a register. The steps run in the order of the fields.

    source : the register whose records are counted.
    observe : new column → enum or text metric whose figure for the record's region it holds; a region
        without that figure gets none of the metrics.
    join : numbers brought over from other registers.
    deadline : a date so many working days later.
    let : new columns by name.
    keep : condition that a record must meet.
    latest : only the last record of each matter.
    for_each : an enum column; one metric for each of its codes, ``*`` in the metric ids.
    only_named : metrics whose code stands in no row are not derived (with ``for_each``).
    once_per : records that agree in these columns count once (any of them may meet a condition,
        the largest is added); by default the matter of ``latest``, else the register's key.
    yields : metric id → count, sum, exists or value.
    """

    source: str = Field(alias="from")
    observe: dict[Identifier, str] = {}
    join: tuple[Join, ...] = ()
    deadline: Deadline | None = None
    let: dict[Identifier, ExpressionText] = {}
    keep: ExpressionText | None = None
    latest: Latest | None = None
    for_each: str | None = None
    only_named: YesNo = False
    once_per: tuple[str, ...] = ()
    yields: dict[str, Yield] = Field(min_length=1)

    @property
    def registers(self) -> tuple[str, ...]:
        """Every register that must be supplied, the source first."""
        calendar = (self.deadline.calendar,) if self.deadline else ()
        joined = (join.other for join in self.join if not join.optional)
        return tuple(dict.fromkeys((self.source, *joined, *calendar)))

    @property
    def read(self) -> tuple[str, ...]:
        """Every register that is read where it is supplied."""
        optional = (join.other for join in self.join if join.optional)
        return tuple(dict.fromkeys((*self.registers, *optional)))

    def metrics(self, registers: Mapping[str, Register]) -> dict[str, Yield]:
        """Return every metric that may come out, in order, with how it is counted."""
        if self.for_each is None:
            return dict(self.yields)
        codes = registers[self.source].columns[self.for_each].values
        return {
            metric: self.yields[key]
            for code in codes
            for key, metric in self.metrics_of_code(code).items()
        }

    def metrics_of_code(self, code: str) -> dict[str, str]:
        """Return key in ``yields`` → metric id for one code of ``for_each``; a full id wins over a star."""
        plain = {key: key for key in self.yields if STAR not in key and key == code}
        starred = {key: key.replace(STAR, code) for key in self.yields if STAR in key}
        return plain | {key: id for key, id in starred.items() if id not in self.yields}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.only_named and self.for_each is None:
            raise ValueError("only_named goes with for_each")
        stars = any(STAR in metric for metric in self.yields)
        if stars != (self.for_each is not None):
            raise ValueError("a star in a metric id goes with for_each, and for_each with a star")
        return self


def read_registers(raw: Mapping[str, Any]) -> dict[str, Register]:
    """Return the registers of a plain mapping, as a document holds it under ``registers``."""
    return {name: Register.model_validate({"id": name, **body}) for name, body in raw.items()}


def derived_metrics(
    registers: Mapping[str, Register], derivations: tuple[Derivation, ...]
) -> dict[str, tuple[str, ...]]:
    """Return metric id → registers that it is counted from, for every metric that may be derived.

    Registers that only an optional join reads stand behind the others.
    """
    return {
        metric: derivation.read
        for derivation in derivations
        for metric in derivation.metrics(registers)
    }
