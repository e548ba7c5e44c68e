"""Imports point down only, as docs/architecture.md draws it."""

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = "govscore_lib"
LAYERS: tuple[frozenset[str], ...] = tuple(
    frozenset(row.split())
    for row in (
        "cli",
        "job samples",
        "progress",
        "reporting",
        "whatif workbook",
        "quality engine",
        "ingest",
        "rubric",
        "rules records",
        "algebra",
    )
)
"""From the top down; parts of one row do not know each other. Below them lies the ground."""

PUBLISHING: tuple[frozenset[str], ...] = tuple(
    frozenset(row.split())
    for row in (
        "site",
        "privacy runner copies",
        "pages stored",
        "downloads sliders",
        "fragments",
        "charts jobs",
        "views parameters manifest",
        "markup numbers",
    )
)
"""The same within ``reporting``, the largest part."""

WARM_UP = "govscore_lib.reporting.runner.forkhost"
"""Imports the whole library once, as each notebook will, before it forks."""

SOURCES = sorted(Path(__file__).resolve().parents[2].joinpath(PACKAGE).rglob("*.py"))
GROUND = frozenset(path.stem for path in SOURCES if path.parent.name == PACKAGE) - {"__init__"}
GROUND -= frozenset().union(*LAYERS)
"""Single modules that belong to no row: they know nothing of the rows, and each other in one order."""

DEPTH = {part: depth for depth, row in enumerate((*LAYERS, GROUND)) for part in row}
FOLDERS_OF_DATA = {"calendars", "rubrics", "regions"}
GATHERING = [path for path in SOURCES if path.name == "__init__.py"]


def module_name(path: Path) -> str:
    parts = path.parts[path.parts.index(PACKAGE) :]
    return ".".join(parts).removesuffix(".py").removesuffix(".__init__")


def part_of(module: str) -> str:
    """Second word of a dotted name: the package or single module of the library."""
    return module.split(".")[1] if "." in module else ""


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def imported_modules(tree: ast.AST, *, deep: bool = False) -> list[tuple[int, str]]:
    """Lines and dotted names; with ``deep`` also the names taken from a package of ours."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute here"
            if node.module == PACKAGE:
                found += [(node.lineno, f"{PACKAGE}.{alias.name}") for alias in node.names]
            elif deep and node.module in PACKAGES:
                found += [(node.lineno, f"{node.module}.{alias.name}") for alias in node.names]
            else:
                found.append((node.lineno, node.module or ""))
    return found


PACKAGES = {module_name(path) for path in GATHERING}


def is_ours(module: str) -> bool:
    return module == PACKAGE or module.startswith(PACKAGE + ".")


def label(path: Path) -> str:
    return module_name(path)


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_imports_point_down(path):
    own = part_of(module_name(path))
    if not own:  # the package's own __init__ gathers the public names from everywhere
        return

    upward = [
        f"{path.name}, line {line}: {own} may not import {module}"
        for line, module in imported_modules(tree_of(path))
        if is_ours(module)
        and not (module == PACKAGE and module_name(path) == WARM_UP)
        and (other := part_of(module)) != own
        and not (own in GROUND and other in GROUND)
        and DEPTH.get(other, -1) <= DEPTH[own]
    ]

    assert [] == upward


PUBLISHED = [path for path in SOURCES if "reporting" in path.parts]


@pytest.mark.parametrize("path", PUBLISHED, ids=label)
def test_publishing_points_down_within_itself(path):
    depth = {part: row for row, parts in enumerate(PUBLISHING) for part in parts}
    own = module_name(path).split(".")[2:3]
    if not own:  # the package's own __init__
        return

    upward = [
        f"{path.name}, line {line}: {own[0]} may not import {module}"
        for line, module in imported_modules(tree_of(path), deep=True)
        if module.startswith(f"{PACKAGE}.reporting.")
        and (other := module.split(".")[2]) != own[0]
        and depth[other] <= depth[own[0]]
    ]

    assert [] == upward


def test_the_ground_has_no_circle():
    needs = {}
    for path in SOURCES:
        if (own := part_of(module_name(path))) in GROUND:
            tree = tree_of(path)
            needs[own] = {part_of(name) for _, name in imported_modules(tree) if is_ours(name)}

    while free := {name for name, others in needs.items() if not others & needs.keys()}:
        needs = {name: others for name, others in needs.items() if name not in free}

    assert {} == needs


def test_every_part_has_its_row():
    parts = {part_of(module_name(path)) for path in SOURCES} - {""}

    assert set() == parts - DEPTH.keys()
    assert set() == parts & FOLDERS_OF_DATA


@pytest.mark.parametrize("path", GATHERING, ids=label)
def test_init_files_only_gather_names(path):
    """Words, imports, plain assignments such as ``__all__``; the top one may load lazily."""
    allowed = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.If)
    lazy = {"__getattr__", "__dir__"} if path.parent.name == PACKAGE else set()
    body = tree_of(path).body

    extra = [
        f"line {node.lineno}"
        for node in body
        if not isinstance(node, allowed)
        and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        and not (isinstance(node, ast.FunctionDef) and node.name in lazy)
    ]

    assert [] == extra


@pytest.mark.parametrize(
    ("library", "home"),
    [
        ("great_expectations", "quality"),
        ("papermill", "reporting"),
        ("nbconvert", "reporting"),
        ("plotly", "reporting"),
        ("typer", "cli"),
    ],
)
def test_heavy_libraries_have_one_home(library, home):
    """Imported where they belong only, so that other commands start quickly."""
    strangers = [
        f"{module_name(path)}, line {line}"
        for path in SOURCES
        for line, module in imported_modules(tree_of(path))
        if module.split(".")[0] == library and part_of(module_name(path)) != home
    ]

    assert [] == strangers


@pytest.mark.parametrize("path", SOURCES, ids=label)
def test_modules_have_a_size_that_can_be_read(path):
    lines = len(path.read_text("utf-8").splitlines())

    assert lines <= 400, f"{module_name(path)} has {lines} lines: look for the seam"
