"""A scenario beside its baseline: who moves, and by which criteria, to the last digit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from govscore_lib.engine.ledger import shown
from govscore_lib.engine.output import plain_csv, write_scorecard
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.glance import Head, glance
from govscore_lib.points import plain, to_decimal
from govscore_lib.rubric.general import STANDING_WORDS
from govscore_lib.rubric.model import Rubric
from govscore_lib.tables import POINTS
from govscore_lib.text import Bilingual, counted
from govscore_lib.whatif.scenarios.reweighting import printed_maxima
from govscore_lib.whatif.scenarios.scenario import Scenario

REGIONS: dict[str, Any] = {
    "region_id": pl.String,
    "region_zh": pl.String,
    "region_en": pl.String,
    "total_before": POINTS,
    "total_after": POINTS,
    "total_change": POINTS,
    "rank_before": pl.Float64,
    "rank_after": pl.Float64,
    "places_won": pl.Float64,
    "status_before": pl.String,
    "status_after": pl.String,
    "prize_before": pl.String,
    "prize_after": pl.String,
}
CRITERIA: dict[str, Any] = {
    "region_id": pl.String,
    "criterion_id": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "points_before": POINTS,
    "points_after": POINTS,
    "change": POINTS,
}
MAXIMA: dict[str, Any] = {
    "id": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "points_before": POINTS,
    "points_after": POINTS,
    "change": POINTS,
}
UNDECIDED = "?"
"""Stands for a prize that a committee has to decide on."""
WHEN = ("before", "after")
REASONS = 3
"""So many criteria are named for each region that moves."""


@dataclass(frozen=True)
class Comparison:
    """A baseline, a scenario and what comes of it."""

    scenario: Scenario
    before: Scorecard
    after: Scorecard

    @cached_property
    def regions(self) -> pl.DataFrame:
        """One row per region of either run, best place after the changes first.

        places_won : places gained, negative where lost. prize_before, prize_after : empty without one,
        ``?`` where a decision is needed. Null where a run has no such region, total or rank.
        """
        old, new = _rows(self.before), _rows(self.after)
        rows = []
        for region in dict.fromkeys((*new, *old)):
            was, now = old.get(region, {}), new.get(region, {})
            rows.append(
                {
                    "region_id": region,
                    "region_zh": (now or was)["region_zh"],
                    "region_en": (now or was)["region_en"],
                    "total_before": was.get("total"),
                    "total_after": now.get("total"),
                    "total_change": _minus(now.get("total"), was.get("total")),
                    "rank_before": was.get("rank"),
                    "rank_after": now.get("rank"),
                    "places_won": _minus(was.get("rank"), now.get("rank")),
                    "status_before": was.get("status"),
                    "status_after": now.get("status"),
                    "prize_before": was.get("prize"),
                    "prize_after": now.get("prize"),
                }
            )
        return pl.DataFrame(rows, schema=REGIONS, orient="row")

    @cached_property
    def moved(self) -> pl.DataFrame:
        """The rows of ``regions`` whose place, status or prize changes, or that come or go."""
        return self.regions.filter(
            pl.col("rank_before").ne_missing(pl.col("rank_after"))
            | pl.col("status_before").ne_missing(pl.col("status_after"))
            | pl.col("prize_before").ne_missing(pl.col("prize_after"))
        )

    @cached_property
    def criteria(self) -> pl.DataFrame:
        """One row per region of both runs and criterion whose points change, then caps and totals.

        ``cap:ID`` is what holding a category within its bounds adds, ``total`` what a floor of the total or
        a fact that sets it adds; missing points count as 0. The changes of a region add up to the change of
        its total, to the last digit.
        """
        rows = [row for region in self.regions["region_id"] for row in self._lines(region)]
        return pl.DataFrame(rows, schema=CRITERIA, orient="row")

    def _lines(self, region: str) -> Iterator[tuple[Any, ...]]:
        cards = (self.before, self.after)
        if not all(any(one.id == region for one in card.regions) for card in cards):
            return
        before, after = (_parts(card, region) for card in cards)
        for name, (zh, en) in _part_names(self.after.rubric).items():
            was, now = before.get(name), after.get(name)
            change = (now or Decimal(0)) - (was or Decimal(0))
            if change:
                yield region, name, zh, en, was, now, change

    @cached_property
    def maxima(self) -> pl.DataFrame:
        """One row per criterion or category (``category:ID``) that is worth something else."""
        before, after = (printed_maxima(card.rubric) for card in (self.before, self.after))
        rows = []
        for criterion in self.after.rubric.criteria_list:
            was, now = before.criteria.get(criterion.id), after.criteria.get(criterion.id)
            rows.append((criterion.id, criterion.name, was, now))
        for category in self.after.rubric.categories:
            was, now = before.categories.get(category.id), after.categories.get(category.id)
            rows.append((f"category:{category.id}", category.name, was, now))
        table = [
            (name, words.zh, words.en, _points(was), _points(now), _points((now or 0) - (was or 0)))
            for name, words, was, now in rows
            if was != now
        ]
        return pl.DataFrame(table, schema=MAXIMA, orient="row")

    def reasons(self, region_id: str) -> pl.DataFrame:
        """Return the rows of ``criteria`` of one region, the largest change first."""
        mine = self.criteria.filter(pl.col("region_id") == self.after.region(region_id).id)
        return mine.sort(pl.col("change").cast(pl.Float64).abs(), descending=True, maintain_order=True)  # fmt: skip

    def to_text(self, language: str = "zh") -> str:
        """Return who moves and by which criteria, as plain lines."""
        moved = self.moved.iter_rows(named=True)
        return "\n".join([self.head(language), *(f"  {self.line(row, language)}" for row in moved)])

    def head(self, language: str = "zh") -> str:
        """Return in one sentence how much changes and how many regions move."""
        name = self.scenario.name.in_language(language)
        count, moved = self.regions.height, self.moved.height
        changes = len(self.scenario.changes)
        if language == "en":
            return (
                f"{name}: {counted(changes, 'change')}; {moved} of {counted(count, 'region')} move"
            )
        return f"{name}：{changes} 项变动，{count} 个地区中 {moved} 个有变化"

    def line(self, row: dict[str, Any], language: str = "zh") -> str:
        """Return one region's row in words: places, total, prize, status and the criteria that did it."""
        en = language == "en"
        region = row["region_en" if en else "region_zh"]
        places = f"{_rank(row['rank_before'])} → {_rank(row['rank_after'])}"
        text = f"{region}: {places}" if en else f"{region}：{places}"
        if row["total_change"] is not None:
            text += f"  {shown(row['total_before'])} → {shown(row['total_after'])} ({_signed(row['total_change'])})"  # fmt: skip
        if row["prize_before"] != row["prize_after"]:
            prizes = _prizes(self.after.rubric, en)
            was, now = (prizes.get(row[key] or "", "—") for key in ("prize_before", "prize_after"))
            text += f"  {was} → {now}"
        if row["status_before"] != row["status_after"]:
            text += f"  {_status(row['status_before'], en)} → {_status(row['status_after'], en)}"
        if row["total_before"] is None or row["total_after"] is None:
            return text
        named = self.reasons(row["region_id"]).head(REASONS)
        why = [f"{one['criterion_id']} {_signed(one['change'])}" for one in named.iter_rows(named=True)]  # fmt: skip
        return f"{text}  [{', '.join(why)}]" if why else text

    def write(self, folder: Path) -> None:
        """Write the run of the scenario into ``folder``, the scenario and the comparison beside it."""
        write_scorecard(self.after, folder)
        files = {
            "scenario.yml": self.scenario.to_yaml(),
            "comparison.csv": plain_csv(self.regions),
            "comparison_criteria.csv": plain_csv(self.criteria),
            "comparison_maxima.csv": plain_csv(self.maxima),
        }
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")

    def at_a_glance(self, regions: pl.DataFrame) -> tuple[list[Head], list[list[str | Bilingual]]]:
        """Return heads and rows of a small table of some rows of ``regions``; a column all alike is left out."""
        rows = list(regions.iter_rows(named=True))
        prizes, statuses = (any(row[f"{key}_before"] != row[f"{key}_after"] for row in rows) for key in ("prize", "status"))  # fmt: skip
        named = [_prizes(self.after.rubric, en) for en in (False, True)]
        heads = [
            Head(Bilingual(zh="地区", en="Region")),
            Head(Bilingual(zh="名次", en="Rank"), figure=True),
            Head(Bilingual(zh="总分", en="Total"), figure=True),
            *([Head(Bilingual(zh="奖项建议", en="Prize"))] if prizes else []),
            *([Head(Bilingual(zh="状态", en="Status"))] if statuses else []),
            Head(Bilingual(zh="主要因为", en="Mainly by")),
        ]
        table: list[list[str | Bilingual]] = []
        for row in rows:
            cells: list[str | Bilingual] = [
                Bilingual(zh=row["region_zh"], en=row["region_en"]),
                _arrow(_rank(row["rank_before"]), _rank(row["rank_after"])),
                _arrow(_total(row["total_before"]), _total(row["total_after"])),
            ]
            if prizes:
                words = [_arrow(*(one.get(row[f"prize_{when}"] or "", "—") for when in WHEN)) for one in named]  # fmt: skip
                cells.append(Bilingual(zh=words[0], en=words[1]))
            if statuses:
                words = [_arrow(*(_status(row[f"status_{when}"], en) for when in WHEN)) for en in (False, True)]  # fmt: skip
                cells.append(Bilingual(zh=words[0], en=words[1]))
            table.append([*cells, self._mainly_by(row)])
        return heads, table

    def _mainly_by(self, row: dict[str, Any]) -> str | Bilingual:
        if row["total_before"] is None or row["total_after"] is None:
            return "—"
        why = list(self.reasons(row["region_id"]).head(REASONS).iter_rows(named=True))
        zh, en = (
            joint.join(
                f"{_ident(one['criterion_id'])}{one[name]} {_signed(one['change'])}" for one in why
            )
            for name, joint in (("name_zh", "；"), ("name_en", "; "))
        )
        return Bilingual(zh=zh, en=en) if why else "—"

    def _repr_html_(self) -> str:
        heads, rows = self.at_a_glance(self.moved)
        return glance(Bilingual(zh=self.head("zh"), en=self.head("en")), heads, rows)

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Comparison of {self.head('en')}>"


