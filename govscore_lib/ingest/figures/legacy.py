"""Sheets made for people: headers over several rows with merged cells, rows between groups, remarks at the foot.

What stands where is said by a mapping beside the file; nothing is guessed. The header's rows are joined
downwards, merged cells filled, so that 依申请公开 over 申请件数 is the column 依申请公开/申请件数.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from govscore_lib.errors import did_you_mean, shown
from govscore_lib.ingest.cells import telling
from govscore_lib.ingest.figures.entries import EntriesRead, Entry
from govscore_lib.ingest.figures.mapping import SheetMapping, fits
from govscore_lib.ingest.files.headers import REGION_WORDS, plain_header
from govscore_lib.ingest.files.raw import RawFile
from govscore_lib.ingest.files.sheet_cells import Cells, address, read_sheets
from govscore_lib.ingest.files.tables import read_bytes
from govscore_lib.ingest.files.text_tables import text_rows
from govscore_lib.ingest.files.unreadable import UnreadableFile
from govscore_lib.ingest.files.workbooks import Merge, inspect_workbook
from govscore_lib.ingest.registers.personal import dropped
from govscore_lib.personal import is_personal_header

JOINT = "/"
"""Stands between the parts of a header over several rows."""
HEADER_WITHIN = 30
"""Rows in which a header is looked for that the mapping does not place."""
_LETTERS = re.compile(r"[A-Z]{1,3}")


@dataclass(frozen=True)
class Grid:
    """The filled cells of one sheet by row and column, counted from 1, and its merged areas.

    form : as in :class:`govscore_lib.ingest.files.tables.RawTable`.
    """

    sheet: str
    cells: Cells
    merges: Sequence[Merge] = ()
    form: str = "xlsx"

    def place(self, row: int, column: int, header: str) -> str:
        """Return where a cell stands, as messages call it."""
        if self.form == "xlsx":
            return address(row, column)
        return f"{telling.row_word(self.form)} {row}, {header}"


@dataclass
class _Columns:
    """The columns that a mapping asks for: metric → column; the region's; headers nobody asks for."""

    region: int = 0
    metrics: dict[str, int] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)


def grids(file: RawFile) -> dict[str, Grid]:
    """Return the sheets of a workbook, or the one table of a text file under the name "".

    Raises UnreadableFile.
    """
    data = read_bytes(file.path)
    suffix = file.path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        facts = inspect_workbook(data)
        return {
            name: Grid(name, cells, facts[name].merges if name in facts else ())
            for name, cells in read_sheets(file.path).items()
        }
    if suffix in (".csv", ".tsv", ".txt"):
        separator = "\t" if suffix == ".tsv" else ","
        text = text_rows(lambda: io.BytesIO(data), separator, lambda row: False)
        cells = {
            (line, column): text.strip()
            for line, row in text.rows
            for column, text in enumerate(row, start=1)
            if text.strip()
        }
        return {"": Grid("", cells, (), f"CSV, {text.encoding}")}
    raise UnreadableFile(
        "unknown-format", f"带行号的对应关系不能用于 {suffix} 文件", f"a mapping with rows does not go with {suffix}",
        "去掉 sheet、header、groups、footers", "remove sheet, header, groups and footers",
    )  # fmt: skip


