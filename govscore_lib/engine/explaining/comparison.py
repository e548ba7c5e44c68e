"""Two regions side by side: the criteria that make the difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from govscore_lib.engine.cells import cell_at, say_cell
from govscore_lib.engine.explaining.outlooks import gained
from govscore_lib.engine.ledger import LedgerLine, shown
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.glance import Head, glance
from govscore_lib.rubric.model import Criterion
from govscore_lib.tables import POINTS
from govscore_lib.text import Bilingual

ZERO = Decimal(0)
MOST_FIGURES = 4
"""So many figures in which the regions differ are named for a criterion."""

COMPARISON: dict[str, Any] = {
    "criterion_id": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "points_a": POINTS,
    "points_b": POINTS,
    "difference": POINTS,
    "why_zh": pl.String,
    "why_en": pl.String,
}


@dataclass(frozen=True)
class Comparison:
    """What makes the difference between two regions, as a table that says itself in words.

    a, b : their names. total_a, total_b : None for a region without a total. table : one row per criterion in
    which their points differ, the largest difference first: criterion_id, name_zh, name_en, points_a,
    points_b, difference (a − b; a missing criterion counts as 0), why_zh and why_en (the rates, or the figures
    in which they differ); then ``cap:ID`` for what a category's cap or floor does and ``total`` for what is
    set for the total. The differences add up to the difference of the totals.
    """

    a: Bilingual
    b: Bilingual
    total_a: Decimal | None
    total_b: Decimal | None
    table: pl.DataFrame

    @property
    def difference(self) -> Decimal:
        """Points of the first region minus those of the second."""
        return sum(self.table["difference"], ZERO)

    def head(self, language: str = "zh") -> str:
        """Return who is ahead, and by how much, in one line."""
        en = language == "en"
        a, b = self.a.in_language(language), self.b.in_language(language)
        if self.total_a is None or self.total_b is None:
            without = " and ".join if en else "、".join
            names = without(
                name for name, total in ((a, self.total_a), (b, self.total_b)) if total is None
            )
            return f"{names}: no total" if en else f"{names}没有总分"
        totals = (shown(self.total_a), shown(self.total_b))
        if self.difference == 0:
            return f"{a} and {b} have the same total, {totals[0]}" if en else f"{a}与{b}总分相同，{totals[0]} 分"  # fmt: skip
        far = shown(abs(self.difference))
        if en:
            word = "ahead of" if self.difference > 0 else "behind"
            return f"{a} is {far} {word} {b} ({totals[0]} to {totals[1]})"
        word = "高" if self.difference > 0 else "低"
        return f"{a}比{b}{word} {far} 分（{totals[0]} 对 {totals[1]}）"

    def lines(self, language: str = "zh") -> list[str]:
        """Return one line per criterion that makes a difference."""
        en = language == "en"
        name, why, to = ("name_en", "why_en", " to ") if en else ("name_zh", "why_zh", " 对 ")
        return [
            f"{gained(row['difference'])}  {row['criterion_id']} {row[name]}{': ' if en else '：'}"
            f"{_points(row['points_a'])}{to}{_points(row['points_b'])}"
            + (f"{'; ' if en else '；'}{row[why]}" if row[why] else "")
            for row in self.table.iter_rows(named=True)
        ]

    def to_text(self, language: str = "zh") -> str:
        """Return the comparison as plain lines, closing with the sum."""
        lines = [f"  {line}" for line in self.lines(language)]
        if len(lines) > 1:
            lines.append(f"  {'sum' if language == 'en' else '合计'} {gained(self.difference)}")
        return "\n".join([self.head(language), *lines])

    def _repr_html_(self) -> str:
        heads = (
            Head(Bilingual(zh="条款", en="Criterion")),
            Head(self.a, figure=True),
            Head(self.b, figure=True),
            Head(Bilingual(zh="相差", en="Difference"), figure=True),
            Head(Bilingual(zh="两地的数据", en="The figures of both")),
        )
        rows = [
            (
                Bilingual(zh=f"{_ident(row)} {row['name_zh']}".lstrip(), en=row["name_en"]),
                _points(row["points_a"]),
                _points(row["points_b"]),
                gained(row["difference"]),
                Bilingual(zh=row["why_zh"], en=row["why_en"]),
            )
            for row in self.table.iter_rows(named=True)
        ]
        return glance(Bilingual(zh=self.head("zh"), en=self.head("en")), heads, rows)

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Comparison: {self.head('en')}>"


def compare(scorecard: Scorecard, a: str, b: str) -> Comparison:
    """Return the criteria that make the difference between two regions, largest first, and why.

    a, b : codes, names or aliases. Raises UsageError for an unknown region or a reference row.
    """
    first, second = scorecard.assessed(a), scorecard.assessed(b)
    ids = (first.id, second.id)
    rows = [row for row in _rows(scorecard, ids) if row["difference"] != 0]
    rows.sort(key=lambda row: -abs(row["difference"]))
    totals = dict(scorecard.scores.select("region_id", "total").iter_rows())
    return Comparison(
        a=Bilingual(zh=first.name_zh, en=first.name("en")),
        b=Bilingual(zh=second.name_zh, en=second.name("en")),
        total_a=totals[first.id],
        total_b=totals[second.id],
        table=pl.DataFrame(rows, schema=COMPARISON, orient="row"),
    )


def _rows(card: Scorecard, ids: tuple[str, str]) -> Iterator[dict[str, Any]]:
    """Yield one row per criterion, then per category, then for the total."""
    for criterion in card.rubric.criteria_list:
        lines = [LedgerLine(card, one, criterion, "zh").row() for one in ids]
        mine, other = (line["points"] for line in lines)
        why = _why(card, criterion, ids, [line["rate"] for line in lines])
        yield _row(criterion.id, criterion.name, mine, other, why)
    for category in card.rubric.categories:
        mine, other = (
            card.categories.filter(
                (pl.col("region_id") == one) & (pl.col("category_id") == category.id)
            )["cap_effect"][0]
            for one in ids
        )
        name = Bilingual(
            zh=f"{category.name.zh}（封顶影响）", en=f"{category.name.en} (cap effect)"
        )
        yield _row(f"cap:{category.id}", name, mine, other)
    mine, other = (card.scores.filter(pl.col("region_id") == one)["total_effect"][0] for one in ids)
    yield _row("total", Bilingual(zh="总分调整", en="set for the total"), mine, other)


def _row(
    id: str,
    name: Bilingual,
    mine: Decimal | None,
    other: Decimal | None,
    why: Bilingual | None = None,
) -> dict[str, Any]:
    return {
        "criterion_id": id,
        "name_zh": name.zh,
        "name_en": name.en,
        "points_a": mine,
        "points_b": other,
        "difference": (mine or ZERO) - (other or ZERO),
        "why_zh": "" if why is None else why.zh,
        "why_en": "" if why is None else why.en,
    }  # fmt: skip


def _why(
    card: Scorecard, criterion: Criterion, ids: tuple[str, str], rates: list[str]
) -> Bilingual:
    """Return the rates side by side, else the figures in which the regions differ."""
    if all(rates):
        return Bilingual(zh=f"{rates[0]} 对 {rates[1]}", en=f"{rates[0]} to {rates[1]}")
    zh, en = [], []
    for name in criterion.metrics:
        metric = card.rubric.metrics[name]
        column = card.scoring.frame.columns[name]
        cells = [cell_at(column, card.row(one)) for one in ids]
        if cells[0] != cells[1]:
            told = [say_cell(card.rubric, metric, cell) for cell in cells]
            zh.append(f"{metric.name.zh} {told[0].zh} 对 {told[1].zh}")
            en.append(f"{metric.name.en} {told[0].en} to {told[1].en}")
    more = len(zh) - MOST_FIGURES
    if more > 0:
        zh, en = [*zh[:MOST_FIGURES], f"另 {more} 项"], [*en[:MOST_FIGURES], f"{more} more"]
    return Bilingual(zh="，".join(zh), en=", ".join(en))


def _ident(row: Mapping[str, Any]) -> str:
    """Return the id of a criterion; nothing for a cap or what is set for the total."""
    name = str(row["criterion_id"])
    return "" if name.startswith("cap:") or name == "total" else name


def _points(points: Decimal | None) -> str:
    return "—" if points is None else shown(points).replace("-", "−")
