"""Parameters: numbers, days and codes, used by name in rules and derivations."""

from fractions import Fraction

import pytest

from govscore_lib.algebra.expr import Code, Day, Number
from govscore_lib.errors import InputError
from govscore_lib.rubric.metric import literal
from tests.small_rubrics import criterion, document, load_document, metric, said

METRICS = {"track": metric("enum", values={"gs": "政务服务", "rt": "公共资源交易"})}


def with_parameter(value: str, when: str = "track == own_track"):
    parameters = {"own_track": {"value": value, "name": said("own track"), "source": said("通知")}}
    rule = {"kind": "binary", "when": when}
    return load_document(document([criterion("1", rule)], METRICS, parameters=parameters))


@pytest.mark.parametrize(
    ("text", "kind"), [("gs", Code), ("county_level_city", Code), ("2021-03-31", Day), ("7", Number), ("95%", Number)]
)  # fmt: skip
def test_a_parameter_is_a_number_a_day_or_a_code(text, kind):
    assert kind is type(literal(text))


@pytest.mark.parametrize("text", ["2021-3-31", "ten days", "7 days", ""])
def test_anything_else_is_none(text):
    with pytest.raises(ValueError):  # noqa: PT011
        literal(text)


@pytest.mark.parametrize(("written", "meant"), [("==", "track == rt"), ("in", "track in [rt]")])
def test_a_rule_compares_an_enum_with_a_parameter(written, meant):
    when = {"==": "track == own_track", "in": "track in [own_track]"}[written]

    assert (
        with_parameter("rt", meant).criteria["1"].rule
        == with_parameter("rt", when).criteria["1"].rule
    )


def test_a_code_that_the_metric_does_not_know_is_told():
    with pytest.raises(InputError, match=r"'gt' is no value of track\. Allowed: gs, rt"):
        with_parameter("gt")


def test_a_number_of_a_rule_may_be_a_parameter():
    amount = {"value": "0.5", "name": said("amount"), "source": said("通知")}
    rule = {"kind": "deduct_per_event", "per": "amount", "count": "events"}
    events = {"events": metric("int", min="0")}
    rubric = load_document(document([criterion("1", rule)], events, parameters={"amount": amount}))

    assert Fraction(1, 2) == rubric.criteria["1"].rule.per
    assert "0.5 off for each of events" in rubric.sentence("1").en


@pytest.mark.parametrize("per", ["amont", "own_track"])
def test_another_word_is_no_number(per):
    rule = {"kind": "deduct_per_event", "per": per, "count": "events"}
    parameters = {"own_track": {"value": "gs", "name": said("track"), "source": said("通知")}}

    with pytest.raises(InputError, match=f"'{per}' is not a number"):
        load_document(
            document([criterion("1", rule)], {"events": metric("int")}, parameters=parameters)
        )
