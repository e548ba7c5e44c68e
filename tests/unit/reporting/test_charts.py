"""What every chart keeps to, and what each of them shows."""

import json
import re

import pytest

from govscore_lib.engine import Scorecard
from govscore_lib.reporting import charts
from govscore_lib.reporting.board import Board
from govscore_lib.reporting.charts.drawing import ROLES
from govscore_lib.reporting.charts.waterfall import steps

CARTESIAN = {"bar", "scatter", "heatmap"}
REGION = "320812"


def figures(scorecard: Scorecard) -> dict:
    return {
        "ranking": charts.plot_ranking(scorecard, highlight=REGION),
        "heatmap": charts.plot_heatmap(scorecard),
        "waterfall": charts.plot_waterfall(scorecard, REGION),
        "categories": charts.plot_categories(scorecard, REGION),
        "league": charts.plot_league(scorecard, "1.01", highlight=REGION),
        "coverage": charts.plot_coverage(scorecard),
    }


NAMES = ("ranking", "heatmap", "waterfall", "categories", "league", "coverage")


@pytest.fixture(scope="module")
def drawn(scorecard) -> dict:
    return {name: json.loads(figure.to_json()) for name, figure in figures(scorecard).items()}


def at(figure: dict, path: str):
    node = figure
    for step in path.split("."):
        node = node[int(step)] if isinstance(node, list) else node[step]
    return node


@pytest.mark.parametrize("name", NAMES)
def test_only_kinds_of_the_cartesian_bundle_are_used(drawn, name):
    assert {trace["type"] for trace in drawn[name]["data"]} <= CARTESIAN


@pytest.mark.parametrize("name", NAMES)
def test_every_path_of_words_and_roles_leads_somewhere(drawn, name):
    figure = drawn[name]
    meta = figure["layout"]["meta"]

    assert meta["i18n"]
    for path, zh, en in meta["i18n"]:
        assert zh == at(figure, path)
        assert type(zh) is type(en)
    for path, role in meta["roles"]:
        wanted = [ROLES[r] for r in role] if isinstance(role, list) else ROLES[role]
        assert wanted == at(figure, path)


@pytest.mark.parametrize("name", NAMES)
def test_no_chinese_is_left_when_the_words_are_switched(drawn, name):
    figure = json.loads(json.dumps(drawn[name]))
    meta = figure["layout"].pop("meta")
    for path, _, en in meta["i18n"]:
        steps_ = path.split(".")
        parent = at(figure, ".".join(steps_[:-1]))
        parent[int(steps_[-1]) if isinstance(parent, list) else steps_[-1]] = en
    figure["layout"]["font"].pop("family")
    text = json.dumps(figure, ensure_ascii=False)
    text = re.sub(r'"family":\s*"[^"]*"', "", text)

    assert [] == re.findall(r"[\u4e00-\u9fff]+", text)


@pytest.mark.parametrize("name", NAMES)
def test_every_chart_says_its_finding_its_measure_its_source_and_itself_in_words(drawn, name):
    meta = drawn[name]["layout"]["meta"]

    for key in ("title", "subtitle", "note", "alt"):
        assert all(len(text) > 3 for text in meta[key])
    widths = {len(row) for row in meta["table"]["rows"]}
    assert {len(meta["table"]["columns"])} == widths


def test_the_same_scorecard_gives_the_same_figures(scorecard):
    first, second = (
        {name: figure.to_json() for name, figure in figures(scorecard).items()} for _ in range(2)
    )

    assert first == second


def test_the_ranking_starts_at_zero_and_names_the_leader(drawn):
    figure = drawn["ranking"]

    assert 0 == figure["layout"]["xaxis"]["range"][0]
    assert figure["layout"]["meta"]["title"][0].startswith("淮安区居首")


def test_the_waterfall_ends_in_the_total_to_the_last_digit(scorecard):
    board = Board(scorecard)
    for standing in board.standings:
        full, taken, total = steps(board, standing.region_id)

        assert standing.total == total
        assert total == full + sum(step.change for step in taken)


def test_points_not_scored_are_a_step_of_their_own_and_no_loss(drawn):
    rows = drawn["waterfall"]["layout"]["meta"]["table"]["rows"]

    assert [["innovation（未计分）", "innovation (not scored)"], "−2.00"] in [r[:2] for r in rows]


def test_ties_are_shown_as_ties_and_the_clean_region_stands_outside(drawn):
    meta = drawn["league"]["layout"]["meta"]
    places = {row[0][0]: row[2][0] for row in meta["table"]["rows"]}

    assert {"淮阴区": "并列第 1 名", "清江浦区": "并列第 1 名"}.items() <= places.items()
    assert places["淮安区"] == "不参加排名"
    assert "淮安区不参加排名，得 2.00 分" in meta["title"][0]


def test_a_missing_cell_of_the_heat_map_is_empty_and_marked(drawn):
    cells, crosses = drawn["heatmap"]["data"]

    assert 1 == sum(value is None for row in cells["z"] for value in row)
    assert ["×"] == crosses["text"]
