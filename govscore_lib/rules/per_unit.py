"""So many points a unit, up to a cap."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import ValidationInfo, field_validator, model_validator

from govscore_lib.algebra.expr import (
    CountTrue,
    Expr,
    Minimum,
    Name,
    add,
    multiply,
    substitute,
)
from govscore_lib.errors import did_you_mean
from govscore_lib.rules.base import (
    Clause,
    EachCondition,
    Exact,
    Lowered,
    Names,
    Rule,
    Value,
    exactly,
    points_en,
    told,
)
from govscore_lib.text import Bilingual


class PerUnit(Rule):
    """So many points for each counted unit, up to a cap (每项得分，累计至上限).

    count : what is counted; or each + count_where : how many of the metrics meet a condition in which
    ``each`` stands for the metric (``town_*`` names every metric that begins so); plus : counted in addition.
    """

    kind: Literal["per_unit"]
    per: Exact
    count: Value | None = None
    each: tuple[str, ...] = ()
    count_where: EachCondition | None = None
    plus: Value | None = None
    cap: Exact | None = None
    monotone = True

    @field_validator("each", mode="before")
    @classmethod
    def _expand(cls, value: Any, info: ValidationInfo) -> Any:
        if not isinstance(value, (list, tuple)) or not isinstance(info.context, Names):
            return value
        known = list(info.context.types)
        expanded: list[str] = []
        for pattern in value:
            prefix = str(pattern).removesuffix("*")
            found = [
                name
                for name in known
                if (name.startswith(prefix) if pattern != prefix else name == prefix)
            ]
            if not found:
                raise ValueError(
                    f"'{pattern}' names no metric. {did_you_mean(prefix, known)}".rstrip()
                )
            expanded += found
        return tuple(expanded)

    @model_validator(mode="after")
    def _one_way_to_count(self) -> Self:
        if (self.count is None) == (self.count_where is None):
            raise ValueError("exactly one of count and count_where is needed")
        if bool(self.each) != (self.count_where is not None):
            raise ValueError("each and count_where go together")
        return self

    @property
    def counted(self) -> Expr:
        """The number of units."""
        if self.count is not None:
            counted: Expr = self.count
        else:
            assert self.count_where is not None  # the validator saw to it
            counted = CountTrue(
                tuple(substitute(self.count_where, {"each": Name(name)}) for name in self.each)
            )
        return counted if self.plus is None else add(counted, self.plus)

    def lower(self, clause: Clause) -> Lowered:
        counted = self.counted
        points = multiply(exactly(self.per), counted)
        if self.cap is not None:
            points = Minimum((points, exactly(self.cap)))
        return Lowered(points, counted if self.count is not None else None)

    def describe(self, clause: Clause) -> Bilingual:
        zh, en = self._what(clause, "zh"), self._what(clause, "en")
        per = told(self.per)
        cap_zh = f"，最高 {told(self.cap)} 分" if self.cap is not None else ""
        cap_en = f", {told(self.cap)} at most" if self.cap is not None else ""
        return Bilingual(
            zh=f"{zh}，每个得 {per} 分{cap_zh}。", en=f"{points_en(self.per)} each: {en}{cap_en}."
        )

    def _what(self, clause: Clause, language: str) -> str:
        if self.count is not None:
            return clause.say(self.counted, language)
        assert self.count_where is not None  # the validator saw to it
        one = "该项" if language == "zh" else "the item"
        condition = Clause(
            clause.max_points,
            lambda name, lang: one if name == "each" else clause.naming(name, lang),
        ).say(self.count_where, language)
        plus = "" if self.plus is None else clause.say(self.plus, language)
        if language == "zh":
            return f"{len(self.each)} 项中符合“{condition}”的" + (f"，另加{plus}" if plus else "")
        return f"those of {len(self.each)} with {condition}" + (f", and {plus}" if plus else "")
