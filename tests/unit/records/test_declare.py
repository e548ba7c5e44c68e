"""Declarations of registers and derivations: what is read, and what is refused."""

from fractions import Fraction

import pytest
from pydantic import TypeAdapter, ValidationError

from govscore_lib.records import Column, Derivation, Registers, derived_metrics
from govscore_lib.records.plan import check_derivations
from tests.unit.records.conftest import Year

NAME = {"zh": "名称", "en": "name"}


def test_scalars_are_read_from_text():
    column = Column.model_validate(
        {"type": "int", "unit": "level", "required": "no", "min": "1", "max": "4", "name": NAME}
    )

    assert (False, Fraction(1), Fraction(4)) == (column.required, column.min, column.max)
    assert column.empty_allowed


def test_a_column_whose_misfits_count_as_empty_may_be_empty():
    column = Column.model_validate({"type": "bool", "otherwise": "empty", "name": NAME})

    assert (True, True) == (column.required, column.empty_allowed)


def test_registers_are_told_their_ids():
    registers = TypeAdapter(Registers).validate_python(
        {"tickets": {"name": NAME, "columns": {"ticket_id": {"type": "text", "name": NAME}}}}
    )

    assert "tickets" == registers["tickets"].id
    assert registers["tickets"].region is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"type": "int"}, "a column of numbers needs a unit"),
        ({"type": "enum"}, "values are needed for an enum"),
        ({"values": {"a": "甲"}}, "values are needed for an enum column, and for no other"),
        ({"type": "enum", "values": {"a": "甲", "b": "甲"}}, "the same Chinese word"),
        ({"min": "1"}, "unit, min and max are for columns of numbers"),
        ({"otherwise": "empty"}, "every cell fits a column of texts: leave out otherwise"),
        ({"type": "bool", "otherwise": "zero"}, "Input should be 'empty'"),
        (
            {"type": "bool", "otherwise": "empty", "may_be_empty": "no"},
            "what counts as empty must be allowed",
        ),
        ({"required": "maybe"}, "'maybe' is neither yes nor no"),
        ({"type": "int", "unit": "m", "min": "one"}, "'one' is not a number"),
        ({"typ": "text"}, "typ"),
    ],
)
def test_a_column_that_does_not_hold_together_is_refused(change, words):
    with pytest.raises(ValidationError, match=words):
        Column.model_validate({"type": "text", "name": NAME, **change})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"key": ["ticket"]}, "key names the column 'ticket', which is not declared.*'ticket_id'"),
        ({"region": "region"}, "region names the column 'region'"),
        ({"columns": {"Ticket": {"type": "text", "name": NAME}}}, "'Ticket' is no name"),
        (
            {
                "key": ["on"],
                "columns": {"on": {"type": "date", "otherwise": "empty", "name": NAME}},
            },
            "key 'on' names the record and cannot count as empty",
        ),
        (
            {
                "columns": {
                    "a": {"type": "text", "name": NAME},
                    "b": {"type": "text", "name": NAME},
                }
            },
            "two columns have the same Chinese name",
        ),
    ],
)
def test_a_register_that_does_not_hold_together_is_refused(change, words):
    plain = {"name": NAME, "columns": {"ticket_id": {"type": "text", "name": NAME}}}

    with pytest.raises(ValidationError, match=words):
        TypeAdapter(Registers).validate_python({"tickets": {**plain, **change}})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"yields": {}}, "yields"),
        ({"yields": {"m": {}}}, "exactly one of count, sum, exists, value is needed, found 0"),
        ({"yields": {"m": {"count": "rows", "sum": "a"}}}, "is needed, found 2"),
        ({"yields": {"m": {"count": "a = b"}}}, "equality is written '=='"),
        ({"yields": {"m_*": {"count": "rows"}}}, "a star in a metric id goes with for_each"),
        ({"for_each": "domain"}, "and for_each with a star"),
        ({"only_named": "yes"}, "only_named goes with for_each"),
        ({"keeps": "valid"}, "keeps"),
        (
            {"join": [{"register": "b", "on": ["x"], "take": {"n": {}}}]},
            "exactly one of count, sum",
        ),
    ],
)
def test_a_derivation_that_does_not_hold_together_is_refused(change, words):
    plain = {"from": "tickets", "yields": {"m": {"count": "rows"}}}

    with pytest.raises(ValidationError, match=words):
        Derivation.model_validate({**plain, **change})


