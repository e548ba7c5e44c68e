"""What would have to be true under one criterion: one row a level, every way to it as the whole range of values."""

from __future__ import annotations

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.markup import Column, Fragment, both, say, table
from govscore_lib.whatif.improving.required import required
from govscore_lib.whatif.improving.requirement import HELD

_COLUMNS = (
    Column(say("目标", "Level"), sortable=False),
    Column(say("须满足", "What would have to be true"), sortable=False),
)


def show_required(scorecard: Scorecard, region: str, criterion: str) -> Fragment:
    """Return what a region would need for more points and for full marks under a criterion.

    region : code, name or alias. The figures of the others are held.
    """
    found = required(scorecard, region, criterion)
    head = say(found.head("zh"), found.head("en"))
    if not found.requirements:
        return Fragment("required", f'<p>{both(head)}</p><p class="note">{both(found.why_not)}</p>')
    rows = [(both(level), both(takes)) for level, takes in found.levels()]
    shown = table(_COLUMNS, rows, caption=head, kind="required")
    return Fragment("required", f'{shown}<p class="note">{both(HELD)}</p>')
