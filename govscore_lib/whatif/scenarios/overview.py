"""What a notebook shows of a scenario: its changes, one a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from govscore_lib.glance import Cell, Head, glance
from govscore_lib.points import plain
from govscore_lib.text import Bilingual, counted
from govscore_lib.whatif.scenarios.changes import (
    CategoryPoints,
    Change,
    ChosenReading,
    CriterionPoints,
    Figure,
    LeftOut,
    OtherLeague,
    Record,
    Setting,
)

if TYPE_CHECKING:
    from govscore_lib.whatif.scenarios.scenario import Scenario

NAMELESS = Bilingual(zh="方案", en="scenario")
MISSING = Bilingual(zh="缺", en="missing")
_HEADS = (
    Head(Bilingual(zh="改什么", en="What changes")),
    Head(Bilingual(zh="改为", en="To")),
    Head(Bilingual(zh="依据", en="Why")),
)


def in_one_line(scenario: Scenario) -> str:
    """Return name and size."""
    name = scenario.name.en or NAMELESS.en
    return f"<Scenario {name}: {counted(len(scenario.changes), 'change')}>"


def at_a_glance(scenario: Scenario) -> str:
    """Return the markup: name, and every change with what it becomes and why."""
    rows: list[tuple[Cell, ...]] = []
    for change in scenario.changes:
        why = [one for one in (change.note, change.by, change.on, change.document) if one]
        rows.append((*_said(change), "，".join(why)))
    heads = _HEADS if any(row[-1] for row in rows) else _HEADS[:-1]
    number = len(scenario.changes)
    size = Bilingual(
        zh=f"{number} 项变动" if number else "没有变动，一切照旧",
        en=counted(number, "change") if number else "no changes: all is as it was",
    )
    name = scenario.name if scenario.name.zh or scenario.name.en else NAMELESS
    return glance(name, heads, [row[: len(heads)] for row in rows], above=[size])


def _said(change: Change) -> tuple[Cell, Cell]:
    """Return what is changed, and what it becomes."""
    if isinstance(change, (CriterionPoints, CategoryPoints)):
        return _points(change)
    if isinstance(change, Setting):
        return change.target[1], str(change.to)
    if isinstance(change, ChosenReading):
        return Bilingual(zh=f"{change.name} 的读法", en=f"reading of {change.name}"), change.key
    if isinstance(change, Figure):
        return f"{change.region} {change.metric}", MISSING if change.value is None else change.value
    if isinstance(change, Record):
        return _record(change)
    if isinstance(change, LeftOut):
        return change.leave_out, Bilingual(zh="不参加比较", en="left out")
    assert isinstance(change, OtherLeague)  # there are no other forms
    regions = change.league if isinstance(change.league, str) else "，".join(change.league)
    return Bilingual(zh="参加比较的地区", en="regions compared"), regions


def _points(change: CriterionPoints | CategoryPoints) -> tuple[Cell, Cell]:
    ident = change.target[1]
    kind = ("条款", "criterion") if isinstance(change, CriterionPoints) else ("类目", "category")
    what = Bilingual(zh=f"{kind[0]} {ident} 的分值", en=f"points of {kind[1]} {ident}")
    return what, plain(change.points)


def _record(change: Record) -> tuple[Cell, Cell]:
    named = change.record
    key = named if isinstance(named, str) else _cells(named or {})
    if change.add is not None:
        what = Bilingual(zh=f"{change.in_register} 新增", en=f"{change.in_register}, added")
        return what, _cells(change.add)
    what = Bilingual(zh=f"{change.in_register} {key}", en=f"{change.in_register} {key}")
    if change.withdrawn:
        return what, Bilingual(zh="撤销", en="withdrawn")
    return what, _cells(change.set or {})


def _cells(cells: dict[str, str | None]) -> str:
    return "，".join(f"{name} = {'' if text is None else text}" for name, text in cells.items())
