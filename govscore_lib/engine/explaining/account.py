"""Where a region's points went: full marks, every loss, caps, total, and what would bring most."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from govscore_lib.engine.explaining.outlooks import RegionOutlook
from govscore_lib.engine.ledger import shown
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.glance import Head, glance, paired
from govscore_lib.points import round_half_up, to_decimal
from govscore_lib.rubric.general import STANDING_WORDS
from govscore_lib.rubric.league import Region
from govscore_lib.text import Bilingual

ZERO = Decimal(0)
MOST_GAINS = 5
"""So many improvements of a region are told, what brings most to the total first."""


@dataclass(frozen=True)
class Balance:
    """From full marks to the total, to the last digit.

    full : the maxima of all criteria. lost : maximum minus points of what is scored. unscored : the maxima of
    what is missing; apart : of what does not apply. beyond : points of criteria without a maximum. caps : what
    caps, floors and scaling of the categories add. effect : what a floor of the total or a veto adds.
    total : None for a region without one.

    full − lost − unscored − apart + beyond + caps + effect = total.
    """

    full: Decimal
    lost: Decimal
    unscored: Decimal
    apart: Decimal
    beyond: Decimal
    caps: Decimal
    effect: Decimal
    total: Decimal | None

    @property
    def closes(self) -> bool:
        """Whether the parts add up to the total exactly."""
        parts = self.full - self.lost - self.unscored - self.apart
        return self.total is None or parts + self.beyond + self.caps + self.effect == self.total

    def in_words(self, language: str = "zh") -> str:
        """Return the sum in one line; parts that are zero are left out, the loss is always named."""
        en = language == "en"
        parts = [
            (-self.lost, "失分", "lost", True),
            (-self.unscored, "未计分", "not scored", False),
            (-self.apart, "不适用", "not applicable", False),
            (self.beyond, "无满分条款得分", "clauses without maximum", False),
            (self.caps, "封顶、保底和折算", "caps, floors and scaling", False),
            (self.effect, "总分调整", "set for the total", False),
        ]
        said = "".join(
            f" {'−' if amount <= 0 else '+'} {words_en if en else words_zh} {shown(abs(amount))}"
            for amount, words_zh, words_en, always in parts
            if always or amount
        )
        total = "" if self.total is None else shown(self.total)
        if en:
            return f"full marks {shown(self.full)}{said} = total {total}"
        return f"满分合计 {shown(self.full)}{said} = 总分 {total}"


@dataclass(frozen=True)
class RegionExplanation:
    """One region as a whole: total, bounds, place, every lost point, largest first, and what brings most.

    score : the row of the scores. standing : the fact that decides about the region as a whole, if there is
    one. losses : one row per criterion that cost points. balance : how the total comes about.
    """

    region_id: str
    region_zh: str
    region_en: str
    score: Mapping[str, Any]
    regions: int
    standing: Bilingual | None
    losses: pl.DataFrame
    cap_effects: pl.DataFrame
    balance: Balance
    outlook: RegionOutlook

    @property
    def full_marks(self) -> Decimal:
        """The maxima of all criteria."""
        return self.balance.full

    def head(self, language: str = "zh") -> str:
        """Return total, rank and status in one line."""
        en = language == "en"
        score = self.score
        name = self.region_en if en else self.region_zh
        said = []
        if self.standing is not None:
            said.append(self.standing.in_language(language))
        if score["total"] is not None:
            said.append(f"{shown(score['total'])} points" if en else f"{shown(score['total'])} 分")
        if score["rank"] is not None:
            said.append(
                f"rank {score['rank']:g} of {self.regions}"
                if en
                else f"{self.regions} 个地区中第 {score['rank']:g} 名"
            )
        head = f"{name}{': ' if en else '：'}{(', ' if en else '，').join(said)}"
        if score["status"] == "provisional":
            bounds = f"{_told(score['lower'])} – {_told(score['upper'])}"
            head += f" (provisional, {bounds})" if en else f"（暂定，区间 {bounds}）"
        return head

    def gains(self, language: str = "zh") -> list[str]:
        """Return the improvements that bring most to the total, one line each."""
        colon = ": " if language == "en" else "："
        criteria = {name: one.criterion for name, one in self.outlook.by_criterion.items()}
        return [
            f"{one.criterion_id} {criteria[one.criterion_id].name.in_language(language)}{colon}{one.in_words(language)}"
            for one in self.outlook.best[:MOST_GAINS]
        ]

    def to_text(self, language: str = "zh") -> str:
        """Return the explanation as plain lines."""
        en = language == "en"
        lines = [self.head(language)]
        if self.balance.total is not None:
            lines.append(f"  {self.balance.in_words(language)}")
        name, formula = ("name_en", "formula_en") if en else ("name_zh", "formula")
        lines += [
            f"  −{shown(row['lost_points'])}  {row['criterion_id']} {row[name]}{': ' if en else '：'}{row[formula]}"
            for row in self.losses.iter_rows(named=True)
        ]
        gains = self.gains(language)
        if gains:
            lines.append("  What would bring most:" if en else "  最近可争取：")
            lines += [f"    {line}" for line in gains]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        whole = Bilingual(zh=self.balance.in_words("zh"), en=self.balance.in_words("en"))
        heads = (
            Head(Bilingual(zh="失分", en="Lost"), figure=True),
            Head(Bilingual(zh="条款", en="Criterion")),
            Head(Bilingual(zh="算式", en="Formula")),
        )
        rows = [
            (
                f"−{shown(row['lost_points'])}",
                Bilingual(zh=f"{row['criterion_id']} {row['name_zh']}", en=row["name_en"]),
                Bilingual(zh=row["formula"], en=row["formula_en"]),
            )
            for row in self.losses.iter_rows(named=True)
        ]
        ahead = paired(self.gains("zh"), self.gains("en"))
        title = Bilingual(zh="最近可争取：", en="What would bring most:")
        return glance(
            Bilingual(zh=self.head("zh"), en=self.head("en")),
            heads,
            rows,
            above=[] if self.balance.total is None else [whole],
            below=(title, *ahead) if ahead else (),
        )

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Explanation of {self.head('en')}>"


def explain_region(card: Scorecard, region: Region) -> RegionExplanation:
    """Return where a region's points went and what would bring most."""
    mine = pl.col("region_id") == region.id
    caps = card.categories.filter(mine)
    score = card.scores.filter(mine).row(0, named=True)
    return RegionExplanation(
        region_id=region.id,
        region_zh=region.name_zh,
        region_en=region.name("en"),
        score=score,
        regions=len(card.regions),
        standing=_standing(card, region.id, score["status"]),
        losses=_losses(card, region.id),
        cap_effects=caps.filter(pl.col("cap_effect") != 0).select(
            "category_id", "points_sum", "cap_effect", "score"
        ),
        balance=balance(card, region.id),
        outlook=card.outlook(region.id),
    )


