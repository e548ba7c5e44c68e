"""What would have to be true under one criterion, as it is told: levels of points, and the values that are enough."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from govscore_lib.engine.explaining.outlooks import OutlookStatus, told_points
from govscore_lib.glance import Head, glance
from govscore_lib.points import plain
from govscore_lib.rubric.league import Region
from govscore_lib.rubric.model import Criterion
from govscore_lib.text import Bilingual

Level = Literal["next", "asked", "full"]
"""Anything more than now; the points asked for; all that the criterion can award."""

MOST_WAYS = 5
"""So many ways of one level are told."""
HELD = Bilingual(zh="其他地区的数据不变。", en="The figures of the others are held.")
LEVELS = {
    "next": Bilingual(zh="再多得分", en="for more"),
    "asked": Bilingual(zh="得所求分", en="for the points asked"),
    "full": Bilingual(zh="得满分", en="for full marks"),
}


@dataclass(frozen=True)
class Condition:
    """The values of one metric that are enough.

    least, most : first and last value in words; None where that side is open. Equal for one value; for truths
    and codes both hold what is enough, joined by "or". now : the value as it is.
    """

    metric_id: str
    name: Bilingual
    least: Bilingual | None
    most: Bilingual | None
    now: Bilingual
    unit: Bilingual | None = None

    def in_words(self, language: str = "zh") -> str:
        """Return the condition: ``cases lost ≤ 1 cases (now 3)``."""
        least, most, unit = (
            None if one is None else one.in_language(language)
            for one in (self.least, self.most, self.unit)
        )
        if least == most:
            bound = f"= {least}"
        elif least is None:
            bound = f"≤ {most}"
        elif most is None:
            bound = f"≥ {least}"
        else:
            bound = f"{least} – {most}"
        now = self.now.in_language(language)
        said = f"{self.name.in_language(language)} {bound}" + (f" {unit}" if unit else "")
        return f"{said} (now {now})" if language == "en" else f"{said}（现 {now}）"


@dataclass(frozen=True)
class Way:
    """Conditions that together are enough, and the points that the nearest of these values give."""

    conditions: tuple[Condition, ...]
    points: Decimal

    def in_words(self, language: str = "zh") -> str:
        """Return the conditions and the points in one phrase."""
        joint, arrow = (" and ", " → ") if language == "en" else ("，且 ", " → ")
        said = joint.join(one.in_words(language) for one in self.conditions)
        points = told_points(self.points)
        return f"{said}{arrow}{points}" + ("" if language == "en" else " 分")


@dataclass(frozen=True)
class Requirement:
    """What it takes for one level of points; any of the ways will do, none means that it cannot be reached.

    points : at least so many; for ``next`` those that the region has now.
    """

    level: Level
    points: Decimal
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Required:
    """What would have to be true under one criterion.

    status : as of an outlook; requirements are there only where it is ``open`` or ``nothing``. points : now;
    reachable : the most that its figures can bring, as far as they were tried. is_cut : a level was not reached,
    and there are more combinations of several metrics than were tried.
    """

    region: Region
    criterion: Criterion
    status: OutlookStatus
    points: Decimal | None
    reachable: Decimal | None
    requirements: tuple[Requirement, ...]
    why_not: Bilingual
    is_cut: bool = False

    def lines(self, language: str = "zh") -> list[str]:
        """Return one line a level and way."""
        if not self.requirements:
            return [self.why_not.in_language(language)]
        colon = ": " if language == "en" else "："
        return [colon.join(one.in_language(language) for one in pair) for pair in self.levels()]

    def levels(self) -> list[tuple[Bilingual, Bilingual]]:
        """Return each level beside what it takes, in words."""
        return [
            (
                Bilingual(zh=self._level(one, "zh"), en=self._level(one, "en")),
                Bilingual(zh=self._takes(one, en=False), en=self._takes(one, en=True)),
            )
            for one in self.requirements
        ]

    @staticmethod
    def _level(one: Requirement, language: str) -> str:
        label = LEVELS[one.level].in_language(language)
        return f"{label} {told_points(one.points)}" if one.level == "asked" else label

    def _takes(self, one: Requirement, *, en: bool) -> str:
        if self.points is not None and one.level != "next" and one.points <= self.points:
            return "reached already" if en else "现已达到"
        if not one.ways:
            return self._beyond(en)
        told = [way.in_words("en" if en else "zh") for way in one.ways[:MOST_WAYS]]
        if (more := len(one.ways) - MOST_WAYS) > 0:
            told.append(f"{more} more ways" if en else f"另有 {more} 种办法")
        return (" or " if en else "；或 ").join(told)

    def _beyond(self, en: bool) -> str:
        """Return that a level was not reached, and how sure that is."""
        most = told_points(self.reachable or Decimal(0))
        if self.is_cut:
            return (
                f"none found, {most} at most as far as combinations were tried"
                if en
                else f"未找到办法，已试的组合至多 {most} 分（组合过多，搜索有上限）"
            )
        return f"out of reach, {most} at most" if en else f"到不了，至多 {most} 分"

    def head(self, language: str = "zh") -> str:
        """Return the region and the criterion."""
        clause = self.criterion
        return f"{self.region.name(language)} · {clause.id} {clause.name.in_language(language)}"

    def to_text(self, language: str = "zh") -> str:
        """Return the requirements as plain lines."""
        return "\n".join([self.head(language), *(f"  {line}" for line in self.lines(language))])

    def _repr_html_(self) -> str:
        heads = (
            Head(Bilingual(zh="目标", en="Level")),
            Head(Bilingual(zh="须满足", en="What would have to be true")),
        )
        below = [HELD] if self.requirements else [self.why_not]
        title = Bilingual(zh=self.head("zh"), en=self.head("en"))
        return glance(title, heads, self.levels(), above=filter(None, [self.now()]), below=below)

    def now(self) -> Bilingual | None:
        """Return the points as they are and the most there can be; None where they are not scored."""
        if self.points is None:
            return None
        now, most = told_points(self.points), self.criterion.most
        if most is None:
            return Bilingual(zh=f"现得 {now} 分", en=f"{now} points now")
        full = plain(most)
        return Bilingual(
            zh=f"现得 {now} 分，满分 {full} 分", en=f"{now} points now, {full} at most"
        )

    def __str__(self) -> str:
        return self.to_text()

    def __repr__(self) -> str:
        return f"<Required: {self.head('en')}>"
