"""Sichuan's documents: what is refused, what counts once, what stands beside the rank."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

import govscore_lib as gs
from govscore_lib.errors import InputError
from tests.golden.worked_runs import RunScorer, WorkedRuns

RUNS = WorkedRuns("sichuan-2021-services", "sichuan_services_worked_runs.yml")
TRADING = "sichuan-2021-trading"


@pytest.fixture(scope="module")
def run_scorer(tmp_path_factory: pytest.TempPathFactory) -> RunScorer:
    return RunScorer(RUNS, lambda: tmp_path_factory.mktemp("runs"))


def claims(*rows: str) -> str:
    header = "claim_id,region_id,track,kind,matter_id,level,result_date,evidence"
    return "\n".join((header, *rows)) + "\n"


NO_ITEMS = {
    "information_items": "item_id,region_id,track,medium_row,published_on,first_drafter_is_staff\n",
    "invitations": "invitation_id,region_id,track,due_on,submitted_on\n",
    "publicity_items": "item_id,region_id,track,matter_id,level,positive,published_on\n",
}


@pytest.mark.parametrize(
    ("values", "registers", "words"),
    [
        pytest.param(
            {"ip_score": "72"},
            NO_ITEMS,
            "ip_score",
            id="a score of annex 3 beside its registers",
        ),
        pytest.param(
            {"bonus_b1_city": "1"},
            {"bonus_claims": claims()},
            "bonus_b1_city",
            id="a count of claims beside the claims",
        ),
        pytest.param(
            {"gs54_judged": "0.7", "freq_done": "1", "freq_required": "2"},
            {},
            "gs54_judged",
            id="judged points between the steps of a half",
        ),
        pytest.param({"gs51_judged": "1.5"}, {}, "gs51_judged", id="judged points below the range"),
        pytest.param(
            {"pilots_passed": "3", "pilots_assessed": "2"},
            {},
            "pilots_passed",
            id="more pilots passed than were assessed",
        ),
        pytest.param({"ip_score": "100.5"}, {}, "ip_score", id="more than the whole of annex 3"),
        pytest.param(
            {},
            {"bonus_claims": claims("1,R1,gs,B1,M1,provincial,2021-03-01,true")},
            "bonus_claims.csv, line 2",
            id="a level of another kind of bonus",
        ),
        pytest.param(
            {},
            {"bonus_claims": claims("1,R1,gs,B4,M1,province,2021-03-01,true")},
            "bonus_claims.csv, line 2",
            id="a meeting at a level of commendations",
        ),
        pytest.param(
            {},
            {"bonus_claims": claims("1,R1,xx,B4,M1,national,2021-03-01,true")},
            "bonus_claims.csv, line 2",
            id="a track there is not",
        ),
        pytest.param(
            {},
            {
                "bonus_claims": claims(
                    "1,R1,gs,B4,M1,national,2021-03-01,true",
                    "1,R1,gs,B4,M1,provincial,2021-03-01,true",
                )
            },
            "bonus_claims.csv, lines 2 and 3",
            id="one claim with two contents",
        ),
    ],
)
def test_what_does_not_hold_together_is_refused(
    values: dict[str, str], registers: dict[str, str], words: str, tmp_path: Path
):
    observations = tmp_path / "observations.csv"
    lines = ["region_id,metric_id,value", "R1,,", *(f"R1,{one},{values[one]}" for one in values)]
    observations.write_text("\n".join(lines) + "\n", "utf-8")
    paths = {}
    for name, text in registers.items():
        paths[name] = tmp_path / f"{name}.csv"
        paths[name].write_text(text, "utf-8")
    rubric = gs.load_rubric(RUNS.rubric)

    with pytest.raises(InputError, match=re.escape(words)):
        gs.score(
            rubric,
            gs.load_observations(observations, rubric),
            gs.load_registers(paths, rubric),
        )


def test_a_claim_told_twice_word_for_word_counts_once(tmp_path: Path):
    row = "1,R1,gs,B4,M1,national,2021-03-01,true"
    path, observations = tmp_path / "claims.csv", tmp_path / "observations.csv"
    path.write_text(claims(row, row), "utf-8")
    observations.write_text("region_id,metric_id,value\nR1,,\n", "utf-8")
    rubric = gs.load_rubric(RUNS.rubric)
    card = gs.score(
        rubric,
        gs.load_observations(observations, rubric),
        gs.load_registers({"bonus_claims": path}, rubric),
    )
    points = {row["criterion_id"]: row["points"] for row in card.ledger.iter_rows(named=True)}

    assert 10 == points["bonus.B4"]


def test_the_ledger_holds_the_tenth_and_not_the_rows_of_annex_3(run_scorer: RunScorer):
    number = next(place for place, run in enumerate(RUNS.runs) if "three registers" in run["title"])
    card = run_scorer.card(number, "A")

    assert set(card.rubric.criteria) == set(card.ledger["criterion_id"])
    assert ["ip_score"] == list(card.embedded)


def test_a_rank_within_the_zone_stands_beside_the_rank(tmp_path: Path):
    """Chengdu's zone has eight cities, the south of the province four."""
    observations = tmp_path / "observations.csv"
    points = {"510100": "3", "510600": "9", "510300": "5", "510500": "7"}
    lines = [f"{region},gs_lost_judged,{value}" for region, value in points.items()]
    observations.write_text("\n".join(("region_id,metric_id,value", *lines)) + "\n", "utf-8")
    rubric = gs.load_rubric(RUNS.rubric)
    card = gs.score(rubric, gs.load_observations(observations, rubric), partial_league=True)
    found = {
        row["region_id"]: (row["rank"], row["group"], row["group_rank"])
        for row in card.scores.iter_rows(named=True)
    }

    assert {
        "510600": (1, "成都平原", 1),
        "510500": (2, "川南", 1),
        "510300": (3, "川南", 2),
        "510100": (4, "成都平原", 2),
    } == found


def test_the_doubtful_amount_of_a_deduction_is_one_figure():
    """Another amount in one place prices all eleven kinds of event."""
    rubric = gs.load_rubric(TRADING, changes={"parameters/event_deduction/value": "2.5"})

    assert {Fraction(5, 2)} == {rubric.criteria[f"9.d{n}"].rule.per for n in range(1, 12)}
