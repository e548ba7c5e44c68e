"""One rubric scored over one set of inputs: what every table of the result is made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

import polars as pl

from govscore_lib.engine.scoring import Scoring
from govscore_lib.errors import UsageError, did_you_mean, listed
from govscore_lib.points import to_decimal
from govscore_lib.records.declare import Derivation
from govscore_lib.records.derive import Derived
from govscore_lib.records.stored import Records
from govscore_lib.rubric.league import League, Region
from govscore_lib.rubric.model import Criterion, Rubric
from govscore_lib.text import Bilingual


@dataclass(frozen=True)
class Given:
    """What a run was handed, so that it can be scored again under another rubric.

    observations : as given, derived metrics left out. registers : typed frames by name.
    embedded : metric → a scorecard that was handed over instead of being computed. setting : which
    run it is of a rubric that is run several times. readings : what ``engine.readings`` found earlier for
    these very inputs. supposed : (region, metric) → figure that stands instead of any other. counted : what each
    derivation counted.
    """

    observations: pl.DataFrame
    registers: Mapping[str, Records] = field(default_factory=dict)
    embedded: Mapping[str, Scored] = field(default_factory=dict)
    setting: str = ""
    readings: pl.DataFrame | None = None
    supposed: Mapping[tuple[str, str], str | None] = field(default_factory=dict)
    counted: tuple[tuple[Derivation, Derived], ...] = ()


@dataclass(frozen=True)
class Scored:
    """Rubric, regions, inputs and points of a run.

    rubric : with the readings in force. league : the regions, reference rows included.
    observations : long table of all inputs, derived metrics included. used : records behind a metric
    (region_id, metric_id, register, rows). blocked : (region, criterion) → why a critical finding
    forbids scoring. receipt : hashes, version, readings, rounding, time. embedded : metric → the
    scorecard whose totals it holds. given : what the run was handed. again : scores it anew under another form of the rubric.
    """

    rubric: Rubric
    league: League
    scoring: Scoring
    observations: pl.DataFrame
    used: pl.DataFrame
    blocked: Mapping[tuple[str, str], str] = field(default_factory=dict)
    receipt: Mapping[str, Any] = field(default_factory=dict)
    embedded: Mapping[str, Scored] = field(default_factory=dict)
    given: Given | None = None
    again: Callable[[Any, Rubric], Any] | None = None

    @property
    def regions(self) -> tuple[Region, ...]:
        """The ranked regions, in the order of the league."""
        return self.league.ranked

    @property
    def setting(self) -> str:
        """Which run this is of a rubric that is run several times, as a code; else ""."""
        return self.given.setting if self.given else ""

    @property
    def title(self) -> Bilingual:
        """The rubric's title, with the run's name where there are several."""
        if not self.setting or self.rubric.run_per is None:
            return self.rubric.title
        zh = self.rubric.code_name(self.rubric.run_per, self.setting)
        en = self.rubric.code_name(self.rubric.run_per, self.setting, "en")
        return Bilingual(zh=f"{self.rubric.title.zh}（{zh}）", en=f"{self.rubric.title.en} ({en})")

    @property
    def part(self) -> str:
        """The folder of this run in a site: the rubric's id, and the setting where it is not the first."""
        codes = self.rubric.metrics[self.rubric.run_per].values if self.rubric.run_per else {}
        first = next(iter(codes), "")
        return self.rubric.id if self.setting in ("", first) else f"{self.rubric.id}/{self.setting}"

    def under(self, rubric: Rubric) -> Any:
        """Return the scorecard of the same inputs under another form of the same rubric.

        Raises UsageError for a scorecard that was put together by hand.
        """
        if self.again is None:
            raise UsageError("this scorecard does not hold the inputs it was made from.")
        return self.again(self, rubric)

    def row(self, region_id: str) -> int:
        """Return the row of a region in the frame."""
        return self._rows[region_id]

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {region.id: row for row, region in enumerate(self.league.regions)}

    @cached_property
    def references(self) -> pl.DataFrame:
        """Inputs of the reference rows, which are shown but neither scored nor ranked."""
        ids = [region.id for region in self.league.references]
        return self.observations.filter(pl.col("region_id").is_in(ids))

    def region(self, region_id: str) -> Region:
        """Return a region by id, name or alias. Raises UsageError when there is none."""
        found = self.league.resolve(region_id)
        if found is None:
            known = [word for region in self.league.regions for word in (region.id, region.name_zh)]
            hint = did_you_mean(region_id, known)
            raise UsageError(
                f"there is no region '{region_id}'. {hint or 'Known: ' + listed(known)}"
            )
        return found

    def assessed(self, region_id: str) -> Region:
        """Return a region that is scored. Raises UsageError for a reference row, or when there is none."""
        found = self.region(region_id)
        if found.reference:
            raise UsageError(f"{found.id} {found.name_zh} stands for reference and is not scored.")
        return found

    def criterion(self, criterion_id: str) -> Criterion:
        """Return a criterion of the rubric. Raises UsageError when there is none."""
        found = self.rubric.criteria.get(criterion_id)
        if found is None:
            hint = did_you_mean(criterion_id, self.rubric.criteria)
            raise UsageError(
                f"there is no criterion '{criterion_id}' in {self.rubric.id}. "
                f"{hint or 'Known: ' + listed(self.rubric.criteria)}"
            )
        return found

    def points_of(self, criterion_id: str) -> dict[str, Decimal | None]:
        """Return the recorded points of one criterion by region; None where it is not scored."""
        points = self.scoring.points
        column = list(self.rubric.criteria).index(self.criterion(criterion_id).id)
        rows = {region.id: self.row(region.id) for region in self.regions}
        return {
            region: to_decimal(int(points.units[row, column]))
            if points.scored[row, column]
            else None
            for region, row in rows.items()
        }

    @cached_property
    def _records(self) -> dict[str, dict[str, list[tuple[str, int]]]]:
        found: dict[str, dict[str, list[tuple[str, int]]]] = {}
        columns = self.used.select("region_id", "metric_id", "register", "rows")
        for region, metric, register, rows in columns.iter_rows():
            found.setdefault(region, {}).setdefault(metric, []).append((register, rows))
        return found

    def records_of(self, region_id: str) -> Mapping[str, list[tuple[str, int]]]:
        """Return, by metric, the registers and numbers of records behind a region's inputs."""
        return self._records.get(region_id, {})
