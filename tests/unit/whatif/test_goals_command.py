"""``govscore goals``: the plan in words, as a scenario that is carried out again, and exit codes."""

from pathlib import Path

import pytest

from tests.commands import govscore
from tests.projects import copy_project

MESSAGES = "citizen-messages-2026w03"
REGION = "乐山市"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of one rubric, ingested."""
    found = copy_project(tmp_path_factory.mktemp("project"), [MESSAGES])
    assert 0 == govscore("ingest", MESSAGES, "--project", found.root).returncode
    return found.root


def test_a_plan_is_told_and_its_scenario_leads_to_the_same(project: Path, tmp_path: Path):
    out = tmp_path / "out"

    done = govscore("goals", MESSAGES, REGION, "--places", "1", "--lang", "en",
                    "--output", out, "--project", project)  # fmt: skip

    assert 0 == done.returncode, done.stderr
    assert "nothing below cost" in done.stdout
    assert "overtaken: " in done.stdout
    again = govscore("whatif", MESSAGES, out / "scenario.yml", "--project", project, "--lang", "en")
    assert "Leshan" in again.stdout


def test_no_plan_ends_with_1(project: Path):
    done = govscore("goals", MESSAGES, REGION, "--points", "500", "--project", project)

    assert 1 == done.returncode
    assert "无法达到" in done.stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "give one aim: places, rank, prize or points"),
        (["--prize", "first"], "has no prize 'first'"),
        (["--places", "1", "--without", "massages"], "did you mean 'messages'?"),
        (["--criterion", "1.1", "--places", "1"], "--criterion goes with --points only"),
    ],
)
def test_questions_without_sense_end_with_2(project: Path, options: list[str], told: str):
    done = govscore("goals", MESSAGES, REGION, *options, "--project", project)

    assert 2 == done.returncode
    assert told in done.stderr


def test_one_criterion_and_the_change_since_a_project_that_is_the_same(project: Path):
    alone = govscore("goals", MESSAGES, REGION, "--criterion", "1.1", "--project", project)
    since = govscore("change", MESSAGES, "--since", project, "--project", project, "--region", REGION)  # fmt: skip

    assert "乐山市 · 1.1" in alone.stdout
    assert "再多得分：" in alone.stdout
    assert "没有变化" in since.stdout
