"""What-if: change something and say who moves; and how firm the ranking is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

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


@app.command()
def robustness(
    rubric: RubricName,
    output: Annotated[
        Path | None, typer.Option("--output", help="folder for the tables, as CSV")
    ] = None,
    weights: Annotated[
        Literal["uniform", "within", "around"],
        typer.Option(help="any weights, within a margin of the printed ones, or near them"),
    ] = "uniform",
    over: Annotated[
        Literal["criteria", "categories"], typer.Option(help="what the points are divided among")
    ] = "criteria",
    margin: Annotated[float, typer.Option(help="with within: 0.2 is a fifth either way")] = 0.2,
    draws: Annotated[int, typer.Option(help="number of random weightings")] = 10_000,
    combined: Annotated[
        int, typer.Option(help="number of random combinations of readings; 0 leaves them out")
    ] = 1000,
    seed: Annotated[int, typer.Option(help="the same seed gives the same figures")] = 0,
    project: ProjectDir = None,
    readings: Readings = None,
    setting: Setting = "",
    lang: Language = "zh",
) -> None:
    """Say how firm the ranking is: under random weights, exactly, and over other readings."""
    from govscore_lib.job import load_run
    from govscore_lib.whatif import report_robustness

    language = checked_language(lang)
    chosen = chosen_readings(readings)
    card = load_run(rubric, project=project_at(project), readings=chosen, setting=setting)
    found = report_robustness(
        card, weights, over=over, margin=margin, draws=draws, combined=combined, seed=seed
    )
    if output is not None:
        found.write(output)
    print(found.to_text(language))
