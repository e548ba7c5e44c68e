"""How derivations run, whatever the register."""

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govscore_lib.errors import InputError
from govscore_lib.records import Derivation, derive, read_registers
from tests.engines import KINDS
from tests.strategies import search
from tests.unit.records.conftest import Year

REGISTERS = read_registers(
    {
        "visits": {
            "name": {"zh": "走访", "en": "visits"},
            "key": ["visit_id"],
            "region": "region_id",
            "columns": {
                "visit_id": {"type": "text", "name": {"zh": "编号", "en": "visit"}},
                "region_id": {"type": "text", "name": {"zh": "地区", "en": "region"}},
                "village": {"type": "text", "name": {"zh": "村", "en": "village"}},
                "on": {"type": "date", "name": {"zh": "日期", "en": "day"}},
                "at": {"type": "datetime", "required": "no", "name": {"zh": "时刻", "en": "at"}},
                "people": {
                    "type": "int",
                    "unit": "people",
                    "required": "no",
                    "name": {"zh": "人数", "en": "people"},
                },
                "cost": {"type": "decimal", "unit": "CNY", "name": {"zh": "费用", "en": "cost"}},
                "joint": {"type": "bool", "required": "no", "name": {"zh": "联合", "en": "joint"}},
                "level": {
                    "type": "enum",
                    "name": {"zh": "级别", "en": "level"},
                    "values": {"low": "低", "middle": "中", "high": "高"},
                },
            },
        },
        "villages": {
            "name": {"zh": "村", "en": "villages"},
            "key": ["village"],
            "region": "region_id",
            "columns": {
                "village": {"type": "text", "name": {"zh": "村", "en": "village"}},
                "region_id": {"type": "text", "name": {"zh": "地区", "en": "region"}},
            },
        },
    }
)
COLUMNS = {
    "visit_id": pl.String,
    "region_id": pl.String,
    "village": pl.String,
    "on": pl.Date,
    "at": pl.Datetime("us"),
    "people": pl.Int64,
    "cost": pl.String,
    "joint": pl.Boolean,
    "level": pl.String,
}
DAY = dt.date(2021, 5, 5)


def visits(*rows: dict[str, Any]) -> pl.DataFrame:
    """Return visits; each row says what matters, the rest is plain."""
    plain = {"region_id": "R1", "village": "v", "on": DAY, "cost": "1", "level": "low"}
    return pl.DataFrame(
        [{**plain, "visit_id": str(number), **row} for number, row in enumerate(rows)],
        schema=COLUMNS,
    )


def value(derivation: dict[str, Any], frames: dict[str, Any], kind: str = "polars", **options: Any):
    """Return what the metric ``m`` of one region comes to."""
    settings = {"period": Year(), "parameters": {}, "regions": ["R1"]} | options
    derived = derive(
        REGISTERS,
        [Derivation.model_validate(derivation)],
        {name: KINDS[kind](frame) for name, frame in frames.items()},
        **settings,
    )
    return dict(derived.metrics.select("metric_id", "value").rows()).get("m")


def count_where(condition: str, *rows: dict[str, Any], kind: str = "polars", **options: Any) -> int:
    derivation = {"from": "visits", "yields": {"m": {"count": condition}}}
    return int(value(derivation, {"visits": visits(*rows)}, kind, **options))


@pytest.mark.parametrize(
    "condition",
    [
        "people == 0",
        "people != 3",
        "people < 3",
        "people <= cost",
        "people >= 0",
        "people in [0, 3]",
        "people + 1 >= 1",
        "min(people, 5) >= 0",
        "at in period",
        "at < 2021-06-01",
        "at != 2021-06-01",
        "joint == joint",
        "joint",
        "people is given",
        "coalesce(people, people) == 0",
    ],
)
def test_nothing_holds_of_an_empty_cell(kind, condition):
    empty = {"people": None, "at": None, "joint": None}
    full = {"people": 3, "at": dt.datetime.combine(DAY, dt.time(9)), "joint": True}

    assert 0 == count_where(condition, empty, kind=kind)
    assert count_where(condition, empty, full, kind=kind) == count_where(condition, full, kind=kind)


