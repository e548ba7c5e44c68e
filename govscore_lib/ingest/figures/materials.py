"""Filled forms: of one region, which the cover (封面) names, or of a department with a row per region.

The figures stand one a row (指标), with what the office claims and, where there is one, what a reviewer
verified. A plain workbook with the columns 指标编码 and 填报值 is read the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from govscore_lib.errors import shown
from govscore_lib.ingest.figures import forms
from govscore_lib.ingest.figures.entries import (
    EVIDENCE_WORDS,
    METRIC_WORDS,
    NAME_WORDS,
    VALUE_WORDS,
    VERIFIED_WORDS,
    EntriesRead,
    Entry,
    unreadable,
)
from govscore_lib.ingest.files.headers import Headers, plain_header
from govscore_lib.ingest.files.raw import RawFile
from govscore_lib.ingest.files.sheet_cells import Cells, address, beside, read_sheets
from govscore_lib.ingest.files.tables import HEADER_WITHIN
from govscore_lib.ingest.files.unreadable import UnreadableFile
from govscore_lib.ingest.names.aliases import names_period
from govscore_lib.ingest.registers.in_forms import read_form_registers
from govscore_lib.rubric.league import League, Region
from govscore_lib.rubric.model import Rubric

_HEADERS = Headers(
    {
        "metric": METRIC_WORDS,
        "name": NAME_WORDS,
        "value": VALUE_WORDS,
        "verified": VERIFIED_WORDS,
        "evidence": EVIDENCE_WORDS,
        "region": ("region_id", "行政区划代码", *forms.words(forms.REGION_CODE)),
        "region_name": ("地区名称", "行政区划", *forms.words(forms.REGION)),
    }
)


@dataclass(frozen=True)
class _Sheet:
    """The sheet with the figures: its name, cells, header row, and the columns by meaning."""

    name: str
    cells: Cells
    top: int
    at: Mapping[str, int]

    @property
    def names_regions(self) -> bool:
        """Whether the rows say for themselves which region they are about."""
        rows = {row for row, _ in self.cells if row > self.top}
        return any(self.text(row, "region") or self.text(row, "region_name") for row in rows)

    def text(self, row: int, meaning: str) -> str:
        """Return a cell of a row; empty where there is none."""
        return self.cells.get((row, self.at.get(meaning, 0)), "")


def read_materials(
    file: RawFile, rubric: Rubric, league: League, criteria: tuple[str, ...]
) -> EntriesRead:
    """Return the entries of one workbook, and the records of the registers in it.

    criteria : ids of all criteria that observations can touch, named when the workbook is unusable.
    """
    read = EntriesRead(form="xlsx")
    by_name = _region_of_name(file, league)
    try:
        sheets = read_sheets(file.path)
    except UnreadableFile as error:
        read.findings.append(unreadable(error, file.name, criteria, by_name.id if by_name else ""))
        return read
    cover_name, cover = _cover(sheets)
    if _is_of_other_rubric(file, cover_name, cover, rubric, by_name, read, criteria):
        return read
    figures = _figures(sheets)
    region: Region | None = None
    if not _is_of_department(cover) and not (figures and figures.names_regions):
        region = _region(file, cover_name, cover, by_name, league, read, criteria)
        if region is None:
            return read
    _tell_other_period(file, cover_name, cover, rubric, region, read)
    read_form_registers(file, sheets, rubric, region, read)
    if figures is not None:
        _entries(file, figures, region, rubric, read)
        return read
    found = "、".join(sheets)
    read.find(
        "missing-column", "critical",
        f"没有带“指标编码”和“填报值”两列的工作表，文件未采用（现有：{found}）",
        f"no sheet has the columns 指标编码 (metric_id) and 填报值 (value); the file is not used (sheets: {found})",
        file.name, region_id=region.id if region else "", criteria=criteria,
    )  # fmt: skip
    return read


def _cover(sheets: Mapping[str, Cells]) -> tuple[str, Cells]:
    return next(
        ((name, cells) for name, cells in sheets.items() if forms.says(name, forms.COVER)),
        (forms.COVER.zh, {}),
    )


def _is_of_department(cover: Cells) -> bool:
    return any(True for _ in beside(cover, forms.DEPARTMENT))


def _region_of_name(file: RawFile, league: League) -> Region | None:
    parts = file.path.stem.split("_")
    return next((region for part in parts if (region := league.resolve(part))), None)


def _region(
    file: RawFile,
    sheet: str,
    cover: Cells,
    by_name: Region | None,
    league: League,
    read: EntriesRead,
    criteria: tuple[str, ...],
) -> Region | None:
    """Return the region of a workbook; None, with a finding, when it names none or two."""
    labels = (*forms.words(forms.REGION_CODE, forms.REGION), "地区名称")
    plain_labels = {plain_header(label) for label in labels}
    written = [
        cover[row, column + 1]
        for (row, column), text in sorted(cover.items())
        if plain_header(text) in plain_labels and (row, column + 1) in cover
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
            file.name, sheet if written else "",
        )  # fmt: skip
        return None
    both = "、".join(f"{region.id} {region.name_zh}" for region in named.values())
    for region in named.values():
        read.find(
            "two-regions", "critical",
            f"封面与文件名指向不同地区（{both}），文件未采用",
            f"cover and file name stand for different regions ({both}); the file is not used",
            file.name, sheet, region_id=region.id, criteria=criteria,
        )  # fmt: skip
    return None


def _is_of_other_rubric(
    file: RawFile,
    sheet: str,
    cover: Cells,
    rubric: Rubric,
    by_name: Region | None,
    read: EntriesRead,
    criteria: tuple[str, ...],
) -> bool:
    """Whether the cover names another rubric; a finding says so."""
    for row, column in beside(cover, forms.RUBRIC):
        written = cover[row, column]
        if plain_header(written) != plain_header(rubric.id):
            read.find(
                "other-rubric", "critical",
                f"这是“{written}”的填报表，不是 {rubric.id} 的，文件未采用",
                f"the form is one of '{written}', not of {rubric.id}; the file is not used. "
                f"Hint: put it into data/raw/{written}/",
                file.name, sheet, region_id=by_name.id if by_name else "", place=address(row, column),
                criteria=criteria,
            )  # fmt: skip
            return True
    return False


def _tell_other_period(
    file: RawFile,
    sheet: str,
    cover: Cells,
    rubric: Rubric,
    region: Region | None,
    read: EntriesRead,
) -> None:
    for row, column in beside(cover, forms.PERIOD):
        written = cover[row, column]
        if not names_period(written, rubric.period.label):
            read.find(
                "other-period", "warning",
                f"封面的考核期“{shown(written)}”不是{rubric.period.label}",
                f"the cover says period '{shown(written)}', the rubric says {rubric.period.label}",
                file.name, sheet, region_id=region.id if region else "", place=address(row, column),
            )  # fmt: skip


def _figures(sheets: Mapping[str, Cells]) -> _Sheet | None:
    """Return the sheet of figures: the one that is called so, or the first with its headers."""
    ordered: Sequence[tuple[str, Cells]] = sorted(
        sheets.items(),
        key=lambda item: (not forms.says(item[0], forms.FIGURES), forms.says(item[0], forms.COVER)),
    )
    for name, cells in ordered:
        for row in range(1, HEADER_WITHIN + 1):
            found = {
                meaning: column
                for (at, column), text in sorted(cells.items(), reverse=True)
                if at == row and (meaning := _HEADERS.column(text))
            }
            if "value" in found and ("metric" in found or "name" in found):
                return _Sheet(name, cells, row, found)
    return None


def _entries(
    file: RawFile, sheet: _Sheet, region: Region | None, rubric: Rubric, read: EntriesRead
) -> None:
    """Add an entry per row; of two values the verified one counts and the claimed one is kept."""
    known = {plain_header(word) for word in rubric.metrics}
    known |= {plain_header(metric.name.zh) for metric in rubric.metrics.values()}
    last = max(row for row, _ in sheet.cells)
    for row in range(sheet.top + 1, last + 1):
        metric = sheet.text(row, "metric") or sheet.text(row, "name")
        claimed, verified = sheet.text(row, "value"), sheet.text(row, "verified")
        if not (claimed or verified) and plain_header(metric) not in known:
            continue  # a heading, or an empty row
        meaning = "verified" if verified else "value"
        source = "verified" if verified else "claimed" if claimed else ""
        place = region.id if region else sheet.text(row, "region") or sheet.text(row, "region_name")
        read.rows += 1
        read.entries.append(
            Entry(
                place, metric, verified or claimed, file.name, sheet.name, address(row, sheet.at[meaning]),
                claimed=claimed, source=source,
                evidence=sheet.text(row, "evidence") if "evidence" in sheet.at else None,
            )
        )  # fmt: skip
