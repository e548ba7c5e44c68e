"""What was read otherwise than it was written: every changed value, and the corrections in the open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

import polars as pl

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.findings import Finding
from govscore_lib.ingest.cells.spelling import CHANGES
from govscore_lib.reporting.fragments.places import origin
from govscore_lib.reporting.markup import Cell, Column, Fragment, both, page_link, say, table
from govscore_lib.rubric.model import Rubric
from govscore_lib.text import Bilingual

CHANGES_OF = "changes-"
"""Before the name of a table: the id of its list of changes."""
LISTED = 300
"""So many changes of one kind are written out; the rest is in data/processed."""
CORRECTED = "corrected"
_FAILED = {
    "correction-obsolete": say("来源已改，应删除", "mended at the source, to be removed"),
    "correction-stale": say("来源与 expect 不符，未采用", "the source is not as expected, not applied"),
    "correction-unclear": say("所指不止一处，未采用", "more than one place fits, not applied"),
    "correction-not-found": say("找不到所指之处，未采用", "there is no such place, not applied"),
}  # fmt: skip


def show_changes(changes: pl.DataFrame, scorecard: Scorecard) -> Fragment:
    """Return every value that reads otherwise than written: what was done, before and after, and where.

    changes : columns of ``ingest.cells.changes.CHANGED``; corrections are told by ``show_corrections``.
    Changes of one kind in one column of one file stand together, folded when there are several.
    """
    shown = changes.filter(pl.col("change") != CORRECTED)
    if shown.is_empty():
        none = say("所有的值都按原样读取。", "Every value is read as it was written.")
        return Fragment("changes", f"<p>{both(none)}</p>")
    columns = [
        Column(say("指标或列", "Metric or column")),
        Column(say("改了什么", "Change")),
        Column(say("处数", "Cells"), figure=True),
        Column(say("原文 → 采用", "Written → read")),
    ]
    parts = []
    rubric = scorecard.rubric
    tables = [name for name in ("observations", *rubric.registers) if name in set(shown["table"])]
    for name in tables:
        of_table = shown.filter(pl.col("table") == name)
        groups = of_table.group_by("name", "change", "file", "sheet", maintain_order=True)
        rows = [_group(rubric, cells) for _, cells in groups]
        title = f'<h3 id="{CHANGES_OF}{escape(name)}">{both(_table(rubric, name))}</h3>'
        parts.append(title + table(columns, rows, kind="changes"))
    total = say(
        f"共 {shown.height} 处，只改写法，不改意思；原始文件不动。",
        f"{shown.height} cells in all: the spelling was changed, never the meaning; the raw files stay as they are.",
    )
    return Fragment("changes", f"<p>{both(total)}</p>" + "".join(parts))


def _group(rubric: Rubric, cells: pl.DataFrame) -> Sequence[str | Cell]:
    """Return one row of the table: the changes of one kind in one column of one sheet."""
    first = cells.row(0, named=True)
    change = CHANGES[first["change"]]
    where = f'<span class="sub">{origin(first["file"], first["sheet"], "")}</span>'
    told = _written(first["before"], first["after"])
    if cells.height == 1:
        shown = told + f'<span class="sub">{origin("", "", first["place"])}</span>'
    else:
        shown = f"<details><summary>{told}</summary>{_each(cells)}</details>"
    return (
        both(_column(rubric, first["table"], first["name"])) + where,
        both(say(change.zh, change.en)),
        str(cells.height),
        shown,
    )


def _each(cells: pl.DataFrame) -> str:
    """Return every change of one kind: the row or cell, before and after."""
    items = "".join(
        f"<li><b>{escape(_number(place))}</b> {_written(before, after)}</li>"
        for place, before, after in cells.head(LISTED)
        .select("place", "before", "after")
        .iter_rows()
    )
    rest = cells.height - LISTED
    more = say(
        f"另有 {rest} 处，见 data/processed 的 changes.csv。",
        f"{rest} more are in changes.csv of data/processed.",
    )
    head = say("行号或单元格，原文 → 采用：", "Line, row or cell; written → read:")
    note = f'<span class="sub">{both(more)}</span>' if rest > 0 else ""
    return f'<span class="sub">{both(head)}</span><ul class="cells">{items}</ul>{note}'


def _number(place: str) -> str:
    """Return the number of a line or row, or the address of a cell, without the column's name."""
    return place.partition(", ")[0].rpartition(" ")[2]


