"""Where every point came from or went: category scores and the ledger of one region."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from statistics import median
from typing import Any

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError, did_you_mean
from govscore_lib.reporting import numbers
from govscore_lib.reporting.fragments.badges import badge, badges, line_keys
from govscore_lib.reporting.fragments.embedded import behind_total
from govscore_lib.reporting.fragments.improvements import next_step
from govscore_lib.reporting.markup import (
    Column,
    Fragment,
    anchor,
    bar,
    both,
    both_html,
    criterion_link,
    page_link,
    say,
    table,
)
from govscore_lib.reporting.views.accounts import Account, account, accounts
from govscore_lib.reporting.views.board import Board, Part, Standing
from govscore_lib.text import Bilingual

_POINTS = say("分", "points")


def show_categories(scorecard: Scorecard, region: str) -> Fragment:
    """Return one region's categories: score, loss, cap effect, the league's median and best."""
    board = Board(scorecard)
    standing = board.standing(region)
    columns = [
        Column(say("类目", "Category")),
        Column(say("得分", "Score"), figure=True, unit=_POINTS),
        Column(say("满分", "Maximum"), figure=True, unit=_POINTS),
        Column(say("失分", "Lost"), figure=True, unit=_POINTS),
        Column(say("得分比例", "Share"), sortable=False),
        Column(say("中位", "Median"), figure=True, unit=_POINTS),
        Column(say("最高", "Best"), figure=True, unit=_POINTS),
    ]
    rows = []
    for one in accounts(board, standing.region_id):
        part = one.part
        league = [board.sections[(s.region_id, part.category_id)]["score"] for s in board.counted]
        rows.append(
            (
                _to_section(board, standing, part) + _remarks(board, one),
                f"<b>{board.points(one.score)}</b>",
                "—" if one.most is None else numbers.tidy(one.most),
                board.lost(one.missed),
                _share_bar(one),
                board.points(median(league) if league else None),
                board.points(max(league, default=None)),
            )
        )
    return Fragment(
        "categories", table(columns, rows, kind="categories") + _effect(board, standing)
    )


def _remarks(board: Board, one: Account) -> str:
    """What stands between the maximum and the score besides losses."""
    if one.score is None:
        return ""
    return (
        _note(board, one.capped, one.why)
        + _note(board, -one.open, say("未计分", "not scored"))
        + _note(board, -one.apart, say("不适用", "not applicable"))
    )


def _share_bar(one: Account) -> str:
    if one.score is None or not one.most:
        return ""
    return bar(
        numbers.share(one.score, one.most),
        unknown=numbers.share(one.open, one.most) or 0.0,
        is_loss=one.can_lose,
    )


def _effect(board: Board, standing: Standing) -> str:
    """What the total is besides the sum of its categories; nothing where it is that sum."""
    if not standing.effect:
        return ""
    points, total = board.signed(standing.effect), board.points(standing.total)
    words = say(
        f"各类目之和另作总分调整 {points} 分，总分为 {total} 分。",
        f"The sum of the categories is set by {points}; the total is {total}.",
    )
    return f'<p class="note">{badge(standing.status) if standing.because else ""} {both(words)}</p>'


def _note(board: Board, points: Decimal | None, words: Bilingual) -> str:
    if not points:
        return ""
    told = say(f"{words.zh} {board.signed(points)} 分", f"{words.en} {board.signed(points)}")
    return f'<span class="sub">{both(told)}</span>'


def _section(part: Part) -> str:
    return f"category-{part.category_id}"


def _to_section(board: Board, standing: Standing, part: Part) -> str:
    """A category's name, leading to its part of the ledger, or to its rules where nothing is scored."""
    name = both(part.name)
    if standing.waived:
        return page_link(board.part, f"index.html#{_section(part)}", name)
    return f'<a href="#{_section(part)}">{name}</a>'


def show_ledger(scorecard: Scorecard, region: str, category: str | None = None) -> Fragment:
    """Return the ledger of a region: each criterion's points, the formula with its numbers, the citation.

    category : id of the one category wanted; all of them when not given.
    Points and cap effects add up to the category's score, and these to the total.
    """
    board = Board(scorecard)
    standing = board.standing(region)
    known = {part.category_id: part for part in board.parts}
    if category is not None and category not in known:
        raise UsageError(
            f"there is no category '{category}'. {did_you_mean(category, known)}".rstrip()
        )
    if standing.waived:
        return Fragment("ledger", _nothing_scored(board, standing))
    parts = board.parts if category is None else (known[category],)
    return Fragment(
        "ledger", "".join(_category_ledger(board, standing.region_id, part) for part in parts)
    )


def _nothing_scored(board: Board, standing: Standing) -> str:
    why = "" if standing.because is None else both(standing.because)
    zh, en = (page_link(board.part, "index.html#rules", one) for one in ("规则表", "the rules"))
    words = both_html(f"各条均不计分，规则见{zh}。", f"No criterion is scored; see {en}.")
    return f'<p>{badge(standing.status)} {why} <cite lang="zh-CN">{escape(standing.citation)}</cite></p><p>{words}</p>'


