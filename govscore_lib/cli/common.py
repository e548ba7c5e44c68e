"""What the commands share: the program itself, its options, exit codes, and how input is read and told."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from govscore_lib.errors import UsageError

FINE, FINDINGS, BAD_INPUT = 0, 1, 2

app = typer.Typer(
    name="govscore",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help="Exact, explainable scores of government-service assessments, from rubrics kept as data.",
)

RubricName = Annotated[str, typer.Argument(metavar="RUBRIC", help="id, or path of a rubric file")]
Rubrics = Annotated[
    list[str] | None,
    typer.Argument(metavar="[RUBRIC]...", help="ids; all that have raw data by default"),
]
ProjectDir = Annotated[
    Path | None,
    typer.Option("--project", help="project folder; by default found around the current one"),
]
Readings = Annotated[
    list[str] | None,
    typer.Option("--reading", metavar="TARGET=KEY", help="choose a reading, e.g. 1.02=B"),
]
Engine = Annotated[Literal["fork", "kernel"], typer.Option(help="notebook engine")]
Setting = Annotated[str, typer.Option("--setting", help="which run of a rubric run several times")]
Language = Annotated[str, typer.Option("--lang", help="zh or en")]


def project_at(folder: Path | None) -> Any:
    """Return the project in a folder, by default the one around the current folder."""
    from govscore_lib.project import find_project, project_in

    return find_project() if folder is None else project_in(folder)


def load(rubric: str, readings: list[str] | None = None) -> Any:
    """Return a rubric by id or path, with the readings given as options."""
    from govscore_lib.rubric import load_rubric

    return load_rubric(rubric, readings=chosen_readings(readings))


def chosen_readings(readings: list[str] | None) -> dict[str, str]:
    """Return target → key of the ``--reading`` options."""
    return pairs_of(readings or [], "--reading", "TARGET=KEY")


def pairs_of(texts: list[str], option: str, form: str) -> dict[str, str]:
    """Return NAME=VALUE options as a mapping. Raises UsageError for another form or a name given twice."""
    pairs: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name or not value:
            raise UsageError(f"{option} {text}: write it as {form}.")
        if name in pairs:
            raise UsageError(f"{option} {name} is given twice.")
        pairs[name] = value
    return pairs


def checked_language(language: str) -> str:
    """Return the language asked for. Raises UsageError for one that is not spoken."""
    if language not in ("zh", "en"):
        raise UsageError(f"--lang {language}: allowed are zh and en.")
    return language


def shown(path: Path) -> str:
    """Return a path as seen from the current folder."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def print_findings(findings: Any, language: str = "zh") -> None:
    """Print findings, one a line, with their place."""
    from govscore_lib.findings import SEVERITY_NAMES

    for finding in findings:
        where = " ".join(filter(None, (finding.file, finding.sheet, finding.place)))
        text = finding.en if language == "en" else finding.zh
        print(f"{SEVERITY_NAMES[finding.severity].in_language(language)}  {where}  {text}")
