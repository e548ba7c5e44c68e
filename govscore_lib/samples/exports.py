"""Typed rows → the files that offices send: headers, words, dates and encodings of their own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from govscore_lib.records.declare import Column, Register
from govscore_lib.rubric.league import League

Row = Mapping[str, object]

DATE_FORMS = {
    "iso": "{0:%Y-%m-%d}",
    "slashes": "{0.year}/{0.month}/{0.day}",
    "words": "{0.year}年{0.month}月{0.day}日",
}


@dataclass(frozen=True)
class Export:
    """How one office writes one register, or one part of it.

    file : name of the file; its ending is the format.
    encoding : of a CSV.
    chinese : Chinese headers, words and full region names; otherwise ids and codes.
    dates : key of :data:`DATE_FORMS`; workbooks hold real dates.
    since, until : the part of the register by the day of ``split_on``; ``until`` is not included.
    numbered : a running number (序号) in front, as many offices add.
    """

    register: str
    file: str
    encoding: Literal["utf-8", "utf-8-sig", "gb18030"] = "utf-8"
    chinese: bool = True
    dates: str = "iso"
    split_on: str = ""
    since: dt.date = dt.date.min
    until: dt.date = dt.date.max
    numbered: bool = False

    @property
    def path(self) -> str:
        """The file inside the rubric's raw folder."""
        return f"registers/{self.file}"

    def holds(self, row: Row) -> bool:
        """Return whether a row belongs to this part."""
        if not self.split_on:
            return True
        moment = row[self.split_on]
        day = moment.date() if isinstance(moment, dt.datetime) else moment
        return isinstance(day, dt.date) and self.since <= day < self.until


@dataclass
class Sheet:
    """A table as an office holds it: cells by column id, headers as they will stand.

    In a workbook dates and numbers stay what they are; in a CSV every cell is text.
    """

    headers: dict[str, str]
    rows: list[dict[str, object]] = field(default_factory=list)

    def cells(self) -> list[list[object]]:
        """Return the rows in the order of the headers."""
        return [[row.get(column) for column in self.headers] for row in self.rows]


SERIAL = "serial_number"
SERIAL_ZH = "序号"


def write_out(export: Export, register: Register, rows: Sequence[Row], league: League) -> Sheet:
    """Return the rows of one export as its office writes them."""
    columns = register.columns
    headers = {name: column.name.zh if export.chinese else name for name, column in columns.items()}
    if export.numbered:
        headers = {SERIAL: SERIAL_ZH, **headers}
    names = {region.id: region.name_zh for region in league.regions}
    office = _Office(export, register.region, names)
    sheet = Sheet(headers)
    for number, row in enumerate((row for row in rows if export.holds(row)), start=1):
        cells = {name: office.cell(name, column, row.get(name)) for name, column in columns.items()}
        sheet.rows.append({SERIAL: number, **cells} if export.numbered else cells)
    return sheet


@dataclass(frozen=True)
class _Office:
    export: Export
    region_column: str | None
    names: Mapping[str, str]

    def cell(self, name: str, column: Column, value: object) -> object:
        """Return a cell as the office writes it; None where it leaves the cell empty."""
        if value is None:
            return None
        if self.export.chinese and name == self.region_column:
            return self.names[str(value)]
        if self.export.chinese and column.type == "enum":
            return column.values[str(value)]
        if isinstance(value, bool):
            return ("是" if value else "否") if self.export.chinese else value
        return value if self.export.file.endswith((".xlsx", ".parquet")) else self.text(value)

    def text(self, value: object) -> str:
        """Return a value as it stands in a CSV."""
        if isinstance(value, dt.datetime):
            return f"{DATE_FORMS[self.export.dates].format(value)} {value:%H:%M}"
        if isinstance(value, dt.date):
            return DATE_FORMS[self.export.dates].format(value)
        if isinstance(value, Decimal):
            return f"{value:f}"
        return str(value)
