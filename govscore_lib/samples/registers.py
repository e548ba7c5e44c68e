"""All synthetic record tables of one league, as typed rows."""

from __future__ import annotations

from collections.abc import Iterable

from govscore_lib.samples.counties import County
from govscore_lib.samples.draws import Draws
from govscore_lib.samples.sets import Row, SampleSet


def make_registers(
    sample: SampleSet, counties: Iterable[County], seed: int
) -> dict[str, list[Row]]:
    """Return every register with the rows of all regions.

    Each register and region has a stream of its own, so that a change in one leaves the others as they were;
    registers whose records belong together share one, as debts do with the payments that settle them.

    Examples
    --------
    >>> from govscore_lib.samples.counties import load_counties
    >>> from govscore_lib.samples.huaian import HUAIAN
    >>> len(make_registers(HUAIAN, load_counties(HUAIAN.rubric), seed=0)["population"])
    14
    """
    league = tuple(counties)
    registers: dict[str, list[Row]] = {}
    for name, (make, order) in sample.makers.items():
        stream = sample.streams.get(name, name)
        rows = [
            row for county in league for row in make(county, Draws(seed, stream, county.region_id))
        ]
        registers[name] = sorted(rows, key=lambda row: str(row[order]))
    return registers
