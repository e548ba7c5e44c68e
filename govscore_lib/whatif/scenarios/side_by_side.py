"""Several scenarios beside their baseline: one table of totals, ranks and prizes, and who moves in which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from govscore_lib.engine.ledger import shown
from govscore_lib.engine.output import plain_csv
from govscore_lib.engine.scorecard import Scorecard
from govscore_lib.errors import InputError, Problem, UsageError
from govscore_lib.glance import Head, glance
from govscore_lib.tables import POINTS
from govscore_lib.text import Bilingual, aligned
from govscore_lib.whatif.scenarios.comparison import CRITERIA, Comparison
from govscore_lib.whatif.scenarios.run import carry_out
from govscore_lib.whatif.scenarios.scenario import Scenario

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""Scenarios are called by letters, in the order in which they are given."""
NAMES: dict[str, Any] = {"region_id": pl.String, "region_zh": pl.String, "region_en": pl.String}
FIGURES: dict[str, Any] = {
    "total": POINTS,
    "rank": pl.Float64,
    "status": pl.String,
    "prize": pl.String,
}


@dataclass(frozen=True)
class SideBySide:
    """A baseline and what comes of each of several scenarios, called A, B, C and so on."""

    baseline: Scorecard
    comparisons: tuple[Comparison, ...]

    @property
    def lettered(self) -> Iterator[tuple[str, Comparison]]:
        """The letter of each scenario, and the scenario beside its baseline."""
        return zip(LETTERS, self.comparisons, strict=False)

    @property
    def ends(self) -> tuple[str, ...]:
        """How the columns of ``regions`` end: those of the baseline in nothing, those of a scenario in its letter."""
        return ("", *(f"_{letter}" for letter, _ in self.lettered))

    @cached_property
    def regions(self) -> pl.DataFrame:
        """One row per region of any run, in the order of the baseline.

        total, rank, status, prize of the baseline, then the same of each scenario with its letter (``total_A``).
        Null where a run has no such region, total or rank; a prize is empty without one, ``?`` where a decision
        is needed.
        """
        names: dict[str, tuple[str, str]] = {}
        figures: dict[str, dict[str, Any]] = {}
        for letter, one in self.lettered:
            for row in one.regions.iter_rows(named=True):
                region = row["region_id"]
                names[region] = (row["region_zh"], row["region_en"])
                mine = figures.setdefault(region, {})
                mine |= {name: row[f"{name}_before"] for name in FIGURES}
                mine |= {f"{name}_{letter}": row[f"{name}_after"] for name in FIGURES}
        order = [*self.baseline.scores["region_id"]]
        order += [region for region in names if region not in order]
        rows = [
            {"region_id": region, "region_zh": names[region][0], "region_en": names[region][1]}
            | figures[region]
            for region in order
        ]
        after = {f"{name}_{letter}": kind for letter, _ in self.lettered for name, kind in FIGURES.items()}  # fmt: skip
        return pl.DataFrame(rows, schema={**NAMES, **FIGURES, **after}, orient="row")

    @cached_property
    def moved(self) -> pl.DataFrame:
        """The rows of ``regions`` whose place, status or prize changes in one scenario at least."""
        found = {region for one in self.comparisons for region in one.moved["region_id"]}
        return self.regions.filter(pl.col("region_id").is_in(sorted(found)))

    @cached_property
    def criteria(self) -> pl.DataFrame:
        """Which criteria did it: the rows of ``Comparison.criteria`` of every scenario, its letter first."""
        parts = [
            one.criteria.select(pl.lit(letter).alias("scenario"), pl.all())
            for letter, one in self.lettered
        ]
        return pl.concat([pl.DataFrame(schema={"scenario": pl.String, **CRITERIA}), *parts])

    def to_text(self, language: str = "zh") -> str:
        """Return what each scenario is and who moves in it, then a table of places and totals."""
        told = "\n".join(f"{letter}  {one.to_text(language)}" for letter, one in self.lettered)
        return f"{told}\n\n{self._table(language)}"

    def _table(self, language: str) -> str:
        words = ("region", "baseline") if language == "en" else ("地区", "按文件")
        heads = [*words, *(letter for letter, _ in self.lettered)]
        rows = [
            [row[f"region_{language}"], *self._cells(row)]
            for row in self.regions.iter_rows(named=True)
        ]
        return aligned([heads, *rows], left=(0,))

    def _cells(self, row: dict[str, Any]) -> list[str]:
        return [placed(row[f"rank{end}"], row[f"total{end}"]) for end in self.ends]

    def write(self, folder: Path) -> None:
        """Write the tables into ``folder``, and each run with its comparison into a folder of its letter."""
        for letter, one in self.lettered:
            one.write(folder / letter)
        files = {"side_by_side.csv": self.regions, "side_by_side_criteria.csv": self.criteria}
        for name, table in files.items():
            (folder / name).write_text(plain_csv(table), encoding="utf-8", newline="")

    def _repr_html_(self) -> str:
        heads = [
            Head(Bilingual(zh="地区", en="Region")),
            Head(Bilingual(zh="按文件", en="Baseline"), figure=True),
            *(Head(Bilingual(zh=letter, en=letter), figure=True) for letter, _ in self.lettered),
        ]
        rows: list[list[str | Bilingual]] = [
            [Bilingual(zh=row["region_zh"], en=row["region_en"]), *self._cells(row)]
            for row in self.regions.iter_rows(named=True)
        ]
        named = [
            Bilingual(zh=f"{letter}　{one.head('zh')}", en=one.head("en"))
            for letter, one in self.lettered
        ]
        title = Bilingual(
            zh="几个方案并排：名次（总分）", en="Scenarios side by side: rank (total)"
        )
        return glance(title, heads, rows, above=named)

    def __repr__(self) -> str:
        return f"<{len(self.comparisons)} scenarios of {self.baseline.rubric.id} side by side>"


def placed(rank: float | None, total: Any) -> str:
    """Return a place with its total, "3 (88.5)"."""
    if total is None:
        return "—"
    return f"{'—' if rank is None else f'{rank:g}'} ({shown(total)})"


def compare_scenarios(card: Scorecard, scenarios: Sequence[Scenario]) -> SideBySide:
    """Return several scenarios beside the run that they start from; each changes the run, not the one before it.

    A scenario without changes is the baseline once more. Raises UsageError for none, or for more than there are
    letters; InputError with every fault of all of them, and then nothing is compared.
    """
    if not 0 < len(scenarios) <= len(LETTERS):
        raise UsageError(
            f"1 to {len(LETTERS)} scenarios can be put side by side, not {len(scenarios)}."
        )
    problems: list[Problem] = []
    found = []
    for scenario in scenarios:
        try:
            found.append(Comparison(scenario, card, carry_out(scenario, card)))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return SideBySide(card, tuple(found))
