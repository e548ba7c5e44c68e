"""Weights from the data as scenarios: every criterion of the base worth what a weighting method says."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.points import SCALE, plain, round_half_up
from govscore_lib.text import Bilingual
from govscore_lib.whatif.scenarios.reweighting import apportion
from govscore_lib.whatif.scenarios.scenario import Scenario
from govscore_lib.whatif.weightings.board import Board
from govscore_lib.whatif.weightings.weighting import Matrix, check_matrix, shares_by

METHOD_NAMES: dict[str, Bilingual] = {
    "equal": Bilingual(zh="等权", en="equal"),
    "entropy": Bilingual(zh="熵权法", en="entropy"),
    "critic": Bilingual(zh="CRITIC", en="CRITIC"),
    "standard_deviation": Bilingual(zh="标准差法", en="standard deviation"),
    "merec": Bilingual(zh="MEREC", en="MEREC"),
}


def share_matrix(card: Scorecard) -> tuple[Matrix, tuple[str, ...]]:
    """Return how much of its maximum every region reached under every criterion of the base, and the regions.

    Shape (regions, criteria), 1 for full marks. A region with a criterion that has no points (missing, not
    applicable) is left out, since a weight must not come from a gap.
    """
    board = Board(card)
    levers = board.levers("criteria")
    columns = [lever.columns[0] for lever in levers]
    whole = card.scoring.points.scored[board.rows][:, columns].all(axis=1)
    most = np.array([float(lever.points) * SCALE for lever in levers])
    matrix = board.units[whole][:, columns].astype(np.float64) / most
    ids = tuple(board.region_ids[row] for row in np.flatnonzero(whole))
    return matrix, ids


def weighting_scenario(card: Scorecard, method: str) -> Scenario:
    """Return the scenario in which the points of the base follow a method of ``weighting.METHODS``.

    The base keeps its sum; bonuses stay. Raises UsageError for an unknown method and where the regions cannot be
    told apart, InputError for figures that the method cannot take.
    """
    matrix, ids = share_matrix(card)
    board = Board(card)
    levers = board.levers("criteria")
    if len(ids):
        check_matrix(matrix, ids, [lever.id for lever in levers])
    shares = [Fraction(float(share)) for share in shares_by(method, matrix)]
    units = apportion(round_half_up(board.base), shares)
    points = {
        lever.id: plain(Fraction(unit, SCALE) * lever.points / lever.share)
        for lever, unit in zip(levers, units, strict=True)
    }
    name = METHOD_NAMES.get(method, Bilingual(zh=method, en=method))
    return Scenario(name, rubric=card.rubric.id, keep_total="none").points(points)
