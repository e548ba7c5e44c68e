"""How firm a ranking is, as lines to read and as files."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import polars as pl

from govscore_lib.engine.output import plain_csv
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.files import write_beside
from govscore_lib.points import plain
from govscore_lib.text import aligned, share_text
from govscore_lib.whatif.margins.stability import Interval, Stability, stability
from govscore_lib.whatif.margins.targets import Target
from govscore_lib.whatif.readings.combinations import combinations
from govscore_lib.whatif.readings.combined import Combinations
from govscore_lib.whatif.weightings.board import Over
from govscore_lib.whatif.weightings.robustness import DRAWS, UNDECIDED, How, Robustness, robustness
from govscore_lib.whatif.weightings.sensitivity import SEPARATES_NOBODY, effective_weights, twins

TIGHTEST = 5
"""So many criteria are named whose points have the least room."""
SHOWN = 4
"""Decimals of the ends of an interval; they are cut towards the inside, so that what is printed is safe."""

KEPT: dict[Target, tuple[str, str]] = {
    "ranking": ("全部名次不变", "The ranking stays"),
    "first": ("首位不变", "The first place stays"),
    "top_three": ("前三名不变", "The top three stay"),
    "awards": ("奖项不变", "The prizes stay"),
}


@dataclass(frozen=True)
class Report:
    """Random weights, exact intervals and other readings of one scorecard.

    stability : None where totals do not follow points in straight lines. combined : readings, tie rules and
    rounding in combination; None where they were not asked for.
    """

    card: Scorecard
    robustness: Robustness
    stability: Stability | None
    combined: Combinations | None

    @cached_property
    def effective(self) -> pl.DataFrame:
        """Nominal beside effective weights; see ``effective_weights``."""
        return effective_weights(self.card)

    @cached_property
    def twins(self) -> pl.DataFrame:
        """Pairs of criteria that say nearly the same; see ``twins``."""
        return twins(self.card)

    def to_text(self, language: str = "zh") -> str:
        """Return a table of places and what decides them, in ``"zh"`` or ``"en"``."""
        en = language == "en"
        return "\n".join([*self._head(en), aligned(self._table(en)), *self._intervals(en), *self._criteria(en)])  # fmt: skip

    def _head(self, en: bool) -> Iterator[str]:
        record = self.robustness.record
        title = self.card.rubric.title.in_language("en" if en else "zh")
        how = _how(str(record["weights"]), en)
        if en:
            yield f"{title}: {record['draws']:,} random weightings of {record['over']}, {how}, seed {record['seed']}"
        else:
            over = "各类" if record["over"] == "categories" else "各项"
            yield f"{title}：{over}随机赋权 {record['draws']:,} 组，{how}，种子 {record['seed']}"
        if self.combined is not None:
            found = self.combined
            yield (
                f"{found.draws:,} random combinations of {len(found.factors)} readings and ranking rules, seed {found.seed}"
                if en
                else f"读法与排名规则 {len(found.factors)} 项随机组合 {found.draws:,} 组，种子 {found.seed}"
            )

    def _table(self, en: bool) -> list[list[str]]:
        head = (
            ["rank", "region", "best–worst", "90%", "median", "keeps its rank", "first"]
            if en
            else ["名次", "地区", "最好–最差", "90% 区间", "中位", "名次不变", "居首"]
        )
        shares, one_by_one, combined = self._prizes(en), self._readings(), self._combined()
        if shares:
            head += list(next(iter(shares.values())))
        if one_by_one:
            head.append("one other reading" if en else "换一种读法")
        if combined:
            head.append("readings combined" if en else "读法任意组合")
        rows = [head]
        for row in self.robustness.ranks.iter_rows(named=True):
            region = row["region_id"]
            cells = [
                f"{row['rank']:g}",
                row["region_en" if en else "region_zh"],
                f"{row['best']:g}–{row['worst']:g}",
                f"{row['low']:g}–{row['high']:g}",
                f"{row['median']:g}",
                share_text(row["kept"]),
                share_text(row["first"]),
                *(share_text(one) for one in shares.get(region, {}).values()),
            ]
            cells += [found.get(region, "") for found in (one_by_one, combined) if found]
            rows.append(cells)
        return rows

    def _prizes(self, en: bool) -> dict[str, dict[str, float]]:
        """Return region → name of the prize → share of the draws; empty where the rubric has none."""
        awards = self.card.rubric.awards
        if awards is None or self.robustness.awarded is None:
            return {}
        names = {one.id: one.name.in_language("en" if en else "zh") for one in awards.prizes}
        names[UNDECIDED] = "to be decided" if en else "待定"
        return {
            row["region_id"]: {word: row[name] for name, word in names.items()}
            for row in self.robustness.prizes.iter_rows(named=True)
        }

    def _readings(self) -> dict[str, str]:
        """Return region → best and worst place over all single other readings; empty where there are none."""
        if self.card.readings.is_empty():
            return {}
        columns = self.card.spread.select("region_id", "best_rank", "worst_rank")
        return {region: f"{best:g}–{worst:g}" for region, best, worst in columns.iter_rows()}

    def _combined(self) -> dict[str, str]:
        if self.combined is None:
            return {}
        columns = self.combined.table.select("region_id", "best", "worst")
        return {region: f"{best:g}–{worst:g}" for region, best, worst in columns.iter_rows()}

    def _intervals(self, en: bool) -> Iterator[str]:
        """Yield the criteria whose points have the least room, those of the whole ranking first."""
        if self.stability is None:
            return
        for target, (zh, english) in KEPT.items():
            mine = [one for one in self.stability.intervals if one.target == target]
            roomy = sorted(
                ((room, one) for one in mine if (room := one.room) is not None),
                key=lambda pair: pair[0],
            )
            if not mine:
                continue
            yield ""
            if not roomy:
                yield (
                    f"{english} whatever one criterion is worth."
                    if en
                    else f"单独改变任何一项的分值，{zh}。"
                )
                continue
            yield (
                f"{english} while points lie between (the others held):"
                if en
                else f"其余各项分值不变，下列一项的分值在区间内，{zh}："
            )
            for _, one in roomy[: TIGHTEST if target == "ranking" else 1]:
                yield self._interval(one, en)

    def _interval(self, interval: Interval, en: bool) -> str:
        lever = interval.lever
        low = "0" if interval.low.points is None else _cut(interval.low.points, math.ceil)
        high = "∞" if interval.high.points is None else _cut(interval.high.points, math.floor)
        ends = [one for one in (interval.low, interval.high) if one.between and one.points is not None]  # fmt: skip
        near = min(ends, key=lambda one: abs((one.points or 0) - lever.points))
        regions = [self.card.region(one).name("en" if en else "zh") for one in near.between]
        meeting = (" and " if en else "与").join(regions)
        name = lever.name.in_language("en" if en else "zh")
        free = ("no room" if en else "无余地") if low == high else f"[{low}, {high}]"
        return f"  {lever.id} {name}: {plain(lever.points)} {free}  {meeting}"

    def _criteria(self, en: bool) -> Iterator[str]:
        """Yield the criteria that separate nobody, and the pairs that say the same."""
        idle = self.effective.filter(pl.col("remark") == SEPARATES_NOBODY)["id"].to_list()
        if idle:
            yield ""
            yield (
                f"Separate nobody: {', '.join(idle)}"
                if en
                else f"未能区分任何地区：{'、'.join(idle)}"
            )
        if not self.twins.is_empty():
            pairs = [f"{a}–{b}" for a, b in self.twins.select("id", "other_id").iter_rows()]
            yield ""
            yield (
                f"Say nearly the same: {', '.join(pairs)}"
                if en
                else f"几乎同升同降：{'、'.join(pairs)}"
            )

    def write(self, folder: Path) -> None:
        """Write every table as CSV into ``folder``, and how everything was drawn as record.json."""
        found = self.robustness
        tables = {
            "ranks.csv": found.ranks,
            "acceptability.csv": found.acceptability_table,
            "effective_weights.csv": self.effective,
            "twins.csv": self.twins,
        }
        if found.wins is not None:
            tables["winning.csv"] = found.winning
        if found.awarded is not None:
            tables["prizes.csv"] = found.prizes
        if self.stability is not None:
            tables["stability.csv"] = self.stability.table
        if not self.card.readings.is_empty():
            tables["readings.csv"] = self.card.spread
        record = {"weights": dict(found.record)}
        if self.combined is not None:
            tables["combinations.csv"] = self.combined.table
            tables["influence.csv"] = self.combined.influence
            record["combinations"] = dict(self.combined.record)
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in tables.items():
            write_beside(folder / name, plain_csv(_short(table)))
        write_beside(
            folder / "record.json", json.dumps(record, ensure_ascii=False, indent=1) + "\n"
        )


def report_robustness(
    card: Scorecard,
    weights: How = "uniform",
    *,
    over: Over = "criteria",
    margin: float = 0.2,
    draws: int = DRAWS,
    combined: int = 1000,
    seed: int = 0,
) -> Report:
    """Return how firm a ranking is: random weights, exact intervals, other readings.

    combined : number of random combinations of readings and ranking rules, 0 leaves them out. The other
    arguments are those of ``robustness``; the intervals are of single criteria, the others held.
    """
    found = robustness(card, weights, over=over, margin=margin, draws=draws, seed=seed)
    straight = None if found.board.scales else stability(card)
    together = combinations(card, draws=combined, seed=seed) if combined and card.rubric.origin else None  # fmt: skip
    return Report(card, found, straight, together)


def _short(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table whose floating-point figures have nine decimals at most."""
    return table.with_columns(pl.col(pl.Float64).round(9))


def _cut(points: Fraction, towards: Callable[[Fraction], int]) -> str:
    whole = towards(points * 10**SHOWN)
    return plain(Fraction(whole, 10**SHOWN))


def _how(weights: str, en: bool) -> str:
    if en:
        return weights
    words = {"uniform": "均匀分布", "uniform within bounds": "在给定区间内均匀分布"}
    return words.get(weights, "围绕原分值")
