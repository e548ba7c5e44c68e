"""Entries as written → one settled value per region and metric, doubtful ones set aside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import polars as pl

from govscore_lib.findings import Finding
from govscore_lib.ingest.cells.amounts import scaled
from govscore_lib.ingest.cells.changes import ChangedCell
from govscore_lib.ingest.cells.regions import region_reader, region_words
from govscore_lib.ingest.cells.spelling import CHANGES, Spelling, reader
from govscore_lib.ingest.figures.constraints import breaks, told
from govscore_lib.ingest.figures.entries import Entry
from govscore_lib.ingest.figures.entry_findings import NOWHERE, EntryFindings
from govscore_lib.ingest.figures.rates import Ratio, contradiction, is_rate, ratio_of, ratios
from govscore_lib.ingest.files.headers import plain_header
from govscore_lib.ingest.names.aliases import Aliases
from govscore_lib.ingest.names.corrections import Correction
from govscore_lib.ingest.names.naming import NameBook
from govscore_lib.points import exact
from govscore_lib.rubric.league import League
from govscore_lib.rubric.metric import Metric
from govscore_lib.rubric.model import Rubric
from govscore_lib.tables import OBSERVATIONS

GIVEN, MISSING, QUARANTINED = "given", "missing", "quarantined"
UNCOUNTED = "uncounted"
"""Status of a figure that registers yield in other regions and not in this one, where what was stated, if
anything, stands instead of a count of 0."""
_ADDRESS = re.compile(r"[A-Z]{1,3}(\d+)")


@dataclass
class _Cell:
    """The settled value of one region and metric, and where it came from."""

    value: str | None
    status: str
    entry: Entry


@dataclass
class Settling:
    """Settles the entries of one rubric's files.

    counted : metrics that the supplied registers yield → value by (region, metric).
    uncounted : region and metric where they yield nothing, because the region has not sent them.
    aliases : names of the period. names : takes the names of regions and periods that are met.
    changes : cells that are read otherwise than they were written.
    """

    rubric: Rubric
    league: League
    counted: Mapping[tuple[str, str], str] = field(default_factory=dict)
    counted_metrics: frozenset[str] = frozenset()
    uncounted: frozenset[tuple[str, str]] = frozenset()
    aliases: Aliases = field(default_factory=Aliases)
    names: NameBook | None = None
    cells: dict[tuple[str, str], _Cell] = field(default_factory=dict)
    changes: list[ChangedCell] = field(default_factory=list)

    @cached_property
    def tell(self) -> EntryFindings:
        """Takes what is wrong or unusual in the figures."""
        return EntryFindings(self.rubric, region_words(self.league))

    @property
    def findings(self) -> list[Finding]:
        """What was told."""
        return self.tell.findings

    def settle(
        self,
        entries: Sequence[Entry],
        corrected: Mapping[Entry, Correction] = MappingProxyType({}),
    ) -> None:
        """Take in all entries, then compare them with each other.

        corrected : the correction of each entry that had one.
        """
        rates: list[tuple[str, Entry]] = []
        strangers: dict[tuple[str, str], list[Entry]] = {}
        others: dict[tuple[str, str, str], list[Entry]] = {}
        counts: dict[tuple[str, str, str], dict[str, int]] = {}
        read_region = region_reader(self.league)
        readers = {name: metric_reader(metric) for name, metric in self.rubric.metrics.items()}
        metric_of = metric_words(self.rubric)
        seen: set[tuple[str, ...]] = set()
        for entry in entries:
            place = read_region(entry.region) if entry.region.strip() else Spelling(None)
            is_new = self._meet(entry, seen)
            if place.value is None:
                strangers.setdefault((entry.file, entry.region), []).append(entry)
                continue
            if is_new:
                self._changed(counts, place, entry.region, place.value, "region_id", entry)
            other = next(
                (one for one in entry.regions_too if read_region(one).value != place.value), None
            )
            if other is not None:
                if is_new:
                    self.tell.other_region(entry, place.value, other)
                self._doubt_entry(place.value, entry, metric_of)
                continue
            if not entry.metric and not entry.value:
                continue  # a row that only names its region
            if self._is_of_the_period_before(entry):
                continue
            if entry.period and not self.aliases.is_period(entry.period, self.rubric.period.label):
                others.setdefault((entry.file, entry.sheet, entry.period), []).append(entry)
                continue
            metric = metric_of.get(plain_header(entry.metric))
            if metric is None:
                if is_rate(entry.metric):
                    rates.append((place.value, entry))
                else:
                    self.tell.unknown_metric(place.value, entry)
                continue
            if entry in corrected:
                self._keep_correction(place.value, metric, entry, corrected[entry])
            read = (
                readers[metric] if entry.factor is None else scaled(readers[metric], entry.factor)
            )
            spelling = read(entry.value) if entry.value else Spelling(None)
            self._changed(counts, spelling, entry.value, place.value, metric, entry)
            self._take(place.value, metric, entry, spelling)
        self.tell.strangers(strangers)
        self.tell.other_periods(others)
        self.tell.changes(counts)
        self._check_rates(rates)
        self._check_constraints()

    def _is_of_the_period_before(self, entry: Entry) -> bool:
        """Whether an entry belongs to the period that the rubric looks back on; it is settled apart."""
        before = self.rubric.period.previous
        return bool(before and entry.period) and self.aliases.is_period(entry.period, before or "")

    def doubt(self, region_id: str, metric_id: str, file: str = "") -> None:
        """Set aside a metric in one region: its value is not known, whatever the files say."""
        self.cells[region_id, metric_id] = _Cell(None, QUARANTINED, Entry("", "", "", file))

    def missing(self, keys: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
        """Return those of some regions and metrics for which there is no value."""
        cells = self.cells
        return frozenset(key for key in keys if key not in cells or cells[key].value is None)

    def table(self) -> pl.DataFrame:
        """Return the observations in the order of league and rubric; each ranked region has a row."""
        regions = [region.id for region in self.league.regions]
        ranked = {region.id for region in self.league.ranked}
        rows: list[tuple[str | None, ...]] = []
        settled = self.cells.keys() | self.uncounted
        for region in regions:
            known = [name for name in self.rubric.metrics if (region, name) in settled]
            for name in known:
                cell = self.cells.get((region, name)) or _Cell(None, MISSING, NOWHERE)
                place = (cell.entry.file, cell.entry.sheet, cell.entry.place)
                stands_alone = (region, name) in self.uncounted and cell.status != QUARANTINED
                status = UNCOUNTED if stands_alone else cell.status
                rows.append((region, self.rubric.period.label, name, cell.value, status, *place))
            if not known and region in ranked:
                rows.append((region, self.rubric.period.label, None, None, MISSING, "", "", ""))
        return pl.DataFrame(rows, schema=OBSERVATIONS, orient="row")

    def _meet(self, entry: Entry, seen: set[tuple[str, ...]]) -> bool:
        """Note the names of an entry's row; return whether the row is a new one."""
        row = (entry.file, entry.sheet, _row_of(entry.place), entry.region, entry.period)
        if row in seen:
            return False
        seen.add(row)
        if self.names is not None:
            if entry.region.strip():
                self.names.met("region", entry.region, entry.file)
            if entry.period.strip():
                self.names.met("period", entry.period, entry.file)
        return True

    def _changed(
        self,
        counts: dict[tuple[str, str, str], dict[str, int]],
        spelling: Spelling,
        before: str,
        region: str,
        name: str,
        entry: Entry,
    ) -> None:
        """Count and keep a change that an office should see."""
        if not spelling.change or not CHANGES[spelling.change].reported:
            return
        of_kind = counts.setdefault((spelling.change, entry.file, entry.sheet), {})
        of_kind[name] = of_kind.get(name, 0) + 1
        place = _row_of(entry.place) if name == "region_id" else entry.place
        self.changes.append(
            ChangedCell(
                "observations", region, name, spelling.change, before, spelling.value or "",
                entry.file, entry.sheet, place,
            )
        )  # fmt: skip

    def _keep_correction(
        self, region: str, metric: str, entry: Entry, correction: Correction
    ) -> None:
        self.changes.append(
            ChangedCell(
                "observations", region, metric, "corrected", correction.expect, correction.value,
                entry.file, entry.sheet, entry.place, correction.reason,
            )
        )  # fmt: skip

    def _doubt_entry(self, region: str, entry: Entry, metric_of: Mapping[str, str]) -> None:
        metric = metric_of.get(plain_header(entry.metric))
        if metric is not None and metric not in self.counted_metrics:
            self.cells[region, metric] = _Cell(None, QUARANTINED, entry)

    def _take(self, region: str, metric: str, entry: Entry, spelling: Spelling) -> None:
        if metric in self.counted_metrics and (region, metric) not in self.uncounted:
            counted = self.counted.get((region, metric))
            agrees = counted is not None and _equal(counted, spelling.value or "")
            if spelling.value is not None and not agrees:
                self.tell.contradicts_register(region, metric, entry, spelling.value, counted)
            return
        status = GIVEN if spelling.value is not None else MISSING
        if spelling.fault:
            status = QUARANTINED
            self.tell.fault(region, metric, entry, spelling.fault)
        new, old = _Cell(spelling.value, status, entry), self.cells.get((region, metric))
        if old is None or old.status == MISSING:
            self.cells[region, metric] = new
        elif {old.entry.source, entry.source} == {"claimed", "verified"}:  # the reviewer's copy
            self.cells[region, metric] = new if entry.source == "verified" else old
        elif status != MISSING and old.status != QUARANTINED:
            equal = new.value is not None and old.value is not None and _equal(old.value, new.value)
            self.tell.given_twice(region, metric, old.entry, entry, equal=equal)
            if not equal:
                self.cells[region, metric] = _Cell(None, QUARANTINED, entry)

    def _check_rates(self, rates: list[tuple[str, Entry]]) -> None:
        known = ratios(self.rubric)
        for region, entry in rates:
            ratio = ratio_of(entry.metric, self.rubric, known)
            if ratio is None:
                self.tell.unknown_metric(region, entry)
            elif entry.value:
                self._check_rate(region, entry, ratio)

    def _check_rate(self, region: str, entry: Entry, ratio: Ratio) -> None:
        parts = [self._value(region, name) for name in (ratio.numerator, ratio.denominator)]
        recomputed = contradiction(entry.value, *parts) if all(parts) else None  # type: ignore[arg-type]
        counted = {ratio.numerator, ratio.denominator} <= self.counted_metrics
        self.tell.rate(region, entry, ratio, recomputed, counted=counted)
        if recomputed is not None and not counted:
            self.doubt(region, ratio.numerator, entry.file)

    def _value(self, region: str, metric: str) -> str | None:
        cell = self.cells.get((region, metric))
        return cell.value if cell else self.counted.get((region, metric))

    def _check_constraints(self) -> None:
        """Set aside each figure whose declared condition does not hold, typed or counted."""
        values = dict(self.counted) | {key: cell.value for key, cell in self.cells.items()}
        regions = list(dict.fromkeys(region for region, _ in values))
        for found in breaks(self.rubric, values, regions):
            key = (found.region_id, found.metric_id)
            cell = self.cells.get(key)
            entry = cell.entry if cell else NOWHERE
            zh, en = told(self.rubric, found)
            self.tell.find("condition-not-met", found.severity, zh, en, entry, *key)
            if found.severity == "critical":
                self.cells[key] = _Cell(None, QUARANTINED, entry)


