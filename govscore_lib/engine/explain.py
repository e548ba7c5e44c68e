"""Why a region has the points it has: lost points, largest first, and the next place."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from govscore_lib.engine.league_table import compares_regions
from govscore_lib.engine.ledger import LedgerLine, shown
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.points import plain
from govscore_lib.rubric.model import Criterion


@dataclass(frozen=True)
class CriterionExplanation:
    """One region under one criterion, in words and numbers."""

    region_zh: str
    region_en: str
    criterion: Criterion
    line: Mapping[str, Any]
    formula_en: str
    sentence_zh: str
    sentence_en: str
    place: Mapping[str, Any] | None
    blocked: str = ""

    def lines(self, language: str = "zh") -> list[tuple[str, str]]:
        """Return label and text, in order, in ``"zh"`` or ``"en"``."""
        en = language == "en"
        line = self.line
        points = "—" if line["points"] is None else shown(line["points"])
        most = "" if line["max_points"] is None else f" / {shown(line['max_points'])}"
        found = [
            ("Points" if en else "得分", f"{points}{most}"),
            ("Rule" if en else "规则", self.sentence_en if en else self.sentence_zh),
        ]
        if line["rate"]:
            found.append(("Value" if en else "数值", line["rate"]))
        if line["formula"]:
            found.append(("Formula" if en else "算式", self.formula_en if en else line["formula"]))
        if line["lost_points"] is not None and line["lost_points"] != 0:
            found.append(("Lost" if en else "失分", shown(line["lost_points"])))
        if line["missing"]:
            found.append(("Missing" if en else "缺少", line["missing"].replace(";", ", ")))
        if self.blocked:
            found.append(("Not scored" if en else "未计分", self.blocked))
        if self.place and self.place["rank"] is not None:
            found.append(("Place" if en else "名次", self._place(en)))
        if line["records_used"]:
            found.append(("Records" if en else "依据记录", line["records_used"]))
        found.append(("Reading" if en else "释义", line["reading"]))
        found.append(("Source" if en else "出处", line["citation"]))
        return found

    def _place(self, en: bool) -> str:
        assert self.place is not None  # the caller looked
        place = self.place
        rank = f"{place['rank']:g}"
        tied = (" (tied)" if en else "（并列）") if place["tied"] else ""
        text = f"rank {rank}{tied}" if en else f"第 {rank} 名{tied}"
        if place["next_gain"] is not None:
            gain = shown(place["next_gain"])
            text += (
                f"; reaching {place['next_value']} ({place['next_region']}) would bring {gain} more"
                if en
                else f"；达到 {place['next_value']}（{place['next_region']}）可再得 {gain} 分"
            )
        return text

    def to_text(self, language: str = "zh") -> str:
        """Return the explanation as plain lines."""
        region = self.region_en if language == "en" else self.region_zh
        head = f"{region} · {self.criterion.id} {self.criterion.name.in_language(language)}"
        return "\n".join([head, *(f"  {label}: {text}" for label, text in self.lines(language))])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><th style='text-align:left'>{html.escape(label)}</th><td style='text-align:left'>{html.escape(text)}</td></tr>"
            for label, text in self.lines("zh")
        )
        title = f"{self.region_zh} · {self.criterion.id} {self.criterion.name.zh}"
        return f"<table><caption>{html.escape(title)}</caption>{rows}</table>"

    def __repr__(self) -> str:
        return self.to_text()


@dataclass(frozen=True)
class RegionExplanation:
    """One region as a whole: total, bounds, place, and every lost point, largest first."""

    region_id: str
    region_zh: str
    region_en: str
    score: Mapping[str, Any]
    regions: int
    losses: pl.DataFrame
    cap_effects: pl.DataFrame
    full_marks: Decimal

    def to_text(self, language: str = "zh") -> str:
        """Return the explanation as plain lines."""
        en = language == "en"
        score = self.score
        total = shown(score["total"])
        head = (
            f"{self.region_en}: {total} points, rank {score['rank']:g} of {self.regions}"
            if en
            else f"{self.region_zh}：{total} 分，{self.regions} 个地区中第 {score['rank']:g} 名"
        )
        if score["status"] == "provisional":
            bounds = f"{shown(score['lower'])} – {shown(score['upper'])}"
            head += f" (provisional, {bounds})" if en else f"（暂定，区间 {bounds}）"
        rows = [
            f"  −{shown(row['lost_points'])}  {row['criterion_id']} {row['name_en' if en else 'name_zh']}: {row['formula']}"
            for row in self.losses.iter_rows(named=True)
        ]
        return "\n".join([head, *rows])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td style='text-align:right'>−{shown(row['lost_points'])}</td>"
            f"<td style='text-align:left'>{html.escape(row['criterion_id'] + ' ' + row['name_zh'])}</td>"
            f"<td style='text-align:left'>{html.escape(row['formula'])}</td></tr>"
            for row in self.losses.iter_rows(named=True)
        )
        head = html.escape(self.to_text().splitlines()[0])
        return f"<p>{head}</p><table><tr><th>失分</th><th>指标</th><th>算式</th></tr>{rows}</table>"

    def __repr__(self) -> str:
        return self.to_text()


def explain(
    scorecard: Scorecard, region: str, criterion: str | None = None
) -> CriterionExplanation | RegionExplanation:
    """Return why a region has its points, under one criterion or as a whole.

    region : code, name or alias. criterion : its id; None for the whole region.
    Raises UsageError for an unknown region or criterion.
    """
    found = scorecard.region(region)
    if criterion is not None:
        return _criterion(scorecard, found.id, scorecard.criterion(criterion))
    mine = pl.col("region_id") == found.id
    names = pl.DataFrame(
        {
            "criterion_id": list(scorecard.rubric.criteria),
            "name_zh": [one.name.zh for one in scorecard.rubric.criteria_list],
            "name_en": [one.name.en for one in scorecard.rubric.criteria_list],
        }
    )
    losses = (
        scorecard.ledger.filter(mine & (pl.col("lost_points") > 0))
        .join(names, on="criterion_id", how="left", maintain_order="left")
        .sort("lost_points", descending=True, maintain_order=True)
        .select("criterion_id", "name_zh", "name_en", "lost_points", "formula", "citation")
    )
    caps = scorecard.categories.filter(mine & (pl.col("cap_effect") != 0))
    full = sum((one.max_points or Fraction(0)) for one in scorecard.rubric.criteria_list)
    return RegionExplanation(
        region_id=found.id,
        region_zh=found.name_zh,
        region_en=found.name("en"),
        score=scorecard.scores.filter(mine).row(0, named=True),
        regions=len(scorecard.regions),
        losses=losses,
        cap_effects=caps.select("category_id", "points_sum", "cap_effect", "score"),
        full_marks=Decimal(plain(Fraction(full))),
    )


def _criterion(card: Scorecard, region_id: str, criterion: Criterion) -> CriterionExplanation:
    sentence = card.rubric.sentence(criterion.id)
    place = None
    if compares_regions(criterion):
        table = card.league_table(criterion.id)
        place = table.filter(pl.col("region_id") == region_id).row(0, named=True)
    region = card.region(region_id)
    return CriterionExplanation(
        region_zh=region.name_zh,
        region_en=region.name("en"),
        criterion=criterion,
        line=LedgerLine(card, region_id, criterion, "zh").row(),
        formula_en=LedgerLine(card, region_id, criterion, "en").formula(),
        sentence_zh=sentence.zh,
        sentence_en=sentence.en,
        place=place,
        blocked=card.blocked.get((region_id, criterion.id), ""),
    )


def compare(scorecard: Scorecard, a: str, b: str) -> pl.DataFrame:
    """Return the criteria that make the difference between two regions, largest first.

    Columns: criterion_id, name_zh, name_en, points_a, points_b, difference (a − b; a missing criterion
    counts as 0), then one row per category whose cap takes or gives something, named ``cap:ID``; the
    differences add up to the difference of the totals.
    Raises UsageError for an unknown region.
    """
    first, second = scorecard.region(a).id, scorecard.region(b).id
    rows: list[dict[str, Any]] = []
    for criterion in scorecard.rubric.criteria_list:
        mine, other = (LedgerLine(scorecard, one, criterion, "zh").row() for one in (first, second))
        rows.append(
            _difference(
                criterion.id, criterion.name.zh, criterion.name.en, mine["points"], other["points"]
            )
        )
    for category in scorecard.rubric.categories:
        effects = [
            scorecard.categories.filter(
                (pl.col("region_id") == one) & (pl.col("category_id") == category.id)
            )["cap_effect"][0]
            for one in (first, second)
        ]
        rows.append(
            _difference(
                f"cap:{category.id}",
                f"{category.name.zh}（封顶影响）",
                f"{category.name.en} (cap effect)",
                *effects,
            )
        )
    points = pl.Decimal(38, 9)
    schema: dict[str, Any] = {
        "criterion_id": pl.String, "name_zh": pl.String, "name_en": pl.String,
        "points_a": points, "points_b": points, "difference": points,
    }  # fmt: skip
    table = pl.DataFrame(rows, schema=schema, orient="row").filter(pl.col("difference") != 0)
    by_size = pl.col("difference").cast(pl.Float64).abs()
    return table.sort(by_size, descending=True, maintain_order=True)


def _difference(
    id: str, zh: str, en: str, mine: Decimal | None, other: Decimal | None
) -> dict[str, Any]:
    difference = (mine or Decimal(0)) - (other or Decimal(0))
    return {
        "criterion_id": id, "name_zh": zh, "name_en": en,
        "points_a": mine, "points_b": other, "difference": difference,
    }  # fmt: skip
