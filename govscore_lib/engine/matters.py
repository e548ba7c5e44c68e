"""The matters that records name most often in a period, and how far each is settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from govscore_lib.records.declare import Register
from govscore_lib.records.stored import Records, scanned
from govscore_lib.rubric.bulletin import Matters
from govscore_lib.rubric.league import Region
from govscore_lib.spans import Span


@dataclass(frozen=True)
class Matter:
    """One matter over all regions.

    place : by the count, largest first; equal counts share the smaller place. count : added up.
    regions : how many regions name it. states : code → how many of those regions are in that state by
    their last record. settled : regions in a state that means settled.
    """

    place: int
    name: str
    count: int
    regions: int
    states: dict[str, int]
    settled: int


def matters_of(
    matters: Matters, register: Register, frame: Records, span: Span, regions: Sequence[Region]
) -> tuple[Matter, ...]:
    """Return the matters named most often, largest first; those level with the last of them are there too.

    frame : the register's typed records, in memory or on disk. Records of other regions do not count. Of the records of one region
    and matter the last by date tells the state.
    """
    region = str(register.region)
    every = scanned(frame)
    columns = [name for name in register.columns if name in every.collect_schema()]
    asked = every.select(columns).filter(
        pl.col(matters.on).cast(pl.Date).is_between(span.start, span.end),
        pl.col(region).is_in([one.id for one in regions]),
    )
    records = asked.collect(engine="streaming").unique(maintain_order=True)
    records = records.sort(matters.on, maintain_order=True)
    by_region = records.group_by(matters.matter, region, maintain_order=True).agg(
        pl.col(matters.count).sum(), pl.col(matters.state).last()
    )
    rows = []
    for (name,), part in by_region.group_by(matters.matter, maintain_order=True):
        states = part[matters.state].to_list()
        rows.append((int(part[matters.count].sum()), str(name), states))
    rows.sort(key=lambda row: (-row[0], row[1]))
    counts = [count for count, _, _ in rows]
    codes = list(register.columns[matters.state].values)
    listed = [
        Matter(
            place=counts.index(count) + 1,
            name=register.columns[matters.matter].values.get(name, name),
            count=count,
            regions=len(states),
            states={code: states.count(code) for code in codes},
            settled=sum(states.count(code) for code in matters.settled),
        )
        for count, name, states in rows
    ]
    return tuple(one for one in listed if one.place <= matters.most)
