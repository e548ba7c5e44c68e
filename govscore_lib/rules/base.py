"""What every rule kind is made of: typed parameters, its lowering and its own words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PrivateAttr,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from govscore_lib.algebra.expr import (
    ZERO,
    AnyOf,
    Compare,
    Expr,
    Name,
    Number,
    choose,
    denominators,
    is_league_relative,
    names,
)
from govscore_lib.algebra.limits import NOT_NEGATIVE, Limits, Ranges, limits
from govscore_lib.algebra.parser import parse
from govscore_lib.algebra.typing import NameType, ValueKind, kind_of, resolve
from govscore_lib.algebra.words import NamedLeaf, Wording
from govscore_lib.errors import ExpressionError
from govscore_lib.points import exact, plain
from govscore_lib.text import Bilingual


@dataclass(frozen=True)
class Names:
    """What the names in a rule's expressions may stand for; handed to pydantic as context."""

    types: Mapping[str, NameType]
    parameters: Mapping[str, Expr] = field(default_factory=dict)


def read_exact(value: Any, info: ValidationInfo) -> Fraction:
    """Return the number that a value spells or names. Raises ValueError when it does neither."""
    if isinstance(value, Fraction):
        return value
    if isinstance(value, str) and isinstance(info.context, Names):
        parameter = info.context.parameters.get(value)
        if isinstance(parameter, Number):
            return parameter.value
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Fraction(value)
    if not isinstance(value, str):
        raise ValueError(f"'{value}' is not an exact number; write it as text")
    return exact(value)


def expression_of(
    *kinds: ValueKind, each: bool = False, one_region: bool = False
) -> Callable[[Any, ValidationInfo], Expr]:
    """Return a reader of expressions with a value of one of the kinds.

    each : ``each`` stands for one metric. one_region : figures of the league are refused.
    """

    def read(value: Any, info: ValidationInfo) -> Expr:
        if isinstance(value, Expr):
            return value
        if not isinstance(value, str):
            raise ValueError("an expression is written as one line of text")
        try:
            expr = parse(value)
            if one_region and is_league_relative(expr):
                raise ExpressionError(
                    f"'{value}' compares regions; this condition is asked of one region by itself"
                )
            if not isinstance(info.context, Names):
                return expr
            types = dict(info.context.types)
            if each:
                types["each"] = NameType("number")
            expr = resolve(expr, types, info.context.parameters)
            found = kind_of(expr, types)
            if found not in kinds:
                wanted = " and no ".join(_KIND_WORDS.get(kind, kind) for kind in kinds)
                raise ExpressionError(f"'{value}' is no {wanted}")
        except ExpressionError as error:
            raise ValueError(str(error)) from error
        return expr

    return read


_KIND_WORDS: dict[ValueKind, str] = {"truth": "condition", "code": "enumeration"}
_EXPRESSION_SCHEMA = {"type": "string", "minLength": 1}
Exact = Annotated[
    Fraction,
    BeforeValidator(read_exact),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": r"^([+-]?(\d+(\.\d*)?|\.\d+|\d+/\d+)%?|[A-Za-z_][A-Za-z0-9_]*)$",
        }
    ),
]
"""An exact number, written as text ("1.8", "95%", "1/3") or by the name of a parameter."""
Value = Annotated[
    Expr,
    BeforeValidator(expression_of("number")),
    WithJsonSchema({**_EXPRESSION_SCHEMA, "description": "an expression with a number as value"}),
]
Condition = Annotated[
    Expr,
    BeforeValidator(expression_of("truth", one_region=True)),
    WithJsonSchema({**_EXPRESSION_SCHEMA, "description": "a condition"}),
]
"""A condition that is asked of one region by itself: what a metric is needed for, whether a clause applies."""
RuleCondition = Annotated[
    Expr,
    BeforeValidator(expression_of("truth")),
    WithJsonSchema({**_EXPRESSION_SCHEMA, "description": "a condition"}),
]
"""A condition inside a rule; it may look at figures of the league."""
ValueOrCode = Annotated[
    Expr,
    BeforeValidator(expression_of("number", "code")),
    WithJsonSchema(
        {
            **_EXPRESSION_SCHEMA,
            "description": "an expression with a number as value, or an enumeration",
        }
    ),
]
EachCondition = Annotated[
    Expr,
    BeforeValidator(expression_of("truth", each=True)),
    WithJsonSchema(
        {**_EXPRESSION_SCHEMA, "description": "a condition in which 'each' stands for one metric"}
    ),
]
ZeroDenominator = Literal["missing", "full"]


def _truth(value: Any) -> Any:
    return {"yes": True, "true": True, "no": False, "false": False}.get(value, value)


Truth = Annotated[
    bool,
    BeforeValidator(_truth),
    WithJsonSchema({"enum": ["yes", "no", "true", "false", True, False]}),
]
"""A yes-or-no key."""


@dataclass(frozen=True)
class Flag:
    """A remark that a rule attaches where a condition holds; ``key`` names its text."""

    key: str
    when: Expr


@dataclass(frozen=True)
class Lowered:
    """A rule as algebra. points : what the rule awards. measured : the quantity it looks at, if one."""

    points: Expr
    measured: Expr | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True)
