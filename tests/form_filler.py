"""Fills in collection forms as an office does: opens the workbook, finds the headers, types, saves. Seeded."""

import datetime as dt
import io
import random
import re
import zipfile
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import openpyxl
import polars as pl
from openpyxl.worksheet.worksheet import Worksheet

from govscore_lib.ingest.figures.constraints import breaks
from govscore_lib.records.conditions import broken_rows
from govscore_lib.rubric import Rubric
from govscore_lib.tables import REGISTER_TYPES

Figures = dict[tuple[str, str], str]
"""Canonical text by region and metric."""
Record = dict[str, Any]


def draw_value(declared: Any, draw: random.Random, *, may_be_never: bool = False) -> str:
    """A canonical text that a metric or column may have."""
    match declared.type:
        case "bool":
            return draw.choice(("true", "false"))
        case "enum":
            return draw.choice(list(declared.values))
        case "date":
            if may_be_never and draw.random() < 0.2:
                return "none"
            return (dt.date(2021, 1, 1) + dt.timedelta(days=draw.randrange(365))).isoformat()
        case "datetime":
            start = dt.datetime.fromisoformat("2021-01-01")
            moment = start + dt.timedelta(seconds=draw.randrange(365 * 86_400))
            return moment.isoformat()
        case "text":
            return draw.choice(("文〔2021〕7号", "0071", "a b", "12345678901234567890", "3/4"))
    low = declared.min if declared.min is not None else Fraction(0)
    high = declared.max if declared.max is not None else low + 400
    step = 1 if declared.type == "int" else 100
    number = Fraction(draw.randint(-(-low * step // 1), high * step // 1), step)
    return f"{float(number):.2f}".rstrip("0").rstrip(".") if step == 100 else str(number)


def draw_figures(
    rubric: Rubric, regions: Iterable[str], metrics: Iterable[str], seed: int
) -> Figures:
    """A value for most figures; those that break a condition of the rubric are left out."""
    draw, regions = random.Random(seed), list(regions)
    figures = {
        (region, name): draw_value(rubric.metrics[name], draw, may_be_never=True)
        for region in regions
        for name in metrics
        if draw.random() < 0.9
    }
    while broken := list(breaks(rubric, figures, regions)):
        for one in broken:
            figures.pop((one.region_id, one.metric_id), None)
            for name in one.values:
                figures.pop((one.region_id, name), None)
    return figures


def draw_records(rubric: Rubric, name: str, region: str, seed: int) -> list[Record]:
    """Some records of one region that meet the register's conditions, keys never twice, cells typed."""
    register, draw = rubric.registers[name], random.Random(f"{seed} {name} {region}")
    records = []
    for number in range(draw.randint(1, 12)):
        record: Record = {}
        for column, declared in register.columns.items():
            if column == register.region:
                record[column] = region
            elif column in register.key and declared.type != "enum":
                record[column] = _key(declared.type, region, number)
            elif declared.empty_allowed and draw.random() < 0.3:
                record[column] = None
            else:
                record[column] = _typed(declared.type, draw_value(declared, draw))
        records.append(record)
    types = {column: REGISTER_TYPES[one.type] for column, one in register.columns.items()}
    broken = {one.row for one in broken_rows(register, pl.DataFrame(records, schema=types))}
    return [record for number, record in enumerate(records) if number not in broken]


def _key(kind: str, region: str, number: int) -> Any:
    match kind:
        case "int":
            return 2021 + number
        case "date":
            return dt.date(2021, 1, 1) + dt.timedelta(days=number)
    return f"{region}-{number:03}"


def _typed(kind: str, text: str) -> Any:
    match kind:
        case "int":
            return int(text)
        case "bool":
            return text == "true"
        case "date":
            return dt.date.fromisoformat(text)
        case "datetime":
            return dt.datetime.fromisoformat(text)
    return text


def cell_of(declared: Any, value: Any) -> Any:
    """What a person types for a canonical text or a typed value."""
    if value is None:
        return None
    match declared.type:
        case "bool":
            return "是" if value in (True, "true") else "否"
        case "enum":
            return declared.values[value]
        case "date":
            if isinstance(value, str):
                return "无" if value == "none" else dt.date.fromisoformat(value)
            return value
        case "datetime" | "text":
            return value
        case "int":
            return int(value)
    return float(value)


def fill(
    template: bytes,
    rubric: Rubric,
    figures: Mapping[tuple[str, str], str],
    records: Mapping[str, list[Record]] | None = None,
    *,
    verified: Mapping[tuple[str, str], str] | None = None,
    evidence: str | None = "佐证.pdf",
    region: str = "",
) -> bytes:
    """The filled form. region : whose form it is; empty for a department's, where each row says it."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    _fill_figures(book["指标"], rubric, figures, verified or {}, evidence, region)
    for name, rows in (records or {}).items():
        _fill_register(_sheet_of(book, name), rubric, name, rows)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def columns_of(sheet: Worksheet, word: str) -> tuple[int, dict[str, int]]:
    """The header row that holds a word, and the column of each header."""
    for row in sheet.iter_rows(max_row=10):
        headers = {str(cell.value).lstrip("*"): cell.column for cell in row if cell.value}
        if word in headers:
            return row[0].row, headers
    raise AssertionError(f"no header {word} in {sheet.title}")


def _fill_figures(
    sheet: Worksheet,
    rubric: Rubric,
    figures: Mapping[tuple[str, str], str],
    verified: Mapping[tuple[str, str], str],
    evidence: str | None,
    region: str,
) -> None:
    top, at = columns_of(sheet, "填报值")
    for row in range(top + 1, sheet.max_row + 1):
        name = sheet.cell(row, at["指标编码"]).value
        if name not in rubric.metrics:
            continue
        key = (region or str(sheet.cell(row, at["地区代码"]).value), name)
        metric = rubric.metrics[name]
        if key in figures:
            sheet.cell(row, at["填报值"]).value = cell_of(metric, figures[key])
            sheet.cell(row, at["佐证材料"]).value = evidence
        if key in verified:
            sheet.cell(row, at["核定值"]).value = cell_of(metric, verified[key])
            sheet.cell(row, at["评审人"]).value = "评审一组"


def _sheet_of(book: openpyxl.Workbook, register: str) -> Worksheet:
    for sheet in book.worksheets:
        if any(cell.value == register for row in sheet.iter_rows(max_row=3) for cell in row):
            return sheet
    raise AssertionError(f"no sheet for {register}")


def _fill_register(sheet: Worksheet, rubric: Rubric, name: str, rows: list[Record]) -> None:
    register = rubric.registers[name]
    first = next(c for n, c in register.columns.items() if n != register.region)
    top, at = columns_of(sheet, first.name.zh)
    for number, record in enumerate(rows, start=top + 1):
        for column, declared in register.columns.items():
            if declared.name.zh in at:
                cell = cell_of(declared, record[column])
                sheet.cell(number, at[declared.name.zh]).value = cell


def as_wps_saves_it(data):
    """Every sheet states that it consists of its first cell."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for part in old.infolist():
            content = old.read(part)
            if part.filename.startswith("xl/worksheets/"):
                content, times = re.subn(
                    rb'<dimension ref="[^"]*" ?/>', b'<dimension ref="A1:A1"/>', content
                )
                assert times == 1
            new.writestr(part, content)
    return written.getvalue()
