"""Numbers as offices write them → plain numbers in the metric's unit, exactly.

95, ９５, 1,234.5, +7, 5.0, 1.2万, 3亿, 3.5万元, 95%. Nothing is rounded, nothing becomes a binary number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Literal

from govscore_lib.ingest.cells.spelt import Read, Spelling, first_change, tidy
from govscore_lib.points import plain as plain_number

_SCALES = {"千": 10**3, "万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
_SAME = ({"元", "CNY", "RMB", "yuan"}, {"人", "人次", "persons"}, {"平方米", "m2", "㎡"})
"""Unit words that mean the same in the two languages of a unit."""
DIGITS = 30
"""Digits in front of the decimal point that a figure may have."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d*)?|[+-]?\.\d+")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_WITH_UNIT = re.compile(
    r"(?P<number>[+-]?[\d,]*\.?\d+)\s*(?P<scale>万亿|百万|千万|千|万|亿)?\s*(?P<word>[^\d\s.,%+-][^\d]*)?"
)
_SCALED_UNIT = re.compile(r"(?P<scale>万亿|百万|千万|千|万|亿)(?P<word>\D*)")
_FACTOR_UNIT = re.compile(r"(?P<factor>1[0,]*)\s+(?P<word>\D+)")
_EXPONENT = re.compile(r"[+-]?\d+(\.\d*)?e[+-]?\d+", re.IGNORECASE)
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity|∞)", re.IGNORECASE)
_DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}.*")
_COMMAS = re.compile(r"[+-]?\d[\d,]*,[\d,.]*")


@dataclass(frozen=True)
class Unit:
    """The unit of a metric, as far as it decides what a number means.

    scale : how many of its base one unit is: 10,000 for 万元. words : names of the base: 元, CNY.
    percentage : "pct" where 95% is 95, "share" where it is 0.95.
    """

    scale: int = 1
    words: frozenset[str] = frozenset()
    percentage: Literal["", "pct", "share"] = ""


@cache
def unit_of(*names: str) -> Unit:
    """Return what the names of a unit say, one a language: ``unit_of("万元", "10000 CNY")``."""
    scale, words = 1, set()
    percentage: Literal["", "pct", "share"] = ""
    for name in filter(None, names):
        if name in ("pct", "percent", "%"):
            percentage = "pct"
        elif name == "share":
            percentage = "share"
        scaled, factor = _SCALED_UNIT.fullmatch(name), _FACTOR_UNIT.fullmatch(name)
        if scaled:
            scale = max(scale, _SCALES[scaled["scale"]])
            words.add(scaled["word"])
        elif factor:
            scale = max(scale, int(factor["factor"].replace(",", "")))
            words.add(factor["word"])
        else:
            words.add(name)
    for same in _SAME:
        if words & same:
            words |= same
    return Unit(scale, frozenset(words - {""}), percentage)


def whole(text: str, unit: str | Unit = "", digits: int = DIGITS) -> Spelling:
    """Return a whole number; 5.0 is one, 5.5 is not."""
    found = _read(text, _as_unit(unit))
    if found.value is None:
        return found
    number, _, rest = found.value.partition(".")
    if rest.strip("0"):
        return Spelling(None, fault="not-whole")
    if len(number.lstrip("-").lstrip("0")) > digits:
        return Spelling(None, fault="too-large")
    change = first_change(found.change, "whole") if "." in found.value else found.change
    magnitude = number.lstrip("-").lstrip("0")
    return Spelling(
        ("-" if number.startswith("-") and magnitude else "") + (magnitude or "0"), change
    )


