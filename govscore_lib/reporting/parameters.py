"""Parameters of a notebook, checked by name and type before anything runs.

The cell tagged ``parameters`` is the declaration: plain assignments of literals. A parameter given
must have one of those names and the type of the value assigned there; region codes stay text.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import nbformat

from govscore_lib.errors import InputError, Problem, did_you_mean, listed

Scalar: TypeAlias = str | int | float | bool

_WORDS: dict[type, str] = {
    str: "a text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "True or False",
}


def declared_parameters(notebook: Path) -> dict[str, Scalar]:
    """Return the parameters a notebook declares, with their defaults, in its order.

    Raises InputError when the file is no notebook or its parameters cell holds anything but
    assignments of texts, numbers and booleans.
    """
    try:
        document = nbformat.read(notebook, as_version=4)
    except FileNotFoundError:
        raise InputError([Problem(str(notebook), "there is no such notebook")]) from None
    except (ValueError, nbformat.reader.NotJSONError, nbformat.ValidationError) as fault:
        raise InputError([Problem(str(notebook), f"this is not a notebook ({fault})")]) from None
    for cell in document.cells:
        if cell.cell_type == "code" and "parameters" in cell.metadata.get("tags", ()):
            return _assignments(cell.source, f"{notebook.name}, parameters cell")
    return {}


def check_parameters(notebook: Path, given: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Return ``given`` when every name and type fits the notebook's declaration.

    Raises InputError with all faults: unknown names (with the closest known one) and wrong types.
    """
    declared = declared_parameters(notebook)
    problems = []
    for name, value in given.items():
        where = f"{notebook.name}, parameter {name}"
        if name not in declared:
            problems.append(
                Problem(
                    where,
                    "the notebook has no such parameter",
                    listed(declared) or "no parameters at all",
                    did_you_mean(name, declared),
                )
            )
        elif not _fits(value, type(declared[name])):
            problems.append(
                Problem(
                    where,
                    f"found {value!r}, a {type(value).__name__}",
                    _WORDS[type(declared[name])],
                    f"write {name}={str(value)!r}" if isinstance(declared[name], str) else "",
                )
            )
    if problems:
        raise InputError(problems)
    return dict(given)


def _fits(value: object, wanted: type) -> bool:
    if wanted is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return type(value) is wanted


def _assignments(source: str, where: str) -> dict[str, Scalar]:
    """Return the literals a parameters cell assigns, read from its syntax tree, never run."""
    found: dict[str, Scalar] = {}
    problems = []
    try:
        statements = ast.parse(source).body
    except SyntaxError as fault:
        raise InputError([Problem(where, f"not Python: {fault.msg}")]) from None
    for statement in statements:
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target: ast.expr = statement.targets[0]
            value: ast.expr | None = statement.value
        elif isinstance(statement, ast.AnnAssign):
            target, value = statement.target, statement.value
        else:
            target, value = ast.Name("", ast.Load()), None
        try:
            literal = None if value is None else ast.literal_eval(value)
        except ValueError:
            literal = None
        if isinstance(target, ast.Name) and isinstance(literal, str | int | float | bool):
            found[target.id] = literal
        else:
            problems.append(
                Problem(
                    f"{where}, line {statement.lineno}",
                    f"'{ast.unparse(statement)}' is not a plain assignment",
                    "NAME = a text, a number, True or False",
                )
            )
    if problems:
        raise InputError(problems)
    return found
