import re

import polars as pl
import pytest

from govscore_lib.engine import score
from govscore_lib.errors import InputError, UsageError
from govscore_lib.findings import Finding
from govscore_lib.reporting import fragments
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric

REGION = "320812"


def text_of(html: str, language: str) -> str:
    """What a reader of one language sees."""
    other = "en" if language == "zh" else "zh"
    html = re.sub(rf'<(\w+) class="{other}" lang="[^"]*">.*?</\1>', "", html)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_the_ranking_has_rank_total_gap_and_bounds(scorecard):
    made = fragments.show_ranking(scorecard)

    seen = text_of(made.html, "zh")
    assert "淮安区 1 10.00" in seen
    assert "暂定 1 条未计分，总分在" in seen
    assert "regions/320803.html" in made.html


def test_the_first_screen_says_place_total_losses_and_the_next_place(scorecard):
    seen = text_of(fragments.show_region(scorecard, REGION).html, "zh")

    assert "共 4 个地区" in seen
    assert "失分最多的条款" in seen
    assert "−4.00" in seen
    assert "比淮阴区" in seen


def test_a_region_goes_by_code_or_name(scorecard):
    assert (
        fragments.show_region(scorecard, REGION).html
        == fragments.show_region(scorecard, "清江浦区").html
    )


def test_an_unknown_region_is_told_with_the_closest_name(scorecard):
    with pytest.raises(InputError, match=r"no region '清江铺区'.*清江浦区"):
        fragments.show_region(scorecard, "清江铺区")


def test_the_ledger_has_formula_citation_and_what_is_missing(scorecard):
    made = fragments.show_ledger(scorecard, REGION)

    for ident in scorecard.rubric.criteria:
        assert f'id="c-{ident}"' in made.html
    assert "18/20 = 90%" in made.html
    assert "文〔2021〕1号 第1项 第1.02款" in made.html
    assert "未计分，缺：innovation" in text_of(made.html, "zh")
    assert "Not scored; missing: innovation" in text_of(made.html, "en")


def test_names_with_markup_are_shown_as_text(scorecard):
    made = fragments.show_ledger(scorecard, REGION)

    assert "方案 &lt;甲&gt;" in made.html
    assert "<甲>" not in made.html


def test_one_category_of_the_ledger(scorecard):
    made = fragments.show_ledger(scorecard, REGION, "2")

    assert 'id="c-2.01"' in made.html
    assert 'id="c-1.01"' not in made.html
    with pytest.raises(UsageError, match="no category '9'"):
        fragments.show_ledger(scorecard, REGION, "9")


def test_points_not_scored_are_neither_won_nor_lost(scorecard):
    seen = text_of(fragments.show_categories(scorecard, REGION).html, "zh")

    assert "innovation 未计分 −2.00 分 1.00 6 −3.00" in seen


def test_the_league_table_has_ties_figures_and_the_next_place(scorecard):
    made = fragments.show_league(scorecard, "1.01")

    seen = text_of(made.html, "zh")
    assert "2/25 = 8%" in seen
    assert "并列" in seen
    assert "达到淮阴区的 2/25 = 8%" in seen
    assert "基数小" in seen


def test_the_gains_of_a_region_say_what_a_place_brings(scorecard):
    seen = text_of(fragments.show_gains(scorecard, "320813").html, "en")

    assert "reach Huaiyin District's 2/25 = 8%" in seen
    assert "+" in seen


def test_nearest_gains_cover_every_kind_and_what_is_open(scorecard):
    """Of 320812: 4 of 50 corrected, 18 of 20 answered, 1 plan, a judgement lacking."""
    seen = text_of(fragments.show_improvements(scorecard, REGION).html, "zh")

    assert "2.02 方案 &lt;甲&gt; plans 1 → 2 plans 到 5 plans共 +4 +1 +1 3" in seen
    assert "1.02 criterion 1.02 answered 18 → 19 requests 到 20 requests共 +0.2 +0.1 +0.1" in seen
    assert "2.01 缺：innovation，由其决定本条得 0 至 2 分" in seen


def test_the_ledger_tells_the_next_step_of_each_line(scorecard):
    seen = text_of(fragments.show_ledger(scorecard, REGION).html, "en")

    assert "next: answered 18 → 19 requests, +0.1" in seen
    assert "it decides between 0 and 2 points" in seen


def test_the_first_screen_names_the_step_that_brings_most(scorecard):
    seen = text_of(fragments.show_region(scorecard, "320804").html, "en")

    assert "The step that brings most: 2.02 plans 3 → 4 plans, +1." in seen


