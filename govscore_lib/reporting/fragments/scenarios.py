"""What a scenario does, and what the weighting methods would: who moves, and by which criteria."""

from __future__ import annotations

from typing import Any

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import GovscoreError
from govscore_lib.reporting.board import Board
from govscore_lib.reporting.markup import Column, Fragment, both, page_link, say, table
from govscore_lib.rubric.general import STANDING_WORDS
from govscore_lib.text import Bilingual
from govscore_lib.whatif.scenarios.comparison import REASONS, UNDECIDED, Comparison
from govscore_lib.whatif.scenarios.run import whatif
from govscore_lib.whatif.scenarios.scenario import Scenario
from govscore_lib.whatif.weightings.weighted import METHOD_NAMES, share_matrix, weighting_scenario

TO = " → "
DEMANDS = {
    "entropy": say("每个得分都不能为负。", "no points may be negative."),
    "merec": say("每个得分都要大于 0。", "all points have to be above 0."),
    "critic": say(
        "至少要有两个得分不全相同的地区。", "two regions at least that differ are needed."
    ),
}
"""What a method asks of the figures; methods that are not named ask what ``critic`` does."""


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
    awards = found.after.rubric.awards
    names = {one.id: one.name for one in awards.prizes} if awards else {}
    names |= {"": say("—", "—"), UNDECIDED: say("待定", "to be decided")}
    was, now = (names[row[key] or ""] for key in ("prize_before", "prize_after"))
    return both(say(_arrow(was.zh, now.zh), _arrow(was.en, now.en)))


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
    for method in METHOD_NAMES:
        try:
            found = whatif(scorecard, weighting_scenario(scorecard, method))
        except GovscoreError:
            refused.append(_refused(method))
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


def _refused(method: str) -> Bilingual:
    name, why = METHOD_NAMES[method], DEMANDS.get(method, DEMANDS["critic"])
    return say(
        f"{name.zh}不能用于这批数据：{why.zh}", f"{name.en} cannot be used on these data: {why.en}"
    )


def _beside(printed: float | None, other: float | None) -> str:
    if printed is None or other is None or printed == other:
        return _rank(other)
    up = printed - other
    mark = f'<span class="by">{"↑" if up > 0 else "↓"}{abs(up):g}</span>'
    return f"{mark} {_rank(other)}"
