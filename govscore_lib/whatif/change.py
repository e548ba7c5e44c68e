"""What became of a region since the period before: the change of its points, split into rule, performance and peers.

The way from then to now is gone in three steps, each scored by the engine: the old figures under the new rule; the
region's own new figures among the others' old ones; the others' new figures. What each step adds is the part of
the rule, of the region's performance and of its peers, and they add up to the change to the last digit. The order
is part of the answer: rule first, since only figures under one rule can be compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from govscore_lib.algebra.expr import (
    Day,
    InPeriod,
    PreviousPeriod,
    is_league_relative,
    names,
    walk,
)
from govscore_lib.engine.cells import cell_at
from govscore_lib.engine.explaining.outlooks import gained
from govscore_lib.engine.explaining.worlds import Worlds
from govscore_lib.engine.run import rescore, score
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError
from govscore_lib.glance import Head, glance
from govscore_lib.points import to_decimal
from govscore_lib.rubric.frame import values_of
from govscore_lib.rubric.model import Criterion, Rubric
from govscore_lib.tables import POINTS
from govscore_lib.text import Bilingual, counted

ZERO = Decimal(0)
PARTS = ("rule", "performance", "peers", "unsplit")
WORDS = {
    "rule": Bilingual(zh="规则", en="rule"),
    "performance": Bilingual(zh="自身", en="performance"),
    "peers": Bilingual(zh="他人", en="peers"),
    "unsplit": Bilingual(zh="不可拆分", en="not split"),
    "caps": Bilingual(zh="封顶等", en="caps"),
}
CRITERIA: dict[str, Any] = {
    "region_id": pl.String,
    "criterion_id": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "before": POINTS,
    "after": POINTS,
    "change": POINTS,
    **dict.fromkeys(PARTS, POINTS),
    "why_zh": pl.String,
    "why_en": pl.String,
}
REGIONS: dict[str, Any] = {
    "region_id": pl.String,
    "region_zh": pl.String,
    "region_en": pl.String,
    "before": POINTS,
    "after": POINTS,
    "change": POINTS,
    **dict.fromkeys((*PARTS, "caps"), POINTS),
    "rank_before": pl.Float64,
    "rank_after": pl.Float64,
}
HOW = Bilingual(
    zh="先按本期规则重算上期数据（规则），再换入本地区本期数据（自身），最后换入其他地区本期数据（他人）；各部分之和等于变化。",
    en="The old figures under the new rule (rule), then the region's own new figures (performance), "
    "then those of the others (peers); the parts add up to the change.",
)
NEW = Bilingual(zh="上期没有这一条", en="the clause is new")
GONE = Bilingual(zh="本期没有这一条", en="the clause is gone")
MISSING = Bilingual(zh="有一期缺数据", en="a figure of one period is missing")
DATED = Bilingual(
    zh="按日期计分，上期日期不能按本期规则比",
    en="scored by dates, which the new rule does not meet",
)


@dataclass(frozen=True)
class ChangeSplit:
    """The change of every region's points since the period before.

    criteria : one row per region of both runs and criterion of either: points before and after (null where not
    scored, which counts as 0), the change, and its parts, which add up to it. unsplit : what cannot be told
    apart, with the reason: a new clause or one that is gone, a figure that is missing, a rule about days.
    """

    before: Scorecard
    after: Scorecard
    criteria: pl.DataFrame

    @cached_property
    def regions(self) -> pl.DataFrame:
        """One row per region with a total in both runs, best place now first.

        caps : what caps, floors, scaling and facts that set a total add more than before. The parts add up to
        the change of the total.
        """
        old = {row["region_id"]: row for row in self.before.scores.iter_rows(named=True)}
        sums = self.criteria.group_by("region_id").agg(pl.col("change", *PARTS).sum())
        parts = {row["region_id"]: row for row in sums.iter_rows(named=True)}
        rows = []
        for now in self.after.scores.iter_rows(named=True):
            was = old.get(now["region_id"])
            told = now["region_id"] in parts
            if was is None or was["total"] is None or now["total"] is None or not told:
                continue
            mine, change = parts[now["region_id"]], now["total"] - was["total"]
            rows.append(
                {
                    **{key: now[key] for key in ("region_id", "region_zh", "region_en")},
                    "before": was["total"],
                    "after": now["total"],
                    "change": change,
                    **{part: mine[part] for part in PARTS},
                    "caps": change - mine["change"],
                    "rank_before": was["rank"],
                    "rank_after": now["rank"],
                }
            )
        return pl.DataFrame(rows, schema=REGIONS, orient="row")

    def of(self, region: str) -> pl.DataFrame:
        """Return the rows of one region whose points change, the largest change first."""
        found = self.after.region(region).id
        mine = self.criteria.filter((pl.col("region_id") == found) & (pl.col("change") != 0))
        return mine.sort(pl.col("change").cast(pl.Float64).abs(), descending=True, maintain_order=True)  # fmt: skip

    def lines(self, language: str = "zh") -> list[str]:
        """Return one line a region: the change of the total and its parts, those that are 0 left out.

        Regions of which nothing changed are counted in the last line.
        """
        joint, left, right = (", ", " (", ")") if language == "en" else ("，", "（", "）")
        found, same = [], 0
        for row in self.regions.iter_rows(named=True):
            if not any(row[part] for part in ("change", *PARTS, "caps")):
                same += 1
                continue
            told = [
                f"{WORDS[part].in_language(language)} {gained(row[part])}"
                for part in (*PARTS, "caps")
                if row[part]
            ]
            why = f"{left}{joint.join(told)}{right}"
            found.append(f"{row[f'region_{language}']} {points_gained(row['change'])}{why}")
        if same:
            found.append(
                f"unchanged: {counted(same, 'region')}"
                if language == "en"
                else f"不变：{same} 个地区"
            )
        return found

    def region_lines(self, region: str, language: str = "zh") -> list[str]:
        """Return one line a criterion under which a region's points change, the largest change first."""
        joint, left, right = (", ", " (", ")") if language == "en" else ("，", "（", "）")
        found = []
        for row in self.of(region).iter_rows(named=True):
            told = [f"{WORDS[part].in_language(language)} {gained(row[part])}" for part in PARTS if row[part]]  # fmt: skip
            told += [row[f"why_{language}"]] if row[f"why_{language}"] else []
            name = f"{row['criterion_id']} {row[f'name_{language}']}"
            found.append(f"{name} {gained(row['change'])}{left}{joint.join(told)}{right}")
        return found

    def head(self, language: str = "zh") -> str:
        """Return what is told: of the total, and between which periods."""
        periods = " → ".join(card.rubric.period.label for card in (self.before, self.after))
        return f"change of the total, {periods}" if language == "en" else f"总分变化（{periods}）"

    def to_text(self, language: str = "zh", region: str | None = None) -> str:
        """Return the split of every region's total, or of one region's criteria, as plain lines."""
        head = self.head(language)
        if region is None:
            return "\n".join([head, *(f"  {line}" for line in self.lines(language))])
        none = "no change" if language == "en" else "没有变化"
        rows = self.region_lines(region, language) or [none]
        name = self.after.region(region).name(language)
        return "\n".join([f"{name} · {head}", *(f"  {line}" for line in rows)])

    def _repr_html_(self) -> str:
        used = used_parts(self.regions, (*PARTS, "caps"))
        heads = [
            Head(Bilingual(zh="地区", en="Region")),
            Head(Bilingual(zh="名次", en="Rank"), figure=True),
            Head(Bilingual(zh="变化", en="Change"), figure=True),
            *(Head(WORDS[part], figure=True) for part in used),
        ]
        rows: list[tuple[str | Bilingual, ...]] = [
            (
                Bilingual(zh=row["region_zh"], en=row["region_en"]),
                places(row["rank_before"], row["rank_after"]),
                *(points_gained(row[part]) for part in ("change", *used)),
            )
            for row in self.regions.iter_rows(named=True)
        ]
        title = Bilingual(zh=self.head("zh"), en=self.head("en"))
        return glance(title, heads, rows, below=[HOW])

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<ChangeSplit: {self.head('en')}, {self.regions.height} regions>"


