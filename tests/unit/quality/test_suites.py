"""Committed suites follow from the rubrics and the hand-written truths, and speak both languages."""

import pytest

from govscore_lib.errors import InputError
from govscore_lib.quality.declared import suites_of
from govscore_lib.quality.expectation import read_suites
from govscore_lib.quality.suites import suite_files, write_suites
from govscore_lib.quality.truths import read_truths
from govscore_lib.rubric import load_rubric, rubric_ids

RUBRICS = rubric_ids()


@pytest.mark.parametrize("name", RUBRICS)
def test_committed_suites_are_in_step_with_the_rubric(name, project_root):
    """After a change of rubric or truths: ``python -m govscore_lib.quality.suites``."""
    folder = project_root / "expectations" / name
    committed = {path.name: path.read_text("utf-8") for path in folder.glob("*.json")}

    assert suite_files(load_rubric(name), folder) == committed


@pytest.mark.parametrize("name", RUBRICS)
def test_every_expectation_says_itself_and_protects_known_criteria(name, project_root):
    rubric = load_rubric(name)
    suites = read_suites(project_root / "expectations" / name)

    assert {"observations", *rubric.registers} == set(suites)
    for suite in suites.values():
        for one in suite:
            assert one.zh
            assert one.en
            assert one.code
            assert set(one.criteria) <= set(rubric.criteria)


def test_every_register_is_held_to_rows_columns_types_and_keys(rubric):
    suites = suites_of(rubric)
    types = {one.type for one in suites["debts"]}

    assert {
        "expect_table_row_count_to_be_between",
        "expect_table_columns_to_match_set",
        "expect_column_values_to_be_of_type",
        "expect_column_values_to_not_be_null",
        "expect_column_values_to_be_in_set",
        "expect_column_values_to_be_between",
        "expect_column_values_to_be_unique",
    } == types


def test_suites_of_tables_that_are_gone_are_removed(rubric, tmp_path):
    (tmp_path / "gone.json").write_text("{}", "utf-8")

    write_suites(rubric, tmp_path)

    assert {"debts.json", "observations.json", "payments.json"} == {
        p.name for p in tmp_path.iterdir()
    }
    assert set(read_suites(tmp_path)) == {"debts", "observations", "payments"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "- {table: debts, in_order: [found_on, closed]}",
            "debts has no column 'closed'.*closed_on",
        ),
        ("- {table: debt, in_order: [found_on, closed_on]}", "no table 'debt'.*debts"),
        ("- {table: debts}", "exactly one of in_order, at_most, expect"),
        ("- {table: debts, expect: expect_column_to_exist}", "needs the keys says and code"),
        ("- {table: debts, in_ordre: [a, b]}", "in_ordre|Extra"),
        ("- {table: [", "is not YAML"),
    ],
)
def test_a_wrong_truth_is_refused_with_its_place(rubric, tmp_path, text, words):
    (tmp_path / "truths.yml").write_text(text, "utf-8")

    with pytest.raises(InputError, match=words):
        read_truths(tmp_path, rubric)
