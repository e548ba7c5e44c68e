"""Bulletins: what a document wants told every month, quarter or year, beside the annual score.

A bulletin counts the records of a register period by period, puts the counts into rates and ranks the
regions by one of them. Nothing of it enters a score.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal, Self

from pydantic import Field, WithJsonSchema, model_validator

from govscore_lib.algebra import Expr, NameType, parse, resolve
from govscore_lib.algebra.expr import Arithmetic, is_league_relative
from govscore_lib.algebra.typing import kind_of
from govscore_lib.errors import ExpressionError, InputError, did_you_mean, listed
from govscore_lib.records.declare import (
    ROWS,
    Derivation,
    ExpressionText,
    Identifier,
    Register,
    Yield,
)
from govscore_lib.records.plan import plan
from govscore_lib.rubric.general import Source
from govscore_lib.rubric.metric import Part, Text, Unit
from govscore_lib.rubric.readings import Reading
from govscore_lib.rules.base import Exact
from govscore_lib.spans import Cycle
from govscore_lib.text import Bilingual

RECORDS = "records_counted"
"""The count of all records of a region, which every bulletin has: a region without any is named."""
Fault = tuple[tuple[str | int, ...], str, str]
"""Path below the bulletin, what is wrong there, and a hint."""
_NUMBER_OF = Annotated[
    int, Field(ge=1), WithJsonSchema({"type": "string", "pattern": "^[1-9][0-9]*$"})
]


class Count(Yield):
    """A whole number or an amount counted from the records of a period, by region."""

    name: Bilingual
    unit: Unit


class Figure(Part):
    """A rate or a figure over the counts of a period.

    value : an expression over the counts; a division keeps its numerator and denominator.
    unit : left out for a share, which is told in percent. small_below : pages warn of a denominator
    (or of a figure that is no rate) under this number. zero_denominator : what a rate over nothing is
    where there are records: not there, or the full share.
    """

    id: Identifier
    name: Bilingual
    value: ExpressionText
    best: Literal["highest", "lowest"] = "highest"
    unit: Unit | None = None
    zero_denominator: Literal["missing", "full"] = "missing"
    small_below: Exact | None = None
    definition: Bilingual | None = None

    def expression(self, counts: Mapping[str, Count], parameters: Mapping[str, Expr]) -> Expr:
        """Return the value with its names looked up. Raises ExpressionError for what is no figure."""
        return number_over(self.value, counts, parameters)


class Outstanding(Part):
    """What is not settled yet at the end of a period, a number over the counts."""

    name: Bilingual
    value: ExpressionText
    unit: Unit


class Matters(Part):
    """A list of the matters that records name most often, with how far each is settled.

    on : the date column that places a record in its period. matter : the column that names the matter.
    count : the column added up. state : an enum column; ``settled`` : its codes that mean settled.
    most : how many are listed; those level with the last are listed too. cycle : the bulletins that
    carry the list.
    """

    name: Bilingual
    register_name: Text = Field(alias="register")
    on: Text
    matter: Text
    count: Text
    state: Text
    settled: tuple[Text, ...] = Field(min_length=1)
    most: _NUMBER_OF = 10
    cycle: tuple[Cycle, ...] = ("year",)
    source: Source | None = None


class Bulletin(Part):
    """One series of bulletins.

    register, on : the records counted, and the date column that places a record in its period.
    keep : condition that a record must meet. apart : an enum column whose codes are also told apart.
    counts, figures : what is counted of a region's records, and the rates made of it.
    rank_by : the figure that decides the places; ``then`` : figures that decide between equal ones.
    ties : the place that regions share which are equal in all of them. outstanding : what is not
    settled yet. cycle : the periods that bulletins are made for.
    """

    id: Identifier
    name: Bilingual
    register_name: Text = Field(alias="register")
    on: Text
    keep: ExpressionText | None = None
    apart: Text | None = None
    counts: dict[Identifier, Count] = Field(min_length=1)
    figures: tuple[Figure, ...] = Field(min_length=1)
    rank_by: Text
    then: tuple[Text, ...] = ()
    ties: Literal["min", "dense", "average", "max"] = "min"
    outstanding: Outstanding | None = None
    matters: Matters | None = None
    cycle: tuple[Cycle, ...] = Field(default=("month", "quarter", "year"), min_length=1)
    note: Bilingual | None = None
    default_because: Bilingual | None = None
    readings: dict[str, Reading] = Field(default_factory=dict)
    source: Source

    @property
    def target(self) -> str:
        """What a run chooses a reading of the bulletin by."""
        return f"bulletin:{self.id}"

    @property
    def deciding(self) -> tuple[Figure, ...]:
        """The figures that decide the places, in order."""
        return tuple(self.figure(name) for name in (self.rank_by, *self.then))

    @property
    def order_in_words(self) -> Bilingual:
        """How regions are put in order, without a full stop."""
        first, *rest = self.deciding
        side = "高者在前" if first.best == "highest" else "低者在前"
        then_zh = "".join(f"；相同的再比{one.name.zh}" for one in rest)
        then_en = "".join(f"; between equals, {one.name.en}" for one in rest)
        return Bilingual(
            zh=f"按{first.name.zh}排名，{side}{then_zh}",
            en=f"ranked by {first.name.en}, {first.best} first{then_en}",
        )

    def figure(self, name: str) -> Figure:
        """Return a figure by its id."""
        return next(one for one in self.figures if one.id == name)

    def derivation(self, code: str = "") -> Derivation:
        """Return how the counts of a period come out of the register, of one code of ``apart`` or of all."""
        conditions = [f"{self.on} in period"]
        if self.keep is not None:
            conditions.append(f"({self.keep})")
        if code:
            conditions.append(f"{self.apart} == {code}")
        counts = {
            name: Yield.model_validate({one.kind: one.text}) for name, one in self.counts.items()
        }
        return Derivation.model_validate(
            {
                "from": self.register_name,
                "keep": " and ".join(conditions),
                "yields": {RECORDS: Yield(count=ROWS), **counts},
            }
        )

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        figures = [one.id for one in self.figures]
        if len(set(figures)) != len(figures):
            raise ValueError("two figures have the same id")
        for name in (self.rank_by, *self.then):
            if name not in figures:
                known = did_you_mean(name, figures) or f"figures: {listed(figures)}"
                raise ValueError(f"there is no figure '{name}' to rank by. {known}")
        if RECORDS in self.counts:
            raise ValueError(f"every bulletin counts {RECORDS} by itself: choose another name")
        if any(one.kind not in ("count", "sum") for one in self.counts.values()):
            raise ValueError("a bulletin takes counts and sums, so that periods can be added up")
        return self


def number_over(text: str, counts: Mapping[str, Count], parameters: Mapping[str, Expr]) -> Expr:
    """Return an expression over counts as a number. Raises ExpressionError for anything else."""
    types = {name: NameType("number") for name in counts}
    expr = resolve(parse(text), types, parameters)
    if kind_of(expr, types) != "number":
        raise ExpressionError(f"'{text}' is no number")
    if is_league_relative(expr):
        raise ExpressionError(f"'{text}' compares regions; a figure is a region's own")
    return expr


def parts_of(expr: Expr) -> tuple[Expr, Expr] | None:
    """Return numerator and denominator of a rate as written, None for a figure that is no rate."""
    if isinstance(expr, Arithmetic) and expr.op == "/":
        return expr.left, expr.right
    return None


def bulletin_faults(
    bulletin: Bulletin, registers: Mapping[str, Register], parameters: Mapping[str, Expr]
) -> Iterator[Fault]:
    """Yield everything that does not fit the registers: columns, codes, expressions over the counts."""
    yield from _register_faults(bulletin, registers, parameters)
    for index, figure in enumerate(bulletin.figures):
        try:
            figure.expression(bulletin.counts, parameters)
        except ExpressionError as error:
            yield ("figures", index, "value"), str(error), ""
    if bulletin.outstanding is not None:
        try:
            number_over(bulletin.outstanding.value, bulletin.counts, parameters)
        except ExpressionError as error:
            yield ("outstanding", "value"), str(error), ""
    if bulletin.matters is not None:
        for path, found, hint in _matter_faults(bulletin.matters, registers):
            yield ("matters", *path), found, hint


def _register_faults(
    bulletin: Bulletin, registers: Mapping[str, Register], parameters: Mapping[str, Expr]
) -> Iterator[Fault]:
    register = registers.get(bulletin.register_name)
    if register is None:
        yield _unknown("register", bulletin.register_name, registers)
        return
    if register.region is None:
        yield ("register",), f"the register '{register.id}' declares no region column", ""
    yield from _column_faults(register, {"on": (bulletin.on, ("date", "datetime"))})
    if bulletin.apart is not None:
        yield from _column_faults(register, {"apart": (bulletin.apart, ("enum",))})
    if bulletin.on in register.columns and register.region is not None:
        try:
            plan(bulletin.derivation(), registers, parameters, {})
        except InputError as error:
            for problem in error.problems:
                yield ("counts",), problem.found, problem.hint


def _matter_faults(matters: Matters, registers: Mapping[str, Register]) -> Iterator[Fault]:
    register = registers.get(matters.register_name)
    if register is None:
        yield _unknown("register", matters.register_name, registers)
        return
    if register.region is None:
        yield ("register",), f"the register '{register.id}' declares no region column", ""
    yield from _column_faults(
        register,
        {
            "on": (matters.on, ("date", "datetime")),
            "matter": (matters.matter, ("text", "enum")),
            "count": (matters.count, ("int",)),
            "state": (matters.state, ("enum",)),
        },
    )
    states = register.columns.get(matters.state)
    for code in matters.settled:
        if states is not None and code not in states.values:
            yield (
                ("settled",),
                f"'{code}' is no value of {matters.state}",
                did_you_mean(code, states.values) or f"values: {listed(states.values)}",
            )


def _column_faults(
    register: Register, wanted: Mapping[str, tuple[str, tuple[str, ...]]]
) -> Iterator[Fault]:
    for key, (name, types) in wanted.items():
        column = register.columns.get(name)
        if column is None:
            path, found, hint = _unknown(key, name, register.columns)
            yield path, f"{found} in the register {register.id}", hint
        elif column.type not in types:
            yield (key,), f"'{name}' is a column of type {column.type}", f"use {listed(types)}"


def _unknown(key: str, name: str, known: Mapping[str, object]) -> Fault:
    hint = did_you_mean(name, known) or f"declared: {listed(known)}"
    return (key,), f"'{name}' is not declared", hint
