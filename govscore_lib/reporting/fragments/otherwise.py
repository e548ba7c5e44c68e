"""What the document would give under its other readings: places, and points clause by clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

import polars as pl

from govscore_lib.engine.readings import every_target
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.markup import (
    Cell,
    Column,
    Fragment,
    anchor,
    both,
    criterion_link,
    page_link,
    say,
    table,
)
from govscore_lib.reporting.views.board import Board
from govscore_lib.rubric.readings import DEFAULT, Target
from govscore_lib.text import Bilingual

SECTIONS = (
    ("criterion", say("条款的读法", "Readings of clauses")),
    ("category", say("类目的读法", "Readings of categories")),
    ("rubric", say("整套规则的读法", "Readings of the whole rubric")),
    ("embedded", say("内嵌规则的读法", "Readings of an embedded rubric")),
)
MANY = 4
"""Readings beside each other that a page holds; a table with more scrolls by itself."""


def show_spread(scorecard: Scorecard) -> Fragment:
    """Return every region's place, and the best and the worst one that a single other reading leads to."""
    board = Board(scorecard)
    columns = [
        Column(say("地区", "Region")),
        Column(say("名次", "Rank"), figure=True),
        Column(say("最好名次", "Best"), figure=True),
        Column(say("由哪种读法", "by which reading")),
        Column(say("最差名次", "Worst"), figure=True),
        Column(say("由哪种读法", "by which reading")),
        Column(say("总分区间", "Totals between"), figure=True, unit=say("分", "points")),
    ]
    targets = dict(every_target(scorecard))
    rows = []
    for row in scorecard.spread.sort("rank", maintain_order=True).iter_rows(named=True):
        region = board.standing(row["region_id"])
        low, high = board.points(row["lowest_total"]), board.points(row["highest_total"])
        rows.append(
            (
                page_link(board.part, f"regions/{region.region_id}.html", both(region.name)),
                f"<b>{row['rank']:g}</b>",
                f"{row['best_rank']:g}",
                _which(row["best_by"], targets),
                f"{row['worst_rank']:g}",
                _which(row["worst_by"], targets),
                low if low == high else f"{low}–{high}",
            )
        )
    moved = scorecard.spread.filter(pl.col("best_rank") != pl.col("worst_rank")).height
    count = scorecard.readings.select("target", "key").unique().height
    words = say(
        f"共 {count} 种其他读法，逐一单独替换；{moved} 个地区的名次会因其中某一种而变动。",
        f"{count} other readings, each tried alone; {moved} regions change their place under at least one.",
    )
    return Fragment(
        "spread", f"<p>{both(words)}</p>" + table(columns, rows, kind="spread", sortable=True)
    )


def _which(choice: str, targets: Mapping[str, Target]) -> str:
    """What is read otherwise, by its name, and the letter of the reading; the choice as one types it behind it."""
    if not choice:
        return "—"
    key, _, letter = choice.rpartition("=")
    name = both(targets[key].name) if key in targets else escape(key)
    ident = "" if ":" in key else f'<span class="id">{escape(key)}</span> '
    return f'<a href="#{anchor(key)}" title="{escape(choice)}">{ident}{name}</a> <code>{escape(letter)}</code>'


def show_reading_effects(scorecard: Scorecard) -> Fragment:
    """Return, for everything that admits several readings, what each other one would give every region."""
    targets = dict(every_target(scorecard))
    parts = []
    for section, title in SECTIONS:
        mine = {key: one for key, one in targets.items() if _section(key) == section}
        if mine:
            parts.append(f"<h3>{both(title)}</h3>")
            parts += [_target(scorecard, key, one) for key, one in mine.items()]
    if not parts:
        words = say("这套规则没有列出其他读法。", "The rubric lists no other readings.")
        return Fragment("reading effects", f"<p>{both(words)}</p>")
    return Fragment("reading effects", "".join(parts))


def _section(key: str) -> str:
    if "/" in key:
        return "embedded"
    return key.partition(":")[0] if ":" in key else "criterion"


