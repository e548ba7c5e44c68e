"""Scores: compute, explain, compare, read otherwise, propose prizes, draw checks, tell bulletins."""

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
    load,
    pairs_of,
    project_at,
)
from govscore_lib.errors import UsageError


@app.command()
def score(
    rubric: RubricName,
    observations: Annotated[
        Path, typer.Option("--observations", help="CSV: region_id,metric_id,value")
    ],
    output: Annotated[
        Path, typer.Option("--output", help="folder for ledger, categories, scores, receipt")
    ],
    register: Annotated[
        list[str] | None,
        typer.Option("--register", metavar="NAME=F.csv", help="a register's records"),
    ] = None,
    readings: Readings = None,
    partial_league: Annotated[
        bool, typer.Option("--partial-league", help="allow regions of the league to be absent")
    ] = False,
    scenario: Annotated[
        Path | None, typer.Option("--scenario", metavar="S.yml", help="score what a scenario says")
    ] = None,
) -> None:
    """Score given observations; strict: any fault is exit 2 and nothing is written."""
    from govscore_lib.engine import write_scorecard
    from govscore_lib.engine.output import plain_csv
    from govscore_lib.job import score_files
    from govscore_lib.whatif import Scenario, carry_out, load_scenario

    asked = Scenario() if scenario is None else load_scenario(scenario)
    card = score_files(
        load(rubric, readings),
        observations,
        pairs_of(register or [], "--register", "NAME=F.csv"),
        partial_league=partial_league,
    )
    card = carry_out(asked, card)
    write_scorecard(card, output)
    print(plain_csv(card.scores.select("region_id", "total", "rank", "status")), end="")


@app.command()
def explain(
    rubric: RubricName,
    region: Annotated[str, typer.Argument(metavar="REGION", help="code, name or alias")],
    criterion: Annotated[str | None, typer.Argument(metavar="[CRITERION]")] = None,
    project: ProjectDir = None,
    readings: Readings = None,
    setting: Setting = "",
    lang: Language = "zh",
) -> None:
    """Say why a region has its points, what other readings would give, and what would bring more."""
    from govscore_lib.engine import explain as explain_score
    from govscore_lib.job import load_run

    chosen = chosen_readings(readings)
    card = load_run(rubric, project=project_at(project), readings=chosen, setting=setting)
    print(explain_score(card, region, criterion).to_text(checked_language(lang)))


@app.command()
def compare(
    rubric: RubricName,
    a: Annotated[str, typer.Argument(metavar="A", help="a region: code, name or alias")],
    b: Annotated[str, typer.Argument(metavar="B", help="the region it is compared with")],
    project: ProjectDir = None,
    readings: Readings = None,
    setting: Setting = "",
    lang: Language = "zh",
) -> None:
    """Say which criteria make the difference between two regions."""
    from govscore_lib.engine import compare as compare_regions
    from govscore_lib.job import load_run

    chosen = chosen_readings(readings)
    card = load_run(rubric, project=project_at(project), readings=chosen, setting=setting)
    print(compare_regions(card, a, b).to_text(checked_language(lang)))


@app.command()
def readings(
    rubric: RubricName,
    project: ProjectDir = None,
    setting: Setting = "",
    output: Annotated[Path | None, typer.Option("--output", help="CSV of every effect")] = None,
) -> None:
    """Say how far every other reading of the document would move each region."""
    from govscore_lib.engine.output import plain_csv
    from govscore_lib.files import write_beside
    from govscore_lib.job import load_run

    card = load_run(rubric, project=project_at(project), setting=setting)
    if output is not None:
        write_beside(output, plain_csv(card.readings))
    print(plain_csv(card.spread), end="")


@app.command()
def awards(rubric: RubricName, project: ProjectDir = None, setting: Setting = "") -> None:
    """Propose the prizes; a tie across a boundary asks for a decision."""
    from govscore_lib.engine.output import plain_csv
    from govscore_lib.job import load_run

    card = load_run(rubric, project=project_at(project), setting=setting)
    if card.rubric.awards is None:
        raise UsageError(f"{card.rubric.id} has no prizes.")
    print(plain_csv(card.awards.drop("region_en")), end="")
    if not card.award_options.is_empty():
        print(plain_csv(card.award_options), end="")


@app.command()
def bulletin(
    rubric: RubricName,
    period: Annotated[str, typer.Argument(metavar="PERIOD", help="2021-07, 2021-Q3 or 2021")],
    name: Annotated[
        str,
        typer.Option("--bulletin", help="which of the rubric's bulletins; the first by default"),
    ] = "",
    output: Annotated[Path | None, typer.Option("--output", help="CSV of every region")] = None,
    project: ProjectDir = None,
    readings: Readings = None,
    setting: Setting = "",
    lang: Language = "zh",
) -> None:
    """Tell what a rubric wants told every month, quarter or year, beside the annual score."""
    from govscore_lib.engine import bulletin as bulletin_of
    from govscore_lib.engine.edition_text import edition_text
    from govscore_lib.engine.output import plain_csv
    from govscore_lib.files import write_beside
    from govscore_lib.job import load_run

    language, chosen = checked_language(lang), chosen_readings(readings)
    card = load_run(rubric, project=project_at(project), readings=chosen, setting=setting)
    edition = bulletin_of(card, period, name)
    if output is not None:
        write_beside(output, plain_csv(edition.table))
    print(edition_text(edition, language))


@app.command()
def draw(
    rubric: RubricName,
    ratio: Annotated[str, typer.Option("--ratio", help="share of the regions, e.g. 20%")],
    seed: Annotated[str, typer.Option("--seed", help="any text; it makes the draw repeatable")],
    project: ProjectDir = None,
    output: Annotated[Path | None, typer.Option("--output", help="CSV of the draw")] = None,
) -> None:
    """Draw the regions of a spot check."""
    from govscore_lib.engine.draw import draw_spot_checks
    from govscore_lib.engine.output import plain_csv
    from govscore_lib.files import write_beside
    from govscore_lib.job import load_run
    from govscore_lib.points import exact

    try:
        share = exact(ratio)
    except ValueError:
        raise UsageError(f"--ratio {ratio}: write a share, 20% or 0.2.") from None
    table = draw_spot_checks(load_run(rubric, project=project_at(project)), share, seed)
    if output is not None:
        write_beside(output, plain_csv(table))
    print(f"ratio {ratio}, seed {seed}")
    print(plain_csv(table.filter("drawn").drop("drawn", "region_en")), end="")
