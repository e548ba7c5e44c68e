"""The same records give the same metrics as CSV, xlsx and parquet, on polars, DuckDB, pandas, Dask and from disk."""

import tempfile
from pathlib import Path
from random import Random

import openpyxl
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from govscore_lib.ingest import ingest
from govscore_lib.ingest.cells.columns import canonical
from govscore_lib.records import StoredRegister, derive
from govscore_lib.rubric import load_rubric
from tests.engines import CLUSTER_KINDS, KINDS
from tests.random_records import random_frame
from tests.strategies import search

RUBRIC = load_rubric("huaian-2021-integrity")
REGISTER = "hotline_tickets"
DECLARED = RUBRIC.registers[REGISTER]
DERIVATIONS = [one for one in RUBRIC.derivations if one.source == REGISTER]
REGIONS = ("320803", "320804")
FORMS = ("csv", "xlsx", "parquet")


@pytest.fixture(scope="module")
def cluster():
    """A scheduler and a worker of Dask in this process."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=1, threads_per_worker=2, processes=False, dashboard_address=None
        ) as local,
        Client(local),
    ):
        yield


def tickets(seed: int, rows: int) -> pl.DataFrame:
    """Random tickets of two regions, each with a number of its own."""
    frame = random_frame(DECLARED, Random(seed), rows)
    places = pl.Series([REGIONS[number % 2] for number in range(frame.height)])
    numbers = pl.Series([f"T{number:04}" for number in range(frame.height)])
    return frame.with_columns(region_id=places, ticket_id=numbers)


def write(frame: pl.DataFrame, form: str, path: Path) -> None:
    path.parent.mkdir(parents=True)
    if form == "parquet":
        frame.write_parquet(path)
        return
    texts = frame.select(canonical(column) for column in frame.iter_columns())
    if form == "csv":
        texts.write_csv(path)
        return
    book = openpyxl.Workbook()
    for row in (texts.columns, *texts.rows()):
        book.active.append(row)
    book.save(path)


def read(frame: pl.DataFrame, form: str, folder: Path) -> pl.DataFrame:
    """The records as ingest takes them from a file of that form."""
    write(frame, form, folder / form / "registers" / f"{REGISTER}.{form}")
    found = ingest(RUBRIC, folder / form).registers[REGISTER]
    assert isinstance(found, pl.DataFrame)
    return found.select(list(DECLARED.columns))


def metrics(frame) -> list[tuple]:
    found = derive(
        RUBRIC.registers,
        DERIVATIONS,
        {REGISTER: frame},
        period=RUBRIC.period,
        parameters={name: one.value for name, one in RUBRIC.parameters.items()},
        regions=REGIONS,
        metrics=RUBRIC.metrics,
    )
    return found.metrics.rows()


def stored(frame: pl.DataFrame, folder: Path) -> StoredRegister:
    """The records as two files on disk."""
    half = frame.height // 2
    paths = [folder / "first.parquet", folder / "second.parquet"]
    for path, part in zip(paths, (frame[:half], frame[half:]), strict=True):
        part.write_parquet(path)
    return StoredRegister.of_files(paths)


def assert_all_alike(seed: int, rows: int) -> list[tuple]:
    frame = tickets(seed, rows)
    expected = metrics(frame)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        read_back = [read(frame, form, folder) for form in FORMS]
        for records in read_back:  # alike to the cell, so that one of them stands for all
            assert_frame_equal(read_back[0], records)
        for kind, make in (KINDS | CLUSTER_KINDS).items():
            assert expected == metrics(make(read_back[0])), kind
        on_disk = stored(frame, folder)
        assert expected == metrics(on_disk)
        assert expected == metrics(on_disk.relation())
    return expected


def test_every_form_and_engine_gives_the_same_metrics(cluster):
    values = assert_all_alike(seed=0, rows=60)

    assert all(value != "0" for *_, value in values)


@pytest.mark.long
@search(5)
@given(seed=st.integers(1, 10_000), rows=st.integers(2, 40))
def test_every_form_and_engine_gives_the_same_metrics_whatever_the_records(cluster, seed, rows):
    assert_all_alike(seed, rows)