def _target(scorecard: Scorecard, key: str, target: Target) -> str:
    ident = "" if ":" in key else f'<span class="id">{escape(key)}</span> '
    name = f"{ident}{both(target.name)}"
    if key in scorecard.rubric.criteria:
        name = criterion_link(scorecard.part, key, name)
    return f'<h4 id="{anchor(key)}">{name}</h4>' + readings_of(scorecard, key, target)


def readings_of(scorecard: Scorecard, key: str, target: Target) -> str:
    """Return the readings of one target with their reasons, and what each would give the regions it changes."""
    effects = scorecard.readings.filter(pl.col("target") == key)
    by_points = effects["points"].null_count() < effects.height
    chosen = scorecard.rubric.chosen.get(key, DEFAULT)
    reasons = "".join(_reason(letter, text, letter == chosen) for letter, text in _reasons(target))
    moved = [
        region
        for region in scorecard.scores["region_id"].to_list()
        if _changes(effects.filter(pl.col("region_id") == region), by_points)
    ]
    return f"<ul class='sub'>{reasons}</ul>{_effects(scorecard, effects, moved, by_points)}"


def _reasons(target: Target) -> Iterator[tuple[str, Bilingual]]:
    yield (
        DEFAULT,
        target.default_because or say("规则文件所载的读法。", "as the rubric file has it."),
    )
    for letter, reading in target.options.items():
        yield letter, reading.because


def _reason(letter: str, because: Bilingual, chosen: bool) -> str:
    mark = both(say("（本次采用）", " (in force)")) if chosen else ""
    colon = both(say("：", ": "))
    return f"<li><code>{escape(letter)}</code>{mark}{colon}{both(because)}</li>"


def _changes(mine: pl.DataFrame, by_points: bool) -> bool:
    changed = mine["points_change" if by_points else "total_change"]
    return bool((changed != 0).any()) or bool((mine["rank_change"] != 0).any())


def _effects(scorecard: Scorecard, effects: pl.DataFrame, moved: list[str], by_points: bool) -> str:
    board = Board(scorecard)
    if not moved:
        words = say("各地区的得分和名次都不变。", "No region's points or place would change.")
        return f"<p class='note'>{both(words)}</p>"
    keys = effects["key"].unique(maintain_order=True).to_list()
    unit = say("得分", "points") if by_points else say("总分", "total")
    columns = [
        Column(say("地区", "Region")),
        Column(say("本次", "this run"), figure=True, unit=unit),
    ]
    columns += [Column(say(f"读法 {key}", f"reading {key}"), figure=True) for key in keys]
    cells = {(row["region_id"], row["key"]): row for row in effects.iter_rows(named=True)}
    places = bool((effects["rank_change"] != 0).any())
    rows: list[tuple[str | Cell, ...]] = []
    for region in moved:
        name = both(board.standing(region).name)
        link = page_link(board.part, f"regions/{region}.html", name)
        now = _now(board, cells[region, keys[0]], by_points)
        rows.append(
            (link, now, *(_cell(board, cells[region, key], by_points, places) for key in keys))
        )
    rest = len(board.standings) - len(moved)
    words = say(f"其余 {rest} 个地区不变。", f"The other {rest} regions stay as they are.")
    note = f"<p class='note'>{both(words)}</p>" if rest else ""
    many = " wide" if len(keys) > MANY else ""
    return table(columns, rows, kind=f"effects{many}") + note


def _now(board: Board, row: dict[str, Any], by_points: bool) -> str:
    value, change = (
        (row["points"], row["points_change"]) if by_points else (row["total"], row["total_change"])
    )
    return "—" if value is None or change is None else board.points(value - change)


def _cell(board: Board, row: dict[str, Any], by_points: bool, with_places: bool) -> Cell:
    """Points, beside them the change and, where any region of the table moves, the new place: each in its column."""
    value, change = (
        (row["points"], row["points_change"]) if by_points else (row["total"], row["total_change"])
    )
    beside = [board.signed(change) if change else ""]
    if with_places:
        moved = row["rank_change"]
        place = say(f"第 {row['rank']:g} 名", f"rank {row['rank']:g}") if moved else say("", "")
        beside.append(both(place))
    notes = "".join(f'<span class="sub">{one}</span>' for one in beside)
    return Cell(f"{board.points(value)} {notes}", str(value if value is not None else -1))
