"""Exact stability against brute force: the engine run at the bounds, beside them and in between."""

import sys
from fractions import Fraction
from typing import Any
from unittest import mock

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from govscore_lib.engine import score
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import InputError
from govscore_lib.points import SCALE, round_half_up
from govscore_lib.whatif.margins.crossings import Line, Pair
from govscore_lib.whatif.margins.flips import flips
from govscore_lib.whatif.margins.meeting import meetings
from govscore_lib.whatif.margins.stability import Interval, stability
from govscore_lib.whatif.scenarios.reweighting import new_maxima, reweighted
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric, said
from tests.strategies import TIES, Draw, search

BESIDE = Fraction(1, 10**5)
"""How near to a bound the brute force looks: further than recording nine decimals can move anything."""
SOURCE = {"document": "文〔2021〕1号"}
module = sys.modules[stability.__module__]


@st.composite
def cards(draw: Draw) -> Scorecard:
    """A small scorecard of rates in tenths: ties, caps, bonuses, floors, standings and prizes of any sort."""
    size = draw(st.integers(2, 5))
    count = draw(st.integers(1, 3))
    tenths = st.integers(-3 if draw(st.booleans()) else 0, 10).map(lambda n: str(Fraction(n, 10)))
    points = st.sampled_from(("0.5", "1", "2", "3"))
    names = [f"m{n}" for n in range(count)]
    values = {
        f"R{n}": {name: str(float(Fraction(draw(tenths)))) for name in names}
        | {"out": draw(st.sampled_from(("false", "false", "false", "true"))),
           "veto": draw(st.sampled_from(("false", "false", "true"))),
           "extra": draw(st.sampled_from(("0", "0", "0.4", "1")))}
        for n in range(size)
    }  # fmt: skip
    values["R0"]["out"] = "false"
    caps = st.sampled_from(({}, {}, {"max_points": "1"}, {"max_points": "1.5", "min_points": "0.2"},
                            {"max_points": "3", "max_loss": "0.1"}, {"max_gain": "0.8"}))  # fmt: skip
    veto = {"total": "0.3"} if draw(st.booleans()) else {}
    raw = document(
        [
            *(criterion(name, {"kind": "ratio", "value": name}, max_points=draw(points),
                        category=draw(st.sampled_from("12"))) for name in names),
            criterion("extra", {"kind": "judged", "metric": "extra", "min": "0", "max": "1"},
                      category="9", max_points=None),
        ],
        {**{name: metric("decimal") for name in names}, "extra": metric("decimal"),
         "out": metric("bool"), "veto": metric("bool")},
        categories=[
            {"id": "1", "name": said("1")} | draw(caps),
            {"id": "2", "name": said("2")},
            {"id": "9", "name": said("9"), "component": "bonus"},
        ],
        ranking={
            "ties": draw(st.sampled_from(TIES)),
            "decimals": draw(st.sampled_from(("0", "1", "2", "6"))),
            "excluded": draw(st.sampled_from(("move_up", "keep_place"))),
            "then": draw(st.sampled_from(([], [], ["m0"], ["2", "extra"], ["base"]))),
        },
        standing=[
            {"status": "disqualified", "when": "out", "because": said("why"), "source": SOURCE},
            {"status": "vetoed", "when": "veto", "because": said("why"), "source": SOURCE} | veto,
        ],
        awards={
            "prizes": [{"id": "p1", "name": said("p1"), "places": "1"},
                       {"id": "p2", "name": said("p2"), "places": "2"}],
            "boundary": draw(st.sampled_from(("escalate", "up", "down"))),
            "source": SOURCE,
        },
        total={"max_points": "10"} | draw(st.sampled_from(({}, {}, {"min_points": "1"}))),
    )  # fmt: skip
    return score(load_document(raw), observations(values))