def read_legacy(
    file: RawFile, grid: Grid, mapping: SheetMapping, criteria: tuple[str, ...], read: EntriesRead
) -> None:
    """Add the figures of one sheet to what was read, each with the cell it stands in.

    criteria : ids of all criteria that the figures can touch, named when the sheet is unusable.
    """
    top = mapping.header or _header_row(grid, mapping)
    headers = joined_headers(grid, top)
    columns = _columns(file, grid, mapping, headers, criteria, read)
    if columns is None:
        return
    personal = [shown(header) for header in columns.unread if is_personal_header(header)]
    if personal:
        said = dropped(personal)
        read.find("personal-columns-dropped", "note", *said, file.name, grid.sheet)
    unread = [shown(header) for header in columns.unread if not is_personal_header(header)]
    if unread:
        read.find(
            "column-not-read", "note",
            f"未使用的列：{'、'.join(unread)}", f"columns not used: {', '.join(unread)}", file.name, grid.sheet,
        )  # fmt: skip
    regions = _filled_down(grid, columns.region)
    passed: list[int] = []
    last = max((row for row, _ in grid.cells), default=0)
    rows = range(max(top) + 1, last + 1)
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), text in grid.cells.items():
        by_row.setdefault(row, {})[column] = text
    foot = next((row for row in rows if fits(mapping.footers, _first(by_row.get(row, {})))), None)
    for row in rows if foot is None else range(max(top) + 1, foot):
        texts = by_row.get(row, {})
        region = regions.get(row, "")
        if not texts:
            continue
        if fits(mapping.groups, region) or fits(mapping.groups, _first(texts)):
            passed.append(row)
            continue
        values = {metric: texts.get(column, "") for metric, column in columns.metrics.items()}
        if not region and not any(values.values()):
            continue
        read.rows += 1
        for metric, value in values.items():
            column = columns.metrics[metric]
            read.entries.append(
                Entry(
                    region, metric, value, file.name, grid.sheet,
                    grid.place(row, column, headers[column]), mapping.period,
                    factor=mapping.metrics[metric].factor,
                )
            )  # fmt: skip
    _tell_passed(file, grid, passed, foot, read)
    _tell_merged_values(file, grid, columns, max(top), read)


def joined_headers(grid: Grid, rows: Sequence[int]) -> dict[int, str]:
    """Return the header of every column, its parts from top to bottom joined by "/"."""
    texts = {key: text for key, text in grid.cells.items() if key[0] in rows}
    for first, left, last, right in grid.merges:
        text = grid.cells.get((first, left), "")
        for row in rows:
            if text and first <= row <= last:
                texts |= {(row, column): text for column in range(left, right + 1)}
    if not grid.merges and grid.form != "xlsx":
        _fill_right(texts, rows)
    headers: dict[int, str] = {}
    for column in sorted({column for _, column in texts}):
        parts = [text for row in sorted(rows) if (text := texts.get((row, column), ""))]
        different = [part for i, part in enumerate(parts) if i == 0 or part != parts[i - 1]]
        headers[column] = JOINT.join(re.sub(r"\s+", "", part) for part in different)
    return headers


def _fill_right(texts: dict[tuple[int, int], str], rows: Sequence[int]) -> None:
    """Let a cell of an upper row of the header stand over the empty ones to its right: text files merge nothing."""
    lowest = max(rows)
    width = max((column for _, column in texts), default=0)
    for row in sorted(rows):
        above = ""
        for column in range(1, width + 1):
            above = texts.get((row, column), above)
            if row != lowest and (lowest, column) in texts and above:
                texts[row, column] = above


def _header_row(grid: Grid, mapping: SheetMapping) -> tuple[int, ...]:
    """Return the first row that holds the region's header; the first filled one where none does."""
    words = {plain_header(word) for word in _region_words(mapping)}
    filled = sorted({row for row, _ in grid.cells})
    for row in filled[:HEADER_WITHIN]:
        if any(plain_header(text) in words for (at, _), text in grid.cells.items() if at == row):
            return (row,)
    return (filled[0],) if filled else (1,)


def _region_words(mapping: SheetMapping) -> tuple[str, ...]:
    return (mapping.region,) if mapping.region else REGION_WORDS


def _columns(
    file: RawFile,
    grid: Grid,
    mapping: SheetMapping,
    headers: Mapping[int, str],
    criteria: tuple[str, ...],
    read: EntriesRead,
) -> _Columns | None:
    """Return the columns that the mapping asks for; None, with findings, where one is missing or unclear."""
    found = _Columns()
    faults: list[tuple[str, list[int]]] = []
    at = [column for word in _region_words(mapping) for column in _places(word, headers)]
    found.region = at[0] if at else 0
    if not at or (mapping.region and len(at) > 1):
        faults.append((mapping.region or REGION_WORDS[2], at))
    for metric, wanted in mapping.metrics.items():
        at = _places(wanted.column, headers)
        if len(at) == 1:
            found.metrics[metric] = at[0]
        else:
            faults.append((wanted.column, at))
    for word, at in faults:
        _tell_column(file, grid, word, at, headers, criteria, read)
    used = {found.region, *found.metrics.values()}
    found.unread = [
        header for column, header in headers.items() if column not in used and not fits(mapping.keep, header)
    ]  # fmt: skip
    return None if faults else found