def used_parts(rows: pl.DataFrame, parts: Sequence[str]) -> list[str]:
    """Return the parts that are anything but 0 in some row."""
    return [part for part in parts if (rows[part] != 0).any()]


def points_gained(points: Decimal) -> str:
    """Return a part of a change: its sign and points; ``0`` where it is nothing."""
    return gained(points) if points else "0"


def places(before: float | None, after: float | None) -> str:
    """Return the rank before and now, once where it stayed; a dash where there was none."""
    was, now = ("—" if one is None else f"{one:g}" for one in (before, after))
    return now if was == now else f"{was} → {now}"


def change_split(before: Scorecard, after: Scorecard, region: str | None = None) -> ChangeSplit:
    """Return how every region's points changed between two runs, split into rule, performance and peers.

    before, after : scorecards of two periods, under the same rubric or a later form of it; criteria and metrics
    are the same where their ids are. region : only this one, by code, name or alias. Raises UsageError where
    the runs have no region or no criterion in common.
    """
    shared = [one.id for one in after.regions if any(one.id == was.id for was in before.regions)]
    criteria = [one for one in after.rubric.criteria if one in before.rubric.criteria]
    if not shared or not criteria:
        lacking = "criterion" if shared else "region"
        raise UsageError(f"the two runs have no {lacking} in common.")
    if region is not None:
        asked = after.region(region)
        if asked.id not in shared:
            raise UsageError(f"{asked.id} {asked.name_zh} is in only one of the two runs.")
        shared = [asked.id]
    rows = list(_Steps(before, after, shared).rows())
    return ChangeSplit(before, after, pl.DataFrame(rows, schema=CRITERIA, orient="row"))


