"""What every chart keeps to, and what each of them shows."""

import json
import re

import pytest

from govscore_lib.engine import Scorecard, score
from govscore_lib.reporting import charts
from govscore_lib.reporting.charts.drawing import ROLES
from govscore_lib.reporting.charts.waterfall import steps
from govscore_lib.reporting.views.board import Board
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric

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
        "difference": charts.plot_difference(scorecard, REGION),
        "points": charts.plot_points(scorecard, "1.02", highlight=REGION),
        "separation": charts.plot_separation(scorecard),
        "tiles": charts.plot_tiles(scorecard),
    }


NAMES = (
    "ranking", "heatmap", "waterfall", "categories", "league", "coverage", "difference", "points", "separation",
    "tiles",
)  # fmt: skip


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
    for grid in meta["grids"]:
        assert not re.search(
            r"[\u4e00-\u9fff]",
            str([pair[1] for key in ("rows", "columns", "words") for pair in grid[key]]),
        )
        at(figure, grid["path"]).clear()
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


@pytest.mark.parametrize("name", [name for name in NAMES if name != "heatmap"])
def test_whoever_cannot_see_a_chart_is_told_every_row_of_it(drawn, name):
    """A heat map would read out for minutes; its table says each cell."""
    meta = drawn[name]["layout"]["meta"]

    rows = [row[0] for row in meta["table"]["rows"]]
    for at in (0, 1):
        first = [cell if isinstance(cell, str) else cell[at] for cell in rows]
        assert [] == [word for word in first if word not in meta["alt"][at]]


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
    grey, won, lost, hovers, marks = drawn["heatmap"]["data"]

    assert 1 == sum(value is None for row in won["z"] for value in row)
    assert not any(value is not None for row in grey["z"] + lost["z"] for value in row)
    assert ["×"] == marks["text"]
    assert 1 == sum("未计分" in text for row in hovers["hovertext"] for text in row)


def told(figure: dict) -> dict[str, list]:
    """The table behind a chart, Chinese words, by its first column."""
    rows = figure["layout"]["meta"]["table"]["rows"]
    plain = [[cell[0] if isinstance(cell, list) else cell for cell in row] for row in rows]
    return {row[0]: row[1:] for row in plain}


def plain(figure) -> dict:
    return json.loads(figure.to_json())


def test_the_ranking_reaches_beyond_full_marks_and_tells_the_bonus(general):
    figure = plain(charts.plot_ranking(general))

    assert [0, 24.0] == figure["layout"]["xaxis"]["range"]
    assert 20.0 == figure["layout"]["shapes"][0]["x0"]
    base, extra = figure["data"][1], figure["data"][2]
    assert (20.0, 4.0, 20.0) == (base["x"][0], extra["x"][0], extra["base"][0])
    assert ["第 1 名", "24.00", "4.00", "—"] == told(figure)["R1"]


def test_regions_without_a_rank_close_the_ranking_with_what_became_of_them(general):
    figure = plain(charts.plot_ranking(general))

    assert ["R4", "R3"] == list(told(figure))[-2:]
    texts = [note["text"] for note in figure["layout"]["annotations"]]
    assert {"取消排名资格", "视为放弃"} <= set(texts)
    assert "R3 视为放弃" in figure["layout"]["meta"]["alt"][0]


def test_what_does_not_apply_is_neither_missing_nor_lost(general):
    heat, coverage = plain(charts.plot_heatmap(general)), plain(charts.plot_coverage(general))

    assert 8 + 1 == heat["data"][-1]["text"].count("–")
    assert 1 == heat["data"][-1]["text"].count("×")
    assert {"不适用"} == {column[5] for column in told(heat).values()}
    assert ["6", "1", "1", "85.7%"] == told(coverage)["R6"]
    assert ["0", "0", "8", "—"] == told(coverage)["R3"]
    assert "浅灰为不适用" in coverage["layout"]["meta"]["subtitle"][0]


def test_a_deduction_is_orange_and_points_without_maximum_compare_with_the_best(general):
    figure = plain(charts.plot_heatmap(general))
    won, lost = figure["data"][1], figure["data"][2]

    assert [None, 0.5, None, 1.0, None, None] == [row[4] for row in lost["z"]]
    assert [1.0, 0.3333, 0.2222, 0.4444, 0.4444, None] == [row[5] for row in won["z"]]
    assert "橙色为扣分" in figure["layout"]["meta"]["subtitle"][0]


def test_hover_texts_of_a_heat_map_are_made_of_their_parts(general):
    figure = plain(charts.plot_heatmap(general))
    grid = figure["layout"]["meta"]["grids"][0]

    built = [
        [f"{name[0]}　{column[0]}<br>{grid['words'][word][0]}" for column, word in zip(grid["columns"], row, strict=True)]
        for name, row in zip(grid["rows"], grid["cells"], strict=True)
    ]  # fmt: skip
    assert at(figure, grid["path"]) == built


