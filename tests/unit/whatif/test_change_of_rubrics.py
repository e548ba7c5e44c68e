"""The change between two periods under whole rubrics: the parts against three runs of the engine, and one by hand.

The period is the one that the samples plan. In the period before, every region had what the plan gives its
neighbour, so that all figures move, the league of some with them, and some figures were not sent.
"""

from decimal import Decimal
from itertools import pairwise

import pytest

from govscore_lib.engine import Scorecard, score
from govscore_lib.rubric import Rubric, load_league, load_rubric
from govscore_lib.samples.counties import load_counties
from govscore_lib.whatif import ChangeSplit, change_split
from tests.asserts import observations

HUAIAN = "huaian-2021-integrity"
PARTS = ("rule", "performance", "peers", "unsplit")
Figures = dict[str, dict[str, str | None]]


def planned(name: str) -> Figures:
    found = {one.region_id: dict(one.planned) for one in load_counties(name)}
    return {
        region: {metric: value or None for metric, value in values.items()}
        for region, values in found.items()
    }


def of_neighbours(now: Figures) -> Figures:
    """The figures of the region before in the plan; every seventeenth was not sent."""
    regions = list(now)
    turned = {region: dict(now[regions[place - 1]]) for place, region in enumerate(regions)}
    for place, (region, metric) in enumerate([(r, m) for r in regions for m in now[r]]):
        if place % 17 == 0:
            turned[region][metric] = None
    return turned


def run(rubric: Rubric, figures: Figures) -> Scorecard:
    return score(rubric, observations(figures), league=load_league(rubric.league))


@pytest.fixture(
    scope="module", params=[(HUAIAN, "1.02=B"), ("xiangxi-2021-services", ""), ("rudong-2021-townships", "")],
    ids=lambda param: param[0],
)  # fmt: skip
def periods(request) -> tuple[Rubric, Figures, Figures, ChangeSplit]:
    """The rubric of today, the figures of both periods, and the split; Huai'an read one clause otherwise before."""
    name, reading = request.param
    today = load_rubric(name)
    chosen = dict([reading.split("=")]) if reading else {}
    now = planned(name)
    before = of_neighbours(now)
    split = change_split(run(load_rubric(name, readings=chosen), before), run(today, now))
    return today, before, now, split


def test_the_parts_add_up_under_every_criterion_and_to_every_total(periods):
    *_, split = periods

    assert split.regions.height == len(split.after.regions)
    assert (split.criteria["change"] != 0).sum() > split.regions.height
    for row in split.criteria.iter_rows(named=True):
        assert row["change"] == sum((row[part] for part in PARTS), Decimal(0))
    for row in split.regions.iter_rows(named=True):
        mine = split.criteria.filter(region_id=row["region_id"])
        for part in PARTS:
            assert row[part] == sum(mine[part], Decimal(0))
        assert row["after"] - row["before"] == row["change"] == sum((row[part] for part in (*PARTS, "caps")), Decimal(0))  # fmt: skip


def test_the_parts_are_those_of_three_runs_of_the_engine(periods):
    """Old figures under the rule of today; then one region's new figures among the others' old ones; then all."""
    today, before, now, split = periods
    ruled, checked = run(today, before), 0
    for region in (min(now), max(now)):
        alone = run(today, {**before, region: now[region]})
        told = {
            row["criterion_id"]: row for row in split.criteria.filter(region_id=region).to_dicts()
        }
        for name in set(today.criteria) & set(split.before.rubric.criteria):
            cards = (split.before, ruled, alone, split.after)
            steps = [card.points_of(name)[region] for card in cards]
            if told[name]["unsplit"]:
                assert told[name]["why_zh"]
            elif None not in steps:
                expected = [b - a for a, b in pairwise(steps)]
                assert expected == [told[name][part] for part in PARTS[:3]], name
                checked += 1
    assert checked > len(today.criteria)


def test_a_rank_by_hand():
    """Corrections in 1.02, of those that had any, lowest share first: 1.8 × (n − rank + 1) ÷ n; none at all: 2.

    Today two regions at 8 % share the first place of five (1.8), then come 10 % (1.08), 13.6 % (0.72), 20 % (0.36);
    two have none. Before, 淮阴区 (320804) had 1 of 22, the first of six (1.8), and 洪泽区 (320813) 1 of 8, the fifth
    (0.6); the pair at 8 % stood second (1.5), 10 % fourth (0.9), 20 % sixth (0.3).
    淮阴区: its 13.6 % among the old shares is fifth of six, 0.6, so −1.2 by itself; then 洪泽区 left them, +0.12.
    """
    now = planned(HUAIAN)
    before = {region: dict(values) for region, values in now.items()}
    before["320804"]["reconsideration_corrected"] = "1"
    before["320813"]["reconsideration_corrected"] = "1"
    rubric = load_rubric(HUAIAN)

    split = change_split(run(rubric, before), run(rubric, now))

    rows = split.criteria.filter(criterion_id="1.02")
    parts = ("change", "performance", "peers")
    told = {row["region_id"]: tuple(float(row[one]) for one in parts) for row in rows.to_dicts()}
    assert told == {
        "320803": (0.3, 0, 0.3),
        "320804": (-1.08, -1.2, 0.12),
        "320812": (0.3, 0, 0.3),
        "320813": (1.4, 1.4, 0),
        "320826": (0.06, 0, 0.06),
        "320830": (0.18, 0, 0.18),
        "320831": (0, 0, 0),
    }
