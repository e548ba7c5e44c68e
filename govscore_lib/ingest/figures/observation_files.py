"""Files with figures of many regions → entries: long tables, wide ones, and sheets made for people.

A long table has a row per figure (region, metric, value), a wide one a column per metric. Where the columns
bear names of their own, or the sheet is more than a table, a mapping stands beside the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from govscore_lib.errors import did_you_mean, shown
from govscore_lib.ingest.cells import telling
from govscore_lib.ingest.figures.entries import (
    EVIDENCE_WORDS,
    METRIC_WORDS,
    PERIOD_WORDS,
    RATE_ENDINGS,
    VALUE_WORDS,
    VERIFIED_WORDS,
    EntriesRead,
    Entry,
    metric_words,
    unreadable,
)
from govscore_lib.ingest.figures.legacy import grids, read_legacy
from govscore_lib.ingest.figures.mapping import SheetMapping, mapping_path, read_mappings
from govscore_lib.ingest.files.headers import REGION_WORDS, HeaderMatch, Headers, plain_header
from govscore_lib.ingest.files.raw import RawFile
from govscore_lib.ingest.files.tables import ROW, RawTable, read_tables
from govscore_lib.ingest.files.unreadable import UnreadableFile
from govscore_lib.ingest.registers.personal import dropped, personal_headers
from govscore_lib.personal import is_personal_header
from govscore_lib.rubric.model import Rubric

_LONG = Headers(
    {
        "region": REGION_WORDS,
        "metric": METRIC_WORDS,
        "value": VALUE_WORDS,
        "period": PERIOD_WORDS,
        "verified": VERIFIED_WORDS,
        "evidence": EVIDENCE_WORDS,
    }
)
_REGION, _PERIOD = "", ":period"
"""Columns of a wide table that are no metrics."""
_KEPT = {"source_url", "note", "备注"}


def read_observation_file(file: RawFile, rubric: Rubric, criteria: tuple[str, ...]) -> EntriesRead:
    """Return the entries of a file with figures.

    criteria : ids of all criteria that observations can touch, named when the file is unusable.
    """
    read = EntriesRead()
    path = mapping_path(file.path)
    mappings: tuple[SheetMapping, ...] = ()
    if path.is_file():
        mappings, faults = read_mappings(path, rubric)
        folder = file.name.rpartition("/")[0]
        name = f"{folder}/{path.name}" if folder else path.name
        for fault in faults:
            read.find("bad-mapping", "critical", fault.zh, fault.en, name, criteria=criteria)
        if faults:
            return read
    try:
        if any(mapping.is_of_a_legacy_sheet for mapping in mappings):
            _legacy(file, mappings, criteria, read)
        else:
            _tables(file, mappings[0] if mappings else SheetMapping(), rubric, criteria, read)
    except UnreadableFile as error:
        read.findings.append(unreadable(error, file.name, criteria))
    return read


def _legacy(
    file: RawFile, mappings: Iterable[SheetMapping], criteria: tuple[str, ...], read: EntriesRead
) -> None:
    sheets = grids(file)
    used = []
    for mapping in mappings:
        grid = sheets.get(mapping.sheet) if mapping.sheet else next(iter(sheets.values()), None)
        if grid is None:
            hint = did_you_mean(mapping.sheet, sheets)
            found = "、".join(shown(name) for name in sheets)
            read.find(
                "missing-sheet", "critical",
                f"没有工作表“{mapping.sheet}”，其中的数据未采用（现有：{found}）",
                f"there is no sheet '{mapping.sheet}'; none of its data is used (sheets: {found})"
                + (f". Hint: {hint}" if hint else ""),
                file.name, criteria=criteria,
            )  # fmt: skip
            continue
        used.append(grid.sheet)
        read.form = grid.form
        read_legacy(file, grid, mapping, criteria, read)
    _tell_sheets_not_read(file, [name for name in sheets if name not in used], read)


def _tables(
    file: RawFile,
    mapping: SheetMapping,
    rubric: Rubric,
    criteria: tuple[str, ...],
    read: EntriesRead,
) -> None:
    wide = _wide_headers(rubric, mapping)
    tables = read_tables(file.path, lambda row: _LONG.looks_like(row) or wide.looks_like(row))
    fitting = [one for one in tables if _is_long(one, mapping) or not _absent(one, wide, mapping)]
    if fitting:
        others = [table.sheet for table in tables if table not in fitting]
        _tell_sheets_not_read(file, others, read)
    for table in fitting or tables[:1]:
        read.form = table.form
        read.rows += table.cells.height
        for remark in table.remarks:
            place = telling.places(remark.rows, table.form) if remark.rows else ""
            read.find(
                remark.code, "note", remark.zh, remark.en, file.name, table.sheet, place=place
            )
        if _is_long(table, mapping):
            _long(file, table, read)
        else:
            _wide(file, table, wide, mapping, read, criteria)
        if fitting and not table.cells.height:
            read.find(
                "no-rows", "warning",
                "只有表头，没有数据行。可以这样处理：请对方补报", "there is a header and no row below it. Hint: ask for the rows",
                file.name, table.sheet,
            )  # fmt: skip
    read.sources = _sources(tables)


def _tell_sheets_not_read(file: RawFile, sheets: Sequence[str], read: EntriesRead) -> None:
    if sheets:
        listed = "、".join(shown(sheet) for sheet in sheets)
        read.find(
            "sheet-not-read", "note",
            f"没有所需表头的工作表未读取：{listed}", f"sheets without the header needed were not read: {listed}",
            file.name,
        )  # fmt: skip


def _is_long(table: RawTable, mapping: SheetMapping) -> bool:
    found = _LONG.match(table.header).found
    return not mapping.metrics and {"region", "metric", "value"} <= set(found)


def _wide_headers(rubric: Rubric, mapping: SheetMapping) -> Headers:
    columns: dict[str, Iterable[str]] = {
        _REGION: [mapping.region] if mapping.region else REGION_WORDS,
        _PERIOD: PERIOD_WORDS,
    }
    if mapping.metrics:
        columns |= {metric: [mapped.column] for metric, mapped in mapping.metrics.items()}
    else:
        columns |= metric_words(rubric)
    return Headers(columns)


def _absent(table: RawTable, wide: Headers, mapping: SheetMapping) -> list[str]:
    """Return the headers that a wide table lacks."""
    found = wide.match(table.header).found
    wanted = {_REGION: mapping.region or "region_id"}
    wanted |= {metric: mapped.column for metric, mapped in mapping.metrics.items()}
    absent = [header for column, header in wanted.items() if column not in found]
    return absent or (["metric_id"] if set(found) <= {_REGION, _PERIOD} else [])


def _long(file: RawFile, table: RawTable, read: EntriesRead) -> None:
    match = _LONG.match(table.header)
    at = {name: f"c{position}" for name, position in match.found.items()}
    others = [n for n in range(len(table.header)) if n not in match.found.values()]
    _tell_personal(file, table, others, read)
    word = telling.row_word(table.form)
    for row in table.cells.iter_rows(named=True):
        text = {name: (row[column] or "").strip() for name, column in at.items()}
        claimed, verified = text["value"], text.get("verified", "")
        reviewed = "verified" in at and bool(claimed or verified)
        read.entries.append(
            Entry(
                row[at["region"]] or "", row[at["metric"]] or "", verified or claimed,
                file.name, table.sheet, f"{word} {row[ROW]}", row.get(at.get("period", ""), "") or "",
                regions_too=_further(row, match, "region"), claimed=claimed,
                source=("verified" if verified else "claimed") if reviewed else "",
                evidence=text.get("evidence"),
            )
        )  # fmt: skip


def _further(row: Mapping[str, str | None], match: HeaderMatch, name: str) -> tuple[str, ...]:
    """Return what further columns of the same meaning hold in a row."""
    cells = (row[f"c{position}"] for position in match.twins.get(name, ()))
    return tuple(text for text in cells if text and text.strip())


def _wide(
    file: RawFile,
    table: RawTable,
    wide: Headers,
    mapping: SheetMapping,
    read: EntriesRead,
    criteria: tuple[str, ...],
) -> None:
    match = wide.match(table.header)
    absent = _absent(table, wide, mapping)
    for header in absent:
        hint = did_you_mean(header, match.extra)
        listed = [shown(name) for name in table.header]
        read.find(
            "missing-column",
            "critical",
            f"缺少列“{header}”，文件未采用。现有的列：{'、'.join(listed)}",
            f"the column '{header}' is missing; the file is not used. Its columns: {', '.join(listed)}."
            + (f" Hint: {hint}" if hint else ""),
            file.name,
            table.sheet,
            criteria=criteria,
        )
    if absent:
        return
    kept = {plain_header(header) for header in mapping.keep} | _KEPT
    rates = {
        position: header.strip()
        for position, header in enumerate(table.header)
        if wide.column(header) is None and plain_header(header).endswith(RATE_ENDINGS)
    }
    used = {*match.found.values(), *(one for twins in match.twins.values() for one in twins)}
    _tell_personal(file, table, [n for n in range(len(table.header)) if n not in used], read)
    unread = [
        header
        for header in match.extra
        if plain_header(header) not in kept
        and header not in rates.values()
        and not is_personal_header(header)
    ]
    if unread:
        names = [shown(header) for header in unread]
        read.find(
            "column-not-read", "note",
            f"未使用的列：{'、'.join(names)}", f"columns not used: {', '.join(names)}", file.name, table.sheet,
        )  # fmt: skip
    metrics = {
        position: column
        for column, first in match.found.items()
        if column not in (_REGION, _PERIOD)
        for position in (first, *match.twins.get(column, ()))
    } | rates
    word = telling.row_word(table.form)
    period_at = f"c{match.found[_PERIOD]}" if _PERIOD in match.found else ""
    for row in table.cells.iter_rows(named=True):
        period = row[period_at] if period_at else mapping.period
        for position, metric in metrics.items():
            mapped = mapping.metrics.get(metric)
            read.entries.append(
                Entry(
                    row[f"c{match.found[_REGION]}"] or "", metric, (row[f"c{position}"] or "").strip(), file.name,
                    table.sheet, f"{word} {row[ROW]}, {table.header[position].strip()}", period or "",
                    regions_too=_further(row, match, _REGION), factor=mapped.factor if mapped else None,
                )
            )  # fmt: skip


def _tell_personal(
    file: RawFile, table: RawTable, positions: Sequence[int], read: EntriesRead
) -> None:
    headers = personal_headers(table, positions)
    if headers:
        zh, en = dropped(headers)
        read.find("personal-columns-dropped", "note", zh, en, file.name, table.sheet)


def _sources(tables: Iterable[RawTable]) -> tuple[str, ...]:
    """Return the different addresses in columns named source_url or 来源."""
    found: dict[str, None] = {}
    for table in tables:
        for position, header in enumerate(table.header):
            if plain_header(header) in ("source_url", "来源", "来源网址"):
                found |= dict.fromkeys(
                    table.cells[f"c{position}"].drop_nulls().unique(maintain_order=True)
                )
    return tuple(found)