@pytest.mark.parametrize(
    "condition",
    [
        "not people == 0",
        "not joint",
        "people is empty",
        "not at in period",
        "coalesce(people, 2) == 2",
    ],
)
def test_the_opposite_holds_of_an_empty_cell(kind, condition):
    assert 1 == count_where(condition, {"people": None, "at": None, "joint": None}, kind=kind)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("at <= 2021-05-05", 2),
        ("at < 2021-05-05", 0),
        ("at > 2021-05-05", 1),
        ("at >= 2021-05-05", 3),
        ("at == 2021-05-05", 2),
        ("at != 2021-05-05", 1),
        ("2021-05-05 < at", 1),
        ("2021-05-05 == at", 2),
        ("at in [2021-05-05, 2021-05-07]", 2),
    ],
)
def test_a_moment_compared_with_a_day_counts_by_its_day(kind, condition, expected):
    last_minute = dt.time(23, 59)
    moments = [(5, dt.time.min), (5, last_minute), (6, dt.time.min)]
    rows = [{"at": dt.datetime.combine(DAY.replace(day=day), time)} for day, time in moments]

    assert expected == count_where(condition, *rows, kind=kind)


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("cost > people", 1),
        ("cost == 2.5", 1),
        ("people == 2.5", 0),
        ("cost - people == 0.5", 1),
        ("2 == people", 2),
        ("max(cost, people, 2.25) == 2.25", 1),
        ("min(cost, 2) == 2", 1),
        ("count_true(cost > 1, people > 1) == 2", 2),
        ("level in [low, high] or people > limit", 2),
        ("level == high and not (people > 5)", 0),
    ],
)
def test_numbers_with_and_without_decimals_compare_exactly(kind, condition, expected):
    rows = [{"cost": "2.5", "people": 2}, {"cost": "1.999999", "people": 2}]

    found = count_where(condition, *rows, kind=kind, parameters={"limit": "7"})

    assert expected == found


@pytest.mark.parametrize(
    ("texts", "total"),
    [
        (["0.000001", "0.1", "12"], "12.100001"),
        (["-0.5", "0.25", "+1"], "0.75"),
        (["999999999999.999999"], "999999999999.999999"),
        (["1.50", "0.500000"], "2"),
        ([None, "3"], "3"),
    ],
)
def test_decimals_are_added_exactly(kind, texts, total):
    frames = {"visits": visits(*({"cost": text} for text in texts))}

    assert total == value({"from": "visits", "yields": {"m": {"sum": "cost"}}}, frames, kind)


@pytest.mark.parametrize("text", ["1.2345678", "1e3", "1,000", "1000000000000", "nothing", "1."])
def test_a_number_that_does_not_fit_is_refused(kind, text):
    frames = {"visits": visits({"cost": text})}

    with pytest.raises(InputError, match="visits, column cost: 1 cells are no plain numbers"):
        value({"from": "visits", "yields": {"m": {"sum": "cost"}}}, frames, kind)


@pytest.mark.parametrize("people", [10**12, -(10**12), 2**62])
def test_whole_numbers_too_large_to_add_are_refused(kind, people):
    frames = {"visits": visits({"people": people})}

    with pytest.raises(InputError, match="column people: 1 cells are no plain numbers that fit"):
        value({"from": "visits", "yields": {"m": {"sum": "people"}}}, frames, kind)


def test_sums_that_could_leave_64_bits_are_refused():
    frames = {"visits": visits(*[{"cost": "999999999999"}] * 10)}

    with pytest.raises(InputError, match="too large to be added up exactly"):
        value({"from": "visits", "yields": {"m": {"sum": "cost"}}}, frames)


def test_a_float_is_no_exact_decimal():
    frame = visits({}).with_columns(cost=pl.lit(1.5))

    with pytest.raises(InputError, match="a column declared as decimal holds Float64"):
        value({"from": "visits", "yields": {"m": {"sum": "cost"}}}, {"visits": frame})


def test_columns_that_need_not_exist_count_as_empty(kind):
    frame = visits({}, {}).drop("people", "at", "joint")
    derivation = {
        "from": "visits",
        "yields": {"m": {"count": "people is empty and at is empty and not joint"}},
    }

    assert "2" == value(derivation, {"visits": frame}, kind)


def test_columns_without_any_value_may_lack_a_type():
    frame = visits({}).with_columns(pl.lit(None).alias(name) for name in ("people", "at", "joint"))

    assert "0" == value(
        {"from": "visits", "yields": {"m": {"count": "joint or at in period or people > 0"}}},
        {"visits": frame},
    )


def test_a_missing_column_is_named_with_the_likely_one():
    frame = visits({}).rename({"village": "vilage"})

    with pytest.raises(
        InputError, match=r"column 'village' \(村\) is missing.*did you mean 'vilage'"
    ):
        value({"from": "visits", "yields": {"m": {"count": "rows"}}}, {"visits": frame})


