"""One fault a file in bad_rubrics/: its first line says the remark that lint makes, and it makes no other."""

import re
from pathlib import Path

import pytest

from govscore_lib.errors import InputError
from govscore_lib.rubric import load_rubric, rubric_ids
from govscore_lib.rubric.document import read_document
from govscore_lib.rubric.lint import CHECKS, lint_rubric
from govscore_lib.rubric.lint.remark import Subject

HERE = Path(__file__).parent
BAD = sorted(HERE.joinpath("bad_rubrics").glob("*.yml"))


def expected(path: Path) -> str:
    return path.read_text("utf-8").splitlines()[0].removeprefix("# expects: ")


LOADING = [path for path in BAD if re.match("error|remark", expected(path))]
REFUSED = [path for path in BAD if path not in LOADING]


@pytest.mark.parametrize("path", LOADING, ids=lambda path: path.stem)
def test_lint_finds_the_one_fault_of_a_bad_rubric(path: Path):
    (remark,) = lint_rubric(path)

    assert expected(path) in f"{remark.severity}: {remark.text}"
    assert f"{path.name}:{remark.line}: " in str(remark)


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_some_faults_do_not_even_load(path: Path):
    with pytest.raises(InputError, match=re.escape(expected(path))):
        lint_rubric(path)


@pytest.mark.parametrize(
    ("name", "line_begins"),
    [
        ("cap_above_maximum", "rule: "),
        ("total_sum", "total: "),
        ("reading_changes_nothing", "B: "),
        ("source_without_item", "source: "),
        ("unused_parameter", "limit: "),
        ("codes_alike", "kind: "),
    ],
)
def test_a_remark_names_the_line_to_mend(name: str, line_begins: str):
    path = HERE / "bad_rubrics" / f"{name}.yml"
    (remark,) = lint_rubric(path)

    line = path.read_text("utf-8").splitlines()[remark.line - 1]
    assert line.strip().startswith(line_begins)


def test_every_check_has_a_bad_rubric():
    """No check is there without a file that makes it speak."""
    silent = set(CHECKS)
    for path in LOADING:
        silent -= {check for check in silent if list(check(subject(path)))}

    assert set() == silent


def subject(path: Path) -> Subject:
    return Subject(read_document(path), load_rubric(path))


def test_the_small_rubric_is_clean():
    assert () == lint_rubric(HERE / "small_rubric.yml")


@pytest.mark.parametrize("rubric_id", rubric_ids())
def test_the_rubrics_of_the_library_are_clean(rubric_id: str):
    assert [] == [str(remark) for remark in lint_rubric(rubric_id)]