def _rows(card: Scorecard) -> dict[str, dict[str, Any]]:
    prizes: dict[str, str] = {}
    for region, prize, state in card.awards.select("region_id", "prize", "state").iter_rows():
        prizes[region] = UNDECIDED if state == "decision_needed" else prize
    return {
        row["region_id"]: {**row, "prize": prizes.get(row["region_id"])}
        for row in card.scores.iter_rows(named=True)
    }


def _parts(card: Scorecard, region: str) -> dict[str, Decimal | None]:
    """Return what a region's total is made of: points, cap effects, and what becomes of the sum."""
    scoring, row = card.scoring, card.row(region)
    points, totals = scoring.points, scoring.totals
    parts: dict[str, Decimal | None] = {
        name: to_decimal(int(points.units[row, column])) if points.scored[row, column] else None
        for column, name in enumerate(card.rubric.criteria)
    }
    for place, category in enumerate(card.rubric.categories):
        effect = totals.category_scores[row, place] - totals.category_sums[row, place]
        parts[f"cap:{category.id}"] = to_decimal(int(effect))
    parts["total"] = to_decimal(int(totals.total_effect[row]))
    return parts


def _part_names(rubric: Rubric) -> dict[str, tuple[str, str]]:
    criteria = {one.id: (one.name.zh, one.name.en) for one in rubric.criteria_list}
    caps = {
        f"cap:{one.id}": (f"{one.name.zh}（封顶影响）", f"{one.name.en} (cap effect)")
        for one in rubric.categories
    }
    return {**criteria, **caps, "total": ("总分调整", "adjustment of the total")}