def test_joined_numbers_are_0_where_nothing_matches(kind):
    """Villages with fewer than 2 visits, those without any included."""
    derivation = {
        "from": "villages",
        "join": [
            {
                "register": "visits",
                "on": ["village"],
                "keep": "level == high",
                "take": {"high": {"count": "rows"}, "spent": {"sum": "cost"}},
            }
        ],
        "let": {"rest": "5 - spent"},
        "yields": {"m": {"count": "high < 2"}, "n": {"sum": "rest"}},
    }
    villages = pl.DataFrame({"village": ["a", "b", "c"], "region_id": ["R1", "R1", "R1"]})
    frame = visits(
        {"village": "a", "level": "high"},
        {"village": "a", "level": "high"},
        {"village": "b", "level": "high", "cost": "0.5"},
        {"village": "b", "level": "low"},
    )
    derived = derive(
        REGISTERS,
        [Derivation.model_validate(derivation)],
        {"villages": KINDS[kind](villages), "visits": KINDS[kind](frame)},
        period=Year(),
        parameters={},
        regions=["R1"],
    )

    assert [("m", "2"), ("n", "12.5")] == derived.metrics.select("metric_id", "value").rows()
    assert [("m", "villages", 2), ("m", "visits", 1), ("n", "villages", 3), ("n", "visits", 3)] == (
        derived.used.select("metric_id", "register", "rows").rows()
    )


def test_an_optional_join_leaves_empty_what_it_cannot_take(kind):
    """Visits to a listed village, or every visit where there is no list."""
    derivation = {
        "from": "visits",
        "join": [
            {
                "register": "villages",
                "optional": "yes",
                "on": ["village"],
                "take": {"listed": {"count": "rows"}},
            }
        ],
        "yields": {"m": {"count": "listed is empty or listed > 0"}},
    }
    frame = visits({"village": "a"}, {"village": "b"})
    villages = pl.DataFrame({"village": ["a"], "region_id": ["R1"]})

    assert "1" == value(derivation, {"visits": frame, "villages": villages}, kind)
    assert "2" == value(derivation, {"visits": frame}, kind)
    assert "0" == value(derivation, {"visits": frame, "villages": villages.clear()}, kind)


def test_an_empty_cell_matches_no_record_of_another_register(kind):
    """Not even one whose number is 0."""
    derivation = {
        "from": "visits",
        "join": [{"register": "visits", "on": ["people"], "take": {"alike": {"count": "rows"}}}],
        "yields": {"m": {"sum": "alike"}},
    }
    frame = visits({"people": None}, {"people": 0})

    assert "1" == value(derivation, {"visits": frame}, kind)


def test_whole_numbers_beyond_a_float_survive_a_join(kind):
    """2**53 + 1 millionths, beside a village that no visit matches."""
    derivation = {
        "from": "villages",
        "join": [{"register": "visits", "on": ["village"], "take": {"spent": {"sum": "cost"}}}],
        "yields": {"m": {"sum": "spent"}},
    }
    villages = pl.DataFrame({"village": ["a", "b"], "region_id": ["R1", "R1"]})
    frames = {"villages": villages, "visits": visits({"village": "a", "cost": "9007199254.740993"})}

    assert "9007199254.740993" == value(derivation, frames, kind)


@pytest.mark.parametrize(
    ("column", "expected"),
    [("cost", "7.5"), ("on", "2021-05-05"), ("village", "v"), ("people", "4")],
)
def test_a_value_is_written_in_its_canonical_form(kind, column, expected):
    frames = {"visits": visits({"cost": "7.50", "people": 4})}

    assert expected == value({"from": "visits", "yields": {"m": {"value": column}}}, frames, kind)


def test_two_last_records_with_different_values_yield_none(kind):
    derived = derive(
        REGISTERS,
        [
            Derivation.model_validate(
                {
                    "from": "visits",
                    "latest": {"per": ["region_id"], "by": ["on"]},
                    "yields": {"m": {"value": "cost"}},
                }
            )
        ],
        {"visits": KINDS[kind](visits({"cost": "1"}, {"cost": "2"}))},
        period=Year(),
        parameters={},
        regions=["R1"],
    )

    assert derived.metrics.is_empty()
    assert ["critical"] == [finding.severity for finding in derived.findings]


def test_a_key_with_different_contents_counts_once_all_the_same(kind):
    """``check_register`` reports it; the count stays that of the keys."""
    rows = [{"visit_id": "a", "level": "low"}, {"visit_id": "a", "level": "high"}]

    assert 1 == count_where("level == high", *rows, kind=kind)


def test_registers_known_to_repeat_nothing_give_the_same(kind):
    derivation = {
        "from": "visits",
        "keep": "on in period",
        "yields": {"m": {"count": "level == high"}, "n": {"sum": "cost"}},
    }
    frames = {"visits": visits({"level": "high"}, {"level": "low"}, {"level": "high"})}

    assert "2" == value(derivation, frames, kind)
    assert "2" == value(derivation, frames, kind, unrepeated=["visits"])


