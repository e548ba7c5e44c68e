"""How firm a ranking is: places under random weights, exact intervals, effective weights, readings combined."""

from __future__ import annotations

import math
from fractions import Fraction
from html import escape

import polars as pl

from govscore_lib.engine.readings import every_target
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.points import plain
from govscore_lib.reporting import numbers
from govscore_lib.reporting.charts.rank_intervals import drawn_as
from govscore_lib.reporting.markup import Cell, Column, Fragment, both, page_link, say, table
from govscore_lib.reporting.views.board import Board
from govscore_lib.text import Bilingual, share_text
from govscore_lib.whatif.margins.stability import Interval, Stability, stability
from govscore_lib.whatif.margins.targets import TARGETS, Target
from govscore_lib.whatif.readings.combined import WHOLE_KEY, Combinations
from govscore_lib.whatif.weightings.board import Board as Counted
from govscore_lib.whatif.weightings.robustness import UNDECIDED, Robustness
from govscore_lib.whatif.weightings.sensitivity import SEPARATES_NOBODY, effective_weights, twins

CUT = 2
"""Decimals of the ends of an interval; they are cut towards the inside, so that what is printed is safe."""
TWINS = 10
CHANCE = 10
"""Over the number of draws, the largest share that a choice without any effect has among some dozens of regions."""

TITLES: dict[Target, Bilingual] = {
    "ranking": say("全部名次不变", "ranking stays"),
    "first": say("首位不变", "first place stays"),
    "top_three": say("前三名不变", "top three stay"),
    "awards": say("奖项不变", "prizes stay"),
}


def show_rank_intervals(found: Robustness) -> Fragment:
    """Return places under random weights, with the odds of each prize where the rubric has any."""
    board = Board(found.board.card)
    columns = [
        Column(say("地区", "Region")),
        Column(say("名次", "Rank"), figure=True),
        Column(say("90% 区间", "90% interval"), figure=True),
        Column(say("最好–最差", "Best–worst"), figure=True),
        Column(say("名次不变", "Keeps its rank"), figure=True),
        Column(say("居首", "First"), figure=True),
    ]
    prizes = _prizes(found)
    columns += [Column(name, figure=True) for name, _ in prizes]
    rows: list[tuple[str | Cell, ...]] = []
    for row in found.ranks.iter_rows(named=True):
        region = row["region_id"]
        name = both(say(row["region_zh"], row["region_en"]))
        rows.append(
            (
                page_link(board.part, f"regions/{region}.html", name),
                f"<b>{row['rank']:g}</b>",
                Cell(_span(row["low"], row["high"]), f"{row['low']:g}"),
                Cell(_span(row["best"], row["worst"]), f"{row['best']:g}"),
                _share(row["kept"]),
                _share(row["first"]),
                *(_share(shares[region]) for _, shares in prizes),
            )
        )
    note = f"<p class='note'>{both(drawn_as(found))}</p>"
    return Fragment("rank intervals", table(columns, rows, kind="spread", sortable=True) + note)


def _prizes(found: Robustness) -> list[tuple[Bilingual, dict[str, float]]]:
    """Return name and shares by region of every class of the prize, and of what has to be decided."""
    awards = found.board.rubric.awards
    if awards is None or found.awarded is None:
        return []
    names = {one.id: one.name for one in awards.prizes}
    names[UNDECIDED] = say("待评定机构决定", "to be decided")
    listed = found.prizes
    return [
        (name, dict(listed.select("region_id", ident).iter_rows()))
        for ident, name in names.items()
        if ident != UNDECIDED or (listed[ident] > 0).any()
    ]


def show_stability(scorecard: Scorecard) -> Fragment:
    """Return by how much the points of each criterion may move before a place, the top or a prize changes."""
    if Counted(scorecard).scales:
        words = say(
            "有的条款对个别地区不适用，其分值分摊给其他条款，总分不随分值直线变动，因此没有精确区间，请看随机赋权。",
            "Clauses that do not apply to some regions pass their weight on, so that totals follow points in no "
            "straight line and have no exact intervals; see the random weights.",
        )
        return Fragment("stability", f"<p>{both(words)}</p>")
    found = stability(scorecard)
    targets = [one for one in TARGETS if any(each.target == one for each in found.intervals)]
    columns = [Column(say("条款", "Criterion")), Column(say("现值", "Now"), figure=True, unit=say("分", "points"))]  # fmt: skip
    columns += [Column(TITLES[one], unit=say("分值区间", "points between")) for one in targets]
    by_lever: dict[str, dict[Target, Interval]] = {}
    for interval in found.intervals:
        by_lever.setdefault(interval.lever.id, {})[interval.target] = interval
    ordered = sorted(by_lever.values(), key=lambda one: _tightness(one["ranking"]))
    rows: list[tuple[str | Cell, ...]] = []
    for place, mine in enumerate(ordered):
        lever = mine["ranking"].lever
        rows.append(
            (
                Cell(f'<span class="id">{escape(lever.id)}</span> {both(lever.name)}', f"{place:04d}"),
                plain(lever.points),
                *(_interval(found, mine[one], place) for one in targets),
            )
        )  # fmt: skip
    words = say(
        "其余条款分值不变，只改一条；区间内结果与本次完全相同。按全部名次的余地由小到大排列。小字为到达区间端点时先后互换的两个地区。",
        "One criterion is changed, the others keep their points; inside an interval the result is this one. The "
        "tightest for the whole ranking come first. In small print: the two regions that change their order at the nearer end.",
    )
    return Fragment("stability", table(columns, rows, kind="effects") + f"<p class='note'>{both(words)}</p>")  # fmt: skip


