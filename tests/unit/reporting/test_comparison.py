"""Two regions side by side."""

import json
import re
from decimal import Decimal

import pytest

from govscore_lib.engine import score
from govscore_lib.errors import InputError, UsageError
from govscore_lib.reporting import charts, fragments
from govscore_lib.reporting.charts import difference
from govscore_lib.reporting.views.pairs import pair_of
from tests.unit.reporting.test_fragments import text_of

LEADER, SECOND, THIRD, LAST = "320803", "320804", "320812", "320813"


def names(pair):
    return pair.a.region_id, pair.b.region_id


def test_without_names_leader_and_runner_up_are_compared(scorecard):
    ranked = scorecard.scores["region_id"].to_list()

    assert tuple(ranked[:2]) == names(pair_of(scorecard))


def test_a_region_alone_is_compared_with_the_one_ahead_and_the_leader_with_the_next(scorecard):
    ranked = scorecard.scores["region_id"].to_list()

    assert (ranked[2], ranked[1]) == names(pair_of(scorecard, ranked[2]))
    assert (ranked[0], ranked[1]) == names(pair_of(scorecard, ranked[0]))


def test_names_and_codes_name_the_same_pair(scorecard):
    assert names(pair_of(scorecard, "淮安区", "洪泽区")) == names(pair_of(scorecard, LEADER, LAST))


def test_what_cannot_be_compared_is_told(scorecard):
    with pytest.raises(UsageError, match="compared with itself"):
        pair_of(scorecard, LEADER, LEADER)
    with pytest.raises(InputError, match="no region '清江铺区'"):
        pair_of(scorecard, "清江铺区")
    one = scorecard.given.observations.filter(region_id=LEADER)
    with pytest.raises(UsageError, match="this run has one"):
        pair_of(score(scorecard.rubric, one, partial_league=True))


@pytest.mark.parametrize("pair", [(LEADER, LAST), (LAST, LEADER), (SECOND, THIRD)])
def test_all_differences_add_up_to_that_of_the_totals(scorecard, pair):
    found = pair_of(scorecard, *pair)

    assert found.a.total - found.b.total == found.difference
    assert found.difference == sum(one.change for one in difference.steps(found))


def test_the_whole_of_every_kind_of_category_adds_up(general):
    """Caps, deductions, a bonus and what is set for the total are steps too."""
    totals = dict(general.scores.select("region_id", "total").iter_rows())

    for one, other in (("R1", "R2"), ("R2", "R5"), ("R6", "R1")):
        assert totals[one] - totals[other] == pair_of(general, one, other).difference


def test_small_differences_are_one_step_a_side(scorecard, monkeypatch):
    monkeypatch.setattr(difference, "MOST_STEPS", 1)
    pair = pair_of(scorecard, LEADER, LAST)

    taken = difference.steps(pair)

    assert ["2.02 方案 <甲>", "另 3 条", "innovation（封顶影响）"] == [one.name.zh for one in taken]
    assert pair.difference == sum((one.change for one in taken), Decimal(0))


def test_the_chart_ends_in_the_difference(scorecard):
    figure = json.loads(charts.plot_difference(scorecard, LEADER, LAST).to_json())

    bars, whole = figure["data"]
    assert whole["x"][0] == pytest.approx(sum(bars["x"]))
    assert figure["layout"]["meta"]["title"][0].startswith("淮安区比洪泽区多 ")
    assert "阶梯图：淮安区与洪泽区相比" in figure["layout"]["meta"]["alt"][0]


def test_the_first_screen_says_who_has_more_where(scorecard):
    seen = text_of(fragments.show_comparison(scorecard, LEADER, LAST).html, "zh")

    assert "淮安区多得的" in seen
    assert "2.02 方案 &lt;甲&gt; plans 9 对 0 +5.00" in seen
    assert "洪泽区多得的" in seen


def test_every_clause_is_there_with_the_figures_of_both(scorecard):
    made = fragments.show_differences(scorecard, LEADER, LAST)

    seen = text_of(made.html, "zh")
    assert "1.02 criterion 1.02 2.00 1.50 +0.50 20/20 = 100% 对 15/20 = 75%" in seen
    shown = set(re.findall(r"\d\.\d\d (?=criterion|复议|方案)", seen))
    assert {f"{ident} " for ident in scorecard.rubric.criteria} == shown
    pair = pair_of(scorecard, LEADER, LAST)
    assert f"全部相差 {pair.board.points(pair.a.total)}" in seen


def test_the_one_behind_is_told_what_it_could_take_over(scorecard):
    one_way = fragments.show_takeovers(scorecard, LEADER, LAST).html

    seen = text_of(one_way, "zh")
    assert "2.02 方案 &lt;甲&gt; plans 9 对 0 +5.00 +5.00" in seen
    assert "条一起" in seen
    assert f"regions/{LAST}.html#c-2.02" in one_way
    assert "把洪泽区这一条的数据换成淮安区的" in seen


def test_a_region_without_total_can_be_compared(general):
    seen = text_of(fragments.show_comparison(general, "R4", "R1").html, "zh")

    assert "R4 未排名" in seen
    assert "多得分" in text_of(fragments.show_takeovers(general, "R4", "R1").html, "zh")