def test_regions_without_rows_have_0_and_rows_of_others_are_left_out(counted, kind):
    derived = counted(
        {
            "foi_requests": """
                region_id | meets_conditions | due_on
                R1        | true             | 2021-05-05
                R9        | true             | 2021-05-05
                """
        },
        kind=kind,
    )

    requests = derived.metrics.filter(pl.col("metric_id") == "foi_valid_requests")
    assert [("R1", "1"), ("R2", "0")] == requests.select("region_id", "value").rows()


def test_an_empty_register_gives_0_everywhere(counted, table, kind):
    nothing = table("foi_requests", "due_on\n2021-05-05").head(0)

    values = counted({"foi_requests": nothing}, kind=kind).metrics["value"]
    assert ["0"] * 4 == values.to_list()


def test_registers_not_supplied_leave_their_metrics_out(counted, huaian):
    derived = counted({})

    assert derived.metrics.is_empty()
    assert derived.used.is_empty()
    assert 92 == len(derived.absent)


def test_used_says_how_many_records_were_counted(counted):
    derived = counted(
        {
            "foi_requests": """
                due_on     | answered_on
                2021-05-05 | 2021-05-05
                2021-05-05 |
                """
        },
        regions=("R1",),
    )

    assert [
        ("R1", "foi_valid_requests", "foi_requests", 2),
        ("R1", "foi_answered", "foi_requests", 1),
    ] == derived.used.rows()


def test_the_frames_are_left_as_they_were(counted, table):
    frame = table("arrears", "amount | identified_on\n1.5 | 2021-01-01")
    payments = table("arrears_payments", "amount | paid_on\n1.5 | 2021-01-01")
    copies = frame.to_pandas(), payments.to_pandas()
    before = [copy.copy() for copy in copies]

    counted({"arrears": frame, "arrears_payments": payments}, kind="pandas")

    assert all(
        old.equals(new)
        for old, new in zip(before, (frame.to_pandas(), payments.to_pandas()), strict=True)
    )


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "visit_id": st.sampled_from("abcdef"),
            "region_id": st.sampled_from(["R1", "R2", "R3"]),
            "village": st.sampled_from(["v", "w", None]),
            "on": st.dates(dt.date(2020, 12, 30), dt.date(2021, 1, 3)),
            "people": st.none() | st.integers(-3, 3),
            "cost": st.none() | st.sampled_from(["0", "1.5", "-2", "0.000001"]),
            "joint": st.none() | st.booleans(),
            "level": st.sampled_from(["low", "middle", "high", None]),
        }
    ),
    max_size=12,
    unique_by=lambda row: row["visit_id"],
)


@search(20, wide=2000)
@given(rows=ROWS)
def test_frames_give_what_plain_python_gives(rows):
    derivation = Derivation.model_validate(
        {
            "from": "visits",
            "keep": "on in period and level != middle",
            "for_each": "level",
            "yields": {
                "people_*": {"count": "people >= 0 and not joint"},
                "cost_*": {"sum": "max(cost, people)"},
                "any_*": {"exists": "people is empty or cost < people"},
            },
        }
    )
    kept = [row for row in rows if row["on"].year == 2021 and row["level"] in ("low", "high")]
    expected = []
    for level in ("low", "middle", "high"):
        for region in ("R1", "R2"):
            here = [row for row in kept if (row["level"], row["region_id"]) == (level, region)]
            both = [
                (int(float(row["cost"]) * 10**6), row["people"] * 10**6)
                for row in here
                if row["cost"] is not None and row["people"] is not None
            ]
            people = [
                row for row in here if (row["people"] or 0) >= 0 and row["people"] is not None
            ]
            total = sum(max(pair) for pair in both)
            whole, rest = divmod(abs(total), 10**6)
            text = f"{whole}.{rest:06d}".rstrip("0").rstrip(".")
            some = any(row["people"] is None for row in here) or any(a < b for a, b in both)
            expected += [
                (region, f"people_{level}", str(sum(not row["joint"] for row in people))),
                (region, f"cost_{level}", "-" * (total < 0) + text),
                (region, f"any_{level}", "true" if some else "false"),
            ]

    for kind in ("polars", "pandas"):
        derived = derive(
            REGISTERS,
            [derivation],
            {"visits": KINDS[kind](pl.DataFrame(rows, schema=COLUMNS))},
            period=Year(),
            parameters={},
            regions=["R1", "R2"],
        )
        assert sorted(expected) == sorted(derived.metrics.rows()), kind
