"""Write the synthetic raw data: ``python -m govscore_lib.samples [RUBRIC ...] [--seed 0] [--project DIR]``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from govscore_lib.samples.build import SETS, write_samples


def main() -> None:
    """Write the files that differ and say how many did."""
    parser = argparse.ArgumentParser(
        prog="python -m govscore_lib.samples",
        description="Write the synthetic raw data into data/raw.",
    )
    parser.add_argument(
        "rubrics",
        nargs="*",
        choices=[*SETS, []],
        metavar="RUBRIC",
        help=f"whose data (default: all of {', '.join(SETS)})",
    )
    parser.add_argument("--seed", type=int, default=0, help="seed of all draws (default: 0)")
    parser.add_argument(
        "--project", type=Path, default=Path(), help="the project folder (default: here)"
    )
    chosen = parser.parse_args()
    raw = chosen.project / "data" / "raw"
    changed = write_samples(raw, chosen.seed, chosen.rubrics or tuple(SETS))
    told = f"{len(changed)} files written below {raw}" if changed else f"{raw} is up to date"
    sys.stdout.write(told + "\n")


if __name__ == "__main__":
    main()
