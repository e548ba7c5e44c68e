"""Who stands where: totals and ranks, and the score of every category."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting import numbers
from govscore_lib.reporting.board import Board, Standing
from govscore_lib.reporting.charts import captions
from govscore_lib.reporting.fragments.badges import badge
from govscore_lib.reporting.markup import (
    TIE,
    Cell,
    Column,
    Fragment,
    bar,
    both,
    page_link,
    say,
    table,
)
from govscore_lib.rubric.model import Rubric
from govscore_lib.text import Bilingual

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
    """Return the ranking: rank, total with a bar, the gap to the next place, what is provisional."""
    board = Board(scorecard)
    columns = [
        Column(say("地区", "Region")),
        Column(say("名次", "Rank"), figure=True),
        Column(say("总分", "Total"), figure=True, unit=say("分", "points")),
        Column(say("得分比例", "Share"), sortable=False),
        Column(say("距前一名", "To next place"), figure=True, unit=say("分", "points")),
        Column(say("说明", "Notes")),
    ]
    rows = []
    for s in board.standings:
        rank = "—" if s.rank is None else f"{s.rank:g}{TIE if s.tied else ''}"
        rows.append(
            (
                page_link(board.part, f"regions/{s.region_id}.html", both(s.name)),
                Cell(rank, str(s.rank or len(board.standings) + 1)),
                Cell(f"<b>{board.points(s.total)}</b>", str(s.total or -1)),
                bar(numbers.share(s.total, board.full_marks), unknown=_open_share(board, s)),
                Cell(board.points(s.gap), str(s.gap or 0)),
                _notes(board, s),
            )
        )
    note = f'<p class="note">{both(ranking_rules(board.rubric))}</p>'
    return Fragment("ranking", table(columns, rows, kind="ranking") + note)


def _open_share(board: Board, s: Standing) -> float:
    if s.upper is None or s.total is None:
        return 0.0
    return numbers.share(s.upper - s.total, board.full_marks) or 0.0


def _notes(board: Board, s: Standing) -> str:
    if s.status == "final":
        return ""
    if s.status != "provisional":
        return badge(s.status)
    bounds = f"{board.points(s.lower)}–{board.points(s.upper)}"
    words = say(
        f"{s.missing_criteria} 条未计分，总分在 {bounds} 之间",
        f"{criteria_open(s.missing_criteria)}, total between {bounds}",
    )
    return f"{badge('provisional')} {both(words)}"


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
    """Return the rows shown for reference, outside the ranking; nothing when there are none."""
    rubric = scorecard.rubric
    regions = scorecard.league.references
    if not regions:
        return Fragment("references", "")
    values = {
        (row["region_id"], row["metric_id"]): row["value"]
        for row in scorecard.references.to_dicts()
        if row["value"] is not None
    }
    metrics = [m for m in rubric.metrics if any((r.id, m) in values for r in regions)]
    columns = [Column(say("参照地区", "Reference row"))]
    columns += [Column(rubric.metrics[m].name, figure=True, unit=_unit(rubric, m)) for m in metrics]
    rows = [
        (
            both(say(region.name("zh"), region.name("en"))),
            *(escape(values.get((region.id, metric), "—")) for metric in metrics),
        )
        for region in regions
    ]
    note = both(
        say("只作参照，不计分，不参加排名。", "For reference only: neither scored nor ranked.")
    )
    return Fragment(
        "references", table(columns, rows, kind="references") + f'<p class="note">{note}</p>'
    )


def _unit(rubric: Rubric, metric_id: str) -> Bilingual | None:
    return rubric.metrics[metric_id].unit


def show_scores_by_category(scorecard: Scorecard) -> Fragment:
    """Return region × category: each score, the best of each category in bold."""
    board = Board(scorecard)
    if len(board.parts) == 1:
        only = say(
            "本规则只有一个类目，类目得分就是总分。",
            "The rubric has one category; its score is the total.",
        )
        return Fragment("scores by category", f'<p class="note">{both(only)}</p>')
    best = {
        part.category_id: max(
            (board.sections[(s.region_id, part.category_id)]["score"] for s in board.standings),
            default=Decimal(0),
        )
        for part in board.parts
    }
    columns = [Column(say("地区", "Region"))]
    columns += [
        Column(
            part.name,
            figure=True,
            unit=None
            if part.max_points is None
            else say(
                f"满分 {numbers.tidy(part.max_points)}", f"of {numbers.tidy(part.max_points)}"
            ),
        )
        for part in board.parts
    ]
    columns.append(Column(say("总分", "Total"), figure=True, unit=say("分", "points")))
    rows = []
    for s in board.standings:
        cells: list[str | Cell] = [
            page_link(board.part, f"regions/{s.region_id}.html", both(s.name))
        ]
        for part in board.parts:
            score = board.sections[(s.region_id, part.category_id)]["score"]
            text = board.points(score)
            cells.append(
                Cell(f"<b>{text}</b>" if score == best[part.category_id] else text, str(score))
            )
        cells.append(Cell(f"<b>{board.points(s.total)}</b>", str(s.total or -1)))
        rows.append(cells)
    note = both(say("粗体为该类目最高分。", "Bold is the best score of a category."))
    return Fragment(
        "scores by category",
        table(columns, rows, sortable=True, kind="wide") + f'<p class="note">{note}</p>',
    )


def show_statement(scorecard: Scorecard) -> Fragment:
    """Return the overall picture in sentences, every number put in from the scorecard."""
    board = Board(scorecard)
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
            f"总分最高 {board.points(totals[-1])} 分，最低 {board.points(totals[0])} 分，"
            f"相差 {board.points(spread)} 分，中位 {board.points(middle)} 分。"
        )
        en.append(
            f"Totals run from {board.points(totals[0])} to {board.points(totals[-1])}, "
            f"{board.points(spread)} points apart; the median is {board.points(middle)}."
        )
    if provisional:
        names = captions.enumerate_regions([s.name for s in provisional])
        zh.append(f"{names.zh}尚有条款未计分，总分为暂定。")
        en.append(f"Something is still missing for {names.en}; these totals are provisional.")
    return Fragment("statement", f'<p class="lead">{both(say("".join(zh), " ".join(en)))}</p>')


def _median(values: list[Decimal]) -> Decimal:
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2
