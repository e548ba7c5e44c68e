"""The main job, whole or its last part."""

from __future__ import annotations

from typing import Annotated

import typer

from govscore_lib.cli.common import (
    FINDINGS,
    FINE,
    Engine,
    ProjectDir,
    Readings,
    Rubrics,
    app,
    chosen_readings,
    project_at,
)


@app.command()
def run(
    rubrics: Rubrics = None,
    project: ProjectDir = None,
    readings: Readings = None,
    engine: Engine = "fork",
    workers: Annotated[int | None, typer.Option(help="notebooks at the same time")] = None,
    force: Annotated[bool, typer.Option("--force", help="redo everything")] = False,
) -> None:
    """The main job: ingest, check, score, notebooks, site."""
    from govscore_lib.job import run_all

    outcome = run_all(
        project_at(project),
        rubrics or (),
        chosen_readings(readings),
        engine=engine,
        workers=workers,
        force=force,
    )
    raise typer.Exit(FINDINGS if outcome.failed else FINE)


@app.command()
def report(
    rubrics: Rubrics = None,
    project: ProjectDir = None,
    readings: Readings = None,
    engine: Engine = "fork",
    workers: Annotated[int | None, typer.Option(help="notebooks at the same time")] = None,
) -> None:
    """Notebooks → site, from the processed data (built first when absent or stale)."""
    run(rubrics, project, readings, engine, workers, False)
