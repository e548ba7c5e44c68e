"""Conditions over the cells of one row (表内校验): which rows break them, and how that is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from govscore_lib.algebra.expr import (
    AnyOf,
    Compare,
    CompareOp,
    Every,
    Expr,
    Given,
    Not,
    OneOf,
    names,
)
from govscore_lib.algebra.words import NamedLeaf, Wording
from govscore_lib.records.columns import FIELDS, Scope, truth
from govscore_lib.records.declare import Register
from govscore_lib.records.frames import NUMBER_PATTERN, prepare
from govscore_lib.text import Bilingual

_NEGATED: dict[CompareOp, CompareOp] = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
}
_TRUTHS = {"zh": {True: "是", False: "否"}, "en": {True: "true", False: "false"}}


@dataclass(frozen=True)
class BrokenRow:
    """A row that breaks a condition.

    row : its place in the frame, from 0. cells : its cells that the condition reads, by column.
    """

    row: int
    condition: Expr
    cells: Mapping[str, Any]


def broken_rows(register: Register, frame: pl.DataFrame) -> list[BrokenRow]:
    """Return every row and condition of the register that is known not to hold, in the order of the rows.

    frame : columns typed by the declaration. What empty cells leave open is passed over, and so is a
    row with a number that does not fit, which is a fault of its own.
    """
    read = tuple(dict.fromkeys(name for one in register.conditions for name in names(one)))
    if not read:
        return []
    rows = frame.with_row_index("_number")
    for name in read:
        if register.columns[name].type == "decimal" and name in frame.columns:
            text = pl.col(name).cast(pl.String)
            rows = rows.filter(text.is_null() | (text == "") | text.str.contains(NUMBER_PATTERN))
    scope = Scope(
        {name: FIELDS[register.columns[name].type] for name in read}, dt.date.min, dt.date.min
    )
    flags = prepare(register, rows, read).select(
        *(
            truth(known(condition, holds=False), scope).alias(str(number))
            for number, condition in enumerate(register.conditions)
        )
    )
    broken: list[BrokenRow] = []
    table = pl.DataFrame(flags.collect().to_native()).with_columns(rows["_number"])
    for hit in table.iter_rows(named=True):
        for number, condition in enumerate(register.conditions):
            if hit[str(number)]:
                row = int(hit["_number"])
                cells = {name: _cell(frame, name, row) for name in names(condition)}
                broken.append(BrokenRow(row, condition, cells))
    return broken


def _cell(frame: pl.DataFrame, name: str, row: int) -> Any:
    return frame[name][row] if name in frame.columns else None


def known(expr: Expr, holds: bool) -> Expr:
    """Return the condition that holds where ``expr`` is known to hold, or known not to.

    A comparison with an empty cell holds neither way; so what empty cells leave open is in neither.
    """
    match expr:
        case Not(arg=arg):
            return known(arg, not holds)
        case Every(args=args) | AnyOf(args=args):
            parts = tuple(known(arg, holds) for arg in args)
            return Every(parts) if isinstance(expr, Every) == holds else AnyOf(parts)
        case Compare(op=op, left=left, right=right) if not holds:
            return Compare(_NEGATED[op], left, right)
        case OneOf(item=item, options=options) if not holds:
            return Every(tuple(Compare("!=", item, option) for option in options))
        case Given() if not holds:
            return Not(expr)
        case Compare() | OneOf() | Given():
            return expr
    return expr if holds else Every((Given(expr), Not(expr)))


def requirement(condition: Expr, leaf: NamedLeaf, language: str) -> str:
    """Return what a condition asks for."""
    say = Wording(leaf, language).say
    match condition:
        case AnyOf(
            args=(needed, Not(arg=given))
        ):  # "needed or not given": what is given needs the other
            return (
                f"“{say(given)}”须先有“{say(needed)}”"
                if language == "zh"
                else f"'{say(given)}' needs '{say(needed)}'"
            )
    return f"应满足“{say(condition)}”" if language == "zh" else f"needed is {say(condition)}"


def contradiction(requirement: str, found: Iterable[tuple[str, str]], language: str) -> str:
    """Return what was asked for and what was found instead, as names with their values."""
    figures = [f"{name} {value}" for name, value in found]
    return (
        f"{requirement}，实为：{'，'.join(figures)}"
        if language == "zh"
        else f"{requirement}; found: {', '.join(figures)}"
    )


def told(register: Register, broken: BrokenRow) -> Bilingual:
    """Return what the row should meet and what stands in it."""
    return Bilingual(zh=_told(register, broken, "zh"), en=_told(register, broken, "en"))


def _told(register: Register, broken: BrokenRow, language: str) -> str:
    def named(column: str) -> str:
        return register.columns[column].name.zh if language == "zh" else column

    def coded(column: str, code: str) -> str:
        return register.columns[column].values.get(code, code) if language == "zh" else code

    def cell(column: str) -> str:
        value = broken.cells[column]
        if isinstance(value, bool):
            return _TRUTHS[language][value]
        return coded(column, str(value))

    found = [
        (named(name), cell(name)) for name, value in broken.cells.items() if value not in (None, "")
    ]
    leaf = NamedLeaf(named, language, coded)
    return contradiction(requirement(broken.condition, leaf, language), found, language)
