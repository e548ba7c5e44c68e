"""The page on how firm a ranking is: its charts and tables, with what they must say."""

import json
import re

import pytest

from govscore_lib.engine import Scorecard, score
from govscore_lib.reporting import charts, fragments
from govscore_lib.reporting.charts.drawing import ROLES
from govscore_lib.reporting.pages.from_notebooks import menu
from govscore_lib.rubric import load_rubric
from govscore_lib.whatif import combinations, robustness
from tests.asserts import observations, read_table
from tests.small_rubrics import criterion, document, metric, said, write_document

TABLE = """
    region | a   | b   | c
    甲     | 1   | 0.3 | 0.5
    乙     | 0.8 | 0.4 | 0.5
    丙     | 0.1 | 0.9 | 0.5"""


@pytest.fixture(scope="module")
def card(tmp_path_factory) -> Scorecard:
    """Three regions; c separates nobody, and another reading of b brings the last to the front."""
    reading = {"slug": "treble", "change": {"max_points": "6"}, "because": said("why")}
    raw = document(
        [
            criterion("a", {"kind": "ratio", "value": "a"}, name={"zh": "甲条", "en": "clause a"}),
            criterion("b", {"kind": "ratio", "value": "b"}, readings={"B": reading}),
            criterion("c", {"kind": "ratio", "value": "c"}),
        ],
        {name: metric("decimal") for name in "abc"},
        awards={
            "prizes": [{"id": "p", "name": {"zh": "一等奖", "en": "first prize"}, "places": "1"}],
            "source": {"document": "文"},
        },
        readings={"cap": {"name": {"zh": "总分下限", "en": "floor of the total"}, "options": {"B": {
            "slug": "floor", "change": {"total/min_points": "1"}, "because": said("why")}}}},
    )  # fmt: skip
    path = write_document(raw, tmp_path_factory.mktemp("rubric"))
    return score(load_rubric(path), observations(read_table(TABLE)))


@pytest.fixture(scope="module")
def found(card):
    return robustness(card, draws=500, seed=3)


def drawings(card, found) -> dict[str, dict]:
    made = (
        charts.plot_rank_intervals(found),
        charts.plot_acceptability(found),
        charts.plot_effective_weights(card),
    )
    return {figure.layout.meta["name"]: json.loads(figure.to_json()) for figure in made}


def test_every_chart_says_in_words_what_it_shows(card, found):
    for name, figure in drawings(card, found).items():
        meta = figure["layout"]["meta"]
        assert {trace["type"] for trace in figure["data"]} <= {"scatter", "heatmap"}
        assert all(len(meta["alt"][at]) > 40 for at in (0, 1)), name
        assert meta["table"]["rows"]
        assert not re.search(r"[\u4e00-\u9fff]", json.dumps(meta["title"][1]).replace("甲", ""))
        for path, role in meta["roles"]:
            assert role in ROLES, path


def test_the_seed_stands_under_the_charts(card, found):
    notes = [figure["layout"]["meta"]["note"] for figure in drawings(card, found).values()]

    assert "随机种子 3，重算结果不变" in notes[0][0]
    assert "500 random weightings of criteria, every division equally likely; seed 3" in notes[0][1]
    assert notes[0] == notes[1]


def test_the_title_says_how_often_the_first_is_first(found):
    title = charts.plot_rank_intervals(found).layout.meta["title"]
    share = found.ranks["first"][0]

    assert [f"甲在 {share:.1%} 的赋权中居首", f"甲 leads in {share:.1%} of the weightings"] == list(title)  # fmt: skip


def cells(html: str) -> dict[str, list[str]]:
    """First cell of each row → the texts of the others, Chinese only."""
    chinese = re.sub(r'<span class="en".*?</span>', "", html)
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", chinese, re.S)[1:]
    texts = [[re.sub(r"<.*?>", "", one).strip() for one in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.S)] for row in rows]  # fmt: skip
    return {row[0]: row[1:] for row in texts}


def test_places_and_prizes_stand_in_one_table(found):
    html = fragments.show_rank_intervals(found).html
    table = cells(html)

    assert "一等奖" in html
    assert ["1", "1–3", "1–3"] == table["甲"][:3]
    assert f"{found.ranks['first'][0] * 100:.1f}%" == table["甲"][4] == table["甲"][5]


def test_a_table_of_intervals_has_every_criterion_and_the_regions_that_meet(card):
    """乙 and 丙 are level once a is worth 10/7, where 0.8 a + 1.8 = 0.1 a + 2.8, or b 2.8; c moves nobody."""
    table = cells(fragments.show_stability(card).html)

    assert ["a 甲条", "b criterion b", "c criterion c"] == list(table)
    assert ["2", "1.43–∞乙、丙"] == table["a 甲条"][:2]
    assert table["b criterion b"][1] in ("0–2.79乙、丙", "0–2.8乙、丙")
    assert "任意" == table["c criterion c"][1]


def test_weights_say_who_separates_nobody(card):
    html = fragments.show_effective_weights(card).html
    table = cells(html)

    assert "1 条未能区分任何地区：c。" in html
    assert "33.3%" == table["a 甲条"][1]
    assert ["0.0%", "—", "0/3"] == next(row for name, row in table.items() if name.startswith("c"))[2:]  # fmt: skip


def test_combinations_name_what_a_place_hangs_on(card):
    found = combinations(card, draws=60, wholes=4, seed=1)
    html = fragments.show_combinations(found).html
    table = cells(html)

    assert "1–3" == table["甲"][2]
    assert "b criterion b" == table["甲"][4]
    assert "随机组合 60 组；随机种子 1" in html
    assert "读法共 2 种组合，全部逐一重新评分" in html
    assert "这是抽样，不是穷举：名次至少会变动到所列的“最好–最差”" in html
    assert ["4", "0"] == table["并列名次的记法"][:2]
    assert ["3", "0"] == table["排名所用总分的小数位数"][:2]


def test_a_page_is_listed_where_regions_can_be_ranked_by_weights(card):
    assert "robustness.html" in [address for address, _, _ in menu(card)]


def test_one_region_or_one_criterion_has_no_such_page(tmp_path):
    def pages(criteria: str, regions: str) -> list[str]:
        raw = document([criterion(one, {"kind": "ratio", "value": one}) for one in criteria],
                       {one: metric("decimal") for one in criteria})  # fmt: skip
        values = {region: dict.fromkeys(criteria, "0.5") for region in regions}
        made = score(load_rubric(write_document(raw, tmp_path)), observations(values))
        return [address for address, _, _ in menu(made)]

    assert "robustness.html" not in pages("a", "XY")
    assert "robustness.html" not in pages("ab", "X")
    assert "robustness.html" in pages("ab", "XY")
