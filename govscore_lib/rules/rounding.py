"""Rounding as part of a rule, in the algebra that every back end reads."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema

from govscore_lib.algebra.expr import (
    ZERO,
    Cases,
    Compare,
    Expr,
    Floor,
    Number,
    add,
    choose,
    divide,
    multiply,
    number,
    subtract,
)
from govscore_lib.text import Bilingual

_MODES = {
    "half_up": ("四舍五入", "rounded half up"),
    "down": ("其余舍去", "rounded down"),
    "up": ("其余进一", "rounded up"),
}


class Rounding(BaseModel):
    """Points are rounded before they are recorded and added (计分保留若干位小数).

    decimals : how many stay. mode : half_up raises the last one from a half on; down drops the rest; up
    raises the last one for any rest. A negative number is rounded as its size and keeps its sign.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    decimals: Annotated[
        int, Field(ge=0, le=8), WithJsonSchema({"type": "string", "pattern": "^[0-8]$"})
    ]
    mode: Literal["half_up", "down", "up"] = "half_up"

    @property
    def _step(self) -> Fraction:
        return Fraction(1, 10**self.decimals)

    def lower(self, points: Expr) -> Expr:
        """Return the points rounded; of cases each branch by itself, so that plain numbers stay plain."""
        if isinstance(points, Number):
            value = self.of(points.value)
            return points if value == points.value else number(value)
        if isinstance(points, Cases):
            branches = tuple((when, self.lower(value)) for when, value in points.branches)
            return Cases(branches, self.lower(points.otherwise))
        below = subtract(ZERO, self._size(subtract(ZERO, points)))
        return choose(Compare("<", points, ZERO), below, self._size(points))

    def _size(self, points: Expr) -> Expr:
        """Return a number that is not negative, rounded."""
        scale = number(1 / self._step)
        steps = multiply(points, scale)
        if self.mode == "half_up":
            steps = Floor(add(steps, number(Fraction(1, 2))))
        elif self.mode == "down":
            steps = Floor(steps)
        else:
            steps = subtract(ZERO, Floor(subtract(ZERO, steps)))
        return divide(steps, scale)

    def of(self, value: Fraction) -> Fraction:
        """Return one number rounded."""
        steps = abs(value) / self._step
        if self.mode == "half_up":
            whole = math.floor(steps + Fraction(1, 2))
        else:
            whole = math.floor(steps) if self.mode == "down" else math.ceil(steps)
        return whole * self._step if value >= 0 else -whole * self._step

    def describe(self) -> Bilingual:
        """Return the rounding as a sentence."""
        zh, en = _MODES[self.mode]
        kept = f"保留 {self.decimals} 位小数" if self.decimals else "取整数"
        places = "1 decimal" if self.decimals == 1 else f"{self.decimals} decimals"
        exactly = places if self.decimals else "whole points"
        return Bilingual(zh=f"得分{kept}，{zh}。", en=f"Points are {en} to {exactly}.")
