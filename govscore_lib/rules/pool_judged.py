"""Clauses that cannot be told apart, judged together within their common maximum."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from govscore_lib.algebra.expr import ZERO, Coalesce, Expr, Minimum, add, multiply
from govscore_lib.algebra.limits import Limits
from govscore_lib.rules.base import Clause, Exact, Lowered, Rule, Value, exactly, points_en, told
from govscore_lib.rules.outcome import range_of
from govscore_lib.text import Bilingual

PrintedNumber = Annotated[str, Field(min_length=1, description="the printed number of a clause")]


class PoolAddition(BaseModel):
    """What is counted beside the judgement: so many points each; an empty count adds nothing."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    count: Value
    per: Exact


class PoolJudged(Rule):
    """Several clauses judged together within one maximum, for they cannot be told apart (合并评定).

    pooled : the printed numbers of the clauses. add : what still can be counted is added to the judgement.
    cap : the most that both come to; the criterion's maximum unless said.
    """

    kind: Literal["pool_judged"]
    metric: Value
    min: Exact = Fraction(0)
    max: Exact | None = None
    add: PoolAddition | None = None
    cap: Exact | None = None
    pooled: Annotated[tuple[PrintedNumber, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _range_in_order(self) -> Self:
        if self.max is not None and self.max < self.min:
            raise ValueError(f"max is below min: {told(self.max)} < {told(self.min)}")
        twice = sorted({one for one in self.pooled if self.pooled.count(one) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} is pooled twice")
        return self

    def _cap(self, clause: Clause) -> Fraction | None:
        return clause.max_points if self.cap is None and self.add is not None else self.cap

    @property
    def judgement(self) -> Expr:
        return self.metric

    def lower(self, clause: Clause) -> Lowered:
        points: Expr = self.metric
        if self.add is not None:
            counted = multiply(exactly(self.add.per), Coalesce(self.add.count, ZERO))
            points = add(points, counted)
        cap = self._cap(clause)
        return Lowered(points if cap is None else Minimum((points, exactly(cap))), self.metric)

    def judged_ranges(self, clause: Clause) -> dict[str, Limits]:
        return range_of(self.metric, self.min, clause.max_points if self.max is None else self.max)

    def describe(self, clause: Clause) -> Bilingual:
        low, high = told(self.min), told(clause.full if self.max is None else self.max)
        zh = f"第 {'、'.join(self.pooled)} 款合并，由评审人在 {low} 至 {high} 分之间评定（{clause.say(self.metric, 'zh')}）"
        en = (
            f"clauses {', '.join(self.pooled)} judged together between {low} and {high} "
            f"({clause.say(self.metric, 'en')})"
        )
        if self.add is not None:
            zh += f"；另按{clause.say(self.add.count, 'zh')}每 1 个加 {told(self.add.per)} 分（未填报的不加分）"
            en += (
                f"; {points_en(self.add.per)} more for each of {clause.say(self.add.count, 'en')} "
                "(none where it is not reported)"
            )
        cap = self._cap(clause)
        if cap is not None:
            zh, en = f"{zh}；合计最高 {told(cap)} 分", f"{en}; {told(cap)} at most together"
        return Bilingual(zh=f"{zh}。", en=f"{en}.")
