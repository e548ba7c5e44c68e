"""The cheapest plan against brute force: every figure that a small region could have is tried."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Self

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscore_lib.engine import Scorecard, score
from govscore_lib.engine.explaining.worlds import Worlds
from govscore_lib.points import SCALE
from govscore_lib.rubric import Rubric
from govscore_lib.whatif import goals
from govscore_lib.whatif.improving import cheapest, figures, menus, planning
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric, said
from tests.strategies import search

MINE = "A"
RANGES = {"answered": 4, "asked": 4, "lost": 3, "plans": 3, "signed": 1}
RULES = {
    "ratio": {"kind": "ratio", "value": "answered / asked"},
    "rank": {"kind": "rank", "value": "lost", "best": "lowest"},
    "rank of a rate": {"kind": "rank", "value": "answered / asked", "best": "highest"},
    "steps": {"kind": "deduct_per_event", "per": "0.7", "count": "lost"},
    "units": {"kind": "per_unit", "per": "0.6", "count": "plans", "cap": "1.2"},
    "tiers": {"kind": "tiers", "value": "plans", "tiers": [{"at_least": "3", "points": "2"}, {"at_least": "1", "points": "0.5"}]},
    "both": {"kind": "all_of", "all": ["signed", "plans >= 2", "lost <= 1"]},
    "best": {"kind": "relative_to_best", "value": "plans", "best": "highest"},
    "signed": {"kind": "binary", "when": "signed"},
}  # fmt: skip


def rubric_of(kinds: Sequence[str], ties: str, then: Sequence[str]) -> Rubric:
    criteria = [
        criterion(f"1.{i}", RULES[kind], category="1" if i % 2 else "2")
        for i, kind in enumerate(kinds)
    ]
    metrics = {name: metric("int", min="0", max=str(most)) for name, most in RANGES.items()}
    metrics["signed"] = metric("bool")
    metrics["asked"] = metric("int", min="1", max="4", check=["answered <= asked"])
    awards = {
        "prizes": [{"id": "first", "name": said("first"), "places": "1"}, {"id": "second", "name": said("second"), "places": "1"}],
        "source": {"document": "文〔2021〕1号"},
    }  # fmt: skip
    return load_document(
        document(
            criteria,
            metrics,
            categories=[
                {"id": "1", "name": said("held"), "max_points": "3", "min_points": "0.5"},
                {"id": "2", "name": said("open")},
            ],
            ranking={"ties": ties, "then": list(then), "decimals": "2"},
            awards=awards,
        )
    )


@dataclass(frozen=True)
class Case:
    """A small league: clauses, how ties are told apart, the figures of two to four regions, what changes cost."""

    kinds: tuple[str, ...]
    ties: str
    then: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    costs: dict[str, Fraction]

    @property
    def card(self) -> Scorecard:
        rubric = rubric_of(self.kinds, self.ties, self.then)
        rows = [dict(zip(RANGES, row, strict=True)) for row in self.rows]
        return score(rubric, observations(dict(zip("ABCD", rows, strict=False))))


@st.composite
def leagues(draw: st.DrawFn) -> Case:
    kinds = draw(st.lists(st.sampled_from(sorted(RULES)), min_size=2, max_size=4, unique=True))
    rows = []
    for _ in range(draw(st.integers(2, 4))):
        asked = draw(st.integers(1, 4))
        answered, lost, plans = (draw(st.integers(0, most)) for most in (asked, 3, 3))
        signed = draw(st.sampled_from(("true", "false")))
        rows.append((str(answered), str(asked), str(lost), str(plans), signed))
    prices = st.sampled_from((Fraction(1, 2), Fraction(2), Fraction(3)))
    return Case(
        tuple(kinds),
        draw(st.sampled_from(("min", "dense", "average", "max"))),
        draw(st.sampled_from(((), ("1",), ("2",)))),
        tuple(rows),
        draw(st.dictionaries(st.sampled_from(sorted(RANGES)), prices)),
    )


def every_change(card: Scorecard, costs: dict[str, Fraction]) -> Iterator[tuple[dict, Fraction]]:
    """All other figures the region could have, and their cost. What a rate divides by only is left alone."""
    frame, row = card.scoring.frame, card.row(MINE)
    used = {name for one in card.rubric.criteria_list for name in one.metrics} - {"asked"}
    own = {
        name: bool(frame.columns[name].value[row]) if name == "signed" else int(frame.columns[name].fraction(row))
        for name in used
    }  # fmt: skip
    asked = int(frame.columns["asked"].fraction(row))
    choices = {
        name: (False, True) if name == "signed" else range(RANGES[name] + 1) for name in used
    }
    for cells in product(*choices.values()):
        new = dict(zip(choices, cells, strict=True))
        if new.get("answered", 0) > asked:
            continue
        moved = {name: abs(int(cell) - int(own[name])) for name, cell in new.items() if cell != own[name]}  # fmt: skip
        cost = sum((costs.get(name, Fraction(1)) * by for name, by in moved.items()), Fraction(0))
        yield {name: new[name] if name == "signed" else Fraction(new[name]) for name in moved}, cost


@dataclass(frozen=True)
class Tried:
    """Every other set of figures of a region, carried out: its cost, how many change, totals and ranks of all."""

    card: Scorecard
    outcomes: tuple[tuple[Fraction, int, np.ndarray, np.ndarray], ...]

    @classmethod
    def of(cls, card: Scorecard, costs: dict[str, Fraction]) -> Self:
        changes = list(every_change(card, costs))
        worlds = Worlds(card.scoring, card.row(MINE), [changed for changed, _ in changes])
        outcomes = zip(changes, worlds.totals(), strict=True)
        return cls(card, tuple((cost, len(changed), *found) for (changed, cost), found in outcomes))

    def cheapest(self, reached) -> Fraction | None:
        """The least cost at which an aim is reached; ``reached`` is asked with the figures changed, totals, ranks."""
        return min((cost for cost, *found in self.outcomes if reached(*found)), default=None)


def told(goal) -> Fraction | None:
    assert goal.is_proved
    return goal.cost


@search(40)
@given(
    leagues(), st.integers(1, 3), st.sampled_from(("0.3", "1", "2.5")),
    st.sampled_from((("first", 1), ("second", 2))), st.integers(1, 2),
)  # fmt: skip
def test_no_plan_is_cheaper(case, rank, points, prize, most):
    """For a rank, for points, for a prize, and for the first rank by few figures.

    A tie across two classes of prizes is enough for the lesser one: it is the least that a decision can give.
    """
    card, costs = case.card, case.costs
    row, tried = card.row(MINE), Tried.of(card, costs)
    rank, (prize_name, place) = min(rank, len(case.rows)), prize
    wanted = card.scoring.totals.total[row] + int(Fraction(points) * SCALE)

    def has_prize(_, total, rank2):
        better, equal = (rank2 < rank2[row]).sum(), (rank2 == rank2[row]).sum()
        return better + equal <= place

    by_rank = tried.cheapest(lambda _, total, rank2: rank2[row] <= 2 * rank)
    by_points = tried.cheapest(lambda _, total, rank2: total[row] >= wanted)
    by_few = tried.cheapest(lambda count, total, rank2: count <= most and rank2[row] == 2)

    assert by_rank == told(goals(card, MINE, rank=rank, costs=costs))
    assert by_points == told(goals(card, MINE, points=points, costs=costs))
    assert tried.cheapest(has_prize) == told(goals(card, MINE, prize=prize_name, costs=costs))
    assert by_few == told(goals(card, MINE, rank=1, costs=costs, at_most=most))


CUTS = {
    cheapest: {"LAYER": 1, "EFFORT": 1},
    figures: {"NEAR": 2, "VALUES": 2},
    menus: {"TOGETHER": 1},
    planning: {"SMALL": 1},
}
"""A search that gives up at once: one partial choice at a time, few steps, hardly any combinations."""


@search(25)
@given(leagues(), st.integers(1, 2), st.sampled_from(("1", "2", "3.5")))
def test_a_search_that_is_cut_never_claims_too_much(case, rank, points):
    """No plan costs less than the bound, the plan told reaches the aim, and only what cannot be is impossible."""
    card, costs = case.card, case.costs
    row, tried = card.row(MINE), Tried.of(card, costs)
    wanted = card.scoring.totals.total[row] + int(Fraction(points) * SCALE)
    least = {
        "rank": tried.cheapest(lambda _, total, rank2: rank2[row] <= 2 * rank),
        "points": tried.cheapest(lambda _, total, rank2: total[row] >= wanted),
    }

    with pytest.MonkeyPatch.context() as patch:
        for module, limits in CUTS.items():
            for name, limit in limits.items():
                patch.setattr(module, name, limit)
        cut = {
            "rank": goals(card, MINE, rank=rank, costs=costs),
            "points": goals(card, MINE, points=points, costs=costs),
        }

    for aim, goal in cut.items():
        truth = least[aim]
        if goal.status == "impossible":
            assert truth is None
        elif goal.status == "not_found":
            assert truth is None or goal.bound <= truth
        else:
            assert goal.bound <= truth <= goal.cost
