"""The worked examples of huaian-2021-integrity: library, command line and reference scorer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.golden.worked_examples import (
    WAYS,
    Scorer,
    WorkedExamples,
    nine_decimals,
    read_csv,
    recorded,
    score_options,
)

WORKED = WorkedExamples("huaian-2021-integrity", "huaian_worked_examples.yml")


@pytest.fixture(scope="module")
def scorer(tmp_path_factory: pytest.TempPathFactory) -> Scorer:
    return Scorer(WORKED, lambda: tmp_path_factory.mktemp("golden"))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("number", "variant"), WORKED.cases)
def test_worked_example(way: str, number: int, variant: str, scorer: Scorer):
    expected = WORKED.expected(number, variant)
    actual = WORKED.picked(number, scorer.ledger(way, WORKED.run_of(number, variant)))

    assert expected == actual


def test_regions_without_a_league_form_one(tmp_path: Path):
    """The first example in a process of its own, regions named R1 to R8, nothing said of leagues."""
    example = WORKED.examples[0]
    rows = ["region_id,metric_id,value"]
    for region, values in example["regions"].items():
        rows += [
            f"{region},{metric},{value}"
            for metric, value in zip(example["metrics"], values, strict=True)
        ]
    observations = tmp_path / "league.csv"
    observations.write_text("\n".join(rows) + "\n", "utf-8")
    command = [sys.executable, "-m", "govscore_lib.cli"]
    command += score_options(WORKED.rubric, observations, tmp_path / "out")
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    assert (0, "") == (done.returncode, done.stderr)

    expected = [recorded(points) for points in example["points"]["A"]]
    ledger = read_csv(tmp_path / "out" / "ledger.csv")
    actual = [nine_decimals(row) for row in ledger if row["criterion_id"] == example["criterion"]]

    assert expected == actual


def test_every_reading_has_an_example():
    """A reading that the rubric offers is pinned by a figure worked out by hand."""
    worked = {
        (criterion, slug) for criterion, slugs in WORKED.variants.items() for slug in slugs[1:]
    }

    assert WORKED.letters.keys() == worked
