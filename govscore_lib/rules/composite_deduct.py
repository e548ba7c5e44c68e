"""Points lost for several things at once."""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Annotated, Literal

from pydantic import Field

from govscore_lib.algebra.expr import Maximum, Minimum, add, subtract
from govscore_lib.rules.base import (
    Clause,
    Exact,
    Flag,
    Lowered,
    Rule,
    ZeroDenominator,
    exactly,
    told,
)
from govscore_lib.rules.deductions import AnyDeduction
from govscore_lib.text import Bilingual


class CompositeDeduct(Rule):
    """Starts at the maximum and loses what its parts cost together, down to a floor (分项扣分).

    cap : the most that all parts together may cost; a part may have a cap of its own.
    zero_denominator : a rate without denominator leaves the clause missing, or ("full") costs nothing.
    """

    kind: Literal["composite_deduct"]
    parts: Annotated[tuple[AnyDeduction, ...], Field(min_length=1)]
    start: Exact | None = None
    cap: Exact | None = None
    floor: Exact = Fraction(0)
    zero_denominator: ZeroDenominator = "missing"

    def lower(self, clause: Clause) -> Lowered:
        lowered = [part.lower(self.zero_denominator) for part in self.parts]
        lost = reduce(add, (points for points, _ in lowered))
        if self.cap is not None:
            lost = Minimum((lost, exactly(self.cap)))
        points = Maximum((exactly(self.floor), subtract(exactly(self._start(clause)), lost)))
        flags: tuple[Flag, ...] = tuple(
            dict.fromkeys(flag for _, flags in lowered for flag in flags)
        )
        return Lowered(points, flags=flags)

    def _start(self, clause: Clause) -> Fraction:
        return clause.full if self.start is None else self.start

    def describe(self, clause: Clause) -> Bilingual:
        start, floor = told(self._start(clause)), told(self.floor)
        said = [part.say(clause) for part in self.parts]
        cap_zh = cap_en = ""
        if self.cap is not None:
            cap_zh, cap_en = f"累计最多扣 {told(self.cap)} 分，", f"{told(self.cap)} off at most, "
        return Bilingual(
            zh=f"起评 {start} 分；{'；'.join(one.zh for one in said)}；{cap_zh}最低 {floor} 分。",
            en=f"starts at {start}; {'; '.join(one.en for one in said)}; {cap_en}{floor} at least.",
        )
