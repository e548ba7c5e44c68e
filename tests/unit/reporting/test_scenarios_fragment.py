"""What a scenario and the weighting methods do, told in both languages."""

import re

from govscore_lib.engine import score
from govscore_lib.reporting.fragments.scenarios import (
    show_scenario,
    show_scenarios,
    show_weightings,
)
from govscore_lib.whatif import Scenario, whatif
from tests.small_rubrics import load_document
from tests.unit.reporting.conftest import observations, small_document


def words(html: str, language: str) -> str:
    """The text of a fragment in one language, tags out."""
    other = "en" if language == "zh" else "zh"
    return re.sub(r"<[^>]+>", "", re.sub(rf'<span class="{other}"[^>]*>.*?</span>', "", html))


def test_without_a_scenario_nothing_is_listed(scorecard):
    html = show_scenario(scorecard, Scenario()).html

    assert "一切与文件相同" in html
    assert "<table" not in html


def test_who_moves_is_listed_with_places_totals_and_reasons(scorecard):
    scenario = Scenario("judged counts", keep_total="none").points({"2.01": 100})
    moved = whatif(scorecard, scenario).moved

    html = show_scenario(scorecard, scenario).html

    assert moved.height > 1
    for language in ("zh", "en"):
        text = words(html, language)
        assert f"{moved.height} " in text
        for row in moved.iter_rows(named=True):
            assert row[f"region_{language}"] in text
            assert f"{row['rank_before']:g} → {row['rank_after']:g}" in text
    assert "2.01 criterion 2.01 +98.00" in html


def test_prizes_that_change_are_told():
    prizes = [{"id": "first", "name": {"zh": "一等奖", "en": "first prize"}, "places": "1"}]
    awards = {"prizes": prizes, "source": {"document": "文", "item": "1"}}
    card = score(
        load_document(small_document() | {"awards": awards}), observations(), partial_league=True
    )
    scenario = Scenario("judged counts", keep_total="none").points({"2.01": 100})

    html = show_scenario(card, scenario).html

    assert "奖项建议" in words(html, "zh")
    assert "一等奖 → —" in words(html, "zh")
    assert "— → first prize" in words(html, "en")


def test_methods_stand_beside_the_printed_ranks_and_those_that_fail_say_why(scorecard):
    html = show_weightings(scorecard).html

    assert "等权" in words(html, "zh")
    assert "3 个各条都有得分的地区（共 4 个）" in words(html, "zh")
    assert "MEREC cannot be used on these data: all points have to be above 0." in words(html, "en")


def test_scenarios_stand_side_by_side_with_who_moves_in_each(scorecard):
    one = Scenario("judged counts", keep_total="none").points({"2.01": 100})
    same = Scenario("the same", keep_total="none").points({"2.01": 2})

    html = show_scenarios(scorecard, [one, Scenario(), same]).html

    text = words(html, "en")
    moved = whatif(scorecard, one).moved.height
    assert f"A judged counts: {moved} of 4 regions move" in text
    assert "B the same: 0 of 4 regions move" in text
    assert "A 中谁动、因为哪几条" in words(html, "zh")
    assert 1 == html.count("<details>")
    assert "2.01 criterion 2.01 +98.00" in html


def test_nothing_but_empty_scenarios_is_said(scorecard):
    assert "一切与文件相同" in show_scenarios(scorecard, [Scenario()]).html
