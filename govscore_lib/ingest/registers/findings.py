"""What is wrong or unusual in the files of one register, told as findings in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import polars as pl

from govscore_lib.errors import did_you_mean, shown
from govscore_lib.findings import Finding, Severity
from govscore_lib.ingest.cells import telling
from govscore_lib.ingest.files.tables import Remark, UnreadableFile
from govscore_lib.ingest.registers.heard import CellFaults, Repeats
from govscore_lib.ingest.registers.personal import dropped, replaced
from govscore_lib.records.conditions import BrokenRow, told
from govscore_lib.records.declare import Register

MOST_TOLD = 200
"""So many conflicts, and broken conditions, of a region are told one by one; the rest are counted."""


class RegisterFindings:
    """Collects the findings of one register, and the regions whose counts they make doubtful.

    criteria : ids of the criteria whose points rest on the register.
    regions : words that name a region, for the likely one.
    """

    def __init__(
        self, name: str, register: Register, criteria: tuple[str, ...], regions: Iterable[str]
    ) -> None:
        self.name, self.register, self.criteria = name, register, criteria
        self.regions = tuple(regions)
        self.findings: list[Finding] = []
        self.doubtful: set[str] = set()
        self.forms: dict[str, str] = {}
        self._each: Counter[tuple[str, str]] = Counter()

    def find(
        self,
        code: str,
        severity: Severity,
        zh: str,
        en: str,
        *,
        file: str = "",
        sheet: str = "",
        place: str = "",
        region: str = "",
    ) -> None:
        """Add a finding about the register."""
        criteria = () if severity == "note" else self.criteria
        self.findings.append(
            Finding(code, severity, zh, en, self.name, region, "", file, sheet, place, criteria)
        )

    def unreadable(self, file: str, error: UnreadableFile) -> None:
        """Tell that a file cannot be read, and that the register is therefore not used."""
        zh, en = error.told("该登记表不参与计分", "the register is not used")
        name = self.register.name
        self.find(error.code, "critical", f"{name.zh}：{zh}", f"{name.en}: {en}", file=file)

    def sheets_not_read(self, file: str, sheets: Sequence[str]) -> None:
        """Tell which sheets of a workbook hold no part of the register."""
        listed = "、".join(shown(sheet) for sheet in sheets)
        one = len(sheets) == 1
        self.find(
            "sheet-not-read", "note",
            f"没有登记表表头的工作表未读取：{listed}",
            f"{'the sheet has' if one else 'sheets that have'} no header of the register and "
            f"{'was' if one else 'were'} not read{'' if one else ': ' + listed}",
            file=file, sheet=sheets[0] if one else "",
        )  # fmt: skip

    def remarks(self, file: str, sheet: str, form: str, remarks: Iterable[Remark]) -> None:
        """Tell what is unusual about a table that could be read."""
        for remark in remarks:
            place = telling.places(remark.rows, form) if remark.rows else ""
            self.find(
                remark.code, "note", remark.zh, remark.en, file=file, sheet=sheet, place=place
            )

    def no_rows(self, file: str, sheet: str) -> None:
        """Tell that a file holds the register's header and nothing below it."""
        self.find(
            "no-rows", "warning",
            "只有表头，没有数据行；按全部地区都没有记录处理。可以这样处理：请对方确认确无记录",
            "there is a header and no row below it; every region counts as having no records. "
            "Hint: let the office confirm that there are none",
            file=file, sheet=sheet,
        )  # fmt: skip

    def missing_column(self, file: str, sheet: str, name: str, headers: Sequence[str]) -> None:
        """Tell that a required column is missing."""
        columns = self.register.columns
        zh_name = columns[name].name.zh
        hint = did_you_mean(name, headers) or did_you_mean(zh_name, headers)
        self.find(
            "missing-column",
            "critical",
            f"缺少必需的列“{zh_name}”，该登记表不参与计分。可用的列：{'、'.join(c.name.zh for c in columns.values())}",
            f"the required column '{name}' is missing; the register is not used. Allowed: {', '.join(columns)}."
            + (f" Hint: {hint}" if hint else ""),
            file=file,
            sheet=sheet,
        )

    def columns_not_read(self, file: str, sheet: str, headers: Sequence[str]) -> None:
        """Tell which columns have no use."""
        names = [shown(header) for header in headers]
        self.find(
            "column-not-read", "note",
            f"未使用的列：{'、'.join(names)}", f"columns not used: {', '.join(names)}", file=file, sheet=sheet,
        )  # fmt: skip

    def personal_columns(self, file: str, sheet: str, headers: Sequence[str]) -> None:
        """Tell which columns about persons were dropped."""
        zh, en = dropped(headers)
        self.find("personal-columns-dropped", "note", zh, en, file=file, sheet=sheet)

    def personal_numbers(self, file: str, sheet: str, name: str, cells: int) -> None:
        """Tell that personal numbers inside a declared column gave way to placeholders."""
        zh, en = replaced(self.register.columns[name].name.zh, name, cells)
        self.find("personal-numbers-replaced", "note", zh, en, file=file, sheet=sheet)

    def changes(
        self, file: str, sheet: str, changed: Mapping[str, Sequence[tuple[str, int]]]
    ) -> None:
        """Tell how many cells of each column had to be changed, one finding a kind of change."""
        for change in sorted(changed):
            names = [(self.register.columns[name].name, count) for name, count in changed[change]]
            told = [(name.zh, name.en, count) for name, count in names]
            zh, en = telling.changed_cells(change, told)
            self.find(f"changed-{change}", "note", zh, en, file=file, sheet=sheet)

    def fault(self, file: str, sheet: str, form: str, cells: CellFaults) -> None:
        """Tell one kind of fault of one column in one region."""
        name, fault, region = cells.column, cells.fault, cells.region
        column = self.register.columns[name]
        many = cells.count > 1
        place = telling.places(cells.rows, form, cells.count)
        allowed = telling.allowed(fault, column.type, column.values, column.min, column.max)
        zh, en = telling.bad_cells(column.name.zh, name, fault, cells.texts, *allowed, cells.count)
        if column.otherwise == "empty":
            self.find(
                "taken-as-empty", "note",
                f"{zh}，按未填处理", f"{en}; {'they count' if many else 'it counts'} as empty",
                file=file, sheet=sheet, place=place, region=region,
            )  # fmt: skip
            return
        has_no_region = name == self.register.region
        critical = column.required and not has_no_region and bool(self.criteria)
        if critical and (region or not self.register.region):
            self.doubtful.add(region)
        zh += f"，{'这些行' if many else '该行'}未采用"
        en += f"; the {'rows are' if many else 'row is'} left out"
        known = self.regions if has_no_region else (*column.values, *column.values.values())
        zh, en = telling.with_hint(fault, zh, en, cells.texts, known)
        self.find(
            "unknown-region" if fault == "unknown-region" else f"bad-value-{fault}",
            "critical" if critical else "warning",
            zh,
            en,
            file=file,
            sheet=sheet,
            place=place,
            region=region,
        )

    def repeated(self, repeats: Repeats) -> None:
        """Tell the rows that repeat another word for word."""
        for file, sheet, count, rows, keys in repeats.told():
            self.find(
                "repeated-row", "note",
                f"{count} 行与其他行内容完全相同，只计一次（{telling.quoted(keys, 'zh')}）",
                f"{count} {'row repeats another' if count == 1 else 'rows repeat others'} word for word and "
                f"{'counts' if count == 1 else 'count'} once ({telling.quoted(keys, 'en')})",
                file=file, sheet=sheet, place=telling.places(rows, self.forms[file], count),
            )  # fmt: skip

    def conflicts(self, differing: pl.DataFrame, keys: Sequence[str]) -> None:
        """Tell the keys that stand over different contents; ``differing`` has all their rows."""
        for _, group in differing.group_by(keys, maintain_order=True):
            self._conflict(group, keys)

    def _conflict(self, group: pl.DataFrame, keys: Sequence[str]) -> None:
        regions = group[self.register.region].unique() if self.register.region else [""]
        self.doubtful.update(map(str, regions))
        listed = [region for region in regions if self._is_told("duplicate-key", str(region))]
        if not listed:
            return
        first = group.row(0, named=True)
        columns = self.register.columns
        different = [name for name in columns if group[name].n_unique() > 1][: telling.SHOWN]
        here = " and ".join(
            telling.places(rows["_row"].to_list(), self.forms[str(file)])
            + ("" if file == first["_file"] else f" of {file}")
            for (file,), rows in group.group_by("_file", maintain_order=True)
        )
        key = shown(" ".join(str(first[name]) for name in keys))
        told_zh = "；".join(
            f"{columns[n].name.zh}：{telling.quoted(group[n].cast(pl.String), 'zh')}"
            for n in different
        )
        told_en = "; ".join(
            f"{n}: {telling.quoted(group[n].cast(pl.String), 'en')}" for n in different
        )
        for region in listed:
            self.find(
                "duplicate-key",
                "critical",
                f"“{key}”登记了 {group.height} 次而内容不同（{told_zh}），无法判断以哪一行为准",
                f"'{key}' stands {group.height} times with different contents ({told_en}); which row holds is unknown",
                file=str(first["_file"]),
                sheet=str(first["_sheet"]),
                place=here,
                region=str(region),
            )

    def _is_told(self, code: str, region: str) -> bool:
        """Whether something that every row may have is told by itself; beyond so many it is only counted."""
        self._each[code, region] += 1
        return self._each[code, region] <= MOST_TOLD

    def tell_rest(self) -> None:
        """Tell how many more there were of what was told by itself, one finding a region."""
        for (code, region), count in self._each.items():
            if count > MOST_TOLD:
                more = count - MOST_TOLD
                self.find(
                    code, "critical",
                    f"同类问题另有 {more} 处，不再逐一列出", f"{more} more of the same kind, not listed one by one",
                    region=region,
                )  # fmt: skip

    def broken(self, frame: pl.DataFrame, one: BrokenRow) -> None:
        """Tell a row that breaks a condition of the register."""
        row = frame.row(one.row, named=True)
        region = str(row[self.register.region]) if self.register.region else ""
        self.doubtful.add(region)
        if not self._is_told("condition-not-met", region):
            return
        said = told(self.register, one)
        self.find(
            "condition-not-met",
            "critical",
            f"{said.zh}，该行未采用",
            f"{said.en}; the row is left out",
            file=row["_file"],
            sheet=row["_sheet"],
            place=telling.places([row["_row"]], self.forms[row["_file"]]),
            region=region,
        )
