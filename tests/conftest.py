"""What every test shares: the project's root, search profiles, programs that may be absent."""

import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.programs import PROGRAM_OF_MARKER

pytest.register_assert_rewrite("tests.asserts")

# a PDF takes a browser some seconds; the tests that want one name it
os.environ.setdefault("GOVSCORE_BROWSER", "")

ROOT = Path(__file__).resolve().parents[1]

# the daily search is the same on every machine; `make test-long` looks further, and elsewhere
settings.register_profile("daily", max_examples=50, derandomize=True, deadline=None)
settings.register_profile("long", max_examples=2000, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "daily"))


@pytest.fixture(scope="session")
def project_root() -> Path:
    """Folder that holds pyproject.toml and data/raw."""
    return ROOT


LONGEST = ("tests/site/", "tests/notebooks/", "tests/unit/reporting/", "tests/properties/")
"""What takes minutes begins first, so that at the end no worker is left alone with it."""


def pytest_configure(config: pytest.Config) -> None:
    """Keep the order of the collection, see LONGEST; workers would begin with the largest number of tests."""
    config.option.loadscopereorder = False


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the tests of a file on one worker, and all that look at the one built site together."""
    from xdist.scheduler import LoadScopeScheduling

    class ByFile(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.split("::", 1)[0]
            return "tests/site" if file.startswith("tests/site/") else file

    return ByFile(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Begin with the longest, and leave out the tests whose program this machine lacks; CI has to have all."""
    items.sort(key=_turn)
    absent = {
        marker: program
        for marker, (program, find) in PROGRAM_OF_MARKER.items()
        if find() is None and not os.environ.get("CI")
    }
    out = [item for item in items if any(item.get_closest_marker(name) for name in absent)]
    if not out:
        return

    config.stash[LEFT_OUT] = Counter(
        program for item in out for name, program in absent.items() if item.get_closest_marker(name)
    )
    items[:] = [item for item in items if item not in out]
    config.hook.pytest_deselected(items=out)


def _turn(item: pytest.Item) -> int:
    places = (place for place, folder in enumerate(LONGEST) if item.nodeid.startswith(folder))
    return next(places, len(LONGEST))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say which tests were left out, and why, above the closing line."""
    for program, count in config.stash.get(LEFT_OUT, Counter()).items():
        terminalreporter.write_line(f"LEFT OUT: {count} tests, this machine has no {program}")


LEFT_OUT = pytest.StashKey[Counter[str]]()
