"""Prizes proposed from the ranking. A proposal: the body that awards decides, and says why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from govscore_lib.rubric.general import STANDING_WORDS, Awards
from govscore_lib.rubric.model import Rubric
from govscore_lib.tables import POINTS

AWARDS: dict[str, Any] = {
    "region_id": pl.String,
    "region_zh": pl.String,
    "region_en": pl.String,
    "total": POINTS,
    "rank": pl.Float64,
    "place": pl.Int64,
    "prize": pl.String,
    "state": pl.String,
    "reason_zh": pl.String,
    "reason_en": pl.String,
}
OPTIONS: dict[str, Any] = {
    "option": pl.String,
    "name_zh": pl.String,
    "name_en": pl.String,
    "prize": pl.String,
    "places": pl.Int64,
}


@dataclass(frozen=True)
class _Group:
    """Eligible regions of equal rank: the places they take together, from ``first`` to ``last``."""

    rows: tuple[dict[str, Any], ...]
    first: int
    last: int


def awards_table(rubric: Rubric, scores: pl.DataFrame) -> pl.DataFrame:
    """Return one row per region in the order of the scores.

    place : the region's number among those that can have a prize (equal totals share the smaller one); a
    vetoed region keeps its rank and takes no place. prize : id of the class, empty where there is none.
    state : ``firm``; ``decision_needed`` for everybody of a group of equal totals that lies across the last
    place of a class; ``provisional`` where a figure of the region is missing; ``not_eligible``.
    reason_zh, reason_en : one sentence each, empty where the state is firm.
    """
    if rubric.awards is None:
        return pl.DataFrame(schema=AWARDS)
    placed = {
        row["region_id"]: entry
        for group in _groups(scores)
        for row, entry in _entries(rubric.awards, group)
    }
    rows = [
        {
            "region_id": row["region_id"],
            "region_zh": row["region_zh"],
            "region_en": row["region_en"],
            "total": row["total"],
            "rank": None if row["rank"] is None else float(row["rank"]),
            **(placed.get(row["region_id"]) or _left_out(row)),
        }
        for row in scores.iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=AWARDS, orient="row")


def eligible(row: dict[str, Any]) -> bool:
    """Whether a row of the scores can have a prize at all."""
    return row["status"] in ("final", "provisional")


def _groups(scores: pl.DataFrame) -> Iterator[_Group]:
    rows = [row for row in scores.iter_rows(named=True) if eligible(row)]
    start = 0
    while start < len(rows):
        end = start
        while end < len(rows) and rows[end]["rank"] == rows[start]["rank"]:
            end += 1
        yield _Group(tuple(rows[start:end]), start + 1, end)
        start = end


def _entries(awards: Awards, group: _Group) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    best, worst = class_of(awards, group.first), class_of(awards, group.last)
    chosen = {"escalate": None, "up": best, "down": worst}[awards.boundary]
    for row in group.rows:
        if best != worst and chosen is None:
            entry = _undecided(awards, group, best, worst)
        else:
            prize = best if best == worst else chosen
            entry = {"prize": prize, "state": "firm", "reason_zh": "", "reason_en": ""}
            if row["status"] == "provisional":
                entry |= {
                    "state": "provisional",
                    "reason_zh": "有数据缺失，总分暂定",
                    "reason_en": "a figure is missing, the total is provisional",
                }
        yield row, {"place": group.first, **entry}


def class_of(awards: Awards, place: int) -> str:
    """Return the id of the prize of a place, "" beyond the last one."""
    last = 0
    for prize in awards.prizes:
        last += prize.places
        if place <= last:
            return prize.id
    return ""


def _undecided(awards: Awards, group: _Group, best: str, worst: str) -> dict[str, Any]:
    """Return the entry of a group across a boundary, and what each choice would do to the counts."""
    zh = {prize.id: prize.name.zh for prize in awards.prizes} | {"": "不获奖"}
    en = {prize.id: prize.name.en for prize in awards.prizes} | {"": "no prize"}
    quota = {prize.id: prize.places for prize in awards.prizes}
    if best in quota:
        upper_end = _last_place(awards, best)
        over, short = group.last - upper_end, upper_end - group.first + 1
        effect_zh = f"都归{zh[best]}则该奖多 {over} 个，都归{zh[worst]}则{zh[best]}空缺 {short} 个"
        effect_en = f"all {en[best]}: {over} too many; all {en[worst]}: {short} of them left over"
    else:
        effect_zh = effect_en = ""
    return {
        "prize": "",
        "state": "decision_needed",
        "reason_zh": f"总分相同，跨越{zh[best]}与{zh[worst]}的界线（第 {group.first}–{group.last} 位）：{effect_zh}",
        "reason_en": f"equal totals across {en[best]} and {en[worst]} (places {group.first}–{group.last}): {effect_en}",
    }


def _last_place(awards: Awards, prize_id: str) -> int:
    last = 0
    for prize in awards.prizes:
        last += prize.places
        if prize.id == prize_id:
            break
    return last


def _left_out(row: dict[str, Any]) -> dict[str, Any]:
    words = STANDING_WORDS[row["status"]]
    return {
        "place": None,
        "prize": "",
        "state": "not_eligible",
        "reason_zh": f"{words.zh}，不参与评奖",
        "reason_en": f"{words.en}: no prize",
    }


def award_options(rubric: Rubric, awards: pl.DataFrame) -> pl.DataFrame:
    """Return how the places could be shared out where fewer regions can have a prize than there are places.

    Columns: option, name_zh, name_en, prize, places; one row per option and class. ``from_the_top`` is what
    the proposal does; ``scaled`` and ``last_kept`` are what a committee might decide, shown and never applied.
    The table is empty where there are as many regions as places.
    """
    if rubric.awards is None:
        return pl.DataFrame(schema=OPTIONS)
    quotas = [prize.places for prize in rubric.awards.prizes]
    count = awards.filter(pl.col("state") != "not_eligible").height
    if count >= sum(quotas) or not count:
        return pl.DataFrame(schema=OPTIONS)
    options = (
        ("from_the_top", "自上而下填满", "filled from the top", _from_the_top(quotas, count)),
        ("scaled", "各等次按比例缩减", "every class scaled down", _scaled(quotas, count)),
        ("last_kept", "末等名额不减", "the last class kept", _last_kept(quotas, count)),
    )
    rows = [
        (key, zh, en, prize.id, places)
        for key, zh, en, shared in options
        for prize, places in zip(rubric.awards.prizes, shared, strict=True)
    ]
    return pl.DataFrame(rows, schema=OPTIONS, orient="row")


def _from_the_top(quotas: Sequence[int], count: int) -> list[int]:
    shared = []
    for quota in quotas:
        shared.append(min(quota, count))
        count -= shared[-1]
    return shared


def _scaled(quotas: Sequence[int], count: int) -> list[int]:
    """Return largest remainders: every class by the same share; of equal remainders the larger class first."""
    total = sum(quotas)
    shared = [quota * count // total for quota in quotas]
    rest = sorted(
        range(len(quotas)), key=lambda at: (-(quotas[at] * count % total), -quotas[at], at)
    )
    for at in rest[: count - sum(shared)]:
        shared[at] += 1
    return shared


def _last_kept(quotas: Sequence[int], count: int) -> list[int]:
    """Return the first and the last class full, what is lacking taken from the classes between, lowest first."""
    shared, lacking = list(quotas), sum(quotas) - count
    for at in [*range(len(quotas) - 2, 0, -1), 0, len(quotas) - 1]:
        taken = min(shared[at], lacking) if at != len(quotas) - 1 or lacking else 0
        shared[at] -= taken
        lacking -= taken
    return shared
