"""The command line. Thin: every command imports what it needs when it runs."""

from govscore_lib.cli.common import BAD_INPUT, FINDINGS, FINE, app
from govscore_lib.cli.main import main

__all__ = ["BAD_INPUT", "FINDINGS", "FINE", "app", "main"]