def at(card: Scorecard, lever: str, points: Fraction, others: str) -> Scorecard | None:
    """The scorecard with other points for one criterion; None where a total is on the edge of rounding."""
    keep = "none" if others == "held" else "proportional"
    try:
        maxima = new_maxima(card.rubric, {lever: points}, {}, keep)
    except InputError:  # the only criterion of the base cannot take from others
        return None
    other = score(reweighted(card.rubric, maxima), card.given.observations)
    step = 10 ** (9 - card.rubric.ranking.decimals)
    figures = [other.scoring.totals.total, *other.scoring.totals.category_scores.T, *other.scoring.points.units.T]  # fmt: skip
    halves = np.concatenate(figures).astype(np.int64) % step
    on_edge = (abs(halves - step // 2) <= 20).any()
    return None if others == "rescaled" and on_edge else other


def view(card: Scorecard, target: str) -> Any:
    """What the target looks at, from the published tables."""
    ranks = {row["region_id"]: row["rank"] for row in card.scores.iter_rows(named=True)}
    if target == "ranking":
        return ranks
    if target == "awards":
        rows = card.awards.select("region_id", "prize", "state", "place").iter_rows()
        return {r: (p, s, n if s == "decision_needed" else 0) for r, p, s, n in rows if s != "not_eligible"}  # fmt: skip
    most = 1 if target == "first" else 3
    return {region for region, rank in ranks.items() if rank is not None and rank <= most}


def places_to_try(interval: Interval) -> list[Fraction]:
    """Bounds, both sides of them, and a grid around."""
    printed = interval.lever.points
    tried = {printed * Fraction(n, 8) for n in range(25)}
    for bound in (interval.low, interval.high):
        if bound.points is not None:
            tried |= {bound.points - BESIDE, bound.points + BESIDE}
            if (bound.points * 10**6).denominator == 1:
                tried.add(bound.points)
    return sorted(one for one in tried if one >= 0)


@search(30)
@given(card=cards(), others=st.sampled_from(("held", "rescaled")), data=st.data())
def test_within_an_interval_the_target_stays_and_beside_it_it_does_not(card, others, data):
    found = stability(card, others=others)
    interval = data.draw(st.sampled_from(found.intervals))
    baseline = view(card, interval.target)

    for points in places_to_try(interval):
        if near(interval, points):
            continue
        other = at(card, interval.lever.id, points, others)
        if other is not None:
            stays = view(other, interval.target) == baseline
            if interval.holds(points):
                assert stays, (interval, points)
            elif is_beside(interval, points):
                assert not stays, (interval, points)


@st.composite
def plain_cards(draw: Draw) -> Scorecard:
    """A scorecard without anything that bends: coarse or fine rounding, ties of any sort, prizes."""
    names = [f"m{n}" for n in range(draw(st.integers(2, 4)))]
    tenths = st.integers(0, 10 ** draw(st.sampled_from((1, 3)))).map(str)
    values = {
        f"R{n}": {name: draw(tenths) for name in names} for n in range(draw(st.integers(2, 6)))
    }
    points = st.sampled_from(("0.5", "1", "2", "3", "7/3"))
    raw = document(
        [criterion(name, {"kind": "ratio", "value": f"{name} / 1000"}, max_points=draw(points)) for name in names],
        {name: metric("decimal") for name in names},
        ranking={
            "ties": draw(st.sampled_from(TIES)),
            "decimals": draw(st.sampled_from(("0", "1", "2", "6", "9"))),
        },
        awards={
            "prizes": [{"id": "p1", "name": said("p1"), "places": "1"},
                       {"id": "p2", "name": said("p2"), "places": "2"}],
            "boundary": draw(st.sampled_from(("escalate", "up", "down"))),
            "source": SOURCE,
        },
    )  # fmt: skip
    return score(load_document(raw), observations(values))


@search(15)
@given(card=plain_cards(), others=st.sampled_from(("held", "rescaled")))
def test_all_levers_at_once_give_what_following_each_one_gives(card, others):
    found = stability(card, others=others)
    with mock.patch.object(module, "can_be_straight", return_value=False):
        followed = stability(card, others=others)

    assert followed.intervals == found.intervals


@search(100)
@given(
    values=st.tuples(st.integers(0, 300), st.integers(0, 300)),
    slopes=st.tuples(st.integers(-40, 40), st.integers(-40, 40)),
    step=st.sampled_from((1, 2, 5, 10)),
)
def test_a_meeting_in_closed_form_is_the_one_found_step_by_step(values, slopes, step):
    (ahead, behind), (rise, closing) = sorted(values, reverse=True), sorted(slopes)
    met = ahead - behind >= step and rise < closing
    assume(met)
    pair = Pair([Line(ahead, rise)], [Line(behind, closing)], [step])
    followed = pair.next_change(None)
    one = meetings(*(np.array([figure]) for figure in (ahead, rise, behind, closing)), step)
    place = Fraction(int(one.num[0]), int(one.den[0]))
    assume(all(line.at(place) >= 0 for line in (*pair.one, *pair.other)))

    assert followed == place
    assert (pair.order(place) == 0) == one.at[0]
    assert 0 == pair.order_after(place) or one.at[0]


def near(interval: Interval, points: Fraction) -> bool:
    """Whether a bound lies nearer than brute force can tell apart, but not right here."""
    bounds = (interval.low.points, interval.high.points)
    return any(one is not None and 0 < abs(one - points) < BESIDE for one in bounds)


def is_beside(interval: Interval, points: Fraction) -> bool:
    """Right at a bound, or just outside: further off the target may be what it was again."""
    bounds = (interval.low, interval.high)
    return any(one.points is not None and one.between and abs(one.points - points) <= BESIDE for one in bounds)  # fmt: skip


@search(20)
@given(card=cards(), others=st.sampled_from(("held", "rescaled")))
def test_two_regions_are_level_at_the_points_found_and_change_places_beyond(card, others):
    totals = dict(card.scores.filter(card.scores["rank"].is_not_null()).select("region_id", "total").iter_rows())  # fmt: skip
    pairs = [(a, b) for a in totals for b in totals if a < b and totals[a] != totals[b]]
    for a, b in pairs[:2]:
        for lever, level in flips(card, a, b, others=others).points:
            for sign in () if level is None else (-1, 0, 1):
                beyond = level + sign * abs(level - lever.points) / 100
                there = at(card, lever.id, Fraction(round_half_up(beyond), SCALE), others)
                if there is None or round_half_up(beyond) == 0:
                    continue
                now = dict(there.scores.select("region_id", "total").iter_rows())
                gap, before = now[a] - now[b], totals[a] - totals[b]
                if sign == 0:
                    assert abs(gap) < 10**-7, (lever.id, level)
                elif abs(gap) > 10**-7:
                    outwards = sign * (level - lever.points) > 0
                    assert outwards == (gap * before < 0), (lever.id, level, sign)
