"""What would bring a region more points: the next improvements under each criterion, and what they are worth.

An improvement is a change of the region's figures, the figures of the others held. Its gain is what a run
with the changed figures gives, to the last digit: under the criterion, in the total after every cap, in rank.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from govscore_lib.algebra.evaluate import NEVER
from govscore_lib.engine.scored import Scored
from govscore_lib.engine.search import Found, Search
from govscore_lib.engine.worlds import Cell, Changes, Worlds
from govscore_lib.points import plain, round_half_up, to_decimal
from govscore_lib.rubric.metric import Metric
from govscore_lib.rubric.model import Criterion, Rubric
from govscore_lib.text import Bilingual

MOST_SHOWN = 3
"""So many improvements of one criterion are told."""

OutlookStatus = Literal[
    "full", "open", "nothing", "missing", "no_value", "blocked", "not_applicable"
]
"""What can be said of a criterion: full points; improvements; nothing its figures can change; an input is
missing; the data are there but a rate has no value; a finding forbids scoring; the region is not assessed."""


@dataclass(frozen=True)
class Change:
    """One figure, now and then: as canonical text (None: not given) and in words."""

    metric_id: str
    before: str | None
    after: str
    name: Bilingual
    said_before: Bilingual
    said_after: Bilingual

    def in_words(self, language: str) -> str:
        """Return the change in one phrase: ``cases lost 3 → 2``."""
        before, after = (one.in_language(language) for one in (self.said_before, self.said_after))
        return f"{self.name.in_language(language)} {before} → {after}"


@dataclass(frozen=True)
class Improvement:
    """A change that brings a region more points under a criterion.

    points, gain : under the criterion, after the change and gained by it. limit, limit_gain : how far the
    same figure alone can go, and what that brings; None where it goes no further or has no end.
    total_gain : of the total, after every cap. rank, new_rank : of the total. These three are None for a
    region without a total or a rank.
    """

    region_id: str
    criterion_id: str
    changes: tuple[Change, ...]
    points: Decimal
    gain: Decimal
    limit: Change | None = None
    limit_gain: Decimal | None = None
    total_gain: Decimal | None = None
    rank: float | None = None
    new_rank: float | None = None

    def change_in_words(self, language: str = "zh") -> str:
        """Return what changes: one phrase, or several joined."""
        joint = " and " if language == "en" else "，同时"
        return joint.join(change.in_words(language) for change in self.changes)

    def in_words(self, language: str = "zh") -> str:
        """Return the change and what it brings, in one sentence of ``"zh"`` or ``"en"``."""
        en = language == "en"
        parts = [
            f"{self.change_in_words(language)}{': ' if en else '：'}"
            + (f"{gained(self.gain)} here" if en else f"本条 {gained(self.gain)}")
        ]
        if self.total_gain is not None:
            total = gained(self.total_gain)
            parts.append(f"{total} in total" if en else f"总分 {total}")
        if self.rank is not None and self.new_rank is not None:
            parts.append(self._rank_in_words(en))
        said = (", " if en else "，").join(parts)
        if self.limit is not None and self.limit_gain is not None:
            furthest, most = self.limit.said_after.in_language(language), gained(self.limit_gain)
            said += f"; at {furthest}: {most}" if en else f"；到 {furthest}共 {most}"
        return said

    def _rank_in_words(self, en: bool) -> str:
        if self.rank == self.new_rank:
            return "rank as before" if en else "名次不变"
        return f"{'rank' if en else '名次'} {self.rank:g} → {self.new_rank:g}"


@dataclass(frozen=True)
class Outlook:
    """What more a region can get under one criterion.

    every : the smallest change of each figure that brings something, most gained first. improvements : the
    first few of them. missing : figures that are lacking, and span : the fewest and the most points that they
    decide between.
    """

    region_id: str
    criterion: Criterion
    status: OutlookStatus
    every: tuple[Improvement, ...] = ()
    missing: tuple[Bilingual, ...] = ()
    span: tuple[Decimal, Decimal] | None = None

    @property
    def improvements(self) -> tuple[Improvement, ...]:
        """The improvements that are told."""
        return self.every[:MOST_SHOWN]

    def lines(self, language: str = "zh") -> list[str]:
        """Return the outlook in ``"zh"`` or ``"en"``: one sentence an improvement, or why there is none."""
        if self.improvements:
            return [one.in_words(language) for one in self.improvements]
        en = language == "en"
        if self.status == "missing":
            return [self._open_points(en)]
        zh_en = {
            "full": ("已得满分", "full points already"),
            "nothing": (
                "单独或一起改变本条的数据都不能再多得分",
                "no change of its figures brings more",
            ),
            "no_value": (
                "数据齐全，但比率没有意义，本条没有得分",
                "the figures are there, but the rate has no value",
            ),
            "blocked": (
                "数据存疑，改正之前不计分",
                "the data are in doubt; not scored until they are mended",
            ),
            "not_applicable": ("本地区不参加评分", "the region is not assessed"),
        }[self.status]
        return [zh_en[en]]

    def _open_points(self, en: bool) -> str:
        names = (", " if en else "、").join(
            one.in_language("en" if en else "zh") for one in self.missing
        )
        if self.span is None:
            return f"missing: {names}" if en else f"缺：{names}"
        low, high = map(told_points, self.span)
        return (
            f"missing: {names}; it decides between {low} and {high} points"
            if en
            else f"缺：{names}，由其决定本条得 {low} 至 {high} 分"
        )


@dataclass(frozen=True)
class RegionOutlook:
    """What more a region can get: the outlook of every criterion."""

    region_id: str
    by_criterion: Mapping[str, Outlook]

    @cached_property
    def best(self) -> tuple[Improvement, ...]:
        """The improvements of all criteria, what brings most to the total first."""
        told = [one for outlook in self.by_criterion.values() for one in outlook.improvements]
        return tuple(sorted(told, key=lambda one: (-(one.total_gain or 0), -one.gain)))


def next_improvements(card: Scored, region: str, criterion: str) -> tuple[Improvement, ...]:
    """Return the smallest changes of a region's figures that bring more points under a criterion, at most three.

    Works on every kind of rule. Truths are turned, codes replaced; counts and days move in whole steps, decimals
    in the last place in use, within the metric's range and its conditions. A decimal or judged figure every step
    of which counts is told with its best value. Figures that only divide stay. Several figures change together
    only where none helps alone. What brings most comes first; of the same gain, the smaller change.
    Empty where nothing can be gained; ``outlook`` says why. Raises UsageError for an unknown region or criterion.
    """
    return outlook(card, region, criterion).improvements


def outlook(card: Scored, region: str, criterion: str) -> Outlook:
    """Return what more a region can get under one criterion, or why nothing."""
    region_id = card.region(region).id
    found = _outlook(card, region_id, card.criterion(criterion))
    return _with_totals(card, region_id, [found])[0]


def region_outlook(card: Scored, region: str) -> RegionOutlook:
    """Return what more a region can get under every criterion."""
    region_id = card.region(region).id
    found = [_outlook(card, region_id, one) for one in card.rubric.criteria_list]
    told = _with_totals(card, region_id, found)
    return RegionOutlook(region_id, {one.criterion.id: one for one in told})


def _outlook(card: Scored, region_id: str, criterion: Criterion) -> Outlook:
    scoring, row = card.scoring, card.row(region_id)

    def without(status: OutlookStatus) -> Outlook:
        return Outlook(region_id, criterion, status)

    if scoring.standings.rows("waived")[row]:
        return without("not_applicable")
    if (region_id, criterion.id) in card.blocked:
        return without("blocked")
    search = Search(scoring, row, criterion)
    missing = [name for name in criterion.metrics if scoring.metric_missing(name)[row]]
    if missing:
        span = search.span(missing) or _bounds(criterion)
        return Outlook(
            region_id,
            criterion,
            "missing",
            missing=tuple(card.rubric.metrics[name].name for name in missing),
            span=None if span is None else (to_decimal(span[0]), to_decimal(span[1])),
        )
    if search.before is None:
        return without("no_value")
    if search.most is not None and search.before >= search.most:
        return without("full")
    every = sorted(
        (_improvement(card.rubric, region_id, search, one) for one in _found(search)),
        key=lambda pair: (-pair[0].gain, pair[1]),
    )
    status: OutlookStatus = "open" if every else "nothing"
    return Outlook(region_id, criterion, status, tuple(one for one, _ in every))


def _found(search: Search) -> list[Found]:
    return search.singles() or search.together()


def _bounds(criterion: Criterion) -> tuple[int, int] | None:
    least, most = criterion.rule.least(criterion.clause_context), criterion.max_points
    if least is None or most is None:
        return None
    return round_half_up(least), round_half_up(most)


def _improvement(
    rubric: Rubric, region_id: str, search: Search, found: Found
) -> tuple[Improvement, int]:
    """Return an improvement and the size of its change in steps."""
    assert search.before is not None  # only then there are improvements
    changes, units, limit = found.changes, found.units, None
    if found.limit_units is not None:
        (name,) = changes
        at_once = rubric.metrics[name].type in ("decimal", "judged") and found.steps == 1
        if at_once:
            changes, units = {name: found.limit}, found.limit_units
        elif found.limit_units > units:
            limit = _change(rubric, name, search.own(name), found.limit)
    limit_gain = to_decimal((found.limit_units or 0) - search.before)
    improvement = Improvement(
        region_id=region_id,
        criterion_id=search.criterion.id,
        changes=tuple(
            _change(rubric, name, search.own(name), cell) for name, cell in changes.items()
        ),
        points=to_decimal(units),
        gain=to_decimal(units - search.before),
        limit=limit,
        limit_gain=None if limit is None else limit_gain,
    )
    return improvement, found.steps


def _change(rubric: Rubric, name: str, before: Cell, after: Cell) -> Change:
    metric = rubric.metrics[name]

    def said(cell: Cell, unit: bool) -> Bilingual:
        zh, en = (_said(rubric, metric, cell, language) for language in ("zh", "en"))
        if unit and metric.unit is not None:
            zh, en = f"{zh} {metric.unit.zh}", f"{en} {metric.unit.en}"
        return Bilingual(zh=zh, en=en)

    text = _text(metric, after)
    assert text is not None  # a change puts a value in
    return Change(
        metric_id=name,
        before=_text(metric, before),
        after=text,
        name=metric.name,
        said_before=said(before, unit=False),
        said_after=said(after, unit=True),
    )


def _text(metric: Metric, cell: Cell) -> str | None:
    """Return a figure as canonical text, None where it is not given."""
    match cell:
        case None:
            return None
        case bool():
            return "true" if cell else "false"
        case str():
            return cell
    if metric.type == "date":
        return "none" if cell >= NEVER else dt.date.fromordinal(int(cell)).isoformat()
    return plain(cell)


def _said(rubric: Rubric, metric: Metric, cell: Cell, language: str) -> str:
    en = language == "en"
    text = _text(metric, cell)
    if text is None:
        return "not given" if en else "未填报"
    match metric.type:
        case "bool":
            words = ("yes", "no") if en else ("是", "否")
            return words[0] if text == "true" else words[1]
        case "enum":
            return rubric.code_name(metric.id, text, language)
        case "date" if text == "none":
            return "never" if en else "未发生"
    return text


def _with_totals(card: Scored, region_id: str, outlooks: Sequence[Outlook]) -> list[Outlook]:
    """Return the outlooks with the effect of each told improvement on total and rank."""
    told = [one for outlook in outlooks for one in outlook.improvements]
    row = card.row(region_id)
    if not told or card.scoring.standings.unranked[row]:
        return list(outlooks)
    changes = [_cells(card.rubric, one) for one in told]
    before = card.scoring.totals
    effects = iter(
        replace(
            one,
            total_gain=to_decimal(int(after.total[row] - before.total[row])),
            rank=_rank(int(before.rank2[row])),
            new_rank=_rank(int(after.rank2[row])),
        )
        for one, after in zip(told, Worlds(card.scoring, row, changes).totals(), strict=True)
    )
    return [
        replace(
            one,
            every=(
                *(next(effects) for _ in one.improvements),
                *one.every[len(one.improvements) :],
            ),
        )
        for one in outlooks
    ]


def _cells(rubric: Rubric, improvement: Improvement) -> Changes:
    return {
        change.metric_id: _cell(rubric.metrics[change.metric_id], change.after)
        for change in improvement.changes
    }


def _cell(metric: Metric, text: str) -> Cell:
    match metric.type:
        case "bool":
            return text == "true"
        case "enum" | "text":
            return text
        case "date":
            return Fraction(NEVER if text == "none" else dt.date.fromisoformat(text).toordinal())
    return Fraction(text)


def _rank(rank2: int) -> float | None:
    return rank2 / 2 if rank2 else None


def told_points(points: Decimal) -> str:
    """Return points for reading: four decimals where that shows something, else all nine."""
    exact = Fraction(points)
    short = plain(exact, 4)
    return plain(exact) if exact and not Fraction(short) else short


def gained(points: Decimal) -> str:
    """Return a gain with its sign: ``+0.36``, ``−0.1``, ``+0``."""
    return f"{'−' if points < 0 else '+'}{told_points(abs(points))}"


def costs(outlook: Outlook) -> Iterable[tuple[Change, Decimal]]:
    """Yield the figures that cost points and what each could bring at most by itself, most first."""
    alone = [one for one in outlook.every if len(one.changes) == 1]
    worth = {
        one.changes[0].metric_id: (
            one.changes[0],
            one.gain if one.limit_gain is None else one.limit_gain,
        )
        for one in reversed(alone)
    }
    yield from sorted(worth.values(), key=lambda pair: -pair[1])
