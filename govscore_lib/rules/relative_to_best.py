"""Points by the distance to the best of the league."""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from govscore_lib.algebra.expr import (
    Compare,
    Direction,
    Expr,
    LeagueFigure,
    choose,
    divide,
    multiply,
)
from govscore_lib.algebra.limits import limits
from govscore_lib.rules.base import Clause, Lowered, Rule, Value, exactly, points_en, told
from govscore_lib.text import Bilingual


class RelativeToBest(Rule):
    """The criterion's maximum for the best of the league, the others in proportion to it (与最优值之比计分).

    best : "highest" awards max × own value ÷ highest, "lowest" max × lowest ÷ own value. The best region has
    the maximum even where its value is 0. A region without a value leaves the league.
    """

    kind: Literal["relative_to_best"]
    value: Value
    best: Direction
    monotone = True

    @property
    def first(self) -> Direction:
        """Which end of the value comes first."""
        return self.best

    def lower(self, clause: Clause) -> Lowered:
        full = exactly(clause.full)
        best = LeagueFigure(self.best, self.value)
        share: Expr = divide(self.value, best)
        if self.best == "lowest":
            share = divide(best, self.value)
        points = choose(Compare("==", self.value, best), full, multiply(full, share))
        return Lowered(points, self.value)

    def least(self, clause: Clause) -> Fraction | None:
        below = limits(self.value, self.ranges(clause)).low
        return None if below is None or below < 0 else min(Fraction(0), clause.full)

    def describe(self, clause: Clause) -> Bilingual:
        full = told(clause.full)
        zh, en = clause.say(self.value, "zh"), clause.say(self.value, "en")
        if self.best == "highest":
            end, how_zh, how_en = "最高", f"{full} × 本值 ÷ 最高值", f"{full} × value ÷ highest"
        else:
            end, how_zh, how_en = "最低", f"{full} × 最低值 ÷ 本值", f"{full} × lowest ÷ value"
        return Bilingual(
            zh=f"{zh}在参排地区中{end}的得 {full} 分，其余得 {how_zh}。",
            en=f"{points_en(clause.full)} for the {self.best} of the league by {en}, the others {how_en}.",
        )
