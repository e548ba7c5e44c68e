"""Sentences that charts share: who leads, the measure line, the source line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from govscore_lib.reporting.markup import say
from govscore_lib.reporting.views.board import Board, Standing
from govscore_lib.rubric.league import Region
from govscore_lib.text import Bilingual

LONG = 24
"""Letters of an English name that an axis has room for."""
_KIND_OF_UNIT = re.compile(
    r" (District|County|City|Town|Sub-district|(Yi )?Autonomous (County|Prefecture))$"
)


def measure(board: Board, zh: str, en: str) -> Bilingual:
    """Return the subtitle: measure and unit, period, number of regions."""
    period = board.rubric.period.label
    count = len(board.standings)
    regions = "region" if count == 1 else "regions"
    return say(f"{zh}；{period}；{count} 个地区", f"{en}; {period}; {count} {regions}")


def source(board: Board) -> Bilingual:
    """Return the line under a chart: the document scored by, and the cut-off date."""
    rubric = board.rubric
    return say(
        f"依据：{rubric.document}；数据截至 {rubric.period.end}。",
        f"Scored by {rubric.document}; data up to {rubric.period.end}.",
    )


def leaders(board: Board, standings: Sequence[Standing]) -> Bilingual:
    """Return who is first and by how much, in one sentence without a full stop."""
    ranked = [s for s in standings if s.rank is not None]
    if not ranked:
        return say("尚无地区可排名", "No region can be ranked yet")
    first = [s for s in ranked if s.rank == ranked[0].rank]
    rest = ranked[len(first) :]
    if len(first) > 3:
        return say(f"{len(first)} 个地区并列第一", f"{len(first)} regions share the first place")
    if len(first) > 1:
        return say(
            "、".join(s.name.zh for s in first) + "并列第一",
            " and ".join(s.name.en for s in first) + " share the first place",
        )
    leader = first[0]
    if not rest or leader.total is None or rest[0].total is None:
        return say(f"{leader.name.zh}居首", f"{leader.name.en} leads")
    gap = board.points(leader.total - rest[0].total)
    return say(
        f"{leader.name.zh}居首，领先次名 {gap} 分",
        f"{leader.name.en} leads, {gap} points ahead of the next",
    )


def enumerate_regions(names: Sequence[Bilingual]) -> Bilingual:
    """Return names joined as each language joins them."""
    return say("、".join(name.zh for name in names), ", ".join(name.en for name in names))


def some_regions(names: Sequence[Bilingual], limit: int = 3) -> Bilingual:
    """Return the names joined, or only how many they are when there are more than ``limit``."""
    if len(names) > limit:
        return say(f"{len(names)} 个地区", f"{len(names)} regions")
    return enumerate_regions(names)


def short_name(region: Region) -> Bilingual:
    """Return a region's name as a narrow place has it: the bulletin's short form, the English without its kind."""
    return say(region.short_zh or region.name_zh, _without_kind(region.name("en")))


def axis_name(name: Bilingual) -> Bilingual:
    """Return a region's name as it stands beside a drawing, where long English goes without its kind."""
    return name if len(name.en) <= LONG else say(name.zh, _without_kind(name.en))


def _without_kind(english: str) -> str:
    return _KIND_OF_UNIT.sub("", english.split(" (")[0])
