"""A scenario held against a rubric and a league: everything that does not fit is told before anything runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from govscore_lib.errors import (
    GovscoreError,
    InputError,
    Problem,
    UsageError,
    did_you_mean,
    listed,
)
from govscore_lib.ingest import validate_observations
from govscore_lib.ingest.figures.constraints import Break, breaks, told
from govscore_lib.rubric.frame import Values
from govscore_lib.rubric.league import League, Region, load_league
from govscore_lib.rubric.load import load_rubric
from govscore_lib.rubric.model import Rubric
from govscore_lib.whatif.scenarios.changes import (
    CategoryPoints,
    ChosenReading,
    CriterionPoints,
    Figure,
    LeftOut,
    OtherLeague,
    Setting,
)
from govscore_lib.whatif.scenarios.reweighting import Maxima, new_maxima, printed_maxima, reweighted
from govscore_lib.whatif.scenarios.scenario import Scenario

_NOT_BY_PATH = {
    "rubric": "a scenario does not change which rubric it is",
    "league": "write {league: …} instead",
}


@dataclass(frozen=True)
class Prepared:
    """What a scenario comes to on one rubric and one league.

    rubric : with readings, settings and points in force. league : the regions compared, None where they stay.
    maxima : what everything is worth. supposed : (region, metric) → canonical text, None is missing.
    """

    rubric: Rubric
    league: League | None
    maxima: Maxima
    supposed: Mapping[tuple[str, str], str | None]


def prepare(scenario: Scenario, rubric: Rubric, league: League) -> Prepared:
    """Return what the scenario comes to.

    Raises InputError with every fault: an unknown criterion, category, path, reading, region, metric or
    league, a value that the rubric does not allow, points that cannot be shared out. Raises UsageError where
    the rubric cannot be loaded again from its file.
    """
    return _Preparation(scenario, rubric, league).prepared()


class _Preparation:
    def __init__(self, scenario: Scenario, rubric: Rubric, league: League) -> None:
        self.scenario = scenario
        self.rubric = rubric
        self.league = league
        self.problems: list[Problem] = []

    def prepared(self) -> Prepared:
        scenario = self.scenario
        if scenario.rubric not in (None, self.rubric.id):
            found = f"is for the rubric {scenario.rubric}, not for {self.rubric.id}"
            hint = f"run it on {scenario.rubric}, or leave the key rubric out"
            self.problems.append(Problem(scenario.place_of("rubric"), found, hint=hint))
        varied = self._varied()
        maxima = self._maxima(varied)
        league = self._league()
        supposed = self._supposed(varied, league or self.league)
        if self.problems:
            raise InputError(dict.fromkeys(self.problems))
        return Prepared(reweighted(varied, maxima), league, maxima, supposed)

    def _varied(self) -> Rubric:
        """Return the rubric under other readings and settings; the baseline where they do not fit."""
        readings = {change.name: change.key for _, change in self.scenario.of(ChosenReading)}
        paths = {change.target[1]: change.to for _, change in self.scenario.of(Setting)}
        for number, change in self.scenario.of(Setting):
            if (piece := change.target[1].split("/")[0]) in _NOT_BY_PATH and piece == change.target[
                1
            ]:
                self.problems.append(
                    Problem(self.scenario.place(number), f"path {piece}: {_NOT_BY_PATH[piece]}")
                )
        if not readings and not paths:
            return self.rubric
        _check_origin(self.rubric)
        try:
            return self._loaded(readings, paths)
        except GovscoreError as error:
            found = [*self._attributed()] or [*_told(error, self.scenario.place())]
            self.problems += found
            return self.rubric

    def _loaded(self, readings: Mapping[str, str], paths: Mapping[str, object]) -> Rubric:
        chosen = {**self.rubric.chosen, **readings}
        return load_rubric(self.rubric.origin, readings=chosen, changes=dict(paths))

    def _attributed(self) -> Iterator[Problem]:
        """Yield the problems of each change made alone, with its place."""
        for number, reading in self.scenario.of(ChosenReading):
            try:
                self._loaded({reading.name: reading.key}, {})
            except GovscoreError as error:
                yield from _told(error, self.scenario.place(number))
        for number, setting in self.scenario.of(Setting):
            try:
                self._loaded({}, {setting.target[1]: setting.to})
            except GovscoreError as error:
                yield from _told(error, f"{self.scenario.place(number)}, {setting.target[1]}")

    def _maxima(self, rubric: Rubric) -> Maxima:
        criteria = {one.criterion: one.points for _, one in self.scenario.of(CriterionPoints)}
        categories = {one.category: one.points for _, one in self.scenario.of(CategoryPoints)}
        places = {
            f"points of {' '.join(change.target)}": self.scenario.place(number)
            for form in (CriterionPoints, CategoryPoints)
            for number, change in self.scenario.of(form)
        }
        try:
            return new_maxima(rubric, criteria, categories, self.scenario.keep_total)
        except InputError as error:
            for one in error.problems:
                where = places.get(one.where, self.scenario.place())
                self.problems.append(
                    Problem(f"{where}, {one.where}", one.found, one.allowed, one.hint)
                )
            return printed_maxima(rubric)

    def _league(self) -> League | None:
        league = self.league
        for number, change in self.scenario.of(OtherLeague):
            league = self._other(number, change.league)
        gone: set[str] = set()
        for number, change in self.scenario.of(LeftOut):
            if (region := self._region(number, change.leave_out, league)) is not None:
                gone.add(region.id)
        kept = tuple(region for region in league.regions if region.id not in gone)
        if league.regions and not any(not region.reference for region in kept):
            self.problems.append(Problem(self.scenario.place(), "leaves no region to compare"))
        changed = [one.id for one in kept] != [one.id for one in self.league.regions]
        return League(league.name, kept) if changed else None

    def _other(self, number: int, named: str | tuple[str, ...]) -> League:
        if isinstance(named, str):
            try:
                return load_league(named)
            except InputError as error:
                self.problems += _told(error, self.scenario.place(number))
                return self.league
        found = {region.id for one in named if (region := self._region(number, one, self.league))}
        return League(
            self.league.name, tuple(one for one in self.league.regions if one.id in found)
        )

    def _region(self, number: int, word: str, league: League) -> Region | None:
        if (found := league.resolve(word)) is not None:
            return found
        known = [word for region in league.regions for word in (region.id, region.name_zh)]
        if self.league.resolve(word) is not None:
            found_text, hint = f"'{word}' is not among the regions compared here", ""
        else:
            found_text = f"there is no region '{word}'"
            hint = did_you_mean(word, known) or f"known: {listed(known)}"
        self.problems.append(Problem(self.scenario.place(number), found_text, hint=hint))
        return None

    def _supposed(self, rubric: Rubric, league: League) -> dict[tuple[str, str], str | None]:
        rows = []
        for number, change in self.scenario.of(Figure):
            region = self._region(number, change.region, league)
            if region is not None:
                rows.append((region.id, change.metric, change.value, number))
        frame = pl.DataFrame(
            rows,
            schema={"region_id": pl.String, "metric_id": pl.String, "value": pl.String, "_line": pl.Int64},
            orient="row",
        )  # fmt: skip
        checked, problems = validate_observations(rubric, frame, "")
        for one in problems:
            _, _, rest = one.where.partition("line ")
            line, _, column = rest.partition(", ")
            where = self.scenario.place(int(line)) if line.isdigit() else self.scenario.place()
            tail = column.removeprefix("column ")
            self.problems.append(
                Problem(f"{where}, {tail}" if tail else where, one.found, one.allowed, one.hint)
            )
        columns = checked.select("region_id", "metric_id", "value")
        return {(region, metric): value for region, metric, value in columns.iter_rows()}


def new_contradictions(
    scenario: Scenario, prepared: Prepared, before: Values, league: League
) -> list[Problem]:
    """Return the conditions between figures that hold in the data and break once the scenario's stand there."""
    regions = list(dict.fromkeys(region for region, _ in prepared.supposed))
    after = {**before, **prepared.supposed}
    return contradictions(scenario, prepared.rubric, before, after, regions)


