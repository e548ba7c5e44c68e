"""Numbers as a reader sees them. Display rounding happens here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

ABSENT = "—"
MINUS = "−"


def points(value: Decimal | None, places: int) -> str:
    """Return points with fixed decimals, half up; a dash when there are none."""
    if value is None:
        return ABSENT
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{abs(rounded)}" if rounded >= 0 else f"{MINUS}{abs(rounded)}"


def lost(value: Decimal | None, places: int) -> str:
    """Return a loss with its minus sign; plain zero when nothing visible was lost."""
    if value is None:
        return ABSENT
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    return f"{rounded}" if rounded == 0 else points(-rounded, places)


def signed(value: Decimal | None, places: int) -> str:
    """Return a change with its sign, ``+0.30`` or ``−0.30``."""
    if value is None:
        return ABSENT
    text = points(value, places)
    return text if text.startswith(MINUS) or not Decimal(text) else f"+{text}"


def tidy(value: Decimal) -> str:
    """Return a number without trailing zeros ("2", "0.5"), for maxima and steps."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def share(part: Decimal | None, whole: Decimal | None) -> float | None:
    """Return ``part / whole`` as a float for drawing; null when either is absent or zero."""
    if part is None or not whole:
        return None
    return float(part / whole)


def percent(value: float | None, places: int = 0) -> str:
    """Return a share as ``87%``; the sign stands at the figure, so that no line breaks between them."""
    return ABSENT if value is None else f"{value * 100:.{places}f}%".replace("-", MINUS)


def shares_of_whole(parts: Sequence[Decimal], places: int = 0) -> tuple[str, ...]:
    """Return each part's share of their sum as a percentage; the printed shares add up to exactly 100%.

    parts : all at least 0. places : decimals of the percentage. Method of the largest remainder: every share
    is cut off, then the units still missing go to the largest remainders, among equal ones to the first.
    Dashes when the parts add up to nothing. Raises ValueError for a negative part.
    """
    if any(part < 0 for part in parts):
        raise ValueError("a share of a whole cannot be negative")
    whole = sum(parts, Decimal(0))
    if not whole:
        return (ABSENT,) * len(parts)
    units = 100 * 10**places
    exact = [Fraction(part) * units / Fraction(whole) for part in parts]
    cut = [int(one) for one in exact]
    order = sorted(range(len(parts)), key=lambda place: cut[place] - exact[place])
    for place in order[: units - sum(cut)]:
        cut[place] += 1
    return tuple(f"{Decimal(one).scaleb(-places):f}%" for one in cut)
