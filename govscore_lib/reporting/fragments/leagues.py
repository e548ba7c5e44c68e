"""Criteria that compare regions: the league table, its ties, and what one place more brings."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Any

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.charts import plot_league
from govscore_lib.reporting.fragments.badges import badges
from govscore_lib.reporting.markup import (
    TIE,
    Column,
    Fragment,
    anchor,
    both,
    criterion_link,
    page_link,
    say,
    table,
)
from govscore_lib.reporting.views.board import Board
from govscore_lib.reporting.views.leagues import LeagueRow, league_rows
from govscore_lib.text import Bilingual

_POINTS = say("分", "points")


def show_league(scorecard: Scorecard, criterion: str) -> Fragment:
    """Return the league table of one criterion: figure as ``n/d = rate``, rank, points, the next place."""
    board = Board(scorecard)
    columns = [
        Column(say("地区", "Region")),
        Column(say("名次", "Rank"), figure=True),
        Column(say("数值", "Figure"), figure=True),
        Column(say("得分", "Points"), figure=True, unit=_POINTS),
        Column(say("再进一名", "One place more"), sortable=False),
        Column(say("增分", "It brings"), figure=True, unit=_POINTS),
    ]
    rows = []
    for row in league_rows(scorecard, criterion):
        flags = [*row.flags, *(["tied"] if row.tied else [])]
        rows.append(
            (
                page_link(board.part, f"regions/{row.region_id}.html", both(row.name))
                + badges(flags),
                "—" if row.rank is None else f"{row.rank:g}{TIE if row.tied else ''}",
                f'<span class="rate">{escape(row.value)}</span>',
                f"<b>{board.points(row.points)}</b>",
                both(one_place_more(board, row)),
                board.signed(row.next_gain) if row.next_gain is not None else "",
            )
        )
    see = criterion_link(board.part, criterion, both(say("本条全貌", "all about this criterion")))
    sentence = f'<p class="rule">{both(board.rubric.sentence(criterion))} {see}</p>'
    return Fragment(f"league {criterion}", sentence + table(columns, rows, kind="league"))


def one_place_more(board: Board, row: LeagueRow) -> Bilingual:
    """Return what it would take to move up one place, in words."""
    if row.next_region is None:
        if row.rank is None:
            return row.place
        return say("已在首位", "already first")
    rival = board.standing(row.next_region).name
    return say(f"达到{rival.zh}的 {row.next_value}", f"reach {rival.en}'s {row.next_value}")


def show_gains(scorecard: Scorecard, region: str) -> Fragment:
    """Return, for one region, every criterion that compares regions: its place and the next one."""
    board = Board(scorecard)
    standing = board.standing(region)
    columns = [
        Column(say("条款", "Criterion")),
        Column(say("数值", "Figure"), figure=True),
        Column(say("名次", "Rank"), figure=True),
        Column(say("得分", "Points"), figure=True, unit=_POINTS),
        Column(say("再进一名", "One place more")),
        Column(say("增分", "It brings"), figure=True, unit=_POINTS),
    ]
    rows = []
    for ident in board.ranked_criteria:
        row = next(r for r in league_rows(scorecard, ident) if r.region_id == standing.region_id)
        name = f'<span class="id">{ident}</span> {both(board.criteria[ident].name)}'
        rows.append(
            (
                page_link(board.part, f"rank-items.html#{anchor(ident)}", name) + badges(row.flags),
                f'<span class="rate">{escape(row.value)}</span>',
                both(row.place),
                f"<b>{board.points(row.points)}</b>",
                both(one_place_more(board, row)),
                board.signed(row.next_gain) if row.next_gain is not None else "",
            )
        )
    if not rows:
        none = both(
            say("本规则没有与其他地区比较的条款。", "No criterion of this rubric compares regions.")
        )
        return Fragment("gains", f'<p class="note">{none}</p>')
    note = both(
        say(
            "“再进一名”假定其他地区不变；名次变动后，其他地区的得分也会变动。",
            "One place more supposes that the others stay as they are; their points would change too.",
        )
    )
    return Fragment("gains", table(columns, rows, kind="league") + f'<p class="note">{note}</p>')


@dataclass(frozen=True, repr=False)
class Story:
    """Several things to show one after the other in a notebook cell: fragments and figures."""

    name: str
    parts: tuple[Any, ...]

    def __repr__(self) -> str:
        return f"<govscore {self.name}>"

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for part in self.parts:
            display(part)


def show_leagues(scorecard: Scorecard) -> Story:
    """Return chart and league table of every criterion that compares regions, in the rubric's order."""
    board = Board(scorecard)
    parts: list[Any] = []
    for ident in board.ranked_criteria:
        name = board.criteria[ident].name
        title = f'<h2 id="{anchor(ident)}"><span class="id">{ident}</span> {both(name)}</h2>'
        parts += [
            Fragment(f"heading {ident}", title),
            plot_league(scorecard, ident),
            show_league(scorecard, ident),
        ]
    if not parts:
        none = both(
            say("本规则没有与其他地区比较的条款。", "No criterion of this rubric compares regions.")
        )
        parts.append(Fragment("leagues", f'<p class="note">{none}</p>'))
    return Story("leagues", tuple(parts))
