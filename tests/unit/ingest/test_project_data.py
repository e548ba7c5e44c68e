"""The project's own raw data: the planted faults and no others; processed files score the same."""

import pytest

from govscore_lib.engine import score
from govscore_lib.ingest import ingest, quarantined_criteria, write_processed
from govscore_lib.job import score_files, usable
from govscore_lib.rubric import load_league, load_rubric
from govscore_lib.samples import FAULTS, SETS

MESSAGES = "citizen-messages-2026w03"


@pytest.fixture(scope="module", params=[*SETS, MESSAGES])
def case(request, project_root):
    rubric = load_rubric(request.param)
    return rubric, ingest(rubric, project_root / "data" / "raw" / rubric.id)


def test_the_planted_faults_are_found_and_no_others(case):
    rubric, ingested = case
    found = {
        (one.code, one.table, one.file, one.place, one.region_id, one.metric_id)
        for one in ingested.findings
    }
    planted = {
        (one.code, one.table, one.file, one.place, one.region_id, one.metric_id)
        for one in FAULTS.get(rubric.id, ())
        if one.stage == "ingest"
    }

    assert set() == planted - found
    assert {"library-calendar", "changed-region-form"} >= {code for code, *_ in found - planted}


def test_every_finding_speaks_both_languages(case):
    _, ingested = case

    for one in ingested.findings:
        assert one.zh != one.en
        assert "  " not in one.zh + one.en


def test_processed_files_given_to_score_yield_the_same(case, tmp_path):
    rubric, ingested = case
    write_processed(ingested, tmp_path)
    registers = {path.stem: str(path) for path in (tmp_path / "registers").glob("*.csv")}

    main = score(
        rubric,
        usable(ingested.observations),
        ingested.registers,
        league=load_league(rubric.league),
        blocked=quarantined_criteria(rubric, ingested.observations),
    )
    given = score_files(rubric, tmp_path / "observations.csv", registers)

    assert main.ledger.equals(given.ledger)
    assert main.scores.equals(given.scores)


def test_reference_rows_have_figures_and_no_place(case):
    rubric, ingested = case
    references = [region.id for region in load_league(rubric.league).references]
    if rubric.id != MESSAGES:
        references = []  # synthetic data are made for the regions that are scored

    assert set(references) <= set(ingested.observations["region_id"])
