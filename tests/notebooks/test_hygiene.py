"""Notebooks tell a story and call the library; they hold no logic, no outputs and no paths."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

import govscore_lib as gs
from govscore_lib.reporting.pages.from_notebooks import IN_LAB_ONLY, NOTEBOOK_PAGES
from govscore_lib.reporting.parameters import declared_parameters

FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LONGEST = 12


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def notebook(request):
    document = nbformat.read(request.param, as_version=4)
    nbformat.validate(document)
    return document


def code(notebook) -> list[str]:
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def test_every_notebook_of_the_site_is_there_and_no_other():
    pages = {page.notebook for page in NOTEBOOK_PAGES}

    assert pages | set(IN_LAB_ONLY) == {path.name for path in NOTEBOOKS}
    assert pages.isdisjoint(IN_LAB_ONLY)


def test_the_tour_leads_to_every_other_notebook():
    (tour,) = IN_LAB_ONLY
    last = nbformat.read(FOLDER / tour, as_version=4).cells[-1].source

    assert [] == [p.name for p in NOTEBOOKS if p.name != tour and last.count(p.name) != 2]


def test_names_say_their_order_and_subject():
    assert [] == [p.name for p in NOTEBOOKS if not re.fullmatch(r"\d\d_[a-z_]+\.ipynb", p.name)]


def test_outputs_and_counts_are_stripped(notebook):
    for cell in notebook.cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


def test_metadata_is_minimal(notebook):
    assert {"kernelspec", "language_info"} == notebook.metadata.keys()
    assert {"name"} == notebook.metadata.language_info.keys()
    assert all(cell.metadata.keys() <= {"tags"} for cell in notebook.cells)


def test_the_first_cell_asks_the_question_and_the_second_holds_the_parameters(notebook):
    first, second = notebook.cells[:2]

    assert ["question"] == first.metadata.tags
    assert 2 == len(re.findall(r"^# .+[？?]$", first.source, re.M))
    assert "看完可知" in first.source
    assert "约需" in first.source
    assert ["parameters"] == second.metadata.tags


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_parameters_are_plain_and_codes_are_text(path):
    declared = declared_parameters(path)

    assert "RUBRIC" in declared
    assert all(isinstance(value, str) for value in declared.values())


def test_prose_stands_in_both_languages_chinese_first(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            zh, en = (cell.source.index(f'<div class="{name}"') for name in ("zh", "en"))
            assert zh < en


def test_cells_are_short_and_call_the_library(notebook):
    for source in code(notebook):
        assert len(source.splitlines()) <= LONGEST
        for node in ast.walk(ast.parse(source)):
            assert not isinstance(
                node, ast.FunctionDef | ast.ClassDef | ast.For | ast.While | ast.Try | ast.If
            )
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert "import govscore_lib as gs" == ast.unparse(node)
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and "gs" == node.value.id
            ):
                assert node.attr in gs.__all__


def test_no_paths_and_no_addresses(notebook):
    for source in code(notebook):
        assert not re.search(r"[/\\]|https?:", source)


def test_names_in_prose_are_notebooks_that_exist(notebook):
    for cell in notebook.cells:
        for name in re.findall(r"\b\d\d_\w+\.ipynb", cell.source):
            assert (FOLDER / name).is_file()
