"""Where every point came from or went: category scores and the ledger of one region."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from statistics import median
from typing import Any

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError, did_you_mean
from govscore_lib.reporting import numbers
from govscore_lib.reporting.board import Board, Part
from govscore_lib.reporting.fragments.badges import badges, line_keys
from govscore_lib.reporting.fragments.improvements import next_step
from govscore_lib.reporting.markup import (
    Column,
    Fragment,
    anchor,
    bar,
    both,
    both_html,
    page_link,
    say,
    table,
)
from govscore_lib.text import Bilingual

_POINTS = say("分", "points")
ZERO = Decimal(0)


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
    for part in board.parts:
        row = board.sections[(standing.region_id, part.category_id)]
        league = [board.sections[(s.region_id, part.category_id)]["score"] for s in board.standings]
        held = _held(board, standing.region_id, part)
        most = row["max_points"]
        gone = None if most is None else most - row["score"] - held
        rows.append(
            (
                f'<a href="#{_section(part)}">{both(part.name)}</a>'
                + _note(board, row["cap_effect"], part.effect)
                + _note(board, -held, say("未计分", "not scored")),
                f"<b>{board.points(row['score'])}</b>",
                "—" if most is None else numbers.tidy(most),
                board.lost(gone),
                bar(
                    numbers.share(row["score"], most),
                    unknown=numbers.share(held, most) or 0.0,
                ),
                board.points(median(league)),
                board.points(max(league)),
            )
        )
    return Fragment("categories", table(columns, rows, kind="categories"))


def _held(board: Board, region_id: str, part: Part) -> Decimal:
    """Points of the category's criteria that are not scored: neither won nor lost yet."""
    lines = [board.lines[(region_id, ident)] for ident in board.in_category(part.category_id)]
    return sum((line["max_points"] or ZERO for line in lines if line["status"] == "missing"), ZERO)


def _note(board: Board, points: Decimal | None, words: Bilingual) -> str:
    if not points:
        return ""
    told = say(f"{words.zh} {board.signed(points)} 分", f"{words.en} {board.signed(points)}")
    return f'<span class="sub">{both(told)}</span>'


def _section(part: Part) -> str:
    return f"category-{part.category_id}"


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
    parts = board.parts if category is None else (known[category],)
    return Fragment(
        "ledger", "".join(_category_ledger(board, standing.region_id, part) for part in parts)
    )


def _category_ledger(board: Board, region_id: str, part: Part) -> str:
    row = board.sections[(region_id, part.category_id)]
    whole = "" if row["max_points"] is None else f" / {numbers.tidy(row['max_points'])}"
    score = f'<span class="sum">{board.points(row["score"])}{whole}</span>'
    columns = [
        Column(say("条款", "Criterion")),
        Column(say("得分", "Points"), figure=True, unit=_POINTS),
        Column(say("失分", "Lost"), figure=True, unit=_POINTS),
        Column(say("算式与依据", "How it was computed, and why")),
    ]
    idents = board.in_category(part.category_id)
    rows = [_ledger_row(board, region_id, ident) for ident in idents]
    if row["cap_effect"]:
        rows.append(
            (
                both(say(part.effect.zh, part.effect.en.capitalize())),
                board.signed(row["cap_effect"]),
                "",
                both(
                    say(
                        "各条之和与类目得分之差。",
                        "The difference between the sum and the category's score.",
                    )
                ),
            )
        )
    ids = [anchor(ident) for ident in idents] + [""] * (len(rows) - len(idents))
    return f'<h3 id="{_section(part)}">{both(part.name)} {score}</h3>' + table(
        columns, rows, row_ids=ids, kind="ledger"
    )


def _ledger_row(board: Board, region_id: str, ident: str) -> tuple[str, ...]:
    line = board.lines[(region_id, ident)]
    criterion = board.criteria[ident]
    name = page_link(board.part, f"index.html#{anchor(ident)}", f'<span class="id">{ident}</span>')
    most = (
        ""
        if line["max_points"] is None
        else f'<span class="of"> / {numbers.tidy(line["max_points"])}</span>'
    )
    return (
        f"{name} {both(criterion.name)}{badges(line_keys(board, region_id, ident))}",
        f"<b>{board.points(line['points'])}</b>{most}"
        + bar(numbers.share(line["points"], line["max_points"])),
        board.lost(line["lost_points"]),
        explanation(board, line),
    )


def explanation(board: Board, line: dict[str, Any]) -> str:
    """Return rule, formula with numbers, what is missing, records used and citation of a line."""
    ident = line["criterion_id"]
    parts = [f'<div class="rule">{both(board.rubric.sentence(ident))}</div>']
    if line["status"] == "missing":
        parts.append(
            f'<div class="lack">{both_html(_lack(board, line, "zh"), _lack(board, line, "en"))}</div>'
        )
    elif line["rate"] and line["rate"] not in line["formula"]:
        parts.append(f'<div class="formula">{escape(line["rate"])}</div>')
    if line["formula"]:
        formula = both_html(
            escape(line["formula"], quote=False), escape(line["formula_en"], quote=False)
        )
        parts.append(f'<div class="formula">{formula}</div>')
    parts.append(next_step(board.scorecard.outlook(line["region_id"]).by_criterion[ident]))
    tail = [f"<cite>{escape(line['citation'])}</cite>"]
    if line["records_used"]:
        tail.append(both_html(_records(board, line, "zh"), _records(board, line, "en")))
    parts.append(f'<div class="sub">{" · ".join(tail)}</div>')
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
        return escape(
            f"{lead}（{why}）" if why and language == "zh" else f"{lead} ({why})" if why else lead
        )
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
        ("依据登记册：" if language == "zh" else "from ")
        + ("、" if language == "zh" else ", ").join(said)
    )