def _tightness(interval: Interval) -> tuple[bool, Fraction]:
    room = interval.room
    return room is None, Fraction(0) if room is None else room


def _interval(found: Stability, interval: Interval, place: int) -> Cell:
    low = _cut(interval.low.points, up=True) if interval.low.points is not None else "0"
    high = _cut(interval.high.points, up=False) if interval.high.points is not None else "∞"
    ends = [one for one in (interval.low, interval.high) if one.between and one.points is not None]
    if not ends:
        return Cell(both(say("任意", "any")), "9999")
    near = min(ends, key=lambda one: abs((one.points or 0) - interval.lever.points))
    regions = [found.board.card.region(one) for one in near.between]
    meeting = say("、".join(one.name_zh for one in regions), ", ".join(one.name("en") for one in regions))  # fmt: skip
    tight = low == high or Fraction(low) > interval.lever.points
    free = both(say("几乎无余地", "hardly any room")) if tight else f"{low}–{high}"
    return Cell(f'{free}<br><span class="sub">{both(meeting)}</span>', f"{place:04d}")


def _cut(points: Fraction, *, up: bool) -> str:
    scaled = points * 10**CUT
    return plain(Fraction(math.ceil(scaled) if up else math.floor(scaled), 10**CUT))


def show_effective_weights(scorecard: Scorecard) -> Fragment:
    """Return nominal beside effective weights, the criteria that separate nobody, and pairs that say the same."""
    weights = effective_weights(scorecard)
    columns = [
        Column(say("条款", "Criterion")),
        Column(say("满分", "Maximum"), figure=True, unit=say("分", "points")),
        Column(say("占总分值", "Of the points"), figure=True),
        Column(say("占总分差异", "Of the differences"), figure=True),
        Column(say("与总分相关", "Correlation with the total"), figure=True),
        Column(say("满分地区", "Full marks"), figure=True),
    ]
    rows: list[tuple[str | Cell, ...]] = []
    for row in weights.iter_rows(named=True):
        name = both(say(row["name_zh"], row["name_en"]))
        idle = row["remark"] == SEPARATES_NOBODY
        mark = f' <span class="sub">{both(say("未区分任何地区", "separates nobody"))}</span>' if idle else ""  # fmt: skip
        points, correlation = row["points"], row["correlation"]
        rows.append(
            (
                f'<span class="id">{escape(row["id"])}</span> {name}{mark}',
                numbers.ABSENT if points is None else numbers.tidy(points),
                numbers.percent(row["nominal_share"], 1),
                numbers.percent(row["effective_share"], 1),
                numbers.ABSENT if correlation is None else f"{correlation:.2f}".replace("-", numbers.MINUS),
                f"{row['full_marks']}/{row['regions']}",
            )
        )  # fmt: skip
    idle = weights.filter(pl.col("remark") == SEPARATES_NOBODY)["id"].to_list()
    said = []
    if idle:
        said.append(
            say(
                f"{len(idle)} 条未能区分任何地区：{'、'.join(idle)}。",
                f"{len(idle)} criteria separate nobody: {', '.join(idle)}.",
            )
        )
    pairs = [f"{a}–{b}" for a, b in twins(scorecard).select("id", "other_id").iter_rows()]
    if pairs:
        shown, more = pairs[:TWINS], len(pairs) > TWINS
        said.append(
            say(
                f"{len(pairs)} 对条款几乎同升同降（得分与名次相关均在 0.9 以上）：{'、'.join(shown)}{'等' if more else ''}。",
                f"{len(pairs)} pairs say nearly the same (points and places both correlate at 0.9 or more): "
                f"{', '.join(shown)}{', …' if more else ''}.",
            )
        )
    words = "".join(f"<p>{both(one)}</p>" for one in said)
    return Fragment("effective weights", words + table(columns, rows, kind="effects", sortable=True))  # fmt: skip


