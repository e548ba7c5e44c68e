"""One criterion for all regions: its rule and source, who has how many points and why, its readings."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from govscore_lib.engine.readings import every_target
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting import numbers
from govscore_lib.reporting.fragments.badges import badges, criterion_keys, line_keys
from govscore_lib.reporting.fragments.ledger import worked
from govscore_lib.reporting.fragments.otherwise import readings_of
from govscore_lib.reporting.markup import (
    TIE,
    Cell,
    Column,
    Fragment,
    anchor,
    bar,
    both,
    page_link,
    say,
    table,
)
from govscore_lib.reporting.views.board import ZERO, Board, Standing, board_of
from govscore_lib.reporting.views.leagues import LeagueRow, league_rows
from govscore_lib.text import Bilingual

TRANSCRIPTION: dict[str, Bilingual] = {
    "C": say("原文清晰", "clear in the source"),
    "R-H": say("原文有缺损，已还原，把握大", "damaged, restored with high confidence"),
    "R-M": say("原文有缺损，已还原，把握中等", "damaged, restored with medium confidence"),
    "R-L": say("原文有缺损，已还原，把握小", "damaged, restored with low confidence"),
    "U": say("原文无法辨认", "cannot be read in the source"),
}
_POINTS = say("分", "points")
FEW = 6
"""Regions that a sentence names; more are counted."""


def show_criterion_rule(scorecard: Scorecard, criterion: str) -> Fragment:
    """Return the rule in one sentence, the text it rests on, its maximum, office and state of transcription."""
    board = board_of(scorecard)
    clause = board.criteria[criterion]
    part = next(one for one in board.parts if one.category_id == clause.category)
    most = board.most(criterion)
    facts: list[tuple[Bilingual, str]] = [
        (say("类目", "category"), page_link(board.part, f"index.html#category-{part.category_id}", both(part.name))),
        (say("满分", "maximum"), "—" if most is None else f"{numbers.tidy(most)} {both(_POINTS)}"),
        (say("出处", "source"), f'<cite lang="zh-CN">{escape(clause.source.citation)}</cite>'),
        (say("原文状况", "state of the text"), both(TRANSCRIPTION[clause.transcription])),
    ]  # fmt: skip
    if clause.repair is not None:
        facts.append((say("怎样还原", "how it was restored"), both(clause.repair)))
    if clause.office:
        facts.append((say("责任单位", "office"), f'<span lang="zh-CN">{escape(clause.office)}</span>'))  # fmt: skip
    if clause.method:
        facts.append((say("评分方式", "method"), f'<span lang="zh-CN">{escape(clause.method)}</span>'))  # fmt: skip
    if clause.text is not None:
        facts.append((say("条文", "text"), both(clause.text)))
    items = "".join(f"<div><dt>{both(word)}</dt><dd>{value}</dd></div>" for word, value in facts)
    marks = badges(criterion_keys(board, criterion))
    return Fragment(
        "criterion rule",
        f'<p class="lead">{both(board.rubric.sentence(criterion))}{marks}</p><dl class="provenance">{items}</dl>',
    )


def show_criterion_points(scorecard: Scorecard, criterion: str) -> Fragment:
    """Return who has how many points under a criterion and why, best first, each leading to its ledger line."""
    board = board_of(scorecard)
    scored = [s for s in board.standings if (s.region_id, criterion) in board.lines]
    places = _places(scorecard, criterion)
    columns = [
        Column(say("地区", "Region")),
        *([Column(say("名次", "Place"), figure=True)] if places else []),
        Column(say("得分", "Points"), figure=True, unit=_POINTS),
        Column(say("失分", "Lost"), figure=True, unit=_POINTS),
        Column(say("算式", "How it was computed")),
    ]
    order = {s.region_id: at for at, s in enumerate(scored)}
    rows = [
        _row(board, s, criterion, places)
        for s in sorted(scored, key=lambda s: (_worst_last(board, s, criterion), order[s.region_id]))
    ]  # fmt: skip
    lead = f"<p>{both(_spread(board, scored, criterion))}</p>"
    return Fragment("criterion points", lead + table(columns, rows, kind="points-of"))


def _places(scorecard: Scorecard, criterion: str) -> dict[str, LeagueRow]:
    """The league rows of a criterion that compares regions, by region; none for another."""
    if criterion not in board_of(scorecard).ranked_criteria:
        return {}
    return {row.region_id: row for row in league_rows(scorecard, criterion)}


def _worst_last(board: Board, s: Standing, criterion: str) -> Decimal:
    points = board.lines[(s.region_id, criterion)]["points"]
    return Decimal("Infinity") if points is None else -points


def _row(
    board: Board, s: Standing, criterion: str, places: dict[str, LeagueRow]
) -> tuple[str | Cell, ...]:
    line = board.lines[(s.region_id, criterion)]
    name = page_link(board.part, f"regions/{s.region_id}.html#{anchor(criterion)}", both(s.name))
    if s.waived:  # its page has no ledger
        name = page_link(board.part, f"regions/{s.region_id}.html", both(s.name))
    place = []
    if places:
        row = places.get(s.region_id)
        shown = row is not None and row.rank is not None
        place = [f"{row.rank:g}{TIE if row.tied else ''}" if row is not None and shown else "—"]
    most = line["max_points"]
    strip = bar(numbers.share(line["points"], most)) if most and most > 0 else ""
    return (
        name + badges(line_keys(board, s.region_id, criterion)),
        *place,
        f"<b>{board.points(line['points'])}</b>{strip}",
        board.lost(line["lost_points"]),
        worked(board, line, again=True),
    )


def _spread(board: Board, scored: Sequence[Standing], criterion: str) -> Bilingual:
    """Who has full marks, who has least, and the mean."""
    won = {
        s: points
        for s in scored
        if (points := board.lines[(s.region_id, criterion)]["points"]) is not None
    }
    if not won:
        return say("没有地区已计分。", "No region is scored yet.")
    most = board.most(criterion)
    mean = sum(won.values(), ZERO) / len(won)
    zh, en = [f"{len(won)} 个地区平均 {board.points(mean)} 分"], [
        f"{len(won)} regions, {board.points(mean)} points on average"
    ]  # fmt: skip
    if most:
        full = [s for s, points in won.items() if points >= most]
        told = _named(full)
        zh.append(f"得满分的：{told.zh}" if full else "没有地区得满分")
        en.append(f"full marks: {told.en}" if full else "nobody has full marks")
    low = min(won.values())
    if low < max(won.values()):
        least = _named([s for s, points in won.items() if points == low])
        zh.append(f"最低 {board.points(low)} 分：{least.zh}")
        en.append(f"least, {board.points(low)}: {least.en}")
    return say("；".join(zh) + "。", "; ".join(en) + ".")


def _named(regions: Sequence[Standing]) -> Bilingual:
    if len(regions) > FEW:
        return say(f"{len(regions)} 个地区", f"{len(regions)} regions")
    return say("、".join(s.name.zh for s in regions), ", ".join(s.name.en for s in regions))


def show_criterion_readings(scorecard: Scorecard, criterion: str) -> Fragment:
    """Return the readings that a criterion admits, with what each other one would give the regions it changes."""
    target = dict(every_target(scorecard)).get(criterion)
    if target is None:
        words = say("这一条没有列出其他读法。", "No other readings are listed for this criterion.")
        return Fragment("criterion readings", f"<p>{both(words)}</p>")
    return Fragment("criterion readings", readings_of(scorecard, criterion, target))
