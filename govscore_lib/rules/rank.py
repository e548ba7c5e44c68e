"""Points by the place in the league."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cached_property, reduce
from typing import Literal, Self

from pydantic import model_validator

from govscore_lib.algebra.expr import (
    ONE,
    ZERO,
    AnyOf,
    Cases,
    Compare,
    Direction,
    Every,
    Expr,
    Given,
    LeagueFigure,
    LeagueRank,
    Maximum,
    Not,
    Number,
    Ties,
    add,
    choose,
    choose_if_given,
    divide,
    multiply,
    number,
    subtract,
)
from govscore_lib.algebra.limits import Limits
from govscore_lib.rules.base import (
    Clause,
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
from govscore_lib.rules.outcome import flagged
from govscore_lib.rules.rank_parts import (
    Band,
    Clean,
    PlaceTable,
    RankedValue,
    RankedValueEntry,
    Subscore,
)
from govscore_lib.text import Bilingual

_MIRRORED: dict[Ties, Ties] = {"min": "max", "max": "min", "average": "average", "dense": "dense"}
"""How ties share a place counted from the top, so that counted from the bottom they share it as said."""


class Rank(Rule):
    """Points by rank among the regions of the league (按排名计分).

    value : what is ranked, in the direction ``best``. Or sum_of_ranks : several values, each ranked apart in the
    direction ``best`` (or its own); the places are added and the sums ranked again, the lowest first (综合排名).
    A region without one of the values is in none of these rankings. Or subscores : points by rules of their own,
    added up and ranked (分项得分合计后排名).
    clean : a branch that scores without a rank. pool : "branch" ranks only the regions outside that
    branch, "league" ranks all. map : how a place r of n becomes points with the ranked maximum M:
    last_positive M(n − r + 1)/n; last_zero M(n − r)/(n − 1), M when n = 1; min_max M(worst − x)/(worst − best),
    M when all are equal; bands a share of M by r/n; fixed_step M − step(r − 1), at least 0; table the points
    that a table lists place by place.
    places : n is the number of regions ranked, or (with dense ties) the number of distinct places.
    zero_denominator : a value without denominator is missing, or counts as 1 ("one").
    """

    kind: Literal["rank"]
    value: Value | None = None
    sum_of_ranks: tuple[RankedValueEntry, ...] = ()
    subscores: tuple[Subscore, ...] = ()
    best: Direction
    clean: Clean | None = None
    ranked_max: Exact | None = None
    map: Literal["last_positive", "last_zero", "min_max", "bands", "fixed_step", "table"] = (
        "last_positive"
    )
    step: Exact | None = None
    bands: tuple[Band, ...] = ()
    table: PlaceTable | None = None
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
        if (self.map == "table") != (self.table is not None):
            raise ValueError("table goes with map: table, and only with it")
        if self.places == "distinct" and self.ties != "dense":
            raise ValueError("places: distinct needs ties: dense; otherwise places are left out")
        return self

    @model_validator(mode="after")
    def _something_is_ranked(self) -> Self:
        if (self.value is not None) + bool(self.sum_of_ranks) + bool(self.subscores) != 1:
            raise ValueError("exactly one of value, sum_of_ranks and subscores is needed")
        if len(self.sum_of_ranks) == 1:
            raise ValueError("sum_of_ranks needs at least 2 values; one alone is a value")
        if self.sum_of_ranks and self.clean is not None and self.pool == "league":
            raise ValueError(
                "pool: league ranks clean regions by one value; sum_of_ranks has several"
            )
        return self

    @property
    def parts(self) -> tuple[RankedValue, ...]:
        """The values as they are written: one, or those whose ranks are added; none where sub-scores are ranked."""
        return self.sum_of_ranks if self.value is None else (RankedValue(value=self.value),)

    @property
    def first(self) -> Direction:
        """Which end of the ranked value comes first: of a sum of ranks always the lowest."""
        return "lowest" if self.sum_of_ranks else self.best

    @property
    def _empty(self) -> Expr | None:
        """The condition that one of the values has no denominator; None where none divides."""
        found = [zero_denominator(part.value) for part in self.parts]
        conditions = tuple(one for one in found if one is not None)
        return conditions[0] if len(conditions) == 1 else AnyOf(conditions) if conditions else None

    def _with_policy(self, value: Expr) -> Expr:
        empty = zero_denominator(value)
        if self.zero_denominator == "one" and empty is not None:
            return choose(empty, ONE, value)
        return value

    @property
    def ranked_value(self) -> Expr:
        """The value that is ranked, with the policies for a zero denominator and the clean branch."""
        if self.sum_of_ranks:
            return self._sum_of_ranks
        added = [one.points for one in self.lowered_subscores]
        value = reduce(add, added) if self.value is None else self._with_policy(self.value)
        if self.clean is not None and self.pool == "league":
            value = choose(self.clean.when, exactly(self.clean.counts_as), value)
        return value

    @cached_property
    def lowered_subscores(self) -> tuple[Lowered, ...]:
        """The sub-scores as algebra, judged ones with their flag."""
        return tuple(flagged(one.rule, Clause(one.max_points)) for one in self.subscores)

    @property
    def _sum_of_ranks(self) -> Expr:
        values = [self._with_policy(part.value) for part in self.parts]
        complete: list[Expr] = [Given(value) for value in values]
        if self.clean is not None:
            complete.append(Not(self.clean.when))
        among = Every(tuple(complete))
        places: list[Expr] = [
            LeagueRank(value, part.best or self.best, self.ties, among)
            for value, part in zip(values, self.parts, strict=True)
        ]
        return reduce(add, places)

    def lower(self, clause: Clause) -> Lowered:
        most = clause.full if self.ranked_max is None else self.ranked_max
        among = Not(self.clean.when) if self.clean is not None and self.pool == "branch" else None
        value = self.ranked_value
        place = LeagueRank(value, self.first, self.ties, among)
        points = self._mapped(value, place, exactly(most), among)
        flags = tuple(flag for one in self.lowered_subscores for flag in one.flags)
        empty = self._empty
        if empty is not None and self.zero_denominator != "missing":
            flags = (*flags, Flag("empty_ratio", empty))
            if self.zero_denominator == "full":
                points = choose(empty, exactly(most), points)
        if self.clean is not None:
            points = choose(self.clean.when, exactly(self.clean.points), points)
        return Lowered(points, value, flags)

    def least(self, clause: Clause) -> Fraction:
        most = clause.full if self.ranked_max is None else self.ranked_max
        other = [most * band.share for band in self.bands]
        if self.clean is not None:
            other.append(self.clean.points)
        if self.table is not None:
            other += [*self.table.listed(most), self.table.rest(most)]
        return min(Fraction(0), most, *other)

    def judged_ranges(self, clause: Clause) -> dict[str, Limits]:
        ranges = [one.rule.judged_ranges(Clause(one.max_points)) for one in self.subscores]
        return {name: limits for one in ranges for name, limits in one.items()}

    def _mapped(self, value: Expr, place: LeagueRank, most: Number, among: Expr | None) -> Expr:
        if self.map == "min_max":
            worst = LeagueFigure(self._worst, value, among)
            best = LeagueFigure(self.first, value, among)
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
        if self.table is not None:
            return self._by_table(self.table, place, most.value)
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

    def _by_table(self, table: PlaceTable, place: LeagueRank, most: Fraction) -> Expr:
        last: Expr = LeagueFigure("count", place.value, place.among)
        if self.ties == "dense":
            last = LeagueFigure("highest", place, place.among)
        from_below = replace(place, ties=_MIRRORED[self.ties])
        branches = tuple(
            (
                Compare("<=", place, number(listed))
                if table.end == "top"
                else Compare(">=", from_below, _less(last, listed - 1)),
                exactly(points),
            )
            for listed, points in enumerate(table.listed(most), start=1)
        )
        return Cases(branches, exactly(table.rest(most)))

    @property
    def _worst(self) -> Direction:
        return "highest" if self.first == "lowest" else "lowest"

    def describe(self, clause: Clause) -> Bilingual:
        most = told(clause.full if self.ranked_max is None else self.ranked_max)
        step = told(self.step) if self.step is not None else ""
        zh, en = {
            "last_positive": (f"得 {most} ×（n − 名次 + 1）÷ n（n 为参排地区数）", f"{most} × (n − rank + 1) ÷ n (n regions ranked)"),
            "last_zero": (f"得 {most} ×（n − 名次）÷（n − 1）（n 为参排地区数）", f"{most} × (n − rank) ÷ (n − 1) (n regions ranked)"),
            "min_max": (f"得 {most} ×（最差值 − 本值）÷（最差值 − 最好值）", f"{most} × (worst − value) ÷ (worst − best)"),
            "bands": (f"按名次分段得 {most} 分的一定比例", f"a share of {most} by band of places"),
            "fixed_step": (f"第一名得 {most} 分，每降一名减 {step} 分", f"{most} for the first, {step} less per place"),
            "table": ("", "") if self.table is None else self._table_told(self.table, clause),
        }[self.map]  # fmt: skip
        by_zh, by_en = self._ordered(clause)
        clean_zh = clean_en = ""
        if self.clean is not None:
            points = told(self.clean.points)
            who_zh, who_en = (
                ("其余地区", "the others")
                if self.pool == "branch"
                else ("全部地区参排，其余", "all are ranked; the others")
            )
            clean_zh = f"{clause.say_before(self.clean.when)}的得 {points} 分；{who_zh}"
            clean_en = f"{points_en(self.clean.points)} where {clause.say(self.clean.when, 'en')}; {who_en} "
        return Bilingual(
            zh=f"{clean_zh}按{by_zh}排名，{zh}。",
            en=f"{clean_en}by rank of {by_en}: {en}.",
        )

    def _table_told(self, table: PlaceTable, clause: Clause) -> tuple[str, str]:
        most = clause.full if self.ranked_max is None else self.ranked_max
        listed = [told(one) for one in table.listed(most)]
        rest = told(table.rest(most))
        zh_end, en_end = ("", "from the top") if table.end == "top" else ("倒数", "from the bottom")
        first, last = f"{zh_end}第 1 名", f"{zh_end}第 {len(listed)} 名"
        places = first if len(listed) == 1 else f"{first}至{last}依次"
        return (
            f"{places}得 {'、'.join(listed)} 分，其余得 {rest} 分",
            f"{', '.join(listed)} for the places {en_end}, {rest} for all others",
        )

    def _ordered(self, clause: Clause) -> tuple[str, str]:
        """Return what is ranked and from which end, in Chinese and English."""
        zh, en = [], []
        if self.subscores:
            return self._subscores_told(clause)
        for part in self.parts:
            lowest = (part.best or self.best) == "lowest"
            zh.append(f"{clause.say(part.value, 'zh')}{'由低到高' if lowest else '由高到低'}")
            en.append(f"{clause.say(part.value, 'en')}, {'lowest' if lowest else 'highest'} first")
        if not self.sum_of_ranks:
            return zh[0], en[0]
        return (
            f"{'、'.join(zh)}分别排名，名次相加，再按名次之和由低到高",
            f"the sum of ranks, lowest first ({'; '.join(en)})",
        )

    def _subscores_told(self, clause: Clause) -> tuple[str, str]:
        zh, en = [], []
        for one in self.subscores:
            said = one.rule.describe(replace(clause, max_points=one.max_points))
            name_zh, name_en = (
                ("", "") if one.name is None else (f"{one.name.zh}：", f"{one.name.en}: ")
            )
            zh.append(f"{name_zh}{said.zh.rstrip('。')}")
            en.append(f"{name_en}{said.en.rstrip('.')}")
        lowest = self.best == "lowest"
        return (
            f"分项得分合计{'由低到高' if lowest else '由高到低'}（{'；'.join(zh)}）",
            f"the sum of sub-scores, {'lowest' if lowest else 'highest'} first ({'; '.join(en)})",
        )


def _less(size: Expr, places: int) -> Expr:
    return subtract(size, number(places)) if places else size
