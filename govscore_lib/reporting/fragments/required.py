"""What would have to be true under one criterion: one row a level, every way to it as the whole range of values."""

from __future__ import annotations

from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.markup import Column, Fragment, both, say, table
from govscore_lib.text import Bilingual
from govscore_lib.whatif.improving.required import required

_COLUMNS = (
    Column(say("目标", "Level"), sortable=False),
    Column(say("须满足", "What would have to be true"), sortable=False),
)


def show_required(scorecard: Scorecard, region: str, criterion: str) -> Fragment:
    """Return what a region would need for more points and for full marks under a criterion.

    region : code, name or alias. The figures of the others are held.
    """
    found = required(scorecard, region, criterion)
    name, clause = found.region, found.criterion
    head = say(
        f"{name.name_zh} · {clause.id} {clause.name.zh}",
        f"{name.name('en')} · {clause.id} {clause.name.en}",
    )
    lines = [Bilingual(zh=a, en=b) for a, b in zip(found.lines("zh"), found.lines("en"), strict=True)]  # fmt: skip
    if not found.requirements:
        words = "".join(f'<p class="note">{both(one)}</p>' for one in lines)
        return Fragment("required", f"<p>{both(head)}</p>{words}")
    rows = []
    for line in lines:
        (level, what), (level_en, what_en) = line.zh.split("：", 1), line.en.split(": ", 1)
        rows.append((both(say(level, level_en)), both(say(what, what_en))))
    note = say("其他地区的数据不变。", "The figures of the others are held.")
    shown = table(_COLUMNS, rows, caption=head, kind="required")
    return Fragment("required", f'{shown}<p class="note">{both(note)}</p>')
