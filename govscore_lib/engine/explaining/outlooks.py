"""What more a region can get: improvements, and why there is none, with the words for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Literal

from govscore_lib.glance import Head, glance, paired
from govscore_lib.points import plain
from govscore_lib.rubric.model import Criterion
from govscore_lib.text import Bilingual

MOST_SHOWN = 3
"""So many improvements of one criterion are told."""

OutlookStatus = Literal[
    "full", "open", "nothing", "missing", "no_value", "blocked", "not_applicable"
]
"""What can be said of a criterion: full points; improvements; nothing its figures can change; an input is
missing; the data are there but a rate has no value; a finding forbids scoring; it does not apply, or the region
has given up."""


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

    def _repr_html_(self) -> str:
        said = Bilingual(zh=self.in_words("zh"), en=self.in_words("en"))
        return glance(self.criterion_id, above=[said])

    def __repr__(self) -> str:
        return f"<Improvement of {self.criterion_id}: {self.in_words('en')}>"

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
            "not_applicable": ("不适用于本地区", "does not apply to the region"),
        }[self.status]
        return [zh_en[en]]

    def _repr_html_(self) -> str:
        name = self.criterion.name
        title = Bilingual(zh=f"{self.criterion.id} {name.zh}", en=name.en)
        return glance(title, above=paired(self.lines("zh"), self.lines("en")))

    def __repr__(self) -> str:
        return f"<Outlook of {self.region_id} under {self.criterion.id}: {self.lines('en')[0]}>"

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
        """The best improvement of every criterion, what brings most to the total first.

        What a cap leaves nothing of is left out.
        """

        def worth(one: Improvement) -> tuple[Decimal, Decimal]:
            return -(one.total_gain or Decimal(0)), -one.gain

        told = (
            [one for one in outlook.improvements if one.total_gain is None or one.total_gain > 0]
            for outlook in self.by_criterion.values()
        )
        return tuple(sorted((min(each, key=worth) for each in told if each), key=worth))

    def _repr_html_(self) -> str:
        heads = (
            Head(Bilingual(zh="条款", en="Criterion")),
            Head(Bilingual(zh="改动", en="Change")),
            Head(Bilingual(zh="本条", en="Here"), figure=True),
            Head(Bilingual(zh="总分", en="Total"), figure=True),
            Head(Bilingual(zh="名次", en="Rank"), figure=True),
        )
        rows = [
            (
                Bilingual(zh=f"{one.criterion_id} {name.zh}", en=name.en),
                Bilingual(zh=one.change_in_words("zh"), en=one.change_in_words("en")),
                gained(one.gain),
                "—" if one.total_gain is None else gained(one.total_gain),
                "—"
                if one.rank is None or one.new_rank is None
                else f"{one.rank:g} → {one.new_rank:g}",
            )
            for one in self.best
            for name in (self.by_criterion[one.criterion_id].criterion.name,)
        ]
        title = Bilingual(
            zh=f"{self.region_id} 最近可争取", en=f"what would bring {self.region_id} most"
        )
        return glance(title, heads, rows)

    def __repr__(self) -> str:
        return f"<RegionOutlook of {self.region_id}: {len(self.best)} criteria can bring more>"


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