def contradictions(
    scenario: Scenario, rubric: Rubric, before: Values, after: Values, regions: list[str]
) -> list[Problem]:
    """Return the conditions between figures that hold before and break after."""
    known = {_named(one) for one in breaks(rubric, before, regions)}
    return [
        Problem(
            f"{scenario.place()}, region {one.region_id}, {one.metric_id}",
            told(rubric, one)[1],
        )
        for one in breaks(rubric, after, regions)
        if one.severity == "critical" and _named(one) not in known
    ]


def _named(found: Break) -> tuple[str, str, str]:
    return found.region_id, found.metric_id, str(found.condition)


def _check_origin(rubric: Rubric) -> None:
    """Raise UsageError unless the rubric can be loaded again just as it is."""
    if not rubric.origin:
        raise UsageError(f"{rubric.id} was not loaded from a file, so its rules cannot be changed.")
    if load_rubric(rubric.origin, readings=rubric.chosen) != rubric:
        raise UsageError(
            f"{rubric.id} is not what its file says now: the file has changed since, or the rubric was "
            "loaded with further changes. Load it again, and write the changes into the scenario."
        )


def _told(error: GovscoreError, where: str) -> Iterator[Problem]:
    if not isinstance(error, InputError):
        yield Problem(where, str(error))
        return
    several = len(error.problems) > 1
    for one in error.problems:
        found = f"{one.found} ({one.where})" if several else one.found
        yield Problem(where, found, one.allowed, one.hint)
