"""Figures worked out by hand, put to the library, the reference scorer and the command line.

A file of examples holds a list of {title, criterion, metrics, regions: {name: [values]}, points: {variant:
[figures]}}. "A" is the default reading, another variant the slug of a reading; slugs joined by "+" are
applied together. Each example is a league of its own.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

import govscore_lib as gs
from govscore_lib.cli import app
from govscore_lib.engine.reference import score as score_by_reference
from govscore_lib.rubric import Rubric, rubric_path
from govscore_lib.rubric.changes import apply_changes

COLUMNS = ("region_id", "metric_id", "value")
MISSING = ("", "missing")
LEAGUE_KINDS = ("rank", "per_capita")
WAYS = ("library", "reference", "command_line")

Line = tuple[str, str]
"""Points to nine decimals ("" when there are none) and status."""
Ledger = Mapping[tuple[str, str], Line]
"""Region and criterion → line."""


@dataclass(frozen=True)
class Run:
    """Examples and readings that are scored together; criteria do not act on each other.

    batch : where the rubric does not split its ranked clauses, a clause has one example to a batch.
    base : a reading made the default of a copy of the rubric, so that another may be applied on top.
    """

    batch: int = 0
    readings: tuple[tuple[str, str], ...] = ()
    base: tuple[str, str] | None = None


@dataclass(frozen=True)
class Prepared:
    """A run with its inputs on disk, as every way takes them."""

    source: str
    rubric: Rubric
    observations: Path


@dataclass(frozen=True)
class WorkedExamples:
    """The examples of one rubric.

    rubric : its id. file : name of the file of examples in this folder.
    """

    rubric: str
    file: str

    @cached_property
    def examples(self) -> list[dict[str, Any]]:
        return yaml.load(Path(__file__).with_name(self.file).read_text("utf-8"), yaml.BaseLoader)

    @cached_property
    def document(self) -> dict[str, Any]:
        return yaml.load(rubric_path(self.rubric).read_text("utf-8"), yaml.BaseLoader)

    @cached_property
    def clauses(self) -> dict[str, dict[str, Any]]:
        return {clause["id"]: clause for clause in self.document["criteria"]}

    @cached_property
    def letters(self) -> dict[tuple[str, str], str]:
        """Criterion and slug → letter; the command line is asked by letter, the library by slug."""
        return {
            (id, reading["slug"]): letter
            for id, clause in self.clauses.items()
            for letter, reading in clause.get("readings", {}).items()
        }

    @cached_property
    def variants(self) -> dict[str, list[str]]:
        """Criterion → its plain readings in the examples, the default first."""
        known: dict[str, list[str]] = {}
        for example in self.examples:
            variants = known.setdefault(example["criterion"], ["A"])
            variants += [one for one in example["points"] if "+" not in one and one not in variants]
        return known

    @cached_property
    def batches(self) -> list[int]:
        """The batch of each example."""
        batches: list[int] = []
        seen: dict[str, int] = {}
        for example in self.examples:
            criterion = example["criterion"]
            alone = self.clauses[criterion]["rule"]["kind"] in LEAGUE_KINDS
            batches.append(
                seen.get(criterion, 0) if alone and "split_by" not in self.document else 0
            )
            seen[criterion] = seen.get(criterion, 0) + 1
        return batches

    @property
    def cases(self) -> list[Any]:
        """One test case an example and variant."""
        return [
            pytest.param(number, variant, id=f"{one['criterion']} {one['title']}: {variant}")
            for number, one in enumerate(self.examples)
            for variant in one["points"]
        ]

    def run_of(self, number: int, variant: str) -> Run:
        """The run that answers a variant: plain readings of all criteria share as few runs as they can."""
        criterion, batch = self.examples[number]["criterion"], self.batches[number]
        base, _, reading = variant.rpartition("+")
        if base:
            return Run(batch, ((criterion, reading),), (criterion, base))
        position = self.variants[criterion].index(variant)
        if not position:
            return Run(batch)
        return Run(
            batch,
            tuple(
                (name, known[position])
                for name, known in self.variants.items()
                if position < len(known)
            ),
        )

    def observations_of(self, run: Run) -> list[tuple[str, str, str]]:
        """Region, metric and value of the examples of a run."""
        read = {criterion for criterion, _ in run.readings}
        split_by = self.document.get("split_by")
        rows = []
        for number, example in enumerate(self.examples):
            if self.batches[number] != run.batch or (read and example["criterion"] not in read):
                continue
            for region, values in example["regions"].items():
                name = region_id(number, region)
                if split_by:
                    rows.append((name, split_by, f"example {number}"))
                rows += [
                    (name, metric, value)
                    for metric, value in zip(example["metrics"], values, strict=True)
                ]
        return rows

    def source_of(self, run: Run, folder: Path) -> str:
        """The rubric's id, or the file of a copy in which the run's base is the default."""
        if run.base is None:
            return self.rubric
        criterion, slug = run.base
        readings = self.clauses[criterion]["readings"].values()
        change = next(one["change"] for one in readings if one["slug"] == slug)
        changed = apply_changes(self.document, change, f"criteria/{criterion}")
        path = folder / f"{criterion}-{slug}.yml"
        path.write_text(yaml.safe_dump(changed, allow_unicode=True, sort_keys=False), "utf-8")
        return str(path)

    def expected(self, number: int, variant: str) -> dict[str, Line]:
        """Region of the example → the line worked out by hand."""
        example = self.examples[number]
        figures = map(recorded, example["points"][variant])
        return dict(zip(example["regions"], figures, strict=True))

    def picked(self, number: int, ledger: Ledger) -> dict[str, Line]:
        """Region of the example → its line of a ledger."""
        example = self.examples[number]
        return {
            region: ledger[region_id(number, region), example["criterion"]]
            for region in example["regions"]
        }


@dataclass(frozen=True)
class Scorer:
    """Scores runs of worked examples, each run and way once.

    new_folder : gives a fresh folder.
    """

    worked: WorkedExamples
    new_folder: Callable[[], Path]
    _prepared: dict[Run, Prepared] = field(default_factory=dict)
    _ledgers: dict[tuple[str, Run], Ledger] = field(default_factory=dict)

    def ledger(self, way: str, run: Run) -> Ledger:
        """Return what one of ``WAYS`` makes of a run."""
        if (way, run) not in self._ledgers:
            self._ledgers[way, run] = getattr(self, f"_by_{way}")(run)
        return self._ledgers[way, run]

    def _prepare(self, run: Run) -> Prepared:
        if run not in self._prepared:
            folder = self.new_folder()
            source = self.worked.source_of(run, folder)
            path = folder / "observations.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([COLUMNS, *self.worked.observations_of(run)])
            rubric = gs.load_rubric(source, readings=dict(run.readings))
            self._prepared[run] = Prepared(source, rubric, path)
        return self._prepared[run]

    def _by_library(self, run: Run) -> Ledger:
        given = self._prepare(run)
        table = gs.load_observations(given.observations, given.rubric)
        columns = ["region_id", "criterion_id", "points", "status"]
        return {
            (region, criterion): ("" if points is None else str(points), status)
            for region, criterion, points, status in gs.score(given.rubric, table)
            .ledger.select(columns)
            .iter_rows()
        }

    def _by_reference(self, run: Run) -> Ledger:
        values: dict[str, dict[str, str | None]] = {}
        for region, metric, value in self.worked.observations_of(run):
            values.setdefault(region, {})[metric] = value or None
        points = score_by_reference(self._prepare(run).rubric, values).points
        return {
            place: recorded("missing" if one is None else str(one)) for place, one in points.items()
        }

    def _by_command_line(self, run: Run) -> Ledger:
        given = self._prepare(run)
        output = given.observations.parent / "out"
        readings = []
        for criterion, slug in run.readings:
            readings += ["--reading", f"{criterion}={self.worked.letters[criterion, slug]}"]
        command = score_options(given.source, given.observations, output, *readings)
        done = CliRunner().invoke(app, command, catch_exceptions=False)

        assert 0 == done.exit_code, done.output
        return {
            (row["region_id"], row["criterion_id"]): nine_decimals(row)
            for row in read_csv(output / "ledger.csv")
        }


def region_id(example: int, region: str) -> str:
    return f"{example:02d}-{region}"


def recorded(points: str) -> Line:
    """An expected figure as the ledger holds it: rounded half up at nine decimals."""
    if points == "missing":
        return MISSING
    exact = Fraction(points)
    nine = Decimal(exact.numerator) / Decimal(exact.denominator)
    return str(nine.quantize(Decimal("1e-9"), ROUND_HALF_UP)), "scored"


def score_options(source: str, observations: Path, output: Path, *options: str) -> list[str]:
    return ["score", source, "--observations", str(observations), "--output", str(output), *options]


def nine_decimals(row: Mapping[str, str]) -> Line:
    points = row["points"]
    return (str(Decimal(points).quantize(Decimal("1e-9"))) if points else "", row["status"])


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
