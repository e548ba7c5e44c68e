"""Huai'an's first worked example once more, as a user of the command line has it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.golden.test_worked_examples import WORKED
from tests.golden.worked_examples import nine_decimals, read_csv, recorded, score_options


def test_regions_without_a_league_form_one(tmp_path: Path):
    """The first example in a process of its own, regions named R1 to R8, nothing said of leagues."""
    example = WORKED["huaian-2021-integrity"].examples[0]
    rows = ["region_id,metric_id,value"]
    for region, values in example["regions"].items():
        rows += [
            f"{region},{metric},{value}"
            for metric, value in zip(example["metrics"], values, strict=True)
        ]
    observations = tmp_path / "league.csv"
    observations.write_text("\n".join(rows) + "\n", "utf-8")
    command = [sys.executable, "-m", "govscore_lib.cli"]
    command += score_options("huaian-2021-integrity", observations, tmp_path / "out")
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    assert (0, "") == (done.returncode, done.stderr)

    expected = [recorded(points) for points in example["points"]["A"]]
    ledger = read_csv(tmp_path / "out" / "ledger.csv")
    actual = [nine_decimals(row) for row in ledger if row["criterion_id"] == example["criterion"]]

    assert expected == actual
