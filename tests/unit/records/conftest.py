"""Small record tables written in a test, on each kind of frame, counted as a rubric says."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl
import pytest
import yaml

from govscore_lib.records import Derivation, Derived, Register, derive, read_registers
from govscore_lib.rubric import rubric_path
from govscore_lib.tables import REGISTER_TYPES
from tests.engines import KINDS

REGIONS = ("R1", "R2")
DEFAULTS = {
    "text": "x",
    "int": "1",
    "decimal": "1",
    "bool": "true",
    "date": "2021-06-01",
    "datetime": "2021-06-01T12:00",
}


@dataclass(frozen=True)
class Year:
    start: dt.date = dt.date(2021, 1, 1)
    end: dt.date = dt.date(2021, 12, 31)


@dataclass(frozen=True)
class Declared:
    """Registers and derivations of a rubric, and its parameters as text."""

    registers: dict[str, Register]
    derivations: tuple[Derivation, ...]
    parameters: dict[str, str]


def typed(register: Register, rows: list[dict[str, str]], columns: list[str]) -> pl.DataFrame:
    """Return rows of text as a frame typed like the register."""
    series = []
    for name in columns:
        declared = register.columns[name]
        texts = pl.Series(name, [row[name] or None for row in rows], dtype=pl.String)
        if declared.type == "bool":
            series.append(texts == "true")
        elif declared.type == "date":
            series.append(texts.str.to_date("%Y-%m-%d"))
        elif declared.type == "datetime":
            series.append(texts.str.to_datetime("%Y-%m-%dT%H:%M", time_unit="us"))
        else:
            series.append(texts.cast(REGISTER_TYPES[declared.type]))
    return pl.DataFrame(series)


def records(register: Register, table: str) -> pl.DataFrame:
    """Return a table of the columns that matter; the others of the register get plain values.

    A cell of ``-`` is empty, like one with nothing in it.
    """
    lines = [line for line in table.strip().splitlines() if line.strip()]
    header = [cell.strip() for cell in lines[0].split("|")]
    written = [
        dict(zip(header, (_cell(text) for text in line.split("|")), strict=True))
        for line in lines[1:]
    ]
    rows = []
    for number, row in enumerate(written):
        plain = {
            name: next(iter(column.values), DEFAULTS.get(column.type, ""))
            for name, column in register.columns.items()
            if column.required
        }
        plain |= {name: f"{name}-{number}" for name in register.key if plain[name] == "x"}
        if register.region:
            plain[register.region] = "R1"
        rows.append(plain | row)
    columns = [name for name in register.columns if name in header or name in rows_names(rows)]
    return typed(register, rows, columns)


def _cell(text: str) -> str:
    return "" if text.strip() == "-" else text.strip()


def rows_names(rows: list[dict[str, str]]) -> set[str]:
    return set().union(*rows) if rows else set()


@cache
def declared_by(rubric: str) -> Declared:
    """Return what one of the library's rubrics declares."""
    document = yaml.load(rubric_path(rubric).read_text("utf-8"), yaml.BaseLoader)
    return Declared(
        read_registers(document["registers"]),
        tuple(Derivation.model_validate(one) for one in document["derivations"]),
        {name: one["value"] for name, one in document.get("parameters", {}).items()},
    )


@pytest.fixture(scope="session")
def huaian() -> Declared:
    return declared_by("huaian-2021-integrity")


@pytest.fixture
def declared(huaian) -> Declared:
    """The rubric whose registers ``counted`` and ``metrics`` take; a module may name its own."""
    return huaian


@pytest.fixture(params=KINDS)
def kind(request) -> str:
    """Kind of frame; a test that takes it runs on each."""
    return request.param


@pytest.fixture
def counted(declared) -> Callable[..., Derived]:
    """Count tables written as text (or frames) by the rubric."""

    def run(
        tables: Mapping[str, str | pl.DataFrame],
        *,
        kind: str = "polars",
        regions: tuple[str, ...] = REGIONS,
        **options: Any,
    ) -> Derived:
        frames = {
            name: table
            if isinstance(table, pl.DataFrame)
            else records(declared.registers[name], table)
            for name, table in tables.items()
        }
        return derive(
            declared.registers,
            declared.derivations,
            {name: KINDS[kind](frame) for name, frame in frames.items()},
            period=Year(),
            parameters=declared.parameters,
            regions=regions,
            **options,
        )

    return run


@pytest.fixture
def metrics(counted) -> Callable[..., dict[str, str]]:
    """Metrics of one region, id → value, counted from tables written as text."""

    def run(
        tables: Mapping[str, str | pl.DataFrame], region: str = "R1", **options: Any
    ) -> dict[str, str]:
        found = counted(tables, **options).metrics.filter(pl.col("region_id") == region)
        return dict(zip(found["metric_id"], found["value"], strict=True))

    return run


@pytest.fixture
def table(huaian) -> Callable[[str, str], pl.DataFrame]:
    """Return a register of Huai'an's rubric from a text table."""
    return lambda name, text: records(huaian.registers[name], text)