def decimal(
    text: str, unit: str | Unit = "", decimals: int | None = None, digits: int = DIGITS
) -> Spelling:
    """Return a decimal number with its digits as typed, with at most ``decimals`` decimals.

    A percentage is 95 where the unit is a percentage (``pct``, ``%``), 0.95 where it is a share,
    and a fault anywhere else.
    """
    unit = _as_unit(unit)
    plain = tidy(text)[0]
    if plain.endswith("%") and unit.percentage:
        inner = _digits(plain[:-1].rstrip(), "")
        if inner is None:
            return Spelling(None, fault="not-a-number")
        number = inner[0]
        if unit.percentage == "share":
            number = format(Decimal(number).scaleb(-2), "f")
        return _cut(number, decimals, digits, "percent")
    found = _read(text, unit)
    if found.value is None:
        return found
    return _cut(found.value, decimals, digits, found.change)


def scaled(read: Read, factor: Fraction) -> Read:
    """Return ``read`` for cells that are given in ``factor`` of the metric's unit each."""

    def multiplied(text: str) -> Spelling:
        found = decimal(text)
        if found.value is None:
            return found
        times = _decimal_text(Fraction(found.value) * factor)
        if times is None:
            return Spelling(None, fault="too-many-decimals")
        result = read(times)
        return result if result.value is None else Spelling(result.value, "scaled")

    return multiplied


def _as_unit(unit: str | Unit) -> Unit:
    return unit if isinstance(unit, Unit) else unit_of(unit)


def _read(text: str, unit: Unit) -> Spelling:
    """Return the number that a text is, in the metric's unit."""
    plain, change = tidy(text)
    found = _digits(plain, change)
    if found is not None:
        return Spelling(*found)
    match = _WITH_UNIT.fullmatch(plain)
    number = _digits(match["number"], change) if match else None
    if match is None or number is None:
        return Spelling(None, fault=_why(plain))
    scale, word = _SCALES.get(match["scale"] or "", 1), (match["word"] or "").strip()
    if word and word not in unit.words:
        return Spelling(None, fault="unit-word")
    if not word and unit.scale > 1:
        return Spelling(None, fault="unclear-scale")
    value = _decimal_text(Fraction(number[0]) * scale / unit.scale)
    if value is None:
        return Spelling(None, fault="too-many-decimals")
    return Spelling(value, "myriad" if scale > 1 else "unit")


def _digits(plain: str, change: str) -> tuple[str, str] | None:
    """Return the digits of a tidy text, without separators and plus sign, and the change; None for others."""
    if _THOUSANDS.fullmatch(plain):
        plain, change = plain.replace(",", ""), first_change(change, "thousands")
    if not _NUMBER.fullmatch(plain):
        return None
    if plain.startswith("+"):
        plain, change = plain[1:], first_change(change, "plus")
    return plain, change


def _why(plain: str) -> str:
    """Return the fault of a tidy text that is no number."""
    faults: Iterable[tuple[re.Pattern[str] | None, str]] = (
        (_EXPONENT, "exponent"),
        (_NOT_FINITE, "not-finite"),
        (_DAY, "date-in-number"),
        (_COMMAS, "separators"),
    )
    if plain.endswith("%"):
        return "percent"
    return next(
        (fault for pattern, fault in faults if pattern and pattern.fullmatch(plain)), "not-a-number"
    )


def _cut(plain: str, decimals: int | None, digits: int, change: str) -> Spelling:
    number, _, rest = plain.partition(".")
    if decimals is not None:
        if len(rest.rstrip("0")) > decimals:
            return Spelling(None, fault="too-many-decimals")
        rest = rest[:decimals]
    sign = "-" if number.startswith("-") and (number + rest).strip("-0") else ""
    number = number.lstrip("-") or "0"
    if len(number.lstrip("0")) > digits:
        return Spelling(None, fault="too-large")
    return Spelling(f"{sign}{number}.{rest}" if rest else f"{sign}{number}", change)


def _decimal_text(value: Fraction) -> str | None:
    """Return a number with all its decimals; None where they never end, or go on for too long."""
    places = next((n for n in range(DIGITS) if (value * 10**n).denominator == 1), None)
    return None if places is None else plain_number(value, places)