class Clause:
    """What a rule needs to know of the criterion that it serves.

    ranges : between which numbers a metric lies that declares no minimum; counts and rates are not negative.
    """

    max_points: Fraction | None
    naming: Callable[[str, str], str] = lambda name, language: name
    coding: Callable[[str, str, str], str] = lambda metric, code, language: code
    ranges: Ranges = lambda name: NOT_NEGATIVE

    @property
    def full(self) -> Fraction:
        """The criterion's maximum.

        Raises ExpressionError when the criterion has none and the rule needs one.
        """
        if self.max_points is None:
            raise ExpressionError("this rule needs max_points")
        return self.max_points

    def say(self, expr: Expr, language: str) -> str:
        """Return the expression in words, metrics by their names."""
        leaf = NamedLeaf(
            lambda name: self.naming(name, language),
            language,
            lambda metric, code: self.coding(metric, code, language),
        )
        return Wording(leaf, language).say(expr)

    def say_before(self, expr: Expr) -> str:
        """Return the expression in Chinese with more Chinese to follow: a figure at its end is set off by a space."""
        words = self.say(expr, "zh")
        return f"{words} " if re.search(r"[\d%]$", words) else words


class Rule(BaseModel):
    """One way in which values become points. A kind checks itself, says itself and lowers itself."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    kind: str
    _lows: dict[str, Fraction] = PrivateAttr(default_factory=dict)
    monotone: ClassVar[bool] = False
    """Whether a better measured value never earns less, the other regions held."""

    def lower(self, clause: Clause) -> Lowered:
        """Return the rule as algebra."""
        raise TypeError(f"{type(self).__name__} cannot be lowered")

    def describe(self, clause: Clause) -> Bilingual:
        """Return the rule in one sentence."""
        raise TypeError(f"{type(self).__name__} cannot be said")

    def least(self, clause: Clause) -> Fraction | None:
        """Return the smallest points the rule can award: the lower bound while an input is missing.

        None where nothing bounds them.
        """
        return limits(self.lower(clause).points, self.ranges(clause)).low

    def ranges(self, clause: Clause) -> Ranges:
        """Return between which numbers each metric lies: as judged here, as declared, else as usual."""
        known = {name: Limits(low) for name, low in self._lows.items()}
        known |= self.judged_ranges(clause)
        return lambda name: known.get(name) or clause.ranges(name)

    @model_validator(mode="after")
    def _remember_the_lows(self, info: ValidationInfo) -> Self:
        """Keep the declared minima of the rule's figures: what may be negative can take points away."""
        if isinstance(info.context, Names):
            types, used = info.context.types, set(_names_inside(self))
            self._lows = {name: one.low for name, one in types.items() if name in used and one.low}
        return self

    def judged_ranges(self, clause: Clause) -> Mapping[str, Limits]:
        """Return the metrics that a person judges, with the range that the rule leaves them."""
        return {}

    def most(self, clause: Clause) -> Fraction | None:
        """Return the largest points the rule can award: the upper bound while an input is missing.

        None where nothing bounds them but the category.
        """
        if clause.max_points is not None:
            return clause.max_points
        return limits(self.lower(clause).points, self.ranges(clause)).high

    @property
    def judgement(self) -> Expr | None:
        """What a person gives in every case; a rule that is judged in some cases says so by a flag."""
        return None

    @property
    def is_judged(self) -> bool:
        """Whether a person gives the points in every case."""
        return self.judgement is not None

    @property
    def listed(self) -> tuple[str, ...]:
        """Metrics that the rule only lists: they are shown beside the points and have no effect on them."""
        return ()


def _names_inside(part: object) -> Iterator[str]:
    """Yield the names in every expression of a rule."""
    if isinstance(part, Expr):
        yield from names(part)
    elif isinstance(part, BaseModel):
        for field_name in type(part).model_fields:
            yield from _names_inside(getattr(part, field_name))
    elif isinstance(part, tuple | Mapping):
        for one in part.values() if isinstance(part, Mapping) else part:
            yield from _names_inside(one)


def exactly(value: Fraction) -> Number:
    """Return a number node."""
    return Number(value)


def zero_denominator(value: Expr) -> Expr | None:
    """Return the condition that the value divides by zero; None where it divides by no metric."""
    conditions = tuple(Compare("==", den, ZERO) for den in denominators(value))
    if not conditions:
        return None
    return conditions[0] if len(conditions) == 1 else AnyOf(conditions)


def unless_empty(
    points: Expr, value: Expr, policy: str, full: Fraction
) -> tuple[Expr, tuple[Flag, ...]]:
    """Return the points with the policy for a zero denominator put in, and the flag that goes with it.

    "missing" leaves the division without a value; "full" awards ``full`` and flags the region.
    """
    empty = zero_denominator(value)
    if policy == "missing" or empty is None:
        return points, ()
    return choose(empty, exactly(full), points), (Flag("empty_ratio", empty),)


def metric(name: str) -> Name:
    """Return the node of a metric."""
    return Name(name)


def told(value: Fraction) -> str:
    """Return a number for a sentence: plain where short, else as a fraction."""
    text = plain(value)
    return text if exact(text) == value else f"{value.numerator}/{value.denominator}"


def points_en(value: Fraction) -> str:
    """Return so many points in English: "1 point", "0.5 points"."""
    return f"{told(value)} point" if value == 1 else f"{told(value)} points"


def share(value: Fraction) -> str:
    """Return a threshold for a sentence: as a percentage when between 0 and 1."""
    return f"{told(value * 100)}%" if 0 < value <= 1 else told(value)
