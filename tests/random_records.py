"""Random records and derivations: keys that repeat, matters that meet, days on the edges of a period."""

import datetime as dt
from collections.abc import Iterable, Mapping
from random import Random
from typing import Any

import polars as pl
from hypothesis import strategies as st

from govscore_lib.records import Column, Derivation, Register, read_registers
from govscore_lib.tables import REGISTER_TYPES

REGIONS = ("R1", "R2")
DAYS = ("2019-12-31", "2020-12-31", "2021-01-01", "2021-05-05", "2021-05-06", "2021-10-01",
        "2021-12-31", "2022-01-01", "2022-01-10")  # fmt: skip
TIMES = ("00:00", "09:30", "23:59")
NUMBERS = ("0", "0", "1", "2", "5", "19", "20", "2020", "2021", "3000000000")
DECIMALS = (*NUMBERS, "0.1", "2.000001", "-3.5", "999999.999999")


def random_frames(
    registers: Mapping[str, Register], random: Random, rows: int
) -> dict[str, pl.DataFrame]:
    """Records of every register; texts are few, so that keys repeat and registers meet."""
    return {
        name: _calendar(random)
        if "is_workday" in register.columns
        else random_frame(register, random, rows)
        for name, register in registers.items()
    }


def random_frame(register: Register, random: Random, rows: int) -> pl.DataFrame:
    """Records of one register, some of a region outside the run, some written twice."""
    cells = {
        name: [_cell(register, name, column, random, rows) for _ in range(rows)]
        for name, column in register.columns.items()
    }
    types = {name: REGISTER_TYPES[column.type] for name, column in register.columns.items()}
    frame = pl.DataFrame(cells, schema=types)
    return pl.concat([frame, frame.head(random.randrange(3))])


def _cell(register: Register, name: str, column: Column, random: Random, rows: int) -> Any:
    if name == register.region:
        return random.choice((*REGIONS, *REGIONS, "R3"))
    if column.empty_allowed and name not in register.key and random.random() < 0.25:
        return None
    if column.type == "enum":
        return random.choice(list(column.values))
    if column.type == "text":
        return f"{name}-{random.randrange(max(2, rows // 2))}"
    if column.type == "bool":
        return random.random() < 0.6
    if column.type == "date":
        return dt.date.fromisoformat(random.choice(DAYS))
    if column.type == "datetime":
        return dt.datetime.fromisoformat(f"{random.choice(DAYS)}T{random.choice(TIMES)}")
    number = random.choice(DECIMALS if column.type == "decimal" else NUMBERS)
    if column.min is not None and column.max is not None:
        number = str(random.randint(int(column.min), int(column.max)))
    return int(number) if column.type == "int" else number


def _calendar(random: Random) -> pl.DataFrame:
    first = dt.date(2019, 12, 1)
    days = [first + dt.timedelta(days=number) for number in range(900)]
    return pl.DataFrame({"date": days, "is_workday": [random.random() < 0.7 for _ in days]})


def _named(type: str, **more: Any) -> dict[str, Any]:
    return {"type": type, **more}


def _register(key: Iterable[str], **columns: dict[str, Any]) -> dict[str, Any]:
    every = {"region_id": _named("text"), **columns}
    return {
        "name": {"zh": "记录", "en": "records"},
        "key": list(key),
        "region": "region_id",
        "columns": {name: {"name": {"zh": name, "en": name}, **one} for name, one in every.items()},
    }


VISITS = read_registers(
    {
        "visits": _register(
            ["visit_id"],
            visit_id=_named("text"),
            village=_named("text", may_be_empty="yes"),
            on=_named("date", may_be_empty="yes"),
            until=_named("date", may_be_empty="yes"),
            at=_named("datetime", may_be_empty="yes"),
            people=_named("int", unit="people", may_be_empty="yes"),
            cost=_named("decimal", unit="CNY", may_be_empty="yes"),
            joint=_named("bool", may_be_empty="yes"),
            level=_named("enum", may_be_empty="yes", values={"low": "低", "mid": "中", "high": "高"}),
        ),
        "payments": _register(
            ["number"],
            number=_named("text"),
            village=_named("text", may_be_empty="yes"),
            paid_on=_named("date"),
            paid=_named("decimal", unit="CNY"),
        ),
        "workdays": {
            "name": {"zh": "日历", "en": "calendar"},
            "key": ["date"],
            "columns": {
                "date": {"type": "date", "name": {"zh": "日期", "en": "day"}},
                "is_workday": {"type": "bool", "name": {"zh": "工作日", "en": "working day"}},
            },
        },
    }
)  # fmt: skip
"""Visits to villages, payments to them, and a calendar: every type of column, and most may be empty."""

