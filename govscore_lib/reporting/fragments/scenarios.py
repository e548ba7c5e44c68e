"""What a scenario does, and what the weighting methods would: who moves, and by which criteria."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import GovscoreError
from govscore_lib.reporting.markup import Column, Fragment, both, page_link, say, table
from govscore_lib.reporting.views.board import Board
from govscore_lib.rubric.general import STANDING_WORDS
from govscore_lib.text import Bilingual
from govscore_lib.whatif.scenarios.comparison import REASONS, UNDECIDED, Comparison
from govscore_lib.whatif.scenarios.run import whatif
from govscore_lib.whatif.scenarios.scenario import Scenario
from govscore_lib.whatif.scenarios.side_by_side import SideBySide, compare_scenarios
from govscore_lib.whatif.weightings.weighted import (
    METHOD_NAMES,
    refusal,
    share_matrix,
    weighting_scenario,
)
from govscore_lib.whatif.weightings.weighting import METHODS

TO = " → "


def show_scenario(scorecard: Scorecard, scenario: Scenario) -> Fragment:
    """Return who moves under a scenario, and by which criteria; a sentence where nobody does.

    Raises InputError with every fault of the scenario.
    """
    if scenario.is_empty:
        words = say(
            "这里没有给出方案，一切与文件相同。用滑块调好分值，导出的就是一份方案。",
            "No scenario is given here: all is as printed. What the sliders save is one.",
        )
        return Fragment("scenario", f"<p>{both(words)}</p>")
    found = whatif(scorecard, scenario)
    count, moved = found.regions.height, found.moved.height
    name, changes = scenario.name, len(scenario.changes)
    lead = say(
        f"方案“{name.zh}”，{changes} 项改动：{count} 个地区中 {moved} 个有变化。",
        f'Scenario "{name.en}", {changes} changes: {moved} of {count} regions move.',
    )
    html = f"<p>{both(lead)}</p>"
    return Fragment("scenario", html + (_moved(scorecard, found) if moved else ""))


def show_scenarios(scorecard: Scorecard, scenarios: Sequence[Scenario]) -> Fragment:
    """Return several scenarios side by side: places, totals and prizes, and below who moves in each and why.

    A scenario without changes is the baseline, and that stands there anyhow. Raises InputError with every fault of all.
    """
    asked = [one for one in scenarios if not one.is_empty]
    if not asked:
        return show_scenario(scorecard, Scenario())
    found = compare_scenarios(scorecard, asked)
    board, count = Board(scorecard), found.regions.height
    columns = [Column(say("地区", "Region")), Column(say("按文件", "As printed"), figure=True)]
    told, movers = "", ""
    for letter, one in found.lettered:
        columns.append(Column(say(letter, letter), figure=True))
        moved, name = one.moved.height, one.scenario.name
        line = say(
            f"{name.zh}：{count} 个地区中 {moved} 个有变化",
            f"{name.en}: {moved} of {count} regions move",
        )
        told += f"<li><b>{letter}</b> {both(line)}</li>"
        if moved:
            title = say(
                f"{letter} 中谁动、因为哪几条", f"who moves in {letter}, and by which criteria"
            )
            movers += f"<details><summary>{both(title)}</summary>{_moved(scorecard, one)}</details>"
    rows = []
    for row in found.regions.iter_rows(named=True):
        region = both(Bilingual(zh=row["region_zh"], en=row["region_en"]))
        cells = [page_link(board.part, f"regions/{row['region_id']}.html", region)]
        cells += [_standing(found, board, row, end) for end in found.ends]
        rows.append(tuple(cells))
    html = f'<ul class="lettered">{told}</ul>{table(columns, rows, kind="side-by-side")}{movers}'
    return Fragment("scenarios", html)


def _standing(found: SideBySide, board: Board, row: dict[str, Any], end: str) -> str:
    """Return a place and how it differs, below it the total and its difference, and a prize that comes or goes."""
    rank, total, prize = row[f"rank{end}"], row[f"total{end}"], row[f"prize{end}"]
    figure = board.points(total)
    if (
        end
        and total is not None
        and row["total"] is not None
        and figure != board.points(row["total"])
    ):
        figure += f' <span class="by">{board.signed(total - row["total"])}</span>'
    sub = f'<span class="sub">{figure}</span>'
    if prize != row["prize"] or (not end and prize):
        sub += f'<span class="sub">{both(_prize_names(found.baseline)[prize or ""])}</span>'
    return f"<b>{_beside(row['rank'], rank) if end else _rank(rank)}</b>{sub}"


def _moved(scorecard: Scorecard, found: Comparison) -> str:
    board = Board(scorecard)
    with_prizes = scorecard.rubric.awards is not None
    columns = [
        Column(say("地区", "Region")),
        Column(say("名次", "Rank"), figure=True),
        Column(say("总分", "Total"), figure=True, unit=say("分", "points")),
        *([Column(say("奖项建议", "Prize"))] if with_prizes else []),
        Column(say("主要因为", "Mainly by")),
    ]
    rows = []
    for row in found.moved.iter_rows(named=True):
        region = both(Bilingual(zh=row["region_zh"], en=row["region_en"]))
        cells = [
            page_link(board.part, f"regions/{row['region_id']}.html", region) + _status(row),
            _arrow(_rank(row["rank_before"]), _rank(row["rank_after"])),
            _arrow(board.points(row["total_before"]), board.points(row["total_after"])),
        ]
        if with_prizes:
            cells.append(_prize(found, row))
        rows.append((*cells, _why(found, board, row)))
    return table(columns, rows, kind="scenario")


def _status(row: dict[str, Any]) -> str:
    was, now = row["status_before"], row["status_after"]
    if was == now:
        return ""
    named = [STANDING_WORDS.get(one, say("不参加", "absent")) for one in (was, now)]
    words = say(TO.join(one.zh for one in named), TO.join(one.en for one in named))
    return f'<span class="sub">{both(words)}</span>'


def _prize(found: Comparison, row: dict[str, Any]) -> str:
    names = _prize_names(found.after)
    was, now = (names[row[key] or ""] for key in ("prize_before", "prize_after"))
    return both(say(_arrow(was.zh, now.zh), _arrow(was.en, now.en)))


def _prize_names(scorecard: Scorecard) -> dict[str, Bilingual]:
    awards = scorecard.rubric.awards
    names = {one.id: one.name for one in awards.prizes} if awards else {}
    return {**names, "": say("—", "—"), UNDECIDED: say("待定", "to be decided")}


def _why(found: Comparison, board: Board, row: dict[str, Any]) -> str:
    if row["total_before"] is None or row["total_after"] is None:
        return "—"
    zh, en = [], []
    for one in found.reasons(row["region_id"]).head(REASONS).iter_rows(named=True):
        change = board.signed(one["change"])
        ident = one["criterion_id"] if one["criterion_id"] in found.after.rubric.criteria else ""
        zh.append(f"{ident} {one['name_zh']} {change}".strip())
        en.append(f"{ident} {one['name_en']} {change}".strip())
    return both(say("；".join(zh), "; ".join(en))) if zh else "—"


def _rank(rank: float | None) -> str:
    return "—" if rank is None else f"{rank:g}"


def _arrow(was: str, now: str) -> str:
    return now if was == now else f"{was}{TO}{now}"


def show_weightings(scorecard: Scorecard) -> Fragment:
    """Return every region's rank as printed, and under the weights that each method takes from the data.

    A method that cannot be used on the data is told with its reason.
    """
    if not any(rank is not None for rank in scorecard.scores["rank"]):
        words = say("没有地区有名次。", "No region has a rank.")
        return Fragment("weightings", f"<p>{both(words)}</p>")
    ranks: dict[str, dict[str, float | None]] = {}
    refused: list[Bilingual] = []
    for method in METHODS:
        try:
            found = whatif(scorecard, weighting_scenario(scorecard, method))
        except GovscoreError:
            refused.append(refusal(method))
            continue
        ranks[method] = dict(found.regions.select("region_id", "rank_after").iter_rows())
    board = Board(scorecard)
    columns = [Column(say("地区", "Region")), Column(say("按文件", "As printed"), figure=True)]
    columns += [Column(METHOD_NAMES[method], figure=True) for method in ranks]
    rows: list[tuple[str, ...]] = []
    for one in board.standings:
        name = page_link(board.part, f"regions/{one.region_id}.html", both(one.name))
        cells = [_beside(one.rank, ranks[method].get(one.region_id)) for method in ranks]
        rows.append((name, f"<b>{_rank(one.rank)}</b>", *cells))
    counted, every = len(share_matrix(scorecard)[1]), len(board.standings)
    note = say(
        f"权重由 {counted} 个各条都有得分的地区（共 {every} 个）算出；基础分合计不变，加分照旧。",
        f"The weights come from the {counted} of {every} regions with points under every criterion; the base keeps its sum, bonuses stay.",
    )
    told = "".join(f'<p class="note">{both(words)}</p>' for words in refused)
    html = table(columns, rows, kind="weightings") if ranks else ""
    return Fragment("weightings", f'{html}<p class="note">{both(note)}</p>{told}')


def _beside(printed: float | None, other: float | None) -> str:
    if printed is None or other is None or printed == other:
        return _rank(other)
    up = printed - other
    mark = f'<span class="by">{"↑" if up > 0 else "↓"}{abs(up):g}</span>'
    return f"{mark} {_rank(other)}"
