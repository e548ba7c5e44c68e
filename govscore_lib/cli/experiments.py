"""What-if: change something and say who moves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from govscore_lib.cli.common import (
    Language,
    ProjectDir,
    Readings,
    RubricName,
    Setting,
    app,
    checked_language,
    chosen_readings,
    project_at,
)


@app.command()
def whatif(
    rubric: RubricName,
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO.yml", help="a list of changes")],
    output: Annotated[
        Path | None, typer.Option("--output", help="folder for the run and the comparison")
    ] = None,
    project: ProjectDir = None,
    readings: Readings = None,
    setting: Setting = "",
    lang: Language = "zh",
) -> None:
    """Say who moves, and by which criteria, when something changes."""
    from govscore_lib.job import load_run
    from govscore_lib.whatif import load_scenario
    from govscore_lib.whatif import whatif as compare_with

    asked, language = load_scenario(scenario), checked_language(lang)
    chosen = chosen_readings(readings)
    card = load_run(rubric, project=project_at(project), readings=chosen, setting=setting)
    found = compare_with(card, asked)
    if output is not None:
        found.write(output)
    print(found.to_text(language))