def test_huaian_derivations_hold_together(huaian):
    assert [] == check_derivations(huaian.registers, huaian.derivations, huaian.parameters, Year())


def test_metrics_know_their_registers(huaian):
    metrics = derived_metrics(huaian.registers, huaian.derivations)

    assert ("sgs_records", "workday_calendar") == metrics["sgs_on_time"]
    assert ("sgs_sources", "sgs_records") == metrics["sgs_sources_actual"]
    assert ("arrears", "arrears_payments") == metrics["arrears_total"]
    assert ("town_commitments",) == metrics["town_commitment_published_parking"]
    assert ("documents",) == metrics["supervision_plans_issued"]
    assert ("documents",) == metrics["proc_rules"]


def test_a_full_id_wins_over_a_star(huaian):
    documents = next(one for one in huaian.derivations if one.source == "documents")

    assert "count" == documents.metrics(huaian.registers)["supervision_plans_issued"].kind
    assert "exists" == documents.metrics(huaian.registers)["proc_rules"].kind


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"from": "tickets"}, "derivation from tickets, from: there is no register 'tickets'"),
        ({"from": "arrears_payments"}, "declares no region column"),
        (
            {"keep": "due_no in period"},
            "keep: 'due_no' is not declared. Hint: did you mean 'due_on'",
        ),
        ({"keep": "due_on"}, "keep: 'due_on' is not a condition"),
        ({"keep": "due_on > 3"}, "keep: a date is compared with a number"),
        ({"yields": {"m": {"sum": "due_on"}}}, "yields m: 'due_on' is not a number"),
        ({"yields": {"m": {"value": "coalesce(due_on, answered_on)"}}}, "value takes the name"),
        ({"let": {"due_on": "answered_on"}}, "let due_on: there is already a column 'due_on'"),
        ({"once_per": ["request"]}, "once_per: there is no column 'request'.*'request_id'"),
        ({"latest": {"per": ["request_id"], "by": ["region_id"]}}, "'region_id' have no order"),
        ({"for_each": "region_id", "yields": {"m_*": {"count": "rows"}}}, "is no enum column"),
        (
            {"join": [{"register": "ratings", "on": ["town"], "take": {"n": {"count": "rows"}}}]},
            "join ratings, on: there is no column 'town'",
        ),
        (
            {
                "deadline": {
                    "name": "last",
                    "from": "due_on",
                    "working_days": "sgs_limit",
                    "calendar": "workday_calendar",
                }
            },
            "deadline, working_days: 'sgs_limit' is not declared",
        ),
        (
            {
                "deadline": {
                    "name": "last",
                    "from": "request_id",
                    "working_days": "7",
                    "calendar": "foi_requests",
                }
            },
            "it has no column 'is_workday' of type bool",
        ),
    ],
)
def test_names_that_stand_for_nothing_are_told(huaian, change, words):
    plain = {"from": "foi_requests", "yields": {"m": {"count": "rows"}}}
    derivation = Derivation.model_validate({**plain, **change})
    problems = check_derivations(huaian.registers, (derivation,), huaian.parameters, Year())

    with pytest.raises(AssertionError, match=words):
        raise AssertionError("\n".join(str(problem) for problem in problems))


def test_a_metric_yielded_twice_is_told(huaian):
    one = Derivation.model_validate({"from": "foi_requests", "yields": {"m": {"count": "rows"}}})
    problems = check_derivations(huaian.registers, (one, one), huaian.parameters, Year())

    assert ["'m' is already yielded by the derivation from foi_requests"] == [
        problem.found for problem in problems
    ]


def test_what_records_cannot_do_is_told_before_any_record_is_read(huaian):
    derivation = Derivation.model_validate(
        {"from": "arrears", "yields": {"m": {"sum": "amount / 2"}}}
    )
    (problem,) = check_derivations(huaian.registers, (derivation,), {}, Year())

    assert "products, ratios and ranks belong in a rule" in problem.found
