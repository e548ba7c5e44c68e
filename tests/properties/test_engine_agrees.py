"""The engine and the reference come to the same, to the last of nine decimals, ties included."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscore_lib.rules import KINDS
from tests.asserts import assert_same_scores
from tests.small_rubrics import criterion, document, load_document, metric
from tests.strategies import HUGE, RULES, TIES, rubrics_with_tables, search


def test_every_kind_is_searched():
    assert set(KINDS) == set(RULES)


@search(200, wide=7000)
@given(case=rubrics_with_tables())
def test_whole_rubrics_agree(case):
    raw, values = case

    assert_same_scores(load_document(raw), values)


@pytest.mark.parametrize("kind", RULES)
@search(25, wide=600)
@given(data=st.data())
def test_each_kind_agrees(kind, data):
    raw, values = data.draw(rubrics_with_tables((kind,), most_criteria=2))

    assert_same_scores(load_document(raw), values)


@search(80, wide=2500)
@given(case=rubrics_with_tables(("rank", "per_capita")))
def test_leagues_agree(case):
    raw, values = case

    assert_same_scores(load_document(raw), values)


@search(50, wide=1500)
@given(case=rubrics_with_tables(figures=HUGE))
def test_numbers_beyond_64_bits_agree(case):
    raw, values = case

    assert_same_scores(load_document(raw), values)


near = st.integers(10**17, 10**17 + 50)


@search(100)
@given(
    pairs=st.lists(st.tuples(near, near), min_size=2, max_size=8),
    best=st.sampled_from(("lowest", "highest")),
    ties=st.sampled_from(TIES),
)
def test_rates_closer_than_binary_fractions_can_tell_agree(pairs, best, ties):
    """Sorted by their floating-point quotients these would all be one tie."""
    rule = {"kind": "rank", "value": "part / whole", "best": best, "ties": ties}
    raw = document([criterion("1.01", rule)], {"part": metric("int"), "whole": metric("int")})
    values = {
        f"region {number}": {"part": str(part), "whole": str(whole)}
        for number, (part, whole) in enumerate(pairs)
    }

    assert_same_scores(load_document(raw), values)
