"""Where files may stand, and what must not be in them."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

FOLDERS = {
    ".ci",
    "benchmarks",
    "changelog.d",
    "data",
    "docs",
    "expectations",
    "govscore_lib",
    "notebooks",
    "reports",
    "tests",
    "tools",
}
FILES = {
    ".gitattributes",
    ".gitignore",
    ".pre-commit-config.yaml",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "README.zh-CN.md",
    "environment.yml",
    "pyproject.toml",
    "requirements-dev.lock",
    "requirements.lock",
}
BUILT = ("data/processed/", "reports/")
TEXT = {".cfg", ".css", ".csv", ".html", ".ipynb", ".js", ".json", ".lock", ".md", ".py", ".sh"}
TEXT |= {".toml", ".txt", ".yaml", ".yml", ".j2", ""}
VENDORED = "govscore_lib/reporting/assets/vendor/"


def project_files() -> list[str]:
    """Files of the project: tracked or about to be, never the ignored ones."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    names = listed.stdout.decode().split("\0")
    return sorted(name for name in names if name and (ROOT / name).is_file())


FILES_OF_PROJECT = project_files()
NOTEBOOKS = [name for name in FILES_OF_PROJECT if name.endswith(".ipynb")]


def lines_matching(pattern: str, names: list[str]) -> list[str]:
    found = []
    for name in names:
        path = ROOT / name
        if path.suffix not in TEXT or name.startswith(VENDORED):
            continue
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:  # raw data in the encodings that offices send
            continue
        found += [
            f"{name}, line {number}: {match.group()}"
            for number, line in enumerate(text.splitlines(), start=1)
            if (match := re.search(pattern, line))
        ]
    return found


def test_every_top_level_name_is_known():
    folders = {name.split("/")[0] for name in FILES_OF_PROJECT if "/" in name}
    files = {name for name in FILES_OF_PROJECT if "/" not in name}

    assert set() == folders - FOLDERS
    assert set() == files - FILES


def test_what_is_built_is_not_kept():
    kept = [name for name in FILES_OF_PROJECT if name.startswith(BUILT)]

    assert ["data/processed/.gitkeep", "reports/.gitkeep"] == kept


def test_notebooks_stand_in_one_folder():
    assert [] == [
        name for name in NOTEBOOKS if not re.fullmatch(r"notebooks/\d\d_\w+\.ipynb", name)
    ]


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_notebooks_are_stripped(name):
    cells = json.loads((ROOT / name).read_text("utf-8"))["cells"]

    full = [
        position
        for position, cell in enumerate(cells)
        if cell["cell_type"] == "code" and (cell["outputs"] or cell["execution_count"] is not None)
    ]

    assert [] == full


def test_raw_data_stay_small():
    size = sum(
        (ROOT / name).stat().st_size for name in FILES_OF_PROJECT if name.startswith("data/raw/")
    )

    assert size < 8 * 2**20


def test_locks_are_of_the_one_kind():
    """Other lock files write the address of the registry they were made from."""
    strangers = {"uv.lock", "pylock.toml", "poetry.lock", "Pipfile.lock", "pdm.lock"}

    assert [] == [name for name in FILES_OF_PROJECT if Path(name).name in strangers]


def test_no_registry_is_named():
    settings = [
        name
        for name in FILES_OF_PROJECT
        if name.endswith((".lock", ".toml", ".yml", ".sh", "Makefile", ".ci/run", "package.json"))
    ]
    pattern = (
        r"--(extra-)?index-url|--find-links [a-z]+:|://[^/ ]*(pypi|pythonhosted|npmjs|conda)[^ ]*"
    )

    assert [] == lines_matching(pattern, settings)


def test_no_page_asks_the_network():
    shown = [name for name in FILES_OF_PROJECT if name.startswith(("govscore_lib/", "notebooks/"))]

    assert [] == lines_matching(r"\b(unpkg|jsdelivr|cdnjs|cdn\.plot|googleapis)\b", shown)


def test_no_machine_path():
    """A path of somebody's machine breaks on every other one."""
    pattern = r"(?<![\w.$<{/:*-])/(home|root|Users|work|opt|mnt|tmp|srv)/[\w.-]+"

    assert [] == lines_matching(pattern, FILES_OF_PROJECT)


def test_the_library_reads_its_own_folder_and_the_project_only():
    """The working folder decides nothing: paths come from the project root or the user."""
    sources = [
        name
        for name in FILES_OF_PROJECT
        if name.startswith("govscore_lib/") and name.endswith(".py")
    ]

    assert [] == lines_matching(r"os\.chdir|sys\.path\.(append|insert)", sources)
