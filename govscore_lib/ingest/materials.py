"""Materials workbooks: one per region, with a cover (封面) and one row per metric (指标)."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Sequence

from govscore_lib.ingest.cells import plain_float
from govscore_lib.ingest.entries import (
    METRIC_WORDS,
    NAME_WORDS,
    VALUE_WORDS,
    EntriesRead,
    Entry,
    unreadable,
)
from govscore_lib.ingest.files import HEADER_WITHIN, UnreadableFile, read_bytes
from govscore_lib.ingest.headers import Headers, plain_header
from govscore_lib.ingest.raw import RawFile
from govscore_lib.ingest.unreadable import damaged_workbook
from govscore_lib.ingest.workbooks import inspect_workbook
from govscore_lib.rubric.league import League, Region
from govscore_lib.rubric.model import Rubric

COVER, FIGURES = "封面", "指标"
_REGION_LABELS = ("地区代码", "地区", "地区名称")
_PERIOD_LABEL = "考核期"

Cells = dict[tuple[int, int], str]
"""Text of every filled cell by row and column, both counted from 1."""


def read_materials(
    file: RawFile, rubric: Rubric, league: League, criteria: tuple[str, ...]
) -> EntriesRead:
    """Return the entries of one workbook, all for the region that its cover names.

    criteria : ids of all criteria that observations can touch, named when the workbook is unusable.
    """
    read = EntriesRead(form="xlsx")
    by_name = _region_of_name(file, league)
    try:
        sheets = _sheets(file)
    except UnreadableFile as error:
        read.findings.append(unreadable(error, file.name, criteria, by_name.id if by_name else ""))
        return read
    region = _region(file, sheets.get(COVER, {}), by_name, league, read, criteria)
    if region is None:
        return read
    _tell_other_period(file, sheets.get(COVER, {}), rubric, region, read)
    headers = Headers({"metric": METRIC_WORDS, "name": NAME_WORDS, "value": VALUE_WORDS})
    for name, cells in _figures_first(sheets):
        top = _header_row(cells, headers)
        if top is not None:
            _entries(file, name, cells, top, headers, region, rubric, read)
            return read
    found = "、".join(sheets)
    read.find(
        "missing-column", "critical",
        f"没有带“指标编码”和“填报值”两列的工作表，文件未采用（现有：{found}）",
        f"no sheet has the columns 指标编码 (metric_id) and 填报值 (value); the file is not used (sheets: {found})",
        file.name, region_id=region.id, criteria=criteria,
    )  # fmt: skip
    return read


def _sheets(file: RawFile) -> dict[str, Cells]:
    """Return the filled cells of every sheet as the person who filled it in sees them."""
    import openpyxl

    data = read_bytes(file.path)
    facts = inspect_workbook(data)
    try:
        with warnings.catch_warnings():  # drop-downs of newer versions are of no concern here
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        return {
            sheet.title: {
                (cell.row, cell.column): text
                for cell in sheet._cells.values()  # those that exist; a sheet may be a million rows high
                if (text := _shown(cell.value, cell.number_format))
            }
            | (facts[sheet.title].marks if sheet.title in facts else {})
            for sheet in book.worksheets
        }
    except (KeyError, ValueError, TypeError, AttributeError, OSError, EOFError, SyntaxError):
        raise damaged_workbook() from None


def _shown(value: object, number_format: str) -> str:
    """Return a cell's value as text; a number formatted as a percentage keeps its sign."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dt.datetime():
            return value.isoformat(sep=" ")
        case dt.date():
            return value.isoformat()
        case float() | int():
            if "%" in number_format:
                return plain_float(value * 100) + "%"
            return plain_float(value) if isinstance(value, float) else str(value)
    return str(value).strip()


def _region_of_name(file: RawFile, league: League) -> Region | None:
    parts = file.path.stem.split("_")
    return next((region for part in parts if (region := league.resolve(part))), None)


def _region(
    file: RawFile,
    cover: Cells,
    by_name: Region | None,
    league: League,
    read: EntriesRead,
    criteria: tuple[str, ...],
) -> Region | None:
    """Return the region of a workbook; None, with a finding, when it names none or two."""
    labels = {plain_header(text): (row, column) for (row, column), text in cover.items()}
    written = [
        cover[row, column + 1]
        for label in _REGION_LABELS
        if label in labels
        for row, column in [labels[label]]
        if (row, column + 1) in cover
    ]
    named = {region.id: region for text in written if (region := league.resolve(text))}
    if by_name is not None:
        named.setdefault(by_name.id, by_name)
    if len(named) == 1:
        return next(iter(named.values()))
    if not named:
        shown = "、".join(written) or file.path.name
        read.find(
            "unknown-region", "warning",
            f"无法识别的地区：{shown}，文件未采用", f"'{shown}' is no region of this assessment; the file is not used",
            file.name, COVER if written else "",
        )  # fmt: skip
        return None
    both = "、".join(f"{region.id} {region.name_zh}" for region in named.values())
    for region in named.values():
        read.find(
            "two-regions", "critical",
            f"封面与文件名指向不同地区（{both}），文件未采用",
            f"cover and file name stand for different regions ({both}); the file is not used",
            file.name, COVER, region_id=region.id, criteria=criteria,
        )  # fmt: skip
    return None


def _tell_other_period(
    file: RawFile, cover: Cells, rubric: Rubric, region: Region, read: EntriesRead
) -> None:
    for (row, column), text in cover.items():
        if plain_header(text) == _PERIOD_LABEL:
            written = cover.get((row, column + 1), "")
            if written and rubric.period.label not in written:
                read.find(
                    "other-period", "warning",
                    f"封面的考核期“{written}”不是{rubric.period.label}",
                    f"the cover says period '{written}', the rubric says {rubric.period.label}",
                    file.name, COVER, region_id=region.id, place=_address(row, column + 1),
                )  # fmt: skip


def _figures_first(sheets: dict[str, Cells]) -> Sequence[tuple[str, Cells]]:
    return sorted(sheets.items(), key=lambda item: (item[0] != FIGURES, item[0] == COVER))


def _header_row(cells: Cells, headers: Headers) -> dict[str, tuple[int, int]] | None:
    """Return where the header cells stand, by what they mean."""
    for row in range(1, HEADER_WITHIN + 1):
        found = {
            meaning: (row, column)
            for (at, column), text in cells.items()
            if at == row and (meaning := headers.column(text))
        }
        if {"metric", "value"} <= set(found) or {"name", "value"} <= set(found):
            return found
    return None


def _entries(
    file: RawFile,
    sheet: str,
    cells: Cells,
    top: dict[str, tuple[int, int]],
    headers: Headers,
    region: Region,
    rubric: Rubric,
    read: EntriesRead,
) -> None:
    at = {meaning: column for meaning, (_, column) in top.items()}
    first = next(iter(top.values()))[0]
    last = max(row for row, _ in cells)
    for row in range(first + 1, last + 1):
        metric = cells.get((row, at.get("metric", 0))) or cells.get((row, at.get("name", 0)), "")
        value = cells.get((row, at["value"]), "")
        if metric or value:
            read.rows += 1
            read.entries.append(
                Entry(region.id, metric, value, file.name, sheet, _address(row, at["value"]))
            )


def _address(row: int, column: int) -> str:
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column)}{row}"