def balance(card: Scorecard, region_id: str) -> Balance:
    """Return how a region's total comes about from full marks."""
    mine = pl.col("region_id") == region_id
    score = card.scores.filter(mine).row(0, named=True)
    lines = card.ledger.filter(mine)
    full = {
        one.id: ZERO if one.max_points is None else to_decimal(round_half_up(one.max_points))
        for one in card.rubric.criteria_list
    }
    sums = dict.fromkeys(("lost", "unscored", "apart", "beyond"), ZERO)
    for line in lines.iter_rows(named=True):
        most = full[line["criterion_id"]]
        if line["status"] == "missing":
            sums["unscored"] += most
        elif line["status"] == "not_applicable":
            sums["apart"] += most
        elif line["max_points"] is None:
            sums["beyond"] += line["points"]
        else:
            sums["lost"] += most - line["points"]
    return Balance(
        full=sum(full.values(), ZERO),
        caps=sum(card.categories.filter(mine)["cap_effect"], ZERO),
        effect=score["total_effect"] or ZERO,
        total=score["total"],
        **sums,
    )


def _losses(card: Scorecard, region_id: str) -> pl.DataFrame:
    """Return one row per criterion that cost points, the largest loss first, formulas in both languages."""
    criteria = card.rubric.criteria_list
    names = pl.DataFrame(
        {
            "criterion_id": [one.id for one in criteria],
            "name_zh": [one.name.zh for one in criteria],
            "name_en": [one.name.en for one in criteria],
        }
    )
    return (
        card.ledger.with_columns(formula_en=card.ledger_in("en")["formula"])
        .filter((pl.col("region_id") == region_id) & (pl.col("lost_points") > 0))
        .join(names, on="criterion_id", how="left", maintain_order="left")
        .sort("lost_points", descending=True, maintain_order=True)
        .select(
            "criterion_id", "name_zh", "name_en", "lost_points", "formula", "formula_en", "citation"
        )
    )


def _standing(card: Scorecard, region_id: str, status: str) -> Bilingual | None:
    """Return what became of the region as a whole, with the reason; None where nothing did."""
    rule = card.scoring.standings.by_row.get(card.row(region_id))
    if rule is None:
        return None
    word = STANDING_WORDS[status]
    return Bilingual(zh=f"{word.zh}（{rule.because.zh}）", en=f"{word.en} ({rule.because.en})")


def _told(points: Decimal | None) -> str:
    return "—" if points is None else shown(points)
