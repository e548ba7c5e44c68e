"""Parameters that differ from group to group: one number for each code of an enumeration."""

import pytest

from govscore_lib.errors import InputError
from tests.asserts import assert_same_scores, engine_points
from tests.small_rubrics import criterion, document, load_document, metric, said

AREAS = {"urban": "城区", "mountain": "山区", "lake": "湖区"}
RULE = {"kind": "proportional", "value": "visits / people", "target": "visit_target"}


def rubric(rule=RULE, **table):
    table = table or {"by": "area", "values": {"urban": "80%", "mountain": "40%", "lake": "0.5"}}
    return load_document(
        document(
            [criterion("1.01", rule)],
            {
                "visits": metric("int"),
                "people": metric("int"),
                "area": metric("enum", values=AREAS),
            },
            parameters={
                "visit_target": {"name": said("target"), "source": "文〔2021〕2号"} | table
            },
        )
    )


def test_each_group_has_its_own_target():
    values = {
        "city": {"area": "urban", "visits": "40", "people": "100"},
        "hills": {"area": "mountain", "visits": "40", "people": "100"},
        "shore": {"area": "lake", "visits": "40", "people": "100"},
        "nobody knows": {"area": None, "visits": "40", "people": "100"},
    }
    points = engine_points(rubric(), values)

    assert [1, 2, "1.6", None] == [
        one if one is None or one.denominator == 1 else str(float(one)) for one in points.values()
    ]
    assert_same_scores(rubric(), values)


def test_the_sentence_lists_the_groups():
    sentence = rubric().sentence("1.01")

    assert sentence.zh.startswith(
        "visits ÷ people达到 按area确定的值（城区 80%，山区 40%，湖区 0.5）"
    )
    assert "the figure for its area (urban 80%, mountain 40%, lake 0.5)" in sentence.en


def test_a_table_is_a_number_wherever_one_is_needed():
    rule = {"kind": "binary", "when": "visits / people >= visit_target"}
    values = {"city": {"area": "urban", "visits": "8", "people": "10"}}

    assert {("city", "1.01"): 2} == engine_points(rubric(rule), values)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"by": "aera", "values": {"urban": "1"}}, "'aera' is no enumeration. did you mean 'area'"),
        ({"by": "visits", "values": {"urban": "1"}}, "'visits' is no enumeration"),
        ({"by": "area", "values": {"urbn": "1"}}, "'urbn' is no value of area.*did you mean 'urban'"),
        ({"by": "area", "values": {"urban": "1"}}, "no number for mountain, lake"),
        ({"by": "area", "values": {"urban": "much"}}, "'much' is not a number"),
        ({"value": "1", "values": {"urban": "1"}}, "exactly one of value and values"),
        ({"values": {"urban": "1"}}, "by and values go together"),
    ],
)  # fmt: skip
def test_a_table_with_a_gap_or_a_stranger_is_refused(table, words):
    with pytest.raises(InputError, match=words):
        rubric(**table)
