"""A rule of its own for each group of regions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema, model_validator

from govscore_lib.algebra.expr import (
    Cases,
    Code,
    Compare,
    Every,
    Expr,
    Missing,
    Name,
    Not,
    OneOf,
    is_league_relative,
)
from govscore_lib.algebra.limits import Limits
from govscore_lib.algebra.narrowing import Narrowing
from govscore_lib.errors import did_you_mean, listed
from govscore_lib.rules.base import Clause, Flag, Lowered, Names, Rule, expression_of
from govscore_lib.rules.outcome import flagged
from govscore_lib.text import Bilingual

if TYPE_CHECKING:
    from fractions import Fraction

    from govscore_lib.rules.registry import AnyRule

Enumeration = Annotated[
    Expr,
    BeforeValidator(expression_of("code")),
    WithJsonSchema({"type": "string", "minLength": 1, "description": "the id of an enumeration"}),
]


class ByGroup(Rule):
    """The rule of the region's own group (分类计分).

    by : the enumeration that tells the group. rules : code → rule; all of them share the criterion's maximum.
    otherwise : the rule of the codes that are not listed. What compares regions compares those of one rule. A figure
    that only one of the rules uses says so: ``needed: area == urban``.
    """

    kind: Literal["by_group"]
    by: Enumeration
    rules: Annotated[dict[str, AnyRule], Field(min_length=1)]
    otherwise: AnyRule | None = None

    @model_validator(mode="after")
    def _every_code_has_a_rule(self, info: ValidationInfo) -> Self:
        if not isinstance(self.by, Name):
            raise ValueError("by names one enumeration")
        if not isinstance(info.context, Names):
            return self
        codes = info.context.types[self.by.id].codes
        for code in self.rules:
            if code not in codes:
                raise ValueError(
                    f"'{code}' is no value of {self.by.id}. Allowed: {listed(codes) or 'none'}. "
                    f"{did_you_mean(code, codes)}".rstrip()
                )
        absent = [code for code in codes if code not in self.rules]
        if absent and self.otherwise is None:
            raise ValueError(f"no rule for {listed(absent)}; give one, or otherwise")
        return self

    def _branches(self) -> Iterator[tuple[Expr, Rule]]:
        """Yield the condition of each group with its rule."""
        for code, rule in self.rules.items():
            yield Compare("==", self.by, Code(code)), rule
        if self.otherwise is not None:
            yield Not(OneOf(self.by, tuple(map(Code, self.rules)))), self.otherwise

    def lower(self, clause: Clause) -> Lowered:
        points: list[Expr] = []
        measured: list[tuple[Expr, Expr]] = []
        flags: list[Flag] = []
        for when, rule in self._branches():
            lowered = flagged(rule, clause)
            points.append(Narrowing(when).of(lowered.points))
            if lowered.measured is not None and not is_league_relative(lowered.points):
                measured.append((when, lowered.measured))
            flags += [Flag(flag.key, Every((when, flag.when))) for flag in lowered.flags]
        listed = tuple(when for when, _ in self._branches())[: len(self.rules)]
        otherwise = Missing() if self.otherwise is None else points[-1]
        whole = Cases(tuple(measured), Missing()) if len(measured) == len(points) else None
        return Lowered(
            Cases(tuple(zip(listed, points, strict=False)), otherwise), whole, tuple(flags)
        )

    def least(self, clause: Clause) -> Fraction | None:
        found = [rule.least(clause) for _, rule in self._branches()]
        known = [one for one in found if one is not None]
        return min(known) if len(known) == len(found) else None

    def judged_ranges(self, clause: Clause) -> dict[str, Limits]:
        ranges = [rule.judged_ranges(clause) for _, rule in self._branches()]
        return {name: limits for one in ranges for name, limits in one.items()}

    @property
    def listed(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for _, rule in self._branches() for name in rule.listed))

    def describe(self, clause: Clause) -> Bilingual:
        assert isinstance(self.by, Name)  # the validator saw to it
        zh, en = [], []
        for code, rule in self.rules.items():
            said = rule.describe(clause)
            zh.append(f"{clause.coding(self.by.id, code, 'zh')}：{said.zh}")
            en.append(f"{clause.coding(self.by.id, code, 'en')}: {said.en}")
        if self.otherwise is not None:
            said = self.otherwise.describe(clause)
            zh.append(f"其他：{said.zh}")
            en.append(f"others: {said.en}")
        return Bilingual(
            zh=f"按{clause.say(self.by, 'zh')}分类计分。{''.join(zh)}",
            en=f"by {clause.say(self.by, 'en')}. {' '.join(en)}",
        )