@pytest.mark.parametrize("region", ["R1", "R2", "R5", "R6"])
def test_the_way_from_full_marks_closes_with_bonus_caps_and_what_does_not_apply(general, region):
    board = Board(general)

    full, taken, total = steps(board, region)

    assert 20 == full
    assert board.standing(region).total == total == full + sum(step.change for step in taken)


def test_a_bonus_is_won_and_its_cap_is_no_loss(general):
    figure = plain(charts.plot_waterfall(general, "R1"))

    assert ["27.00", "47.00"] == told(figure)["加分"]
    assert ["−23.00", "24.00"] == told(figure)["加分（封顶）"]
    assert "R1没有失分；加分 4.00 分" == figure["layout"]["meta"]["title"][0]


def test_a_category_without_maxima_of_its_own_loses_from_its_own_maximum(general):
    assert "−6.00" == told(plain(charts.plot_waterfall(general, "R2")))["信息"][0]


def test_regions_without_a_total_have_a_way_but_no_end(general):
    waived = plain(charts.plot_waterfall(general, "R3"))
    shut_out = plain(charts.plot_waterfall(general, "R4"))

    assert ["满分", "视为放弃，全部不计分", "总分"] == list(told(waived))
    assert ["", "—"] == told(waived)["总分"]
    assert ["", "15.20"] == told(shut_out)["合计（不计总分）"]


def test_medians_and_best_scores_leave_out_regions_without_a_total(general):
    rows = told(plain(charts.plot_categories(general, "R3")))

    assert ["—", "65.0%", "100.0%"] == rows["基础"]


def test_categories_without_any_maximum_are_compared_in_points():
    raw = document([criterion("1.1", {"kind": "per_unit", "per": "1", "count": "n"}, max_points=None)], {"n": metric("int")})  # fmt: skip
    card = score(load_document(raw), observations({"A": {"n": "3"}, "B": {"n": "5"}}))

    assert ["3", "4", "5"] == told(plain(charts.plot_categories(card, "A")))["category 1"]
    assert "None" not in plain(charts.plot_waterfall(card, "A"))["layout"]["meta"]["alt"][0]


def test_regions_with_the_same_points_are_stacked_and_never_cover_each_other(general):
    figure = plain(charts.plot_points(general, "2.d"))
    dots = [(x, y) for trace in figure["data"] for x, y in zip(trace["x"], trace["y"], strict=True)]

    assert 5 == len(dots) == len(set(dots))
    assert [0.0, 0.0, 0.0] == [x for x, _ in dots if x == 0]
    assert ["不扣分，中位 0.00"] == [
        note["text"] for note in figure["layout"]["annotations"] if "中位" in note["text"]
    ]
    assert "未计分" in told(plain(charts.plot_points(general, "1.2")))["R6"]


def test_points_that_lie_close_are_stacked_as_ties_are():
    from govscore_lib.reporting.charts.points import DOT, _stacked

    assert [0, 1, 0] == _stacked([0, DOT - 1, 2 * DOT], [1, 1, 1])
    assert [0, 3] == _stacked([0, 1], [3, 2])


def test_labels_of_a_strip_cover_neither_dots_nor_each_other(general):
    from govscore_lib.reporting.charts.points import LINE

    figure = plain(charts.plot_points(general, "3.1"))
    notes = [note for note in figure["layout"]["annotations"] if note.get("yref") != "paper"]
    tops = {x: max(t["y"]) for t in figure["data"] for x in t["x"]}

    assert notes
    for note in notes:
        assert note["y"] - LINE / 2 > min(tops.values())
    assert len(notes) == len({(note["x"], note["y"]) for note in notes})


def test_criteria_stand_in_the_order_in_which_they_separate_regions_with_a_total(general):
    figure = plain(charts.plot_separation(general))
    rows = told(figure)

    assert ["4.00", "3.20", "2.40", "1.60"] == rows["1.1 criterion 1.1"]
    assert list(rows) == sorted(rows, key=lambda name: -float(rows[name][3]))


def test_tiles_stand_where_the_layout_says_and_without_one_there_is_no_map(scorecard, general):
    figure = plain(charts.plot_tiles(scorecard))
    places = {
        note["text"].split("<br>")[0]: (note["y"], note["x"])
        for note in figure["layout"]["annotations"]
    }

    assert (2, 2) == places["<b>清江浦</b>"]
    assert "清江浦区" in figure["layout"]["meta"]["alt"][0]
    assert charts.plot_tiles(general) is None
