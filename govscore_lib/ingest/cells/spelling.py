"""The text of one cell → its canonical text, with what had to be changed.

Offices write the same value in many ways: 是/√/有, ９５, 1,234, 1.2万, 2021年3月1日, a serial number.
Each function here takes one non-empty cell text and says what it means, or why it means nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from govscore_lib.inert import as_written
from govscore_lib.ingest.cells.amounts import DIGITS, decimal, unit_of, whole
from govscore_lib.ingest.cells.days import date, date_or_never, datetime
from govscore_lib.ingest.cells.spelt import CHANGES, FAULTS, Read, Spelling, first_change, tidy

__all__ = [
    "CHANGES",
    "FAULTS",
    "Spelling",
    "date",
    "date_or_never",
    "datetime",
    "decimal",
    "one_of",
    "reader",
    "tidy",
    "truth",
    "whole",
    "within",
    "wording",
]

LONGEST = 32_767
"""Characters of a cell: what a spreadsheet can hold."""

_DECLARED_TRUTHS = {
    "true": "true", "false": "false", "是": "true", "否": "false", "1": "true", "0": "false",
}  # fmt: skip
_OTHER_TRUTHS = {
    "有": "true", "√": "true", "✓": "true", "✔": "true", "☑": "true", "对": "true", "y": "true", "yes": "true",
    "无": "false", "没有": "false", "×": "false", "✗": "false", "✘": "false", "☒": "false", "错": "false",
    "n": "false", "no": "false",
}  # fmt: skip
_ERROR_VALUES = {
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA",
}  # fmt: skip


def truth(text: str) -> Spelling:
    """Return true or false for 是, 否, 1, 0, true, false and the marks people use for them."""
    plain, change = tidy(text)
    word = plain.lower()
    if word in ("true", "false"):
        return Spelling(word, change)
    if word in _DECLARED_TRUTHS:
        return Spelling(_DECLARED_TRUTHS[word], first_change(change, "declared"))
    if word in _OTHER_TRUTHS:
        return Spelling(_OTHER_TRUTHS[word], "yes-no")
    return Spelling(None, fault="not-a-truth")


def one_of(values: Mapping[str, str]) -> Read:
    """Return the function that reads a code of ``values``, or the Chinese word of one."""
    declared = {word: code for code, word in values.items()}
    words = {tidy(word)[0]: code for code, word in values.items()}
    lower = {code.lower(): code for code in values}

    def read(text: str) -> Spelling:
        if text in declared:  # the rubric's own brackets may be full-width
            return Spelling(declared[text], "declared")
        plain, change = tidy(text)
        if plain in values:
            return Spelling(plain, change)
        if plain in words:
            return Spelling(words[plain], first_change(change, "declared"))
        if plain.lower() in lower:
            return Spelling(lower[plain.lower()], "letter-case")
        return Spelling(None, fault="not-listed")

    return read


def wording(text: str) -> Spelling:
    """Return the text in compatibility form; only changed digits and letters are worth telling."""
    text = as_written(text)
    plain, change = tidy(text)
    if change == "width" and _letters(plain) == _letters(text):
        change = "spaces"
    return Spelling(plain or None, change)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())


def within(read: Read, minimum: Fraction | None, maximum: Fraction | None) -> Read:
    """Return ``read`` with the declared bounds checked, both ends allowed."""
    if minimum is None and maximum is None:
        return read

    def bounded(text: str) -> Spelling:
        found = read(text)
        if found.value is None:
            return found
        number = Fraction(found.value)
        if minimum is not None and number < minimum:
            return Spelling(None, fault="below-minimum")
        if maximum is not None and number > maximum:
            return Spelling(None, fault="above-maximum")
        return found

    return bounded


def values_only(read: Read) -> Read:
    """Return ``read`` for what can be a value: no formula, no error of one, nothing of endless length."""

    def checked(text: str) -> Spelling:
        plain = text.strip()
        if plain.startswith(("=", "＝")) and len(plain) > 1:
            return Spelling(None, fault="formula")
        if plain.upper() in _ERROR_VALUES:
            return Spelling(None, fault="error-value")
        if len(plain) > LONGEST:
            return Spelling(None, fault="too-long")
        return read(text)

    return checked


def reader(
    kind: str,
    *,
    unit: str | Iterable[str] = "",
    values: Mapping[str, str] | None = None,
    minimum: Fraction | None = None,
    maximum: Fraction | None = None,
    decimals: int | None = None,
    may_be_never: bool = False,
) -> Read:
    """Return the function that reads a cell of the declared type ``kind``.

    unit : names of the unit, one a language. decimals : most decimals; where they are limited, so are
    the digits in front of the point, to twelve.
    Raises KeyError for a type that is not declared anywhere.
    """
    measure = unit_of(*([unit] if isinstance(unit, str) else unit))
    digits = DIGITS if decimals is None else 12
    if kind == "enum":
        return values_only(one_of(values or {}))
    if kind == "date" and may_be_never:
        return values_only(date_or_never)
    if kind in ("decimal", "judged"):
        read = within(lambda cell: decimal(cell, measure, decimals, digits), minimum, maximum)
    elif kind == "int":
        read = within(lambda cell: whole(cell, measure, digits), minimum, maximum)
    else:
        read = {"bool": truth, "date": date, "datetime": datetime, "text": wording}[kind]
    return values_only(read)
