"""What a program that reads the cells of a workbook does not tell: formulas without a value, error values,
merged cells, and cells so far out that reading the sheet as a rectangle would need all memory.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree

from govscore_lib.ingest.files.containers import require_workbook, unpacked
from govscore_lib.ingest.files.unreadable import UnreadableFile, damaged_workbook

ROWS = 500_000
"""Rows that a sheet may have; larger registers come as CSV or parquet, which are read far more quickly."""
AREA = 20_000_000
"""Cells of the rectangle around everything that is filled."""
MERGES = 20_000
"""So many merged areas are looked at."""

_FILLED = rb'[^>]*?\br="([A-Z]{1,3})(\d+)"[^>]*(?<!/)>\s*<(?:\w+:)?(?:v|is)[ >]'
_CELL = re.compile(rb"<(?:\w+:)?c\b" + _FILLED)
_WIDE = re.compile(rb' r="([A-Z]{2,3})(\d+)"[^>]*(?<!/)>\s*<(?:\w+:)?(?:v|is|f)[ >/]')
_ROW_NUMBER = re.compile(rb'row\b[^>]*?\br="(\d+)"')
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>(.*?)</(?:\w+:)?f>)\s*"
    rb"(?:</(?:\w+:)?c>|<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</)",
    re.DOTALL,
)
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<', re.DOTALL
)
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 1."""


@dataclass
class SheetFacts:
    """What stands in one sheet besides its values.

    marks : text of the cells whose value is an error or a formula without a value, by row and column
        counted from 1: ``#DIV/0!``, ``=B2/C2``.
    left : first column with a filled cell, known where there are marks.
    """

    marks: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    left: int = 1


def inspect_workbook(data: bytes) -> dict[str, SheetFacts]:
    """Return what stands in each sheet of a workbook, by name, in the order of the sheets.

    Raises UnreadableFile for what is no workbook, is damaged, or is larger than can be read.
    """
    require_workbook(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = {part.filename.lstrip("/"): part for part in archive.infolist()}
            for name, part in parts.items():
                if not name.startswith("xl/worksheets/"):
                    for _ in unpacked(archive, part):
                        pass  # its true size
            return {
                sheet: _facts(sheet, unpacked(archive, parts[part]))
                for sheet, part in _sheets(archive, parts).items()
                if part in parts
            }
    except (
        zipfile.BadZipFile, LookupError, ValueError, OSError, EOFError, RuntimeError, ElementTree.ParseError,
    ):  # fmt: skip
        raise damaged_workbook() from None


def _sheets(archive: zipfile.ZipFile, parts: Mapping[str, zipfile.ZipInfo]) -> dict[str, str]:
    """Return the part of each sheet of cells by the name on its tab."""
    if "xl/workbook.xml" not in parts:
        raise UnreadableFile(
            "not-a-workbook", "是 .xlsb 或其他程序的工作簿，不是 .xlsx", "it is an .xlsb or a workbook of another program, not .xlsx",
            "打开后另存为 .xlsx", "open it and save it as .xlsx",
        )  # fmt: skip
    targets = {
        node.get("Id"): str(node.get("Target"))
        for node in _tree(archive, "xl/_rels/workbook.xml.rels")
        if str(node.get("Type")).endswith("/worksheet")
    }
    found = {}
    for node in _tree(archive, "xl/workbook.xml").iter():
        if node.tag.rpartition("}")[2] == "sheet":
            link = next((v for key, v in node.attrib.items() if key.endswith("}id")), None)
            if link in targets:
                target = targets[link]
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                found[str(node.get("name"))] = part
    return found


def _tree(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    text = archive.read(name)
    if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
        raise damaged_workbook()  # no spreadsheet program writes declarations; they only serve attacks
    return ElementTree.fromstring(text)


def _facts(sheet: str, chunks: Iterator[bytes]) -> SheetFacts:
    """Return the facts of one sheet, read piece by piece and given up as soon as it is too large."""
    facts = SheetFacts()
    rows, last_row, last_column, left = 0, 0, 1, 16_384
    far = ""
    for piece in _whole_rows(chunks):
        rows += piece.count(b"<row") + piece.count(b":row ")
        if rows > ROWS:
            raise _too_many_rows(sheet)
        filled = max(
            piece.rfind(b"<v>"), piece.rfind(b"<is>"), piece.rfind(b":v>"), piece.rfind(b"<v ")
        )
        if filled >= 0:
            start = max(piece.rfind(b"<row", 0, filled), piece.rfind(b":row ", 0, filled) - 4, 0)
            number = _ROW_NUMBER.search(piece, start, filled)
            last_row = max(last_row, int(number[1]) if number else rows)
        for match in _WIDE.finditer(piece):
            if (column := _column(match[1])) > last_column:
                last_column, far = column, f"{match[1].decode()}{match[2].decode()}"
        if b"<f" in piece or b":f" in piece:
            _take_formulas(piece, facts)
        if b't="e"' in piece:
            for match in _ERROR.finditer(piece):
                _mark(facts, match[1], html.unescape(match[2].decode("utf-8", "replace")))
        if b"mergeCell" in piece:
            _take_merges(piece, facts)
        left = min([left, *(_column(one[1]) for one in _CELL.finditer(piece))]) if left > 1 else 1
    if last_row > ROWS:
        raise _stray(sheet, far or f"A{last_row}")
    if last_row * max(last_column, 26) > AREA and last_column > 26:
        raise _stray(sheet, far)
    facts.left = left
    return facts


def _whole_rows(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the text in pieces that end before a row, so that no cell is cut in two."""
    rest = b""
    for chunk in chunks:
        text = rest + chunk
        cut = max(text.rfind(b"<row"), text.rfind(b":row "))
        cut = text.rfind(b"<", 0, cut + 1)
        if cut <= 0:
            rest = text
            continue
        rest = text[cut:]
        yield text[:cut]
    yield rest


def _take_formulas(piece: bytes, facts: SheetFacts) -> None:
    for match in _FORMULA.finditer(piece):
        formula = html.unescape((match[2] or b"").decode("utf-8", "replace"))
        _mark(facts, match[1], f"={formula}")


def _mark(facts: SheetFacts, attributes: bytes, text: str) -> None:
    address = _ADDRESS.search(attributes)
    if address is not None:
        facts.marks[int(address[2]), _column(address[1])] = text


def _take_merges(piece: bytes, facts: SheetFacts) -> None:
    for match in _MERGE.finditer(piece):
        if len(facts.merges) < MERGES:
            facts.merges.append(
                (int(match[2]), _column(match[1]), int(match[4]), _column(match[3]))
            )


def _column(letters: bytes) -> int:
    """Return the number of a column: A is 1, Z 26, AA 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _too_many_rows(sheet: str) -> UnreadableFile:
    return UnreadableFile(
        "too-many-rows", f"工作表“{sheet}”超过 {ROWS:,} 行，未读取",
        f"sheet {sheet} has more than {ROWS:,} rows and was not read",
        "删去表格下方带格式的空行；数据确有这么多时改报 CSV 或 parquet",
        "delete the formatted empty rows below the table; where there are so many records, send CSV or parquet",
    )  # fmt: skip


def _stray(sheet: str, cell: str) -> UnreadableFile:
    return UnreadableFile(
        "stray-cell", f"工作表“{sheet}”在表格之外很远的单元格 {cell} 有内容，未读取",
        f"sheet {sheet} has something in cell {cell}, far outside any table, and was not read",
        f"删除单元格 {cell} 所在的行和列", f"delete row and column of cell {cell}",
    )  # fmt: skip
