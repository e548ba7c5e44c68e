"""Entries as written → one settled value per region and metric, doubtful ones set aside."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import polars as pl

from govscore_lib.errors import did_you_mean
from govscore_lib.findings import Finding, Severity
from govscore_lib.ingest import telling
from govscore_lib.ingest.constraints import breaks, told
from govscore_lib.ingest.entries import Entry
from govscore_lib.ingest.headers import plain_header
from govscore_lib.ingest.rates import Ratio, contradiction, is_rate, ratio_of, ratios
from govscore_lib.ingest.regions import region_reader
from govscore_lib.ingest.spelling import CHANGES, Spelling, reader, tidy
from govscore_lib.points import exact
from govscore_lib.rubric.league import League
from govscore_lib.rubric.metric import Metric
from govscore_lib.rubric.model import Rubric
from govscore_lib.tables import OBSERVATIONS

GIVEN, MISSING, QUARANTINED = "given", "missing", "quarantined"
UNCOUNTED = "uncounted"
"""Status of a figure that registers yield in other regions and not in this one, where what was stated, if
anything, stands instead of a count of 0."""


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
    """

    rubric: Rubric
    league: League
    counted: Mapping[tuple[str, str], str] = field(default_factory=dict)
    counted_metrics: frozenset[str] = frozenset()
    uncounted: frozenset[tuple[str, str]] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    cells: dict[tuple[str, str], _Cell] = field(default_factory=dict)

    def settle(self, entries: Iterable[Entry]) -> None:
        """Take in all entries, then compare them with each other."""
        rates: list[tuple[str, Entry]] = []
        strangers: dict[tuple[str, str], list[Entry]] = {}
        changes: dict[tuple[str, str, str], dict[str, int]] = {}
        read_region = region_reader(self.league)
        readers = {name: metric_reader(metric) for name, metric in self.rubric.metrics.items()}
        metric_of = _metric_words(self.rubric)
        for entry in entries:
            place = read_region(entry.region) if entry.region.strip() else Spelling(None)
            if place.value is None:
                strangers.setdefault((entry.file, entry.region), []).append(entry)
                continue
            if place.change and CHANGES[place.change].reported:
                self._count(changes, place.change, entry, "region_id")
            if not entry.metric and not entry.value:
                continue  # a row that only names its region
            if self._other_period(entry):
                continue
            metric = metric_of.get(plain_header(entry.metric))
            if metric is None:
                if is_rate(entry.metric):
                    rates.append((place.value, entry))
                else:
                    self._tell_unknown_metric(place.value, entry)
                continue
            spelling = readers[metric](entry.value) if entry.value else Spelling(None)
            if spelling.change and CHANGES[spelling.change].reported:
                self._count(changes, spelling.change, entry, metric)
            self._take(place.value, metric, entry, spelling)
        self._tell_strangers(strangers)
        self._tell_changes(changes)
        self._check_rates(rates)
        self._check_constraints()

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
        for region in regions:
            settled = self.cells.keys() | self.uncounted
            known = [name for name in self.rubric.metrics if (region, name) in settled]
            for name in known:
                cell = self.cells.get((region, name)) or _Cell(None, MISSING, Entry("", "", "", ""))
                place = (cell.entry.file, cell.entry.sheet, cell.entry.place)
                stands_alone = (region, name) in self.uncounted and cell.status != QUARANTINED
                status = UNCOUNTED if stands_alone else cell.status
                rows.append((region, self.rubric.period.label, name, cell.value, status, *place))
            if not known and region in ranked:
                rows.append((region, self.rubric.period.label, None, None, MISSING, "", "", ""))
        return pl.DataFrame(rows, schema=OBSERVATIONS, orient="row")

    def _find(
        self,
        code: str,
        severity: Severity,
        zh: str,
        en: str,
        entry: Entry,
        region: str = "",
        metric: str = "",
    ) -> None:
        criteria = self.rubric.criteria_of_metric(metric) if metric and severity != "note" else ()
        self.findings.append(
            Finding(
                code, severity, zh, en, "observations", region, metric, entry.file, entry.sheet, entry.place,
                criteria,
            )
        )  # fmt: skip

    def _other_period(self, entry: Entry) -> bool:
        if (
            not entry.period
            or tidy(entry.period)[0].casefold() == self.rubric.period.label.casefold()
        ):
            return False
        self._find(
            "other-period", "note",
            f"期间“{entry.period}”不是{self.rubric.period.label}，该行不计入",
            f"period '{entry.period}' is not {self.rubric.period.label}; the row does not count",
            entry,
        )  # fmt: skip
        return True

    def _take(self, region: str, metric: str, entry: Entry, spelling: Spelling) -> None:
        if metric in self.counted_metrics and (region, metric) not in self.uncounted:
            self._compare_with_count(region, metric, entry, spelling)
            return
        status = GIVEN if spelling.value is not None else MISSING
        if spelling.fault:
            status = QUARANTINED
            self._tell_fault(region, metric, entry, spelling.fault)
        new, old = _Cell(spelling.value, status, entry), self.cells.get((region, metric))
        if old is None or old.status == MISSING:
            self.cells[region, metric] = new
        elif status != MISSING and old.status != QUARANTINED:
            self._compare_twice(region, metric, old, new)

    def _tell_fault(self, region: str, metric: str, entry: Entry, fault: str) -> None:
        declared = self.rubric.metrics[metric]
        allowed = telling.allowed(fault, declared.type, declared.values, declared.min, declared.max)
        zh, en = telling.bad_cells(declared.name.zh, metric, fault, [entry.value], *allowed)
        severity: Severity = "warning" if declared.needed == "evidence" else "critical"
        known = (*declared.values, *declared.values.values())
        said = telling.with_hint(
            fault, f"{zh}，未采用", f"{en}; it is not used", [entry.value], known
        )
        self._find(f"bad-value-{fault}", severity, *said, entry, region, metric)

    def _compare_with_count(
        self, region: str, metric: str, entry: Entry, spelling: Spelling
    ) -> None:
        counted = self.counted.get((region, metric))
        if spelling.value is None or (counted is not None and _equal(counted, spelling.value)):
            return  # an empty cell, or the same figure once more
        name = self.rubric.metrics[metric].name
        shown = counted if counted is not None else "—"
        self._find(
            "figure-contradicts-register", "warning",
            f"“{name.zh}”填报为 {spelling.value}，由登记表统计为 {shown}；采用登记表",
            f"{metric} is given as {spelling.value}, the registers yield {shown}; the registers hold",
            entry, region, metric,
        )  # fmt: skip

    def _compare_twice(self, region: str, metric: str, old: _Cell, new: _Cell) -> None:
        if {old.entry.source, new.entry.source} == {"claimed", "verified"}:  # the reviewer's copy
            self.cells[region, metric] = new if new.entry.source == "verified" else old
            return
        name = self.rubric.metrics[metric].name
        where = f"{old.entry.file} {old.entry.sheet} {old.entry.place}".replace("  ", " ")
        if new.value is not None and old.value is not None and _equal(old.value, new.value):
            self._find(
                "figure-repeated", "note",
                f"“{name.zh}”填报了两次，数值相同（另见 {where}）", f"{metric} is given twice with the same value (also {where})",
                new.entry, region, metric,
            )  # fmt: skip
            return
        self._find(
            "figure-given-twice", "critical",
            f"“{name.zh}”填报了两次而数值不同：{old.entry.value}（{where}）与 {new.entry.value}",
            f"{metric} is given twice with different values: {old.entry.value} ({where}) and {new.entry.value}",
            new.entry, region, metric,
        )  # fmt: skip
        self.cells[region, metric] = _Cell(None, QUARANTINED, new.entry)

    def _tell_unknown_metric(self, region: str, entry: Entry) -> None:
        hint = did_you_mean(entry.metric, self.rubric.metrics) or did_you_mean(
            entry.metric, (metric.name.zh for metric in self.rubric.metrics.values())
        )
        self._find(
            "unknown-metric", "warning",
            f"“{entry.metric}”不是本办法的指标，未采用", f"'{entry.metric}' is no metric of the rubric and is not used. {hint}".rstrip(),
            entry, region,
        )  # fmt: skip

    def _tell_strangers(self, strangers: Mapping[tuple[str, str], list[Entry]]) -> None:
        for (_, written), entries in strangers.items():
            count = len(entries)
            zh = f"“{written}”不是本次考核的地区" if written else "没有填写地区"
            en = f"'{written}' is no region of this assessment" if written else "no region is given"
            self._find(
                "unknown-region", "warning",
                f"{zh}，{count} 个数据未采用", f"{en}; {count} {'figure is' if count == 1 else 'figures are'} not used",
                entries[0],
            )  # fmt: skip

    @staticmethod
    def _count(
        changes: dict[tuple[str, str, str], dict[str, int]], change: str, entry: Entry, name: str
    ) -> None:
        counts = changes.setdefault((change, entry.file, entry.sheet), {})
        counts[name] = counts.get(name, 0) + 1

    def _tell_changes(self, changes: Mapping[tuple[str, str, str], Mapping[str, int]]) -> None:
        for (change, file, sheet), counts in changes.items():
            zh, en = telling.changed_cells(
                change,
                [
                    (
                        "地区" if name == "region_id" else self.rubric.metrics[name].name.zh,
                        name,
                        count,
                    )
                    for name, count in counts.items()
                ],
            )
            self._find(f"changed-{change}", "note", zh, en, Entry("", "", "", file, sheet))

    def _check_rates(self, rates: list[tuple[str, Entry]]) -> None:
        known = ratios(self.rubric)
        for region, entry in rates:
            ratio = ratio_of(entry.metric, self.rubric, known)
            if ratio is None:
                self._tell_unknown_metric(region, entry)
            elif entry.value:
                self._check_rate(region, entry, ratio)

    def _check_rate(self, region: str, entry: Entry, ratio: Ratio) -> None:
        parts = [self._value(region, name) for name in (ratio.numerator, ratio.denominator)]
        recomputed = contradiction(entry.value, *parts) if all(parts) else None  # type: ignore[arg-type]
        if recomputed is None:
            self._find(
                "rate-not-used", "note",
                f"“{entry.metric}”由分子分母重新计算，填报的 {entry.value} 未采用",
                f"'{entry.metric}' is computed from its parts; the {entry.value} given is not used",
                entry, region, ratio.numerator,
            )  # fmt: skip
            return
        counted = {ratio.numerator, ratio.denominator} <= self.counted_metrics
        self._find(
            "rate-contradicts-parts", "warning" if counted else "critical",
            f"“{entry.metric}”填报为 {entry.value}，而 {recomputed}；"
            + ("采用登记表的数据" if counted else "分子、分母或比率有误"),
            f"'{entry.metric}' is given as {entry.value}, but {recomputed}; "
            + ("the registers hold" if counted else "one of the three is wrong"),
            entry, region, ratio.numerator,
        )  # fmt: skip
        if not counted:
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
            entry = cell.entry if cell else Entry("", "", "", "")
            zh, en = told(self.rubric, found)
            self._find("condition-not-met", found.severity, zh, en, entry, *key)
            if found.severity == "critical":
                self.cells[key] = _Cell(None, QUARANTINED, entry)


def metric_reader(metric: Metric) -> Callable[[str], Spelling]:
    """Return the function that reads a figure of a metric."""
    return reader(
        metric.type,
        unit=metric.unit.en if metric.unit else "",
        values=metric.values,
        minimum=metric.min,
        maximum=metric.max,
        may_be_never=True,
    )


def _metric_words(rubric: Rubric) -> dict[str, str]:
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
