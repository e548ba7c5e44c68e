"""What a notebook shows of answers about robustness and stability: small tables in both languages."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING, Any

import polars as pl

from govscore_lib.glance import Head, glance
from govscore_lib.points import plain
from govscore_lib.text import Bilingual, counted, share_text

if TYPE_CHECKING:
    from govscore_lib.whatif.margins.flips import Flips
    from govscore_lib.whatif.margins.stability import Interval, Stability
    from govscore_lib.whatif.margins.targets import Target
    from govscore_lib.whatif.readings.combined import Combinations
    from govscore_lib.whatif.weightings.robustness import Robustness
    from govscore_lib.whatif.weightings.sensitivity import Sensitivity

MOST_FLIPS = 8
"""So many changes of one criterion that let two regions change places are shown."""
MOST_LEVERS = 3
"""So many weights are named that a total hangs on."""
DECIMALS = 4
"""Of the ends of an interval; the exact ones are in its table."""

TARGETS: dict[Target, Bilingual] = {
    "ranking": Bilingual(zh="全部名次不变", en="ranking stays"),
    "first": Bilingual(zh="首位不变", en="first place stays"),
    "top_three": Bilingual(zh="前三名不变", en="top three stay"),
    "awards": Bilingual(zh="奖项不变", en="prizes stay"),
}
_REGION = Head(Bilingual(zh="地区", en="Region"))
_RANK = Head(Bilingual(zh="名次", en="Rank"), figure=True)
_CRITERION = Head(Bilingual(zh="条款", en="Criterion"))
_NOW = Head(Bilingual(zh="现值", en="Now"), figure=True)
_SPANS = (
    Head(Bilingual(zh="90% 区间", en="90 % interval"), figure=True),
    Head(Bilingual(zh="最好–最差", en="Best–worst"), figure=True),
    Head(Bilingual(zh="名次不变", en="Keeps its rank"), figure=True),
)


def robustness_at_a_glance(found: Robustness) -> str:
    """Return places under random weights."""
    heads = (_REGION, _RANK, *_SPANS, Head(Bilingual(zh="居首", en="First"), figure=True))
    rows = [(*_placed(row), share_text(row["first"])) for row in found.ranks.iter_rows(named=True)]
    title = Bilingual(
        zh=f"随机赋权 {found.draws:,} 组下的名次，种子 {found.record['seed']}",
        en=f"places under {counted(found.draws, 'random weighting')}, seed {found.record['seed']}",
    )
    return glance(title, heads, rows)


def combinations_at_a_glance(found: Combinations) -> str:
    """Return places over readings in combination, and what decides them."""
    names = {one.key: one.name for one in found.factors}
    heads = (_REGION, _RANK, *_SPANS, Head(Bilingual(zh="最取决于", en="Hangs most on")))
    rows = [
        (*_placed(row), names[row["decided_by"]] if row["decided_by"] else "—")
        for row in found.table.iter_rows(named=True)
    ]
    title = Bilingual(
        zh=f"读法与排名规则随机组合 {found.draws:,} 组下的名次，种子 {found.seed}",
        en=f"places over {counted(found.draws, 'random combination')} of readings and ranking rules, seed {found.seed}",
    )
    return glance(title, heads, rows)


def _placed(row: dict[str, Any]) -> tuple[str | Bilingual, ...]:
    return (
        Bilingual(zh=row["region_zh"], en=row["region_en"]),
        f"{row['rank']:g}",
        _span(row["low"], row["high"]),
        _span(row["best"], row["worst"]),
        share_text(row["kept"]),
    )


def _span(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"


def stability_at_a_glance(found: Stability) -> str:
    """Return between which points of each criterion each target stays, the tightest first."""
    targets = [one for one in TARGETS if any(each.target == one for each in found.intervals)]
    heads = (_CRITERION, _NOW, *(Head(TARGETS[one], figure=True) for one in targets))
    intervals = {(one.lever.id, one.target): one for one in found.intervals}
    levers = {one.lever.id: one.lever for one in found.intervals}
    rows: list[list[str | Bilingual]] = []
    for name in found.table["id"].unique(maintain_order=True):
        lever = levers[name]
        cells = [_interval(intervals[name, one]) for one in targets]
        rows.append([_numbered(name, lever.name), plain(lever.points), *cells])
    title = Bilingual(
        zh="只改一条分值，到哪里为止结果不变",
        en="points between which the result stays, one changed alone",
    )
    return glance(title, heads, rows)


def _interval(interval: Interval) -> str | Bilingual:
    """Return both ends, cut towards the inside, so that what is shown is safe."""
    low, high = interval.low, interval.high
    if not low.between and not high.between:
        return Bilingual(zh="任意", en="any")
    ends = [
        "∞" if points is None else plain(Fraction(cut(points * 10**DECIMALS), 10**DECIMALS))
        for points, cut in ((low.points, ceil), (high.points, floor))
    ]
    return "–".join(ends)


def flips_at_a_glance(found: Flips) -> str:
    """Return the smallest changes of one criterion each that let two regions change places."""
    reached = found.table.filter(pl.col("level_at").is_not_null()).head(MOST_FLIPS)
    heads = (_CRITERION, _NOW, Head(Bilingual(zh="持平于", en="Level at"), figure=True))
    rows = [
        (
            _numbered(row["id"], Bilingual(zh=row["name_zh"], en=row["name_en"])),
            plain(Fraction(row["points"]), DECIMALS),
            plain(Fraction(row["level_at"]), DECIMALS),
        )
        for row in reached.iter_rows(named=True)
    ]
    return glance(Bilingual(zh=found.to_text("zh"), en=found.to_text("en")), heads, rows)


def sensitivity_at_a_glance(found: Sensitivity) -> str:
    """Return the weights that each region's total hangs on most."""
    heads = (_REGION, Head(Bilingual(zh="总分最取决于", en="The total hangs most on")))
    rows = []
    for region in found.board.regions:
        mine = found.table.filter(pl.col("region_id") == region.id).head(MOST_LEVERS)
        named = [row for row in mine.iter_rows(named=True) if row["total"] > 0]
        zh, en = (
            joint.join(f"{row['id']} {row[name]} {share_text(row['total'])}" for row in named)
            for name, joint in (("name_zh", "；"), ("name_en", "; "))
        )
        region_name = Bilingual(zh=region.name_zh, en=region.name("en"))
        rows.append((region_name, Bilingual(zh=zh, en=en) if named else "—"))
    title = Bilingual(
        zh=f"总分的差异取决于哪些分值（Sobol 总指数，种子 {found.seed}）",
        en=f"which weights the variance of a total hangs on (total Sobol index, seed {found.seed})",
    )
    return glance(title, heads, rows)


def _numbered(ident: str, name: Bilingual) -> Bilingual:
    return Bilingual(zh=f"{ident} {name.zh}", en=name.en)
