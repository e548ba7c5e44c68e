"""Badges: few, each a word, each explained."""

from __future__ import annotations

from collections.abc import Iterable

from govscore_lib.engine.league_table import ranked_criteria
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.markup import Fragment, both, in_both, say
from govscore_lib.reporting.views.board import Board
from govscore_lib.text import Bilingual

DAMAGED = ("R-L", "U")
"""States of a clause's text in which little or nothing of it can be read."""

BADGES: dict[str, tuple[Bilingual, Bilingual]] = {
    "provisional": (
        say("暂定", "provisional"),
        say(
            "有条款尚未计分，总分可能变动，同时给出上下限。",
            "Something is not scored yet; the total may move and its bounds are shown.",
        ),
    ),
    "waived": (
        say("视为放弃", "waived"),
        say(
            "逾期未报自评材料，不计分、不排名、不评奖。",
            "The self-assessment came too late: no points, no rank, no prize.",
        ),
    ),
    "disqualified": (
        say("取消排名资格", "disqualified"),
        say(
            "查实弄虚作假，各条得分留存备查，不计总分、不排名、不评奖。",
            "Evidence was found false: points are kept for the record, no total, no rank, no prize.",
        ),
    ),
    "vetoed": (
        say("一票否决", "vetoed"),
        say("保留总分和名次，不参与评奖。", "Total and rank stand, no prize."),
    ),
    "missing": (
        say("未计分", "not scored"),
        say(
            "缺少数据或评审意见。缺失不等于零分。",
            "Data or a judgement is missing. Missing is not zero.",
        ),
    ),
    "blocked": (
        say("数据存疑", "data in doubt"),
        say(
            "数据检查发现严重问题，改正之前不计分。",
            "A check found a critical fault; not scored until it is mended.",
        ),
    ),
    "no_value": (
        say("无法计算", "no value"),
        say(
            "数据齐全，但比率没有意义（如分母为零）。",
            "The data are there, but the rate has no value (a zero denominator).",
        ),
    ),
    "not_applicable": (
        say("不适用", "not applicable"),
        say(
            "该条不适用于该地区，得分如何处理见规则。",
            "The clause does not apply to this region; its rule says what becomes of its points.",
        ),
    ),
    "only_if": (
        say("前提未满足", "condition not met"),
        say(
            "该条以另一结果为前提，前提未满足，得 0 分。",
            "The clause depends on another result, which is not there: 0 points.",
        ),
    ),
    "judged": (
        say("评审", "judged"),
        say(
            "由评审人在满分以内给分，不由公式算出。",
            "Given by a person within the maximum, not computed.",
        ),
    ),
    "damaged": (
        say("原文残缺", "damaged clause"),
        say(
            "原件中该条文字残缺或错位：能还原的已还原，不能的由评审人评定，依据见规则表。",
            "The clause is damaged or displaced in the source: restored where possible, else judged; the rules tell how.",
        ),
    ),
    "reading": (
        say("另一种读法", "other reading"),
        say(
            "该条有多种合理读法，本次未用默认读法。",
            "The clause admits several readings; this run does not use the default.",
        ),
    ),
    "small_number": (
        say("基数小", "small number"),
        say(
            "分母或件数很小，一件之差即可大幅改变比率。",
            "The count is so small that one case moves the rate a lot.",
        ),
    ),
    "empty_ratio": (
        say("分母为零", "nothing to count"),
        say(
            "分母为零，按条款规定给分。",
            "The denominator is zero; points follow the clause's rule for that.",
        ),
    ),
    "tied": (
        say("并列", "tied"),
        say("数值完全相同，名次相同。", "Exactly equal figures share a place."),
    ),
}
"""Key → word and explanation. The order is that of the legend."""


def badge(key: str) -> str:
    """Return one badge; its explanation is its title. A key without words shows itself."""
    known = BADGES.get(key)
    if known is None:
        return f'<span class="badge">{both(say(key, key))}</span>'
    word, meaning = known
    return f'<span class="badge {key}" title="{in_both(meaning)}">{both(word)}</span>'


def badges(keys: Iterable[str]) -> str:
    """Return badges in the order of the legend, each once, with a space before each."""
    order = list(BADGES)
    unique = dict.fromkeys(key for key in keys if key)
    ranked = sorted(unique, key=lambda k: (order.index(k) if k in order else len(order), k))
    return "".join(f" {badge(key)}" for key in ranked)


def line_keys(board: Board, region_id: str, criterion_id: str) -> tuple[str, ...]:
    """Return the badges of one ledger line: its status unless scored, and its flags."""
    line = board.lines[(region_id, criterion_id)]
    keys = [] if line["status"] == "scored" else [line["status"]]
    keys += [flag for flag in line["flags"].split(";") if flag]
    return tuple(keys)


def criterion_keys(board: Board, criterion_id: str) -> tuple[str, ...]:
    """Return the badges that a criterion deserves in every region."""
    criterion = board.criteria[criterion_id]
    keys = []
    if criterion.rule.is_judged:
        keys.append("judged")
    if criterion.transcription in DAMAGED:
        keys.append("damaged")
    if board.rubric.reading(criterion_id) != "A":
        keys.append("reading")
    return tuple(keys)


def show_badges(scorecard: Scorecard | None = None, region: str | None = None) -> Fragment:
    """Return the legend: each badge with its explanation.

    scorecard : only the badges that its rubric can lead to; all of them by default. region : only those that
    this region has.
    """
    keys = list(BADGES) if scorecard is None else _possible(scorecard)
    if scorecard is not None and region is not None:
        worn = _worn(Board(scorecard), region)
        keys = [key for key in keys if key in worn]
        if not keys:
            words = say("本地区没有标记。", "This region has no badges.")
            return Fragment("badges", f"<p>{both(words)}</p>")
    rows = "".join(f"<dt>{badge(key)}</dt><dd>{both(BADGES[key][1])}</dd>" for key in keys)
    return Fragment("badges", f'<dl class="legend">{rows}</dl>')


def _worn(board: Board, region: str) -> set[str]:
    """The badges of a region: its status, and those of its lines and their criteria."""
    standing = board.standing(region)
    worn = {standing.status}
    for ident in board.criteria:
        worn |= {*criterion_keys(board, ident), *line_keys(board, standing.region_id, ident)}
    ranked = board.ranked_criteria if not standing.waived else ()
    return worn | ({"tied"} if standing.tied or ranked else set())


def _possible(scorecard: Scorecard) -> list[str]:
    """The badges that a rubric can lead to, in the order of the legend."""
    rubric = scorecard.rubric
    clauses = rubric.criteria_list
    standings = {rule.status for rule in rubric.standing}
    never = {
        *({"waived", "disqualified", "vetoed"} - standings),
        *(() if any(one.rule.is_judged for one in clauses) else ("judged",)),
        *(() if any(one.transcription in DAMAGED for one in clauses) else ("damaged",)),
        *(() if rubric.chosen else ("reading",)),
        *(() if any(one.small_below is not None for one in rubric.metrics.values()) else ("small_number",)),
        *(() if ranked_criteria(scorecard) else ("tied",)),
    }  # fmt: skip
    if "waived" in never and not any(one.not_applicable for one in clauses):
        never.add("not_applicable")
    return [key for key in BADGES if key not in never]
