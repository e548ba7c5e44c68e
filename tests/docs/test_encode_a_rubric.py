"""The guide to a rubric of one's own shows what the program really does."""

import csv
import re

import pytest

from govscore_lib.engine.output import plain_csv
from govscore_lib.job import score_files
from govscore_lib.rubric import load_rubric
from govscore_lib.rubric.lint import lint_rubric
from govscore_lib.rubric.sayback import say_back

EXAMPLES, GUIDE = "docs/examples", "docs/encode-a-rubric.md"


@pytest.fixture(scope="module")
def examples(project_root):
    return project_root / EXAMPLES


@pytest.fixture(scope="module")
def guide(project_root):
    return (project_root / GUIDE).read_text(encoding="utf-8")


def scored(examples, **readings):
    rubric = load_rubric(examples / "town-services-2024.yml", readings=readings or None)
    registers = {"cases": str(examples / "cases.csv")}
    return score_files(rubric, examples / "observations.csv", registers)


def test_the_example_is_clean(examples):
    assert () == lint_rubric(examples / "town-services-2024.yml")


def test_the_guide_prints_the_scores_of_the_example(examples, guide):
    card = scored(examples)

    assert plain_csv(card.scores.select("region_id", "total", "rank", "status")) in guide
    formula = card.ledger.filter(region_id="T01", criterion_id="2.1")["formula"][0]
    assert f"T01 2.1: {formula}" in guide


def test_the_guide_prints_the_totals_of_the_other_reading(examples, guide):
    totals = scored(examples, **{"2.1": "last-zero"}).scores["total"].to_list()

    assert [80, 70, 30] == totals
    assert "80, 70 and 30" in guide


def test_the_guide_quotes_the_files(examples, guide):
    quoted = re.findall(r"```(?:csv|yaml)\n(.*?)```", guide, re.DOTALL)
    files = "".join(path.read_text(encoding="utf-8") for path in sorted(examples.iterdir()))

    for block in quoted:
        for line in block.splitlines():
            if "…" not in line:
                assert line in files, line


def test_the_guide_says_a_clause_as_the_program_does(examples, guide):
    said = say_back(load_rubric(examples / "town-services-2024.yml"), "en")
    line = next(line for line in said.splitlines() if line.strip().startswith("by rank of"))

    assert line in guide


def test_the_league_stands_beside_the_rubric(examples):
    with (examples / "towns.csv").open(encoding="utf-8", newline="") as lines:
        names = [row["name_zh"] for row in csv.DictReader(lines)]

    assert names == [region.name_zh for region in scored(examples).regions]
