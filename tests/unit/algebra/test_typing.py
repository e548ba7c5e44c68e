"""What names stand for, and which kinds of values go together."""

import datetime as dt
from fractions import Fraction

import pytest

from govscore_lib.algebra import NameType, parse, resolve
from govscore_lib.algebra.expr import Code, Compare, Day, Name, Number, OneOf
from govscore_lib.algebra.typing import KIND_OF_TYPE, kind_of
from govscore_lib.errors import ExpressionError

TYPES = {
    "cases": NameType("number"),
    "total": NameType("number"),
    "in_force": NameType("truth"),
    "reported_on": NameType("date"),
    "unit_type": NameType("code", ("county", "district")),
    "office": NameType("code"),
}
PARAMETERS = {"deadline": Day(dt.date(2021, 3, 31)), "limit": Number(Fraction(7))}


def resolved(text):
    return resolve(parse(text), TYPES, PARAMETERS)


def test_a_parameter_is_put_in():
    assert Compare("<=", Name("reported_on"), PARAMETERS["deadline"]) == resolved(
        "reported_on <= deadline"
    )


def test_a_bare_word_beside_an_enumeration_is_a_code():
    assert Compare("==", Name("unit_type"), Code("county")) == resolved("unit_type == county")
    assert OneOf(Name("unit_type"), (Code("county"), Code("district"))) == resolved(
        "unit_type in [county, district]"
    )


def test_any_word_is_a_code_of_a_text():
    assert Compare("==", Name("office"), Code("anything")) == resolved("office == anything")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("casez > 1", ["'casez' is not declared", "did you mean 'cases'?"]),
        ("xyzzy > 1", ["'xyzzy' is not declared", "Declared: cases, total"]),
        ("previous(casez) > 1", ["'casez' is not declared"]),
        ("unit_type == countty", ["no value of unit_type", "Allowed: county, district", "did you mean 'county'?"]),
        ("unit_type in [county, town]", ["'town' is no value of unit_type"]),
        ("unit_type == 3", ["a code is compared with a bare word"]),
    ],
)  # fmt: skip
def test_a_name_that_stands_for_nothing_is_told(text, words):
    with pytest.raises(ExpressionError) as caught:
        resolved(text)

    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("cases / total", "number"),
        ("max(cases, limit) + floor(total)", "number"),
        ("count_true(in_force, cases > 1)", "number"),
        ("coalesce(cases, 0)", "number"),
        ("previous(cases)", "number"),
        ("mean(cases, total) + trimmed_mean(cases, total, 3)", "number"),
        ("cases >= league_mean(cases)", "truth"),
        ("cases > limit", "truth"),
        ("in_force and not (cases == 0)", "truth"),
        ("in_force == (cases > 1)", "truth"),
        ("reported_on in period", "truth"),
        ("office is given", "truth"),
        ("unit_type in [county]", "truth"),
        ("deadline", "date"),
        ("unit_type", "code"),
    ],
)
def test_every_expression_has_a_kind(text, kind):
    assert kind == kind_of(resolved(text), TYPES)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("cases + in_force", "a number is needed where a condition stands"),
        ("reported_on - deadline", "a number is needed where a date stands"),
        ("cases and in_force", "a condition is needed where a number stands"),
        ("not cases", "a condition is needed where a number stands"),
        ("cases in period", "a date is needed where a number stands"),
        ("reported_on <= 3", "a date is compared with a number"),
        ("in_force < in_force", "'<' needs numbers or dates"),
        ("cases in [1, deadline]", "of another kind than the item"),
        ("coalesce(cases, in_force)", "the default of coalesce is of another kind"),
        ("floor(in_force)", "a number is needed where a condition stands"),
        ("mean(cases, in_force)", "a number is needed where a condition stands"),
        ("league_sum(in_force)", "a number is needed where a condition stands"),
        ("count_true(cases)", "a condition is needed where a number stands"),
    ],
)
def test_kinds_that_do_not_go_together_are_told(text, words):
    with pytest.raises(ExpressionError, match=words.replace("(", r"\(")):
        kind_of(resolved(text), TYPES)


def test_every_declared_type_has_a_kind():
    assert {"number", "truth", "date", "code"} == set(KIND_OF_TYPE.values())
