"""A project whose registers stay on disk: the journey from raw files to scores gives what it gives in memory."""

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from govscore_lib.ingest.registers import large
from govscore_lib.job import check_rubric, ingest_rubric, score_ingested
from govscore_lib.records.stored import StoredRegister
from govscore_lib.rubric import load_rubric
from tests.projects import copy_project

pytestmark = pytest.mark.long

RUBRIC, REGISTER = "huaian-2021-integrity", "hotline_tickets"


@pytest.fixture(scope="module")
def rubric():
    return load_rubric(RUBRIC)


def run(project, rubric):
    """Quality and scorecard of a project."""
    quality = check_rubric(project, rubric)
    return quality, score_ingested(rubric, ingest_rubric(project, rubric), quality.findings)


@pytest.fixture(scope="module")
def journeys(tmp_path_factory, rubric):
    """The same raw data in memory, and with every register of more than 400 rows on disk, one in months."""
    small = copy_project(tmp_path_factory.mktemp("small"), [RUBRIC])
    big = copy_project(tmp_path_factory.mktemp("big"), [RUBRIC])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(large, "IN_MEMORY_ROWS", 400)
        patch.setattr(large, "PIECE", 150)
        on_disk = run(big, rubric)
    return run(small, rubric), on_disk, big


def test_large_registers_stay_on_disk(journeys, rubric):
    *_, project = journeys
    ingested = ingest_rubric(project, rubric)
    kinds = {name: isinstance(one, StoredRegister) for name, one in ingested.registers.items()}

    assert (True, False) == (kinds[REGISTER], kinds["population"])
    assert not project.processed(RUBRIC).with_name(f"{RUBRIC}.large").exists()
    assert not (project.processed(RUBRIC) / "registers" / f"{REGISTER}.csv").exists()


def test_findings_and_coverage_are_the_same(journeys):
    (small, _), (big, _), _ = journeys

    assert sorted(map(str, small.findings)) == sorted(map(str, big.findings))
    assert_frame_equal(small.coverage, big.coverage)


def test_scores_ledger_and_receipt_are_the_same(journeys):
    (_, small), (_, big), _ = journeys
    receipts = [{k: v for k, v in card.receipt.items() if k != "time"} for card in (small, big)]

    assert_frame_equal(small.scores, big.scores)
    assert_frame_equal(small.ledger, big.ledger)
    assert receipts[0] == receipts[1]


def test_other_readings_count_on_disk_too(journeys):
    (_, small), (_, big), _ = journeys

    assert_frame_equal(small.readings, big.readings)


def test_a_register_on_disk_is_read_back_as_it_was_written(journeys, rubric):
    *_, project = journeys
    stored = ingest_rubric(project, rubric).registers[REGISTER]

    assert stored.rows == sum(piece.height for piece in stored.pieces(100))
    assert stored.rows == stored.scan().select(pl.len()).collect().item()
