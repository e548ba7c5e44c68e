"""Records withdrawn, altered or added: the registers of a run as a scenario would have them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import polars as pl

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import InputError, Problem, did_you_mean, listed, shown
from govscore_lib.ingest.cells.columns import canonical, read_column, typed
from govscore_lib.ingest.cells.spelling import Spelling
from govscore_lib.ingest.strict import cell_reader
from govscore_lib.ingest.strict_tables import allowed_column, cell_fault
from govscore_lib.records import Register, check_register
from govscore_lib.records.stored import Records, StoredRegister, scanned
from govscore_lib.rubric.league import League
from govscore_lib.tables import REGISTER_TYPES
from govscore_lib.whatif.scenarios.changes import Record
from govscore_lib.whatif.scenarios.scenario import Scenario

LARGEST = 2_000_000
"""Records of a register on disk that are read into memory for a scenario at most."""

Cells = Mapping[str, str | None]


def corrected_registers(
    scenario: Scenario, baseline: Scorecard, league: League
) -> dict[str, Records] | None:
    """Return the registers of a run with the scenario's changes of records made; None where there are none.

    Raises InputError with every fault: an unknown register or column, a record that is not there or not the
    only one, a value that the column does not allow, a key that another record has.
    """
    changes = list(scenario.of(Record))
    if not changes:
        return None
    maker = _Maker(scenario, baseline, league)
    for number, change in changes:
        maker.make(number, change)
    if maker.problems:
        raise InputError(dict.fromkeys(maker.problems))
    return maker.registers


class _Maker:
    def __init__(self, scenario: Scenario, baseline: Scorecard, league: League) -> None:
        rubric = baseline.rubric
        self.scenario = scenario
        self.league = league
        self.registers: dict[str, Records] = dict(
            baseline.given.registers if baseline.given else {}
        )
        self.declared: dict[str, Register] = dict(rubric.registers)
        for inner in rubric.embedded.values():
            self.declared.update(inner.registers)
        self.problems: list[Problem] = []

    def tell(
        self, number: int, found: str, allowed: str = "", hint: str = "", column: str = ""
    ) -> None:
        where = self.scenario.place(number) + (f", column {column}" if column else "")
        self.problems.append(Problem(where, found, allowed, hint))

    def make(self, number: int, change: Record) -> None:
        """Make one change, or tell what keeps it from being made."""
        frame = self._frame(number, change.in_register)
        if frame is None:
            return
        register = self.declared[change.in_register]
        if change.add is not None:
            cells = self._typed(number, register, change.add)
            if cells is None:
                return
            made = self._added(frame, cells, number)
            changed = made.height - 1
        else:
            row = self._row(number, register, frame, change.record)
            if row is None:
                return
            if change.withdrawn:
                keep = pl.Series([index != row for index in range(frame.height)], dtype=pl.Boolean)
                self.registers[change.in_register] = frame.filter(keep)
                return
            cells = self._typed(number, register, change.set or {})
            if cells is None:
                return
            made = frame.with_columns(
                frame[name].scatter(row, cell[0]) if name in frame.columns else cell.new_from_index(0, frame.height)
                for name, cell in cells.items()
            )  # fmt: skip
            changed = row
        if self._fits(number, register, made, changed):
            self.registers[change.in_register] = made

    def _frame(self, number: int, name: str) -> pl.DataFrame | None:
        if name not in self.declared:
            known = listed(self.declared) or "none"
            hint = did_you_mean(name, self.declared) or f"registers: {known}"
            self.tell(number, f"there is no register '{name}'", hint=hint)
            return None
        records = self.registers.get(name)
        if records is None:
            self.tell(number, f"the run has no records of '{name}'")
            return None
        if isinstance(records, StoredRegister) and records.rows > LARGEST:
            self.tell(
                number,
                f"'{name}' is kept on disk, with {records.rows} records",
                f"{LARGEST} at most",
                "put the correction into corrections.yml and run again",
            )
            return None
        return records if isinstance(records, pl.DataFrame) else scanned(records).collect()

    def _typed(self, number: int, register: Register, cells: Cells) -> dict[str, pl.Series] | None:
        """Return the cells typed as declared, each a series of one; None where one has a fault."""
        told = len(self.problems)
        found: dict[str, pl.Series] = {}
        for name, text in cells.items():
            column = register.columns.get(name)
            if column is None:
                hint = (
                    did_you_mean(name, register.columns) or f"columns: {listed(register.columns)}"
                )
                self.tell(number, f"{register.id} has no column '{name}'", hint=hint)
                continue
            if name == register.region and text is not None:
                region = self.league.resolve(text)
                text = text if region is None else region.id
            read = read_column(pl.Series([text], dtype=pl.String), cell_reader(column))
            spelling = Spelling(read.values[0], read.changes[0] or "", read.faults[0] or "")
            fault = cell_fault(spelling, text or "", allowed_column(column)) if text else None
            if fault is not None:
                self.tell(number, *fault, column=name)
                continue
            values = typed(read.values, column.type).cast(REGISTER_TYPES[column.type])
            found[name] = values.alias(name)
        return found if len(self.problems) == told else None

    def _row(
        self, number: int, register: Register, frame: pl.DataFrame, record: str | Cells | None
    ) -> int | None:
        """Return the row of a record; None where it is not there, or not the only one."""
        named = _named(register, record)
        if named is None:
            columns = listed(register.key) or "no key: name it by as many columns as it takes"
            self.tell(
                number,
                f"a record of {register.id} is named by {columns}",
                hint="{column: value, …}",
            )
            return None
        cells = self._typed(number, register, named)
        if cells is None:
            return None
        hits = pl.Series([True] * frame.height, dtype=pl.Boolean)
        for name, cell in cells.items():
            column = frame[name] if name in frame.columns else cell.clear().extend_constant(None, frame.height)  # fmt: skip
            hits &= canonical(column).eq_missing(canonical(cell).new_from_index(0, frame.height))
        rows = hits.arg_true().to_list()
        if len(rows) != 1:
            told = ", ".join(f"{name} {shown(str(text))}" for name, text in named.items())
            found = f"{register.id} has {len(rows) or 'no'} records with {told}"
            self.tell(number, found, hint="name it by more columns" if rows else "")
            return None
        return int(rows[0])

    def _added(
        self, frame: pl.DataFrame, cells: Mapping[str, pl.Series], number: int
    ) -> pl.DataFrame:
        place = {"_file": pl.Series("_file", [self.scenario.place(number)])}
        own = {
            name: one
            for name, one in {**cells, **place}.items()
            if name in frame.columns or name in cells
        }
        return pl.concat([frame, pl.DataFrame(list(own.values()))], how="diagonal")

    def _fits(self, number: int, register: Register, made: pl.DataFrame, row: int) -> bool:
        """Whether the changed record is one that the register may hold; what is wrong is told."""
        ids = [region.id for region in self.league.regions]
        faults = check_register(register, made[row : row + 1].drop("_file", "_sheet", "_row", strict=False), regions=ids)  # fmt: skip
        for fault in faults:
            column = fault.where.rpartition(", column ")[2] if ", column " in fault.where else ""
            self.tell(number, fault.found, fault.allowed, fault.hint, column)
        if faults or not register.key:
            return not faults
        twins = made.select(register.key).is_duplicated()
        if bool(twins[row]):
            self.tell(
                number, f"another record of {register.id} has the same {listed(register.key)}"
            )
        return not twins[row]


def _named(register: Register, record: str | Cells | None) -> Cells | None:
    """Return the columns and values that name a record; None where they do not."""
    if isinstance(record, str):
        return {register.key[0]: record} if len(register.key) == 1 else None
    named = cast(Cells, record or {})
    complete = set(register.key) <= set(named) if register.key else bool(named)
    return named if complete else None
