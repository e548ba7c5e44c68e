"""What the READMEs promise is there: files, commands, folders, and five lines that run."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from govscore_lib.cli import app
from govscore_lib.rubric import rubric_ids

ROOT = Path(__file__).resolve().parents[2]
READMES = ("README.md", "README.zh-CN.md")
PAGES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("changelog.d/*.md"))
)
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(#[^)]*)?\)")


def text_of(page: str) -> str:
    return ROOT.joinpath(page).read_text("utf-8")


def python_of(page: str) -> str:
    return re.search(r"```python\n(.*?)```", text_of(page), re.S).group(1)


def targets() -> set[str]:
    """Commands that `make help` lists."""
    return set(re.findall(r"^([a-z-]+):.*## ", text_of("Makefile"), re.M))


def anchors(page: str) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", text_of(page), re.M)
    return {re.sub(r"[^\w\s-]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page):
    broken = []
    for target, anchor in LINK.findall(text_of(page)):
        path = ROOT.joinpath(page).parent.joinpath(target) if target else ROOT / page
        if not path.exists():
            broken.append(target)
        elif anchor and anchor.removeprefix("#") not in anchors(path.relative_to(ROOT).as_posix()):
            broken.append(target + anchor)

    assert [] == broken


@pytest.mark.parametrize("page", [*READMES, "CONTRIBUTING.md"])
def test_every_make_command_exists(page):
    told = set(re.findall(r"(?:`|^    )make ([a-z-]+)", text_of(page), re.M))

    assert set() == told - targets()


def test_make_help_lists_every_command():
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    phony = set(re.search(r"^\.PHONY: (.*)$", text_of("Makefile"), re.M).group(1).split())

    assert phony == targets()
    assert phony == set(re.findall(r"^  make ([a-z-]+)", told.stdout, re.M))


@pytest.mark.parametrize("page", READMES)
def test_every_command_of_govscore_is_told(page):
    """The listing and the program name the same commands."""
    told = set(re.findall(r"^    govscore ([a-z]+)", text_of(page), re.M))

    assert set(get_command(app).commands) == told


@pytest.mark.parametrize("page", READMES)
def test_the_map_shows_folders_that_exist(page):
    rows = re.findall(r"^\| (`[^|]*/`[^|]*) \|", text_of(page), re.M)
    folders = [folder for row in rows for folder in re.findall(r"`([^`]*/)`", row)]

    assert folders
    assert [] == [folder for folder in folders if not ROOT.joinpath(folder).is_dir()]


@pytest.mark.parametrize("page", READMES)
def test_every_rubric_is_told(page):
    assert [] == [rubric for rubric in rubric_ids() if f"`{rubric}`" not in text_of(page)]


def test_both_readmes_show_the_same_five_lines():
    english, chinese = (python_of(page) for page in READMES)

    assert english == chinese
    assert 5 == len([line for line in english.splitlines() if line and "import" not in line])


def test_the_five_lines_run(tmp_path):
    """In a project where nothing has been built yet."""
    for folder in ("data/raw", "expectations"):
        shutil.copytree(ROOT / folder, tmp_path / folder)

    run = subprocess.run(
        [sys.executable, "-"],
        input=python_of("README.md"),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert 0 == run.returncode, run.stderr


def test_ci_runs_the_test_command_of_the_readme():
    command = re.search(r"^    (make test)\b", text_of("README.md"), re.M).group(1)

    assert f"\n{command} " in text_of(".ci/run")


def test_pre_commit_calls_the_same_check():
    hooks = yaml.safe_load(text_of(".pre-commit-config.yaml"))["repos"]

    assert ["local"] == [repo["repo"] for repo in hooks]
    assert ["make check"] == [hook["entry"] for hook in hooks[0]["hooks"]]
