"""Points along a straight line between a base and a challenge value."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal, Self

from pydantic import model_validator

from govscore_lib.algebra.expr import (
    Cases,
    Compare,
    Direction,
    Expr,
    add,
    divide,
    multiply,
    subtract,
)
from govscore_lib.errors import ExpressionError
from govscore_lib.rules.base import (
    Clause,
    Exact,
    Lowered,
    Rule,
    Value,
    ZeroDenominator,
    exactly,
    points_en,
    told,
    unless_empty,
)
from govscore_lib.rules.edges import Edge, edge_of, edge_told
from govscore_lib.text import Bilingual


class Between(Rule):
    """Points on a straight line from a base value to a challenge value (基准值与挑战值之间插值计分).

    base_points : the points at the base value. challenge_points : the points from the challenge value on, the
    criterion's maximum unless said. otherwise : the points where the base is not reached, base_points unless said.
    best : whether more or less is better; it follows from the two values where both are numbers.
    """

    kind: Literal["between"]
    value: Value
    base: Edge
    challenge: Edge
    base_points: Exact = Fraction(0)
    challenge_points: Exact | None = None
    otherwise: Exact | None = None
    best: Direction | None = None
    zero_denominator: ZeroDenominator = "missing"
    monotone = True

    @model_validator(mode="after")
    def _leads_from_base_to_challenge(self) -> Self:
        if self.rest > self.base_points:
            raise ValueError("otherwise is above base_points: less would earn more")
        if isinstance(self.base, Expr) or isinstance(self.challenge, Expr):
            if self.best is None:
                raise ValueError("best is needed where base or challenge is no number")
            return self
        if self.base == self.challenge:
            raise ValueError("base and challenge are the same value; take threshold")
        upward: Direction = "highest" if self.base < self.challenge else "lowest"
        if self.best not in (None, upward):
            raise ValueError(f"best: {self.best} does not lead from this base to this challenge")
        return self

    @property
    def rest(self) -> Fraction:
        """The points where the base is not reached."""
        return self.base_points if self.otherwise is None else self.otherwise

    @property
    def direction(self) -> Direction:
        """Which side is better."""
        if self.best is not None:
            return self.best
        assert isinstance(self.base, Fraction)  # the validator saw to it
        assert isinstance(self.challenge, Fraction)
        return "highest" if self.base < self.challenge else "lowest"

    def _most(self, clause: Clause) -> Fraction:
        most = clause.full if self.challenge_points is None else self.challenge_points
        if most < self.base_points:
            raise ExpressionError(f"base_points are above the {told(most)} of the challenge")
        return most

    def lower(self, clause: Clause) -> Lowered:
        base, challenge = edge_of(self.value, self.base), edge_of(self.value, self.challenge)
        low, high = exactly(self.base_points), exactly(self._most(clause))
        reached, missed = (">=", "<") if self.direction == "highest" else ("<=", ">")
        way = divide(subtract(self.value, base), subtract(challenge, base))
        rise = multiply(exactly(self._most(clause) - self.base_points), way)
        points: Expr = Cases(
            (
                (self._compare(reached, challenge), high),
                (self._compare(missed, base), exactly(self.rest)),
            ),
            add(low, rise),
        )
        points, flags = unless_empty(points, self.value, self.zero_denominator, self._most(clause))
        return Lowered(points, self.value, flags)

    def _compare(self, op: Any, edge: Expr) -> Expr:
        return Compare(op, self.value, edge)

    def least(self, clause: Clause) -> Fraction:
        return min(self.rest, self._most(clause))

    def describe(self, clause: Clause) -> Bilingual:
        base_zh, base_en, challenge_zh, challenge_en = (
            edge_told(clause, self.value, edge, language)
            for edge in (self.base, self.challenge)
            for language in ("zh", "en")
        )
        low, high, rest = told(self.base_points), self._most(clause), told(self.rest)
        zh = (
            f"{clause.say(self.value, 'zh')}达到挑战值 {challenge_zh} 得 {told(high)} 分，"
            f"基准值 {base_zh} 得 {low} 分，其间按比例计分"
        )
        en = (
            f"{points_en(high)} from the challenge value {challenge_en} of {clause.say(self.value, 'en')} on, "
            f"{low} at the base value {base_en}, in proportion between"
        )
        if self.rest != self.base_points:
            zh, en = f"{zh}；未达到基准值的得 {rest} 分", f"{en}; {rest} short of the base"
        return Bilingual(zh=f"{zh}。", en=f"{en}.")
