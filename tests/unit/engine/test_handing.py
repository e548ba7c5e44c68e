"""A run handed from the main job to a notebook is the same run, to the last improvement."""

import pickle
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from govscore_lib.engine import ranked_criteria, score
from govscore_lib.engine.handing import FOLDER, handed_over, taken_over
from govscore_lib.job import read_raw, score_ingested
from govscore_lib.project import Project
from govscore_lib.rubric import load_rubric
from tests.asserts import observations
from tests.projects import ROOT
from tests.small_rubrics import criterion, document, load_document, metric

TABLES = ("scores", "categories", "ledger", "readings", "awards")
ASKED = (Path("project"), "small", "", "")


@pytest.fixture
def card():
    kinds = [criterion("1.1", {"kind": "ratio", "value": "done / due"})]
    metrics = {"done": metric("int", min="0", check=["done <= due"]), "due": metric("int", min="0")}
    values = {"A": {"done": "3", "due": "4"}, "B": {"done": "1", "due": "3"}}
    return score(load_document(document(kinds, metrics)), observations(values))


def test_a_process_of_the_job_takes_over_what_it_asks_for_and_no_other_run(card, monkeypatch):
    with handed_over({ASKED: card}) as environment:
        monkeypatch.setenv(FOLDER, environment[FOLDER])

        taken = taken_over(ASKED)
        assert taken is not None
        for name in TABLES:
            assert_frame_equal(getattr(card, name), getattr(taken, name))
        assert None is taken_over((ASKED[0], "small", "1.1=B", ""))
        assert None is taken_over((Path("elsewhere"), *ASKED[1:]))

    assert None is taken_over(ASKED)
    assert not Path(environment[FOLDER]).exists()


def test_nobody_else_finds_a_run(card, monkeypatch):
    monkeypatch.delenv(FOLDER, raising=False)

    with handed_over({ASKED: card}):
        assert None is taken_over(ASKED)


def test_a_real_run_that_was_handed_over_explains_a_region_the_same():
    """Figures remembered by identity before the journey must not be taken for others after it."""
    rubric = load_rubric("huaian-2021-integrity")
    card = score_ingested(rubric, read_raw(Project(ROOT), rubric))
    card.ledger_in("en")  # worked out before the journey, as the job does

    taken = pickle.loads(pickle.dumps(card))

    remembered = taken.scoring.evaluator._known
    assert remembered
    assert set(remembered) == {id(part) for part, _ in remembered.values()}
    for region in card.regions[:2]:
        assert card.outlook(region.id) == taken.outlook(region.id)
    for name in ranked_criteria(card):
        assert_frame_equal(card.league_table(name), taken.league_table(name))
