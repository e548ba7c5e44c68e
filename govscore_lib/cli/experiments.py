"""What-if: change something and say who moves; how firm the ranking is; the cheapest way to a goal."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from govscore_lib.cli.common import (
    FINDINGS,
    FINE,
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
from govscore_lib.errors import UsageError


@app.command()
def whatif(
    rubric: RubricName,
    scenarios: Annotated[
        list[Path],
        typer.Argument(metavar="SCENARIO.yml...", help="lists of changes; several side by side"),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", help="folder for the run and the comparison")
    ] = None,
    project: ProjectDir = None,
    readings: Readings = None,
    setting: Setting = "",
    lang: Language = "zh",
) -> None:
    """Say who moves, and by which criteria, when something changes; corrected facts are heard as an objection."""
    from govscore_lib.job import load_run
    from govscore_lib.whatif import (  # fmt: skip
        Comparison,
        Objection,
        SideBySide,
        compare_scenarios,
        has_only_facts,
        load_scenario,
    )
    from govscore_lib.whatif import whatif as compare_with

    asked, language = [load_scenario(one) for one in scenarios], checked_language(lang)
    chosen = chosen_readings(readings)
    card = load_run(rubric, project=project_at(project), readings=chosen, setting=setting)
    found: Comparison | Objection | SideBySide
    if len(asked) > 1:
        found = compare_scenarios(card, asked)
    else:
        compared = compare_with(card, asked[0])
        found = Objection(compared) if has_only_facts(asked[0]) else compared
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


@app.command()
def goals(
    rubric: RubricName,
    region: Annotated[str, typer.Argument(metavar="REGION", help="code, name or alias")],
    places: Annotated[int | None, typer.Option("--places", help="places to gain")] = None,
    rank: Annotated[int | None, typer.Option("--rank", help="rank to reach")] = None,
    prize: Annotated[
        str | None, typer.Option("--prize", help="class of prize to reach, by its id")
    ] = None,
    points: Annotated[
        str | None,
        typer.Option("--points", help="points to gain in total; with --criterion, to have there"),
    ] = None,
    criterion: Annotated[
        str | None,
        typer.Option("--criterion", metavar="ID", help="what would have to be true under it alone"),
    ] = None,
    costs: Annotated[
        Path | None, typer.Option("--costs", metavar="FILE.yml", help="METRIC: cost of one unit")
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="METRIC", help="nothing else may change")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option("--without", metavar="METRIC", help="may not change")
    ] = None,
    at_most: Annotated[
        int | None, typer.Option("--at-most", help="so many figures may change")
    ] = None,
    in_group: Annotated[
        bool, typer.Option("--in-group", help="ranks are those within the region's group")
    ] = False,
    output: Annotated[
        Path | None, typer.Option("--output", help="folder for the plan as a scenario, and its run")
    ] = None,
    project: ProjectDir = None,
    readings: Readings = None,
    setting: Setting = "",
    lang: Language = "zh",
) -> None:
    """Say what has to change at least so that a region reaches a goal; exit code 1 where nothing does."""
    from govscore_lib.job import load_run
    from govscore_lib.whatif import goals as cheapest
    from govscore_lib.whatif import required

    language = checked_language(lang)
    chosen = chosen_readings(readings)
    others = (places, rank, prize, costs, only, without, at_most, output, in_group or None)
    if criterion is not None and any(one is not None for one in others):
        raise UsageError(
            "--criterion goes with --points only: it looks at one criterion by itself."
        )
    card = load_run(rubric, project=project_at(project), readings=chosen, setting=setting)
    if criterion is not None:
        print(required(card, region, criterion, points=points).to_text(language))
        return
    found = cheapest(
        card,
        region,
        places=places,
        rank=rank,
        prize=prize,
        points=points,
        costs=costs,
        only=only,
        without=without or (),
        at_most=at_most,
        in_group=in_group,
    )
    if output is not None and found.comparison is not None:
        found.comparison.write(output)
    print(found.to_text(language))
    raise typer.Exit(FINE if found.status in ("reached", "already") else FINDINGS)


@app.command()
def change(
    rubric: RubricName,
    since: Annotated[
        Path, typer.Option("--since", metavar="FOLDER", help="project of the period before")
    ],
    since_rubric: Annotated[
        str | None,
        typer.Option("--since-rubric", metavar="RUBRIC", help="its rubric, where that is another"),
    ] = None,
    region: Annotated[
        str | None, typer.Option("--region", help="criterion by criterion: code, name or alias")
    ] = None,
    project: ProjectDir = None,
    setting: Setting = "",
    lang: Language = "zh",
) -> None:
    """Say why points changed since the period before: the rule, the region itself, or its peers."""
    from govscore_lib.job import load_run
    from govscore_lib.whatif import change_split

    language = checked_language(lang)
    before = load_run(since_rubric or rubric, project=project_at(since), setting=setting)
    after = load_run(rubric, project=project_at(project), setting=setting)
    print(change_split(before, after).to_text(language, region))
