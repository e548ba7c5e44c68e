"""The words of the field as the pages use them, one sentence each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from govscore_lib.reporting.fragments.badges import show_badges
from govscore_lib.reporting.jobs import PageSpec
from govscore_lib.reporting.markup import both, say
from govscore_lib.reporting.pages import template
from govscore_lib.reporting.pages.from_notebooks import HOME
from govscore_lib.text import Bilingual

FILE = "glossary.html"


@dataclass(frozen=True)
class Word:
    """A word in both languages and what it means here."""

    key: str
    name: Bilingual
    meaning: Bilingual


def _word(key: str, zh: str, en: str, meaning_zh: str, meaning_en: str) -> Word:
    return Word(key, say(zh, en), say(meaning_zh, meaning_en))


GLOSSARY: Mapping[str, tuple[Word, ...]] = {
    "document": (
        _word("rubric", "评分办法", "rubric",
              "一个考核期的完整评分文件：条款、分值、封顶、并列和取整办法。",
              "The whole scoring document for one period: criteria, maxima, caps, ties and rounding."),
        _word("category", "类目", "category",
              "若干条款组成的一组，有自己的满分。",
              "A named group of criteria with a maximum of its own."),
        _word("criterion", "条款", "criterion",
              "单独计分的一条：衡量什么，怎样变成得分。",
              "One clause that is scored: what it measures, and the rule that turns it into points."),
        _word("rule", "计分规则", "rule",
              "数值怎样变成得分；同一类规则（如分档、按比例、按名次）称为一种规则类型。",
              "How values become points; a kind of rule is a family, such as tiers, a proportion or ranks."),
        _word("tier", "档", "tier",
              "分档规则中的一级，例如达到 90% 得 8 分。",
              "One step of a rule by tiers, such as 8 points from 90%."),
        _word("reading", "读法", "reading",
              "对不明确条文的一种合理理解；默认读法记作 A，其他读法用来回答“如果是另一个意思”。",
              "One admissible way to understand an unclear clause; A is the default, the others answer 'and if it meant that?'"),
    ),
    "data": (
        _word("metric", "指标", "metric",
              "带单位的一个量，由填报得到或由台账统计得到。",
              "A measured quantity with a unit, submitted in a form or counted from a register."),
        _word("register", "台账", "register",
              "案件、工单、申请、事件等记录的表，每行一件。",
              "A table of records, one a row: cases, tickets, claims, events."),
        _word("evidence", "佐证", "evidence",
              "是否判断、加分和扣分背后的记录：来源、日期、说明。",
              "The record behind a yes or no, a bonus or a deduction: its source, date and note."),
        _word("missing", "未计分", "missing",
              "缺少数据或评审意见的条款；缺失不等于零分，总分给出上下限。",
              "A criterion without its data or judgement; missing is not zero, and the total has bounds."),
        _word("not-applicable", "不适用", "not applicable",
              "条款不适用于该地区；它的分数怎样处理由规则写明。",
              "The clause does not apply to the region; the rule says what becomes of its points."),
        _word("finding", "数据问题", "finding",
              "检查发现、需要单位核对的一处；严重的在改正之前不计分。",
              "Something that the checks found and an office should look at; critical ones are not scored until mended."),
    ),
    "score": (
        _word("points", "得分", "points",
              "一条规则给出的分数。",
              "What one rule awards, on the document's own scale."),
        _word("bonus", "加分、扣分", "bonus, deduction",
              "基本分之外的分数，加分不小于零，扣分不大于零，都附佐证。",
              "Points outside the base, at least zero or at most zero, with their evidence."),
        _word("cap", "封顶、保底", "cap, floor",
              "条款、类目或总分最多、最少能到多少。",
              "The most and the least that a criterion, a category or the total may reach."),
        _word("score", "总分、类目得分", "score",
              "封顶、保底之后相加的分数。",
              "Points added up after the caps, of a category or of the whole."),
        _word("ledger", "逐条明细", "ledger",
              "每个地区、每条一行：数据、代入数字的算式、得分和出处；各行与封顶影响相加等于总分。",
              "One line a region and criterion, with formula, points and source; with cap effects they add up to the total."),
        _word("region", "地区、考核期", "region, period",
              "考核的对象和时间。",
              "What is scored, and the year, quarter or month it is scored for."),
        _word("league", "排名范围", "league",
              "在哪些地区之间排名。",
              "The regions among which a rank is taken."),
        _word("rank", "名次", "rank",
              "第 1 名最好；同分怎样排列由评分办法写明。",
              "1 is best; the way ties are treated is named in the rubric."),
        _word("award", "奖项", "award",
              "有名额的等次，按名次提出建议，由评定单位决定。",
              "A class of prize with a quota, proposed from the ranks and decided by the committee."),
        _word("scenario", "假设情景", "what-if scenario",
              "在评分办法或数据上做几处写明的改动，再与本次结果比较。",
              "A rubric or data with named changes, compared with the run as it is."),
    ),
}  # fmt: skip
"""Part of the page → its words."""

_TITLES = {
    "document": say("评分办法", "The document"),
    "data": say("数据", "Data"),
    "score": say("分数和名次", "Points and ranks"),
}


def glossary_page() -> str:
    """Return the page of words, the badges at its end."""
    page = PageSpec(
        html="",
        root="",
        rubric_id="",
        title_zh="用语",
        title_en="Words",
        crumbs=(("index.html", *HOME),),
    )
    sections = []
    for key, words in GLOSSARY.items():
        rows = "".join(
            f'<dt id="w-{word.key}">{both(word.name)}</dt><dd>{both(word.meaning)}</dd>'
            for word in words
        )
        sections.append(f'<h2>{both(_TITLES[key])}</h2><dl class="legend words">{rows}</dl>')
    sections.append(f"<h2>{both(say('标记', 'Badges'))}</h2>{show_badges().html}")
    lead = say("页面上的词各指什么，每个词一句话。", "What the words on the pages mean, a sentence each.")  # fmt: skip
    return template.render("plain.html.j2", page, body=f'<p class="lead">{both(lead)}</p>' + "".join(sections))  # fmt: skip
