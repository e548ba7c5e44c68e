"""What pages say of prizes, stages and standings."""

import datetime as dt

import pytest

from govscore_lib.engine import score
from govscore_lib.ingest.proceedings import Decision, Proceedings, Reached
from govscore_lib.reporting import fragments
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric, said

SOURCE = {"document": "文〔2021〕1号", "section": "六"}


@pytest.fixture
def card():
    """Three regions, the last one waived; the first two tie across the only prize."""
    raw = document(
        [criterion("1.01", {"kind": "judged", "metric": "judged"})],
        {"judged": metric("judged"), "late": metric("bool", needed="optional")},
        awards={
            "prizes": [
                {"id": "first", "name": {"zh": "一等奖", "en": "first prize"}, "places": "1"},
                {"id": "second", "name": {"zh": "二等奖", "en": "second prize"}, "places": "2"},
            ],
            "source": SOURCE,
        },
        standing=[{"status": "waived", "when": "late", "because": {"zh": "逾期未报", "en": "filed late"}, "source": SOURCE}],
        workflow=[{"id": "reviewed", "name": said("reviewed")}, {"id": "awarded", "name": said("awarded")}],
    )  # fmt: skip
    values = {
        "R1": {"judged": "2", "late": None},
        "R2": {"judged": "2", "late": None},
        "R3": {"judged": "1", "late": "true"},
    }
    return score(load_document(raw), observations(values))


@pytest.fixture
def proceedings():
    return Proceedings(
        (Reached("reviewed", dt.date(2022, 1, 20), "<抽查>"),),
        (Decision("R2", "second", "会议决定", dt.date(2022, 2, 1)),),
    )


def test_a_proposal_is_never_called_a_decision(card):
    html = fragments.show_awards(card).html

    assert "不是决定" in html
    assert "需决定" in html
    assert "第 1–2 位" in html


def test_a_decision_stands_beside_the_proposal(card, proceedings):
    html = fragments.show_awards(card, proceedings).html

    assert "二等奖" in html
    assert "2022-02-01" in html
    assert "会议决定" in html


def test_fewer_regions_than_places_show_the_ways_to_share_them(card):
    assert "自上而下填满" in fragments.show_awards(card).html


def test_stages_reached_have_their_day(card, proceedings):
    html = fragments.show_workflow(card, proceedings).html

    assert html.count('class="done"') == 1
    assert "2022-01-20" in html
    assert "&lt;抽查&gt;" in html
    assert "未到" in html


def test_a_standing_names_its_rule_and_its_regions(card):
    html = fragments.show_standing_rules(card).html

    assert "逾期未报" in html
    assert "R3" in html
    assert "文〔2021〕1号" in html


def test_a_waived_region_stands_last_without_total_or_rank(card):
    html = fragments.show_ranking(card).html

    assert html.index("R3") > html.index("R2")
    assert "视为放弃" in html


def test_the_page_of_a_waived_region_says_so(card):
    assert "视为放弃" in fragments.show_region(card, "R3").html