def test_the_first_screen_says_which_single_change_is_enough():
    raw = document(
        [criterion(f"1.0{n}", {"kind": "binary", "when": f"p{n}"}) for n in (1, 2)],
        {f"p{n}": metric("bool") for n in (1, 2)},
    )
    values = {"A": {"p1": "false", "p2": "true"}, "B": {"p1": "true", "p2": "true"}}

    seen = text_of(fragments.show_region(score(load_document(raw), observations(values)), "A").html, "zh")  # fmt: skip

    assert "只改一处即可进位： 1.01 p1 否 → 是（名次 2 → 1）。" in seen


def test_a_region_that_gave_up_has_nothing_to_gain():
    waived = {
        "status": "waived",
        "when": "late",
        "because": {"zh": "逾期", "en": "late"},
        "source": {"document": "文〔2021〕1号"},
    }
    raw = document(
        [criterion("1.01", {"kind": "binary", "when": "p"})],
        {"p": metric("bool"), "late": metric("bool", needed="evidence")},
        standing=[waived],
    )
    values = {"A": {"p": "false", "late": "true"}, "B": {"p": "false", "late": "false"}}
    card = score(load_document(raw), observations(values))

    gains = [text_of(fragments.show_improvements(card, one).html, "en") for one in "AB"]

    assert "No change of a figure brings more." == gains[0]
    assert "p no → yes +2 +2 1" in gains[1]
    assert "next:" not in text_of(fragments.show_ledger(card, "A").html, "en")


def test_all_league_criteria_come_as_heading_chart_and_table(scorecard):
    story = fragments.show_leagues(scorecard)

    assert 3 == len(story.parts)
    assert "<govscore leagues>" == repr(story)


def test_findings_link_to_the_criteria_they_touch(scorecard):
    found = (
        Finding("b", "note", "提示。", "A note.", "observations"),
        Finding(
            "a",
            "critical",
            "案号重复。",
            "Case twice.",
            "cases",
            REGION,
            file="cases.csv",
            place="line 3",
            criteria=("1.01",),
        ),
    )

    made = fragments.show_findings(found, scorecard.rubric)

    assert 'href="../reports/small-2021/index.html#c-1.01"' in made.html
    assert "cases.csv · line 3" in text_of(made.html, "zh")
    assert made.html.index("案号重复") < made.html.index("提示。")


def test_no_finding_is_said_in_words(scorecard):
    made = fragments.show_findings((), scorecard.rubric)

    assert "没有发现问题。" == text_of(made.html, "zh")


def test_coverage_says_what_is_missing_in_words(scorecard):
    coverage = pl.DataFrame(
        {
            "region_id": ["320803", "320804"],
            "source": ["materials", "materials"],
            "status": ["partial", "none"],
            "given": [3, 0],
            "expected": [4, 4],
            "latest": ["", ""],
        }
    )

    seen = text_of(fragments.show_coverage(coverage, scorecard.rubric).html, "zh")

    assert "填报指标 3 应报 4 未报" in seen


def test_the_rule_book_says_every_rule_and_its_other_readings(scorecard):
    made = fragments.show_criteria(scorecard)

    seen = text_of(made.html, "zh")
    assert "其他读法 1 种" in seen
    assert "B：也可全体排名" in seen
    assert 'id="c-2.02"' in made.html


def test_the_provenance_has_hashes_and_no_clock(scorecard):
    made = fragments.show_provenance(scorecard)

    assert scorecard.receipt["rubric_sha256"] in made.html
    assert scorecard.receipt["time"] not in made.html


def test_the_statement_is_made_of_the_numbers(scorecard):
    seen = text_of(fragments.show_statement(scorecard).html, "zh")

    assert seen.startswith("4 个地区参加评价，淮安区居首")
    assert "清江浦区尚有条款未计分" in seen


def test_every_badge_is_explained():
    from govscore_lib.reporting.fragments.badges import BADGES, badge

    legend = fragments.show_badges().html
    for key, (word, meaning) in BADGES.items():
        assert word.zh in badge(key)
        assert meaning.en in legend


def test_a_flag_without_words_shows_itself():
    from govscore_lib.reporting.fragments.badges import badge

    assert "something_new" in badge("something_new")


def test_every_flag_of_the_engine_has_a_badge(scorecard):
    from govscore_lib.reporting.fragments.badges import BADGES

    flags = {flag for text in scorecard.ledger["flags"] for flag in text.split(";") if flag}

    assert flags <= BADGES.keys()
