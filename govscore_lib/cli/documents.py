"""Rubrics: list, say back, look for faults, make their forms."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from govscore_lib.cli.common import (
    FINDINGS,
    FINE,
    Language,
    Readings,
    RubricName,
    app,
    checked_language,
    chosen_readings,
    load,
    shown,
)
from govscore_lib.errors import UsageError


@app.command("rubrics")
def list_rubrics() -> None:
    """List the rubrics of the library."""
    from govscore_lib.rubric import load_rubric, rubric_ids

    for name in rubric_ids():
        rubric = load_rubric(name)
        print(f"{name}\t{rubric.title.zh}\t{len(rubric.criteria)}\t{rubric.period.label}")


@app.command()
def show(rubric: RubricName, lang: Language = "zh", readings: Readings = None) -> None:
    """Say a rubric back, clause by clause."""
    from govscore_lib.rubric import load_rubric
    from govscore_lib.rubric.sayback import say_back

    print(say_back(load_rubric(rubric, readings=chosen_readings(readings)), checked_language(lang)))


@app.command()
def lint(rubric: RubricName) -> None:
    """Find faults of a rubric; exit 1 on errors."""
    from govscore_lib.errors import InputError
    from govscore_lib.rubric.lint import lint_rubric

    try:
        remarks = lint_rubric(rubric)
    except InputError as error:
        print(error)
        raise typer.Exit(FINDINGS) from None
    for remark in remarks:
        print(remark)
    errors = [remark for remark in remarks if remark.severity == "error"]
    print(f"{rubric}: {len(errors)} errors, {len(remarks) - len(errors)} remarks")
    raise typer.Exit(FINDINGS if errors else FINE)


@app.command()
def template(
    rubric: RubricName,
    output: Annotated[Path, typer.Option("-o", "--output", help="the workbook, .xlsx")],
    region: Annotated[str, typer.Option(help="a region's own form: code, name or alias")] = "",
    department: Annotated[
        str, typer.Option(help="the figures of one department, a row per region")
    ] = "",
    lang: Language = "zh",
) -> None:
    """Write the form to be filled in; filled forms go to data/raw/RUBRIC/materials/."""
    from govscore_lib.workbook import plan_form, write_form

    if output.suffix.lower() != ".xlsx":
        raise UsageError(f"-o {output}: a form is a workbook, write it as {output.stem}.xlsx.")
    form = plan_form(load(rubric), region=region, department=department)
    write_form(form, output, language=checked_language(lang))
    print(f"{len(form.fields)} figures, {len(form.registers)} registers → {shown(output)}")
