"""A derivation with its names looked up: what each expression means, and every fault in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Protocol

from govscore_lib.algebra import Expr, Name, NameType, names, parse, resolve
from govscore_lib.algebra.expr import Code, Day, Number
from govscore_lib.algebra.typing import KIND_OF_TYPE, ValueKind, kind_of
from govscore_lib.errors import ExpressionError, InputError, Problem, did_you_mean, listed
from govscore_lib.records.columns import FIELDS, Field, Scope, cells
from govscore_lib.records.declare import ROWS, Derivation, Register, YieldKind


class Period(Protocol):
    """First and last day that count, both included."""

    @property
    def start(self) -> date: ...

    @property
    def end(self) -> date: ...


class Measured(Protocol):
    """A metric as far as records look at it: its declared type and, for an enum, its codes."""

    @property
    def type(self) -> str: ...

    @property
    def values(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class PlannedYield:
    """One count; ``expr`` is None where every record counts."""

    kind: YieldKind
    expr: Expr | None


@dataclass(frozen=True)
class PlannedJoin:
    """A join with its expressions; ``take`` maps the new column to how it is made."""

    register: Register
    on: tuple[str, ...]
    keep: Expr | None
    take: dict[str, PlannedYield]
    optional: bool = False


@dataclass(frozen=True)
class PlannedDeadline:
    """A date so many working days after another."""

    name: str
    start: str
    working_days: int
    calendar: str


@dataclass(frozen=True)
class Plan:
    """A derivation ready to run. ``once_per`` is settled: empty means every row counts."""

    derivation: Derivation
    register: Register
    joins: tuple[PlannedJoin, ...]
    deadline: PlannedDeadline | None
    let: dict[str, Expr]
    keep: Expr | None
    once_per: tuple[str, ...]
    yields: dict[str, PlannedYield]

    @property
    def region(self) -> str:
        """The column that holds the region."""
        return str(self.register.region)


def parameter_values(parameters: Mapping[str, str], period: Period) -> dict[str, Expr]:
    """Return what the parameters stand for, with ``period_start``, ``period_end``, ``period_year``."""
    values: dict[str, Expr] = {
        "period_start": Day(period.start),
        "period_end": Day(period.end),
        "period_year": Number(Fraction(period.end.year), str(period.end.year)),
    }
    for name, text in parameters.items():
        if not text:  # a table by group, which is for rules
            continue
        try:
            value = parse(text)
        except ExpressionError:
            value = Code(text)
        values[name] = value if isinstance(value, (Number, Day)) else Code(text)
    return values


def plan(
    derivation: Derivation,
    registers: Mapping[str, Register],
    parameters: Mapping[str, Expr],
    metrics: Mapping[str, Measured],
) -> Plan:
    """Return the derivation with every name looked up.

    metrics : those that may be observed.
    Raises InputError with every fault: an unknown register, column or code, operands of the wrong
    kind, a number where a condition is needed.
    """
    planner = _Planner(derivation, registers, parameters, metrics)
    planned = planner.whole()
    if planner.problems:
        raise InputError(planner.problems)
    return planned


def check_derivations(
    registers: Mapping[str, Register],
    derivations: tuple[Derivation, ...],
    parameters: Mapping[str, str],
    period: Period,
    metrics: Mapping[str, Measured] | None = None,
) -> list[Problem]:
    """Return every fault in the derivations, two that yield the same metric among them.

    metrics : those that may be observed.
    """
    values = parameter_values(parameters, period)
    problems: list[Problem] = []
    yielded: dict[str, str] = {}
    for derivation in derivations:
        try:
            plan(derivation, registers, values, metrics or {})
        except InputError as error:
            problems.extend(error.problems)
            continue
        for metric in derivation.metrics(registers):
            if metric in yielded:
                problems.append(
                    Problem(
                        f"derivation from {derivation.source}, yields",
                        f"'{metric}' is already yielded by the derivation from {yielded[metric]}",
                    )
                )
            yielded[metric] = derivation.source
    return problems


@dataclass
class _Reach:
    """The columns that an expression may name."""

    types: dict[str, NameType] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)

    @classmethod
    def of(cls, register: Register) -> _Reach:
        reach = cls()
        for name, column in register.columns.items():
            reach.types[name] = NameType(KIND_OF_TYPE[column.type], tuple(column.values))
            reach.fields[name] = FIELDS[column.type]
        return reach

    def field_of(self, expr: Expr) -> Field:
        """Return the kind of value. Raises ExpressionError for what records are not for."""
        return cells(expr, Scope(self.fields, date.min, date.min)).field


class _Planner:
    def __init__(
        self,
        derivation: Derivation,
        registers: Mapping[str, Register],
        parameters: Mapping[str, Expr],
        metrics: Mapping[str, Measured],
    ) -> None:
        self.derivation = derivation
        self.registers = registers
        self.parameters = parameters
        self.metrics = metrics
        self.problems: list[Problem] = []

    def fault(self, step: str, found: str, hint: str = "") -> None:
        where = f"derivation from {self.derivation.source}, {step}"
        self.problems.append(Problem(where, found, hint=hint))

    def whole(self) -> Plan:
        derivation = self.derivation
        register = self.register(derivation.source, "from")
        if register.region is None:
            self.fault("from", f"'{derivation.source}' declares no region column")
        self.reach = _Reach.of(register)
        self.observe()
        joins = tuple(self.joined(number) for number in range(len(derivation.join)))
        deadline = self.deadline(register)
        let = {}
        for name, text in derivation.let.items():
            expr = self.expression(text, f"let {name}", None, self.reach)
            if expr is not None:
                let[name] = expr
                kind = kind_of(expr, self.reach.types) or "number"
                made = self.reach.field_of(expr)
                self.add_column(name, NameType(kind), made, f"let {name}")
        keep = self.condition(derivation.keep, "keep", self.reach)
        latest = derivation.latest
        if latest:
            self.known_columns(latest.per, "latest, per", self.reach)
            self.known_columns(latest.by, "latest, by", self.reach)
            for name in latest.by:
                known = self.reach.types.get(name)
                if known and known.kind == "code" and not known.codes:
                    self.fault("latest, by", f"the texts of '{name}' have no order")
        self.known_columns(derivation.once_per, "once_per", self.reach)
        if derivation.for_each is not None:
            self.known_columns((derivation.for_each,), "for_each", self.reach)
            if not self.reach.types.get(derivation.for_each, NameType("code", ("?",))).codes:
                self.fault("for_each", f"'{derivation.for_each}' is no enum column")
        return Plan(
            derivation=derivation,
            register=register,
            joins=joins,
            deadline=deadline,
            let=let,
            keep=keep,
            once_per=derivation.once_per or (latest.per if latest else register.key),
            yields={
                metric: self.yielded(spec.kind, spec.text, f"yields {metric}", self.reach)
                for metric, spec in derivation.yields.items()
            },
        )

    def register(self, name: str, step: str) -> Register:
        if name in self.registers:
            return self.registers[name]
        self.fault(
            step,
            f"there is no register '{name}'",
            did_you_mean(name, self.registers) or f"declared are {listed(self.registers)}",
        )
        raise InputError(self.problems)

    def observe(self) -> None:
        for column, metric in self.derivation.observe.items():
            step = f"observe {column}"
            found = self.metrics.get(metric)
            if found is None:
                hint = did_you_mean(metric, self.metrics)
                self.fault(step, f"metric '{metric}' is not declared", hint)
            elif metric in self.derivation.metrics(self.registers):
                self.fault(step, f"'{metric}' is yielded here, it cannot be observed")
            elif found.type not in ("enum", "text"):
                self.fault(step, f"'{metric}' holds no codes: an enum or text metric is needed")
            codes = tuple(found.values) if found else ()
            self.add_column(column, NameType("code", codes), Field("code"), step)

    def joined(self, number: int) -> PlannedJoin:
        join = self.derivation.join[number]
        step = f"join {join.other}"
        register = self.register(join.other, step)
        theirs = _Reach.of(register)
        self.known_columns(join.on, f"{step}, on", theirs)
        self.known_columns(join.on, f"{step}, on", self.reach)
        keep = self.condition(join.keep, f"{step}, keep", theirs)
        take = {}
        for name, spec in join.take.items():
            kind: YieldKind = "count" if spec.count is not None else "sum"
            text = spec.count if spec.count is not None else str(spec.sum)
            take[name] = self.yielded(kind, text, f"{step}, take {name}", theirs)
            expr = take[name].expr
            made = theirs.field_of(expr) if kind == "sum" and expr is not None else Field("number")
            self.add_column(name, NameType("number"), made, f"{step}, take {name}")
        return PlannedJoin(register, join.on, keep, take, join.optional)

    def deadline(self, register: Register) -> PlannedDeadline | None:
        deadline = self.derivation.deadline
        if deadline is None:
            return None
        calendar = self.register(deadline.calendar, "deadline, calendar")
        for name, type_ in (("date", "date"), ("is_workday", "bool")):
            if name not in calendar.columns or calendar.columns[name].type != type_:
                self.fault("deadline, calendar", f"it has no column '{name}' of type {type_}")
        if (
            deadline.start not in register.columns
            or register.columns[deadline.start].type != "date"
        ):
            self.fault("deadline, from", f"'{deadline.start}' is no date column")
        self.add_column(deadline.name, NameType("date"), Field("day"), "deadline, name")
        days = self.expression(deadline.working_days, "deadline, working_days", "number", _Reach())
        if not isinstance(days, Number) or days.value.denominator != 1 or days.value < 1:
            self.fault("deadline, working_days", "a whole number above 0 is needed")
            return None
        return PlannedDeadline(deadline.name, deadline.start, int(days.value), deadline.calendar)

    def yielded(self, kind: YieldKind, text: str, step: str, reach: _Reach) -> PlannedYield:
        if kind == "count" and text == ROWS:
            return PlannedYield(kind, None)
        if kind == "value":
            expr = self.expression(text, step, None, reach)
            if expr is not None and not isinstance(expr, Name):
                self.fault(step, "value takes the name of a column")
            return PlannedYield(kind, expr)
        needed: ValueKind = "number" if kind == "sum" else "truth"
        return PlannedYield(kind, self.expression(text, step, needed, reach))

    def condition(self, text: str | None, step: str, reach: _Reach) -> Expr | None:
        return None if text is None else self.expression(text, step, "truth", reach)

    def expression(
        self, text: str, step: str, kind: ValueKind | None, reach: _Reach
    ) -> Expr | None:
        try:
            expr = resolve(parse(text), reach.types, self.parameters)
            found = kind_of(expr, reach.types)
            reach.field_of(expr)
        except ExpressionError as error:
            self.fault(step, str(error).rstrip("."))
            return None
        if kind is not None and found != kind:
            needed = {"truth": "a condition", "number": "a number"}.get(kind, kind)
            self.fault(step, f"'{text}' is not {needed}")
        return expr

    def known_columns(self, columns: tuple[str, ...], step: str, reach: _Reach) -> None:
        for name in columns:
            if name not in reach.types:
                hint = did_you_mean(name, reach.types) or f"columns are {listed(reach.types)}"
                self.fault(step, f"there is no column '{name}'", hint)

    def add_column(self, name: str, type_: NameType, made: Field, step: str) -> None:
        if name in self.reach.types:
            self.fault(step, f"there is already a column '{name}'")
        self.reach.types[name] = type_
        self.reach.fields[name] = made


def names_of(planned: Plan) -> frozenset[str]:
    """Return every name that the plan's own expressions and steps read."""
    derivation = planned.derivation
    expressions = [*planned.let.values(), planned.keep]
    expressions += [spec.expr for spec in planned.yields.values()]
    found = {name for expr in expressions if expr is not None for name in names(expr)}
    found |= {planned.region, *planned.once_per}
    found |= {name for join in planned.joins for name in join.on}
    if derivation.for_each:
        found.add(derivation.for_each)
    if derivation.latest:
        found |= {*derivation.latest.per, *derivation.latest.by}
    if planned.deadline:
        found.add(planned.deadline.start)
    return frozenset(found)


def added_names(planned: Plan) -> frozenset[str]:
    """Return the names behind every sum, those that a ``let`` reads included."""
    found = {
        name
        for spec in planned.yields.values()
        if spec.kind == "sum" and spec.expr is not None
        for name in names(spec.expr)
    }
    for name in reversed(tuple(planned.let)):
        if name in found:
            found |= set(names(planned.let[name]))
    return frozenset(found)
