"""The reference's own reading of the general rules: standing, total, rank. Plain loops on fractions."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from govscore_lib.engine.reference.values import Inputs, holds
from govscore_lib.rubric.general import Standing
from govscore_lib.rubric.model import Rubric

Units = Mapping[str, Fraction]


def decided(rubric: Rubric, regions: Mapping[str, Inputs]) -> dict[str, Standing]:
    """Return what became of each region as a whole; regions without such a fact are left out."""
    found: dict[str, Standing] = {}
    for region, inputs in regions.items():
        for status in ("disqualified", "waived", "vetoed"):
            hits = [
                one for one in rubric.standing if one.status == status and holds(one.when, inputs)
            ]
            if hits:
                found[region] = hits[0]
                break
    return found


def settled(rubric: Rubric, sums: Units, standing: Mapping[str, Standing]) -> dict[str, Fraction]:
    """Return the totals: sums of the categories, held at a floor, or set by a veto."""
    totals = {}
    for region, total in sums.items():
        if rubric.total.min_points is not None and total < rubric.total.min_points:
            total = rubric.total.min_points
        if region in standing and standing[region].total is not None:
            total = Fraction(standing[region].total or 0)
        totals[region] = total
    return totals


def ranks(
    rubric: Rubric,
    totals: Units,
    standing: Mapping[str, Standing],
    deciding: Mapping[str, tuple[Fraction, ...]],
) -> dict[str, Fraction]:
    """Return every region's rank, 0 where it has none; a half where equal ones share the average.

    deciding : region → figures that decide between equal totals, in order.
    """
    status = {region: standing[region].status if region in standing else "" for region in totals}
    out = [region for region in totals if status[region] in ("waived", "disqualified")]
    keeps_place = rubric.ranking.excluded == "keep_place"
    field = [
        region
        for region in totals
        if region not in out or (keeps_place and status[region] == "disqualified")
    ]
    places = rubric.ranking.decimals
    keys = {
        region: tuple(rounded(one, places) for one in (totals[region], *deciding[region]))
        for region in field
    }
    result = dict.fromkeys(totals, Fraction(0))
    for region in field:
        if region not in out:
            result[region] = _place(rubric.ranking.ties, keys[region], list(keys.values()))
    return result


def _place(ties: str, mine: tuple[Fraction, ...], every: list[tuple[Fraction, ...]]) -> Fraction:
    ahead = sum(1 for other in every if other > mine)
    equal = sum(1 for other in every if other == mine)
    if ties == "dense":
        return Fraction(1 + len({other for other in every if other > mine}))
    if ties == "average":
        return Fraction(2 * ahead + equal + 1, 2)
    return Fraction(ahead + equal) if ties == "max" else Fraction(ahead + 1)


def rounded(value: Fraction, decimals: int) -> Fraction:
    """Return the value at so many decimals; a half goes away from zero."""
    steps = abs(value) * 10**decimals
    whole = steps.numerator // steps.denominator
    if steps - whole >= Fraction(1, 2):
        whole += 1
    return Fraction(whole if value >= 0 else -whole, 10**decimals)
