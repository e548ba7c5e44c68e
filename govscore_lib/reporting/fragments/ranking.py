"""Who stands where: totals and ranks, and the score of every category."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from html import escape

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting import numbers
from govscore_lib.reporting.charts import captions
from govscore_lib.reporting.fragments.badges import badge
from govscore_lib.reporting.markup import (
    TIE,
    Cell,
    Column,
    Fragment,
    bar,
    both,
    both_html,
    page_link,
    say,
    table,
)
from govscore_lib.reporting.views.board import ZERO, Board, Part, Standing
from govscore_lib.rubric.general import STANDING_WORDS, STANDINGS
from govscore_lib.rubric.model import Rubric
from govscore_lib.text import Bilingual

NAMED = 6
"""So many regions with open criteria are named in the statement; of more, the number is said."""
FEW_METRICS = 5
"""So many figures of a reference row stand open; more are folded."""

TIES: dict[str, Bilingual] = {
    "min": say(
        "同分并列，取较小名次，其后名次空出（1、2、2、4）",
        "ties share the smaller place (1, 2, 2, 4)",
    ),
    "dense": say(
        "同分并列，其后名次不空（1、2、2、3）",
        "ties share a place and none is skipped (1, 2, 2, 3)",
    ),
    "average": say("同分取平均名次（1、2.5、2.5、4）", "ties get the mean place (1, 2.5, 2.5, 4)"),
    "max": say("同分并列，取较大名次（1、3、3、4）", "ties share the larger place (1, 3, 3, 4)"),
}


def show_ranking(scorecard: Scorecard) -> Fragment:
    """Return the ranking: rank, total with a bar, the gap to the next place, what must be said of a total.

    Where the rubric ranks within groups, group and place within it too. Regions without a rank close the list.
    """
    board = Board(scorecard)
    grouped = any(s.group for s in board.standings)
    columns = [
        Column(say("地区", "Region")),
        Column(say("名次", "Rank"), figure=True),
        Column(say("总分", "Total"), figure=True, unit=say("分", "points")),
        Column(_bar_title(board), sortable=False),
        Column(say("距前一名", "To next place"), figure=True, unit=say("分", "points")),
        Column(say("说明", "Notes")),
    ]
    if grouped:
        columns.insert(5, Column(say("组内名次", "Rank in its group")))
    rows = []
    for s in board.standings:
        row: list[str | Cell] = [
            page_link(board.part, f"regions/{s.region_id}.html", both(s.name)),
            Cell(_rank(s.rank, s.tied), str(s.rank or len(board.standings) + 1)),
            Cell(f"<b>{board.points(s.total)}</b>", str(s.total or -1)),
            _bar(board, s),
            Cell(board.points(s.gap), str(s.gap or 0)),
            _notes(board, s),
        ]
        if grouped:
            row.insert(5, _in_group(s))
        rows.append(row)
    note = f'<p class="note">{both(ranking_rules(board.rubric))}</p>'
    return Fragment("ranking", table(columns, rows, kind="ranking") + note)


def _rank(rank: float | None, tied: bool) -> str:
    return "—" if rank is None else f"{rank:g}{TIE if tied else ''}"


def _in_group(s: Standing) -> str:
    if s.group is None:
        return ""
    rank = "" if s.group_rank is None else f" {_rank(s.group_rank, s.group_tied)}"
    return f'<span class="group">{both(s.group)}{rank}</span>'


def _bar_title(board: Board) -> Bilingual:
    if board.has_bonus:
        return say("基本分和加分", "Base and bonus")
    return say("得分比例", "Share")


def _bar(board: Board, s: Standing) -> str:
    """The share of full marks; with a bonus, base and bonus of the largest that anybody has or can have."""
    if not s.counted:
        return ""
    if not board.has_bonus:
        return bar(numbers.share(s.total, board.full_marks), unknown=_open_share(s, board.full_marks))  # fmt: skip
    ends = [end for one in board.counted for end in (one.total, one.upper) if end is not None]
    whole = max([board.full_marks, *ends])
    extra = s.bonus if ZERO < s.bonus <= (s.total or ZERO) else ZERO
    return bar(
        numbers.share((s.total or ZERO) - extra, whole),
        extra=numbers.share(extra, whole) or 0.0,
        unknown=_open_share(s, whole),
        is_loss=False,
    )


def _open_share(s: Standing, whole: Decimal) -> float:
    if s.upper is None or s.total is None:
        return 0.0
    return numbers.share(s.upper - s.total, whole) or 0.0


def _notes(board: Board, s: Standing) -> str:
    """What must be said of a total: that it may move, or what became of the region, and why."""
    parts = []
    if s.because is not None:
        parts.append(f"{badge(s.status)} {both(s.because)}")
    if s.counted and s.missing_criteria:
        bounds = f'<span class="rate">{board.points(s.lower)}–{board.points(s.upper)}</span>'
        told = both_html(
            f"{s.missing_criteria} 条未计分：{bounds}", f"{s.missing_criteria} open: {bounds}"
        )
        parts.append(f"{badge('provisional')} {told}")
    elif s.status == "provisional":
        parts.append(badge("provisional"))
    if s.effect:
        words = say(f"总分调整 {board.signed(s.effect)} 分", f"total set, {board.signed(s.effect)}")
        parts.append(both(words))
    return "<br>".join(parts)


def criteria_open(count: int) -> str:
    """Return how many criteria are not scored yet, in English."""
    return f"{count} {'criterion' if count == 1 else 'criteria'} open"


def ranking_rules(rubric: Rubric) -> Bilingual:
    """Return how totals become ranks and how they are shown."""
    ties = TIES[rubric.ranking.ties]
    decimals, shown = rubric.ranking.decimals, rubric.display.decimals
    return say(
        f"总分按 {decimals} 位小数比较排名；{ties.zh}。表中分数只在显示时四舍五入到 {shown} 位。",
        f"Totals are compared at {decimals} decimals; {ties.en}. Points are rounded to {shown} places for display only.",
    )


def show_references(scorecard: Scorecard) -> Fragment:
    """Return the figures of the rows shown for reference, outside the ranking; nothing when there are none.

    What is counted from a register is 0 for a region that files nothing there; such zeros are left out.
    """
    rubric = scorecard.rubric
    regions = scorecard.league.references
    if not regions:
        return Fragment("references", "")
    values = {
        (row["region_id"], row["metric_id"]): row["value"]
        for row in scorecard.references.to_dicts()
        if row["value"] is not None
        and not (row["metric_id"] in rubric.derived_metrics and row["value"] in ("0", "false"))
        and row["metric_id"] != rubric.run_per
    }
    metrics = [m for m in rubric.metrics if any((r.id, m) in values for r in regions)]
    names = captions.enumerate_regions([say(r.name("zh"), r.name("en")) for r in regions])
    lead = say(
        f"参照地区：{names.zh}。只作参照，不计分，不参加排名。",
        f"For reference: {names.en}, neither scored nor ranked.",
    )
    if not metrics:
        return Fragment("references", f'<p class="note">{both(lead)}</p>')
    columns = [Column(say("指标", "Metric"))]
    columns += [Column(say(r.name("zh"), r.name("en")), figure=True) for r in regions]
    rows = []
    for metric in metrics:
        unit = rubric.metrics[metric].unit
        name = both(rubric.metrics[metric].name)
        named = name if unit is None else f'{name} <span class="unit">{both(unit)}</span>'
        rows.append((named, *(escape(values.get((r.id, metric), "—")) for r in regions)))
    shown = table(columns, rows, kind="references")
    if len(metrics) > FEW_METRICS:
        title = both(say(f"{len(metrics)} 个指标", f"{len(metrics)} metrics"))
        shown = f"<details><summary>{title}</summary>{shown}</details>"
    return Fragment("references", f'<p class="note">{both(lead)}</p>{shown}')


def show_scores_by_category(scorecard: Scorecard) -> Fragment:
    """Return region × category: each score, the best of each category in bold."""
    board = Board(scorecard)
    if len(board.parts) == 1:
        only = say(
            "本规则只有一个类目，类目得分就是总分。",
            "The rubric has one category; its score is the total.",
        )
        return Fragment("scores by category", f'<p class="note">{both(only)}</p>')
    parts = [part for part in board.parts if part.max_points != 0]
    best = {
        part.category_id: max(
            (board.sections[(s.region_id, part.category_id)]["score"] for s in board.counted),
            default=ZERO,
        )
        for part in parts
    }
    columns = [Column(say("地区", "Region"))]
    columns += [
        Column(
            part.name,
            figure=True,
            unit=most_words(part),
        )
        for part in parts
    ]
    columns.append(Column(say("总分", "Total"), figure=True, unit=say("分", "points")))
    rows = []
    for s in board.standings:
        cells: list[str | Cell] = [
            page_link(board.part, f"regions/{s.region_id}.html", both(s.name))
            + ("" if s.counted else f" {badge(s.status)}")
        ]
        for part in parts:
            if s.waived:
                cells.append(Cell("—", "-1"))
                continue
            score = board.sections[(s.region_id, part.category_id)]["score"]
            text = board.points(score)
            is_best = s.counted and 0 < score == best[part.category_id]
            cells.append(Cell(f"<b>{text}</b>" if is_best else text, str(score)))
        cells.append(Cell(f"<b>{board.points(s.total)}</b>", str(s.total or -1)))
        rows.append(cells)
    note = both(say("粗体为该类目最高分。", "Bold is the best score of a category."))
    return Fragment(
        "scores by category",
        table(columns, rows, sortable=True, kind="wide") + f'<p class="note">{note}</p>',
    )


def most_words(part: Part) -> Bilingual | None:
    """Return what a category can come to, as a heading says it; null where there is no bound."""
    if part.max_points is None:
        return None
    most = numbers.tidy(part.max_points)
    if not part.is_bonus:
        return say(f"满分 {most}", f"of {most}")
    return say(f"至多 {most}", f"{most} at most") if part.max_points else say("不计", "not counted")


def show_statement(scorecard: Scorecard) -> Fragment:
    """Return the overall picture in sentences, every number put in from the scorecard."""
    return Fragment("statement", f'<p class="lead">{both(statement(Board(scorecard)))}</p>')


def statement(board: Board) -> Bilingual:
    """Return the overall picture in sentences: who leads, the spread, what is open, who stands apart."""
    ranked = [s for s in board.standings if s.total is not None]
    totals = sorted(s.total for s in ranked if s.total is not None)
    provisional = [s for s in board.standings if s.status == "provisional"]
    lead = captions.leaders(board, ranked)
    zh = [f"{len(board.standings)} 个地区参加评价，{lead.zh}。"]
    en = [f"{len(board.standings)} regions were assessed; {lead.en}."]
    if len(totals) > 1:
        middle = _median(totals)
        spread = totals[-1] - totals[0]
        zh.append(
            f"总分{'（含加分）' if board.has_bonus else ''}最高 {board.points(totals[-1])} 分，最低 {board.points(totals[0])} 分，"
            f"相差 {board.points(spread)} 分，中位 {board.points(middle)} 分。"
        )
        en.append(
            f"Totals{', bonus included,' if board.has_bonus else ''} run from {board.points(totals[0])} to {board.points(totals[-1])}, "
            f"{board.points(spread)} points apart; the median is {board.points(middle)}."
        )
    if provisional:
        names = captions.some_regions([s.name for s in provisional], NAMED)
        zh.append(f"{names.zh}尚有条款未计分，总分为暂定。")
        en.append(f"Something is still missing for {names.en}; these totals are provisional.")
    for told in _standings_told(board):
        zh.append(told.zh)
        en.append(told.en)
    return say("".join(zh), " ".join(en))


def _standings_told(board: Board) -> Iterator[Bilingual]:
    """Yield a sentence for each fact that decides about regions as a whole: who, what, why."""
    for status in STANDINGS:
        mine = [s for s in board.standings if s.status == status]
        for because in dict.fromkeys(s.because for s in mine if s.because is not None):
            names = captions.enumerate_regions([s.name for s in mine if s.because == because])
            word = STANDING_WORDS[status]
            yield say(
                f"{names.zh}{word.zh}（{because.zh}）。", f"{names.en}: {word.en} ({because.en})."
            )


def _median(values: list[Decimal]) -> Decimal:
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
