"""Raw data: read, look through."""

from __future__ import annotations

from typing import Annotated

import typer

from govscore_lib.cli.common import (
    FINDINGS,
    FINE,
    Language,
    ProjectDir,
    RubricName,
    app,
    checked_language,
    load,
    print_findings,
    project_at,
    shown,
)


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
    from govscore_lib.records.stored import row_count

    found = project_at(project)
    if preview:
        text, findings = preview_rubric(found, load(rubric), checked_language(lang))
        print(text)
        print_findings(findings, lang)
        return
    ingested = ingest_rubric(found, load(rubric), force=True)
    print(
        f"{len(ingested.observations)} observations, {len(ingested.registers)} registers, "
        f"{sum(map(row_count, ingested.registers.values()))} records, "
        f"{len(ingested.findings)} findings → {shown(found.processed(load(rubric).id))}"
    )
    print_findings(ingested.findings, checked_language(lang))


@app.command()
def check(rubric: RubricName, project: ProjectDir = None, lang: Language = "zh") -> None:
    """Run the expectations and cross-checks; exit 1 when a critical one fails."""
    from govscore_lib.job import check_rubric

    result = check_rubric(project_at(project), load(rubric), force=True)
    print_findings(result.findings, checked_language(lang))
    critical = [finding for finding in result.findings if finding.severity == "critical"]
    print(f"{len(critical)} critical, {len(result.findings) - len(critical)} other findings")
    raise typer.Exit(FINDINGS if critical else FINE)
