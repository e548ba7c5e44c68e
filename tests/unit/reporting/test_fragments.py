import re

import polars as pl
import pytest

from govscore_lib.engine import score
from govscore_lib.errors import InputError, UsageError
from govscore_lib.findings import Finding
from govscore_lib.reporting import fragments
from govscore_lib.rubric import load_rubric
from tests.asserts import observations
from tests.small_rubrics import criterion, document, load_document, metric, write_document
from tests.unit.reporting.conftest import general_document, general_observations

REGION = "320812"


def text_of(html: str, language: str) -> str:
    """What a reader of one language sees."""
    other = "en" if language == "zh" else "zh"
    html = re.sub(rf'<(\w+) class="{other}" lang="[^"]*">.*?</\1>', "", html)
    html = html.replace("<wbr>", "")  # only says where a long word may break
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_the_ranking_has_rank_total_gap_and_bounds(scorecard):
    made = fragments.show_ranking(scorecard)

    seen = text_of(made.html, "zh")
    assert "淮安区 1 10.00" in seen
    assert "暂定 1 条未计分：" in seen
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

    assert "waived Nothing of this region is scored." == gains[0]
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

    made = fragments.show_findings(found, scorecard)

    assert f'href="../reports/small-2021/regions/{REGION}.html#c-1.01"' in made.html
    assert "cases.csv · 第 3 行 1.01 2" in text_of(made.html, "zh")
    assert "cases.csv · line 3 1.01 2" in text_of(made.html, "en")
    assert made.html.index("案号重复") < made.html.index("提示。")


def test_what_is_found_alike_in_many_regions_is_one_row_with_their_names_folded(general):
    regions = ("R1", "R2", "R4", "R5")
    found = [
        Finding("lack", "warning", "缺。", "Missing.", "observations", region, criteria=("1.1",))
        for region in regions
    ]

    seen = text_of(fragments.show_findings(found, general).html, "zh")
    few = text_of(fragments.show_findings(found[:2], general).html, "zh")

    assert "缺。 注意 4 个地区 R1 、 R2 、 R4 、 R5 1.1" in seen
    assert "每个地区" in seen
    assert "缺。 注意 R1 、 R2 1.1" in few


def test_no_finding_is_said_in_words(scorecard):
    made = fragments.show_findings((), scorecard)

    assert "没有发现问题。" == text_of(made.html, "zh")


def test_coverage_says_what_is_missing_in_words(scorecard):
    coverage = pl.DataFrame(
        {
            "region_id": ["320803", "320804", "320803", "320804"],
            "source": ["materials", "materials", "cases", "cases"],
            "status": ["partial", "none", "empty", "given"],
            "given": [3, 0, 0, 7],
            "expected": [4, 4, None, None],
            "latest": ["", "", "", "2021-03-01"],
        }
    )

    seen = text_of(fragments.show_coverage(coverage, scorecard.rubric).html, "zh")

    assert "填报指标 3 应报 4 未报 填报指标 无记录 7 2021-03-01" in seen


def test_coverage_of_more_regions_than_sources_runs_down_the_page(scorecard):
    regions = ["320803", "320804", "320812"]
    coverage = pl.DataFrame(
        {
            "region_id": [*regions, ""],
            "source": ["materials"] * 3 + ["cases"],
            "status": ["given"] * 4,
            "given": [12345, 2, 3, 9],
            "expected": [12345, 2, 3, None],
            "latest": [""] * 4,
        }
    )

    rows = rows_of(fragments.show_coverage(coverage, scorecard.rubric).html)

    assert "淮安区 12,345" in rows["淮安区"]
    assert "各地共用 9" in rows["各地共用"]


def test_the_rule_book_says_every_rule_and_its_other_readings(scorecard):
    made = fragments.show_criteria(scorecard)

    seen = text_of(made.html, "zh")
    assert "其他读法 1 种" in seen
    assert "B：也可全体排名" in seen
    assert 'id="c-2.02"' in made.html


def test_one_category_of_the_rule_book(scorecard):
    made = fragments.show_criteria(scorecard, "2")

    assert 'id="c-2.02"' in made.html
    assert 'id="c-1.01"' not in made.html
    with pytest.raises(UsageError, match=r"has no category '9'.*Known: 1, 2"):
        fragments.show_criteria(scorecard, "9")


def test_the_provenance_has_hashes_and_no_clock(scorecard):
    made = fragments.show_provenance(scorecard)

    assert scorecard.receipt["rubric_sha256"] in made.html
    assert scorecard.receipt["time"] not in made.html


