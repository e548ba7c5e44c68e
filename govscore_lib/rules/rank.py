"""Points by the place in the league."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from govscore_lib.algebra.expr import (
    ONE,
    ZERO,
    Cases,
    Compare,
    Direction,
    Expr,
    LeagueFigure,
    LeagueRank,
    Maximum,
    Not,
    Ties,
    add,
    choose,
    choose_if_given,
    divide,
    multiply,
    subtract,
)
from govscore_lib.rules.base import (
    Clause,
    Condition,
    Exact,
    Flag,
    Lowered,
    Rule,
    Value,
    exactly,
    points_en,
    told,
    zero_denominator,
)
from govscore_lib.text import Bilingual


class Clean(BaseModel):
    """The branch that needs no rank: its condition, its points, and the value it would be ranked with."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    when: Condition
    points: Exact
    counts_as: Exact = Fraction(0)


class Band(BaseModel):
    """A band of places: up to this share of the places, this share of the ranked maximum."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    up_to: Exact
    share: Exact


class Rank(Rule):
    """Points by rank among the regions of the league (按排名计分).

    clean : a branch that scores without a rank. pool : "branch" ranks only the regions outside that
    branch, "league" ranks all. map : how a place r of n becomes points with the ranked maximum M:
    last_positive M(n − r + 1)/n; last_zero M(n − r)/(n − 1), M when n = 1; min_max M(worst − x)/(worst − best),
    M when all are equal; bands a share of M by r/n; fixed_step M − step(r − 1), at least 0.
    places : n is the number of regions ranked, or (with dense ties) the number of distinct places.
    zero_denominator : a value without denominator is missing, or counts as 1 ("one").
    """

    kind: Literal["rank"]
    value: Value
    best: Direction
    clean: Clean | None = None
    ranked_max: Exact | None = None
    map: Literal["last_positive", "last_zero", "min_max", "bands", "fixed_step"] = "last_positive"
    step: Exact | None = None
    bands: Annotated[tuple[Band, ...], Field()] = ()
    pool: Literal["branch", "league"] = "branch"
    ties: Ties = "min"
    places: Literal["regions", "distinct"] = "regions"
    zero_denominator: Literal["missing", "one", "full"] = "missing"

    @model_validator(mode="after")
    def _map_has_what_it_needs(self) -> Self:
        if (self.map == "fixed_step") != (self.step is not None):
            raise ValueError("step goes with map: fixed_step, and only with it")
        if (self.map == "bands") != bool(self.bands):
            raise ValueError("bands go with map: bands, and only with it")
        if self.places == "distinct" and self.ties != "dense":
            raise ValueError("places: distinct needs ties: dense; otherwise places are left out")
        return self

    @property
    def ranked_value(self) -> Expr:
        """The value that is ranked, with the policies for a zero denominator and the clean branch."""
        value = self.value
        empty = zero_denominator(value)
        if self.zero_denominator == "one" and empty is not None:
            value = choose(empty, ONE, value)
        if self.clean is not None and self.pool == "league":
            value = choose(self.clean.when, exactly(self.clean.counts_as), value)
        return value

    def lower(self, clause: Clause) -> Lowered:
        most = clause.full if self.ranked_max is None else self.ranked_max
        among = Not(self.clean.when) if self.clean is not None and self.pool == "branch" else None
        value = self.ranked_value
        place = LeagueRank(value, self.best, self.ties, among)
        points = self._mapped(value, place, exactly(most), among)
        flags: tuple[Flag, ...] = ()
        empty = zero_denominator(self.value)
        if empty is not None and self.zero_denominator != "missing":
            flags = (Flag("empty_ratio", empty),)
            if self.zero_denominator == "full":
                points = choose(empty, exactly(most), points)
        if self.clean is not None:
            points = choose(self.clean.when, exactly(self.clean.points), points)
        return Lowered(points, value, flags)

    def _mapped(self, value: Expr, place: LeagueRank, most: Expr, among: Expr | None) -> Expr:
        if self.map == "min_max":
            worst = LeagueFigure(self._worst, value, among)
            best = LeagueFigure(self.best, value, among)
            scaled = divide(multiply(most, subtract(worst, value)), subtract(worst, best))
            return choose_if_given(value, Compare("==", worst, best), most, scaled)
        if self.places == "distinct":
            size: Expr = LeagueFigure("highest", place, among)
        else:
            size = LeagueFigure("count", value, among)
        if self.map == "last_positive":
            return divide(multiply(most, add(subtract(size, place), ONE)), size)
        if self.map == "last_zero":
            scaled = divide(multiply(most, subtract(size, place)), subtract(size, ONE))
            return choose_if_given(place, Compare("==", size, ONE), most, scaled)
        if self.map == "bands":
            position = divide(place, size)
            branches: tuple[tuple[Expr, Expr], ...] = tuple(
                (
                    Compare("<=", position, exactly(band.up_to)),
                    multiply(most, exactly(band.share)),
                )
                for band in self.bands
            )
            return Cases(branches, ZERO)
        assert self.step is not None  # the validator saw to it
        lost = multiply(exactly(self.step), subtract(place, ONE))
        return Maximum((ZERO, subtract(most, lost)))

    @property
    def _worst(self) -> Direction:
        return "highest" if self.best == "lowest" else "lowest"

    def describe(self, clause: Clause) -> Bilingual:
        most = told(clause.full if self.ranked_max is None else self.ranked_max)
        step = told(self.step) if self.step is not None else ""
        zh, en = {
            "last_positive": (f"{most} ×（n − 名次 + 1）÷ n", f"{most} × (n − rank + 1) ÷ n"),
            "last_zero": (f"{most} ×（n − 名次）÷（n − 1）", f"{most} × (n − rank) ÷ (n − 1)"),
            "min_max": (f"{most} ×（最差值 − 本值）÷（最差值 − 最好值）", f"{most} × (worst − value) ÷ (worst − best)"),
            "bands": (f"按名次分段得 {most} 分的一定比例", f"a share of {most} by band of places"),
            "fixed_step": (f"第一名 {most} 分，每降一名减 {step} 分", f"{most} for the first, {step} less per place"),
        }[self.map]  # fmt: skip
        order_zh = "由低到高" if self.best == "lowest" else "由高到低"
        order_en = "lowest first" if self.best == "lowest" else "highest first"
        clean_zh = clean_en = ""
        if self.clean is not None:
            points = told(self.clean.points)
            who_zh, who_en = (
                ("其余地区", "the others")
                if self.pool == "branch"
                else ("全部地区参排，其余", "all are ranked; the others")
            )
            clean_zh = f"{clause.say(self.clean.when, 'zh')}的得 {points} 分；{who_zh}"
            clean_en = f"{points_en(self.clean.points)} where {clause.say(self.clean.when, 'en')}; {who_en} "
        return Bilingual(
            zh=f"{clean_zh}按{clause.say(self.value, 'zh')}{order_zh}排名，得 {zh}（n 为参排地区数）。",
            en=f"{clean_en}by rank of {clause.say(self.value, 'en')}, {order_en}: {en} (n regions ranked).",
        )