def _written(before: str, after: str) -> str:
    return f"{escape(before)} → {escape(after)}"


def _table(rubric: Rubric, name: str) -> Bilingual:
    if name in rubric.registers:
        return rubric.registers[name].name
    return say("填报指标", "Submitted figures")


def _column(rubric: Rubric, table_id: str, name: str) -> Bilingual:
    if name in rubric.metrics:
        return rubric.metrics[name].name
    declared = rubric.registers[table_id].columns if table_id in rubric.registers else {}
    if name in declared:
        return declared[name].name
    return say("地区", "region") if name == "region_id" else say(name, name)


def show_corrections(
    changes: pl.DataFrame, findings: Iterable[Finding], scorecard: Scorecard
) -> Fragment:
    """Return the corrections in force, each with what the source must still say, and those that failed.

    changes : columns of ``ingest.cells.changes.CHANGED``. findings : those of ingest, which tell the failures.
    """
    rows = [*_in_force(changes, scorecard), *_failed(findings, scorecard)]
    if not rows:
        none = say(
            "没有更正：各项按报送的原文计分。",
            "There are no corrections: figures count as they were sent.",
        )
        return Fragment("corrections", f"<p>{both(none)}</p>")
    columns = [
        Column(say("更正之处", "What is corrected")),
        Column(say("地区", "Region")),
        Column(say("来源须为", "The source must say"), figure=True),
        Column(say("采用", "Read as"), figure=True),
        Column(say("理由", "Why")),
        Column(say("状态", "State")),
    ]
    note = say(
        "更正写在 corrections.yml，不改原始文件；来源与“来源须为”不符时，更正自动失效并列为问题。",
        "Corrections stand in corrections.yml; the raw files are not touched. One whose source no longer says what "
        "it must fails and becomes a finding.",
    )
    return Fragment(
        "corrections", table(columns, rows, kind="findings") + f'<p class="note">{both(note)}</p>'
    )


def _in_force(changes: pl.DataFrame, scorecard: Scorecard) -> Iterator[tuple[str, ...]]:
    rubric = scorecard.rubric
    state = f'<span class="badge note">{both(say("有效", "in force"))}</span>'
    for row in changes.filter(pl.col("change") == CORRECTED).iter_rows(named=True):
        name = _column(rubric, row["table"], row["name"])
        where = f'<span class="sub">{origin(row["file"], row["sheet"], row["place"])}</span>'
        yield (
            both(name) + where,
            _region(scorecard, row["region_id"]),
            escape(row["before"]) or "—",
            escape(row["after"]) or "—",
            escape(row["reason"]),
            state,
        )


def _failed(findings: Iterable[Finding], scorecard: Scorecard) -> Iterator[tuple[str, ...]]:
    for one in findings:
        if one.code in _FAILED:
            what = f'<span class="sub">{origin(one.file, one.sheet, one.place)}</span>'
            state = f'<span class="badge {one.severity}">{both(_FAILED[one.code])}</span>'
            told = both(say(one.zh, one.en))
            yield (what, _region(scorecard, one.region_id), "", "", told, state)


def _region(scorecard: Scorecard, region_id: str) -> str:
    region = scorecard.league.resolve(region_id) if region_id else None
    if region is None:
        return escape(region_id)
    name = both(say(region.name("zh"), region.name("en")))
    page = "" if region.reference else f"regions/{region.id}.html"
    return page_link(scorecard.part, page, name) if page else name
