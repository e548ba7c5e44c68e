"""The command line. Thin: every command imports what it needs when it runs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from govscore_lib.errors import GovscoreError, UsageError

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


def main() -> None:
    """Run the command line; a fault of the input is told in words and ends with exit code 2."""
    try:
        app()
    except GovscoreError as error:
        print(f"govscore: {error}", file=sys.stderr)
        raise SystemExit(BAD_INPUT) from None


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
        _project(project),
        rubrics or (),
        _chosen(readings),
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

    print(say_back(load_rubric(rubric, readings=_chosen(readings)), _language(lang)))


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
    form = plan_form(_load(rubric), region=region, department=department)
    write_form(form, output, language=_language(lang))
    print(f"{len(form.fields)} figures, {len(form.registers)} registers → {_shown(output)}")


@app.command()
def ingest(
    rubric: RubricName,
    project: ProjectDir = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="print what is understood; write nothing")
    ] = False,
    lang: Language = "zh",
) -> None:
    """Read data/raw/RUBRIC into data/processed/RUBRIC."""
    from govscore_lib.job import ingest_rubric, preview_rubric

    found = _project(project)
    if preview:
        text, findings = preview_rubric(found, _load(rubric), _language(lang))
        print(text)
        _print_findings(findings, lang)
        return
    ingested = ingest_rubric(found, _load(rubric), force=True)
    print(
        f"{len(ingested.observations)} observations, {len(ingested.registers)} registers, "
        f"{sum(frame.height for frame in ingested.registers.values())} records, "
        f"{len(ingested.findings)} findings → {_shown(found.processed(_load(rubric).id))}"
    )
    _print_findings(ingested.findings, _language(lang))


@app.command()
def check(rubric: RubricName, project: ProjectDir = None, lang: Language = "zh") -> None:
    """Run the expectations and cross-checks; exit 1 when a critical one fails."""
    from govscore_lib.job import check_rubric

    result = check_rubric(_project(project), _load(rubric), force=True)
    _print_findings(result.findings, _language(lang))
    critical = [finding for finding in result.findings if finding.severity == "critical"]
    print(f"{len(critical)} critical, {len(result.findings) - len(critical)} other findings")
    raise typer.Exit(FINDINGS if critical else FINE)


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
        _load(rubric, readings),
        observations,
        _pairs(register or [], "--register", "NAME=F.csv"),
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

    chosen = _chosen(readings)
    card = load_run(rubric, project=_project(project), readings=chosen, setting=setting)
    print(explain_score(card, region, criterion).to_text(_language(lang)))


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

    chosen = _chosen(readings)
    card = load_run(rubric, project=_project(project), readings=chosen, setting=setting)
    print(compare_regions(card, a, b).to_text(_language(lang)))


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

    asked, language = load_scenario(scenario), _language(lang)
    chosen = _chosen(readings)
    card = load_run(rubric, project=_project(project), readings=chosen, setting=setting)
    found = compare_with(card, asked)
    if output is not None:
        found.write(output)
    print(found.to_text(language))


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

    card = load_run(rubric, project=_project(project), setting=setting)
    if output is not None:
        write_beside(output, plain_csv(card.readings))
    print(plain_csv(card.spread), end="")


@app.command()
def awards(rubric: RubricName, project: ProjectDir = None, setting: Setting = "") -> None:
    """Propose the prizes; a tie across a boundary asks for a decision."""
    from govscore_lib.engine.output import plain_csv
    from govscore_lib.job import load_run

    card = load_run(rubric, project=_project(project), setting=setting)
    if card.rubric.awards is None:
        raise UsageError(f"{card.rubric.id} has no prizes.")
    print(plain_csv(card.awards.drop("region_en")), end="")
    if not card.award_options.is_empty():
        print(plain_csv(card.award_options), end="")


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
    table = draw_spot_checks(load_run(rubric, project=_project(project)), share, seed)
    if output is not None:
        write_beside(output, plain_csv(table))
    print(f"ratio {ratio}, seed {seed}")
    print(plain_csv(table.filter("drawn").drop("drawn", "region_en")), end="")


def _project(folder: Path | None) -> Any:
    from govscore_lib.project import Project, find_project

    if folder is None:
        return find_project()
    if not (folder / "data" / "raw").is_dir():
        raise UsageError(f"{folder} is no project: it holds no data/raw.")
    return Project(folder.resolve())


def _load(rubric: str, readings: list[str] | None = None) -> Any:
    from govscore_lib.rubric import load_rubric

    return load_rubric(rubric, readings=_chosen(readings))


def _chosen(readings: list[str] | None) -> dict[str, str]:
    return _pairs(readings or [], "--reading", "TARGET=KEY")


def _pairs(texts: list[str], option: str, form: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals or not name or not value:
            raise UsageError(f"{option} {text}: write it as {form}.")
        if name in pairs:
            raise UsageError(f"{option} {name} is given twice.")
        pairs[name] = value
    return pairs


def _language(language: str) -> str:
    if language not in ("zh", "en"):
        raise UsageError(f"--lang {language}: allowed are zh and en.")
    return language


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _print_findings(findings: Any, language: str = "zh") -> None:
    words = {
        "critical": ("严重", "critical"),
        "warning": ("警示", "warning"),
        "note": ("提示", "note"),
    }
    for finding in findings:
        where = " ".join(filter(None, (finding.file, finding.sheet, finding.place)))
        text = finding.en if language == "en" else finding.zh
        print(f"{words[finding.severity][language == 'en']}  {where}  {text}")


if __name__ == "__main__":
    main()
