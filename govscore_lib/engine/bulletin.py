"""One edition of a bulletin: the period, the one before, every source apart, the places month by month.

It stands beside the annual score and has no part in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from govscore_lib.engine.matters import Matter, matters_of
from govscore_lib.engine.scored import Scored
from govscore_lib.engine.tally import Row, Tally, places_by, tally
from govscore_lib.errors import UsageError, did_you_mean, listed
from govscore_lib.points import round_half_up, to_decimal
from govscore_lib.rubric.bulletin import Bulletin, Figure
from govscore_lib.rubric.league import Region
from govscore_lib.rubric.load import load_rubric
from govscore_lib.rubric.model import Rubric
from govscore_lib.rubric.readings import DEFAULT
from govscore_lib.spans import CYCLES, Span, spans_within
from govscore_lib.tables import POINTS


@dataclass(frozen=True)
class Edition:
    """A bulletin of one period.

    regions : those that are ranked, in the order of the league. frames : typed frames of the registers.
    part : the folder of a site that the run belongs to.
    """

    rubric: Rubric
    bulletin: Bulletin
    span: Span
    regions: tuple[Region, ...]
    frames: Mapping[str, Any]
    part: str = ""

    @property
    def deciding(self) -> Figure:
        """The figure that the regions are ranked by."""
        return self.bulletin.deciding[0]

    @property
    def is_supplied(self) -> bool:
        """Whether the register was handed in at all."""
        return self.bulletin.register_name in self.frames

    @cached_property
    def now(self) -> Tally:
        """The period itself, all records together."""
        return self._tally(self.span)

    @cached_property
    def before(self) -> Tally:
        """The period before, of the same length."""
        return self._tally(self.span.before)

    @property
    def compares(self) -> bool:
        """Whether there are records of the period before."""
        return bool(self.before.whole.records)

    @cached_property
    def apart(self) -> Mapping[str, Tally]:
        """The period by code of the column that is told apart, in the order declared."""
        if self.bulletin.apart is None:
            return {}
        register = self.rubric.registers[self.bulletin.register_name]
        codes = register.columns[self.bulletin.apart].values
        return {code: self._tally(self.span, code) for code in codes}

    @cached_property
    def trail(self) -> tuple[Tally, ...]:
        """The months up to the end of the period, from the start of the rubric's period or of the year."""
        start = self.rubric.period.start
        if not start <= self.span.start <= self.rubric.period.end:
            start = self.span.start.replace(month=1, day=1)
        return tuple(self._tally(month) for month in spans_within(start, self.span.end, "month"))

    @cached_property
    def otherwise(self) -> Mapping[str, Tally]:
        """The period under every other reading of the bulletin, by the reading's key."""
        target = self.bulletin.target
        chosen = self.rubric.reading(target)
        found = {}
        for key in (DEFAULT, *self.bulletin.readings):
            if key == chosen or not self.rubric.origin:
                continue
            other = load_rubric(self.rubric.origin, readings={**self.rubric.chosen, target: key})
            edition = replace(self, rubric=other, bulletin=other.bulletin(self.bulletin.id))
            found[key] = edition.now
        return found

    @cached_property
    def matters(self) -> tuple[Matter, ...]:
        """The matters named most often, where this edition carries the list and the register is there."""
        asked = self.bulletin.matters
        if asked is None or self.span.cycle not in asked.cycle:
            return ()
        if asked.register_name not in self.frames:
            return ()
        register = self.rubric.registers[asked.register_name]
        return matters_of(
            asked, register, self.frames[asked.register_name], self.span, self.regions
        )

    def region(self, region_id: str) -> Region:
        """Return a region by its id."""
        return next(one for one in self.regions if one.id == region_id)

    def climbed(self, region_id: str) -> float | None:
        """Return how many places a region has risen since the period before; None without a place in both."""
        now, before = self.now.rows[region_id].rank, self.before.rows[region_id].rank
        return None if now is None or before is None else before - now

    def climbed_alone(self, region_id: str) -> float | None:
        """Return how many of these places are the region's own: its new figures among the others' old ones.

        The rest is what the figures of the others did. None where ``climbed`` is.
        """
        before = self.before.rows
        if self.climbed(region_id) is None:
            return None
        rows = {**before, region_id: self.now.rows[region_id]}
        values = {
            name: {figure: rate.value for figure, rate in row.rates.items()}
            for name, row in rows.items()
        }
        rank = before[region_id].rank
        assert rank is not None  # or nothing would have been climbed
        return rank - places_by(self.bulletin, values)[region_id]

    def gained(self, region_id: str, figure: str) -> Fraction | None:
        """Return by how much a region's figure grew since the period before; None without it in both."""
        return growth(self.now.rows[region_id], self.before.rows[region_id], figure)

    @cached_property
    def table(self) -> pl.DataFrame:
        """One row per region, best place first, regions without a place last.

        Columns: region_id, region_zh, region_en, status, rank, tied, climbed and, of it, climbed_alone (own figures,
        see ``climbed_alone``); records and every count; every
        figure (rounded to nine decimals, a share between 0 and 1) with ``_change`` since the period before;
        outstanding; small (ids of the figures that rest on small numbers).
        """
        names = [*self.now.ranked, *(r.id for r in self.regions if r.id not in self.now.ranked)]
        schema: dict[str, Any] = {
            "region_id": pl.String, "region_zh": pl.String, "region_en": pl.String,
            "status": pl.String, "rank": pl.Float64, "tied": pl.Boolean, "climbed": pl.Float64,
            "climbed_alone": pl.Float64, "records": pl.Int64, **dict.fromkeys(self.bulletin.counts, POINTS),
        }  # fmt: skip
        for figure in self.bulletin.figures:
            schema |= {figure.id: POINTS, f"{figure.id}_change": POINTS}
        schema |= {"outstanding": POINTS, "small": pl.String}
        return pl.DataFrame([self._line(name) for name in names], schema=schema, orient="row")

    def _line(self, name: str) -> dict[str, Any]:
        region, row = self.region(name), self.now.rows[name]
        line: dict[str, Any] = {
            "region_id": name,
            "region_zh": region.name_zh,
            "region_en": region.name("en"),
            "status": row.status,
            "rank": row.rank,
            "tied": row.tied,
            "climbed": self.climbed(name),
            "climbed_alone": self.climbed_alone(name),
            "records": row.records,
            **{count: _decimal(value) for count, value in row.counts.items()},
        }
        for figure in self.bulletin.figures:
            line[figure.id] = _decimal(row.rates[figure.id].value)
            line[f"{figure.id}_change"] = _decimal(self.gained(name, figure.id))
        line["outstanding"] = _decimal(row.outstanding)
        line["small"] = " ".join(one for one, rate in row.rates.items() if rate.small)
        return line

    def _tally(self, span: Span, code: str = "") -> Tally:
        return tally(self.rubric, self.bulletin, self.frames, span, self.regions, code)

    def _repr_html_(self) -> str:
        from govscore_lib.engine.edition_text import edition_at_a_glance  # which needs editions

        return edition_at_a_glance(self)

    def __repr__(self) -> str:
        return f"<Edition of {self.bulletin.id}, {self.span.label}: {len(self.regions)} regions>"