def _prizes(rubric: Rubric, en: bool) -> dict[str, str]:
    named = {} if rubric.awards is None else {
        one.id: one.name.en if en else one.name.zh for one in rubric.awards.prizes
    }  # fmt: skip
    return {**named, "": "no prize" if en else "不获奖", UNDECIDED: "decision needed" if en else "待定"}  # fmt: skip


def _status(status: str | None, en: bool) -> str:
    if status is None:
        return "absent" if en else "不参加"
    return STANDING_WORDS[status].in_language("en" if en else "zh")


def _minus(left: Any, right: Any) -> Any:
    return None if left is None or right is None else left - right


def _points(value: Fraction | int | None) -> Decimal | None:
    return None if value is None else Decimal(plain(Fraction(value)))


def _rank(rank: float | None) -> str:
    return "—" if rank is None else f"{rank:g}"


def _signed(change: Decimal) -> str:
    text = shown(abs(change))
    return f"−{text}" if change < 0 else f"+{text}"


def _ident(name: str) -> str:
    """Return the number of a criterion before its name; what caps and the total do has a name only."""
    return "" if name == "total" or name.startswith("cap:") else f"{name} "


def _total(total: Decimal | None) -> str:
    return "—" if total is None else shown(total)


def _arrow(was: str, now: str) -> str:
    return now if was == now else f"{was} → {now}"
