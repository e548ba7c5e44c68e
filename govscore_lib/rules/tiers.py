"""Points by steps of a value, or by the class that was found."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator

from govscore_lib.algebra.expr import Cases, Code, Compare, Expr, Missing, Name, choose
from govscore_lib.algebra.limits import Limits
from govscore_lib.errors import did_you_mean, listed
from govscore_lib.rules.base import (
    Clause,
    Exact,
    Flag,
    Lowered,
    Names,
    Rule,
    RuleCondition,
    ValueOrCode,
    ZeroDenominator,
    exactly,
    told,
    unless_empty,
    zero_denominator,
)
from govscore_lib.rules.edges import Edge, edge_of, edge_told
from govscore_lib.rules.outcome import Outcome, judged_flag
from govscore_lib.text import Bilingual


class Tier(Outcome):
    """One step: from a value on (``at_least``) or beyond it (``above``), so many points.

    judged : the step earns what an assessor gives between ``min`` (0 unless said) and ``max`` (the criterion's
    maximum unless said).
    """

    at_least: Edge | None = None
    above: Edge | None = None

    @model_validator(mode="after")
    def _one_edge_and_an_outcome(self) -> Self:
        if (self.at_least is None) == (self.above is None):
            raise ValueError("exactly one of at_least and above is needed")
        if self.points is None and self.judged is None:
            raise ValueError("a step needs one of: points, judged")
        return self

    @property
    def edge(self) -> Fraction | Expr:
        """The value where the step begins."""
        edge = self.above if self.at_least is None else self.at_least
        assert edge is not None  # the validator saw to it
        return edge


class Before(BaseModel):
    """A fact that is looked at before any step, and the points it settles."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    when: RuleCondition
    points: Exact


class Tiers(Rule):
    """The points of the first step reached, highest step first (分档得分).

    before : facts that settle the points before any step is looked at, in this order.
    values : instead of steps, the points of each code where ``value`` is an enumeration.
    otherwise : the points where no step is reached, or of the codes that ``values`` leaves out.
    """

    kind: Literal["tiers"]
    value: ValueOrCode
    before: tuple[Before, ...] = ()
    tiers: tuple[Tier, ...] = ()
    values: Annotated[dict[str, Exact], Field(default_factory=dict)]
    otherwise: Exact | None = None
    zero_denominator: ZeroDenominator = "missing"

    @field_validator("values")
    @classmethod
    def _codes_of_the_value(
        cls, values: dict[str, Fraction], info: ValidationInfo
    ) -> dict[str, Fraction]:
        value, names = info.data.get("value"), info.context
        if not values or not isinstance(names, Names) or value is None:
            return values
        codes = names.types[value.id].codes if isinstance(value, Name) else ()
        for code in values:
            if code not in codes:
                raise ValueError(
                    f"'{code}' is no code of the value. Allowed: {listed(codes) or 'none'}. "
                    f"{did_you_mean(code, codes)}".rstrip()
                )
        return values

    @model_validator(mode="after")
    def _steps_or_codes(self, info: ValidationInfo) -> Self:
        if bool(self.tiers) == bool(self.values):
            raise ValueError("exactly one of tiers and values is needed")
        if not isinstance(info.context, Names) or not isinstance(self.value, Name):
            return self
        named = info.context.types[self.value.id]
        if (named.kind == "code") != bool(self.values):
            raise ValueError("values go with an enumeration, tiers with a number")
        absent = [code for code in named.codes if code not in self.values]
        if self.values and absent and self.otherwise is None:
            raise ValueError(f"no points for {listed(absent)}; say them, or otherwise")
        return self

    @model_validator(mode="after")
    def _every_step_can_be_reached(self) -> Self:
        edges = [
            (tier.edge, tier.above is not None)
            for tier in self.tiers
            if isinstance(tier.edge, Fraction)
        ]
        for higher, lower in pairwise(edges):
            if lower >= higher:
                raise ValueError(
                    f"the highest step comes first: {told(lower[0])} stands below {told(higher[0])}"
                    " and is never reached"
                )
        if self.zero_denominator == "full" and self.tiers and self.tiers[0].points is None:
            raise ValueError("zero_denominator: full needs points in the first step, not judged")
        return self

    @property
    def rest(self) -> Fraction:
        """The points where nothing else fits."""
        return Fraction(0) if self.otherwise is None else self.otherwise

    def _reached(self, tier: Tier) -> Expr:
        op: Any = ">" if tier.at_least is None else ">="
        return Compare(op, self.value, edge_of(self.value, tier.edge))

    @property
    def _branches(self) -> list[tuple[Expr, Expr]]:
        return [
            *((one.when, exactly(one.points)) for one in self.before),
            *((self._reached(tier), tier.gives()) for tier in self.tiers),
            *(
                (Compare("==", self.value, Code(code)), exactly(points))
                for code, points in self.values.items()
            ),
        ]

    def lower(self, clause: Clause) -> Lowered:
        points: Expr = Cases(tuple(self._branches), exactly(self.rest))
        if self.values:
            return Lowered(points)
        empty = zero_denominator(self.value)
        if self.before and self.zero_denominator == "missing" and empty is not None:
            points = choose(empty, Missing(), points)
        points, flags = unless_empty(
            points, self.value, self.zero_denominator, self.tiers[0].points or Fraction(0)
        )
        return Lowered(points, self.value, (*flags, *self._judged_flags))

    @property
    def _judged_flags(self) -> tuple[Flag, ...]:
        conditions = [when for when, _ in self._branches]
        return tuple(
            judged_flag(tier.judged, conditions[:index], conditions[index])
            for index, tier in enumerate(self.tiers, start=len(self.before))
            if tier.judged is not None
        )

    def judged_ranges(self, clause: Clause) -> dict[str, Limits]:
        ranges = [tier.judged_range(clause) for tier in self.tiers]
        return {name: limits for one in ranges for name, limits in one.items()}

    def describe(self, clause: Clause) -> Bilingual:
        return Bilingual(zh=self._told(clause, "zh") + "。", en=self._told(clause, "en") + ".")

    def _told(self, clause: Clause, language: str) -> str:
        english = language == "en"
        steps = [self._step(tier, clause, language) for tier in self.tiers]
        for code, points in self.values.items():
            assert isinstance(self.value, Name)  # codes belong to an enumeration
            word = clause.coding(self.value.id, code, language)
            steps.append(f"{told(points)} for {word}" if english else f"{word}得 {told(points)} 分")
        if not self.values or self.otherwise is not None:
            rest = told(self.rest)
            steps.append(f"otherwise {rest}" if english else f"其余 {rest} 分")
        first = "".join(
            f"{told(one.points)} where {clause.say(one.when, 'en')}; "
            if english
            else f"{clause.say_before(one.when)}的得 {told(one.points)} 分；"
            for one in self.before
        )
        colon, comma = (": ", "; ") if english else ("：", "；")
        return f"{first}{clause.say(self.value, language)}{colon}{comma.join(steps)}"

    def _step(self, tier: Tier, clause: Clause, language: str) -> str:
        edge = edge_told(clause, self.value, tier.edge, language)
        included = tier.at_least is not None
        if language == "zh":
            whose = "" if tier.judged is None else "的"
            return f"{'达到' if included else '超过'} {edge} {whose}{tier.say(clause).zh}"
        gives = told(tier.points) if tier.points is not None else tier.say(clause).en
        return f"{gives} {'from' if included else 'above'} {edge}"
