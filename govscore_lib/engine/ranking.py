"""Totals → ranks: rounding, ties, what decides between equal totals, places that stay empty."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from govscore_lib.algebra.columns import Truths
from govscore_lib.algebra.league import places
from govscore_lib.points import round_units
from govscore_lib.rubric.model import Ranking

Units = npt.NDArray
"""Whole numbers of 1e-9 points: int64, or Python integers where those could overflow."""
Doubled = npt.NDArray[np.int64]
"""Twice a rank, so that an average place stays whole; 0 where there is none."""


def rank_totals(
    ranking: Ranking,
    total: Units,
    ranked: Truths,
    shut_out: Truths,
    deciding: Sequence[Units] = (),
) -> Doubled:
    """Return twice the rank of every region that has one, larger totals first.

    total : shape (regions,), 1e-9 points. ranked : who has a rank. shut_out : who has a total but no
    rank; its place stays empty where the rubric says so. deciding : figures that decide between equal
    totals, in order, larger first.
    """
    result = np.zeros(len(total), dtype=np.int64)
    counted = ranked | shut_out if ranking.excluded == "keep_place" else ranked
    rows = np.flatnonzero(counted)
    if not len(rows):
        return result
    compared = [round_units(figure, ranking.decimals)[rows] for figure in (total, *deciding)]
    result[rows] = places(_order(compared), ranking.ties, "highest")
    result[~ranked] = 0
    return result


def _order(figures: Sequence[Units]) -> Doubled:
    """Return a whole number per region that grows with the figures, the first one deciding first."""
    keys = np.zeros(len(figures[0]), dtype=np.int64)
    for figure in figures:
        _, step = np.unique(figure, return_inverse=True)
        _, keys = np.unique(keys * (int(step.max()) + 1) + step, return_inverse=True)
    return keys.astype(np.int64)
