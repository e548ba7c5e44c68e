"""The change since the period before, split into rule, performance and peers, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from govscore_lib.engine.ledger import shown
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.reporting.markup import Column, Fragment, both, both_html, say, table
from govscore_lib.whatif.change import (
    HOW,
    PARTS,
    WORDS,
    ChangeSplit,
    change_split,
    places,
    points_gained,
    used_parts,
)


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
    made = table(columns, body, caption=caption, kind="split")
    return Fragment("change split", f'{made}<p class="note">{both(HOW)}</p>')


def show_change_since(
    before: Scorecard | None, scorecard: Scorecard, region: str
) -> Fragment | None:
    """Return why a region's points changed since the period before, with its heading.

    before : as ``load_before`` returns it; None gives None, of which a page shows nothing. A region that was not in that run is told so.
    """
    if before is None:
        return None
    periods = (before.rubric.period.label, scorecard.rubric.period.label)
    heading = say("与上一期相比，分变在哪里", "What changed since the period before")
    html = f"<h2>{both(heading)}</h2>"
    found = scorecard.assessed(region)
    if all(one.id != found.id for one in before.regions):
        words = say(
            f"该地区不在上一期（{periods[0]}）之中。",
            f"The region was not in the run of {periods[0]}.",
        )
        return Fragment("change since", f'{html}<p class="note">{both(words)}</p>')
    split = change_split(before, scorecard, found.id)
    for row in split.regions.iter_rows(named=True):
        rank = places(row["rank_before"], row["rank_after"])
        total = f"{shown(row['before'])} → {shown(row['after'])}"
        parts = [(WORDS[part], points_gained(row[part])) for part in (*PARTS, "caps") if row[part]]
        zh, en = (
            joint.join(f"{name.in_language(lang)} {by}" for name, by in parts)
            for lang, joint in (("zh", "，"), ("en", ", "))
        )
        change = points_gained(row["change"])
        lead = say(
            f"总分 {total}（{change}），名次 {rank}" + (f"；其中{zh}。" if parts else "。"),
            f"Total {total} ({change}), rank {rank}" + (f"; of this {en}." if parts else "."),
        )
        html += f"<p>{both(lead)}</p>"
    return Fragment("change since", html + show_change_split(split, found.id).html)


def _name(row: Mapping[str, Any]) -> str:
    if "criterion_id" not in row:
        return both_html(escape(row["region_zh"]), escape(row["region_en"]))
    ident = f'<span class="id">{escape(row["criterion_id"])}</span> '
    zh, en = (escape(row[f"name_{one}"]) for one in ("zh", "en"))
    if row["why_zh"]:
        zh, en = f"{zh}（{escape(row['why_zh'])}）", f"{en} ({escape(row['why_en'])})"
    return ident + both_html(zh, en)