def test_the_statement_is_made_of_the_numbers(scorecard):
    seen = text_of(fragments.show_statement(scorecard).html, "zh")

    assert seen.startswith("4 个地区参加评价，淮安区居首")
    assert "清江浦区尚有条款未计分" in seen


def rows_of(html: str) -> dict[str, str]:
    """What a Chinese reader sees of each row of the tables, by its first cell."""
    found = {}
    for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL):
        first = re.search(r"<th scope=\"row\".*?</th>", row, re.DOTALL)
        if first:
            found[text_of(first[0], "zh")] = text_of(row, "zh")
    return found


def test_the_ranking_says_what_became_of_a_region_and_ranks_within_groups(general):
    rows = rows_of(fragments.show_ranking(general).html)

    assert ["R1", "R5", "R6", "R2", "R4", "R3"] == list(rows)
    assert "R1 1 24.00 — 大 1" == rows["R1"]
    assert "R5 2 11.30 12.70 小 1 一票否决 追究刑事责任" == rows["R5"]
    assert "R4 — — — 小 取消排名资格 弄虚作假" == rows["R4"]
    assert "R3 — — — 小 视为放弃 逾期未报" == rows["R3"]


def test_the_statement_tells_who_is_out_and_why(general):
    seen = text_of(fragments.show_statement(general).html, "zh")

    assert (
        "R4取消排名资格（弄虚作假）。R3视为放弃（逾期未报）。R5一票否决（追究刑事责任）。" in seen
    )
    assert "总分（含加分）最高 24.00 分" in seen


def test_a_waived_region_has_no_scores_rather_than_zeros(general):
    rows = rows_of(fragments.show_scores_by_category(general).html)

    assert "R3 视为放弃 — — — — —" == rows["R3 视为放弃"]
    assert "<b>6.20" not in fragments.show_scores_by_category(general).html
    assert "各条均不计分，规则见 规则表" in text_of(fragments.show_ledger(general, "R3").html, "zh")


@pytest.mark.parametrize("region", ["R1", "R2", "R3", "R4", "R5", "R6"])
def test_every_link_within_a_regions_page_leads_somewhere(general, region):
    page = "".join(
        show(general, region).html
        for show in (fragments.show_region, fragments.show_categories, fragments.show_ledger)
    )

    aims = set(re.findall(r'href="#([^"]+)"', page))
    assert set() == aims - set(re.findall(r'id="([^"]+)"', page))
    assert aims or region == "R3"


def test_the_categories_of_a_waived_region_lead_to_their_rules(general):
    assert "index.html#category-" in fragments.show_categories(general, "R3").html


def test_the_first_screen_of_a_region_that_is_out_says_why(general):
    seen = text_of(fragments.show_region(general, "R4").html, "zh")

    assert "6 个地区中 4 个参加排名 未排名" in seen
    assert "取消排名资格 弄虚作假 文〔2021〕1号 五" in seen
    assert "全部不计分" in text_of(fragments.show_region(general, "R3").html, "zh")


def test_the_first_screen_has_the_place_within_the_group_and_the_bonus(general):
    seen = text_of(fragments.show_region(general, "R1").html, "zh")

    assert "大，共 2 个 第 1 名" in seen
    assert "总分，满分 20，含加分 4.00" in seen
    assert "其中 2.00 分来自原文无法辨认、由评审人评定的条款" in seen


def test_largest_losses_are_clauses_or_categories_that_gather_points_and_never_a_bonus(general):
    seen = text_of(fragments.show_region(general, "R2").html, "zh")

    assert "−6.00 2.d" in seen
    assert "−6.00 信息（上限 7）" in seen
    assert "b.1" not in seen.split("再进一名")[0]


def test_a_bonus_loses_nothing_and_a_cap_is_told(general):
    rows = rows_of(fragments.show_categories(general, "R1").html)

    assert "加分 封顶 −23.00 分 4.00 4 — 1.50 4.00" == rows["加分 封顶 −23.00 分"]
    assert "信息 封顶 −2.00 分 7.00 7 0.00" in rows["信息 封顶 −2.00 分"]


def test_what_does_not_apply_moves_weights_and_is_told(general):
    rows = rows_of(fragments.show_categories(general, "R6").html)

    name = "基础 封顶、保底或折算 +0.27 分 未计分 −2.22 分 不适用 −2.00 分"
    assert rows[name].startswith(f"{name} 2.67 6.666666667 −1.78")