def _places(word: str, headers: Mapping[int, str]) -> list[int]:
    """Return the columns that a word of the mapping means: by its whole header, its last parts, or its letter."""
    wanted = [plain_header(part) for part in word.split(JOINT)]
    parts = {
        column: [plain_header(part) for part in header.split(JOINT)]
        for column, header in headers.items()
    }
    whole = [column for column, names in parts.items() if names == wanted]
    tail = [column for column, names in parts.items() if names[-len(wanted) :] == wanted]
    if whole or tail or not _LETTERS.fullmatch(word):
        return whole or tail
    return [column for column in headers if address(1, column) == f"{word}1"]


def _tell_column(
    file: RawFile,
    grid: Grid,
    word: str,
    at: Sequence[int],
    headers: Mapping[int, str],
    criteria: tuple[str, ...],
    read: EntriesRead,
) -> None:
    known = [header for header in headers.values() if header]
    if at:
        several = [headers[column] for column in at]
        read.find(
            "unclear-column", "critical",
            f"“{word}”可指多列（{'、'.join(several)}），该表未采用。可以这样处理：写出完整的表头或列的字母",
            f"'{word}' may be several columns ({', '.join(several)}); the sheet is not used. "
            "Hint: write the whole header, or the letter of the column",
            file.name, grid.sheet, criteria=criteria,
        )  # fmt: skip
        return
    hint = did_you_mean(word, known)
    listed = [shown(header) for header in known]
    read.find(
        "missing-column", "critical",
        f"缺少列“{word}”，该表未采用。现有的列：{'、'.join(listed)}",
        f"the column '{word}' is missing; the sheet is not used. Its columns: {', '.join(listed)}."
        + (f" Hint: {hint}" if hint else ""),
        file.name, grid.sheet, criteria=criteria,
    )  # fmt: skip


def _filled_down(grid: Grid, column: int) -> dict[int, str]:
    """Return the cells of a column by row, a merged one for each of its rows."""
    texts = {row: text for (row, at), text in grid.cells.items() if at == column}
    for first, left, last, right in grid.merges:
        if left <= column <= right and (text := grid.cells.get((first, left))):
            texts |= dict.fromkeys(range(first, last + 1), text)
    return texts


def _first(texts: Mapping[int, str]) -> str:
    return texts[min(texts)] if texts else ""


def _tell_passed(
    file: RawFile, grid: Grid, passed: Sequence[int], foot: int | None, read: EntriesRead
) -> None:
    if passed:
        read.find(
            "rows-passed-over", "note",
            f"按对应关系跳过 {len(passed)} 行", f"{len(passed)} rows were passed over as the mapping says",
            file.name, grid.sheet, place=telling.places(passed, grid.form),
        )  # fmt: skip
    if foot is not None:
        read.find(
            "rows-passed-over", "note",
            "表格在此行之前结束，其后为附注", "the table ends above this row; what follows are remarks",
            file.name, grid.sheet, place=telling.places([foot], grid.form),
        )  # fmt: skip


def _tell_merged_values(
    file: RawFile, grid: Grid, columns: _Columns, top: int, read: EntriesRead
) -> None:
    """Tell where one figure stands for several rows: it counts for the first only."""
    for place in _merged_values(grid, columns, top):
        read.find(
            "merged-value", "warning",
            "一个数字跨多行合并，只计入第一行的地区；请拆分后逐行填写",
            "one figure is merged over several rows and counts for the first one's region; "
            "unmerge it and fill in each row",
            file.name, grid.sheet, place=place,
        )  # fmt: skip


def _merged_values(grid: Grid, columns: _Columns, top: int) -> Iterator[str]:
    for first, left, last, right in sorted(grid.merges):
        is_value = any(left <= column <= right for column in columns.metrics.values())
        if first > top and last > first and is_value and (first, left) in grid.cells:
            yield f"{address(first, left)}:{address(last, right)}"
