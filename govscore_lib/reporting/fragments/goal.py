"""The cheapest way to a goal: what to change, what it brings and costs, who is overtaken and who loses."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from govscore_lib.engine.explaining.outlooks import gained
from govscore_lib.engine.ledger import shown
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.points import plain
from govscore_lib.reporting.fragments.badges import badge
from govscore_lib.reporting.markup import (
    Column,
    Fragment,
    anchor,
    both,
    both_html,
    say,
    table,
)
from govscore_lib.reporting.views.board import Board
from govscore_lib.text import Bilingual
from govscore_lib.whatif.improving.goal import Goal, GoalStep
from govscore_lib.whatif.improving.goals import goals

_COLUMNS = (
    Column(say("改动", "Change"), sortable=False),
    Column(say("条款得分", "Criteria"), sortable=False),
    Column(say("成本", "Cost"), figure=True, sortable=False),
)


def show_goal(goal: Goal) -> Fragment:
    """Return a goal as a table of what changes, what comes of it, and how sure it is.

    goal : as ``goals`` returns it.
    """
    head = f"<p>{both(say(goal.head('zh'), goal.head('en')))}</p>"
    parts = [head]
    if goal.steps:
        rows = [_row(goal, step) for step in goal.steps]
        parts += [table(_COLUMNS, rows, kind="goal"), _outcome(goal)]
    parts.append(_notes(goal))
    return Fragment("goal", "".join(parts))


def show_next_place(scorecard: Scorecard, region: str) -> Fragment:
    """Return the cheapest way for a region to the next place; every smallest step costs the same.

    A region that is first, or has no rank, is told so.
    """
    standing = Board(scorecard).standing(region)
    if standing.rank is None:
        words = say("该地区没有名次。", "The region has no rank.")
        return Fragment("goal", f'<p class="note">{badge(standing.status)} {both(words)}</p>')
    if standing.rank < 2:
        words = say("该地区已居首位。", "The region is first already.")
        return Fragment("goal", f'<p class="note">{both(words)}</p>')
    made = show_goal(goals(scorecard, standing.region_id, places=1))
    words = say(
        "成本：每改动一个最小单位（一件、一日、末位小数一格）或一项是否计 1。",
        "Cost: 1 for each smallest step (a case, a day, one of the last decimal) or each yes or no.",
    )
    return made + Fragment("costs", f'<p class="note">{both(words)}</p>')


def _row(goal: Goal, step: GoalStep) -> tuple[str, ...]:
    changes = "".join(
        f"<div>{both(say(one.in_words('zh'), one.in_words('en')))}</div>" for one in step.changes
    )
    criteria = "".join(
        f'<div><a href="#{anchor(name)}"><span class="id">{name}</span> {both(goal.card.criterion(name).name)}</a> '
        f"{gained(gain)}</div>"
        for name, gain in step.gains.items()
    )
    return changes, criteria, plain(step.cost)


def _outcome(goal: Goal) -> str:
    """Return total, rank and prize with the plan, who is overtaken and whose points change."""
    score = goal.score
    totals = f"{shown(score['total_before'])} → {shown(score['total_after'])}（{gained(score['total_change'])}）"
    totals_en = totals.replace("（", " (").replace("）", ")")
    ranks = f"<b>{score['rank_before']:g} → {score['rank_after']:g}</b>"
    zh, en = [f"总分 {totals}，名次 {ranks}"], [f"total {totals_en}, rank {ranks}"]
    prizes = [_prize(goal, score[key]) for key in ("prize_before", "prize_after")]
    if prizes[0] != prizes[1]:
        zh.append(f"{escape(prizes[0].zh)} → {escape(prizes[1].zh)}")
        en.append(f"{escape(prizes[0].en)} → {escape(prizes[1].en)}")
    passed = list(goal.overtaken.iter_rows(named=True))
    if passed:
        zh.append(f"超过：{'、'.join(_name(row, 'zh') for row in passed)}")
        en.append(f"overtaken: {', '.join(_name(row, 'en') for row in passed)}")
    losers = [(row, gained(row["total_change"])) for row in goal.losers.iter_rows(named=True)]
    if losers:
        zh.append(
            "其他地区得分变化：" + "、".join(f"{_name(row, 'zh')} {by}" for row, by in losers)
        )
        en.append(
            "points of others: " + ", ".join(f"{_name(row, 'en')} {by}" for row, by in losers)
        )
    return f"<p>{both_html('；'.join(zh) + '。', '; '.join(en) + '.')}</p>"


def _name(row: Mapping[str, Any], language: str) -> str:
    return escape(row[f"region_{language}"], quote=False)


def _prize(goal: Goal, prize: str | None) -> Bilingual:
    awards = goal.card.rubric.awards
    if awards is None or prize is None:
        return say("", "")
    named = {one.id: one.name for one in awards.prizes}
    return named.get(prize) or (say("待定", "decision needed") if prize else say("不获奖", "no prize"))  # fmt: skip


def _notes(goal: Goal) -> str:
    zh, en = (
        [one for one in (goal.certainty(language), goal.without_values(language)) if one]
        for language in ("zh", "en")
    )
    if goal.steps:
        zh.append("其他地区的数据不变，照此改动重新计分所得")
        en.append("the figures of the others are held; the plan was scored as a whole")
    if not zh:
        return ""
    sentence = "; ".join(en)
    words = say(f"{'；'.join(zh)}。", f"{sentence[:1].upper()}{sentence[1:]}.")
    return f'<p class="note">{both(words)}</p>'
