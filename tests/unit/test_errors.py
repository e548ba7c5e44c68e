"""The shape of every message."""

import pytest

from govscore_lib.errors import GovscoreError, InputError, Problem, did_you_mean, listed


def test_a_problem_names_place_finding_allowance_and_hint():
    problem = Problem(
        "f.csv, line 9, column value", "'95' is above the maximum", "0 to 1", "is it a percentage?"
    )

    assert (
        "f.csv, line 9, column value: '95' is above the maximum. Allowed: 0 to 1. Hint: is it a percentage?"
        == str(problem)
    )


def test_what_is_not_said_leaves_no_gap():
    assert "f.csv: holds no rows." == str(Problem("f.csv", "holds no rows."))


def test_all_problems_are_told_at_once():
    problems = [Problem("a.csv", "is empty"), Problem("b.csv", "is empty")]

    error = InputError(iter(problems))

    assert tuple(problems) == error.problems
    assert "a.csv: is empty.\nb.csv: is empty." == str(error)
    assert isinstance(error, GovscoreError)


def test_an_error_without_a_problem_is_a_slip_of_ours():
    with pytest.raises(ValueError, match="at least one problem"):
        InputError([])


def test_the_closest_word_is_offered():
    assert "did you mean 'step'?" == did_you_mean("stpe", ["value", "target", "step"])
    assert "" == did_you_mean("xyzzy", ["value", "target", "step"])


def test_a_long_list_is_cut_with_its_rest_counted():
    assert "a, b" == listed(["a", "b"])
    assert "a, b and 3 more" == listed("abcde", limit=2)
