"""Prizes proposed and decided, and how far the assessment has come."""

from __future__ import annotations

from html import escape
from typing import Any

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.ingest.proceedings import Proceedings
from govscore_lib.reporting.fragments.badges import badge
from govscore_lib.reporting.markup import (
    TIE,
    Cell,
    Column,
    Fragment,
    both,
    page_link,
    say,
    table,
)
from govscore_lib.reporting.views.board import Board
from govscore_lib.text import Bilingual

STATES: dict[str, Bilingual] = {
    "firm": say("确定", "firm"),
    "provisional": say("暂定", "provisional"),
    "decision_needed": say("需决定", "decision needed"),
    "not_eligible": say("不参评", "not eligible"),
}


def show_awards(scorecard: Scorecard, proceedings: Proceedings | None = None) -> Fragment:
    """Return the proposal of prizes beside what the awarding body decided; nothing without prizes.

    proceedings : stages reached and decisions made; none by default.
    """
    rubric = scorecard.rubric
    if rubric.awards is None:
        return Fragment("awards", "")
    proceedings = proceedings or Proceedings()
    board = Board(scorecard)
    prizes = {prize.id: prize.name for prize in rubric.awards.prizes}
    columns = [
        Column(say("地区", "Region")),
        Column(say("名次", "Rank"), figure=True),
        Column(say("总分", "Total"), figure=True, unit=say("分", "points")),
        Column(say("建议奖项", "Proposed prize")),
        Column(say("状态", "State")),
        Column(say("决定", "Decision")),
    ]
    rows = [
        (
            page_link(
                board.part,
                f"regions/{row['region_id']}.html",
                both(board.standing(row["region_id"]).name),
            ),
            "—"
            if row["rank"] is None
            else f"{row['rank']:g}{TIE if board.standing(row['region_id']).tied else ''}",
            board.points(row["total"]),
            both(prizes[row["prize"]]) if row["prize"] else "—",
            _state(row),
            _decision(proceedings, row["region_id"], prizes),
        )
        for row in scorecard.awards.iter_rows(named=True)
    ]
    quotas = "、".join(f"{p.name.zh} {p.places} 名" for p in rubric.awards.prizes)
    quotas_en = ", ".join(f"{p.places} × {p.name.en}" for p in rubric.awards.prizes)
    lead = say(
        f"按名次和名额（{quotas}）推算的建议，不是决定；{rubric.awards.source.citation}。",
        f"Proposed from ranks and places ({quotas_en}); not a decision. {rubric.awards.source.citation}.",
    )
    note = "" if rubric.awards.note is None else f'<p class="note">{both(rubric.awards.note)}</p>'
    return Fragment(
        "awards",
        f"<p>{both(lead)}</p>{table(columns, rows, kind='awards')}{_options(scorecard)}{note}",
    )


def _state(row: dict[str, Any]) -> str:
    word = both(STATES[row["state"]])
    if not row["reason_zh"]:
        return word
    why = both(say(row["reason_zh"], row["reason_en"]))
    return f'<b>{word}</b><div class="sub">{why}</div>'


def _decision(proceedings: Proceedings, region_id: str, prizes: dict[str, Bilingual]) -> str:
    decision = proceedings.decision(region_id)
    if decision is None:
        return "—"
    prize = prizes.get(decision.prize, say("不授奖", "no prize"))
    on = decision.on
    day = "" if on is None else both(say(f"（{on}）", f" ({on})"))
    return f'{both(prize)}{day}<div class="sub">{escape(decision.because)}</div>'


def _options(scorecard: Scorecard) -> str:
    """How a committee could share out the places where regions are fewer than places."""
    options = scorecard.award_options
    if options.is_empty() or scorecard.rubric.awards is None:
        return ""
    prizes = scorecard.rubric.awards.prizes
    columns = [Column(say("分配方式", "How the places are shared"))]
    columns += [Column(prize.name, figure=True) for prize in prizes]
    rows: list[tuple[str | Cell, ...]] = []
    for part in options.partition_by("option", maintain_order=True):
        name = both(say(part["name_zh"][0], part["name_en"][0]))
        rows.append((name, *(str(places) for places in part["places"])))
    lead = say(
        "参评地区少于名额，下面是几种可能的分配；建议按第一种，其余由评定机构决定。",
        "Fewer regions than places; these are ways to share them. The proposal follows the first, the rest is for the awarding body.",
    )
    return f"<h3>{both(say('名额的分配', 'Sharing the places'))}</h3><p>{both(lead)}</p>{table(columns, rows)}"


def show_workflow(scorecard: Scorecard, proceedings: Proceedings | None = None) -> Fragment:
    """Return the stages of the assessment in order, those reached with their day; nothing without stages."""
    rubric = scorecard.rubric
    if not rubric.workflow:
        return Fragment("workflow", "")
    reached = {one.stage: one for one in (proceedings or Proceedings()).reached}
    items = []
    for stage in rubric.workflow:
        one = reached.get(stage.id)
        told = both(say("未到", "not reached")) if one is None else str(one.on)
        note = f" · {escape(one.note)}" if one is not None and one.note else ""
        css = "" if one is None else ' class="done"'
        items.append(
            f'<li{css}><b>{both(stage.name)}</b> <span class="sub">{told}{note}</span></li>'
        )
    return Fragment("workflow", f'<ol class="workflow">{"".join(items)}</ol>')


def show_standing_rules(scorecard: Scorecard) -> Fragment:
    """Return the facts that decide about a region as a whole, and where one is in force."""
    rubric, board = scorecard.rubric, Board(scorecard)
    if not rubric.standing:
        return Fragment("standing", "")
    rows = []
    for rule in rubric.standing:
        names = [s.name for s in board.standings if s.status == rule.status]
        who = (
            both(say("、".join(n.zh for n in names), ", ".join(n.en for n in names)))
            if names
            else both(say("本次没有", "none in this run"))
        )
        cited = f'<cite lang="zh-CN">{escape(rule.source.citation)}</cite>'
        rows.append(
            (badge(rule.status), f'{both(rule.because)}<div class="sub">{cited}</div>', who)
        )
    columns = [
        Column(say("情形", "Standing")),
        Column(say("规定", "Rule")),
        Column(say("涉及地区", "Regions")),
    ]
    return Fragment("standing", table(columns, rows, kind="standing"))
