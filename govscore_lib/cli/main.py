"""The program: every group of commands, and what becomes of a fault."""

from __future__ import annotations

import sys
from importlib import import_module

from govscore_lib.cli.common import BAD_INPUT, app
from govscore_lib.errors import GovscoreError

for _group in ("journey", "documents", "data", "results", "experiments"):
    import_module(f"govscore_lib.cli.{_group}")  # each adds its commands, in the order of the help


def main() -> None:
    """Run the command line; a fault of the input is told in words and ends with exit code 2."""
    try:
        app()
    except GovscoreError as error:
        print(f"govscore: {error}", file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None
    except OSError as error:
        if error.filename is None:
            raise
        print(
            f"govscore: {error.filename}: {error.strerror}. Hint: check the path", file=sys.stderr
        )
        raise SystemExit(BAD_INPUT) from None