def show_combinations(found: Combinations) -> Fragment:
    """Return places over readings, tie rules and rounding in combination, and what decides each place."""
    board = Board(found.card)
    columns = [
        Column(say("地区", "Region")),
        Column(say("名次", "Rank"), figure=True),
        Column(say("90% 区间", "90% interval"), figure=True),
        Column(say("最好–最差", "Best–worst"), figure=True),
        Column(say("名次不变", "Keeps its rank"), figure=True),
        Column(say("最取决于", "Hangs most on")),
        Column(say("占名次差异", "Of the differences"), figure=True),
    ]
    rows: list[tuple[str | Cell, ...]] = []
    for row in found.table.iter_rows(named=True):
        region, key = row["region_id"], row["decided_by"]
        name = both(say(row["region_zh"], row["region_en"]))
        rows.append(
            (
                page_link(board.part, f"regions/{region}.html", name),
                f"<b>{row['rank']:g}</b>",
                Cell(_span(row["low"], row["high"]), f"{row['low']:g}"),
                Cell(_span(row["best"], row["worst"]), f"{row['best']:g}"),
                _share(row["kept"]),
                _decider(found, key, region) if key else numbers.ABSENT,
                _share(row["share"]) if key else numbers.ABSENT,
            )
        )
    words = say(
        f"读法、并列规则和排名小数位数共 {len(found.factors)} 项，每项的各种选择同等可能，随机组合 {found.draws:,} 组；"
        f"随机种子 {found.seed}，重算结果不变。“最好–最差”也包括每种其他读法单独替换的结果。",
        f"{len(found.factors)} choices of readings, tie rule and decimals, every option equally likely, {found.draws:,} random "
        f"combinations; seed {found.seed}, so that another run gives the same. Best and worst also count every other reading alone.",
    )
    notes = "".join(f"<p class='note'>{both(one)}</p>" for one in (words, _bound_of(found)))
    return Fragment(
        "combinations", table(columns, rows, kind="spread", sortable=True) + notes + _choices(found)
    )


def _bound_of(found: Combinations) -> Bilingual:
    """Return what was crossed with what, and how far best and worst can be relied on."""
    crossed = found.crossed
    if crossed.possible == 1:
        whole = say("", "")
    elif crossed.all:
        whole = say(
            f"全文、类别和内嵌办法的读法共 {crossed.possible:,} 种组合，全部逐一重新评分，并与其余各项的随机组合相交。",
            f"All {crossed.possible:,} combinations of what is read of the document as a whole were scored and crossed with the rest. ",
        )
    else:
        whole = say(
            f"全文、类别和内嵌办法的读法共有 {crossed.possible:,} 种组合，本次随机取 {crossed.scored:,} 种重新评分，"
            "各与其余各项的随机组合相交。",
            f"Of {crossed.possible:,} combinations of what is read of the document as a whole, {crossed.scored:,} were drawn, scored "
            "and crossed with draws of the rest. ",
        )
    return say(
        f"{whole.zh}这是抽样，不是穷举：名次至少会变动到所列的“最好–最差”，未抽到的组合可能变动更多。",
        f"{whole.en}This is a sample, not a search: places move at least as far as best and worst say, and may move further in "
        "combinations that were not drawn.",
    )


def _choices(found: Combinations) -> str:
    """Return every choice that was varied, tie rule and rounding among them, with what hangs on it."""
    columns = [
        Column(say("取舍", "Choice")),
        Column(say("选项", "Options"), figure=True),
        Column(say("主要决定的地区", "Regions it decides"), figure=True),
        Column(say("占名次差异，最多", "Of the differences, at most"), figure=True),
    ]
    rows: list[tuple[str | Cell, ...]] = [
        (
            name_of(row["factor"], say(row["name_zh"], row["name_en"])),
            str(row["options"]),
            str(row["regions"]),
            _share(row["share"]) if row["share"] else numbers.ABSENT,
        )
        for row in found.choices.iter_rows(named=True)
    ]
    chance = f"{min(1.0, CHANCE / found.draws):.0%}"
    words = say(
        f"各项取舍单独能解释多少名次变动；“—”表示没有让任何名次变动，不到 {chance} 的可能只是抽样的偶然。",
        "How much of what places move each choice explains by itself; a dash: it moves none, and what is below "
        f"{chance} may be chance.",
    )
    return f"<p>{both(words)}</p>" + table(columns, rows, kind="spread", sortable=True)


def _decider(found: Combinations, key: str, region: str) -> str:
    """Return what a place hangs on; of all readings of the document as a whole, the one that moves it furthest alone."""
    name = next(factor.name for factor in found.factors if factor.key == key)
    if key != WHOLE_KEY:
        return name_of(key, name)
    row = found.card.spread.row(by_predicate=pl.col("region_id") == region, named=True)
    up, down = row["rank"] - row["best_rank"], row["worst_rank"] - row["rank"]
    choice = row["best_by"] if up > down else row["worst_by"]
    if not choice:
        return both(name)
    target, _, letter = choice.rpartition("=")
    single = name_of(target, dict(every_target(found.card))[target].name)
    alone = both(say("单独换用影响最大的：", "alone, the furthest: "))
    return f'{both(name)}<br><span class="sub">{alone}{single} <code>{escape(letter)}</code></span>'


def name_of(key: str, name: Bilingual) -> str:
    """Return the name of a clause behind its number; of anything else, the name alone."""
    ident = "" if ":" in key or "/" in key else f'<span class="id">{escape(key)}</span> '
    return f"{ident}{both(name)}"


def _span(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"


def _share(share: float) -> Cell:
    return Cell(share_text(share), f"{share:.6f}")