_numbers = st.sampled_from(
    ("people", "cost", "0", "2", "2.000001", "people + cost", "cost - 1", "min(people, 5)",
     "max(cost, people)", "coalesce(people, 1)", "count_true(joint, level == high)")
)  # fmt: skip
_days = st.sampled_from(("on", "until", "coalesce(on, until)", "2021-05-05", "period_end"))
_operators = st.sampled_from(("==", "!=", "<", "<=", ">", ">="))


def _compared(sides: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.builds("{} {} {}".format, sides, _operators, sides)


_simple = st.one_of(
    _compared(_numbers),
    _compared(_days),
    st.builds("at {} {}".format, _operators, st.sampled_from(DAYS)),
    st.builds("level {} {}".format, st.sampled_from(("==", "!=")), st.sampled_from(("low", "mid"))),
    st.builds("{} in period".format, st.sampled_from(("on", "until", "at", "coalesce(on, until)"))),
    st.builds(
        "{} is {}".format,
        st.sampled_from(("on", "at", "people", "cost", "joint", "level", "village")),
        st.sampled_from(("given", "empty")),
    ),
    st.sampled_from(("joint", "level in [low, high]", "people in [0, 2]")),
)
conditions = st.recursive(
    _simple,
    lambda inner: st.one_of(
        st.builds("not ({})".format, inner),
        st.builds("({}) and ({})".format, inner, inner),
        st.builds("({}) or ({})".format, inner, inner),
    ),
    max_leaves=4,
)


@st.composite
def derivations(draw: st.DrawFn) -> Derivation:
    """A derivation over :data:`VISITS` with any of the steps."""
    raw: dict[str, Any] = {"from": "visits"}
    extra = []
    if draw(st.booleans()):
        take = {
            "times": {"count": draw(st.sampled_from(("rows", "paid > 2")))},
            "got": {"sum": "paid"},
        }
        on = draw(st.sampled_from((["village"], ["region_id", "village"])))
        raw["join"] = [{"register": "payments", "on": on, "take": take}]
        raw["join"][0] |= draw(st.sampled_from(({}, {"keep": "paid_on in period"})))
        extra += ["got", "times"]
    if draw(st.booleans()):
        raw["deadline"] = {"name": "due", "from": "on", "working_days": "5", "calendar": "workdays"}
        raw["yields"] = {"late": {"count": "until > due"}}
    raw["let"] = {"big": draw(conditions), "sum": draw(_numbers)}
    if draw(st.booleans()):
        raw["keep"] = draw(conditions)
    if draw(st.booleans()):
        per = draw(st.sampled_from((["village"], ["village", "level"])))
        by = draw(st.sampled_from((["on"], ["level"], ["at"], ["people"], ["on", "level"])))
        raw["latest"] = {"per": per, "by": by}
    elif draw(st.booleans()):
        raw["once_per"] = draw(st.sampled_from((["village"], ["village", "on"])))
    star = ""
    if draw(st.booleans()):
        raw["for_each"], star = "level", "_*"
        raw["only_named"] = draw(st.sampled_from(("yes", "no")))
        raw["yields"] = {f"{name}{star}": one for name, one in raw.get("yields", {}).items()}
    column = draw(st.sampled_from(("on", "at", "people", "cost", "joint", "level", "village")))
    added = draw(st.sampled_from(("people", "cost", "sum", *extra)))
    raw["yields"] = raw.get("yields", {}) | {
        f"rows{star}": {"count": "rows"},
        f"some{star}": {"count": draw(conditions)},
        f"any{star}": {"exists": "big"},
        f"sum{star}": {"sum": added},
        f"last{star}": {"value": column},
    }
    return Derivation.model_validate(raw)
