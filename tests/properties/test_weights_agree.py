"""Other points: the engine, the reference and the sampling of robustness come to the same."""

from fractions import Fraction

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from govscore_lib.engine import score
from govscore_lib.points import round_units
from govscore_lib.rubric import Rubric
from govscore_lib.whatif.scenarios.reweighting import new_maxima, reweighted
from govscore_lib.whatif.weightings.board import Board
from govscore_lib.whatif.weightings.evaluation import Evaluation, compared
from govscore_lib.whatif.weightings.placing import joined, placed
from tests.asserts import assert_same_scores, observations
from tests.small_rubrics import load_document
from tests.strategies import rubrics_with_tables, search

weights = st.fractions(0, 5, max_denominator=20)


def with_points(rubric: Rubric, drawn: st.DataObject) -> Rubric:
    """The rubric with other points for some criteria and categories, whatever the total becomes."""
    criteria = {
        one.id: drawn.draw(weights)
        for one in rubric.criteria_list
        if one.max_points and drawn.draw(st.booleans())
    }
    return reweighted(rubric, new_maxima(rubric, criteria, {}, "none"))


@search(50, wide=1500)
@given(case=rubrics_with_tables(), data=st.data())
def test_engine_and_reference_agree_under_other_points(case, data):
    raw, values = case
    rubric = with_points(load_document(raw), data)

    assert_same_scores(rubric, values)


@search(50, wide=1500)
@given(case=rubrics_with_tables(), data=st.data())
def test_sampled_totals_are_those_of_the_engine(case, data):
    """Up to float rounding, caps, floors, gains, losses and clauses that do not apply included."""
    raw, values = case
    rubric = load_document(raw)
    board = Board(score(rubric, observations(values)))
    levers = board.levers()
    assume(levers)
    drawn = [data.draw(st.integers(0, 8)) for _ in levers]
    assume(any(drawn))
    shares = [Fraction(one, sum(drawn)) for one in drawn]
    base = board.base
    points = {
        lever.id: share * base * lever.points / lever.share
        for lever, share in zip(levers, shares, strict=True)
    }

    sampled = Evaluation(board).totals(np.array([[float(one) for one in shares]]))[0]

    other = reweighted(rubric, new_maxima(rubric, points, {}, "none"))
    exact = score(other, observations(values)).scoring.totals.total.astype(np.float64)
    # Nine recorded decimals a criterion; a rule may award many times its new maximum, whose last decimal is rounded.
    smallest = min(float(new) for new in points.values() if new)
    slack = 100 + np.abs(exact).max() * len(points) * 1e-9 / smallest
    assert np.allclose(exact, sampled, rtol=0, atol=slack)


@search(40, wide=1000)
@given(case=rubrics_with_tables(), data=st.data())
def test_the_printed_weights_give_the_printed_totals_and_places(case, data):
    raw, values = case
    raw = raw | {"ranking": raw["ranking"] | {"then": data.draw(st.sampled_from([[], ["1.1"], ["2", "base"]]))}}  # fmt: skip
    rubric = load_document(raw)
    board = Board(score(rubric, observations(values)))
    evaluation = Evaluation(board, data.draw(st.sampled_from(["criteria", "categories"])))
    assume(evaluation.levers)
    ranking = rubric.ranking
    shares = evaluation.shares[None]

    figures = [evaluation.totals(shares), *evaluation.deciding(shares)]
    keys = [compared(one, ranking.decimals) for one in figures]

    step = 10 ** (9 - ranking.decimals)
    expected = round_units(board.total_units, ranking.decimals) // step
    assume((keys[0] == expected).all())  # a total on the very edge of rounding may fall either way
    block = placed(joined(keys))
    doubled = np.empty(board.size, dtype=np.int64)
    doubled[block.order[0]] = block.doubled(ranking.ties)[0]
    assert board.rank2.tolist() == doubled.tolist()
