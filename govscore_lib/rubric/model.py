"""The rubric as checked, frozen objects."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AliasChoices,
    BeforeValidator,
    Field,
    WithJsonSchema,
    model_validator,
)

from govscore_lib.algebra.expr import names
from govscore_lib.errors import ExpressionError
from govscore_lib.records.declare import Derivation, Registers, derived_metrics
from govscore_lib.rubric.bulletin import Bulletin
from govscore_lib.rubric.general import Awards, Embed, Source, SpotCheck, Stage, Standing
from govscore_lib.rubric.metric import Metric, Parameter, Part, Period, Text, with_ids
from govscore_lib.rubric.overview import (
    at_a_glance,
    criterion_at_a_glance,
    criterion_in_one_line,
    in_one_line,
)
from govscore_lib.rubric.readings import DEFAULT, Reading, Target, Topic
from govscore_lib.rules.base import Clause, Condition, Exact, Lowered, Names, Truth, told
from govscore_lib.rules.policies import NotApplicable, Policies
from govscore_lib.rules.registry import AnyRule
from govscore_lib.rules.rounding import Rounding
from govscore_lib.text import Bilingual, joined

Transcription = Literal["C", "R-H", "R-M", "R-L", "U"]


class Category(Part):
    """A named group of criteria with its printed maximum.

    emptied_when : a fact that empties the category, whatever its criteria earned. max_gain, max_loss : the
    most that its gains, and its losses, come to when each are added up apart.
    """

    id: Text
    name: Bilingual
    max_points: Exact | None = None
    min_points: Exact = Fraction(0)
    component: Literal["base", "bonus"] = "base"
    emptied_when: Condition | None = None
    max_gain: Exact | None = None
    max_loss: Exact | None = None
    note: Bilingual | None = None
    readings: dict[str, Reading] = Field(default_factory=dict)
    default_because: Bilingual | None = None

    def __repr__(self) -> str:
        most = "" if self.max_points is None else f", {told(self.max_points)} points"
        return f"<Category {self.id}: {self.name.en}{most}>"

    __str__ = __repr__

    @model_validator(mode="after")
    def _sizes(self) -> Self:
        for key, size in (("max_gain", self.max_gain), ("max_loss", self.max_loss)):
            if size is not None and size < 0:
                raise ValueError(f"{key} is a size: write it without a minus sign")
        return self


class Criterion(Part):
    """One scored clause: its maximum, its rule, its citation and the readings it admits.

    only_if : a result without which the clause earns nothing. not_applicable : to whom it does not apply,
    and what then becomes of its points. round : rounding as part of the rule.
    """

    id: Text
    category: Text
    item: Text | None = None
    item_certain: Truth = True
    clause: Text | None = None
    name: Bilingual
    text: Bilingual | None = None
    max_points: Exact | None = None
    office: Text | None = None
    method: Text | None = None
    rule: AnyRule
    only_if: Condition | None = None
    not_applicable: NotApplicable | None = None
    round: Rounding | None = None
    evidence: tuple[str, ...] = ()
    readings: dict[str, Reading] = Field(default_factory=dict)
    default_because: Bilingual | None = None
    source: Source
    transcription: Transcription = "C"
    repair: Bilingual | None = None

    @property
    def clause_context(self) -> Clause:
        """What the rule needs to know, metrics called by their ids."""
        return Clause(self.max_points)

    @property
    def factor(self) -> Fraction:
        """What recorded points are multiplied by: 1, unless a scenario gives the clause other points."""
        return Fraction(1)

    @cached_property
    def policies(self) -> Policies:
        """What stands around the rule."""
        return Policies(self.only_if, self.not_applicable, self.round)

    @cached_property
    def lowered(self) -> Lowered:
        """The rule as algebra, with what stands around it."""
        clause = self.clause_context
        return self.policies.around(self.rule.lower(clause), clause)

    @cached_property
    def least(self) -> Fraction | None:
        """The smallest points that the clause can award; None where there is no bound."""
        clause = self.clause_context
        return self.policies.least(self.rule.least(clause), clause)

    @cached_property
    def most(self) -> Fraction | None:
        """The largest points that the clause can award; None where there is no bound."""
        clause = self.clause_context
        return self.policies.most(self.rule.most(clause), clause)

    @cached_property
    def metrics(self) -> tuple[str, ...]:
        """Ids of every metric that the points depend on, in order of appearance."""
        return _metrics(self.lowered)

    @cached_property
    def own_metrics(self) -> tuple[str, ...]:
        """Ids of the metrics of the rule by itself, without those of the conditions around it."""
        return _metrics(self.rule.lower(self.clause_context))

    @property
    def beside(self) -> tuple[str, ...]:
        """Ids of the metrics shown beside the clause without effect on its points."""
        return tuple(dict.fromkeys((*self.evidence, *self.rule.listed)))

    def __repr__(self) -> str:
        return criterion_in_one_line(self)

    __str__ = __repr__

    def _repr_html_(self) -> str:
        """Show the criterion in a notebook; metrics by their ids, for it does not know the rubric."""
        return criterion_at_a_glance(self)

    @model_validator(mode="after")
    def _rule_fits(self) -> Self:
        try:
            _ = self.lowered
        except ExpressionError as error:
            raise ValueError(str(error)) from error
        return self


def _metrics(lowered: Lowered) -> tuple[str, ...]:
    parts = [lowered.points, *(flag.when for flag in lowered.flags)]
    return tuple(dict.fromkeys(name for part in parts for name in names(part)))


class Total(Part):
    """The printed maximum of the whole; min_points : what it cannot fall below, if anything."""

    max_points: Exact
    min_points: Exact | None = None


BASE = "base"
"""Stands for the categories of the component base together, where equal totals are told apart."""


class Ranking(Part):
    """How totals become ranks.

    ties : the place that equal totals share. decimals : how many are compared. then : categories,
    criteria or ``base`` that decide between equal totals, in order, more points first.
    excluded : whether the others move up where a region has no rank, or its place stays empty.
    """

    ties: Literal["min", "dense", "average", "max"] = "min"
    then: tuple[Text, ...] = ()
    excluded: Literal["move_up", "keep_place"] = "move_up"
    decimals: Annotated[
        int, Field(ge=0, le=9), WithJsonSchema({"type": "string", "pattern": "^[0-9]$"})
    ] = 6


class Display(Part):
    """How points are printed; nothing is ranked or added from rounded figures."""

    decimals: Annotated[
        int, Field(ge=0, le=9), WithJsonSchema({"type": "string", "pattern": "^[0-9]$"})
    ] = 2


class Rubric(Part):
    """A whole document: criteria, metrics, registers, readings and general rules of one period."""

    id: Text = Field(validation_alias=AliasChoices("rubric", "id"), serialization_alias="rubric")
    title: Bilingual
    nature: Literal["official", "demonstration"] = "official"
    note: Bilingual | None = None
    issuer: Bilingual
    document: Text
    issued_on: dt.date | None = None
    period: Period
    unit_assessed: Bilingual
    league: Text
    split_by: Text | None = None
    rank_within: Text | None = None
    run_per: Text | None = None
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    total: Total
    ranking: Ranking = Ranking()
    display: Display = Display()
    categories: tuple[Category, ...]
    metrics: Annotated[dict[str, Metric], BeforeValidator(with_ids)]
    registers: Registers = Field(default_factory=dict)
    derivations: tuple[Derivation, ...] = ()
    embeds: tuple[Embed, ...] = ()
    criteria_list: tuple[Criterion, ...] = Field(alias="criteria", min_length=1)
    standing: tuple[Standing, ...] = ()
    awards: Awards | None = None
    spot_check: SpotCheck | None = None
    workflow: tuple[Stage, ...] = ()
    bulletins: tuple[Bulletin, ...] = ()
    readings: dict[str, Topic] = Field(default_factory=dict)
    file_hash: str = Field(default="", exclude=True)
    chosen: dict[str, str] = Field(default_factory=dict, exclude=True)
    """Readings chosen instead of the default, by target."""
    embedded: dict[str, Any] = Field(default_factory=dict, exclude=True)
    """The rubrics behind metrics, by metric; their registers stand among the registers here."""
    origin: str = Field(default="", exclude=True)
    """What loads it again: the id of a rubric of the library, or the path of a file."""

    def __repr__(self) -> str:
        return in_one_line(self)

    __str__ = __repr__

    def _repr_html_(self) -> str:
        """Show the rubric at a glance in a notebook."""
        return at_a_glance(self)

    @cached_property
    def criteria(self) -> Mapping[str, Criterion]:
        """Criteria by id, in the order of the document."""
        return {criterion.id: criterion for criterion in self.criteria_list}

    @cached_property
    def names(self) -> Names:
        """What names in expressions stand for."""
        return Names(
            {name: metric.kind for name, metric in self.metrics.items()},
            {name: parameter.literal for name, parameter in self.parameters.items()},
        )

    @property
    def hash(self) -> str:
        """SHA-256 of the document's file."""
        return self.file_hash

    def reading(self, target: str) -> str:
        """Return the key of the reading in force for a criterion, ``category:ID`` or ``rubric:TOPIC``."""
        return self.chosen.get(target, DEFAULT)

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """Everything that admits several readings, by key: clauses, then categories, then topics."""
        clauses = [
            Target(one.id, one.name, f"criteria/{one.id}", one.readings, one.default_because)
            for one in self.criteria_list
        ]
        categories = [
            Target(
                f"category:{one.id}",
                one.name,
                f"categories/{one.id}",
                one.readings,
                one.default_because,
            )
            for one in self.categories
        ]
        topics = [
            Target(f"rubric:{key}", topic.name, "", topic.options, topic.default_because)
            for key, topic in self.readings.items()
        ]
        return {one.key: one for one in (*clauses, *categories, *topics) if one.options}

    def bulletin(self, name: str) -> Bulletin:
        """Return a bulletin by its id."""
        return next(one for one in self.bulletins if one.id == name)

    def metric_name(self, metric_id: str, language: str = "zh") -> str:
        """Return the name of a metric."""
        return self.metrics[metric_id].name.in_language(language)

    def code_name(self, metric_id: str, code: str, language: str = "zh") -> str:
        """Return the word for a code of an enumeration; in English by default the code itself, spaced."""
        metric = self.metrics[metric_id]
        if language == "en":
            return metric.values_en.get(code, code.replace("_", " "))
        return metric.values.get(code, code)

    def sentence(self, criterion_id: str) -> Bilingual:
        """Return the rule of a criterion in one sentence, metrics by their names."""
        criterion = self.criteria[criterion_id]
        printed = criterion.clause_context.max_points
        clause = Clause(printed, self.metric_name, self.code_name)
        return joined(criterion.rule.describe(clause), *criterion.policies.describe(clause))

    def criteria_of_metric(self, metric_id: str) -> tuple[str, ...]:
        """Return the ids of the criteria whose points depend on a metric."""
        return tuple(
            criterion.id for criterion in self.criteria_list if metric_id in criterion.metrics
        )

    @cached_property
    def derived_metrics(self) -> Mapping[str, tuple[str, ...]]:
        """Metrics that some register yields → the registers they are counted from."""
        behind = {name: tuple(inner.registers) for name, inner in self.embedded.items()}
        return derived_metrics(self.registers, self.derivations) | behind

    def metrics_of_register(self, name: str) -> tuple[str, ...]:
        """Return the ids of the metrics that are counted from a register."""
        return tuple(
            metric for metric, registers in self.derived_metrics.items() if name in registers
        )

    def criteria_of_register(self, name: str) -> tuple[str, ...]:
        """Return the ids of the criteria that depend on a register."""
        metrics = set(self.metrics_of_register(name))
        return tuple(
            criterion.id for criterion in self.criteria_list if metrics & set(criterion.metrics)
        )
