"""Where one line catches up with another once both are rounded: whole numbers in closed form, any number at once.

A figure is rounded half up to whole steps. As long as two lines lie a step or more apart, they round to different
numbers; from where they lie less than a step apart, they round to the same one as soon as the one behind rises
to an odd multiple of half a step, or the one ahead sinks below one. Both are divisions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from govscore_lib.points import INT64_MAX

Wholes = Any
"""An array of whole numbers: int64 where nothing can overflow, else Python integers."""
Floats = npt.NDArray[np.float64]

SLACK = 1e-9
"""Relative error granted to floating point where it only chooses what is worked out exactly."""


@dataclass(frozen=True)
class Meetings:
    """Where pairs come to be rounded to the same: ``num / den`` from the start, den above 0.

    at : whether they are the same right there; else only behind it.
    """

    num: Wholes
    den: Wholes
    at: npt.NDArray[np.bool_]


def meetings(ahead: Wholes, rise: Wholes, behind: Wholes, behind_rise: Wholes, step: int) -> Meetings:  # fmt: skip
    """Return where lines that lie a step or more behind others catch up with them.

    ahead, behind : values at the start, ``ahead − behind ≥ step``; rise, behind_rise : slopes, the latter larger.
    step : what values are rounded to, half up. Values have to be 0 or more up to where they meet, since below 0 half
    a step is rounded the other way.
    """
    closing = behind_rise - rise
    edge = 2 * behind + step
    scale = 2 * step * closing
    # how many half steps the one behind has passed where the two are a step apart
    from_there = edge * closing + 2 * behind_rise * (ahead - behind - step)
    passed = from_there // scale
    on_edge = passed * scale == from_there
    rises, sinks = behind_rise > 0, rise < 0
    up, up_by = 2 * step * (passed + 1) - edge, 2 * behind_rise
    # on an edge there, one that sinks takes the other along, below the same edge
    below = passed + 1 - (on_edge & (behind_rise < 0))
    down, down_by = 2 * ahead + step - 2 * step * below, -2 * rise
    at = np.array(rises & (~sinks | (up * down_by <= down * up_by)), dtype=bool)
    return Meetings(np.where(at, up, down), np.where(at, up_by, down_by), at)


def fitting(values: Wholes, slopes: Wholes, step: int) -> type:
    """Return int64 where ``meetings`` of such lines cannot overflow, object where they might."""
    largest = int(np.abs(values).max(initial=0)) + step
    steepest = int(np.abs(slopes).max(initial=0)) + 1
    return np.int64 if 32 * largest * steepest <= INT64_MAX else object


def between(gap: Floats, closing: Floats, step: float) -> tuple[Floats, Floats]:
    """Return from when to when pairs may come to be rounded to the same; infinite where they never close in.

    gap : how far ahead, a step or more. In floating point, rather too early and too late.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        first = np.where(closing > 0, (gap - step * (1 + SLACK)) / closing, np.inf)
        last = np.where(closing > 0, gap / closing, np.inf)
    return np.maximum(first, 0) * (1 - SLACK), last * (1 + SLACK)
