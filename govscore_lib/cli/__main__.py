"""``python -m govscore_lib.cli``."""

from govscore_lib.cli.main import main

main()
