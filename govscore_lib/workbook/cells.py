"""Values ↔ cells: how a figure or the cell of a record is typed into a form, and what may be typed there."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

from govscore_lib.points import plain
from govscore_lib.records.declare import Column
from govscore_lib.rubric.metric import Metric

Declared = Metric | Column
Cell = str | int | float | Decimal | dt.date | dt.datetime | None

TRUTHS = {"zh": ("是", "否"), "en": ("TRUE", "FALSE")}
NEVER = {"zh": "无", "en": "none"}
EARLIEST, LATEST = dt.date(1954, 10, 3), dt.date(2064, 4, 8)
"""Days that a form takes; the same as those read from serial numbers."""
MANY_WORDS = 8
"""So many words of a list are printed beside the field; a longer one is in the drop-down only."""


def cell_of(declared: Declared, text: str | None, language: str = "zh") -> Cell:
    """Return the cell in which an office enters a canonical text; None for one that is not given."""
    if not text:
        return None
    match declared.type:
        case "bool":
            return TRUTHS[language][text != "true"]
        case "enum":
            return declared.values[text] if language == "zh" else text
        case "date":
            return NEVER[language] if text == "none" else dt.date.fromisoformat(text)
        case "datetime":
            return dt.datetime.fromisoformat(text)
        case "int" | "decimal" | "judged":
            return Decimal(text)
    return text


def choices(declared: Declared, language: str) -> tuple[str, ...]:
    """Return the words of a field's drop-down; empty where there is none."""
    if declared.type == "bool":
        return TRUTHS[language]
    return tuple(declared.values.values() if language == "zh" else declared.values)


def allowed(declared: Declared, language: str) -> str:
    """Return in a few words what may be typed into a field."""
    zh = language == "zh"
    words = choices(declared, language)
    if words and len(words) <= MANY_WORDS:
        return ("、" if zh else ", ").join(words)
    match declared.type:
        case "enum":
            return f"下拉列表中的 {len(words)} 项之一" if zh else f"one of {len(words)} in the list"
        case "int":
            return ("整数" if zh else "whole number") + bounds(declared, language)
        case "decimal":
            return ("数值" if zh else "number") + bounds(declared, language)
        case "judged":
            return ("评分" if zh else "points") + bounds(declared, language)
        case "date":
            day = "日期，如 2021-03-01" if zh else "date, such as 2021-03-01"
            if isinstance(declared, Column):
                return day
            return day + ("；没有发生填“无”" if zh else "; none: it never happened")
        case "datetime":
            return (
                "日期和时刻，如 2021-03-01 09:30"
                if zh
                else "date and time, such as 2021-03-01 09:30"
            )
    return "文字" if zh else "text"


def bounds(declared: Declared, language: str) -> str:
    """Return the range of a number, such as ``，0 至 4``; empty without one."""
    low, high = declared.min, declared.max
    zh = language == "zh"
    if low is not None and high is not None:
        return f"，{plain(low)} 至 {plain(high)}" if zh else f" from {plain(low)} to {plain(high)}"
    if low is not None:
        return f"，不小于 {plain(low)}" if zh else f", {plain(low)} or more"
    if high is not None:
        return f"，不大于 {plain(high)}" if zh else f", {plain(high)} at most"
    return ""


def rule_of(declared: Declared, first_cell: str, language: str) -> dict[str, object] | None:
    """Return the data validation of a field in the words of xlsxwriter; None where any text will do.

    first_cell : address of the first cell that it is for, relative. Drop-downs are not made here.
    """
    match declared.type:
        case "int":
            return {"validate": "integer", **_between(declared.min, declared.max)}
        case "decimal" | "judged":
            return {"validate": "decimal", **_between(declared.min, declared.max)}
        case "date" if isinstance(declared, Metric):
            first, last = (f"DATE({day.year},{day.month},{day.day})" for day in (EARLIEST, LATEST))
            day = f"AND(ISNUMBER({first_cell}),{first_cell}>={first},{first_cell}<={last})"
            return {"validate": "custom", "value": f'=OR({first_cell}="{NEVER[language]}",{day})'}
        case "date" | "datetime":
            return {
                "validate": "date",
                "criteria": "between",
                "minimum": EARLIEST,
                "maximum": LATEST,
            }
    return None


_FAR = 1_000_000_000_000


def _between(low: Fraction | None, high: Fraction | None) -> dict[str, object]:
    return {
        "criteria": "between",
        "minimum": -_FAR if low is None else _number(low),
        "maximum": _FAR if high is None else _number(high),
    }


def _number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)
