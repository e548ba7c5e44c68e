"""Numbers as a reader sees them. Display rounding happens here and nowhere else."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

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
    """Return a share as ``87 %``, with a thin space before the sign."""
    return ABSENT if value is None else f"{value * 100:.{places}f}\u2009%"
