"""The results as a workbook: numbers as numbers, Chinese headers, the same results the same bytes."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.fragments.badges import BADGES
from govscore_lib.reporting.views.board import Board
from govscore_lib.rubric.general import STANDING_WORDS
from govscore_lib.rubric.metric import Metric

CREATED = dt.datetime(2020, 1, 1)  # noqa: DTZ001 (a workbook's properties know no zone)
"""The day that every workbook says it was made on, so that the same results give the same file."""

Value = str | int | float | Decimal | None


@dataclass(frozen=True)
class Sheet:
    """One sheet. columns : (header, width in characters, kind), kind ``points``, ``number`` or ``text``."""

    name: str
    columns: Sequence[tuple[str, int, str]]
    rows: Iterable[Sequence[Value]]


def results_book(scorecard: Scorecard) -> bytes:
    """Return the workbook of a run: scores, categories, ledger, data, criteria, and what they rest on."""
    board = Board(scorecard)
    made = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"title": scorecard.title.zh, "created": CREATED})
        places = "0" * board.rubric.display.decimals
        text = {"font_name": "SimSun", "font_size": 10, "valign": "top"}
        formats = {
            "head": book.add_format({**text, "bold": True, "bottom": 1, "text_wrap": True}),
            "text": book.add_format(text),
            "number": book.add_format({**text, "num_format": "General"}),
            "points": book.add_format({**text, "num_format": f"0.{places}" if places else "0"}),
        }
        for sheet in _sheets(board):
            _write(book, sheet, formats)
    return made.getvalue()


def _write(book: xlsxwriter.Workbook, sheet: Sheet, formats: dict[str, Any]) -> None:
    page = book.add_worksheet(sheet.name)
    page.freeze_panes(1, 1)
    for at, (header, width, _) in enumerate(sheet.columns):
        page.set_column(at, at, width)
        page.write_string(0, at, header, formats["head"])
    last = 0
    for last, row in enumerate(sheet.rows, 1):
        for at, (value, (_, _, kind)) in enumerate(zip(row, sheet.columns, strict=True)):
            if isinstance(value, str):
                page.write_string(last, at, value, formats["text"])
            elif value is not None:
                page.write_number(last, at, float(value), formats[kind])
    page.autofilter(0, 0, last, len(sheet.columns) - 1)


def _sheets(board: Board) -> tuple[Sheet, ...]:
    return (_scores(board), _categories(board), _ledger(board), _data(board), _criteria(board), _run(board))  # fmt: skip


def _scores(board: Board) -> Sheet:
    return Sheet(
        "成绩",
        (
            ("名次", 6, "number"),
            ("地区代码", 10, "text"),
            ("地区", 20, "text"),
            ("总分", 9, "points"),
            ("状态", 12, "text"),
            ("总分下限", 9, "points"),
            ("总分上限", 9, "points"),
            ("与前一名之差", 12, "points"),
            ("未计分条数", 10, "number"),
        ),
        [
            (
                s.rank,
                s.region_id,
                s.name.zh,
                s.total,
                STANDING_WORDS[s.status].zh,
                s.lower,
                s.upper,
                s.gap,
                s.missing_criteria,
            )
            for s in board.standings
        ],
    )


def _categories(board: Board) -> Sheet:
    return Sheet(
        "类目",
        (
            ("地区代码", 10, "text"),
            ("地区", 20, "text"),
            ("类目", 24, "text"),
            ("各条之和", 10, "points"),
            ("封顶、保底等影响", 12, "points"),
            ("得分", 9, "points"),
            ("满分", 9, "number"),
        ),
        [
            (
                s.region_id,
                s.name.zh,
                part.name.zh,
                row["points_sum"],
                row["cap_effect"],
                row["score"],
                row["max_points"],
            )
            for s in board.standings
            for part in board.parts
            if (row := board.sections.get((s.region_id, part.category_id))) is not None
        ],
    )


def _ledger(board: Board) -> Sheet:
    words = {key: word.zh for key, (word, _) in BADGES.items()} | {"scored": "已计分"}
    return Sheet(
        "明细",
        (
            ("地区代码", 10, "text"),
            ("地区", 20, "text"),
            ("条款", 8, "text"),
            ("名称", 24, "text"),
            ("得分", 9, "points"),
            ("满分", 7, "number"),
            ("失分", 9, "points"),
            ("状态", 10, "text"),
            ("算式", 60, "text"),
            ("出处", 40, "text"),
        ),
        [
            (
                s.region_id,
                s.name.zh,
                ident,
                criterion.name.zh,
                line["points"],
                line["max_points"],
                line["lost_points"],
                words.get(line["status"], line["status"]),
                line["formula"],
                line["citation"],
            )
            for s in board.standings
            for ident, criterion in board.criteria.items()
            if (line := board.lines.get((s.region_id, ident))) is not None
        ],
    )


def _data(board: Board) -> Sheet:
    names = {s.region_id: s.name.zh for s in board.standings}
    return Sheet(
        "数据",
        (
            ("地区代码", 10, "text"),
            ("地区", 20, "text"),
            ("指标", 36, "text"),
            ("值", 14, "number"),
            ("单位", 8, "text"),
            ("指标代号", 30, "text"),
        ),
        [
            (
                row["region_id"],
                names.get(row["region_id"], ""),
                metric.name.zh,
                _value(metric, row["value"]),
                metric.unit.zh if metric.unit else "",
                metric.id,
            )
            for row in board.scorecard.observations.iter_rows(named=True)
            if (metric := board.rubric.metrics.get(row["metric_id"])) is not None
        ],
    )


def _value(metric: Metric, value: str | None) -> Value:
    """A figure as a number where it is one; a code as its word."""
    if value is None or value == "":
        return None
    if metric.type in ("int", "decimal", "judged"):
        return Decimal(value)
    if metric.type == "bool":
        return "是" if value == "true" else "否"
    return metric.values.get(value, value)


def _criteria(board: Board) -> Sheet:
    names = {part.category_id: part.name.zh for part in board.parts}
    return Sheet(
        "条款",
        (
            ("条款", 8, "text"),
            ("名称", 28, "text"),
            ("类目", 20, "text"),
            ("满分", 7, "number"),
            ("规则", 80, "text"),
            ("出处", 40, "text"),
        ),
        [
            (
                ident,
                one.name.zh,
                names[one.category],
                board.most(ident),
                board.rubric.sentence(ident).zh,
                one.source.citation,
            )
            for ident, one in board.criteria.items()
        ],
    )


def _run(board: Board) -> Sheet:
    receipt = board.scorecard.receipt
    told = [
        ("评价", board.scorecard.title.zh),
        ("依据", board.rubric.document),
        ("评价期", board.rubric.period.label),
        ("规则文件校验值", str(receipt.get("rubric_sha256", ""))),
        ("全部数据校验值", str(receipt.get("values_sha256", ""))),
        ("程序", str(receipt.get("library", ""))),
    ]
    told += [(f"读法 {key}", letter) for key, letter in board.rubric.chosen.items()]
    told += [(f"输入 {name}", str(sha)) for name, sha in receipt.get("inputs", {}).items()]
    return Sheet("说明", (("项目", 40, "text"), ("内容", 80, "text")), told)
