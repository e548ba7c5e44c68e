"""Another form of a rubric over the same inputs: only what differs is worked out, and comes out as from the start."""

from pathlib import Path

import pytest

from govscore_lib.engine import score
from govscore_lib.engine.readings import read_otherwise
from govscore_lib.engine.scoring import Scoring
from govscore_lib.rubric import load_rubric
from govscore_lib.rubric.changes import apply_changes
from tests.asserts import observations, read_table
from tests.small_rubrics import criterion, document, metric, said, write_document

TABLE = "region | a | b\n A | 1 | 0.2\n B | 0.5 | 0.9\n C | | 0.4"


def rubric_file(folder: Path) -> Path:
    """Clause 1.1 can be worth more; the last topic changes what a metric needs, and with it both clauses."""
    more = {"slug": "more", "change": {"max_points": "4"}, "because": said("why")}
    rest = {"slug": "rest", "change": {"metrics/a/needed": "optional"}, "because": said("why")}
    raw = document(
        [
            criterion("1.1", {"kind": "ratio", "value": "a"}, readings={"B": more}),
            criterion("1.2", {"kind": "ratio", "value": "b"}),
        ],
        {"a": metric("decimal"), "b": metric("decimal")},
        readings={"gaps": {"name": said("gaps"), "options": {"B": rest}}},
    )
    return write_document(raw, folder)


@pytest.mark.parametrize("readings", [{"1.1": "B"}, {"rubric:gaps": "B"}])
def test_what_is_taken_over_is_what_would_be_found(tmp_path, readings):
    path, figures = rubric_file(tmp_path), observations(read_table(TABLE))

    again = read_otherwise(score(load_rubric(path), figures), readings)
    anew = score(load_rubric(path, readings=readings), figures)

    assert anew.scores.equals(again.scores)
    assert anew.ledger.equals(again.ledger)


def test_only_the_clause_that_is_read_otherwise_is_scored(tmp_path, monkeypatch):
    card = score(load_rubric(rubric_file(tmp_path)), observations(read_table(TABLE)))
    _ = card.scores
    scored = []
    points = Scoring.criterion_points
    monkeypatch.setattr(
        Scoring, "criterion_points", lambda self, one: scored.append(one.id) or points(self, one)
    )

    _ = read_otherwise(card, {"1.1": "B"}).scores

    assert ["1.1"] == scored


def test_parts_that_a_reading_leaves_alone_are_made_once(tmp_path):
    path = rubric_file(tmp_path)
    default, other = load_rubric(path), load_rubric(path, readings={"1.1": "B"})

    assert default.criteria["1.2"] is other.criteria["1.2"]
    assert default.criteria["1.1"].max_points != other.criteria["1.1"].max_points


def test_changes_leave_the_document_as_it_was():
    raw = {"criteria": [{"id": "1", "rule": {"max": "1"}}, {"id": "2"}], "other": {"a": "b"}}
    before = str(raw)

    changed = apply_changes(raw, {"criteria/1/rule/max": "2", "criteria/1/rule/min": "0"})

    assert before == str(raw)
    assert {"max": "2", "min": "0"} == changed["criteria"][0]["rule"]
    assert changed["other"] is raw["other"]


def test_another_rule_leaves_the_run_that_was_scored(tmp_path):
    """What was published stays, and the receipt names the rubric it was scored by."""
    path, figures = rubric_file(tmp_path), observations(read_table(TABLE))
    published = score(load_rubric(path), figures)
    totals, receipt = published.scores["total"].to_list(), dict(published.receipt)

    path.write_text(path.read_text("utf-8").replace('"2"', '"3"'), "utf-8")
    later = score(load_rubric(path), figures)

    assert (totals, receipt) == (published.scores["total"].to_list(), dict(published.receipt))
    assert totals != later.scores["total"].to_list()
    assert receipt["rubric_sha256"] != later.receipt["rubric_sha256"]