def _row_of(place: str) -> str:
    """Return the row of a place: "row 7" for E7, "line 12" for "line 12, 件数"."""
    cell = _ADDRESS.fullmatch(place)
    return f"row {cell[1]}" if cell else place.partition(", ")[0]


def meaning_of(
    entries: Iterable[Entry], rubric: Rubric, league: League
) -> dict[int, tuple[str, str]]:
    """Return region id and metric of each entry that has both, by its position."""
    read_region, metric_of = region_reader(league), metric_words(rubric)
    found = {}
    for position, entry in enumerate(entries):
        region = read_region(entry.region).value if entry.region.strip() else None
        metric = metric_of.get(plain_header(entry.metric))
        if region is not None and metric is not None:
            found[position] = (region, metric)
    return found


def metric_reader(metric: Metric) -> Callable[[str], Spelling]:
    """Return the function that reads a figure of a metric."""
    return reader(
        metric.type,
        unit=(metric.unit.zh, metric.unit.en) if metric.unit else "",
        values=metric.values,
        minimum=metric.min,
        maximum=metric.max,
        may_be_never=True,
    )


def metric_words(rubric: Rubric) -> dict[str, str]:
    """Return metric by its id, and by its Chinese name where only one bears it."""
    names = [plain_header(metric.name.zh) for metric in rubric.metrics.values()]
    words = {
        word: name
        for word, name in zip(names, rubric.metrics, strict=True)
        if names.count(word) == 1
    }
    return words | {plain_header(name): name for name in rubric.metrics}


def _equal(one: str, other: str) -> bool:
    if one == other:
        return True
    try:
        return exact(one) == exact(other)
    except ValueError:
        return False
