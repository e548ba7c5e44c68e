"""A scorecard as plain data for sliders: all that totals, ranks and prizes under other points follow from.

The sliders of a page and of JupyterLab compute from it what the engine computes, in whole numbers, so it holds
nothing rounded. Its shape:

``grain``       into how many parts a billionth of a point is cut, so that every maximum is a whole number of them
``rubric``      id, title, readings (those chosen instead of the default), setting
``total``       max, floor (or null), decimals to show
``ranking``     ties, decimals, excluded, then, groups (whether there are places within groups)
``prizes``      id, name, places, best first; ``boundary`` as the rubric says; null without prizes
``categories``  id, name, component, max, min, max_gain, max_loss (null where there is none)
``criteria``    id, name, category (its number), max (or null), apart ("leave_out", "spread" or null)
``regions``     id, name, status, points (recorded, one a criterion), apart (numbers of the criteria that do not
                apply), emptied (numbers of the categories that a fact empties), fixed (a total that a fact sets, or
                null), counted (whether it takes a place), ranked, eligible, group (or null) and group_name
``starts``      other points to begin with: id, name, note, points (text, one a criterion of the base; null where the
                method cannot be used on the figures, and the note says why)

Points are text and exact, "1.8" or "1/3", so that no reader makes them floating point. Names are {zh, en}.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.engine.scores import group_labels
from govscore_lib.errors import UsageError
from govscore_lib.points import SCALE, plain
from govscore_lib.rubric.general import Awards
from govscore_lib.rubric.league import Region
from govscore_lib.rubric.model import Category, Criterion, Rubric
from govscore_lib.rules.base import told
from govscore_lib.text import Bilingual
from govscore_lib.whatif.scenarios.changes import CategoryPoints, ChosenReading, CriterionPoints
from govscore_lib.whatif.scenarios.preparation import prepare
from govscore_lib.whatif.scenarios.scenario import Scenario
from govscore_lib.whatif.weightings.weighted import METHOD_NAMES, Start, starts
from govscore_lib.whatif.weightings.weighting import Ahp


def has_sliders(rubric: Rubric) -> bool:
    """Whether a rubric has two criteria or categories at least whose points can be divided otherwise."""
    return sum(bool(one.max_points) for one in rubric.criteria_list) > 1


def slider_data(card: Scorecard, judged: Ahp | None = None) -> dict[str, Any]:
    """Return a scorecard as JSON-ready data for sliders, in the shape that this module describes.

    judged : weights from a pairwise table, to be offered beside those from the figures.
    Raises UsageError where the scorecard is itself the outcome of a scenario.
    """
    if "scenario" in card.receipt:
        raise UsageError("this scorecard is the outcome of a scenario. Take its baseline instead.")
    rubric = card.rubric
    return {
        "grain": str(_grain(rubric)),
        "rubric": {
            "id": rubric.id,
            "title": _words(card.title),
            "readings": dict(sorted(rubric.chosen.items())),
            "setting": card.setting,
        },
        "total": {
            "max": told(rubric.total.max_points),
            "floor": _recorded(rubric.total.min_points),
            "decimals": rubric.display.decimals,
        },
        "ranking": {
            "ties": rubric.ranking.ties,
            "decimals": rubric.ranking.decimals,
            "excluded": rubric.ranking.excluded,
            "then": list(rubric.ranking.then),
            "groups": rubric.rank_within is not None,
        },
        "prizes": None if rubric.awards is None else _prizes(rubric.awards),
        "boundary": None if rubric.awards is None else rubric.awards.boundary,
        "categories": [_category(one) for one in rubric.categories],
        "criteria": [_criterion(rubric, one) for one in rubric.criteria_list],
        "regions": _regions(card),
        "starts": [_start(one) for one in starts(card, judged)],
    }


def scenario_of(card: Scorecard, setting: Mapping[str, Any]) -> Scenario:
    """Return what sliders are set to as a scenario: the readings in force, then the points.

    setting : {"criteria": {id: points}, "categories": {id: points}, "keep_total": rule}; where the sliders began
    with a weighting also "start" with its "id", which names the scenario, the points being said out.
    """
    scenario = Scenario(
        _name(setting.get("start")),
        rubric=card.rubric.id,
        keep_total=setting["keep_total"],
    )
    for target, key in sorted(card.rubric.chosen.items()):
        scenario = scenario.read(target, key)
    return scenario.category_points(setting["categories"]).points(setting["criteria"])


def setting_of(card: Scorecard, scenario: Scenario) -> dict[str, Any]:
    """Return what sliders are set to under a scenario.

    Raises UsageError where it changes more than points (readings that are in force already are no change), and
    InputError where its points do not fit the rubric.
    """
    prepare(scenario, card.rubric, card.league)
    setting: dict[str, Any] = {"criteria": {}, "categories": {}, "keep_total": scenario.keep_total}
    for number, change in enumerate(scenario.changes):
        if isinstance(change, CriterionPoints):
            setting["criteria"][change.criterion] = plain(change.points)
        elif isinstance(change, CategoryPoints):
            setting["categories"][change.category] = plain(change.points)
        elif not (
            isinstance(change, ChosenReading) and card.rubric.chosen.get(change.name) == change.key
        ):
            raise UsageError(
                f"{scenario.place(number)} changes more than points, which sliders cannot show. "
                "Use whatif for it."
            )
    return setting


def _name(start: Mapping[str, Any] | None) -> Bilingual:
    if start is None:
        return Bilingual(zh="分值调整", en="points divided otherwise")
    name = METHOD_NAMES[start["id"]]
    return Bilingual(
        zh=f"分值调整，从{name.zh}开始", en=f"points divided otherwise, beginning with {name.en}"
    )


def _grain(rubric: Rubric) -> int:
    """Return by how many a billionth of a point is divided so that every maximum and bound is whole."""
    printed = [rubric.total.max_points]
    printed += [one.max_points or Fraction(0) for one in rubric.criteria_list]
    for one in rubric.categories:
        bounds = (one.max_points, one.min_points, one.max_gain, one.max_loss)
        printed += [bound for bound in bounds if bound is not None]
    return math.lcm(SCALE, *(one.denominator for one in printed)) // SCALE


def _exactly(points: Fraction | None) -> str | None:
    return None if points is None else told(points)


def _recorded(points: Fraction | None) -> str | None:
    return None if points is None else plain(points)


def _words(words: Bilingual) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}


def _prizes(awards: Awards) -> list[dict[str, Any]]:
    return [{"id": one.id, "name": _words(one.name), "places": one.places} for one in awards.prizes]


def _start(start: Start) -> dict[str, Any]:
    return {
        "id": start.id,
        "name": _words(start.name),
        "note": _words(start.note),
        "points": start.points,
    }


def _category(category: Category) -> dict[str, Any]:
    return {
        "id": category.id,
        "name": _words(category.name),
        "component": category.component,
        "max": _exactly(category.max_points),
        "min": _exactly(category.min_points),
        "max_gain": _exactly(category.max_gain),
        "max_loss": _exactly(category.max_loss),
    }


def _criterion(rubric: Rubric, criterion: Criterion) -> dict[str, Any]:
    apart = None if criterion.not_applicable is None else criterion.not_applicable.policy
    return {
        "id": criterion.id,
        "name": _words(criterion.name),
        "category": [one.id for one in rubric.categories].index(criterion.category),
        "max": _exactly(criterion.max_points or None),
        "apart": apart if apart in ("leave_out", "spread") else None,
    }


def _regions(card: Scorecard) -> list[dict[str, Any]]:
    """Return the regions that are assessed, in the order of the league."""
    scoring, decided = card.scoring, card.scoring.standings
    points, pool = scoring.points, scoring.frame.in_pool
    ranked = pool & ~decided.unranked
    keeps = card.rubric.ranking.excluded == "keep_place"
    counted = ranked | (pool & decided.rows("disqualified")) if keeps else ranked
    eligible = ranked & ~decided.rows("vetoed")
    labels = group_labels(card)
    status = dict(card.scores.select("region_id", "status").iter_rows())
    found = []
    for region in card.regions:
        row = card.row(region.id)
        rule, label = decided.by_row.get(row), None if labels is None else labels[row]
        found.append(
            {
                "id": region.id,
                "name": {"zh": region.name_zh, "en": region.name("en")},
                "status": status[region.id],
                "points": [plain(Fraction(int(one), SCALE)) for one in points.known[row]],
                "apart": np.flatnonzero(points.apart[row]).tolist(),
                "emptied": np.flatnonzero(points.emptied[row]).tolist(),
                "fixed": None if rule is None else _recorded(rule.total),
                "counted": bool(counted[row]),
                "ranked": bool(ranked[row]),
                "eligible": bool(eligible[row]),
                "group": label,
                "group_name": _group_name(card.rubric, region, label),
            }
        )
    return found


def _group_name(rubric: Rubric, region: Region, label: str | None) -> dict[str, str] | None:
    if label is None or rubric.rank_within is None:
        return None
    if rubric.rank_within == "group":
        return {"zh": label, "en": region.group_en or label}
    code = rubric.rank_within
    return {"zh": rubric.code_name(code, label), "en": rubric.code_name(code, label, "en")}
