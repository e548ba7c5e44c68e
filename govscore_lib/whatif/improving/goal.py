"""The cheapest plan for an aim, as it is told: what to change, what comes of it, who moves, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

import polars as pl

from govscore_lib.engine.explaining.outlooks import Change, gained
from govscore_lib.engine.ledger import shown
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import listed
from govscore_lib.glance import Head, glance, paired
from govscore_lib.points import plain
from govscore_lib.rubric.league import Region
from govscore_lib.text import Bilingual, counted
from govscore_lib.whatif.scenarios.comparison import Comparison
from govscore_lib.whatif.scenarios.scenario import Scenario

Status = Literal["reached", "already", "impossible", "not_found"]
"""A plan was found; nothing has to change; nothing the figures can become is enough; none was found as far as
the search went."""

MOST_NAMED = 5
"""So many metrics without a value are named."""


@dataclass(frozen=True)
class GoalStep:
    """Figures that change together, what that costs, and what it brings under each criterion."""

    changes: tuple[Change, ...]
    cost: Fraction
    gains: Mapping[str, Decimal]

    @property
    def gain(self) -> Decimal:
        """Points gained before caps, all criteria together."""
        return sum(self.gains.values(), Decimal(0))

    def in_words(self, language: str = "zh") -> str:
        """Return what changes and what it brings: ``cases lost 3 → 1: 1.02 +0.36``."""
        colon = ": " if language == "en" else "："
        return f"{self.what(language)}{colon}{self.brings(language)}"

    def what(self, language: str = "zh") -> str:
        """Return what changes: ``cases lost 3 → 1``."""
        joint = " and " if language == "en" else "，"
        return joint.join(one.in_words(language) for one in self.changes)

    def brings(self, language: str = "zh") -> str:
        """Return what it brings under each criterion: ``1.02 +0.36``."""
        joint = ", " if language == "en" else "、"
        return joint.join(f"{name} {gained(one)}" for name, one in self.gains.items())


@dataclass(frozen=True)
class Goal:
    """What it takes at least to reach an aim.

    steps : what has to change, the dearest last. cost : of all of them; bound : nothing that costs less
    reaches the aim, so the plan is proved to be the cheapest where both are the same. None where there is no
    plan, or no bound since there can be none. comparison : the plan carried out beside the run. furthest :
    where there is no plan, total and rank with everything that helps; as they are where nothing has to change.
    left_out : metrics that could not be planned with since their values are missing or in doubt. why_not : why
    nothing can help, where that is known.
    """

    card: Scorecard
    region: Region
    aim: Bilingual
    status: Status
    steps: tuple[GoalStep, ...] = ()
    cost: Fraction | None = None
    bound: Fraction | None = None
    comparison: Comparison | None = None
    furthest: tuple[Decimal, float] | None = None
    left_out: tuple[str, ...] = ()
    why_not: Bilingual | None = None

    @property
    def is_proved(self) -> bool:
        """Whether nothing cheaper exists, or nothing at all."""
        return self.cost == self.bound if self.status == "reached" else self.status != "not_found"

    @property
    def scenario(self) -> Scenario:
        """The plan as a scenario."""
        return scenario_of(self.card, self.region, self.aim, self.steps)

    @cached_property
    def score(self) -> Mapping[str, Any]:
        """The region's row of the comparison: total, rank and prize before and after; empty without a plan."""
        if self.comparison is None:
            return {}
        return self.comparison.regions.filter(pl.col("region_id") == self.region.id).row(0, named=True)  # fmt: skip

    @cached_property
    def overtaken(self) -> pl.DataFrame:
        """The regions that stood above or level and now stand below, as rows of the comparison."""
        return self._others(
            (pl.col("rank_before") <= self.score.get("rank_before"))
            & (pl.col("rank_after") > self.score.get("rank_after"))
        )

    @cached_property
    def losers(self) -> pl.DataFrame:
        """The other regions whose totals change, as rows of the comparison."""
        return self._others(pl.col("total_change") != 0)

    def _others(self, condition: pl.Expr) -> pl.DataFrame:
        if self.comparison is None:
            return pl.DataFrame()
        other = pl.col("region_id") != self.region.id
        return self.comparison.regions.filter(other).filter(condition)

    @property
    def table(self) -> pl.DataFrame:
        """One row per figure that changes: step, metric_id, name_zh, name_en, before, after, cost of the step."""
        rows = [
            (number, one.metric_id, one.name.zh, one.name.en, one.before, one.after, plain(step.cost))
            for number, step in enumerate(self.steps, start=1)
            for one in step.changes
        ]  # fmt: skip
        names = ("step", "metric_id", "name_zh", "name_en", "before", "after", "cost")
        types = [pl.Int64, *[pl.String] * 6]
        return pl.DataFrame(rows, schema=dict(zip(names, types, strict=True)), orient="row")

    def head(self, language: str = "zh") -> str:
        """Return the outcome in one sentence."""
        en = language == "en"
        outcome = self._outcome()[en]
        name, aim = self.region.name(language), self.aim.in_language(language)
        return f"{name}, {aim}: {outcome}" if en else f"{name}{aim}：{outcome}"

    def _outcome(self) -> tuple[str, str]:
        cost, steps = _number(self.cost), len(self.steps)
        return {
            "already": ("现已达到", "reached already"),
            "reached": (
                f"{steps} 步，成本 {cost}",
                f"{counted(steps, 'step')}, cost {cost}",
            ),
            "impossible": ("无法达到", "out of reach"),
            "not_found": ("未找到办法", "no plan found"),
        }[self.status]

    def certainty(self, language: str = "zh") -> str:
        """Return how sure the answer is; without a plan, what can be reached instead."""
        en = language == "en"
        cost, bound = _number(self.cost), _number(self.bound)
        said: list[tuple[str, str]] = []
        if self.why_not is not None:
            said.append((self.why_not.zh, self.why_not.en))
        elif self.furthest is not None:
            total, rank = shown(self.furthest[0]), f"{self.furthest[1]:g}"
            when = ("现", "now") if self.status == "already" else ("各项都做到最好", "with everything that helps")  # fmt: skip
            said.append((f"{when[0]}：总分 {total}，第 {rank} 名", f"{when[1]}: total {total}, rank {rank}"))  # fmt: skip
        if self.status in ("reached", "not_found"):
            said.append((f"成本低于 {bound} 的办法都不够", f"nothing below cost {bound} is enough"))
        if self.status == "reached" and not self.is_proved:
            said.append(
                (
                    f"搜索有上限，成本 {bound} 至 {cost} 之间可能还有更省的",
                    f"the search was cut: between {bound} and {cost} there may be something cheaper",
                )
            )
        if self.status == "not_found":
            said.append(("搜索有上限，未能排除更贵的办法", "the search was cut: dearer plans may exist"))  # fmt: skip
        return ("; " if en else "；").join(one[en] for one in said)

    def outcome_lines(self, language: str = "zh") -> list[str]:
        """Return total and rank with the plan, who is overtaken and whose points change."""
        if not self.score:
            return []
        en = language == "en"
        joint, column = (", ", "region_en") if en else ("、", "region_zh")
        row = self.score
        ranks = f"{row['rank_before']:g} → {row['rank_after']:g}"
        total = f"{shown(row['total_before'])} → {shown(row['total_after'])} ({gained(row['total_change'])})"  # fmt: skip
        found = [f"total {total}, rank {ranks}" if en else f"总分 {total}，名次 {ranks}"]
        if self.overtaken.height:
            names = joint.join(self.overtaken[column])
            found.append(f"overtaken: {names}" if en else f"超过：{names}")
        if self.losers.height:
            rows = self.losers.iter_rows(named=True)
            told = joint.join(f"{one[column]} {gained(one['total_change'])}" for one in rows)
            found.append(f"points of others: {told}" if en else f"其他地区得分变化：{told}")
        return found

    def without_values(self, language: str = "zh") -> str:
        """Return the metrics that could not be planned with, in one line; empty where there are none."""
        if not self.left_out:
            return ""
        en = language == "en"
        metrics = self.card.rubric.metrics
        names = [metrics[name].name.in_language(language) for name in self.left_out]
        if en:
            return f"not planned with, values missing or in doubt: {listed(names, MOST_NAMED)}"
        more = "" if len(names) <= MOST_NAMED else f"等 {len(names)} 项"
        return f"缺值或存疑，未纳入：{'、'.join(names[:MOST_NAMED])}{more}"

    def lines(self, language: str = "zh") -> list[str]:
        """Return one line a step, then what comes of it, who moves, and how sure it is."""
        price = "cost" if language == "en" else "成本"
        steps = [f"{one.in_words(language)}  [{price} {_number(one.cost)}]" for one in self.steps]
        return [*steps, *self._closing(language)]

    def _closing(self, language: str) -> list[str]:
        last = (self.certainty(language), self.without_values(language))
        return [*self.outcome_lines(language), *filter(None, last)]

    def to_text(self, language: str = "zh") -> str:
        """Return the goal as plain lines."""
        return "\n".join([self.head(language), *(f"  {line}" for line in self.lines(language))])

    def _repr_html_(self) -> str:
        heads = (
            Head(Bilingual(zh="改动", en="Change")),
            Head(Bilingual(zh="条款得分", en="Points by criterion")),
            Head(Bilingual(zh="成本", en="Cost"), figure=True),
        )
        rows = [
            (
                Bilingual(zh=one.what("zh"), en=one.what("en")),
                Bilingual(zh=one.brings("zh"), en=one.brings("en")),
                _number(one.cost),
            )
            for one in self.steps
        ]
        title = Bilingual(zh=self.head("zh"), en=self.head("en"))
        return glance(title, heads, rows, below=paired(self._closing("zh"), self._closing("en")))

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Goal: {self.head('en')}>"


def _number(value: Fraction | None) -> str:
    return "" if value is None else plain(value)


def scenario_of(
    card: Scorecard, region: Region, aim: Bilingual, steps: Sequence[GoalStep]
) -> Scenario:
    """Return the steps of a plan as a scenario."""
    name = Bilingual(zh=f"{region.name_zh}{aim.zh}", en=f"{region.name('en')}: {aim.en}")
    scenario = Scenario(name, rubric=card.rubric.id)
    for step in steps:
        for change in step.changes:
            scenario = scenario.figure(region.id, change.metric_id, change.after)
    return scenario
