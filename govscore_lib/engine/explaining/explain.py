"""Why a region has the points it has under one criterion, and what would bring more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from govscore_lib.engine.explaining.account import RegionExplanation, explain_region
from govscore_lib.engine.explaining.improve import outlook
from govscore_lib.engine.explaining.outlooks import Outlook, costs, gained, told_points
from govscore_lib.engine.league_table import compares_regions
from govscore_lib.engine.ledger import LedgerLine, shown
from govscore_lib.engine.readings import readings_of_criterion
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import GovscoreError
from govscore_lib.glance import glance
from govscore_lib.rubric.model import Criterion, Rubric
from govscore_lib.rubric.readings import DEFAULT
from govscore_lib.text import Bilingual

MOST_CAUSES = 5
"""So many figures that cost points are named."""

Line = tuple[str, str]
"""Label and text."""


@dataclass(frozen=True)
class ReadingLine:
    """What the region has under one other reading of the clause; points and change None where not scored."""

    key: str
    slug: str
    because: Bilingual
    points: Decimal | None
    change: Decimal | None

    def in_words(self, language: str) -> str:
        """Return key, points and reason in one phrase."""
        en = language == "en"
        points = ("not scored" if en else "未计分") if self.points is None else shown(self.points)
        left, right = (" (", ")") if en else ("（", "）")
        change = "" if self.change is None else f"{left}{gained(self.change)}{right}"
        name = self.key if self.key == DEFAULT else f"{self.key}{left}{self.slug}{right}"
        because = self.because.in_language(language)
        return f"{name}{': ' if en else '：'}{points}{change}" + (
            f"{'; ' if en else '；'}{because}" if because else ""
        )


@dataclass(frozen=True)
class CriterionExplanation:
    """One region under one criterion, in words and numbers.

    line : the row of the ledger. place : the row of the league table, None where the clause compares nobody;
    rival : the region one place above. outlook : what would bring more. in_force : reason of the reading
    that was used. others : what the other readings would give; without_others : why these cannot be told.
    """

    region_zh: str
    region_en: str
    criterion: Criterion
    line: Mapping[str, Any]
    formula_en: str
    sentence_zh: str
    sentence_en: str
    place: Mapping[str, Any] | None
    rival: Bilingual | None
    outlook: Outlook
    in_force: Bilingual
    others: tuple[ReadingLine, ...] = ()
    without_others: str = ""
    blocked: str = ""

    def lines(self, language: str = "zh") -> list[Line]:
        """Return label and text, in order, in ``"zh"`` or ``"en"``."""
        en = language == "en"
        line = self.line
        found = [("Points" if en else "得分", self._points())]
        if line["lost_points"] is not None and line["lost_points"] != 0:
            found.append(("Lost" if en else "失分", self._lost(language)))
        found.append(("Rule" if en else "规则", self.sentence_en if en else self.sentence_zh))
        if line["rate"]:
            found.append(("Value" if en else "数值", line["rate"]))
        if line["formula"]:
            found.append(("Formula" if en else "算式", self.formula_en if en else line["formula"]))
        if self.blocked:
            found.append(("Not scored" if en else "未计分", self.blocked))
        if self.place and self.place["rank"] is not None:
            found.append(("Place" if en else "名次", self._place(en)))
        found += self._ahead(language)
        if line["records_used"]:
            found.append(("Records" if en else "依据记录", line["records_used"]))
        found.append(("Reading" if en else "释义", self.in_force.in_language(language)))
        found += [
            ("Otherwise" if en else "另一释义", one.in_words(language)) for one in self.others
        ]
        if self.without_others:
            found.append(("Otherwise" if en else "另一释义", self.without_others))
        found.append(("Source" if en else "出处", line["citation"]))
        return found

    def _points(self) -> str:
        points, most = self.line["points"], self.line["max_points"]
        told = "—" if points is None else shown(points)
        return told if most is None else f"{told} / {shown(most)}"

    def _lost(self, language: str) -> str:
        """The loss as maximum minus points, and the figures that cost it with what each could win back."""
        en = language == "en"
        line = self.line
        lost, most, points = (shown(line[key]) for key in ("lost_points", "max_points", "points"))
        text = f"{lost} = {most} − {points}"
        causes = [
            f"{change.name.in_language(language)} {change.said_before.in_language(language)}"
            + (f" (worth up to {told_points(worth)})" if en else f"（至多 {told_points(worth)}）")
            for change, worth in list(costs(self.outlook))[:MOST_CAUSES]
        ]
        if not causes:
            return text
        return text + ("; " if en else "；") + (", " if en else "、").join(causes)

    def _place(self, en: bool) -> str:
        assert self.place is not None  # the caller looked
        place = self.place
        rank = f"{place['rank']:g}"
        tied = (" (tied)" if en else "（并列）") if place["tied"] else ""
        text = f"rank {rank}{tied}" if en else f"第 {rank} 名{tied}"
        if place["next_gain"] is not None and self.rival is not None:
            gain = shown(place["next_gain"])
            text += (
                f"; reaching {place['next_value']} ({self.rival.en}) would bring {gain} more"
                if en
                else f"；达到 {place['next_value']}（{self.rival.zh}）可再得 {gain} 分"
            )
        return text

    def _ahead(self, language: str) -> list[Line]:
        label, more = ("Next", "or") if language == "en" else ("最近可争取", "或")
        said = self.outlook.lines(language)
        return [(more if index else label, text) for index, text in enumerate(said)]

    def to_text(self, language: str = "zh") -> str:
        """Return the explanation as plain lines."""
        region = self.region_en if language == "en" else self.region_zh
        head = f"{region} · {self.criterion.id} {self.criterion.name.in_language(language)}"
        colon = ": " if language == "en" else "："
        return "\n".join(
            [head, *(f"  {label}{colon}{text}" for label, text in self.lines(language))]
        )

    def _repr_html_(self) -> str:
        rows = [
            (Bilingual(zh=label_zh, en=label_en), Bilingual(zh=zh, en=en))
            for (label_zh, zh), (label_en, en) in zip(
                self.lines("zh"), self.lines("en"), strict=True
            )
        ]
        name = self.criterion.name
        return glance(
            Bilingual(
                zh=f"{self.region_zh} · {self.criterion.id} {name.zh}",
                en=f"{self.region_en} · {name.en}",
            ),
            rows=rows,
        )

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Explanation of {self.criterion.id} in {self.region_en}: {self._points()} points>"


def explain(
    scorecard: Scorecard, region: str, criterion: str | None = None
) -> CriterionExplanation | RegionExplanation:
    """Return why a region has its points, under one criterion or as a whole, and what would bring more.

    region : code, name or alias. criterion : its id; None for the whole region.
    Raises UsageError for an unknown region or criterion, or a reference row.
    """
    found = scorecard.assessed(region)
    if criterion is None:
        return explain_region(scorecard, found)
    return _criterion(scorecard, found.id, scorecard.criterion(criterion))


def _criterion(card: Scorecard, region_id: str, criterion: Criterion) -> CriterionExplanation:
    sentence = card.rubric.sentence(criterion.id)
    region = card.region(region_id)
    place = _place_of(card, region_id, criterion)
    rival = None if place is None else place["next_region"]
    others, without_others = _other_readings(card, region_id, criterion)
    return CriterionExplanation(
        region_zh=region.name_zh,
        region_en=region.name("en"),
        criterion=criterion,
        line=LedgerLine(card, region_id, criterion, "zh").row(),
        formula_en=LedgerLine(card, region_id, criterion, "en").formula(),
        sentence_zh=sentence.zh,
        sentence_en=sentence.en,
        place=place,
        rival=None if rival is None else _name(card, rival),
        outlook=outlook(card, region_id, criterion.id),
        in_force=_in_force(card.rubric, criterion),
        others=others,
        without_others=without_others,
        blocked=card.blocked.get((region_id, criterion.id), ""),
    )


def _name(card: Scorecard, region_id: str) -> Bilingual:
    region = card.region(region_id)
    return Bilingual(zh=region.name_zh, en=region.name("en"))


def _place_of(card: Scorecard, region_id: str, criterion: Criterion) -> dict[str, Any] | None:
    if not compares_regions(criterion):
        return None
    mine = card.league_table(criterion.id).filter(pl.col("region_id") == region_id)
    return mine.row(0, named=True) if mine.height else None


def _in_force(rubric: Rubric, criterion: Criterion) -> Bilingual:
    """Return the key of the reading that was used, with its reason."""
    key, target = rubric.reading(criterion.id), rubric.targets.get(criterion.id)
    if target is None:
        return Bilingual(zh=key, en=key)
    if key == DEFAULT:
        because = target.default_because
        zh, en = f"{key}（默认）", f"{key} (default)"
    else:
        because = target.options[key].because
        zh, en = f"{key}（{target.options[key].slug}）", f"{key} ({target.options[key].slug})"
    if because is None:
        return Bilingual(zh=zh, en=en)
    return Bilingual(zh=f"{zh}：{because.zh}", en=f"{en}: {because.en}")


def _other_readings(
    card: Scorecard, region_id: str, criterion: Criterion
) -> tuple[tuple[ReadingLine, ...], str]:
    """Return what each other reading of the clause gives the region, or why nobody can tell."""
    target = card.rubric.targets.get(criterion.id)
    if target is None:
        return (), ""
    try:
        table = readings_of_criterion(card, criterion.id)
    except GovscoreError as error:  # the rubric's file has gone or changed since it was loaded
        return (), str(error)
    nothing = Bilingual(zh="", en="")
    because = {key: option.because for key, option in target.options.items()}
    because[DEFAULT] = target.default_because or nothing
    mine = table.filter(pl.col("region_id") == region_id)
    return tuple(
        ReadingLine(
            row["key"], row["slug"], because[row["key"]], row["points"], row["points_change"]
        )
        for row in mine.iter_rows(named=True)
    ), ""
