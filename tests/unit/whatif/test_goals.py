"""Goals: the cheapest plan, and what it may and may not touch. Brute force stands in tests/properties."""

from fractions import Fraction
from pathlib import Path

import pytest

from govscore_lib.engine import Scorecard, score
from govscore_lib.errors import InputError, UsageError
from govscore_lib.whatif import goals
from govscore_lib.whatif.improving.goal import Goal
from tests.asserts import observations, read_table
from tests.small_rubrics import criterion, document, load_document, metric, said

SOURCE = {"document": "文〔2021〕1号"}
RANK = {"kind": "rank", "value": "lost", "best": "lowest"}
RATE = {"kind": "ratio", "value": "answered / asked"}
PLANS = {"kind": "per_unit", "per": "0.5", "count": "plans", "cap": "2"}
METRICS = {
    "answered": metric("int", min="0"),
    "asked": metric("int", min="0"),
    "lost": metric("int", min="0"),
    "plans": metric("int", min="0", max="9"),
    "crime": metric("bool", needed="optional"),
}
TABLE = """
    region | answered | asked | lost | plans | crime
    A      | 8        | 10    | 3    | 1     | false
    B      | 9        | 10    | 2    | 1     | false
    C      | 10       | 10    | 1    | 2     | false"""
VETO = {"status": "vetoed", "when": "crime", "because": said("crime"), "source": SOURCE}
PRIZES = [{"id": "first", "name": said("first"), "places": "1"}, {"id": "second", "name": said("second"), "places": "1"}]  # fmt: skip


def card_of(table: str = TABLE, **more) -> Scorecard:
    """Three clauses of 2 points: a rank of cases lost, a rate answered, half a point a plan."""
    raw = document(
        [criterion("1", RANK), criterion("2", RATE), criterion("3", PLANS)],
        METRICS,
        **{"standing": [VETO], "awards": {"prizes": PRIZES, "source": SOURCE}} | more,
    )
    return score(load_document(raw), observations(read_table(table)))


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return card_of()


def plan(goal: Goal) -> str:
    changes = sorted(f"{row['metric_id']} {row['before']}→{row['after']}" for row in goal.table.iter_rows(named=True))  # fmt: skip
    return f"{', '.join(changes)}; cost {goal.cost}"


def test_the_baseline(card):
    totals = {row["region_id"]: float(row["total"]) for row in card.scores.to_dicts()}

    assert {"A": 2.766666667, "B": 3.633333333, "C": 5} == pytest.approx(totals)


def test_a_rival_falls_when_the_region_rises(card):
    """One case less shares the second place: +0.6667 for A, and B, behind whom nobody is left, has none the less."""
    goal = goals(card, "A", places=1)

    assert "lost 3→1; cost 2" == plan(goal)
    assert ["B"] == goal.overtaken["region_id"].to_list()
    assert -0.6667 == pytest.approx(float(goal.losers["total_change"][0]), abs=1e-4)
    assert goal.is_proved


def test_costs_change_the_plan(card):
    goal = goals(card, "A", places=1, costs={"lost": 5})

    assert "plans 1→3; cost 2" == plan(goal)


def test_costs_may_be_fractions(card):
    goal = goals(card, "A", points="0.5", costs={"plans": "1/3", "lost": 2})

    assert "plans 1→2; cost 1/3" == plan(goal)


def test_costs_come_from_a_file_too(card, tmp_path: Path):
    path = tmp_path / "costs.yml"
    path.write_text("lost: 5\nplans: 1.5\n", encoding="utf-8")

    assert "plans 1→3; cost 3" == plan(goals(card, "A", places=1, costs=path))


def test_faults_of_costs_are_told_all_at_once(card, tmp_path: Path):
    path = tmp_path / "costs.yml"
    path.write_text("lots: 5\nplans: -1\nlost: many\n", encoding="utf-8")

    with pytest.raises(InputError) as caught:
        goals(card, "A", places=1, costs=path)

    told = str(caught.value)
    assert "costs.yml, line 1, lots: is no metric of small-2021. Hint: did you mean 'lost'?" in told
    assert "costs.yml, line 2, plans: '-1' is not above 0. Allowed: a number above 0" in told
    assert "costs.yml, line 3, lost: 'many' is not a number" in told


def test_what_may_not_change_does_not(card):
    assert "plans 1→3; cost 2" == plan(goals(card, "A", places=1, without=["lost"]))
    assert "lost 3→1; cost 2" == plan(goals(card, "A", places=1, only=["1"]))
    assert "impossible" == goals(card, "A", places=1, only=["2"]).status


def test_few_figures_may_cost_more(card):
    costs = {"plans": 3, "lost": 9}

    assert "answered 8→9, plans 1→2; cost 4" == plan(goals(card, "A", points="0.6", costs=costs))
    few = goals(card, "A", points="0.6", costs=costs, at_most=1)
    assert "plans 1→3; cost 6" == plan(few)


def test_what_a_rate_divides_by_stays_and_the_part_never_exceeds_it(card):
    goal = goals(card, "A", points="0.5", only=["answered", "asked"])

    assert "impossible" == goal.status
    assert goal.furthest is not None
    assert 3.166666667 == pytest.approx(float(goal.furthest[0]))


def test_declared_checks_are_kept():
    metrics = METRICS | {"plans": metric("int", min="0", check=["plans <= lost"])}
    raw = document([criterion("1", RANK), criterion("3", PLANS)], metrics)
    card = score(load_document(raw), observations(read_table(TABLE)))

    goal = goals(card, "A", points="1", only=["plans"])

    assert "plans 1→3; cost 2" == plan(goal)
    assert "impossible" == goals(card, "A", points="1.2", only=["plans"]).status


