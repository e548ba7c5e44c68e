"""Exact whole columns: one value a region, as integer numerators over integer denominators.

A column is Int64 as long as its own figures prove that nothing can overflow; otherwise the same
operators run on Python integers (numpy object arrays). Every function leaves its arguments untouched.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from govscore_lib.points import ADDABLE, INT64_MAX, SCALE

Integers = npt.NDArray  # int64, or object holding Python integers
Truths = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class NumberColumn:
    """Exact rationals: ``num / den`` with ``den > 0``; 0 / 1 where ``known`` is false. All of one length."""

    num: Integers
    den: Integers
    known: Truths

    def fraction(self, row: int) -> Fraction | None:
        """Return the value in one row, None where it is not known."""
        return Fraction(int(self.num[row]), int(self.den[row])) if self.known[row] else None


@dataclass(frozen=True)
class TruthColumn:
    """Conditions: false where ``known`` is false."""

    value: Truths
    known: Truths

    @property
    def holds(self) -> Truths:
        """Where the condition is known and true."""
        return self.value & self.known


@dataclass(frozen=True)
class CodeColumn:
    """Codes of an enumeration or texts; empty where ``known`` is false."""

    value: npt.NDArray[np.object_]
    known: Truths


Column = NumberColumn | TruthColumn | CodeColumn


def integers(values: Sequence[int]) -> Integers:
    """Return the whole numbers as int64 where all fit, else as Python integers."""
    if all(-INT64_MAX <= value <= INT64_MAX for value in values):
        return np.array(values, dtype=np.int64)
    return np.array(values, dtype=object)


def number_column(values: Sequence[Fraction | None]) -> NumberColumn:
    """Return the column of the given exact values; None is a value that is not known."""
    return NumberColumn(
        integers([0 if value is None else value.numerator for value in values]),
        integers([1 if value is None else value.denominator for value in values]),
        np.array([value is not None for value in values], dtype=bool),
    )


def truth_column(values: Sequence[bool | None]) -> TruthColumn:
    """Return the column of the given conditions; None is not known."""
    return TruthColumn(
        np.array([bool(value) for value in values], dtype=bool),
        np.array([value is not None for value in values], dtype=bool),
    )


def code_column(values: Sequence[str | None]) -> CodeColumn:
    """Return the column of the given codes; None is not known."""
    return CodeColumn(
        np.array(["" if value is None else value for value in values], dtype=object),
        np.array([value is not None for value in values], dtype=bool),
    )


def constant(value: Fraction, size: int) -> NumberColumn:
    """Return a column with the same number in every row."""
    return NumberColumn(
        np.full(size, value.numerator, dtype=_dtype(value.numerator)),
        np.full(size, value.denominator, dtype=_dtype(value.denominator)),
        np.ones(size, dtype=bool),
    )


def unknown(size: int) -> NumberColumn:
    """Return a column without any value."""
    return NumberColumn(
        np.zeros(size, dtype=np.int64), np.ones(size, dtype=np.int64), np.zeros(size, dtype=bool)
    )


def _dtype(value: int) -> type:
    return np.int64 if abs(value) <= INT64_MAX else object


def _bound(values: Integers) -> int:
    """Return the largest magnitude in the column."""
    return int(np.abs(values).max()) if len(values) else 0


def _wide(values: Integers) -> Integers:
    return values if values.dtype == object else values.astype(object)


def _times(left: Integers, right: Integers) -> Integers:
    if left.dtype != object and right.dtype != object and _bound(left) * _bound(right) <= INT64_MAX:
        return left * right
    return _wide(left) * _wide(right)


def _plus(left: Integers, right: Integers, sign: int = 1) -> Integers:
    if left.dtype != object and right.dtype != object and _bound(left) + _bound(right) <= INT64_MAX:
        return left + sign * right
    return _wide(left) + sign * _wide(right)


def _settled(num: Integers, den: Integers, known: Truths) -> NumberColumn:
    """Put 0 / 1 where the value is not known and go back to int64 where reduced figures allow."""
    num, den = np.where(known, num, 0), np.where(known, den, 1)
    if num.dtype == object or den.dtype == object:
        divisor = np.gcd(_wide(num), _wide(den))
        num, den = _wide(num) // divisor, _wide(den) // divisor
        if _bound(num) <= INT64_MAX and _bound(den) <= INT64_MAX:
            num, den = num.astype(np.int64), den.astype(np.int64)
    return NumberColumn(num, den, known)


def _is_whole(column: NumberColumn) -> bool:
    return bool((column.den == 1).all())


def add(left: NumberColumn, right: NumberColumn, sign: int = 1) -> NumberColumn:
    """Return ``left + sign * right``."""
    known = left.known & right.known
    if _is_whole(left) and _is_whole(right):
        return _settled(_plus(left.num, right.num, sign), left.den, known)
    num = _plus(_times(left.num, right.den), _times(right.num, left.den), sign)
    return _settled(num, _times(left.den, right.den), known)


def multiply(left: NumberColumn, right: NumberColumn) -> NumberColumn:
    """Return ``left * right``."""
    return _settled(
        _times(left.num, right.num), _times(left.den, right.den), left.known & right.known
    )


def divide(left: NumberColumn, right: NumberColumn) -> NumberColumn:
    """Return ``left / right``; not known where ``right`` is zero."""
    known = left.known & right.known & (right.num != 0).astype(bool)
    sign = np.where(right.num < 0, -1, 1)
    num = _times(_times(left.num, right.den), sign)
    return _settled(num, _times(left.den, np.abs(right.num)), known)


def floor(column: NumberColumn) -> NumberColumn:
    """Return the largest whole numbers not above the values."""
    return _settled(column.num // column.den, np.ones_like(column.den), column.known)


def compare(op: str, left: NumberColumn, right: NumberColumn) -> TruthColumn:
    """Return ``left op right``, decided on whole numbers by cross-multiplication."""
    known = left.known & right.known
    a, b = _times(left.num, right.den), _times(right.num, left.den)
    value = {
        "==": lambda: a == b,
        "!=": lambda: a != b,
        "<": lambda: a < b,
        "<=": lambda: a <= b,
        ">": lambda: a > b,
        ">=": lambda: a >= b,
    }[op]()
    return TruthColumn(value.astype(bool) & known, known)


def pick(hit: Truths, chosen: NumberColumn, otherwise: NumberColumn) -> NumberColumn:
    """Return ``chosen`` where ``hit`` holds, else ``otherwise``."""
    return NumberColumn(
        np.where(hit, chosen.num, otherwise.num),
        np.where(hit, chosen.den, otherwise.den),
        np.where(hit, chosen.known, otherwise.known),
    )


def smaller(left: NumberColumn, right: NumberColumn) -> NumberColumn:
    """Return the smaller of two values in every row."""
    both = pick(compare("<=", left, right).value, left, right)
    return _settled(both.num, both.den, left.known & right.known)


def larger(left: NumberColumn, right: NumberColumn) -> NumberColumn:
    """Return the larger of two values in every row."""
    both = pick(compare(">=", left, right).value, left, right)
    return _settled(both.num, both.den, left.known & right.known)


def to_units(column: NumberColumn) -> Integers:
    """Return the values in units of 1e-9, rounded half up (ties away from zero); 0 where not known.

    They are int64 as long as a thousand such columns can be added up, else Python integers.
    """
    doubled = _times(np.abs(column.num), np.int64(2 * SCALE) * np.ones(1, dtype=np.int64))
    units = _plus(doubled, column.den) // _times(column.den, np.full(1, 2, dtype=np.int64))
    units = np.where(column.num < 0, -units, units)
    return units.astype(np.int64) if _bound(units) <= ADDABLE else _wide(units)


def order(column: NumberColumn) -> npt.NDArray[np.int64]:
    """Return whole numbers that are equal, or smaller, exactly where the values are.

    Values are sorted by their floating-point quotient first; neighbours are then compared exactly,
    and where two do not stand in order the whole column is sorted on fractions.
    """
    if column.num.dtype == np.int64 and bool((column.den == 1).all()):
        return np.unique(column.num, return_inverse=True)[1].astype(np.int64)
    divisor = np.gcd(column.num, column.den)
    num, den = column.num // divisor, column.den // divisor
    pairs: dict[tuple[int, int], int] = {}
    ids = np.array(
        [pairs.setdefault((int(a), int(b)), len(pairs)) for a, b in zip(num, den, strict=True)],
        dtype=np.int64,
    )
    distinct = list(pairs)
    ranked = list(range(len(distinct)))
    with suppress(OverflowError):  # beyond floating point: left to the exact sort below
        ranked.sort(key=lambda i: distinct[i][0] / distinct[i][1])
    in_order = all(
        distinct[i][0] * distinct[j][1] < distinct[j][0] * distinct[i][1]
        for i, j in pairwise(ranked)
    )
    if not in_order:
        ranked.sort(key=lambda i: Fraction(*distinct[i]))
    place = np.empty(len(distinct), dtype=np.int64)
    place[ranked] = np.arange(len(distinct))
    return place[ids] if len(ids) else ids
