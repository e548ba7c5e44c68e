"""Which names of regions and periods stood in the files, and what each was taken for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import polars as pl

from govscore_lib.errors import shown
from govscore_lib.findings import Finding
from govscore_lib.ingest.cells.spelt import tidy
from govscore_lib.ingest.names.aliases import FILE, Aliases, period_key
from govscore_lib.rubric.league import League, Region

NAMES: dict[str, pl.DataType] = {
    "kind": pl.String(),
    "written": pl.String(),
    "means": pl.String(),
    "how": pl.String(),
    "cells": pl.Int64(),
    "files": pl.String(),
}
"""One row per name: "region" or "period"; the name as written; the region's id or the period's label, empty where
it is unknown; how it was recognised: "code", "name", "short name", "alias", "declared" (in aliases.yml),
"label", "form", "unmatched", or "unused" for an alias that no file used; in how many cells, in which files."""


@dataclass
class NameBook:
    """Counts the names that are met while files are read."""

    league: League
    aliases: Aliases
    label: str
    _met: dict[tuple[str, str], tuple[int, dict[str, None]]] = field(default_factory=dict)

    def met(self, kind: str, written: str, file: str, cells: int = 1) -> None:
        """Count a name that stood in a file."""
        count, files = self._met.get((kind, written), (0, {}))
        self._met[kind, written] = (count + cells, files | {file: None})

    def table(self) -> pl.DataFrame:
        """Return one row per name that was met, then the aliases that nobody used."""
        rows = [
            (kind, shown(written), *self._meaning(kind, written), cells, "; ".join(files))
            for (kind, written), (cells, files) in self._met.items()
        ]
        for region in self.league.regions:
            rows += [
                ("region", word, region.id, "unused", 0, "")
                for word in region.aliases
                if word not in self._used("region")
            ]
        rows += [("period", word, self.label, "unused", 0, "") for word in self._idle_periods()]
        return pl.DataFrame(rows, schema=NAMES, orient="row")

    def unused(self) -> Iterator[Finding]:
        """Yield a note where names declared in ``aliases.yml`` stood in no file."""
        idle = [word for word in self.aliases.regions if word not in self._used("region")]
        idle += self._idle_periods()
        if idle:
            listed = "、".join(shown(word) for word in idle)
            yield Finding(
                "alias-not-used", "note",
                f"名称对照中有 {len(idle)} 个名称没有文件使用：{listed}",
                f"{len(idle)} declared {'name is' if len(idle) == 1 else 'names are'} used in no file: {listed}",
                "observations", file=FILE,
            )  # fmt: skip

    def _idle_periods(self) -> list[str]:
        used = {period_key(word) for word in self._used("period")}
        return [word for word in self.aliases.periods if period_key(word) not in used]

    def _used(self, kind: str) -> set[str]:
        return {tidy(written)[0] for of, written in self._met if of == kind}

    def _meaning(self, kind: str, written: str) -> tuple[str, str]:
        plain = tidy(written)[0]
        if kind == "period":
            if plain == self.label:
                return self.label, "label"
            if period_key(plain) == period_key(self.label):
                return self.label, "form"
            fits = self.aliases.is_period(plain, self.label)
            return (self.label, "declared") if fits else ("", "unmatched")
        region = self.league.resolve(plain) or self.league.resolve(plain.removesuffix(".0"))
        return ("", "unmatched") if region is None else (region.id, self._how(region, plain))

    def _how(self, region: Region, plain: str) -> str:
        ways: Iterable[tuple[str, Iterable[str]]] = (
            ("code", (region.id,)),
            ("name", (region.name_zh, region.name_en)),
            ("short name", (region.short_zh,)),
            ("declared", self.aliases.regions),
        )
        return next((how for how, words in ways if plain in words), "alias")
