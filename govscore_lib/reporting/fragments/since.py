"""The change since the period before, split into rule, performance and peers, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from govscore_lib.reporting.markup import Column, Fragment, both, both_html, say, table
from govscore_lib.whatif.change import HOW, PARTS, WORDS, ChangeSplit, points_gained, used_parts


def show_change_split(split: ChangeSplit, region: str | None = None) -> Fragment:
    """Return the change of every region's total and its parts; of one region, criterion by criterion.

    split : as ``change_split`` returns it. region : code, name or alias.
    """
    parts = (*PARTS, "caps") if region is None else PARTS
    found = split.regions if region is None else split.of(region)
    rows, used = list(found.iter_rows(named=True)), used_parts(found, parts)
    first = say("地区", "Region") if region is None else say("条款", "Criterion")
    columns = [Column(first), Column(say("变化", "Change"), figure=True)]
    columns += [Column(WORDS[part], figure=True) for part in used]
    labels = [card.rubric.period.label for card in (split.before, split.after)]
    name = None if region is None else split.after.region(region)
    caption = say(
        f"{'总分' if name is None else name.name_zh}变化（{' → '.join(labels)}）",
        f"{'Total' if name is None else name.name('en')}: change, {' → '.join(labels)}",
    )
    if not rows:
        return Fragment(
            "change split", f'<p class="note">{both(say("没有变化。", "No change."))}</p>'
        )
    body = [(_name(row), *(points_gained(row[part]) for part in ("change", *used))) for row in rows]
    shown = table(columns, body, caption=caption, kind="split")
    return Fragment("change split", f'{shown}<p class="note">{both(HOW)}</p>')


def _name(row: Mapping[str, Any]) -> str:
    if "criterion_id" not in row:
        return both_html(escape(row["region_zh"]), escape(row["region_en"]))
    ident = f'<span class="id">{escape(row["criterion_id"])}</span> '
    zh, en = (escape(row[f"name_{one}"]) for one in ("zh", "en"))
    if row["why_zh"]:
        zh, en = f"{zh}（{escape(row['why_zh'])}）", f"{en} ({escape(row['why_en'])})"
    return ident + both_html(zh, en)
