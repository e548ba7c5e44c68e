"""The worked examples of huaian-2021-integrity: library, command line and reference scorer."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
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

RUBRIC = "huaian-2021-integrity"
EXAMPLES = yaml.load(
    Path(__file__).with_name("huaian_worked_examples.yml").read_text("utf-8"), yaml.BaseLoader
)
DOCUMENT = yaml.load(rubric_path(RUBRIC).read_text("utf-8"), yaml.BaseLoader)
COLUMNS = ("region_id", "metric_id", "value")
MISSING = ("", "missing")

Line = tuple[str, str]
"""Points to nine decimals ("" when there are none) and status."""


@dataclass(frozen=True)
class Run:
    """Readings that are scored together; criteria do not act on each other.

    base : a reading made the default of a copy of the rubric, so that another may be applied on top.
    """

    readings: tuple[tuple[str, str], ...] = ()
    base: tuple[str, str] | None = None


def region_id(example: int, region: str) -> str:
    return f"{example:02d}-{region}"


def recorded(points: str) -> Line:
    """An expected figure as the ledger holds it: rounded half up at nine decimals."""
    if points == "missing":
        return MISSING
    exact = Fraction(points)
    nine = Decimal(exact.numerator) / Decimal(exact.denominator)
    return str(nine.quantize(Decimal("1e-9"), ROUND_HALF_UP)), "scored"


def run_of(criterion: str, variant: str) -> Run:
    """The run that answers a variant: plain readings of all criteria share as few runs as they can."""
    base, _, reading = variant.rpartition("+")
    if base:
        return Run(((criterion, reading),), (criterion, base))
    position = VARIANTS[criterion].index(variant)
    if not position:
        return Run()
    return Run(
        tuple((name, known[position]) for name, known in VARIANTS.items() if position < len(known))
    )


def plain_variants() -> dict[str, list[str]]:
    """Criterion → its readings in the examples, the default first."""
    known: dict[str, list[str]] = {}
    for example in EXAMPLES:
        variants = known.setdefault(example["criterion"], ["A"])
        variants += [one for one in example["points"] if "+" not in one and one not in variants]
    return known


VARIANTS = plain_variants()
LETTERS = {
    (clause["id"], reading["slug"]): letter
    for clause in DOCUMENT["criteria"]
    for letter, reading in clause.get("readings", {}).items()
}
"""The command line is asked by letter, the library by short name."""
CASES = [
    pytest.param(number, variant, id=f"{example['criterion']} {example['title']}: {variant}")
    for number, example in enumerate(EXAMPLES)
    for variant in example["points"]
]


def examples_of(run: Run) -> list[int]:
    """Numbers of the examples whose criterion is read otherwise in the run; all for the default."""
    read = {criterion for criterion, _ in run.readings}
    return [
        number
        for number, example in enumerate(EXAMPLES)
        if not read or example["criterion"] in read
    ]


def observations_of(run: Run) -> list[tuple[str, str, str]]:
    """Region, metric and value of the examples of a run, each example a league of its own."""
    rows = []
    for number in examples_of(run):
        example = EXAMPLES[number]
        for region, values in example["regions"].items():
            name = region_id(number, region)
            rows.append((name, "league_id", f"example {number}"))
            rows += [
                (name, metric, value)
                for metric, value in zip(example["metrics"], values, strict=True)
            ]
    return rows


def rubric_of(run: Run, folder: Path) -> str:
    """The rubric's id, or the file of a copy in which the run's base is the default."""
    if run.base is None:
        return RUBRIC
    criterion, slug = run.base
    clause = next(one for one in DOCUMENT["criteria"] if one["id"] == criterion)
    reading = next(one for one in clause["readings"].values() if one["slug"] == slug)
    changed = apply_changes(DOCUMENT, reading["change"], f"criteria/{criterion}")
    path = folder / f"{criterion}-{slug}.yml"
    path.write_text(yaml.safe_dump(changed, allow_unicode=True, sort_keys=False), "utf-8")
    return str(path)


@dataclass(frozen=True)
class Prepared:
    """A run with its inputs on disk, as both ways take them."""

    source: str
    rubric: Rubric
    observations: Path


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Run], Prepared]:
    @cache
    def prepare(run: Run) -> Prepared:
        folder = tmp_path_factory.mktemp("golden")
        source = rubric_of(run, folder)
        path = folder / "observations.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([COLUMNS, *observations_of(run)])
        return Prepared(source, gs.load_rubric(source, readings=dict(run.readings)), path)

    return prepare


Ledgers = Callable[[Run], Mapping[tuple[str, str], Line]]


@pytest.fixture(scope="module")
def library(prepared: Callable[[Run], Prepared]) -> Ledgers:
    @cache
    def ledger(run: Run) -> dict[tuple[str, str], Line]:
        given = prepared(run)
        table = gs.load_observations(given.observations, given.rubric)
        columns = ["region_id", "criterion_id", "points", "status"]
        return {
            (region, criterion): ("" if points is None else str(points), status)
            for region, criterion, points, status in gs.score(given.rubric, table)
            .ledger.select(columns)
            .iter_rows()
        }

    return ledger


@pytest.fixture(scope="module")
def reference(prepared: Callable[[Run], Prepared]) -> Ledgers:
    @cache
    def ledger(run: Run) -> dict[tuple[str, str], Line]:
        values: dict[str, dict[str, str | None]] = {}
        for region, metric, value in observations_of(run):
            values.setdefault(region, {})[metric] = value or None
        points = score_by_reference(prepared(run).rubric, values).points
        return {
            place: recorded("missing" if one is None else str(one)) for place, one in points.items()
        }

    return ledger


@pytest.fixture(scope="module")
def command_line(prepared: Callable[[Run], Prepared]) -> Ledgers:
    @cache
    def ledger(run: Run) -> dict[tuple[str, str], Line]:
        given = prepared(run)
        output = given.observations.parent / "out"
        readings = []
        for criterion, slug in run.readings:
            readings += ["--reading", f"{criterion}={LETTERS[criterion, slug]}"]
        command = score_options(given.source, given.observations, output, *readings)
        done = CliRunner().invoke(app, command, catch_exceptions=False)

        assert 0 == done.exit_code, done.output
        return {
            (row["region_id"], row["criterion_id"]): nine_decimals(row)
            for row in read_csv(output / "ledger.csv")
        }

    return ledger


def score_options(source: str, observations: Path, output: Path, *options: str) -> list[str]:
    return ["score", source, "--observations", str(observations), "--output", str(output), *options]


def nine_decimals(row: Mapping[str, str]) -> Line:
    points = row["points"]
    return (str(Decimal(points).quantize(Decimal("1e-9"))) if points else "", row["status"])


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("way", ["library", "reference", "command_line"])
@pytest.mark.parametrize(("number", "variant"), CASES)
def test_worked_example(way: str, number: int, variant: str, request: pytest.FixtureRequest):
    example: dict[str, Any] = EXAMPLES[number]
    criterion = example["criterion"]
    expected = dict(zip(example["regions"], map(recorded, example["points"][variant]), strict=True))

    ledger = request.getfixturevalue(way)(run_of(criterion, variant))
    actual = {region: ledger[region_id(number, region), criterion] for region in example["regions"]}

    assert expected == actual


def test_regions_without_a_league_form_one(tmp_path: Path):
    """The first example in a process of its own, regions named R1 to R8, nothing said of leagues."""
    example = EXAMPLES[0]
    rows = ["region_id,metric_id,value"]
    for region, values in example["regions"].items():
        rows += [
            f"{region},{metric},{value}"
            for metric, value in zip(example["metrics"], values, strict=True)
        ]
    observations = tmp_path / "league.csv"
    observations.write_text("\n".join(rows) + "\n", "utf-8")
    command = [sys.executable, "-m", "govscore_lib.cli"]
    command += score_options(RUBRIC, observations, tmp_path / "out")
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    assert (0, "") == (done.returncode, done.stderr)

    expected = [recorded(points) for points in example["points"]["A"]]
    ledger = read_csv(tmp_path / "out" / "ledger.csv")
    actual = [nine_decimals(row) for row in ledger if row["criterion_id"] == example["criterion"]]

    assert expected == actual


def test_every_reading_has_an_example():
    """A reading that the rubric offers is pinned by a figure worked out by hand."""
    worked = {(criterion, slug) for criterion, slugs in VARIANTS.items() for slug in slugs[1:]}

    assert LETTERS.keys() == worked
