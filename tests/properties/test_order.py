"""In which order regions and criteria stand decides nothing."""

from hypothesis import given
from hypothesis import strategies as st

from tests.asserts import engine_points, engine_scoring
from tests.small_rubrics import load_document
from tests.strategies import rubrics_with_tables, search


@search(100)
@given(case=rubrics_with_tables(), random=st.randoms(use_true_random=False))
def test_the_order_of_regions_decides_nothing(case, random):
    raw, values = case
    rubric = load_document(raw)
    shuffled = dict(random.sample(list(values.items()), len(values)))

    assert engine_points(rubric, values) == engine_points(rubric, shuffled)
    assert ranks(rubric, values) == ranks(rubric, shuffled)


@search(60)
@given(case=rubrics_with_tables())
def test_the_order_of_criteria_decides_nothing(case):
    raw, values = case
    turned = raw | {"criteria": raw["criteria"][::-1]}

    assert engine_points(load_document(raw), values) == engine_points(load_document(turned), values)
    assert ranks(load_document(raw), values) == ranks(load_document(turned), values)


def ranks(rubric, values):
    doubled = engine_scoring(rubric, values).totals.rank2.tolist()
    return dict(zip(values, doubled, strict=True))
