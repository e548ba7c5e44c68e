"""Registers of several engines in one derivation, and what an engine makes of their columns."""

import datetime as dt
import re

import duckdb
import polars as pl
import pytest

from govscore_lib.errors import InputError
from govscore_lib.records import Derivation, derive
from govscore_lib.records.stored import StoredRegister
from tests.engines import dask_frame
from tests.random_records import VISITS
from tests.unit.records.conftest import Year

DAY = dt.date(2021, 5, 5)
PAID = {
    "from": "visits",
    "join": [{"register": "payments", "on": ["village"], "take": {"got": {"sum": "paid"}}}],
    "deadline": {"name": "due", "from": "on", "working_days": "2", "calendar": "workdays"},
    "yields": {"got": {"sum": "got"}, "late": {"count": "until > due"}},
}


@pytest.fixture
def visits() -> pl.DataFrame:
    """Two visits of a village: one took 3 days, one 2."""
    return pl.DataFrame(
        {
            "visit_id": ["1", "2"],
            "region_id": ["R1", "R1"],
            "village": ["v", "v"],
            "on": [DAY, DAY],
            "until": [DAY + dt.timedelta(days=3), DAY + dt.timedelta(days=2)],
            "at": [None, dt.datetime.combine(DAY, dt.time(9))],
            "people": [1, None],
            "cost": ["1.5", None],
            "joint": [True, None],
            "level": ["low", None],
        }
    )


@pytest.fixture
def payments() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "number": ["1", "2", "3"],
            "region_id": ["R1", "R1", "R1"],
            "village": ["v", "v", "w"],
            "paid_on": [DAY, DAY, DAY],
            "paid": ["0.1", "0.2", "4"],
        }
    )


@pytest.fixture
def workdays() -> pl.DataFrame:
    days = [DAY + dt.timedelta(days=number) for number in range(9)]
    return pl.DataFrame({"date": days, "is_workday": [True] * len(days)})


def counted(frames, derivation=PAID):
    found = derive(
        VISITS,
        [Derivation.model_validate(derivation)],
        frames,
        period=Year(),
        parameters={},
        regions=["R1"],
    )
    return dict(found.metrics.select("metric_id", "value").rows())


EXPECTED = {"got": "0.6", "late": "1"}


def test_frames_in_memory_are_handed_to_a_connection_of_ones_own(visits, payments, workdays):
    with duckdb.connect() as own:
        frames = {
            "visits": own.from_arrow(visits.to_arrow()),
            "payments": payments.to_pandas(),
            "workdays": workdays,
        }

        assert EXPECTED == counted(frames)


def test_the_records_counted_are_handed_to_the_engine_of_those_joined(visits, payments, workdays):
    with duckdb.connect() as own:
        frames = {
            "visits": visits,
            "payments": own.from_arrow(payments.to_arrow()),
            "workdays": workdays.lazy(),
        }

        assert EXPECTED == counted(frames)


def test_a_dask_frame_takes_in_a_table_of_arrow(visits, payments, workdays):
    frames = {
        "visits": dask_frame(visits),
        "payments": payments.to_arrow(),
        "workdays": workdays.to_arrow(),
    }

    assert EXPECTED == counted(frames)


def test_two_engines_that_are_not_memory_are_refused(visits, payments, workdays):
    frames = {
        "visits": dask_frame(visits),
        "payments": duckdb.from_arrow(payments.to_arrow()),
        "workdays": workdays,
    }

    with pytest.raises(
        InputError, match=r"one is a frame of duckdb, another of dask.*or held in memory"
    ):
        counted(frames)


def test_registers_on_disk_are_joined_with_each_other(tmp_path, visits, payments, workdays):
    frames = {"workdays": workdays}
    for name, frame in (("visits", visits), ("payments", payments)):
        path = tmp_path / f"{name}'s.parquet"
        frame.write_parquet(path)
        frames[name] = StoredRegister.of_files([path])

    assert EXPECTED == counted(frames)
    assert (2, 3) == (frames["visits"].rows, frames["payments"].rows)


JOINT = {"from": "visits", "yields": {"together": {"count": "joint"}, "none": {"count": "not joint"}}}  # fmt: skip


@pytest.mark.parametrize("texts", [["true", None], ["True", ""], ["True", "False"]])
def test_truths_may_be_spelt_as_texts(visits, texts):
    """So Dask holds them beside empty cells."""
    frame = visits.with_columns(joint=pl.Series(texts, dtype=pl.String))

    assert {"together": "1", "none": "1"} == counted({"visits": frame}, JOINT)


def test_texts_that_are_no_truths_are_refused(visits):
    frame = visits.with_columns(joint=pl.Series(["yes", "true"]))
    words = (
        "visits, column joint: 1 cells are neither true nor false. Allowed: true, false or empty"
    )

    with pytest.raises(InputError, match=re.escape(words)):
        counted({"visits": frame}, JOINT)
