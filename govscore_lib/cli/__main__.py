"""``python -m govscore_lib.cli``."""

from govscore_lib.cli import main

main()
