"""Whole runs worked out by hand: registers, general rules, totals and ranks.

A file of runs holds ``common`` (metric → value of every region that does not say otherwise) and ``runs``, a
list of {title, regions: {name: {metric: value}}, registers: {name: text table}, expect: {readings: {region:
{what: figure}}}}. ``readings`` is "A" for the defaults, or TARGET=KEY, several joined by " + ". ``what`` is a
criterion, "category:ID", "total", "rank", "status" or "award" (class and state of the proposed prize);
"-" stands for none. A column that a register's table leaves out is absent from its file; ``news x40`` in its
first column stands for 40 rows.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml
from typer.testing import CliRunner

import govscore_lib as gs
from govscore_lib.cli import app
from govscore_lib.engine.reference import score as score_by_reference
from govscore_lib.points import plain
from tests.golden.worked_examples import COLUMNS, read_csv, score_options

NONE = "-"
Results = dict[str, dict[str, str]]
"""Region → what → figure as text."""


@dataclass(frozen=True)
class WorkedRuns:
    """The runs of one rubric.

    rubric : its id. file : name of the file of runs in this folder.
    """

    rubric: str
    file: str

    @cached_property
    def content(self) -> dict[str, Any]:
        return yaml.load(Path(__file__).with_name(self.file).read_text("utf-8"), yaml.BaseLoader)

    @property
    def runs(self) -> list[dict[str, Any]]:
        return self.content["runs"]

    @property
    def cases(self) -> list[Any]:
        """One test case a run and choice of readings."""
        return [
            pytest.param(number, readings, id=f"{run['title']}: {readings}")
            for number, run in enumerate(self.runs)
            for readings in run["expect"]
        ]

    @property
    def readings(self) -> set[tuple[str, str]]:
        """Every target and key that some run chooses."""
        return {
            choice
            for run in self.runs
            for told in run["expect"]
            for choice in choices(told).items()
        }

    def expected(self, number: int, readings: str, way: str) -> Results:
        """What was worked out by hand, as far as the way tells it: the reference proposes no prizes."""
        untold = {"award"} if way == "reference" else set()
        return {
            region: {what: figure for what, figure in figures.items() if what not in untold}
            for region, figures in self.runs[number]["expect"][readings].items()
        }

    def values_of(self, number: int) -> dict[str, dict[str, str]]:
        """Region → metric → value, the common ones put in."""
        common = self.content.get("common") or {}
        return {region: {**common, **own} for region, own in self.runs[number]["regions"].items()}


@dataclass(frozen=True)
class RunScorer:
    """Scores runs.

    new_folder : gives a fresh folder.
    """

    worked: WorkedRuns
    new_folder: Callable[[], Path]
    _cards: dict[tuple[int, str], gs.Scorecard] = field(default_factory=dict)

    def results(self, way: str, number: int, readings: str) -> Results:
        """Return what one of ``WAYS`` makes of the figures that the run tells."""
        found = getattr(self, f"_by_{way}")(number, readings)
        return {
            region: {what: found[region][what] for what in figures}
            for region, figures in self.worked.expected(number, readings, way).items()
        }

    def files(self, number: int) -> tuple[Path, dict[str, Path]]:
        """Return the observations and the registers of a run, written to a fresh folder."""
        folder = self.new_folder()
        observations = folder / "observations.csv"
        with observations.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for region, values in self.worked.values_of(number).items():
                writer.writerows([region, *pair] for pair in (values or {"": ""}).items())
        registers = {}
        for name, table in (self.worked.runs[number].get("registers") or {}).items():
            registers[name] = folder / f"{name}.csv"
            with registers[name].open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows(cells_of(table))
        return observations, registers

    def card(self, number: int, readings: str) -> gs.Scorecard:
        """Return the scorecard of a run."""
        if (number, readings) not in self._cards:
            observations, registers = self.files(number)
            rubric = gs.load_rubric(self.worked.rubric, readings=choices(readings))
            self._cards[number, readings] = gs.score(
                rubric,
                gs.load_observations(observations, rubric),
                gs.load_registers(registers, rubric),
            )
        return self._cards[number, readings]

    def _by_library(self, number: int, readings: str) -> Results:
        card = self.card(number, readings)
        tables = {"ledger": card.ledger, "categories": card.categories, "scores": card.scores}
        if card.rubric.awards is not None:
            tables["awards"] = card.awards
        return gathered({name: rows_of(table) for name, table in tables.items()})

    def _by_command_line(self, number: int, readings: str) -> Results:
        observations, registers = self.files(number)
        output = observations.parent / "out"
        options = []
        for name, path in registers.items():
            options += ["--register", f"{name}={path}"]
        for target, key in choices(readings).items():
            options += ["--reading", f"{target}={key}"]
        command = score_options(self.worked.rubric, observations, output, *options)
        done = CliRunner().invoke(app, command, catch_exceptions=False)

        assert 0 == done.exit_code, done.output
        return gathered({path.stem: read_csv(path) for path in sorted(output.glob("*.csv"))})

    def _by_reference(self, number: int, readings: str) -> Results:
        card = self.card(number, readings)
        values: dict[str, dict[str, str | None]] = {
            region: {} for region in self.worked.runs[number]["regions"]
        }
        for region, metric, value in card.observations.select(COLUMNS).iter_rows():
            values[region][metric] = value
        scores = score_by_reference(card.rubric, values)
        results: Results = {
            region: {
                "rank": plainly(scores.ranks[region] or None),
                "status": scores.statuses[region],
            }
            for region in values
        }
        for region, total in scores.totals.items():
            ranked = scores.statuses[region] not in ("disqualified", "waived")
            results[region]["total"] = plainly(total if ranked else None)
        for (region, criterion), points in scores.points.items():
            results[region][criterion] = plainly(points)
        for (region, category), points in scores.categories.items():
            results[region][f"category:{category}"] = plainly(points)
        return results


def choices(readings: str) -> dict[str, str]:
    """Return target → key of a choice of readings as a run writes it."""
    if readings == "A":
        return {}
    return dict(one.split("=") for one in readings.split(" + "))  # type: ignore[misc]


def cells_of(table: str) -> list[list[str]]:
    """Return the rows of a text table, the header first; a row named ``news x40`` stands 40 times."""
    rows = []
    for line in filter(str.strip, table.splitlines()):
        name, *cells = (cell.strip() for cell in line.split("|"))
        stem, _, times = name.rpartition(" x")
        names = [f"{stem} {n}" for n in range(1, int(times) + 1)] if stem else [name]
        rows += [[one, *cells] for one in names]
    return rows


def rows_of(table: pl.DataFrame) -> list[dict[str, str]]:
    return [
        {name: "" if cell is None else str(cell) for name, cell in row.items()}
        for row in table.iter_rows(named=True)
    ]


def gathered(tables: Mapping[str, list[dict[str, str]]]) -> Results:
    """Return what the tables of a scorecard say of each region."""
    results: Results = {
        row["region_id"]: {
            "total": plainly(row["total"]),
            "rank": plainly(row["rank"]),
            "status": row["status"],
        }
        for row in tables["scores"]
    }
    for row in tables["ledger"]:
        results[row["region_id"]][row["criterion_id"]] = plainly(row["points"])
    for row in tables["categories"]:
        results[row["region_id"]][f"category:{row['category_id']}"] = plainly(row["score"])
    for row in tables.get("awards", []):
        results[row["region_id"]]["award"] = f"{row['prize']} {row['state']}".strip()
    return results


def plainly(figure: str | Fraction | None) -> str:
    """Return a figure as a run writes it: without trailing zeros, "-" where there is none."""
    return NONE if figure in (None, "") else plain(Fraction(figure))