def test_lines_without_a_maximum_have_no_of_and_no_bar(general):
    html = fragments.show_ledger(general, "R2", "2").html
    line = next(row for row in html.split("<tr") if 'id="c-2.d"' in row)

    assert "−6.00" in text_of(line, "zh")
    assert "None" not in html
    assert 'class="bar' not in line


def test_a_total_that_is_set_is_told():
    raw = general_document()
    raw["standing"][2]["total"] = "0"
    card = score(load_document(raw), general_observations())

    assert "各类目之和另作总分调整 −11.30 分，总分为 0.00 分" in text_of(fragments.show_categories(card, "R5").html, "zh")  # fmt: skip
    assert "总分调整 −11.30 分" in rows_of(fragments.show_ranking(card).html)["R5"]


def test_the_rule_book_says_how_many_points_rest_on_judgement(general):
    seen = text_of(fragments.show_grounds(general).html, "zh")

    assert "满分 20 分中，2 分因原文残缺，由评审人评定（ 1.2 ）。其余按公式计算。" in seen
    assert "附件由图像识别而来。" in seen
    assert (
        "原文残缺：满分 20 分中有 2 分无法辨认，由评审人评定。"
        == fragments.caution(general.rubric).zh
    )


def test_a_whole_text_needs_no_caution(scorecard):
    assert "" == fragments.caution(scorecard.rubric).zh
    assert "1 分" not in fragments.show_grounds(scorecard).html


def test_a_taken_over_total_explains_itself_and_leads_to_its_page(general):
    raw = document(
        [criterion("1.1", {"kind": "embedded", "of": "inner", "factor": "0.1"})],
        {"inner": metric("decimal")},
    )
    values = {region: {} for region in ("R1", "R5")}
    card = score(load_document(raw), observations(values), embedded={"inner": general})

    html = fragments.show_ledger(card, "R5").html

    assert "共 11.30 分：基础 5.30 / 8，廉政 0.00 / 5，信息 3.00 / 7，加分 3.00 / 4" in text_of(
        html, "zh"
    )
    assert 'href="../reports/small-2021/regions/R5.html"' in html


def test_the_legend_has_only_badges_that_the_rubric_can_lead_to(general, scorecard):
    every, few = fragments.show_badges(general).html, fragments.show_badges(scorecard).html

    assert "一票否决" in every
    assert "原文残缺" in every
    assert "一票否决" not in few
    assert "原文残缺" not in few
    assert "并列" in few


def test_a_notebook_shows_the_ranking_of_a_scorecard_with_what_became_of_a_region(general):
    rows = [text_of(row, "zh") for row in re.findall(r"<tr>(.*?)</tr>", general._repr_html_())]

    assert "1 R1 24.00" == rows[1]
    assert "R3 视为放弃" in rows


def test_a_reading_that_moves_a_region_goes_by_the_name_of_its_clause(tmp_path):
    reading = {
        "slug": "few",
        "change": {"rule/value": "-n"},
        "because": {"zh": "少者为先", "en": "fewest first"},
    }
    rule = {"kind": "ratio", "value": "n"}
    raw = document(
        [criterion("1.1", rule, name={"zh": "件数", "en": "count"}, readings={"B": reading})],
        {"n": metric("int")},
    )
    values = observations({"A": {"n": "1"}, "B": {"n": "0"}})
    card = score(load_rubric(write_document(raw, tmp_path)), values)

    html = fragments.show_spread(card).html

    assert 'title="1.1=B"><span class="id">1.1</span> ' in html
    assert "件数" in html


def test_a_waived_region_is_outside_a_ranked_clause_without_lacking_data():
    rank = {"kind": "rank", "value": "n", "best": "highest"}
    waived = {
        "status": "waived",
        "when": "late",
        "because": {"zh": "逾期", "en": "late"},
        "source": {"document": "文〔2021〕1号"},
    }
    raw = document(
        [criterion("1.1", rank)],
        {"n": metric("int"), "late": metric("bool")},
        standing=[waived],
    )
    values = {
        "A": {"n": "3", "late": "false"},
        "B": {"n": "9", "late": "true"},
        "C": {"n": "1", "late": "false"},
    }
    card = score(load_document(raw), observations(values))

    assert "不计分" in rows_of(fragments.show_league(card, "1.1").html)["B"]
    assert "缺数据" not in fragments.show_league(card, "1.1").html


def test_reference_rows_leave_out_what_is_counted_from_registers_they_do_not_keep(general):
    assert "" == fragments.show_references(general).html


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