def _category_ledger(board: Board, region_id: str, part: Part) -> str:
    one = account(board, region_id, part)
    whole = "" if one.most is None else f" / {numbers.tidy(one.most)}"
    score = f'<span class="sum">{board.points(one.score)}{whole}</span>'
    columns = [
        Column(say("条款", "Criterion")),
        Column(say("得分", "Points"), figure=True, unit=_POINTS),
        Column(say("失分", "Lost"), figure=True, unit=_POINTS),
        Column(say("算式与依据", "How it was computed, and why")),
    ]
    idents = board.in_category(part.category_id)
    rows = [_ledger_row(board, region_id, ident, part.is_bonus) for ident in idents]
    if one.capped:
        told = say(
            "各条之和与类目得分之差。", "What lies between the sum of the criteria and the score."
        )
        rows.append((both(one.why), board.signed(one.capped), "", both(told)))
    ids = [anchor(ident) for ident in idents] + [""] * (len(rows) - len(idents))
    return f'<h3 id="{_section(part)}">{both(part.name)} {score}</h3>' + table(
        columns, rows, row_ids=ids, kind="ledger blocks"
    )


def _ledger_row(
    board: Board, region_id: str, ident: str, is_bonus: bool
) -> tuple[str, str, str, str]:
    line = board.lines[(region_id, ident)]
    criterion = board.criteria[ident]
    name = criterion_link(board.part, ident)
    most = line["max_points"]
    whole = f'<span class="of"> / {numbers.tidy(most)}</span>' if most else ""
    applies = line["status"] != "not_applicable"
    return (
        f"{name} {both(criterion.name)}{badges(line_keys(board, region_id, ident))}",
        f"<b>{board.points(line['points'])}</b>{whole}"
        + (
            bar(numbers.share(line["points"], most), is_loss=not is_bonus)
            if most and applies
            else ""
        ),
        "—" if is_bonus else board.lost(line["lost_points"]),
        explanation(board, line),
    )


def explanation(board: Board, line: dict[str, Any]) -> str:
    """Return rule, formula with numbers, what is missing, records used and citation of a line.

    Rule and citation also stand on the criterion's page, the next step among the improvements: they are marked as
    said again.
    """
    ident = line["criterion_id"]
    rule = f'<div class="rule again">{both(board.rubric.sentence(ident))}</div>'
    parts = [rule, worked(board, line)]
    parts.append(behind_total(board, line["region_id"], ident))
    parts.append(next_step(board.scorecard.outlook(line["region_id"]).by_criterion[ident]))
    tail = [f'<cite lang="zh-CN">{escape(line["citation"])}</cite>']
    if line["records_used"]:
        tail.append(both_html(_records(board, line, "zh"), _records(board, line, "en")))
    parts.append(f'<div class="sub again">{" · ".join(tail)}</div>')
    return "".join(parts)


def worked(board: Board, line: dict[str, Any], *, again: bool = False) -> str:
    """Return the formula of a line with its numbers, or what is missing for it.

    again : the region's page has the formula already.
    """
    kind = "formula again" if again else "formula"
    parts = []
    if line["status"] == "missing":
        parts.append(
            f'<div class="lack">{both_html(_lack(board, line, "zh"), _lack(board, line, "en"))}</div>'
        )
    elif line["rate"] and line["rate"] not in line["formula"]:
        parts.append(f'<div class="{kind}">{escape(line["rate"])}</div>')
    if line["formula"]:
        formula = both_html(
            escape(line["formula"], quote=False), escape(line["formula_en"], quote=False)
        )
        parts.append(f'<div class="{kind}">{formula}</div>')
    return "".join(parts)


def _lack(board: Board, line: dict[str, Any], language: str) -> str:
    names = [board.rubric.metric_name(m, language) for m in line["missing"].split(";") if m]
    flags = line["flags"].split(";")
    if "blocked" in flags:
        why = board.scorecard.blocked.get((line["region_id"], line["criterion_id"]), "")
        lead = (
            "数据检查未通过，不计分"
            if language == "zh"
            else "Not scored: a check of the data failed"
        )
        if language == "en":  # why is written in Chinese; the metrics in doubt say as much
            return escape(f"{lead} ({', '.join(names)})" if names else lead)
        return escape(f"{lead}（{why}）" if why else lead)
    if names:
        lead = "未计分，缺：" if language == "zh" else "Not scored; missing: "
        return escape(lead + ("、" if language == "zh" else ", ").join(names))
    return "未计分：比率没有意义" if language == "zh" else "Not scored: the rate has no value"


def _records(board: Board, line: dict[str, Any], language: str) -> str:
    said = []
    for pair in line["records_used"].split("; "):
        name, _, count = pair.rpartition(": ")
        register = board.rubric.registers.get(name)
        title = register.name.in_language(language) if register is not None else name
        said.append(f"{title} {count} 条" if language == "zh" else f"{count} records of {title}")
    return escape(
        ("依据台账：" if language == "zh" else "from ")
        + ("、" if language == "zh" else ", ").join(said)
    )
