"""What would have to be true under one criterion: one row a level, every way to it as the whole range of values."""

from __future__ import annotations

from html import escape

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.fragments.badges import badge
from govscore_lib.reporting.markup import Column, Fragment, anchor, both, say, table
from govscore_lib.reporting.views.board import Board
from govscore_lib.whatif.improving.required import required
from govscore_lib.whatif.improving.requirement import HELD

_COLUMNS = (
    Column(say("目标", "Level"), sortable=False),
    Column(say("须满足", "What would have to be true"), sortable=False),
)


def show_required(scorecard: Scorecard, region: str, criterion: str = "") -> Fragment:
    """Return what a region would need for more points and for full marks under a criterion.

    region : code, name or alias. criterion : by default the one that lost it most. The figures of the others
    are held.
    """
    standing = Board(scorecard).standing(region)
    if standing.waived:
        words = say("该地区不计分。", "Nothing of this region is scored.")
        return Fragment("required", f'<p class="note">{badge(standing.status)} {both(words)}</p>')
    clause = criterion or _costliest(scorecard, standing.region_id)
    if clause is None:
        words = say("已计分的各条都得满分。", "Every criterion that is scored has full marks.")
        return Fragment("required", f'<p class="note">{both(words)}</p>')
    found = required(scorecard, standing.region_id, clause)
    name, region_name = both(found.criterion.name), both(standing.name)
    lead = f'<p>{region_name} · <a href="#{anchor(clause)}"><span class="id">{escape(clause)}</span> {name}</a>'
    if now := found.now():
        lead += f" {both(now)}"
    if not found.requirements:
        return Fragment("required", f'{lead}</p><p class="note">{both(found.why_not)}</p>')
    rows = [(both(level), both(takes)) for level, takes in found.levels()]
    shown = table(_COLUMNS, rows, kind="required")
    return Fragment("required", f'{lead}</p>{shown}<p class="note">{both(HELD)}</p>')


def _costliest(scorecard: Scorecard, region_id: str) -> str | None:
    """Return the criterion under which a region lost most, the first of equals; None where it lost nothing."""
    lost = {
        row["criterion_id"]: row["lost_points"]
        for row in scorecard.ledger.filter(region_id=region_id).iter_rows(named=True)
        if row["lost_points"]
    }
    return max(lost, key=lost.__getitem__, default=None)
