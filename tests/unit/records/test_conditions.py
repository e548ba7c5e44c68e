"""Conditions over the cells of one row: which rows break them, on empty cells too, and what is said."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from govscore_lib.records import Register, check_register
from govscore_lib.records.conditions import broken_rows, told

COLUMNS = {
    "claim_id": {"type": "text", "name": {"zh": "编号", "en": "claim"}},
    "kind": {
        "type": "enum", "values": {"praise": "表扬", "talk": "发言"}, "may_be_empty": "yes",
        "name": {"zh": "类型", "en": "kind"},
    },
    "level": {
        "type": "enum", "values": {"city": "市级", "province": "省级", "national": "国家级"},
        "may_be_empty": "yes", "name": {"zh": "级别", "en": "level"},
    },
    "amount": {
        "type": "decimal", "unit": "CNY", "required": "no", "name": {"zh": "金额", "en": "amount"},
    },
    "paid": {
        "type": "decimal", "unit": "CNY", "required": "no", "name": {"zh": "已付", "en": "paid"},
    },
    "positive": {"type": "bool", "required": "no", "name": {"zh": "是否肯定", "en": "positive"}},
    "asked_on": {"type": "date", "required": "no", "name": {"zh": "申请日", "en": "asked on"}},
    "answered_at": {
        "type": "datetime", "required": "no", "name": {"zh": "答复时间", "en": "answered at"},
    },
}  # fmt: skip
TYPES = {
    "claim_id": pl.String,
    "kind": pl.String,
    "level": pl.String,
    "amount": pl.String,
    "paid": pl.String,
    "positive": pl.Boolean,
    "asked_on": pl.Date,
    "answered_at": pl.Datetime("us"),
}
LEVELS = "kind != talk or level in [province, national]"


def register(*conditions: str) -> Register:
    return Register.model_validate(
        {
            "id": "claims",
            "name": {"zh": "申报", "en": "claims"},
            "key": ["claim_id"],
            "columns": COLUMNS,
            "check": list(conditions),
        }
    )


def claims(*rows: dict) -> pl.DataFrame:
    """Return claims of which only the cells that matter are written."""
    return pl.DataFrame(
        [
            dict.fromkeys(COLUMNS) | {"claim_id": str(number)} | row
            for number, row in enumerate(rows)
        ],
        schema=TYPES,
    )


def breaks(condition: str, **cells) -> bool:
    return bool(broken_rows(register(condition), claims(cells)))


@pytest.mark.parametrize(
    ("cells", "broken"),
    [
        ({"kind": "talk", "level": "city"}, True),
        ({"kind": "talk", "level": "national"}, False),
        ({"kind": "praise", "level": "city"}, False),
        ({"kind": "talk", "level": None}, False),
        ({"kind": None, "level": "city"}, False),
        ({"kind": "praise", "level": None}, False),
    ],
)
def test_the_level_belongs_to_the_kind(cells, broken):
    assert broken == breaks(LEVELS, **cells)


@pytest.mark.parametrize(
    ("condition", "cells", "broken"),
    [
        ("paid <= amount", {"paid": "2.000001", "amount": "2"}, True),
        ("paid <= amount", {"paid": "2.0", "amount": "2"}, False),
        ("paid <= amount", {"paid": None, "amount": "2"}, False),
        ("coalesce(paid, 0) >= amount", {"paid": None, "amount": "2"}, True),
        ("positive is given", {"positive": None}, True),
        ("positive is given", {"positive": False}, False),
        ("positive", {"positive": False}, True),
        ("positive", {"positive": None}, False),
        ("not positive", {"positive": True}, True),
        ("not positive", {"positive": None}, False),
        ("not (kind == talk and positive is empty)", {"kind": "talk"}, True),
        ("not (kind == talk and positive is empty)", {"kind": None}, False),
        ("count_true(positive, paid > 0) >= 1", {"positive": False, "paid": "0"}, True),
        ("answered_at >= 2021-03-01", {"answered_at": None}, False),
        ("asked_on <= 2021-12-31", {"asked_on": dt.date(2022, 1, 1)}, True),
    ],
)
def test_what_empty_cells_leave_open_is_passed_over(condition, cells, broken):
    assert broken == breaks(condition, **cells)


@pytest.mark.parametrize(
    ("day", "broken"), [(dt.date(2021, 2, 28), True), (dt.date(2021, 3, 1), False)]
)
def test_a_moment_is_compared_by_its_day(day, broken):
    last_minute = dt.datetime.combine(day, dt.time(23, 59))

    assert broken == breaks("answered_at >= 2021-03-01", answered_at=last_minute)


KLEENE = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["praise", "talk", None]),
        "level": st.sampled_from(["city", "province", "national", None]),
        "amount": st.sampled_from(["0", "1.5", "-2", None]),
        "paid": st.sampled_from(["0", "1.5", "7", None]),
        "positive": st.sampled_from([True, False, None]),
    }
)


def _or(*parts):
    return True if True in parts else None if None in parts else False


def _and(*parts):
    return False if False in parts else None if None in parts else True


def _not(part):
    return None if part is None else not part


@given(rows=st.lists(KLEENE, max_size=8))
def test_rows_break_what_plain_python_says(rows):
    """Three-valued logic row by row: a comparison with an empty cell is neither true nor false."""

    def equal(row, name, value):
        return None if row[name] is None else row[name] == value

    def fails(row):
        less = (
            None
            if row["paid"] is None or row["amount"] is None
            else float(row["paid"]) <= float(row["amount"])
        )
        among = _or(equal(row, "level", "province"), equal(row, "level", "national"))
        first = _or(_not(equal(row, "kind", "talk")), among)
        second = _not(_and(_not(less), _or(row["positive"], row["level"] is None)))
        return [number for number, one in enumerate((first, second)) if one is False]

    conditions = (LEVELS, "not (not (paid <= amount) and (positive or level is empty))")
    declared = register(*conditions)
    found = broken_rows(declared, claims(*rows))

    assert [(row, number) for row, cells in enumerate(rows) for number in fails(cells)] == [
        (one.row, declared.conditions.index(one.condition)) for one in found
    ]


def test_a_row_is_named_with_its_line_and_what_was_found():
    frame = claims({"kind": "talk", "level": "national"}, {"kind": "talk", "level": "city"})
    (problem,) = check_register(register(LEVELS), frame, where="claims.csv")

    assert (
        "claims.csv, line 3: needed is kind ≠ talk or level ∈ {province, national}; "
        "found: kind talk, level city"
    ) == f"{problem.where}: {problem.found}"


def test_it_is_told_in_chinese_by_names_and_words():
    declared = register(LEVELS)
    (broken,) = broken_rows(declared, claims({"kind": "talk", "level": "city"}))

    assert "实为：类型 发言，级别 市级" in told(declared, broken).zh


def test_a_number_that_does_not_fit_is_told_once():
    frame = claims({"amount": "many", "paid": "3"}, {"amount": "1", "paid": "3"})
    found = check_register(register("paid <= amount"), frame, where="c.csv")

    assert ["c.csv, line 2, column amount", "c.csv, line 3"] == [one.where for one in found]


def test_columns_that_are_absent_leave_the_condition_open():
    frame = claims({"kind": "talk"}).drop("positive", "paid", "amount")

    assert [] == broken_rows(register("positive", "paid <= amount"), frame)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("kid == talk", "check: 'kid' is not declared. Hint: did you mean 'kind'"),
        ("kind == speech", "'speech' is no value of kind"),
        ("amount", "check: 'amount' is not a condition"),
        ("amount / paid > 1", "products, ratios and ranks belong in a rule"),
        ("asked_on in period", "the cells of one row are compared"),
        ("answered_at >= asked_on", "moments is not compared with a column of days"),
        ("kind == talk and", "check"),
    ],
)
def test_a_condition_that_no_row_can_meet_is_refused(condition, words):
    with pytest.raises(ValidationError, match=words):
        register(condition)
