"""Texts that a spreadsheet program would run."""

import ast
from pathlib import Path

import polars as pl
import pytest

import govscore_lib
from govscore_lib.inert import as_written, inert, inert_csv


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("@SUM(1)", "'@SUM(1)"),
        ("+1+cmd|x", "'+1+cmd|x"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("'=x", "''=x"),
        ("-3.5", "-3.5"),
        ("-3,000", "-3,000"),
        ("淮安区", "淮安区"),
        ("", ""),
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text, written):
    assert written == inert(text)
    assert text == as_written(written)


def test_a_text_that_was_never_changed_stays():
    assert ["'x", "-3", "a=b"] == [as_written(text) for text in ("'x", "-3", "a=b")]


def test_a_table_is_inert_cells_and_headers():
    table = pl.DataFrame({"=x": ["=1+1", "-3", None, "ok"], "n": [-1, 2, 3, 4]})

    assert "'=x,n\n'=1+1,-1\n-3,2\n,3\nok,4\n" == inert_csv(table)


def test_texts_go_into_workbooks_as_strings():
    """xlsxwriter's general ``write`` would make a formula of ``=1+1``."""
    folder = Path(govscore_lib.__file__).parent / "workbook"
    general = [
        f"{path.name}, line {node.lineno}"
        for path in sorted(folder.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in ("write", "write_row", "write_column")
        and len(node.args) >= 3
    ]

    assert [] == general
