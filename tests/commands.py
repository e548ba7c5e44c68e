"""The command line, run inside the tests' own process."""

import contextlib
import io
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from govscore_lib.cli import main


@dataclass(frozen=True)
class Done:
    """What a command printed and how it ended."""

    returncode: int
    stdout: str
    stderr: str


def govscore(*arguments: str | Path, cwd: Path | None = None) -> Done:
    """Run the command in this process: starting Python for each case would take most of the time."""
    out, err = io.StringIO(), io.StringIO()
    with (
        contextlib.chdir(cwd or Path.cwd()),
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patch.setattr(sys, "argv", ["govscore", *map(str, arguments)])
        try:
            main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
    return Done(code, out.getvalue(), err.getvalue())
