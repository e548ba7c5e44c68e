import pytest

from govscore_lib.errors import InputError
from govscore_lib.reporting.parameters import check_parameters, declared_parameters
from tests.unit.reporting.notebook_files import write_notebook


@pytest.fixture
def notebook(tmp_path):
    return write_notebook(
        tmp_path / "n.ipynb",
        parameters='RUBRIC = "r"\nREGION: str = "320803"\nTOP = 3\nLOUD = False',
    )


def test_the_parameters_cell_is_the_declaration(notebook):
    assert {"RUBRIC": "r", "REGION": "320803", "TOP": 3, "LOUD": False} == declared_parameters(
        notebook
    )


def test_a_code_stays_text(notebook):
    assert {"REGION": "01"} == check_parameters(notebook, {"REGION": "01"})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"RGEION": "320803"}, "no such parameter.*did you mean 'REGION'"),
        ({"REGION": 320803}, "found 320803, a int.*a text in quotes.*REGION='320803'"),
        ({"TOP": "3"}, "found '3', a str.*a whole number"),
        ({"TOP": True}, "found True, a bool"),
        ({"LOUD": 1}, "True or False"),
    ],
)
def test_a_parameter_that_does_not_fit_is_told(notebook, given, words):
    with pytest.raises(InputError, match=words):
        check_parameters(notebook, given)


def test_all_faults_are_told_at_once(notebook):
    with pytest.raises(InputError) as caught:
        check_parameters(notebook, {"A": 1, "TOP": "x"})

    assert 2 == len(caught.value.problems)


@pytest.mark.parametrize("line", ["X = 1 + 1", "import os", "X = Y = 1", "X = [1]"])
def test_only_plain_assignments_are_parameters(tmp_path, line):
    notebook = write_notebook(tmp_path / "n.ipynb", parameters=line)

    with pytest.raises(InputError, match=r"line 1: .*is not a plain assignment"):
        declared_parameters(notebook)


def test_a_file_that_is_no_notebook_is_told(tmp_path):
    path = tmp_path / "n.ipynb"
    path.write_text("hello", encoding="utf-8")

    with pytest.raises(InputError, match="this is not a notebook"):
        declared_parameters(path)
    with pytest.raises(InputError, match="there is no such notebook"):
        declared_parameters(tmp_path / "absent.ipynb")
