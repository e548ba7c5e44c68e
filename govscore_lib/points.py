"""Fixed-point arithmetic of points: whole numbers of one billionth of a point.

Points are recorded to nine decimals, half up (ties away from zero, as in ``decimal.ROUND_HALF_UP``).
Nothing here uses floating point.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from math import lcm

import numpy as np
import numpy.typing as npt
import polars as pl

DECIMALS = 9
SCALE = 10**DECIMALS
"""One point in fixed-point units."""

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+|\d+/[1-9]\d*)")
INT64_MAX = 2**63 - 1
ADDABLE = INT64_MAX // 1024
"""Largest magnitude of fixed-point figures that stay int64: a thousand of them can be added up."""


def exact(text: str) -> Fraction:
    """Return the number that ``text`` spells ("1.8", "95%"), exactly.

    Raises ValueError when the text is not a plain decimal number.
    """
    stripped = text.strip()
    percent = stripped.endswith("%")
    digits = stripped[:-1].strip() if percent else stripped
    if not _NUMBER.fullmatch(digits):
        raise ValueError(f"'{text}' is not a number")
    value = Fraction(digits)
    return value / 100 if percent else value


def round_half_up(value: Fraction | int, decimals: int = DECIMALS) -> int:
    """Return ``value`` in units of ``10**-decimals``, ties away from zero."""
    numerator, denominator = int(value.numerator), int(value.denominator)
    whole = (2 * abs(numerator) * 10**decimals + denominator) // (2 * denominator)
    return whole if numerator >= 0 else -whole


def added(parts: Iterable[Fraction]) -> Fraction:
    """Return the exact sum; quicker than adding one after the other, which divides every time."""
    every = list(parts)
    shared = lcm(*(part.denominator for part in every))
    return Fraction(sum(part.numerator * (shared // part.denominator) for part in every), shared)


def round_units(units: npt.NDArray, decimals: int) -> npt.NDArray:
    """Return fixed-point ``units`` (1e-9 points) rounded half up to ``decimals`` places, still in 1e-9."""
    step = 10 ** (DECIMALS - decimals)
    magnitude = (np.abs(units) + step // 2) // step * step
    return np.where(units < 0, -magnitude, magnitude)


def units_array(units: npt.ArrayLike) -> npt.NDArray:
    """Return fixed-point figures as int64 where they are sure to add up, else as Python integers."""
    exactly = np.array(units, dtype=object)
    if all(-ADDABLE <= unit <= ADDABLE for unit in exactly.flat):
        return exactly.astype(np.int64)
    return exactly


def to_decimal(units: int) -> Decimal:
    """Return fixed-point ``units`` (1e-9 points) as an exact Decimal, whatever its length."""
    return Decimal((int(units < 0), tuple(map(int, str(abs(int(units))))), -DECIMALS))


def from_decimal(value: Decimal) -> int:
    """Return a Decimal number of points in units of 1e-9, half up."""
    return round_half_up(Fraction(value))


def points_series(name: str, units: npt.NDArray, known: npt.NDArray | None = None) -> pl.Series:
    """Return a Decimal(38, 9) series from units of 1e-9 points; null where ``known`` is false."""
    values = [
        to_decimal(unit) if is_known else None
        for unit, is_known in zip(
            units.tolist(),
            (np.ones(len(units), dtype=bool) if known is None else known).tolist(),
            strict=True,
        )
    ]
    return pl.Series(name, values, dtype=pl.Decimal(38, DECIMALS))


def grouped(number: str) -> str:
    """Return a plain decimal text with commas between the thousands of its whole part: ``12,345.6``.

    A comma is in every font and no line breaks at it, which holds for none of the thin spaces.
    """
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole.removeprefix("-").isdigit() else number


def plain(value: Fraction | Decimal, decimals: int = DECIMALS) -> str:
    """Return ``value`` as a plain decimal text without trailing zeros, rounded half up."""
    units = round_half_up(Fraction(value) if isinstance(value, Decimal) else value, decimals)
    sign = "-" if units < 0 else ""
    whole, rest = divmod(abs(units), 10**decimals)
    tail = str(rest).rjust(decimals, "0").rstrip("0") if decimals else ""
    return f"{sign}{whole}.{tail}" if tail else f"{sign}{whole}"