def test_two_figures_that_help_only_together():
    both = {"kind": "all_of", "all": ["plans >= 4", "crime"]}
    raw = document([criterion("1", both)], METRICS)
    card = score(load_document(raw), observations(read_table(TABLE)))

    assert "crime false→true, plans 1→4; cost 4" == plan(goals(card, "A", points="2"))


def test_a_cap_is_not_climbed_twice():
    held = [{"id": "1", "name": said("held"), "max_points": "3"}]

    goal = goals(card_of(categories=held), "B", points="0.5")

    assert "impossible" == goal.status


def test_a_fact_about_the_region_as_a_whole_is_not_undone():
    """Criminal liability is no figure to work on: places can be gained, a prize cannot."""
    guilty = card_of(TABLE.replace("1     | false\n    B", "1     | true\n    B"))

    assert "lost 3→1; cost 2" == plan(goals(guilty, "A", places=1))
    prize = goals(guilty, "A", prize="second")
    assert "impossible" == prize.status
    assert "crime" == prize.certainty("en")


def test_a_prize_is_that_of_the_proposal(card):
    goal = goals(card, "A", prize="second")

    assert "lost 3→1; cost 2" == plan(goal)
    assert "second" == goal.score["prize_after"]
    already = goals(card, "C", prize="second")
    assert "already" == already.status
    assert "now: total 5, rank 1" in already.to_text("en")


def test_a_shut_out_region_has_no_place_to_gain():
    out = card_of(standing=[VETO | {"status": "disqualified", "when": "lost == 3"}])

    with pytest.raises(UsageError, match=r"A .* has no rank: crime"):
        goals(out, "A", places=1)


def test_a_place_that_is_kept_empty_counts_among_the_places():
    """C is shut out and B is second behind its empty place, A third of three."""
    shut_out = VETO | {"status": "disqualified", "when": "lost == 1"}
    out = card_of(standing=[shut_out], ranking={"excluded": "keep_place"})

    assert "already" == goals(out, "A", rank=3).status
    with pytest.raises(UsageError, match="no rank 4 among 3 regions"):
        goals(out, "A", rank=4)


def test_a_prize_where_there_is_none():
    with pytest.raises(UsageError, match=r"has no prize 'first'. It has none"):
        goals(card_of(awards=None), "A", prize="first")


def test_where_no_figure_can_help_it_is_impossible(card):
    signed = {"kind": "binary", "when": "crime"}
    raw = document([criterion("1", signed)], METRICS)
    done = score(load_document(raw), observations(read_table(TABLE.replace("false", "true"))))

    assert "impossible" == goals(done, "A", points="0.3").status
    assert "impossible" == goals(card, "A", places=1, only=["asked"]).status


def test_a_total_that_a_fact_sets_cannot_grow():
    zero = card_of(standing=[VETO | {"when": "lost == 3", "total": "0"}])

    assert "impossible" == goals(zero, "A", points=1).status


def test_a_missing_figure_is_not_planned_with():
    gap = card_of(TABLE.replace("A      | 8 ", "A      |   "))

    goal = goals(gap, "A", places=1)

    assert ("answered",) == goal.left_out
    assert "not planned with, values missing or in doubt: answered" in goal.to_text("en")


def test_places_in_the_group():
    metrics = METRICS | {"tier": metric("enum", values={"x": "甲", "y": "乙"})}
    table = """
        region | plans | tier
        A      | 1     | x
        B      | 2     | y
        C      | 3     | x"""
    raw = document([criterion("3", PLANS)], metrics, rank_within="tier")
    card = score(load_document(raw), observations(read_table(table)))

    assert 2 == goals(card, "A", places=1, in_group=True).cost
    assert 1 == goals(card, "A", places=1).cost


def test_an_event_that_never_happened_can_happen():
    dated = {"kind": "binary", "when": "report_date <= 2021-06-30"}
    raw = document([criterion("1", dated)], {"report_date": metric("date")})
    table = """
        region | report_date
        A      | none
        B      | 2021-05-01"""
    card = score(load_document(raw), observations(read_table(table)))

    goal = goals(card, "A", places=1)

    assert 1 == goal.cost
    assert goal.table["after"][0] <= "2021-06-30"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({}, "give one aim"),
        ({"places": 1, "rank": 1}, "give one aim"),
        ({"places": 3}, "is at rank 3: 2 places can be gained at most"),
        ({"places": 0}, "0 places cannot be gained"),
        ({"rank": 0}, "rank 1 is the best"),
        ({"rank": 4}, "there is no rank 4 among 3 regions: give 1 to 3"),
        ({"prize": "frist"}, "has no prize 'frist'. did you mean 'first'"),
        ({"points": "many"}, "'many' is not a number"),
        ({"points": 0}, "give more than 0"),
        ({"places": 1, "at_most": 0}, "at most 0 figures"),
        ({"places": 1, "without": ["lots"]}, "'lots' is no metric and no criterion"),
    ],
)
def test_questions_without_sense(card, asked, told):
    with pytest.raises(UsageError, match=told):
        goals(card, "A", **asked)


def test_the_first_has_no_better_place(card):
    first = next(row["region_id"] for row in card.scores.to_dicts() if row["rank"] == 1)

    with pytest.raises(UsageError, match="is at rank 1: there is no better place"):
        goals(card, first, places=1)


def test_a_plan_is_a_scenario_and_says_itself(card):
    goal = goals(card, "A", places=1)

    assert goal.comparison is not None
    assert 2 == goal.score["rank_after"]
    assert "A: to come to rank 2" == goal.scenario.name.en
    assert "A, to come to rank 2: 1 step, cost 2" == goal.to_text("en").splitlines()[0]
    assert "成本低于 2 的办法都不够" in goal.to_text("zh")
    assert goal.bound == Fraction(2)
