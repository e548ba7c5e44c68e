"""Weights from the data as scenarios: every criterion of the base worth what a weighting method says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import GovscoreError, UsageError, listed
from govscore_lib.points import SCALE, plain, round_half_up
from govscore_lib.text import Bilingual
from govscore_lib.whatif.scenarios.reweighting import apportion
from govscore_lib.whatif.scenarios.scenario import Scenario
from govscore_lib.whatif.weightings.board import Board
from govscore_lib.whatif.weightings.weighting import (
    METHODS,
    TOLERABLE_RATIO,
    Ahp,
    Matrix,
    check_matrix,
    shares_by,
)

METHOD_NAMES: dict[str, Bilingual] = {
    "equal": Bilingual(zh="等权", en="equal"),
    "entropy": Bilingual(zh="熵权法", en="entropy"),
    "critic": Bilingual(zh="CRITIC", en="CRITIC"),
    "standard_deviation": Bilingual(zh="标准差法", en="standard deviation"),
    "merec": Bilingual(zh="MEREC", en="MEREC"),
    "ahp": Bilingual(zh="层次分析法", en="AHP"),
}
_MEANS = {
    "equal": Bilingual(zh="各条同样多", en="every criterion is worth the same"),
    "entropy": Bilingual(zh="分布越不均的条款越多", en="more for what is shared more unevenly"),
    "critic": Bilingual(
        zh="相差越大、与其他条款越不相似的越多",
        en="more for what spreads more and goes its own way",
    ),
    "standard_deviation": Bilingual(zh="相差越大的条款越多", en="more for what spreads more"),
    "merec": Bilingual(
        zh="去掉后对整体影响越大的条款越多", en="more for what changes the whole more when left out"
    ),
    "ahp": Bilingual(zh="按两两比较的判断", en="as judged pair by pair"),
}
_DEMANDS = {
    "entropy": Bilingual(zh="每个得分都不能为负", en="no points may be negative"),
    "merec": Bilingual(zh="每个得分都要大于 0", en="all points have to be above 0"),
}
_DIFFER = Bilingual(
    zh="至少要有两个得分不全相同的地区", en="two regions at least that differ are needed"
)


@dataclass(frozen=True)
class Start:
    """Points that a weighting method gives, to begin a discussion with.

    points : text, one a criterion of the base; None where the method cannot be used on the figures. note : what
    weighs more, or what stands in the way, a sentence.
    """

    id: str
    name: Bilingual
    note: Bilingual
    points: Mapping[str, str] | None


def starts(card: Scorecard, judged: Ahp | None = None) -> list[Start]:
    """Return what every method makes of the points; AHP only where there are judgements.

    Nothing where no region has a rank or nothing in the base can be divided otherwise.
    judged : shares by criterion, or by category of the base, its criteria then keep their proportions.
    Raises UsageError where the judgements are of other things.
    """
    if not card.scores["rank"].count() or len(Board(card).levers("criteria")) < 2:
        return []
    found = [_start(card, method) for method in METHODS]
    return found if judged is None else [*found, _judged(card, judged)]


def _start(card: Scorecard, method: str) -> Start:
    name = METHOD_NAMES[method]
    try:
        points = _points_of(card, _shares(card, method))
    except GovscoreError:
        return Start(method, name, refusal(method), None)
    means = _MEANS[method]
    note = Bilingual(
        zh=f"{name.zh}：{means.zh}。只是讨论的起点。",
        en=f"{name.en}: {means.en}. A place to begin, no verdict.",
    )
    return Start(method, name, note, points)


def refusal(method: str) -> Bilingual:
    """Return why a method cannot be used on figures that it refused, as a sentence."""
    name, why = METHOD_NAMES[method], _DEMANDS.get(method, _DIFFER)
    return Bilingual(
        zh=f"{name.zh}不能用于这批数据：{why.zh}。",
        en=f"{name.en} cannot be used on these data: {why.en}.",
    )


def _judged(card: Scorecard, judged: Ahp) -> Start:
    levers = Board(card).levers("criteria")
    categories = {one.id: one for one in Board(card).levers("categories")}
    if judged.weights.keys() == {one.id for one in levers}:
        shares = [Fraction(judged.weights[one.id]) for one in levers]
    elif judged.weights.keys() == categories.keys():
        ids = [card.rubric.categories[one.category].id for one in levers]
        shares = [
            Fraction(judged.weights[id_]) * one.share / categories[id_].share
            for id_, one in zip(ids, levers, strict=True)
        ]
    else:
        raise UsageError(
            f"the judgements compare {listed(judged.weights)}. They have to compare all criteria of the base, or all "
            f"its categories: {listed(categories)}."
        )
    name, ratio = METHOD_NAMES["ahp"], f"{judged.ratio:.2f}"
    if judged.is_consistent:
        note = Bilingual(
            zh=f"{name.zh}：{_MEANS['ahp'].zh}，一致性比率 {ratio}。",
            en=f"{name.en}: {_MEANS['ahp'].en}, consistency ratio {ratio}.",
        )
        return Start("ahp", name, note, _points_of(card, shares))
    note = Bilingual(
        zh=f"{name.zh}不能用于这张判断表：一致性比率 {ratio} 超过 {TOLERABLE_RATIO:g}，判断互相矛盾。",
        en=f"{name.en} cannot be used on these judgements: their consistency ratio {ratio} is above "
        f"{TOLERABLE_RATIO:g}, they contradict each other.",
    )
    return Start("ahp", name, note, None)


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
    points = _points_of(card, _shares(card, method))
    name = METHOD_NAMES.get(method, Bilingual(zh=method, en=method))
    return Scenario(name, rubric=card.rubric.id, keep_total="none").points(points)


def equal_categories(card: Scorecard) -> Scenario:
    """Return the scenario in which every category of the base is worth the same, its criteria in proportion.

    The base keeps its sum; bonuses stay. Raises UsageError where no region has a rank.
    """
    board = Board(card)
    ids = [card.rubric.categories[one.category].id for one in board.levers("categories")]
    shares = apportion(round_half_up(board.base), [Fraction(1)] * len(ids))
    points = {id_: plain(Fraction(unit, SCALE)) for id_, unit in zip(ids, shares, strict=True)}
    name = Bilingual(zh="各类同分", en="equal categories")
    return Scenario(name, rubric=card.rubric.id, keep_total="none").category_points(points)


def _shares(card: Scorecard, method: str) -> list[Fraction]:
    matrix, ids = share_matrix(card)
    if len(ids):
        check_matrix(matrix, ids, [lever.id for lever in Board(card).levers("criteria")])
    return [Fraction(float(share)) for share in shares_by(method, matrix)]


def _points_of(card: Scorecard, shares: Sequence[Fraction]) -> dict[str, str]:
    """Return the points of every criterion of the base, text to nine decimals, for shares of the base."""
    board = Board(card)
    levers = board.levers("criteria")
    units = apportion(round_half_up(board.base), shares)
    return {
        lever.id: plain(Fraction(unit, SCALE) * lever.points / lever.share)
        for lever, unit in zip(levers, units, strict=True)
    }
