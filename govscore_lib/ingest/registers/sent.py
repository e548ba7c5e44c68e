"""Registers that stand in forms: which region has sent which, and what follows for the others.

A register with a file of its own is complete: a region without records in it has none. One that comes in
forms is complete for the regions whose forms hold it; of the others nothing is known, which is not 0.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from govscore_lib.findings import Finding
from govscore_lib.records.declare import Derivation
from govscore_lib.records.stored import Records, scanned
from govscore_lib.rubric.league import League, Region
from govscore_lib.rubric.model import Rubric

Key = tuple[str, str]
"""Region and metric."""


@dataclass(frozen=True)
class Sent:
    """Which registers have come, and how.

    by_file : registers that have a file. in_forms : register and region; region "" for every region.
    """

    by_file: frozenset[str]
    in_forms: frozenset[tuple[str, str]]

    def lacks(self, register: str, region_id: str) -> bool:
        """Whether a register came in forms, and in none of this region."""
        if register in self.by_file or not any(name == register for name, _ in self.in_forms):
            return False
        return not {(register, region_id), (register, "")} & self.in_forms


def uncounted(
    rubric: Rubric, sent: Sent, registers: Mapping[str, Records], league: League
) -> frozenset[Key]:
    """Return the figures that no register yields in a region although it yields them in others."""
    return frozenset(_uncounted(rubric, sent, registers, league))


def _uncounted(
    rubric: Rubric, sent: Sent, registers: Mapping[str, Records], league: League
) -> Iterator[Key]:
    if not sent.in_forms:
        return
    for derivation in rubric.derivations:
        if not all(name in registers for name in derivation.registers):
            continue
        for region in league.regions:
            lacking = any(sent.lacks(name, region.id) for name in derivation.read)
            metrics = (
                derivation.metrics(rubric.registers)
                if lacking
                else _unnamed(rubric, derivation, sent, registers, region)
            )
            yield from ((region.id, metric) for metric in metrics)
    for metric, inner in rubric.embedded.items():
        for region in league.regions:
            if any(sent.lacks(name, region.id) for name in inner.registers):
                yield region.id, metric


def _unnamed(
    rubric: Rubric,
    derivation: Derivation,
    sent: Sent,
    registers: Mapping[str, Records],
    region: Region,
) -> Iterable[str]:
    """Return the metrics that the region's own records do not name, where only named ones are counted."""
    register = rubric.registers[derivation.source]
    if (
        not derivation.only_named
        or derivation.for_each is None
        or register.region is None
        or derivation.source in sent.by_file
        or not any(name == derivation.source for name, _ in sent.in_forms)
    ):
        return ()
    rows = scanned(registers[derivation.source]).filter(pl.col(register.region) == region.id)
    codes_named = rows.select(derivation.for_each).unique().collect(engine="streaming")
    named = set(codes_named.to_series())
    codes = register.columns[derivation.for_each].values
    return [
        metric
        for code in codes
        if code not in named
        for metric in derivation.metrics_of_code(code).values()
    ]


def not_sent(
    rubric: Rubric, sent: Sent, lacking: Collection[Key], league: League
) -> Iterator[Finding]:
    """Yield a finding for each register that a ranked region has not sent and others have.

    lacking : the figures that are missing for it; one that was stated instead is not.
    """
    for region in league.ranked:
        metrics = {metric for one, metric in lacking if one == region.id}
        for name, register in rubric.registers.items():
            gone = metrics.intersection(rubric.metrics_of_register(name))
            if not gone or not sent.lacks(name, region.id):
                continue
            yield Finding(
                "register-not-sent", "warning",
                f"{region.name_zh}尚未报送登记表《{register.name.zh}》，所涉条款暂不计分；没有记录的请在表头选“无记录”",
                f"{region.name('en')} has not sent the register '{register.name.en}' yet; the criteria that need it are "
                "not scored. Hint: where there are no records the form has to say so",
                name, region.id,
                criteria=tuple(one.id for one in rubric.criteria_list if gone.intersection(one.metrics)),
            )  # fmt: skip
