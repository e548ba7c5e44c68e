"""The rubric said back: its criteria with their rules and sources, its readings, what this run used."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import Any

from govscore_lib.engine.readings import every_target
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import UsageError, did_you_mean, listed
from govscore_lib.reporting import numbers
from govscore_lib.reporting.fragments.badges import badges, criterion_keys
from govscore_lib.reporting.fragments.ranking import most_words, ranking_rules
from govscore_lib.reporting.markup import (
    Cell,
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
from govscore_lib.reporting.views.board import Board
from govscore_lib.rubric.caps import caps
from govscore_lib.rubric.model import Criterion, Rubric
from govscore_lib.text import Bilingual, joined

_POINTS = say("分", "points")


def show_criteria(scorecard: Scorecard, category: str | None = None) -> Fragment:
    """Return every criterion by category: rule in one sentence, maximum, the league's mean, citation.

    category : id of the one category wanted; all of them when not given.
    Raises UsageError for a category that the rubric does not have.
    """
    board = Board(scorecard)
    shown = [part for part in board.parts if category in (None, part.category_id)]
    if not shown:
        known = [part.category_id for part in board.parts]
        hint = did_you_mean(str(category), known) or f"Known: {listed(known)}."
        raise UsageError(f"{board.rubric.id} has no category '{category}'. {hint}")
    return Fragment("criteria", "".join(_category(board, part) for part in shown))


def _category(board: Board, part: Any) -> str:
    columns = [
        Column(say("条款", "Criterion")),
        Column(say("规则", "Rule")),
        Column(say("满分", "Maximum"), figure=True, unit=_POINTS),
        Column(say("平均得分", "Mean points"), figure=True, unit=_POINTS),
    ]
    idents = board.in_category(part.category_id)
    rows = [_row(board, ident) for ident in idents]
    told_most = most_words(part)
    most = "" if told_most is None else f'<span class="sum">{both(told_most)}</span>'
    title = f'<h3 id="category-{part.category_id}">{both(part.name)} {most}</h3>'
    category = next(one for one in board.rubric.categories if one.id == part.category_id)
    told = caps(board.rubric, category)
    if told:
        title += f'<p class="rule">{both(joined(*told))}</p>'
    return title + table(
        columns, rows, row_ids=[anchor(ident) for ident in idents], kind="rules blocks"
    )


def _row(board: Board, ident: str) -> tuple[str | Cell, ...]:
    criterion = board.criteria[ident]
    won = [
        line["points"]
        for s in board.counted
        if (line := board.lines[(s.region_id, ident)])["points"] is not None
    ]
    mean = sum(won, Decimal(0)) / len(won) if won else None
    name = f'<span class="id">{ident}</span> {both(criterion.name)}'
    name = criterion_link(board.part, ident, name)
    most = board.most(ident)
    offices = " · ".join(filter(None, (criterion.office, criterion.method)))
    extra = [f'<div class="rule">{both(board.rubric.sentence(ident))}</div>']
    if criterion.repair is not None:
        extra.append(f'<div class="sub">{both(criterion.repair)}</div>')
    if criterion.readings:
        extra.append(_other_readings(criterion))
    cited = f'<cite lang="zh-CN">{escape(criterion.source.citation)}</cite>'
    office = f' · <span lang="zh-CN">{escape(offices)}</span>' if offices else ""
    extra.append(f'<div class="sub">{cited}{office}</div>')
    return (
        name + badges(criterion_keys(board, ident)),
        "".join(extra),
        _maximum(board, ident),
        board.points(mean) + (bar(numbers.share(mean, most)) if most and mean is not None else ""),
    )


def _maximum(board: Board, ident: str) -> str:
    """The maximum; a word where the clause only takes points, and where it has none of its own."""
    most, least = board.most(ident), board.criteria[ident].least
    if most:
        return numbers.tidy(most)
    if most is not None and (least is None or least < 0):
        return both(say("扣分", "deducts"))
    return "—"


def _other_readings(criterion: Criterion) -> str:
    """The readings beside the default, folded: letter, and why it is admissible."""
    count = len(criterion.readings)
    title = both(say(f"其他读法 {count} 种", f"{count} other reading{'s' if count > 1 else ''}"))
    items = "".join(
        f"<li>{both(say(f'{letter}：{r.because.zh}', f'{letter}: {r.because.en}'))}</li>"
        for letter, r in criterion.readings.items()
    )
    return f'<details class="sub"><summary>{title}</summary><ul>{items}</ul></details>'


def show_readings(scorecard: Scorecard) -> Fragment:
    """Return which readings this run used, and where others would have been possible."""
    board = Board(scorecard)
    targets = dict(every_target(scorecard))
    chosen = {key: one for key, one in scorecard.rubric.chosen.items() if key in targets}
    if not targets:
        words = say("本规则没有列出其他读法。", "The rubric lists no other readings.")
        return Fragment("readings", f"<p>{both(words)}</p>")
    see = page_link(board.part, "readings.html", both(say("其他读法", "Other readings")))
    if not chosen:
        count = len(targets)
        admit = "place admits" if count == 1 else "places admit"
        told = both_html(
            f"本次全部采用默认读法；{count} 处另有合理读法，各会怎样改变得分和名次，见“{see}”。",
            f"This run uses the default reading everywhere; {count} {admit} others, and what each would change "
            f"stands under {see}.",
        )
        return Fragment("readings", f"<p>{told}</p>")
    items = "".join(
        f"<li>{_target(board, key)}{both(targets[key].name)}：{escape(letter)}</li>"
        for key, letter in chosen.items()
    )
    words = say("下列各处未用默认读法：", "The default reading is not used here:")
    return Fragment("readings", f"<p>{both(words)}</p><ul>{items}</ul><p>{see}</p>")


def _target(board: Board, key: str) -> str:
    """The number of a clause, linked; categories, whole rubrics and embedded ones go by their names."""
    if ":" in key or "/" in key:
        return ""
    return criterion_link(board.part, key) + " "


_RECEIPT = {
    "rubric_sha256": say("规则文件校验值", "hash of the rubric"),
    "values_sha256": say("全部数据校验值", "hash of all values"),
    "readings": say("非默认读法", "readings other than default"),
    "parameters": say("参数", "parameters"),
    "library": say("程序", "library"),
}
"""What a page prints of the receipt; the time is not among it, so that the same input gives the same page."""


def show_provenance(scorecard: Scorecard) -> Fragment:
    """Return what the figures rest on: document, hashes, version, readings, rounding."""
    board = Board(scorecard)
    rubric = board.rubric
    rows = [
        (say("评价依据", "scored by"), escape(rubric.document)),
        (say("评价期", "period"), f"{rubric.period.start} – {rubric.period.end}"),
        (say("性质", "nature"), both(_nature(rubric.nature))),
    ]
    rows += [
        (word, _parameters(rubric) if key == "parameters" else _plain(scorecard.receipt[key]))
        for key, word in _RECEIPT.items()
        if key in scorecard.receipt
    ]
    rows.append((say("舍入与排名", "rounding and ranking"), both(ranking_rules(rubric))))
    files = scorecard.receipt.get("inputs", {})
    if files:
        told = both(say(f"{len(files)} 个文件及校验值", f"{len(files)} files and their hashes"))
        rows.append(
            (
                say("输入文件", "input files"),
                f"<details><summary>{told}</summary>{_plain(files)}</details>",
            )
        )
    items = "".join(f"<div><dt>{both(word)}</dt><dd>{value}</dd></div>" for word, value in rows)
    return Fragment("provenance", f'<dl class="provenance receipt">{items}</dl>')


def _parameters(rubric: Rubric) -> str:
    """The parameters by their names, each with its value or table of values."""
    told = []
    for one in rubric.parameters.values():
        value = one.value or ", ".join(f"{code} {number}" for code, number in one.values.items())
        told.append(f"{both(one.name)} {both(_code(rubric, value))}")
    return "<br>".join(told) or "—"


def _code(rubric: Rubric, value: str) -> Bilingual:
    """A code of an enumeration as its word; any other value as it stands."""
    for one in (rubric, *rubric.embedded.values()):
        for ident, metric in one.metrics.items():
            if value in metric.values:
                return say(one.code_name(ident, value), one.code_name(ident, value, "en"))
    return say(value, value)


def _nature(nature: str) -> Any:
    if nature == "demonstration":
        return say("演示，不是正式考核结果", "a demonstration, not an official assessment")
    return say("依正式文件", "an official document")


def _plain(value: Any) -> str:
    """Return a receipt's value as short markup; long hashes are cut, the whole stands in the title."""
    if isinstance(value, dict):
        if not value:
            return "—"
        return "<br>".join(f"{escape(str(k))}: {_plain(v)}" for k, v in value.items())
    text = str(value)
    if len(text) >= 40 and all(c in "0123456789abcdef" for c in text.removeprefix("sha256:")):
        return f'<code title="{escape(text)}">{escape(text.removeprefix("sha256:")[:12])}…</code>'
    return escape(text)