def bulletin(card: Scored, period: str, name: str = "") -> Edition:
    """Return a bulletin of one period from the registers that a run was handed.

    period : a month (2021-07), a quarter (2021-Q3) or a year (2021). name : id of the bulletin; the rubric's
    first by default.
    Raises UsageError for a period that is none, or that the bulletin is not made for, and for a rubric without
    bulletins.
    """
    rubric, span = card.rubric, Span.read(period)
    if not rubric.bulletins:
        raise UsageError(f"{rubric.id} declares no bulletins.")
    known = [one.id for one in rubric.bulletins]
    if name and name not in known:
        hint = did_you_mean(name, known) or f"Known: {listed(known)}."
        raise UsageError(f"{rubric.id} has no bulletin '{name}'. {hint}")
    found = rubric.bulletin(name or known[0])
    if span.cycle not in found.cycle:
        cycles = listed(CYCLES[cycle].en for cycle in found.cycle)
        raise UsageError(f"the bulletin {found.id} is not made for a {span.cycle}: {cycles}.")
    frames = dict(card.given.registers) if card.given else {}
    return Edition(rubric, found, span, tuple(card.regions), frames, card.part)


def growth(now: Row, before: Row, figure: str) -> Fraction | None:
    """Return by how much a figure grew from one row to the other; None without it in both."""
    new, old = now.rates[figure].value, before.rates[figure].value
    return None if new is None or old is None else new - old


def _decimal(value: Fraction | None) -> Decimal | None:
    return None if value is None else to_decimal(round_half_up(value))