class _Steps:
    def __init__(self, before: Scorecard, after: Scorecard, shared: list[str]) -> None:
        self.before = before
        self.after = after
        self.shared = shared
        self.between = _under(before, after)
        self._moved: dict[str, Scorecard] = {}

    def rows(self) -> Iterator[tuple[Any, ...]]:
        rubrics = (self.before.rubric, self.after.rubric)
        for name in dict.fromkeys((*rubrics[1].criteria, *rubrics[0].criteria)):
            was = self.before.points_of(name) if name in rubrics[0].criteria else {}
            now = self.after.points_of(name) if name in rubrics[1].criteria else {}
            criterion = (rubrics[1] if now else rubrics[0]).criteria[name]
            for region in self.shared:
                old, new = was.get(region), now.get(region)
                change = (new or ZERO) - (old or ZERO)
                why = self._why_not(criterion, was, now, region)
                parts = (ZERO, ZERO, ZERO, change) if why else self._parts(criterion, region, old, new)  # fmt: skip
                if parts is None:
                    why, parts = MISSING, (ZERO, ZERO, ZERO, change)
                words = (why.zh, why.en) if why and change else ("", "")
                yield region, name, criterion.name.zh, criterion.name.en, old, new, change, *parts, *words  # fmt: skip

    def _why_not(
        self, criterion: Criterion, was: dict[str, Any], now: dict[str, Any], region: str
    ) -> Bilingual | None:
        if not was or not now:
            return GONE if was else NEW
        if was[region] is None or now[region] is None:
            return MISSING
        return DATED if _is_dated(self.after.rubric, criterion) else None

    def _parts(
        self, criterion: Criterion, region: str, old: Decimal | None, new: Decimal | None
    ) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
        """Return rule, performance, peers and nothing; None where a step in between has no points."""
        ruled = self.between.points_of(criterion.id)[region]
        own = new
        if is_league_relative(criterion.lowered.points):
            own = self._alone(criterion, region)
        if old is None or new is None or ruled is None or own is None:
            return None
        return ruled - old, own - ruled, new - own, ZERO

    def _alone(self, criterion: Criterion, region: str) -> Decimal | None:
        """Return the points with the region's own new figures among the others' old ones."""
        if self._changed_league(region):
            return self._among_others(region).points_of(criterion.id)[region]
        row, columns = self.after.row(region), self.after.scoring.frame.columns
        changes = {name: cell_at(columns[name], row) for name in criterion.metrics}
        worlds = Worlds(self.between.scoring, self.between.row(region), [changes])
        units, known = worlds.points(criterion)
        return to_decimal(int(units[0])) if known[0] else None

    def _changed_league(self, region: str) -> bool:
        """Whether the region is compared with others than before, so that whole leagues have to be counted anew."""
        split = self.after.rubric.split_by
        if split is None:
            return False
        cells = [cell_at(card.scoring.frame.columns[split], card.row(region)) for card in (self.between, self.after)]  # fmt: skip
        return cells[0] != cells[1]

    def _among_others(self, region: str) -> Scorecard:
        """Return the old figures scored with all new ones of one region."""
        if region not in self._moved:
            own = {key: text for key, text in values_of(self.after.observations).items() if key[0] == region}  # fmt: skip
            self._moved[region] = rescore(self.between, self.after.rubric, supposed=own)
        return self._moved[region]


def _under(before: Scorecard, after: Scorecard) -> Scorecard:
    """Return the figures of the run before, scored under the rubric of the one after."""
    rubric = after.rubric
    rows: list[tuple[str, str | None, str | None]] = [
        (region, metric, value if _is_known(rubric, metric, value) else None)
        for (region, metric), value in values_of(before.observations).items()
        if metric in rubric.metrics and any(region == one.id for one in after.league.regions)
    ]
    rows += [(region.id, None, None) for region in after.league.regions]
    frame = pl.DataFrame(rows, schema=["region_id", "metric_id", "value"], orient="row").cast(pl.String)  # fmt: skip
    blocked = {key: why for key, why in before.blocked.items() if key[1] in rubric.criteria}
    return score(rubric, frame, league=after.league, blocked=blocked)


def _is_known(rubric: Rubric, metric: str, value: str | None) -> bool:
    codes = rubric.metrics[metric].values
    return not codes or value in codes


def _is_dated(rubric: Rubric, criterion: Criterion) -> bool:
    """Whether a rule looks at days or at the period before, which old figures do not have under it."""
    expr = criterion.lowered.points
    if any(isinstance(node, (Day, InPeriod, PreviousPeriod)) for node in walk(expr)):
        return True
    return any(rubric.metrics[name].type == "date" for name in names(expr))
